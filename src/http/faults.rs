//! Reading a body so that all its faults are told at once, not the first alone.
//!
//! Uses `body`. Where a field is at fault, its place is filled from an example of the form and reading
//! begins again. What was mended so is never stored: `service::Offered` keeps it back. A field that
//! stands twice is told once nothing else is at fault.

use std::time::Duration;

use axum::extract::Request;
use serde::de::DeserializeOwned;
use serde_json::Map;
use serde_json::Value;

use super::body;
use super::problem::Problem;
use crate::access::Action;
use crate::access::Permit;
use crate::service::Fault;
use crate::service::Offered;
use crate::service::Refusal;
use crate::service::Services;

/// Most faults that are told of one body.
const MOST: usize = 64;

/// An example of each field that an alert's forms have, so that every fault finds something to stand in
/// its place. Nobody in it exists.
pub(super) const EXAMPLE: &str = r#"{
  "alert": {
    "id": "X", "category": "missing", "action": "protect", "owner": "X", "legal_basis": "x",
    "offence": "x", "cautions": ["armed"], "handling": "H0", "visibility": "all",
    "validity": "active", "entered": "2000-01-01", "last_validated": "2000-01-01",
    "review_due": "9999-01-01", "expires": "9999-01-01", "links": ["X"], "source": "x",
    "contact": {"unit": "x", "phone": "1", "mail": "x", "hours": "x"},
    "subject": {
      "type": "person", "names": [{"type": "primary", "family": "x"}], "birth_dates": ["2000"],
      "birth_places": [{"town": "x", "country": "BE"}], "sex": "F", "nationalities": ["BE"],
      "documents": [{"type": "passport", "number": "X00", "country": "BE"}],
      "description": "x",
      "photos": [{"sha256": "0000000000000000000000000000000000000000000000000000000000000000", "type": "image/jpeg", "taken": "2000-01-01"}],
      "status": "other"
    }
  },
  "version": 1, "reason": "x", "not_before": "9999-01-01T00:00:00Z", "until": "9999-01-01T00:00:00Z",
  "review_due": "9999-01-01"
}"#;

/// Reads the body of an admitted request with all its faults.
///
/// # Errors
/// As [`read`], and the body's own; recorded by then.
pub(super) async fn offered<A: Action, T: DeserializeOwned>(
    services: &Services,
    permit: Permit<A>,
    request: Request,
    most: usize,
    wait: Duration,
) -> Result<(Permit<A>, Offered<T>), Problem> {
    let read = match body::collect(request, most, wait).await {
        Ok(bytes) => tokio::task::block_in_place(|| read(&bytes)),
        Err(fault) => Err(Refusal::Malformed(fault)),
    };
    match read {
        Ok(offered) => Ok((permit, offered)),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

/// Reads `bytes` with all their faults.
///
/// # Errors
/// The faults, where too much is wrong to tell what was meant.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Offered<T>, Refusal> {
    let first = match body::parse(bytes) {
        Ok(value) => return Ok(Offered::whole(value)),
        Err(fault) => fault,
    };
    let refused = |faults| Err(Refusal::Faulty(faults));
    let (Ok(mut value), Ok(example)) = (
        serde_json::from_slice::<Value>(bytes),
        serde_json::from_str::<Value>(EXAMPLE),
    ) else {
        return refused(vec![first]);
    };
    let mut faults: Vec<Fault> = Vec::new();
    loop {
        let mut text = String::new();
        write(&value, &mut text);
        let fault = match body::parse(text.as_bytes()) {
            Err(fault) => fault,
            // Only the text had a fault, such as a field that stands twice.
            Ok::<T, _>(_) if faults.is_empty() => return refused(vec![first]),
            Ok(value) => return Ok(Offered::mended(value, faults)),
        };
        if faults.len() == MOST || faults.iter().any(|known| known.field == fault.field) {
            return refused(faults);
        }
        let known = fault.rule.starts_with("must be a known field");
        let steps = steps(&fault.field);
        let mended = if known {
            forget(&mut value, &steps, &example)
        } else {
            mend(&mut value, &steps, &example)
        };
        faults.push(fault);
        if !mended {
            return refused(faults);
        }
    }
}

/// A step on the way to a field.
enum Step<'a> {
    Field(&'a str),
    Element(usize),
}

/// `alert.subject.names[0].family` in steps.
fn steps(path: &str) -> Vec<Step<'_>> {
    let words = path.split(['.', '[']).filter(|word| !word.is_empty());
    let step = |word: &'_ str| word.strip_suffix(']').and_then(|number| number.parse().ok());
    words
        .map(|word| step(word).map_or(Step::Field(word), Step::Element))
        .collect()
}

