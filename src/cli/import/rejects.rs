//! The file of rejected lines: number and reason, never the line itself.
//!
//! Uses `feeds`. Made with the first rejection. It holds no personal data, so whoever mends the list
//! opens the list.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::failure::Failure;
use crate::feeds::Reject;

/// Where rejections go.
pub(super) struct Rejects {
    /// One file for all lists, when it was asked for.
    together: Option<PathBuf>,
    list: PathBuf,
    open: Option<BufWriter<File>>,
    /// Whether this list had any.
    any: bool,
}

impl Rejects {
    pub(super) const fn to(together: Option<PathBuf>) -> Self {
        Self {
            together,
            list: PathBuf::new(),
            open: None,
            any: false,
        }
    }

    /// What follows is about this list.
    pub(super) fn begin(&mut self, list: &Path) {
        self.list = list.to_owned();
        self.any = false;
        if self.together.is_none() {
            self.open = None;
        }
    }

    fn path(&self) -> PathBuf {
        self.together.clone().unwrap_or_else(|| {
            let mut name = self.list.clone().into_os_string();
            name.push(".rejects.jsonl");
            name.into()
        })
    }

    pub(super) fn put(&mut self, reject: &Reject) -> Result<(), Failure> {
        let failed = |error: &std::io::Error, path: &Path| {
            Failure::because(format!("cannot write {}", path.display()), error)
                .hint("name another file with --rejects FILE")
        };
        let path = self.path();
        let file = match &mut self.open {
            Some(file) => file,
            closed @ None => {
                let file = File::create(&path).map_err(|error| failed(&error, &path))?;
                closed.insert(BufWriter::new(file))
            }
        };
        let list = self.list.display().to_string();
        let line = json!({ "file": list, "line": reject.line, "reason": reject.reason });
        self.any = true;
        writeln!(file, "{line}").map_err(|error| failed(&error, &path))
    }

    /// The file, if this list had rejections.
    pub(super) fn end(&mut self) -> Result<Option<PathBuf>, Failure> {
        let path = self.path();
        if let Some(file) = &mut self.open {
            file.flush()
                .map_err(|error| Failure::because(format!("cannot write {}", path.display()), &error))?;
        }
        Ok(self.any.then_some(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_only_when_a_line_is_rejected() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("good.jsonl"), folder.path().join("bad.jsonl"));
        let mut rejects = Rejects::to(None);
        rejects.begin(&bad);
        let reason = "id: must be there".to_owned();
        let about = None;
        let reject = Reject {
            line: 7,
            reason,
            about,
        };
        rejects.put(&reject).unwrap();
        let path = rejects.end().unwrap().unwrap();
        assert_eq!(path, folder.path().join("bad.jsonl.rejects.jsonl"));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            text.contains("\"line\":7,\"reason\":\"id: must be there\""),
            "{text}"
        );
        rejects.begin(&good);
        assert_eq!(rejects.end().unwrap(), None);
        assert!(!folder.path().join("good.jsonl.rejects.jsonl").exists());
    }
}
