//! A person on its way through tantivy to its table: what of it is not postings, as one run of bytes.
//!
//! Uses `matching`. Lives in memory only, between the writer and the plugin of one process.

use crate::matching::Packed;
use crate::matching::PackedToken;

/// Bytes of a key.
const KEY: usize = 8;

/// Packs tokens and record.
pub(super) fn pack(person: &Packed) -> Vec<u8> {
    let mut out = Vec::with_capacity(person.record.len() + person.tokens.len() * 128);
    out.extend(small(person.tokens.len()).to_le_bytes());
    for token in &person.tokens {
        out.extend(small(token.bytes.len()).to_le_bytes());
        out.extend(small(token.keys.len()).to_le_bytes());
        out.extend_from_slice(&token.bytes);
        token.keys.iter().for_each(|key| out.extend(key.to_le_bytes()));
    }
    out.extend_from_slice(&person.record);
    out
}

/// Tokens and record again; none when these are not the bytes of a parcel.
pub(super) fn unpack(parcel: &[u8]) -> Option<(Vec<PackedToken>, &[u8])> {
    let (count, mut rest) = number(parcel)?;
    let mut tokens = Vec::with_capacity(count);
    for _ in 0..count {
        let (bytes, after) = number(rest)?;
        let (keys, after) = number(after)?;
        let (bytes, after) = after.split_at_checked(bytes)?;
        let (keys, after) = after.split_at_checked(keys * KEY)?;
        let keys = keys.as_chunks::<KEY>().0.iter();
        tokens.push(PackedToken {
            bytes: bytes.to_vec(),
            keys: keys.map(|key| u64::from_le_bytes(*key)).collect(),
        });
        rest = after;
    }
    Some((tokens, rest))
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u16::from_le_bytes(*number).into(), rest))
}

/// At most 255 names of 12 tokens, each of some fifty bytes and keys.
fn small(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let token = |text: &str, keys: &[u64]| PackedToken {
            bytes: text.as_bytes().to_vec(),
            keys: keys.to_vec(),
        };
        let person = Packed {
            keys: vec![1],
            tokens: vec![token("anna", &[7, 8]), token("", &[])],
            record: b"record".to_vec(),
        };
        let parcel = pack(&person);
        let (tokens, record) = unpack(&parcel).unwrap();
        assert_eq!((tokens, record), (person.tokens, &b"record"[..]));
        assert!(unpack(&parcel[..20]).is_none());
    }
}
