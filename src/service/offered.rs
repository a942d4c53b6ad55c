//! What a caller offers, with the faults that were found in its form: no use case gets at it before it
//! has added those it finds itself, so that all are told at once.
//!
//! Uses `refusal`.

use super::refusal::Fault;
use super::refusal::Refusal;

/// Something that was read, perhaps with faults. Where it has some, their places are filled with
/// something harmless, so that the rest can be judged; it is never given out.
#[derive(Debug)]
pub struct Offered<T> {
    value: T,
    faults: Vec<Fault>,
}

/// A rule that something offered breaks.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) fault: Fault,
    /// The fields that the rule looks at.
    pub(super) fields: Vec<String>,
}

impl Broken {
    /// A rule about one field alone.
    pub(super) fn alone(field: &str, rule: &str) -> Self {
        Self {
            fault: Fault::field(field, rule),
            fields: vec![field.to_owned()],
        }
    }
}

impl<T> Offered<T> {
    /// Something without a fault in its form.
    #[must_use]
    pub const fn whole(value: T) -> Self {
        Self {
            value,
            faults: Vec::new(),
        }
    }

    /// Something with these faults, mended in their places.
    #[must_use]
    pub const fn mended(value: T, faults: Vec<Fault>) -> Self {
        Self { value, faults }
    }

    /// The same as another form of it.
    #[must_use]
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Offered<U> {
        Offered {
            value: form(self.value),
            faults: self.faults,
        }
    }

    /// Gives it out where its form has no fault: no rule is about it.
    ///
    /// # Errors
    /// All its faults.
    pub fn whole_or_faults(self) -> Result<T, Refusal> {
        self.judged(|_| Vec::new())
    }

    /// Gives it out where neither its form nor `rules` find a fault. A rule that looks at a field that
    /// was mended says nothing: it would speak of what nobody sent.
    pub(super) fn judged(self, rules: impl FnOnce(&T) -> Vec<Broken>) -> Result<T, Refusal> {
        let broken = rules(&self.value);
        let mut faults = self.faults;
        let mended: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
        let known = |broken: &Broken| {
            let about = |field: &String| mended.iter().any(|mended| overlap(field, mended));
            !broken.fields.iter().any(about)
        };
        faults.extend(broken.into_iter().filter(known).map(|broken| broken.fault));
        if faults.is_empty() {
            Ok(self.value)
        } else {
            Err(Refusal::Faulty(faults))
        }
    }
}

/// Whether one path is the other or lies under it: `alert.subject` and `alert.subject.names[0]`.
fn overlap(one: &str, other: &str) -> bool {
    let under = |below: &str, above: &str| {
        let rest = below.strip_prefix(above);
        rest.is_some_and(|rest| above.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
    };
    under(one, other) || under(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(_: &u8) -> Vec<Broken> {
        vec![
            Broken::alone("alert.review_due", "must not be past"),
            Broken::alone("alert.subject.names", "must have at least one name"),
        ]
    }

    #[test]
    fn faults_of_form_and_rules_are_told_together_and_none_about_what_was_mended() {
        let told = |offered: Offered<u8>| match offered.judged(rules) {
            Err(Refusal::Faulty(faults)) => faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            told(Offered::whole(7)),
            ["alert.review_due", "alert.subject.names"]
        );
        let of_form = Fault::field("alert.subject", "must be given");
        assert_eq!(
            told(Offered::mended(7, vec![of_form])),
            ["alert.subject", "alert.review_due"]
        );
        let whole = Offered::whole(7).judged(|_| Vec::new());
        assert_eq!(whole.unwrap(), 7);
        assert!(!overlap("alert.review_due", "alert.review"));
    }
}
