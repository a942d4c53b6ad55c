//! `lookout alert photo`: photographs of an alert.
//!
//! Uses the node through `link`, which decodes and cleans what is sent; nothing is decided here.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use jiff::civil::Date;
use serde_json::json;

use super::Why;
use super::text;
use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::domain::ids::AlertId;
use crate::domain::photo::PhotoHash;
use crate::domain::photo::PhotoKind;
use crate::wire::alerts::ChangedReply;
use crate::wire::photos::AddedReply;
use crate::wire::photos::ListedPhoto;
use crate::wire::photos::PhotosReply;

/// Add, list and remove photographs of an alert
///
/// A photograph is a JPEG or PNG of at most 2 MiB (`photos.max_kib`) and 16 million pixels, at least 50 wide
/// and high. It is decoded, and kept with nothing but its pixels and which way is up: no place, camera, comment
/// or small picture. Its name is the SHA-256 of the file as it is kept. Files are sealed, and gone when no
/// alert refers to them any more.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert photo add BE-26-000042 face.jpg --taken 2026-11-01 --reason 'photo by the court'
  lookout alert photo list BE-26-000042

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a photograph to an alert
    ///
    /// A correction as any other: it may wait for a second person.
    #[command(after_help = "\
Example:
  lookout alert photo add BE-26-000042 face.jpg --reason 'photo by the court'

Exit codes: 0 added or proposed, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Add {
        /// The alert, such as BE-26-000042
        id: AlertId,
        /// The file, JPEG or PNG
        file: PathBuf,
        /// Day it was taken
        #[arg(long, value_name = "DATE")]
        taken: Option<Date>,
        #[command(flatten)]
        why: Why,
    },
    /// List the photographs of an alert, and whether their files are kept here
    #[command(after_help = "\
Example:
  lookout alert photo list BE-26-000042

Exit codes: 0 listed, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    List {
        /// The alert, such as BE-26-000042
        id: AlertId,
    },
    /// Take a photograph away from an alert
    ///
    /// A correction as any other: it may wait for a second person. The file goes with the last alert that
    /// refers to it.
    #[command(after_help = "\
Example:
  lookout alert photo remove BE-26-000042 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef --reason 'not her'

Exit codes: 0 removed or proposed, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Remove {
        /// The alert, such as BE-26-000042
        id: AlertId,
        /// The photograph, as `list` names it
        photo: PhotoHash,
        #[command(flatten)]
        why: Why,
    },
}

pub(super) async fn run(link: &Link, arguments: &Arguments, json: bool) -> Result<(), Failure> {
    match &arguments.what {
        What::Add { id, file, taken, why } => {
            let (kind, bytes) = read(file)?;
            let mut query = format!("reason={}", escaped(why.reason.as_str()));
            if let Some(taken) = taken {
                query.push_str(&format!("&taken={taken}"));
            }
            if let Some(version) = why.version() {
                query.push_str(&format!("&version={version}"));
            }
            let path = format!("/alert/{id}/photos?{query}");
            let added: AddedReply = link.post_file(&path, kind.media_type(), bytes).await?;
            if json {
                return out::json(&json!(added));
            }
            let told = text::changed(&added.change);
            out::say(&format!(
                "Photograph {} ({}). {told}",
                added.photo.sha256,
                kind.media_type()
            ))
        }
        What::List { id } => {
            let reply: PhotosReply = link.get(&format!("/alert/{id}/photos")).await?;
            if json {
                return out::json(&json!(reply));
            }
            out::say(&listed(&reply))
        }
        What::Remove { id, photo, why } => {
            let path = format!("/alert/{id}/photos/{photo}/remove");
            let changed: ChangedReply = link.post(&path, &why.end()).await?;
            if json {
                return out::json(&json!(changed));
            }
            out::say(&text::changed(&changed))
        }
    }
}

/// A file and what it begins as; the node looks closer.
pub(in crate::cli) fn read(path: &Path) -> Result<(PhotoKind, Vec<u8>), Failure> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|error| Failure::because(format!("cannot read {}", path.display()), &error))?;
    let kind = if bytes.starts_with(b"\x89PNG") {
        PhotoKind::Png
    } else {
        PhotoKind::Jpeg
    };
    Ok((kind, bytes))
}

/// A text as the query part of an address has it.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(plain).collect()
}

fn listed(reply: &PhotosReply) -> String {
    let PhotosReply {
        alert,
        version,
        photos,
    } = reply;
    let line = |ListedPhoto { photo, stored }: &ListedPhoto| {
        let taken = photo
            .taken
            .map_or_else(String::new, |day| format!(", taken {day}"));
        let there = if *stored { "" } else { "; its file is not here" };
        format!("\n  {} {}{taken}{there}", photo.sha256, photo.kind.media_type())
    };
    let lines: String = photos.iter().map(line).collect();
    let count = out::counted(photos.len() as u64, "photograph");
    format!("Alert {alert}, version {version}: {count}.{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_stands_in_an_address_as_what_it_is() {
        assert_eq!(escaped("by the wéb & 50%"), "by%20the%20w%C3%A9b%20%26%2050%25");
    }

    #[test]
    fn a_list_says_which_files_are_not_here() {
        let photo = |digit: &str| {
            let json = json!({ "sha256": digit.repeat(64), "type": "image/png", "taken": "2026-11-01" });
            serde_json::from_value(json).unwrap()
        };
        let alert = "BE-1".parse().unwrap();
        let version = crate::domain::ids::Position(7);
        let text = listed(&PhotosReply::of(
            alert,
            version,
            vec![(photo("a"), true), (photo("b"), false)],
        ));
        assert!(text.contains("version 7: 2 photographs."), "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[1].ends_with("image/png, taken 2026-11-01"), "{text}");
        assert!(lines[2].ends_with("; its file is not here"), "{text}");
    }
}
