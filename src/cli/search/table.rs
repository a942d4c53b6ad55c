//! An answer as a person reads it: the verdict first, then each candidate with its reasons, then the
//! receipt.
//!
//! Uses `wire`. Nothing is told by colour alone. What the gateway sends cannot command the terminal.

use anstyle::AnsiColor;
use anstyle::Style;

use super::words;
use crate::cli::out;
use crate::cli::word;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Outcome;
use crate::wire::CandidateReply;
use crate::wire::MatchedReply;
use crate::wire::SearchReply;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The answer as lines with colours, without a line feed at the end.
pub(super) fn of(reply: &SearchReply) -> String {
    let mut lines = vec![verdict(reply)];
    for (number, candidate) in reply.candidates.iter().enumerate() {
        lines.push(String::new());
        lines.extend(self::candidate(number + 1, candidate));
    }
    if reply.more {
        lines.push(
            "\nMore candidates fit than are shown: raise --limit, or say more of the person.".to_owned(),
        );
    }
    if reply.truncated {
        lines.push("\nThe search was cut short by a bound: weaker candidates may be missing. Say more of the person.".to_owned());
    }
    lines.push(String::new());
    lines.extend(proof(reply));
    lines.join("\n")
}

fn verdict(reply: &SearchReply) -> String {
    let listed = out::counted(reply.candidates.len() as u64, "alert");
    match reply.result {
        Outcome::Hit => format!(
            "{} {listed}. Ask the owner before anything that cannot be undone.",
            paint(RED, "HIT:")
        ),
        Outcome::Candidates => format!(
            "{} {listed} may fit. Compare the person before you act.",
            paint(YELLOW, "CANDIDATES:")
        ),
        Outcome::NoHit => format!("{} nobody on the list fits.", paint(GREEN, "NO HIT:")),
    }
}

fn candidate(number: usize, candidate: &CandidateReply) -> Vec<String> {
    let style = match candidate.grade {
        Grade::Strong => RED,
        Grade::Possible => YELLOW,
    };
    let mut head = format!(
        "{number}. {}  {}  score {:.3}",
        paint(style, words::grade(candidate.grade)),
        paint(BOLD, candidate.alert.as_str()),
        candidate.score
    );
    if let Some(category) = &candidate.category {
        head.push_str(&format!("  {}", spoken(&word::of(category))));
    }
    let mut action = paint(BOLD, &spoken(&word::of(&candidate.action)).to_uppercase());
    if candidate.action_downgraded {
        action.push_str(" (the alert asks for more; a name alone proves nobody)");
    }
    let mut lines = vec![head, line("do", &action)];
    if let Some(cautions) = candidate.cautions.as_ref().filter(|all| !all.is_empty()) {
        let all: Vec<&str> = cautions.iter().copied().map(words::caution).collect();
        lines.push(line("caution", &paint(RED, &all.join(", "))));
    }
    let mut owner: Vec<String> = candidate.owner.iter().map(ToString::to_string).collect();
    if let Some(contact) = &candidate.contact {
        let known = [
            Some(&contact.unit),
            contact.phone.as_ref(),
            contact.mail.as_ref(),
            contact.hours.as_ref(),
        ];
        owner.extend(
            known
                .into_iter()
                .flatten()
                .map(|text| out::harmless(text.as_str())),
        );
    }
    if !owner.is_empty() {
        lines.push(line("owner", &owner.join(", ")));
    }
    lines.push(line("handling", words::handling(candidate.handling)));
    if let (Some(validated), Some(due)) = (candidate.last_validated, candidate.review_due) {
        lines.push(line(
            "in force",
            &format!("confirmed {validated}, to be reviewed by {due}"),
        ));
    }
    if let Some(matched) = &candidate.matched {
        lines.push(line("why", &why(candidate.base, matched)));
        lines.extend(matched.iter().flat_map(self::matched));
    }
    lines
}

/// How the score comes about, so that anybody can add it up.
fn why(base: Option<f64>, matched: &[MatchedReply]) -> String {
    match base {
        Some(base) => {
            let sum: f64 = base + matched.iter().map(|field| field.contribution).sum::<f64>();
            format!("{base:+.2} before comparing, {sum:+.2} with what follows (log-odds)")
        }
        None => String::new(),
    }
}

fn matched(matched: &MatchedReply) -> Vec<String> {
    let style = match matched.outcome {
        Agreement::Agrees => AnsiColor::Green.on_default(),
        Agreement::Neutral => DIM,
        Agreement::Differs => AnsiColor::Red.on_default(),
    };
    let reasons: Vec<&str> = matched.reasons.iter().copied().map(words::reason).collect();
    let outcome = format!("{:<7}", words::agreement(matched.outcome));
    let mut lines = vec![format!(
        "     {:<11} {} {:>+6.2}  {}",
        words::field(matched.field),
        paint(style, &outcome),
        matched.contribution,
        reasons.join(", ")
    )];
    let asked = out::harmless(&matched.query);
    lines.push(match &matched.alert {
        Some(listed) => {
            let listed = out::harmless(listed);
            paint(
                DIM,
                &format!("                 asked {asked}  |  listed {listed}"),
            )
        }
        None => paint(DIM, &format!("                 asked {asked}")),
    });
    lines
}

fn proof(reply: &SearchReply) -> Vec<String> {
    let list = format!(
        "{} as of {:.0}, position {}",
        paint(DIM, "list   "),
        reply.index.as_of,
        reply.index.position
    );
    let receipt = match &reply.receipt {
        Some(receipt) => format!(
            "{} {} leaf {}, {}, query {}",
            paint(DIM, "receipt"),
            out::harmless(&receipt.log),
            receipt.leaf,
            format_args!("{:.0}", receipt.time),
            reply.query
        ),
        // A gateway never answers so; whoever sees it should not trust the answer.
        None => "No receipt: do not rely on this answer.".to_owned(),
    };
    vec![list, receipt]
}

fn line(label: &str, text: &str) -> String {
    format!("   {} {text}", paint(DIM, &format!("{label:<8}")))
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A code as words: `wanted-for-arrest` as `wanted for arrest`.
fn spoken(code: &str) -> String {
    code.replace('-', " ")
}

#[cfg(test)]
mod tests;
