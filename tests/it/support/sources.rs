//! The sources of this package, as `house_rules` reads them.

use std::fs;
use std::path::Path;

/// One file of `src/` or `tests/`.
pub(crate) struct Source {
    /// Its path below the package: `src/http/body.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every Rust file below a folder of the package, in order of path.
pub(crate) fn below(folder: &str) -> Vec<Source> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![package.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(package).unwrap().to_str().unwrap().to_owned();
                sources.push(Source { path, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

impl Source {
    /// The room it is in: `http`; for a file right under `src/` its own name.
    pub(crate) fn room(&self) -> &str {
        let below = self.path.trim_start_matches("src/");
        below.split(['/', '.']).next().unwrap()
    }

    /// Whether all of it is tests.
    pub(crate) fn is_test(&self) -> bool {
        let in_folder = self.path.starts_with("tests/") || self.path.contains("/tests/");
        in_folder || self.path.ends_with("/tests.rs") || self.path.ends_with("/specimens.rs")
    }

    /// Its lines of code with their numbers: no comments, and nothing that is only compiled for tests.
    pub(crate) fn code(&self) -> Vec<(usize, &str)> {
        let mut lines = Vec::new();
        let mut for_tests = false;
        let text = if self.is_test() { "" } else { self.text.as_str() };
        for (at, line) in text.lines().enumerate() {
            for_tests |= line == "#[cfg(test)]";
            let code = line.split("//").next().unwrap();
            if !for_tests && !code.trim().is_empty() {
                lines.push((at + 1, code));
            }
            // An item at the margin ends there too: with its brace, or with its one line.
            let ended = line == "}" || (line.ends_with(';') && !line.starts_with(' '));
            for_tests &= !ended;
        }
        lines
    }

    pub(crate) fn lines(&self) -> usize {
        self.text.lines().count()
    }
}
