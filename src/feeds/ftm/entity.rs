//! The JSON of an entity: its properties inside `properties`, or beside its id.
//!
//! Uses nothing. Takes what it knows and passes over the rest; a value may be a text or a list of
//! texts, and anything else is counted, not refused.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

/// The properties that are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Property {
    Name,
    Alias,
    WeakAlias,
    FirstName,
    LastName,
    FatherName,
    SecondName,
    MiddleName,
    BirthDate,
    BirthPlace,
    BirthCountry,
    Nationality,
    Citizenship,
    Country,
    Gender,
    PassportNumber,
    IdNumber,
    Topics,
    Notes,
    Position,
}

impl Property {
    fn of(field: &str) -> Option<Self> {
        Some(match field {
            "name" => Self::Name,
            "alias" => Self::Alias,
            "weakAlias" => Self::WeakAlias,
            "firstName" => Self::FirstName,
            "lastName" => Self::LastName,
            "fatherName" => Self::FatherName,
            "secondName" => Self::SecondName,
            "middleName" => Self::MiddleName,
            "birthDate" => Self::BirthDate,
            "birthPlace" => Self::BirthPlace,
            "birthCountry" => Self::BirthCountry,
            "nationality" => Self::Nationality,
            "citizenship" => Self::Citizenship,
            "country" => Self::Country,
            "gender" => Self::Gender,
            "passportNumber" => Self::PassportNumber,
            "idNumber" => Self::IdNumber,
            "topics" => Self::Topics,
            "notes" => Self::Notes,
            "position" => Self::Position,
            _ => return None,
        })
    }
}

/// One entity.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) id: Option<String>,
    pub(super) schema: Option<String>,
    /// Whether it is on the list itself; absent in some exports.
    pub(super) target: Option<bool>,
    /// Day and time the list first had it.
    pub(super) first_seen: Option<String>,
    /// Values of known properties that are no texts.
    pub(super) not_text: u64,
    values: Vec<(Property, String)>,
}

impl Entity {
    /// The values of a property, in their order.
    pub(super) fn of(&self, property: Property) -> impl Iterator<Item = &str> {
        self.values
            .iter()
            .filter(move |(known, _)| *known == property)
            .map(|(_, value)| value.as_str())
    }
}

impl<'de> Deserialize<'de> for Entity {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let mut entity = Self::default();
        reader.deserialize_map(Fields(&mut entity, Depth::Entity))?;
        Ok(entity)
    }
}

/// Where a field stands.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Entity,
    Properties,
}

struct Fields<'a>(&'a mut Entity, Depth);

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(entity, depth) = self;
        while let Some(field) = map.next_key::<String>()? {
            match (depth, field.as_str()) {
                (Depth::Entity, "id") => entity.id = map.next_value::<Loose>()?.text(),
                (Depth::Entity, "schema") => entity.schema = map.next_value::<Loose>()?.text(),
                (Depth::Entity, "first_seen") => entity.first_seen = map.next_value::<Loose>()?.text(),
                (Depth::Entity, "target") => entity.target = map.next_value::<Loose>()?.truth(),
                (Depth::Entity, "properties") => map.next_value_seed(Properties(entity))?,
                (_, field) => match Property::of(field) {
                    Some(property) => match map.next_value::<Loose>()? {
                        Loose::Texts(texts, others) => {
                            entity.not_text += others;
                            entity
                                .values
                                .extend(texts.into_iter().map(|text| (property, text)));
                        }
                        Loose::Nothing => {}
                        Loose::Truth(_) | Loose::Other => entity.not_text += 1,
                    },
                    None => {
                        map.next_value::<IgnoredAny>()?;
                    }
                },
            }
        }
        Ok(())
    }
}

struct Properties<'a>(&'a mut Entity);

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(Fields(self.0, Depth::Properties))
    }
}

/// A value of whatever type.
enum Loose {
    /// Texts, and how many values beside them are none.
    Texts(Vec<String>, u64),
    Truth(bool),
    Nothing,
    Other,
}

impl Loose {
    fn text(self) -> Option<String> {
        match self {
            Self::Texts(texts, _) => texts.into_iter().next(),
            _ => None,
        }
    }

    const fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::Texts(vec![text.to_owned()], 0))
    }

    fn visit_string<E>(self, text: String) -> Result<Loose, E> {
        Ok(Loose::Texts(vec![text], 0))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Loose, E> {
        Ok(Loose::Truth(truth))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Nothing)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        let (mut texts, mut others) = (Vec::new(), 0);
        while let Some(value) = seq.next_element::<Loose>()? {
            match value {
                Loose::Texts(more, none) => {
                    texts.extend(more);
                    others += none;
                }
                Loose::Nothing => {}
                Loose::Truth(_) | Loose::Other => others += 1,
            }
        }
        Ok(Loose::Texts(texts, others))
    }
}
