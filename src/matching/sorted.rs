//! Looking a word up in a sorted table where it lies in the program: nothing is built at start.
//!
//! Uses nothing.

/// The line whose first cell is `surface`, by halving the table; its lines are sorted by bytes, and
/// those that begin with `#` sort before any other.
pub(crate) fn row<'a>(table: &'a str, surface: &str) -> Option<&'a str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = (low + high) / 2;
        let before = table.as_bytes().get(low..middle)?;
        let start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(low, |place| low + place + 1);
        let line = table.as_bytes().get(start..)?;
        let length = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
        let line = table.get(start..start + length)?;
        match line.split('\t').next()?.cmp(surface) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = start + length + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
pub(crate) fn every_line_is_found(table: &str) {
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(
        lines
            .windows(2)
            .all(|pair| pair[0].split('\t').next() < pair[1].split('\t').next())
    );
    for line in lines.iter().step_by(97) {
        assert_eq!(row(table, line.split('\t').next().unwrap()), Some(*line));
    }
}
