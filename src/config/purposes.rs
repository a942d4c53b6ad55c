//! Purposes a query may be made for, with their texts.
//!
//! Uses `domain`. The defaults follow the tasks of Reg. 2018/1862 Art. 44 and Dir. 2023/977; a
//! deployment replaces them in its settings.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::ids::PurposeCode;

/// A coded purpose.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its code.
    pub code: PurposeCode,
    /// Its text by language (ISO 639-1).
    pub texts: BTreeMap<String, String>,
}

/// Code, then English, Dutch, French, German.
const DEFAULTS: [(&str, [&str; 4]); 6] = [
    (
        "border-check",
        [
            "Check at an external border",
            "Controle aan een buitengrens",
            "Contrôle à une frontière extérieure",
            "Kontrolle an einer Außengrenze",
        ],
    ),
    (
        "police-check",
        [
            "Police or customs check within the territory",
            "Politie- of douanecontrole binnen het grondgebied",
            "Contrôle de police ou de douane sur le territoire",
            "Polizei- oder Zollkontrolle im Hoheitsgebiet",
        ],
    ),
    (
        "criminal-investigation",
        [
            "Prevention, detection or investigation of criminal offences",
            "Voorkoming, opsporing of onderzoek van strafbare feiten",
            "Prévention, détection ou enquête d'infractions pénales",
            "Verhütung, Aufdeckung oder Ermittlung von Straftaten",
        ],
    ),
    (
        "surrender-extradition",
        [
            "Surrender or extradition",
            "Overlevering of uitlevering",
            "Remise ou extradition",
            "Übergabe oder Auslieferung",
        ],
    ),
    (
        "missing-person",
        [
            "Search for a missing person",
            "Opsporing van een vermiste persoon",
            "Recherche d'une personne disparue",
            "Suche nach einer vermissten Person",
        ],
    ),
    (
        "public-security",
        [
            "Prevention of threats to public security",
            "Voorkoming van bedreigingen van de openbare veiligheid",
            "Prévention des menaces pour la sécurité publique",
            "Abwehr von Gefahren für die öffentliche Sicherheit",
        ],
    ),
];

/// The purposes of a gateway whose settings name none.
pub(super) fn defaults() -> Vec<Purpose> {
    let texts = |texts: [&str; 4]| {
        ["en", "nl", "fr", "de"]
            .into_iter()
            .map(str::to_owned)
            .zip(texts.into_iter().map(str::to_owned))
            .collect()
    };
    DEFAULTS
        .into_iter()
        .filter_map(|(code, words)| {
            Some(Purpose {
                code: code.parse().ok()?,
                texts: texts(words),
            })
        })
        .collect()
}
