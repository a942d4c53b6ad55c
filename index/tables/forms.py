#!/usr/bin/env python3
"""Makes forms.tsv from the name groups of PyPI `rigour`: how well-known names written in other scripts
are spelt in Latin letters.

    pip download --no-deps rigour==1.8.2 && pip install anyascii==0.3.2
    python3 index/tables/forms.py rigour-1.8.2-py3-none-any.whl > index/tables/forms.tsv

A group is one entry of Wikidata: the forms of one given or family name in several scripts. A form counts
by the groups it stands in, each by the square of its number of scripts; the most used are kept. Its Latin
spelling is that of those groups which is most used and has the form's consonants. Names with a form in
Hiragana are left out: those are Japanese, and are read letter by letter.
"""

import collections
import difflib
import hashlib
import math
import re
import sys
import unicodedata
import zipfile

from anyascii import anyascii

# How many forms of a script are kept.
MOST = {"Kana": 5200, "Arabic": 3400, "Hebrew": 2300, "Hangul": 2000, "Bengali": 1500, "Devanagari": 600}
LETTERS = {
    "Kana": "\u30a1-\u30fa", "Arabic": "\u0620-\u064a\u0671-\u06d3", "Hebrew": "\u05d0-\u05ea",
    "Hangul": "가-힣", "Bengali": "\u0980-\u09ff", "Devanagari": "\u0900-\u097f",
}
WHOLE = {script: re.compile(f"[{letters}]+") for script, letters in LETTERS.items()}
OTHERS = {
    "Hiragana": "\u3041-\u3096", "Greek": "\u0370-\u03ff", "Cyrillic": "\u0400-\u04ff",
    "Han": "\u4e00-\u9fff", "Armenian": "\u0530-\u058f", "Georgian": "\u10a0-\u10ff", "Thai": "\u0e00-\u0e7f",
}
ANY = {script: re.compile(f"[{letters}]") for script, letters in (LETTERS | OTHERS).items()}
LATIN = re.compile(r"[a-z]{2,}")

# As `src/matching/forms.rs` has it: what a form is looked up by.
ALIKE = str.maketrans("أإآٱىیکةہھە", "ااااييكهههه")  # ى and ی are written for ي
SMALL = str.maketrans("ァィゥェォャュョヮ", "アイウエオヤユヨワ")
VOICED = [("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ")]


def script_of(form):
    return next((script for script, pattern in ANY.items() if pattern.search(form)), "Latin")


def key(form, script):
    form = unicodedata.normalize("NFKC", form)
    if script == "Kana":
        for a, b in VOICED:
            form = form.replace(a, b)
        return form.replace("ー", "").replace("ッ", "").translate(SMALL)
    form = re.sub("['’`׳״\u0591-\u05c7\u0640\u064b-\u065f\u0670]", "", form)
    return form.translate(ALIKE) if script == "Arabic" else form


def classes(word):
    """Consonant classes, so that a spelling can be told to be of the form."""
    word = re.sub("sch|sh|ch|zh", "s", word).replace("th", "t").replace("ph", "f")
    table = {**dict.fromkeys("bpfvw", "b"), **dict.fromkeys("dt", "d"), **dict.fromkeys("kgqc", "k"),
             **dict.fromkeys("szxj", "s"), **dict.fromkeys("mn", "m"), **dict.fromkeys("rl", "l")}
    return re.sub(r"(.)\1+", r"\1", "".join(table.get(c, "") for c in word))


def main():
    raw = open(sys.argv[1], "rb").read()
    text = zipfile.ZipFile(sys.argv[1]).read("rigour/data/names/persons.txt").decode()
    spelt = collections.defaultdict(collections.Counter)
    used, latin_used = collections.Counter(), collections.Counter()
    # The consonants of a form; the mark that makes a Hebrew letter soft is no part of its key.
    plain = {}
    for line in text.splitlines():
        forms = line.split(" => ")[0].split(", ")
        scripts = {script_of(form) for form in forms}
        latin = {"".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))
                 for form in forms if script_of(form) == "Latin"}
        latin = {form for form in latin if LATIN.fullmatch(form)}
        if "Hiragana" in scripts or not latin:
            continue
        weight = len(scripts) ** 2
        latin_used.update({form: weight for form in latin})
        for form in forms:
            script = script_of(form)
            soft = form.replace("'", "׳").replace("ג׳", "j").replace("צ׳", "ch").replace("ז׳", "zh")
            if script not in MOST:
                continue
            found = key(form, script)
            if len(found) < 2 or not WHOLE[script].fullmatch(found):
                continue
            used[script, found] += weight
            plain[script, found] = classes(anyascii(soft).lower())
            spelt[script, found].update({form: weight for form in latin})
    rows = []
    for script, most in MOST.items():
        best = sorted((form for form in used if form[0] == script), key=lambda form: (-used[form], form))
        for form in best[:most]:
            def worth(word):
                alike = difflib.SequenceMatcher(None, plain[form], classes(word)).ratio()
                return (spelt[form][word] * math.log(2 + latin_used[word]) * (0.1 + alike) ** 3, word)

            rows.append((form[1], max(spelt[form], key=worth)))
    rows.sort(key=lambda row: row[0].encode())
    print("# How well-known names written in Kana, Arabic, Hebrew, Hangul, Bengali and Devanagari are spelt in Latin letters.")
    print("# Origin: PyPI rigour 1.8.2, rigour/data/names/persons.txt, which took them from Wikidata; made by forms.py.")
    print(f"# sha256 of the package: {hashlib.sha256(raw).hexdigest()}")
    print("# Licence: MIT, Copyright (c) 2023-2025 OpenSanctions Datenbanken GmbH; Wikidata is CC0-1.0.")
    for row in rows:
        print("\t".join(row))


main()
