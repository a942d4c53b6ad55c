//! Recall against false alarms as a drawing (SVG), readable on light and on dark ground.
//!
//! Uses `figures`. Each step of the line is a threshold at which one more negative raises an alarm.

use std::fmt::Write;

use super::figures::Answer;
use super::figures::recall_at;
use super::figures::threshold;
use super::report::RATES;
use super::report::alarms_at;

/// Rates of false alarms beyond this are not drawn.
const MOST: f64 = 0.1;
/// Size of the drawing and of the field within it.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 616.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 344.0;
/// Most thresholds that are tried.
const STEPS: u32 = 200;

/// A point of the line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    false_alarms: f64,
    recall: f64,
}

/// Draws the line of these answers.
#[must_use]
pub fn svg(found: &[Answer], negatives: &[Answer]) -> String {
    let points = line(found, negatives);
    let least = points.first().map_or(0.0, |point| point.recall);
    // A tenth of room below the lowest point, and never an empty field.
    let floor = ((least - 0.05) * 10.0).floor().clamp(0.0, 9.0) / 10.0;
    let mut svg = head(found.len(), negatives.len());
    axes(&mut svg, floor);
    let x = |rate: f64| LEFT + (RIGHT - LEFT) * (rate / MOST).min(1.0);
    let y = |recall: f64| BOTTOM - (BOTTOM - TOP) * (recall - floor) / (1.0 - floor);
    let mut path = String::new();
    for point in &points {
        let (x, y) = (x(point.false_alarms), y(point.recall));
        // Recall holds until the next alarm, then rises.
        let step = if path.is_empty() {
            format!("M{x:.1} {y:.1}")
        } else {
            format!("H{x:.1}V{y:.1}")
        };
        path.push_str(&step);
    }
    if !path.is_empty() {
        put(
            &mut svg,
            format_args!("<path class=\"line\" d=\"{path}H{RIGHT:.1}\"/>"),
        );
    }
    for rate in RATES {
        let threshold = threshold(negatives, rate);
        let (at, recall) = (alarms_at(negatives, threshold), recall_at(found, threshold));
        put(
            &mut svg,
            format_args!(
                "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>at most {:.1} % false alarms: recall {recall:.3}, threshold {threshold:.3}</title></circle>",
                x(at),
                y(recall),
                rate * 100.0
            ),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// The line from no false alarm up to [`MOST`], rising.
fn line(found: &[Answer], negatives: &[Answer]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for step in 0..=STEPS {
        let threshold = threshold(negatives, MOST * f64::from(step) / f64::from(STEPS));
        let point = Point {
            false_alarms: alarms_at(negatives, threshold),
            recall: recall_at(found, threshold),
        };
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    points
}

fn head(queries: usize, negatives: usize) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">
<title>Recall against false alarms</title>
<desc>Share of {queries} queries whose person is found among the first five at a threshold, against the share of {negatives} negatives that raise a false alarm at it.</desc>
<style>
svg {{ background: #ffffff; font: 13px system-ui, sans-serif; }}
text {{ fill: #1f2328; }}
.title {{ font-size: 15px; font-weight: 600; }}
.grid {{ stroke: #d1d9e0; }}
.axis {{ stroke: #1f2328; fill: none; }}
.line {{ stroke: #0969da; stroke-width: 2; fill: none; }}
.dot {{ fill: #0969da; }}
@media (prefers-color-scheme: dark) {{
svg {{ background: #0d1117; }}
text {{ fill: #e6edf3; }}
.grid {{ stroke: #30363d; }}
.axis {{ stroke: #e6edf3; }}
.line {{ stroke: #4493f8; }}
.dot {{ fill: #4493f8; }}
}}
</style>
<text class="title" x="{LEFT}" y="24">Recall against false alarms: {queries} queries, {negatives} negatives</text>
"#
    )
}

fn axes(svg: &mut String, floor: f64) {
    for step in 0..=10_u32 {
        let share = f64::from(step) / 10.0;
        let x = LEFT + (RIGHT - LEFT) * share;
        put(
            svg,
            format_args!("<path class=\"grid\" d=\"M{x:.1} {TOP}V{BOTTOM}\"/>"),
        );
        put(
            svg,
            format_args!(
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0} %</text>",
                BOTTOM + 18.0,
                share * MOST * 100.0
            ),
        );
    }
    for step in 0..=5_u32 {
        let share = f64::from(step) / 5.0;
        let y = BOTTOM - (BOTTOM - TOP) * share;
        put(
            svg,
            format_args!("<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>"),
        );
        put(
            svg,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.2}</text>",
                LEFT - 8.0,
                y + 4.0,
                floor + (1.0 - floor) * share
            ),
        );
    }
    put(
        svg,
        format_args!("<path class=\"axis\" d=\"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}\"/>"),
    );
    let middle = f64::midpoint(LEFT, RIGHT);
    put(
        svg,
        format_args!(
            "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">negatives with a candidate at the threshold</text>",
            BOTTOM + 40.0
        ),
    );
    let middle = f64::midpoint(TOP, BOTTOM);
    put(
        svg,
        format_args!(
            "<text transform=\"translate(16 {middle:.1}) rotate(-90)\" text-anchor=\"middle\">queries found among the first five</text>"
        ),
    );
}

fn put(svg: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _written = writeln!(svg, "{element}");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn answer(found: f64, other: f64) -> Answer {
        Answer {
            id: String::new(),
            kind: String::new(),
            rank: (found > 0.0).then_some(0),
            found,
            other: Some((String::new(), other)),
            candidates: 0,
            shown: Vec::new(),
            scored: 0,
            postings: 0,
            wide: false,
            took: Duration::ZERO,
        }
    }

    #[test]
    fn the_line_begins_without_alarms_and_only_rises() {
        let found: Vec<Answer> = (0..100)
            .map(|number| answer(f64::from(number) / 100.0, 0.0))
            .collect();
        let negatives: Vec<Answer> = (0..100)
            .map(|number| answer(0.0, f64::from(number) / 200.0))
            .collect();
        let points = line(&found, &negatives);
        assert!(points[0].false_alarms.abs() < 1e-9 && (points[0].recall - 0.5).abs() < 0.011);
        assert!(points.len() > 5);
        for pair in points.windows(2) {
            assert!(pair[0].false_alarms < pair[1].false_alarms && pair[0].recall <= pair[1].recall);
        }
    }

    #[test]
    fn the_drawing_is_whole_and_has_no_figure_that_is_none() {
        let drawn = svg(&[answer(0.9, 0.1)], &[answer(0.0, 0.2), answer(0.0, 0.8)]);
        for part in [
            "<svg",
            "prefers-color-scheme: dark",
            "class=\"line\"",
            "10 %",
            "</svg>\n",
        ] {
            assert!(drawn.contains(part), "{part}");
        }
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
        assert!(!svg(&[], &[]).contains("NaN"));
        let mut reader = quick_xml::Reader::from_str(&drawn);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}
