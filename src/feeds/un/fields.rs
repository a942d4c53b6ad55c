//! The fields of one element of the list, as text.
//!
//! Uses `quick-xml`. Two levels are told apart, the field and its parts; what lies deeper counts as
//! text of its part. Entities other than XML's own five are refused, so that nothing is expanded.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// A child of the element: `NATIONALITY`, `INDIVIDUAL_ALIAS`.
#[derive(Debug, Default)]
pub(super) struct Field {
    name: String,
    text: String,
    parts: Vec<(String, String)>,
}

impl Field {
    /// The text of a part, without outer spaces; empty when it is not there.
    pub(super) fn part(&self, name: &str) -> &str {
        let part = self
            .parts
            .iter()
            .find(|(own, text)| own == name && !text.trim().is_empty());
        part.map_or("", |(_, text)| text.trim())
    }

    /// Its own text and those of its parts `VALUE`, where there is any.
    fn values(&self) -> impl Iterator<Item = &str> {
        let parts = self.parts.iter().filter(|(name, _)| name == "VALUE");
        std::iter::once(&self.text)
            .chain(parts.map(|(_, text)| text))
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }
}

/// The fields of an element, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

impl Fields {
    /// Reads an element.
    pub(super) fn read(element: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(element).map_err(|_| "must be UTF-8")?;
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut fields = Self::default();
        let mut depth = 0_usize;
        loop {
            let event = reader.read_event();
            let event = event.map_err(|_| "must be XML: each tag closed, `&` and `<` escaped")?;
            match event {
                Event::Start(tag) => {
                    let name = || tag.name().as_ref().to_owned();
                    match depth {
                        0 => {}
                        1 => fields.0.push(Field {
                            name: name(),
                            ..Field::default()
                        }),
                        2 => {
                            if let Some(field) = fields.0.last_mut() {
                                field.parts.push((name(), String::new()));
                            }
                        }
                        _ => {}
                    }
                    depth += 1;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Text(text) => fields.push(depth, &text.xml10_content()),
                Event::CData(text) => fields.push(depth, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok().flatten();
                    let mut buffer = [0; 4];
                    let text = match character {
                        Some(character) => Some(&*character.encode_utf8(&mut buffer)),
                        None => resolve_xml_entity(&reference),
                    };
                    fields.push(depth, text.ok_or("must have no entities but XML's own")?);
                }
                Event::DocType(_) => return Err("must have no document type definition".to_owned()),
                Event::Eof => return Ok(fields),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => {}
            }
        }
    }

    fn push(&mut self, depth: usize, text: &str) {
        let Some(field) = self.0.last_mut() else { return };
        match (depth, field.parts.last_mut()) {
            (0 | 1, _) => {}
            (2, _) | (_, None) => field.text.push_str(text),
            (_, Some((_, part))) => part.push_str(text),
        }
    }

    /// The fields of a name.
    pub(super) fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.0.iter().filter(move |field| field.name == name)
    }

    /// The values of the fields of a name.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.of(name).flat_map(Field::values)
    }

    /// The first of these values; empty when there is none.
    pub(super) fn value<'a>(&'a self, name: &'a str) -> &'a str {
        self.values(name).next().unwrap_or_default()
    }
}
