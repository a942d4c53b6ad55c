//! Vectors of ICAO 9303 and DOMAIN 3.7, the rules one by one, and zones built at random.

use proptest::prelude::*;

use super::layout::check_digit;
use super::*;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameForm;

fn today() -> Date {
    Date::constant(2026, 11, 23)
}

fn read(lines: &[&str]) -> Result<Mrz, BadMrz> {
    parse(lines, today())
}

fn name(mrz: &Mrz) -> (String, bool) {
    let name = mrz.name.as_ref().unwrap();
    let form = match &name.form {
        NameForm::Parts { family, given } => format!("{family}|{given}"),
        NameForm::Family(family) => format!("{family}|"),
        NameForm::Given(given) => format!("|{given}"),
        NameForm::Whole(_) => unreachable!("a zone tells the parts apart"),
    };
    (form, name.truncated)
}

const PASSPORT: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const CARD: [&str; 3] = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];

#[test]
fn the_check_digit_vectors_hold() {
    assert_eq!(check_digit(&[b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]), 7);
    assert_eq!(check_digit(&[b"0123456789"]), 7);
    assert_eq!(check_digit(&[b"01234567", b"89ABCDEF"]), 0);
}

#[test]
fn the_specimens_of_every_layout_are_read() {
    let td2 = [
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "D231458907UTO7408122F1204159<<<<<<<6",
    ];
    let mrv_a = [
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ];
    let mrv_b = [
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "L8988901C4XXX4009078F9612109<<<<<<<<",
    ];
    type Case<'a> = (&'a [&'a str], DocumentKind, &'a str, Option<&'a str>, &'a str);
    let cases: [Case<'_>; 5] = [
        (
            &PASSPORT,
            DocumentKind::Passport,
            "L898902C3",
            Some("UTO"),
            "1974-08-12",
        ),
        (
            &CARD,
            DocumentKind::IdCard,
            "D23145890",
            Some("UTO"),
            "1974-08-12",
        ),
        (&td2, DocumentKind::IdCard, "D23145890", Some("UTO"), "1974-08-12"),
        (&mrv_a, DocumentKind::Visa, "L8988901C", None, "1940-09-07"),
        (&mrv_b, DocumentKind::Visa, "L8988901C", None, "1940-09-07"),
    ];
    for (lines, kind, number, nationality, born) in cases {
        let mrz = read(lines).unwrap();
        assert_eq!(name(&mrz), ("ERIKSSON|ANNA MARIA".to_owned(), false));
        assert_eq!((mrz.document.kind, mrz.document.number.as_str()), (kind, number));
        assert_eq!(mrz.document.country, Some(mrz.issuer));
        assert_eq!(mrz.nationality.as_ref().map(Country::code), nationality);
        assert_eq!((mrz.issuer.code(), mrz.sex), ("UTO", Sex::F));
        assert_eq!(mrz.birth_date.unwrap().to_string(), born);
    }
    assert_eq!(read(&PASSPORT).unwrap().expiry, Some(Date::constant(2012, 4, 15)));
    assert_eq!(read(&mrv_a).unwrap().expiry, Some(Date::constant(1996, 12, 10)));
}

#[test]
fn a_german_passport_says_d_and_is_read_as_de() {
    let lines = [
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
        "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0",
    ];
    let mrz = read(&lines).unwrap();
    assert_eq!((mrz.issuer.code(), mrz.nationality.unwrap().code()), ("DE", "DE"));
    assert_eq!(name(&mrz).0, "MUSTERMANN|ERIKA");
}

#[test]
fn a_long_number_goes_on_in_the_optional_data() {
    for (first, number) in [
        ("IDBEL600001795<0152<<<<<<<<<<<", "600001795015"),
        ("IDBEL000590240<6013<<<<<<<<<<<", "000590240601"),
    ] {
        let second = if first.contains("6000") {
            "1301014F2311207BEL130101987398"
        } else {
            "8512017F1311048BEL851201002007"
        };
        let mrz = read(&[first, second, "SPECIMEN<<SPECIMEN<<<<<<<<<<<<"]).unwrap();
        assert_eq!(mrz.document.number.as_str(), number);
    }
    let wrong = [
        "IDBEL000590240<6016<<<<<<<<<<<",
        "8512017F1311048BEL851201002007",
        "SPECIMEN<<SPECIMEN<<<<<<<<<<<<",
    ];
    assert_eq!(read(&wrong), Err(BadMrz::CheckDigit(Checked::DocumentNumber)));
}

#[test]
fn the_french_card_of_before_2021_is_read() {
    let lines = [
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
        "9409923102854CORINNE<<<<<<<6512068F4",
    ];
    let mrz = read(&lines).unwrap();
    assert_eq!(name(&mrz), ("BERTHIER|CORINNE".to_owned(), false));
    assert_eq!(mrz.document.number.as_str(), "940992310285");
    assert_eq!(mrz.birth_date.unwrap().to_string(), "1965-12-06");
    assert_eq!((mrz.issuer.code(), mrz.expiry), ("FR", None));
}

