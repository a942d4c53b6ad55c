//! Codes of an answer in words for a person.
//!
//! Uses `domain`. Each match is whole, so that a new code must choose its words.

use crate::domain::alert::Caution;
use crate::domain::alert::Handling;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Field;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Reason;

pub(super) const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Strong => "STRONG",
        Grade::Possible => "POSSIBLE",
    }
}

pub(super) const fn caution(caution: Caution) -> &'static str {
    match caution {
        Caution::Armed => "ARMED",
        Caution::Violent => "VIOLENT",
        Caution::Escaped => "MAY ESCAPE",
        Caution::SuicideRisk => "AT RISK OF SUICIDE",
        Caution::HealthThreat => "THREAT TO HEALTH",
        Caution::Terrorism => "TERRORISM",
    }
}

pub(super) const fn handling(handling: Handling) -> &'static str {
    match handling {
        Handling::H0 => "H0, only to prevent or combat crime",
        Handling::H1 => "H1, not in court without the owner's permission",
        Handling::H2 => "H2, not to be passed on without the owner's permission",
        Handling::H3 => "H3, as the owner says: ask",
    }
}

pub(super) const fn field(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::BirthDate => "birth date",
        Field::Document => "document",
        Field::Nationality => "nationality",
        Field::Sex => "sex",
    }
}

pub(super) const fn agreement(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Agrees => "agrees",
        Agreement::Neutral => "neutral",
        Agreement::Differs => "differs",
    }
}

pub(super) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::SameName => "the same name",
        Reason::SpellingVariant => "spelt a little differently",
        Reason::Transliteration => "the same from another script",
        Reason::GivenNameEquivalent => "another form of the given name",
        Reason::SoundsAlike => "sounds alike",
        Reason::OtherOrder => "parts in another order",
        Reason::Initial => "an initial stands for a name",
        Reason::JoinedParts => "parts joined or split",
        Reason::QueryPartMissing => "a part asked for is not listed",
        Reason::AlertPartMissing => "a part listed was not asked for",
        Reason::Truncated => "cut off by the MRZ",
        Reason::Alias => "an alias",
        Reason::WeakAlias => "a weak alias",
        Reason::SameDay => "the same day",
        Reason::SameMonth => "the same month, the day not known",
        Reason::SameYear => "the same year, the rest not known",
        Reason::WithinSpan => "within the years known",
        Reason::DayMonthSwapped => "day and month exchanged",
        Reason::OneDigitOff => "one digit differs",
        Reason::CloseYear => "a year or two apart",
        Reason::OtherDate => "another date",
        Reason::SameDocument => "the same document",
        Reason::SameNumber => "the same number, another kind or issuer",
        Reason::ConfusableNumber => "the same number but for signs easily confused",
        Reason::OtherDocument => "another number of the same kind",
        Reason::SameNationality => "a nationality in common",
        Reason::OtherNationality => "no nationality in common",
        Reason::SameSex => "the same sex",
        Reason::OtherSex => "another sex",
    }
}
