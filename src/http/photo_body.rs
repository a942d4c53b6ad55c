//! Reading a photograph that is sent, and what is said of it in the query part.
//!
//! Uses `body`. The body is the file, so that what goes with it stands in the address; neither is logged.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use jiff::civil::Date;

use super::body;
use super::problem::Problem;
use crate::access::Action;
use crate::access::Permit;
use crate::domain::ids::Position;
use crate::domain::photo::PhotoKind;
use crate::domain::text::Text;
use crate::service::Fault;
use crate::service::FaultKind;
use crate::service::NewPhoto;
use crate::service::Refusal;
use crate::service::Sent;
use crate::service::Services;

/// What is said of a photograph.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) taken: Option<Date>,
    pub(super) reason: Option<Text>,
    pub(super) version: Option<Position>,
}

/// Reads the file that an admitted request brings.
///
/// # Errors
/// Why it did not come; recorded by then.
pub(super) async fn sent<A: Action>(
    services: &Services,
    permit: Permit<A>,
    request: Request,
    wait: Duration,
) -> Result<(Permit<A>, Sent), Problem> {
    let kind = kind(&request);
    let read = match kind {
        Some(kind) => {
            let file = body::gather(request, services.config().photos.max_bytes, wait).await;
            file.map(|file| Sent { kind, file })
        }
        None => Err(Fault {
            kind: FaultKind::MediaType,
            field: String::new(),
            rule: "must be sent as `Content-Type: image/jpeg` or `image/png`".to_owned(),
        }),
    };
    match read {
        Ok(sent) => Ok((permit, sent)),
        Err(fault) => Err(services.reject(permit, Refusal::Malformed(fault)).await.into()),
    }
}

/// The same for a photograph that is to be added to an alert.
///
/// # Errors
/// As [`sent`]; when no reason is given.
pub(super) async fn new<A: Action>(
    services: &Services,
    permit: Permit<A>,
    request: Request,
    wait: Duration,
) -> Result<(Permit<A>, NewPhoto, Option<Position>), Problem> {
    let said = said(request.uri().query().unwrap_or_default());
    let whole = said.and_then(|said| match said.reason {
        Some(reason) => Ok((reason, said.taken, said.version)),
        None => Err(Fault::field("reason", "must be given")),
    });
    let (reason, taken, version) = match whole {
        Ok(whole) => whole,
        Err(fault) => return Err(services.reject(permit, Refusal::Faulty(vec![fault])).await.into()),
    };
    let (permit, sent) = sent(services, permit, request, wait).await?;
    Ok((permit, NewPhoto { sent, taken, reason }, version))
}

fn kind(request: &Request) -> Option<PhotoKind> {
    let mut values = request.headers().get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let kinds = [PhotoKind::Jpeg, PhotoKind::Png];
    let value = value.as_bytes();
    kinds
        .into_iter()
        .find(|kind| value.eq_ignore_ascii_case(kind.media_type().as_bytes()))
}

/// Reads a query part: `reason`, `taken` and `version`, each at most once.
pub(super) fn said(query: &str) -> Result<Said, Fault> {
    let mut said = Said::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = unescaped(value).unwrap_or_default();
        let once = match name {
            "reason" => {
                let reason = value.parse().map_err(|_| {
                    Fault::field(
                        "reason",
                        "must be 1 to 200 characters of text, percent-encoded UTF-8",
                    )
                })?;
                said.reason.replace(reason).is_none()
            }
            "taken" => {
                let taken = value.parse();
                let taken = taken.map_err(|_| Fault::field("taken", "must be a day, such as 2026-11-23"))?;
                said.taken.replace(taken).is_none()
            }
            "version" => {
                let version = value.parse().map(Position);
                let version = version.map_err(|_| Fault::field("version", "must be a number"))?;
                said.version.replace(version).is_none()
            }
            _ => {
                return Err(Fault::field(
                    "",
                    "must be asked with reason, taken and version alone",
                ));
            }
        };
        if !once {
            return Err(Fault::field("", "must name each parameter once"));
        }
    }
    Ok(said)
}

/// A value with `%20` and the like made plain; none where that is not UTF-8.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b'%' => {
                let (pair, after) = after.split_first_chunk::<2>()?;
                bytes.extend_from_slice(&hex::decode(pair).ok()?);
                after
            }
            b'+' => {
                bytes.push(b' ');
                after
            }
            other => {
                bytes.push(*other);
                after
            }
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_once_and_in_utf_8() {
        let good = said("reason=Photo%20by+the%20w%C3%A9b&taken=2026-11-01&version=7").unwrap();
        assert_eq!(good.reason, "Photo by the wéb".parse().ok());
        assert_eq!(
            (good.taken, good.version),
            ("2026-11-01".parse().ok(), Some(Position(7)))
        );
        assert!(said("").unwrap().reason.is_none());
        for (bad, field) in [
            ("reason=", "reason"),
            ("reason=%", "reason"),
            ("reason=%zz", "reason"),
            ("reason=%FF", "reason"),
            ("reason", "reason"),
            ("taken=yesterday", "taken"),
            ("version=-1", "version"),
            ("other=1", ""),
            ("version=1&version=1", ""),
        ] {
            assert_eq!(said(bad).unwrap_err().field, field, "{bad}");
        }
    }
}
