//! Countries by their English names, as the United States' and the United Nations' lists write them.
//!
//! Uses `domain`. Facts of ISO 3166 and of these lists; a state that is no more has no code, and is
//! left to stand as text.

use any_ascii::any_ascii;

use crate::domain::country::Country;

/// Code, then its names in small letters, without accents, signs and the word "the".
const NAMES: &str = "\
AD andorra
AE united arab emirates; uae
AF afghanistan; islamic republic of afghanistan
AG antigua and barbuda
AI anguilla
AL albania
AM armenia
AO angola
AQ antarctica
AR argentina
AS american samoa
AT austria
AU australia
AW aruba
AX aland islands
AZ azerbaijan
BA bosnia and herzegovina; bosnia; bosnia herzegovina
BB barbados
BD bangladesh
BE belgium
BF burkina faso
BG bulgaria
BH bahrain
BI burundi
BJ benin
BL saint barthelemy
BM bermuda
BN brunei; brunei darussalam
BO bolivia; plurinational state of bolivia; bolivia plurinational state of
BQ bonaire sint eustatius and saba; bonaire
BR brazil
BS bahamas
BT bhutan
BV bouvet island
BW botswana
BY belarus; belorussia
BZ belize
CA canada
CC cocos keeling islands
CD congo democratic republic of; democratic republic of congo; drc; zaire; congo kinshasa; dr congo
CF central african republic
CG congo; republic of congo; congo republic of; congo brazzaville
CH switzerland
CI cote d ivoire; ivory coast
CK cook islands
CL chile
CM cameroon
CN china; people s republic of china; prc
CO colombia
CR costa rica
CU cuba
CV cabo verde; cape verde
CW curacao
CX christmas island
CY cyprus
CZ czechia; czech republic
DE germany; federal republic of germany
DJ djibouti
DK denmark
DM dominica
DO dominican republic
DZ algeria
EC ecuador
EE estonia
EG egypt; arab republic of egypt
EH western sahara
ER eritrea
ES spain
ET ethiopia
FI finland
FJ fiji
FK falkland islands; falkland islands malvinas
FM micronesia; federated states of micronesia; micronesia federated states of
FO faroe islands
FR france
GA gabon
GB united kingdom; united kingdom of great britain and northern ireland; uk; great britain; england; scotland; wales; northern ireland
GD grenada
GE georgia
GF french guiana
GG guernsey
GH ghana
GI gibraltar
GL greenland
GM gambia
GN guinea
GP guadeloupe
GQ equatorial guinea
GR greece
GT guatemala
GU guam
GW guinea bissau
GY guyana
HK hong kong; hong kong china
HN honduras
HR croatia
HT haiti
HU hungary
ID indonesia
IE ireland
IL israel
IM isle of man; man isle of
IN india
IO british indian ocean territory
IQ iraq; republic of iraq
IR iran; islamic republic of iran; iran islamic republic of
IS iceland
IT italy
JE jersey
JM jamaica
JO jordan
JP japan
KE kenya
KG kyrgyzstan; kyrgyz republic
KH cambodia
KI kiribati
KM comoros
KN saint kitts and nevis; st kitts and nevis
KP north korea; korea north; democratic people s republic of korea; korea democratic people s republic of; dprk
KR south korea; korea south; republic of korea; korea republic of
KW kuwait
KY cayman islands
KZ kazakhstan
LA laos; lao people s democratic republic
LB lebanon
LC saint lucia; st lucia
LI liechtenstein
LK sri lanka
LR liberia
LS lesotho
LT lithuania
LU luxembourg
LV latvia
LY libya; libyan arab jamahiriya; state of libya
MA morocco
MC monaco
MD moldova; republic of moldova; moldova republic of
ME montenegro
MG madagascar
MH marshall islands
MK north macedonia; macedonia; former yugoslav republic of macedonia; macedonia former yugoslav republic of
ML mali
MM myanmar; burma
MN mongolia
MO macau; macao
MQ martinique
MR mauritania
MS montserrat
MT malta
MU mauritius
MV maldives
MW malawi
MX mexico
MY malaysia
MZ mozambique
NA namibia
NC new caledonia
NE niger
NG nigeria
NI nicaragua
NL netherlands; kingdom of netherlands; holland
NO norway
NP nepal
NR nauru
NZ new zealand
OM oman
PA panama
PE peru
PF french polynesia
PG papua new guinea
PH philippines
PK pakistan
PL poland
PR puerto rico
PS palestine; state of palestine; palestinian; palestinian territories; occupied palestinian territory; west bank; gaza; gaza strip
PT portugal
PW palau
PY paraguay
QA qatar
RE reunion
RO romania
RS serbia; republic of serbia
RU russia; russian federation
RW rwanda
SA saudi arabia; kingdom of saudi arabia
SB solomon islands
SC seychelles
SD sudan
SE sweden
SG singapore
SI slovenia
SK slovakia; slovak republic
SL sierra leone
SM san marino
SN senegal
SO somalia
SR suriname
SS south sudan
ST sao tome and principe
SV el salvador
SX sint maarten
SY syria; syrian arab republic
SZ eswatini; swaziland
TC turks and caicos islands
TD chad
TG togo
TH thailand
TJ tajikistan
TL timor leste; east timor
TM turkmenistan
TN tunisia
TO tonga
TR turkey; turkiye
TT trinidad and tobago
TV tuvalu
TW taiwan; taiwan province of china
TZ tanzania; united republic of tanzania; tanzania united republic of
UA ukraine
UG uganda
US united states; united states of america; usa
UY uruguay
UZ uzbekistan
VA holy see; vatican city; vatican city state
VC saint vincent and grenadines; st vincent and grenadines
VE venezuela; bolivarian republic of venezuela; venezuela bolivarian republic of
VG virgin islands british; british virgin islands
VI virgin islands u s; u s virgin islands
VN vietnam; viet nam
VU vanuatu
WS samoa
XK kosovo
XXA stateless
YE yemen; republic of yemen
YT mayotte
ZA south africa
ZM zambia
ZW zimbabwe
";