#[test]
fn a_name_that_fills_its_field_may_be_cut_off() {
    let [_, second, _] = CARD;
    let lines = [CARD[0], second, "NILAVADHANANANDA<<CHAYAPA<DEJT"];
    assert_eq!(
        name(&read(&lines).unwrap()),
        ("NILAVADHANANANDA|CHAYAPA DEJT".to_owned(), true)
    );
    let lines = [CARD[0], second, "PAPANDROPOULOUSKYRIAKOPOULOSES"];
    assert_eq!(
        name(&read(&lines).unwrap()),
        ("PAPANDROPOULOUSKYRIAKOPOULOSES|".to_owned(), true)
    );
}

#[test]
fn names_without_one_half_or_any_are_read_as_far_as_they_go() {
    let with = |third: &'static str| read(&[CARD[0], CARD[1], third]).unwrap();
    assert_eq!(name(&with("ARKFREITH<<<<<<<<<<<<<<<<<<<<<")).0, "ARKFREITH|");
    assert_eq!(name(&with("<<ANNA<MARIA<<<<<<<<<<<<<<<<<<")).0, "|ANNA MARIA");
    assert_eq!(
        name(&with("MUELLER<LUEDENSCHEIDT<<<JOERG<")).0,
        "MUELLER LUEDENSCHEIDT|JOERG"
    );
    assert_eq!(with("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<").name, None);
    let digit = read(&[CARD[0], CARD[1], "ER1KSSON<<ANNA<<<<<<<<<<<<<<<<"]);
    assert_eq!(digit, Err(BadMrz::Name));
}

#[test]
fn birth_dates_are_read_as_far_as_known_and_never_in_the_future() {
    let date = |text: &str| {
        fields::birth_date(text.as_bytes(), today()).map(|date| date.map(|date| date.to_string()))
    };
    for (text, expected) in [
        ("800517", Some("1980-05-17")),
        ("261123", Some("2026-11-23")),
        ("261124", Some("1926-11-24")),
        ("271201", Some("1927-12-01")),
        ("000229", Some("2000-02-29")),
        ("8005<<", Some("1980-05")),
        ("800500", Some("1980-05")),
        ("80<<<<", Some("1980")),
        ("800000", Some("1980")),
        ("26<<<<", Some("2026")),
        ("27<<<<", Some("1927")),
        ("2612<<", Some("1926-12")),
        ("<<<<<<", None),
        ("<<0517", None),
    ] {
        assert_eq!(date(text), Ok(expected.map(str::to_owned)), "{text}");
    }
    for bad in ["801340", "800231", "8A0101", "8<0101", "810229", ""] {
        assert_eq!(date(bad), Err(BadMrz::BirthDate), "{bad}");
    }
}

#[test]
fn a_shape_or_character_that_no_zone_has_is_refused() {
    for lines in [
        &[][..],
        &PASSPORT[..1],
        &[PASSPORT[0], &PASSPORT[1][..43]],
        &[PASSPORT[0], CARD[0]],
        &[CARD[0], CARD[1]],
        &[CARD[0], CARD[1], CARD[2], CARD[2]],
    ] {
        assert_eq!(read(lines), Err(BadMrz::Shape));
    }
    let small = PASSPORT[1].to_lowercase();
    assert_eq!(read(&[PASSPORT[0], &small]), Err(BadMrz::Character { line: 2 }));
    let umlaut = "P<UTOMÜLLER<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<";
    assert_eq!(read(&[umlaut, PASSPORT[1]]), Err(BadMrz::Character { line: 1 }));
}

#[test]
fn an_unknown_state_sex_or_empty_number_is_refused_and_named() {
    let issuer = PASSPORT[0].replacen("UTO", "QQQ", 1);
    assert_eq!(read(&[&issuer, PASSPORT[1]]), Err(BadMrz::Issuer));
    let nationality = PASSPORT[1].replacen("UTO", "QQQ", 1);
    assert_eq!(read(&[PASSPORT[0], &nationality]), Err(BadMrz::Nationality));
    let sex = PASSPORT[1].replacen('F', "K", 1);
    assert_eq!(read(&[PASSPORT[0], &sex]), Err(BadMrz::Sex));
    let empty = zone(Layout::Td3, "<<<<<<<<<", "740812", "120415", "<<");
    let empty: Vec<&str> = empty.iter().map(String::as_str).collect();
    assert_eq!(read(&empty), Err(BadMrz::DocumentNumber));
}

#[test]
fn a_refusal_names_the_field() {
    assert_eq!(
        BadMrz::CheckDigit(Checked::BirthDate).to_string(),
        "birth date: the check digit does not fit"
    );
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    Td1,
    Td2,
    Td3,
    MrvA,
    MrvB,
}

