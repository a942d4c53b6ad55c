//! Documents among the remarks: `Passport A123 (Iraq) expires 2010`, `National ID No. 123 (Iran)`.
//!
//! Uses `domain`. A kind that the list does not make plain is `other`, which agrees with every kind:
//! the number counts, and the kind never speaks against the person.

use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::feeds::clean::number;
use crate::feeds::countries;
use crate::feeds::tally::Notes;

/// How a remark about a document begins, in small letters, and what it is about. Taken from what the
/// Treasury's own files have; of two that fit, the first counts.
const BEGINNINGS: &[(&str, DocumentKind)] = &[
    ("passport", DocumentKind::Passport),
    ("diplomatic passport", DocumentKind::Passport),
    ("official passport", DocumentKind::Passport),
    ("british national overseas passport", DocumentKind::Passport),
    ("stateless person passport", DocumentKind::Passport),
    ("national id no.", DocumentKind::NationalNumber),
    ("national identification number", DocumentKind::NationalNumber),
    ("personal id no.", DocumentKind::NationalNumber),
    ("ssn", DocumentKind::NationalNumber),
    ("c.u.r.p.", DocumentKind::NationalNumber),
    ("citizen's card number", DocumentKind::IdCard),
    ("personal id card", DocumentKind::IdCard),
    ("stateless person id card", DocumentKind::IdCard),
    ("refugee id card", DocumentKind::IdCard),
    ("identity card", DocumentKind::IdCard),
    ("cedula no.", DocumentKind::IdCard),
    ("cedula de ciudadania", DocumentKind::IdCard),
    ("d.n.i.", DocumentKind::IdCard),
    ("driver's license no.", DocumentKind::DrivingLicence),
    ("driver's license", DocumentKind::DrivingLicence),
    ("residency number", DocumentKind::ResidencePermit),
    ("residence permit", DocumentKind::ResidencePermit),
    ("visa number id", DocumentKind::Visa),
    ("visa number", DocumentKind::Visa),
    ("travel document number", DocumentKind::Other),
    ("identification number", DocumentKind::Other),
    ("tax id no.", DocumentKind::Other),
    ("r.f.c.", DocumentKind::Other),
    ("c.u.i.p.", DocumentKind::Other),
    ("c.u.i.t.", DocumentKind::Other),
    ("numero de identidad", DocumentKind::Other),
    ("birth certificate number", DocumentKind::Other),
    ("electoral registry no.", DocumentKind::Other),
    ("military registration number", DocumentKind::Other),
    ("cartilla de servicio militar nacional", DocumentKind::Other),
    ("seafarer's identification document", DocumentKind::Other),
    ("vat number", DocumentKind::Other),
    ("registration id", DocumentKind::Other),
];

/// Ways to reach a person, which look like numbers of documents and are none.
const NO_DOCUMENT: [&str; 5] = ["phone", "telephone", "fax", "cell", "imo"];

/// Whether a remark is about a document: nothing when it is not; else the document, as far as its
/// number can be read.
pub(super) fn document(remark: &str, notes: &mut Notes) -> Option<Option<Document>> {
    let lower = remark.to_ascii_lowercase();
    let known = BEGINNINGS
        .iter()
        .filter_map(|(beginning, kind)| Some((lower.strip_prefix(beginning)?, *kind)))
        .find(|(rest, _)| rest.starts_with([' ', ':', '#']));
    let (rest, kind) = match known {
        Some((rest, kind)) => (rest.len(), kind),
        None => (other(&lower)?, DocumentKind::Other),
    };
    // Small letters of ASCII have the length of its capitals, so that the places are the same.
    let rest = remark.get(remark.len().checked_sub(rest)?..)?;
    let said = rest.trim_start_matches([' ', ':', '#']);
    let mut end = said.len();
    for stop in [" (", " issued", " expires", " expired", " Issued", " Expires"] {
        end = said.find(stop).map_or(end, |at| at.min(end));
    }
    let country = said
        .split_once('(')
        .and_then(|(_, rest)| rest.split(')').next())
        .and_then(countries::named);
    let number = number(said.get(..end)?.trim(), notes);
    Some(number.map(|number| Document {
        kind,
        number,
        country,
    }))
}

/// The length of what follows `No.` or `Number`, where a number follows it.
fn other(lower: &str) -> Option<usize> {
    if NO_DOCUMENT.iter().any(|no| lower.starts_with(no)) {
        return None;
    }
    let rest = [" no. ", " number ", " id card "]
        .iter()
        .find_map(|mark| lower.split_once(mark))?
        .1;
    let first = rest.split(' ').next()?;
    first
        .bytes()
        .any(|byte| byte.is_ascii_digit())
        .then_some(rest.len())
}
