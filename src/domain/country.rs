//! Countries and the other issuers of travel documents.
//!
//! Uses nothing. One canonical code each: ISO 3166-1 alpha-2, or the three letters of ICAO 9303-3
//! where ISO has none (DOMAIN 3.5). The tables are facts of these two standards.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// A country or other issuer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 3]);

/// A code that names no country.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be an ISO 3166-1 alpha-2 or alpha-3 code in capitals, or one of ICAO 9303-3")]
pub struct BadCountry;

/// ISO 3166-1: the two letters and the three of each country, in the order of the two.
const ISO: &[u8] = b"\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA \
    AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES \
    BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK \
    CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA \
    DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA \
    GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS \
    GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD \
    IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA \
    KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA \
    LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ \
    MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC \
    NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM \
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC \
    SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV \
    SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR \
    TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE \
";

/// Codes of ICAO 9303-3 (and of practice) that ISO does not give, each with its canonical code.
/// Kosovo has no ISO code: `XK` is what the European Union writes, `RKS` what its passports bear.
const OTHERS: &[(&str, &str)] = &[
    ("D", "DE"),
    ("GBD", "GB"),
    ("GBN", "GB"),
    ("GBO", "GB"),
    ("GBP", "GB"),
    ("GBS", "GB"),
    ("RKS", "XK"),
    ("XKX", "XK"),
    ("XK", "XK"),
    ("EUE", "EUE"),
    ("UNA", "UNA"),
    ("UNK", "UNK"),
    ("UNO", "UNO"),
    ("UTO", "UTO"),
    ("XBA", "XBA"),
    ("XCC", "XCC"),
    ("XCE", "XCE"),
    ("XCO", "XCO"),
    ("XDC", "XDC"),
    ("XEC", "XEC"),
    ("XES", "XES"),
    ("XIM", "XIM"),
    ("XMP", "XMP"),
    ("XOM", "XOM"),
    ("XPO", "XPO"),
    ("XXA", "XXA"),
    ("XXB", "XXB"),
    ("XXC", "XXC"),
    ("XXX", "XXX"),
];

impl Country {
    /// A person or issuer of no stated nationality (ICAO 9303-3): says nothing about anyone.
    pub const UNSPECIFIED: Self = Self(*b"XXX");

    /// Its canonical code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0)
            .unwrap_or_default()
            .trim_end_matches('\0')
    }

    /// Every country of ISO 3166-1, then every other issuer, each once.
    pub fn all() -> impl Iterator<Item = Self> {
        let iso = iso().iter().map(|[a, b, ..]| Self([*a, *b, 0]));
        let others = OTHERS
            .iter()
            .filter(|(code, canonical)| code == canonical)
            .filter_map(|(code, _)| padded(code));
        iso.chain(others)
    }
}

/// The table, a row a country: two letters, three letters, a space.
fn iso() -> &'static [[u8; 6]] {
    ISO.as_chunks().0
}

fn padded(code: &str) -> Option<Country> {
    match *code.as_bytes() {
        [a, b] => Some(Country([a, b, 0])),
        [a, b, c] => Some(Country([a, b, c])),
        _ => None,
    }
}

impl FromStr for Country {
    type Err = BadCountry;

    fn from_str(text: &str) -> Result<Self, BadCountry> {
        let found = match *text.as_bytes() {
            [a, b] => iso()
                .binary_search_by(|[x, y, ..]| [*x, *y].cmp(&[a, b]))
                .ok()
                .map(|_| Self([a, b, 0])),
            [a, b, c] => iso()
                .iter()
                .find(|[_, _, x, y, z, _]| [*x, *y, *z] == [a, b, c])
                .map(|[x, y, ..]| Self([*x, *y, 0])),
            _ => None,
        };
        let other = || OTHERS.iter().find(|(code, _)| *code == text);
        found
            .or_else(|| other().and_then(|(_, canonical)| padded(canonical)))
            .ok_or(BadCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = BadCountry;

    fn try_from(text: String) -> Result<Self, BadCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> String {
        text.parse::<Country>().unwrap().to_string()
    }

    #[test]
    fn all_249_countries_are_read_by_both_codes_and_written_by_the_shorter() {
        assert_eq!(iso().len(), 249);
        assert!(ISO.as_chunks::<6>().1.is_empty());
        assert!(iso().is_sorted());
        let mut threes = HashSet::new();
        for row in iso() {
            let two = std::str::from_utf8(&row[..2]).unwrap();
            let three = std::str::from_utf8(&row[2..5]).unwrap();
            assert_eq!(row[5], b' ');
            assert_eq!((code(two), code(three)), (two.to_owned(), two.to_owned()));
            assert!(threes.insert(three));
        }
    }

    #[test]
    fn the_extras_of_icao_are_read_and_have_one_code_each() {
        assert_eq!(code("D"), "DE");
        assert_eq!(code("DEU"), "DE");
        for british in ["GBD", "GBN", "GBO", "GBP", "GBS", "GBR", "GB"] {
            assert_eq!(code(british), "GB");
        }
        for kosovo in ["XK", "XKX", "RKS"] {
            assert_eq!(code(kosovo), "XK");
        }
        for issuer in [
            "EUE", "UNO", "UNA", "UNK", "XPO", "XOM", "XXA", "XXB", "XXC", "XXX", "UTO",
        ] {
            assert_eq!(code(issuer), issuer);
        }
    }

    #[test]
    fn every_country_is_listed_once_and_reads_as_itself() {
        let all: HashSet<Country> = Country::all().collect();
        assert_eq!(all.len(), Country::all().count());
        for country in all {
            assert_eq!(country.code().parse(), Ok(country));
        }
    }

    #[test]
    fn unknown_codes_and_small_letters_are_refused() {
        for bad in [
            "", "B", "ZZ", "QQQ", "nl", "Nl", "NLDX", "NL ", "N\0", "É", "XYZ", "EU",
        ] {
            assert_eq!(bad.parse::<Country>(), Err(BadCountry), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_a_country_reads_the_same_again(text in "\\PC{0,4}|[A-Z]{1,3}") {
            if let Ok(country) = text.parse::<Country>() {
                prop_assert_eq!(country.code().parse::<Country>(), Ok(country));
            }
        }
    }
}