fn below<'v>(value: &'v mut Value, step: &Step<'_>) -> Option<&'v mut Value> {
    match step {
        Step::Field(name) => value.get_mut(*name),
        Step::Element(number) => value.get_mut(*number),
    }
}

/// The example's part at the end of the steps; of its lists, the first element stands for all.
fn example_of<'v>(example: &'v Value, steps: &[Step<'_>]) -> Option<&'v Value> {
    steps.iter().try_fold(example, |value, step| match step {
        Step::Field(name) => value.get(*name),
        Step::Element(_) => value.get(0),
    })
}

/// Puts the example's part in the place that is at fault, or in the nearest one above it that the
/// example has.
fn mend(value: &mut Value, steps: &[Step<'_>], example: &Value) -> bool {
    for depth in (1..=steps.len()).rev() {
        let Some((path, Some(good))) = steps.get(..depth).map(|path| (path, example_of(example, path)))
        else {
            continue;
        };
        let Some((last, above)) = path.split_last() else {
            return false;
        };
        let place = above
            .iter()
            .try_fold(&mut *value, |value, step| below(value, step));
        let Some(place) = place else { continue };
        match (last, place) {
            (Step::Field(name), Value::Object(fields)) => {
                fields.insert((*name).to_owned(), good.clone());
                return true;
            }
            (Step::Element(number), Value::Array(elements)) => {
                if let Some(element) = elements.get_mut(*number) {
                    *element = good.clone();
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Takes fields away that the form does not have: the one named, or, where its name was not told, all
/// that the example does not have either.
fn forget(value: &mut Value, steps: &[Step<'_>], example: &Value) -> bool {
    let at = steps
        .iter()
        .try_fold(&mut *value, |value, step| below(value, step));
    let is_object = at.is_some_and(|value| value.is_object());
    let (path, named) = match steps.split_last() {
        Some((Step::Field(name), above)) if !is_object || example_of(example, steps).is_none() => {
            (above, Some(*name))
        }
        _ => (steps, None),
    };
    let known = example_of(example, path).and_then(Value::as_object);
    let place = path.iter().try_fold(value, |value, step| below(value, step));
    let Some(Value::Object(fields)) = place else {
        return false;
    };
    let before = fields.len();
    match (named, known) {
        (Some(name), _) => {
            fields.remove(name);
        }
        (None, Some(known)) => fields.retain(|name, _| known.contains_key(name)),
        (None, None) => {}
    }
    fields.len() < before
}

/// Writes JSON with `type` before an object's other fields: a subject is read with its path where its
/// type comes first.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => write_object(fields, text),
        Value::Array(elements) => {
            text.push('[');
            for (number, element) in elements.iter().enumerate() {
                if number > 0 {
                    text.push(',');
                }
                write(element, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn write_object(fields: &Map<String, Value>, text: &mut String) {
    let kind = fields.get_key_value("type");
    let others = fields.iter().filter(|(name, _)| *name != "type");
    text.push('{');
    for (number, (name, value)) in kind.into_iter().chain(others).enumerate() {
        if number > 0 {
            text.push(',');
        }
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push(':');
        write(value, text);
    }
    text.push('}');
}

#[cfg(test)]
mod tests;