/// The country of an English name; what stands in brackets is tried with it and without.
pub(super) fn named(text: &str) -> Option<Country> {
    // The longest name has 52 letters.
    if text.len() > 120 {
        return None;
    }
    let whole = plain(text);
    let short = text.split('(').next().map(plain).unwrap_or_default();
    by_name(&whole).or_else(|| by_name(&short))
}

/// A place that ends with a country, `Basra, Iraq`: the town and the country, as far as said.
pub(super) fn place(text: &str) -> (Option<&str>, Option<Country>) {
    let text = text.trim();
    // `Amman (Jordan), Ruritania` is no country, though `Korea, North` is.
    let country = if text.contains(',') {
        by_name(&plain(text.get(..120).unwrap_or(text)))
    } else {
        named(text)
    };
    if country.is_some() {
        return (None, country);
    }
    let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at).collect();
    // `Korea, North` has a comma of its own, so the longer end is tried first.
    let from = commas.len().saturating_sub(2);
    for at in commas.iter().skip(from) {
        if let Some((town, rest)) = text.split_at_checked(*at)
            && let Some(country) = named(rest.trim_start_matches(','))
        {
            return (Some(town.trim()), Some(country));
        }
    }
    (Some(text), None)
}

fn plain(text: &str) -> String {
    let ascii = any_ascii(text).to_ascii_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && *word != "the").collect();
    words.join(" ")
}

fn by_name(plain: &str) -> Option<Country> {
    let line = NAMES.lines().find(|line| {
        line.split_once(' ')
            .is_some_and(|(_, names)| names.split("; ").any(|name| name == plain))
    })?;
    line.split_once(' ')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn code(text: &str) -> Option<String> {
        named(text).map(|country| country.to_string())
    }

    #[test]
    fn every_row_is_a_known_country_and_no_name_stands_twice() {
        let mut seen = HashSet::new();
        for line in NAMES.lines() {
            let (country, names) = line.split_once(' ').unwrap();
            assert!(country.parse::<Country>().is_ok(), "{country}");
            for name in names.split("; ") {
                assert_eq!(plain(name), name);
                assert!(seen.insert(name), "{name}");
            }
        }
        assert!(seen.len() > 300);
    }

    #[test]
    fn names_of_both_lists_are_known() {
        for (name, expected) in [
            ("Iraq", "IQ"),
            ("Korea, North", "KP"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Iran (Islamic Republic of)", "IR"),
            ("Syrian Arab Republic", "SY"),
            ("Democratic Republic of the Congo", "CD"),
            ("Congo, Democratic Republic of the", "CD"),
            ("The Gambia", "GM"),
            ("C\u{f4}te d'Ivoire", "CI"),
            ("T\u{fc}rkiye", "TR"),
            ("Burma", "MM"),
            ("Georgia (formerly)", "GE"),
        ] {
            assert_eq!(code(name).as_deref(), Some(expected), "{name}");
        }
        for none in ["", "the", "Yugoslavia", "Soviet Union", "Ruritania", ",", "("] {
            assert_eq!(code(none), None, "{none}");
        }
    }

    #[test]
    fn a_place_is_a_town_and_its_country_as_far_as_they_are_said() {
        let read = |text| {
            let (town, country) = place(text);
            (town, country.map(|country| country.to_string()))
        };
        assert_eq!(read("Basra, Iraq"), (Some("Basra"), Some("IQ".to_owned())));
        assert_eq!(read("Iraq"), (None, Some("IQ".to_owned())));
        assert_eq!(read("Korea, North"), (None, Some("KP".to_owned())));
        assert_eq!(
            read("Jordan (Amman), Ruritania"),
            (Some("Jordan (Amman), Ruritania"), None)
        );
        assert_eq!(
            read("Sinuiju, North Pyongan, Korea, North"),
            (Some("Sinuiju, North Pyongan"), Some("KP".to_owned()))
        );
        assert_eq!(read("Zagreb, Yugoslavia"), (Some("Zagreb, Yugoslavia"), None));
    }
}
