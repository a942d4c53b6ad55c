#!/usr/bin/env python3
"""Makes readings.tsv from the IPADIC dictionary: how Japanese read names written in Han.

    pip download --no-deps --no-binary :all: ipadic==1.0.0
    python3 index/tables/readings.py ipadic-1.0.0.tar.gz > index/tables/readings.tsv

Takes the proper nouns 名詞,固有名詞,人名 (姓 family, 名 given), the readings of each in order of the
dictionary's cost, and counts how the characters of those names are read one by one.
"""

import collections
import hashlib
import math
import struct
import sys
import tarfile

MOST_READINGS = 4
MOST_CHARACTER_READINGS = 6

KANA = dict(zip(
    "アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワヰヱヲンヴァィゥェォャュョッー",
    "a i u e o ka ki ku ke ko ga gi gu ge go sa shi su se so za ji zu ze zo ta chi tsu te to da ji zu de do "
    "na ni nu ne no ha hi fu he ho ba bi bu be bo pa pi pu pe po ma mi mu me mo ya yu yo ra ri ru re ro wa i e o n bu "
    "a i u e o .a .u .o ! -".split(), strict=True))


def katakana(text):
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def romaji(kana):
    """Hepburn as passports have it: long vowels are written once."""
    out = ""
    double = False
    for c in kana:
        sound = KANA[c]
        if sound == "!":
            double = True
            continue
        if sound == "-":
            continue
        if sound.startswith("."):
            out = out.removesuffix("i")
            sound = sound[1:] if out.endswith(("j", "sh", "ch")) else "y" + sound[1:]
        if double:
            out += "t" if sound.startswith("ch") else sound[0]
            double = False
        out += sound
    for long, short in (("ou", "o"), ("oo", "o"), ("uu", "u")):
        out = out.replace(long, short)
    return out


def entries(archive):
    """(kind, surface, katakana, cost) of each name in mecab's binary dictionary."""
    with tarfile.open(archive) as tar:
        data = tar.extractfile(next(m for m in tar if m.name.endswith("dicdir/sys.dic"))).read()
    _, _, _, _, _, _, darts, tokens, features, _ = struct.unpack("<10I", data[:40])
    tokens_at = 72 + darts
    features_at = tokens_at + tokens
    for at in range(tokens_at, features_at, 16):
        _, _, _, cost, feature, _ = struct.unpack("<HHHhII", data[at:at + 16])
        start = features_at + feature
        cells = data[start:data.index(b"\0", start)].decode().split(",")
        if cells[:3] == ["名詞", "固有名詞", "人名"] and cells[3] in ("姓", "名"):
            yield cells[3], cells[6], cells[7], cost


def han(c):
    return "一" <= c <= "鿿" or "㐀" <= c <= "䶿" or c in "々ヶ"


def splits(surface, reading):
    """Ways to share a reading among the characters of a name: one to four kana each."""
    if not surface:
        return [[]] if not reading else []
    first, rest = surface[0], surface[1:]
    if not han(first):
        return [[first] + more for more in splits(rest, reading[1:])] if reading[:1] == katakana(first) else []
    return [[reading[:n]] + more
            for n in range(1, min(4, len(reading) - len(rest)) + 1)
            if reading[n:n + 1] not in tuple("ァィゥェォャュョッーン")
            for more in splits(rest, reading[n:])]


def characters(names):
    """How each character is read, by expectation over the ways to split; five rounds settle it."""
    chances = {}
    for _ in range(5):
        counts = collections.defaultdict(collections.Counter)
        for surface, reading in names:
            ways = splits(surface, reading)
            weights = [math.prod(chances.get((c, r), 1e-3) for c, r in zip(surface, way)) for way in ways]
            total = sum(weights)
            for way, weight in zip(ways, weights):
                for c, r in zip(surface, way):
                    if han(c):
                        counts[c][r] += weight / total
        chances = {(c, r): n / (sum(of.values()) + 1) for c, of in counts.items() for r, n in of.items()}
    return counts


def main():
    archive = sys.argv[1]
    whole = {"姓": collections.defaultdict(dict), "名": collections.defaultdict(dict)}
    for kind, surface, kana, cost in entries(archive):
        if any(map(han, surface)) and all(c in KANA for c in kana) and all(han(c) or katakana(c) in KANA for c in surface):
            held = whole[kind][surface]
            held[kana] = min(cost, held.get(kana, cost))
    single = {}
    for kind in whole:
        names = [(s, r) for s, of in sorted(whole[kind].items()) for r in sorted(of) if len(s) > 1]
        single[kind] = characters(names)
    rows = {}
    for column, kind in ((0, "姓"), (1, "名")):
        for surface, of in whole[kind].items():
            best = [romaji(r) for r in sorted(of, key=lambda r: (of[r], r))]
            rows.setdefault(surface, [""] * 4)[column] = " ".join(list(dict.fromkeys(best))[:MOST_READINGS])
        for c, of in single[kind].items():
            best = [r for r in sorted(of, key=lambda r: (-of[r], r)) if of[r] >= 0.5]
            best = list(dict.fromkeys(romaji(r) for r in best))[:MOST_CHARACTER_READINGS]
            if best:
                rows.setdefault(c, [""] * 4)[column + 2] = " ".join(best)
    with open(archive, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    print("# How Japanese read names in Han: name, as a family name, as a given name, the character within family names, within given names.")
    print("# Origin: IPADIC 2.7.0 as PyPI ipadic 1.0.0 packages it, sha256 " + digest + ", by readings.py.")
    print("# Licence: IPADIC terms (Nara Institute of Science and Technology, ICOT), whole in readings.LICENCE.")
    for surface in sorted(rows):
        print("\t".join([surface, *rows[surface]]).rstrip("\t"))


main()
