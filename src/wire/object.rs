//! JSON objects that are written as objects, and numbers that say their bounds.
//!
//! Uses nothing. serde's derived readers also take a list of a struct's values in the order of its
//! fields, which no contract offers, and call what they expected by its name in the program.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde::de::value::MapAccessDeserializer;

/// A `T` that was written as an object.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// For `deserialize_with`: an object.
pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(reader: D) -> Result<T, D::Error> {
    Object::deserialize(reader).map(|Object(value)| value)
}

/// For `deserialize_with`: a list of objects.
pub(super) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(reader: D) -> Result<Vec<T>, D::Error> {
    let objects = Vec::<Object<T>>::deserialize(reader)?;
    Ok(objects.into_iter().map(|Object(value)| value).collect())
}

/// For `deserialize_with`: how many candidates, 1 to 50.
pub(super) fn limit<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<u8>, D::Error> {
    let limit = Option::<Limit>::deserialize(reader)?;
    Ok(limit.map(|Limit(limit)| limit))
}

struct Limit(u8);

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_u8(LimitVisitor)
    }
}

struct LimitVisitor;

impl Visitor<'_> for LimitVisitor {
    type Value = Limit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number from 1 to 50")
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Limit, E> {
        let limit = u8::try_from(value).ok().filter(|limit| (1..=50).contains(limit));
        limit
            .map(Limit)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Unsigned(value), &self))
    }

    /// JSON knows one kind of number: `5.0` is a whole one (JSON Schema 2020-12, 4.2.3), and some
    /// languages write it so.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Limit, E> {
        let mut limits = 1..=50_u8;
        limits
            .find(|limit| f64::from(*limit).total_cmp(&value).is_eq())
            .map(Limit)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(value), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_whole_number_however_it_is_written() {
        let read = |text: &str| limit(&mut serde_json::Deserializer::from_str(text)).ok();
        assert_eq!(read("5"), Some(Some(5)));
        assert_eq!(read("5.0"), Some(Some(5)));
        assert_eq!(read("5e1"), Some(Some(50)));
        assert_eq!(read("null"), Some(None));
        for bad in ["0", "51", "0.0", "5.5", "51.0", "-1", "-1.0", "\"5\"", "1e400"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
