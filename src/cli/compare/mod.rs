//! `lookout compare`: two persons beside each other, or many pairs a line, without an index.
//!
//! Uses `matching`: what is shown here for two persons is what a search would say of them.

mod chunks;
mod lines;
mod pair;

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use self::lines::Ordered;
use self::pair::Compared;
use self::pair::Pair;
use super::failure::Failure;
use super::out;
use super::word;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::person::Sex;
use crate::domain::query::Level;
use crate::domain::text::Text;

/// Compare two persons and say why they would match, or not.
///
/// The first is taken as asked for, the second as listed. Needs no home and no index: the score of a
/// pair does not hang on who else is listed, and `base` and the contributions add up to
/// logit(score). docs/MATCHING.md lists the reason codes.
///
/// Without names, reads pairs from standard input, one JSON object a line with `a` and `b` and, as far
/// as known, `a_born`, `b_born`, `a_nationality`, `b_nationality` (a code or a list), `a_sex` and
/// `b_sex`; answers each with one line, in order: `score`, `grade` (null below the threshold), `base`
/// and `reasons` (`field`, `outcome`, `codes`, `contribution`). A line that is no pair is answered by
/// `error` and its `line`; blank lines are passed over.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout compare 'Jansen, Pieter' 'Pjotr Janssen' --born-a 1980-05-17 --born-b 1980
  lookout compare 'Mohammed Haddad' 'محمد حداد' --json
  echo '{\"a\": \"Anna Zandstra\", \"b\": \"Zandstra A.\", \"a_born\": \"1975\"}' | lookout compare
  lookout compare < pairs.jsonl > scores.jsonl

Exit codes: 0 compared, whatever the score; 1 failed; 2 wrong usage; 3 some lines were no pairs.")]
pub(super) struct Arguments {
    /// Who is asked for: a name in one piece, parts in any order, any script
    #[arg(value_name = "A", requires = "b")]
    a: Option<Text>,
    /// Who is listed
    #[arg(value_name = "B")]
    b: Option<Text>,
    /// Birth date of A: YYYY, YYYY-MM, YYYY-MM-DD, or a span of years YYYY/YYYY
    #[arg(long, value_name = "DATE", requires = "a")]
    born_a: Option<BirthDate>,
    /// Birth date of B
    #[arg(long, value_name = "DATE", requires = "a")]
    born_b: Option<BirthDate>,
    /// Nationality of A, such as NL or NLD; may be repeated
    #[arg(long, value_name = "COUNTRY", requires = "a")]
    nationality_a: Vec<Country>,
    /// Nationality of B; may be repeated
    #[arg(long, value_name = "COUNTRY", requires = "a")]
    nationality_b: Vec<Country>,
    /// Sex of A as in documents: M, F or X
    #[arg(long, value_parser = word::coded::<Sex>, requires = "a")]
    sex_a: Option<Sex>,
    /// Sex of B
    #[arg(long, value_parser = word::coded::<Sex>, requires = "a")]
    sex_b: Option<Sex>,
    /// How widely: exact, standard or broad [default: standard]
    #[arg(long, value_parser = word::coded::<Level>)]
    level: Option<Level>,
    /// Print as JSON; lines from standard input are answered so in any case
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let level = arguments.level.unwrap_or_default();
    let Some(pair) = arguments.pair() else {
        return answer_lines(level);
    };
    let compared = pair.compare(level);
    if arguments.json {
        let compared = serde_json::to_value(&compared);
        out::json(&compared.map_err(|error| Failure::because("cannot print the answer", &error))?)?;
    } else {
        out::say(&table(&compared))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn pair(&self) -> Option<Pair> {
        Some(Pair {
            a: self.a.clone()?,
            b: self.b.clone()?,
            a_born: self.born_a,
            b_born: self.born_b,
            a_nationality: self.nationality_a.clone(),
            b_nationality: self.nationality_b.clone(),
            a_sex: self.sex_a,
            b_sex: self.sex_b,
        })
    }
}

/// The answer for a person: the grade, then field by field how the score comes about.
fn table(compared: &Compared) -> String {
    let row = |field: String, outcome: String, contribution: f64, codes: String| {
        [field, outcome, format!("{contribution:>+12.2}"), codes]
    };
    let heading = ["FIELD", "OUTCOME", "CONTRIBUTION", "REASONS"].map(str::to_owned);
    let mut rows = vec![
        heading,
        row("base".to_owned(), String::new(), compared.base, String::new()),
    ];
    rows.extend(compared.reasons.iter().map(|said| {
        let codes: Vec<String> = said.codes.iter().map(word::of).collect();
        row(
            word::of(&said.field),
            word::of(&said.outcome),
            said.contribution,
            codes.join(", "),
        )
    }));
    let total = compared.reasons.iter().map(|said| said.contribution);
    let total = compared.base + total.sum::<f64>();
    rows.push(row(
        "sum".to_owned(),
        String::new(),
        total,
        "log-odds; the score is its logistic".to_owned(),
    ));
    let grade = compared
        .grade
        .map_or_else(|| "below the threshold".to_owned(), |grade| word::of(&grade));
    let mut text = format!(
        "score {:.4}, {grade}\n\n{}\n",
        compared.score,
        out::columns(&rows)
    );
    for said in &compared.reasons {
        let shown = |side: &Option<String>| out::harmless(side.as_deref().unwrap_or("-"));
        let field = word::of(&said.field);
        text.push_str(&format!("\n{field}: {}  |  {}", shown(&said.a), shown(&said.b)));
    }
    if compared.truncated {
        text.push_str("\nThe first name is longer than is compared; its last parts were left out.");
    }
    text
}

fn answer_lines(level: Level) -> Result<ExitCode, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        return Err(Failure::new("nobody to compare")
            .hint("give two names, or pairs on standard input; `lookout compare --help` shows both")
            .code(2));
    }
    let mut ordered = Ordered::of(input, level);
    let (mut lines, mut bad) = (0, 0);
    let failed = |error| Failure::because("cannot read the pairs", &error);
    while let Some(answers) = ordered.next().map_err(failed)? {
        lines += answers.lines;
        bad += answers.bad;
        match io::stdout().lock().write_all(&answers.text) {
            // Nobody reads on: there is nothing left to do, and nothing has failed.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            written => written.map_err(|error| Failure::because("cannot print", &error))?,
        }
    }
    ordered.finish().map_err(failed)?;
    if bad > 0 {
        let lines = out::counted(lines, "line");
        return Err(
            Failure::new(format!("{} of {lines} could not be compared", out::count(bad)))
                .hint("each is answered by its number and what must change; the others are compared")
                .code(3),
        );
    }
    Ok(ExitCode::SUCCESS)
}