/// Builds a zone as an issuer does, all check digits right.
fn zone(layout: Layout, number: &str, birth: &str, expiry: &str, optional: &str) -> Vec<String> {
    let sum = |text: &str| char::from(b'0' + check_digit(&[text.as_bytes()]));
    let checked = |text: &str| format!("{text}{}", sum(text));
    let (number, birth, expiry) = (checked(number), checked(birth), checked(expiry));
    let name = "JANSEN<DE<VRIES<<PIETER";
    match layout {
        Layout::Td1 => {
            let first = format!("I<NLD{number}{optional:<<15}");
            let third = format!("{name:<<30}");
            let composite = sum(&format!("{}{birth}{expiry}{:<<11}", &first[5..], ""));
            let second = format!("{birth}M{expiry}NLD{:<<11}{composite}", "");
            vec![first, second, third]
        }
        Layout::Td2 => {
            let rest = format!("{optional:<<7}");
            let composite = sum(&format!("{number}{birth}{expiry}{rest}"));
            vec![
                format!("I<NLD{name:<<31}"),
                format!("{number}NLD{birth}M{expiry}{rest}{composite}"),
            ]
        }
        Layout::Td3 => {
            let rest = checked(&format!("{optional:<<14}"));
            let composite = sum(&format!("{number}{birth}{expiry}{rest}"));
            vec![
                format!("P<NLD{name:<<39}"),
                format!("{number}NLD{birth}M{expiry}{rest}{composite}"),
            ]
        }
        Layout::MrvA => vec![
            format!("V<NLD{name:<<39}"),
            format!("{number}NLD{birth}M{expiry}{optional:<<16}"),
        ],
        Layout::MrvB => vec![
            format!("V<NLD{name:<<31}"),
            format!("{number}NLD{birth}M{expiry}{optional:<<8}"),
        ],
    }
}

impl Layout {
    /// Line and places (from 0) of number, birth date, expiry, and the composite's digit.
    fn places(self) -> [(usize, usize, usize, Checked); 3] {
        let (number, line, birth, expiry) = match self {
            Self::Td1 => ((0, 5), 1, 0, 8),
            _ => ((1, 0), 1, 13, 21),
        };
        [
            (number.0, number.1, 10, Checked::DocumentNumber),
            (line, birth, 7, Checked::BirthDate),
            (line, expiry, 7, Checked::Expiry),
        ]
    }
}

fn layouts() -> impl Strategy<Value = Layout> {
    prop_oneof![
        Just(Layout::Td1),
        Just(Layout::Td2),
        Just(Layout::Td3),
        Just(Layout::MrvA),
        Just(Layout::MrvB),
    ]
}

fn days() -> impl Strategy<Value = Date> {
    (1927_i16..=2025, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

proptest! {
    #[test]
    fn a_built_zone_reads_as_it_was_built_and_one_wrong_digit_is_named(
        layout in layouts(),
        number in "[A-Z0-9]{9}",
        born in days(),
        until in days(),
        optional in "[A-Z0-9]{0,7}",
        (field, step, add) in (0_usize..3, 0_usize..10, 1_u8..=9),
    ) {
        let six = |date: Date| date.strftime("%y%m%d").to_string();
        let lines = zone(layout, &number, &six(born), &six(until), &optional);
        let mrz = parse(&lines, today()).unwrap();
        prop_assert_eq!(mrz.document.number.as_str(), &number);
        prop_assert_eq!(mrz.birth_date, Some(BirthDate::Day(born)));
        let expiry = mrz.expiry.unwrap();
        prop_assert_eq!(six(expiry), six(until));
        prop_assert!((1976..=2075).contains(&expiry.year()));
        prop_assert_eq!(name(&mrz), ("JANSEN DE VRIES|PIETER".to_owned(), false));
        prop_assert_eq!((mrz.sex, mrz.issuer.code()), (Sex::M, "NL"));

        // Weights are prime to ten, so another digit in any place changes the sum.
        let (line, start, width, checked) = layout.places()[field];
        let place = start + step % width;
        let mut wrong: Vec<Vec<u8>> = lines.iter().map(|line| line.clone().into_bytes()).collect();
        let byte = &mut wrong[line][place];
        if byte.is_ascii_digit() {
            *byte = b'0' + (*byte - b'0' + add) % 10;
            let wrong: Vec<String> = wrong.into_iter().map(|l| String::from_utf8(l).unwrap()).collect();
            prop_assert_eq!(parse(&wrong, today()), Err(BadMrz::CheckDigit(checked)));
        }
    }

    #[test]
    fn a_wrong_composite_or_optional_digit_is_named(number in "[A-Z0-9]{9}", add in 1_u8..=9) {
        for (layout, line, place, checked) in [
            (Layout::Td1, 1, 29, Checked::Composite),
            (Layout::Td2, 1, 35, Checked::Composite),
            (Layout::Td3, 1, 43, Checked::Composite),
            (Layout::Td3, 1, 42, Checked::OptionalData),
        ] {
            let mut lines = zone(layout, &number, "800517", "300101", "AB1");
            let digit = lines[line].as_bytes()[place];
            let other = char::from(b'0' + (digit - b'0' + add) % 10);
            lines[line].replace_range(place..=place, &other.to_string());
            prop_assert_eq!(parse(&lines, today()), Err(BadMrz::CheckDigit(checked)));
        }
    }

    #[test]
    fn no_lines_make_it_panic(lines in proptest::collection::vec("[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}|\\PC{0,50}", 0..4)) {
        let _ = parse(&lines, today());
    }
}
