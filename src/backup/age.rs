//! A file behind a passphrase, in the form of age (age-encryption.org/v1): scrypt, HKDF-SHA-256 and
//! ChaCha20-Poly1305.
//!
//! Uses nothing of the house. The form is another's so that `age -d keys.age` opens it where this program is
//! not at hand. Written here and not taken from the crate of that name, which brings some sixty others
//! (translations, curves, recipients) for these few lines over primitives that we have.

use aws_lc_rs::aead::Aad;
use aws_lc_rs::aead::CHACHA20_POLY1305;
use aws_lc_rs::aead::LessSafeKey;
use aws_lc_rs::aead::Nonce;
use aws_lc_rs::aead::UnboundKey;
use aws_lc_rs::hkdf;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

const VERSION: &str = "age-encryption.org/v1";
/// What stands before the salt of a passphrase.
const SCRYPT: &[u8] = b"age-encryption.org/v1/scrypt";
/// How dear a guess is: 2^17 blocks, 128 MiB (OWASP's least for scrypt).
const WORK: u8 = 17;
/// And the dearest that is opened.
const MOST_WORK: u8 = 20;
/// Bytes of a piece before its tag.
const PIECE_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const NONCE_BYTES: usize = 16;

/// Encrypts. None where the system gives no random numbers.
pub(super) fn encrypt(passphrase: &str, plain: &[u8]) -> Option<Vec<u8>> {
    encrypt_at(WORK, passphrase, plain)
}

fn encrypt_at(work: u8, passphrase: &str, plain: &[u8]) -> Option<Vec<u8>> {
    let (file_key, salt, nonce) = (random()?, random()?, random()?);
    let mut wrapped = file_key.to_vec();
    wrapping_key(passphrase, &salt, work)?
        .seal_in_place_append_tag(zero_nonce(), Aad::empty(), &mut wrapped)
        .ok()?;
    let head = format!(
        "{VERSION}\n-> scrypt {} {work}\n{}\n---",
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(wrapped)
    );
    let mac = hmac::sign(&head_key(&file_key)?, head.as_bytes());
    let mut sealed = format!("{head} {}\n", STANDARD_NO_PAD.encode(mac)).into_bytes();
    sealed.extend_from_slice(&nonce);
    let key = payload_key(&file_key, &nonce)?;
    let mut pieces = plain.chunks(PIECE_BYTES).peekable();
    let mut number = 0;
    loop {
        // Also of nothing there is one piece, the last.
        let piece = pieces.next().unwrap_or_default();
        let last = pieces.peek().is_none();
        let mut piece = piece.to_vec();
        let nonce = piece_nonce(number, last);
        key.seal_in_place_append_tag(nonce, Aad::empty(), &mut piece)
            .ok()?;
        sealed.extend_from_slice(&piece);
        if last {
            return Some(sealed);
        }
        number += 1;
    }
}

/// Decrypts. None where the passphrase is another, or a byte is not what was written.
pub(super) fn decrypt(passphrase: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    // Four lines of text, the last with the code that vouches for them.
    let ends = sealed.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let end = ends.map(|(place, _)| place).nth(3)?;
    let head = std::str::from_utf8(sealed.get(..end)?).ok()?;
    let mut lines = head.split('\n');
    (lines.next()? == VERSION).then_some(())?;
    let mut words = lines.next()?.strip_prefix("-> scrypt ")?.split(' ');
    let (salt, work) = (STANDARD_NO_PAD.decode(words.next()?).ok()?, words.next()?);
    let work: u8 = work.parse().ok().filter(|work| (1..=MOST_WORK).contains(work))?;
    words.next().is_none().then_some(())?;
    let mut wrapped = STANDARD_NO_PAD.decode(lines.next()?).ok()?;
    let mac = STANDARD_NO_PAD.decode(lines.next()?.strip_prefix("--- ")?).ok()?;
    let file_key = wrapping_key(passphrase, &salt, work)?
        .open_in_place(zero_nonce(), Aad::empty(), &mut wrapped)
        .ok()?;
    let signed = head.rsplit_once(' ')?.0;
    hmac::verify(&head_key(file_key)?, signed.as_bytes(), &mac).ok()?;

    let body = sealed.get(end + 1..)?;
    let (nonce, body) = body.split_at_checked(NONCE_BYTES)?;
    let key = payload_key(file_key, nonce)?;
    let mut plain = Vec::with_capacity(body.len());
    let mut pieces = body.chunks(PIECE_BYTES + TAG_BYTES).peekable();
    let mut number = 0;
    while let Some(piece) = pieces.next() {
        let mut piece = piece.to_vec();
        let nonce = piece_nonce(number, pieces.peek().is_none());
        plain.extend_from_slice(key.open_in_place(nonce, Aad::empty(), &mut piece).ok()?);
        number += 1;
    }
    (number > 0).then_some(plain)
}

fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// The key that wraps the file's key, from a passphrase.
fn wrapping_key(passphrase: &str, salt: &[u8], work: u8) -> Option<LessSafeKey> {
    let parameters = scrypt::Params::new(work, 8, 1).ok()?;
    let mut key = [0; 32];
    let salt = [SCRYPT, salt].concat();
    scrypt::scrypt(passphrase.as_bytes(), &salt, &parameters, &mut key).ok()?;
    chacha(&key)
}

fn head_key(file_key: &[u8]) -> Option<hmac::Key> {
    Some(hmac::Key::new(
        hmac::HMAC_SHA256,
        &derived(file_key, &[], b"header")?,
    ))
}

fn payload_key(file_key: &[u8], nonce: &[u8]) -> Option<LessSafeKey> {
    chacha(&derived(file_key, nonce, b"payload")?)
}

fn derived(file_key: &[u8], salt: &[u8], about: &[u8]) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(file_key)
        .expand(&[about], hkdf::HKDF_SHA256)
        .and_then(|derived| derived.fill(&mut key))
        .ok()?;
    Some(key)
}

fn chacha(key: &[u8; 32]) -> Option<LessSafeKey> {
    UnboundKey::new(&CHACHA20_POLY1305, key)
        .ok()
        .map(LessSafeKey::new)
}

/// The file's key is wrapped once under a key that is used for nothing else.
fn zero_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// Eleven bytes that count the pieces, and one that says which is the last.
fn piece_nonce(number: u32, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    for (place, byte) in nonce.iter_mut().skip(7).zip(number.to_be_bytes()) {
        *place = byte;
    }
    if let Some(flag) = nonce.last_mut() {
        *flag = u8::from(last);
    }
    Nonce::assume_unique_for_key(nonce)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encrypted_is_opened_by_its_passphrase_and_no_other() {
        for length in [
            0,
            1,
            PIECE_BYTES - 1,
            PIECE_BYTES,
            PIECE_BYTES + 1,
            3 * PIECE_BYTES + 7,
        ] {
            let plain: Vec<u8> = (0..length)
                .map(|place| u8::try_from(place % 251).unwrap())
                .collect();
            let sealed = encrypt_at(4, "correct horse", &plain).unwrap();
            assert_eq!(decrypt("correct horse", &sealed), Some(plain), "{length}");
            assert_eq!(decrypt("correct  horse", &sealed), None);
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_and_a_cut_anywhere_open_nothing() {
        let sealed = encrypt_at(1, "p", &[7; 100]).unwrap();
        for place in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[place] ^= 1;
            assert_eq!(decrypt("p", &flipped), None, "byte {place}");
            assert_eq!(decrypt("p", &sealed[..place]), None, "cut at {place}");
        }
    }

    #[test]
    fn a_head_that_asks_for_too_much_work_is_refused_before_the_work() {
        let sealed = encrypt_at(2, "p", b"x").unwrap();
        let text = String::from_utf8_lossy(&sealed[..80]).into_owned();
        let line = text.lines().nth(1).unwrap();
        let dear = line.replace(" 2", " 30");
        let at = VERSION.len() + 1;
        let dearer = [&sealed[..at], dear.as_bytes(), &sealed[at + line.len()..]].concat();
        assert_eq!(decrypt("p", &dearer), None);
    }
}
