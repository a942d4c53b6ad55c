//! Names that look right to somebody and are not (SECURITY 4, row 7).

use rcgen::SanType;

use super::*;

#[test]
fn names_of_another_form_are_refused() {
    let long = format!("spiffe://lookout.test/partner/nl-kmar/{}", "a".repeat(33));
    let forms = [
        "",
        "spiffe:",
        "spiffe://",
        "spiffe://lookout.test",
        "spiffe://lookout.test/",
        "spiffe:/lookout.test/partner/nl-kmar/gate-1",
        "spiffe:///partner/nl-kmar/gate-1",
        "SPIFFE://lookout.test/partner/nl-kmar/gate-1",
        "Spiffe://lookout.test/partner/nl-kmar/gate-1",
        "https://lookout.test/partner/nl-kmar/gate-1",
        " spiffe://lookout.test/partner/nl-kmar/gate-1",
        "spiffe://lookout.test/partner/nl-kmar/gate-1 ",
        "spiffe://lookout.test/partner/nl-kmar/gate-1/",
        "spiffe://lookout.test//partner/nl-kmar/gate-1",
        "spiffe://lookout.test/partner//gate-1",
        "spiffe://lookout.test/partner/nl-kmar",
        "spiffe://lookout.test/partner/nl-kmar/gate-1/admin",
        "spiffe://lookout.test/partner/nl-kmar/../gate-1",
        "spiffe://lookout.test/partner/nl-kmar/.",
        "spiffe://lookout.test/partner/NL-kmar/gate-1",
        "spiffe://lookout.test/partner/nl-kmar/Gate-1",
        "spiffe://lookout.test/partner/nl-kmar/gate_1",
        "spiffe://lookout.test/partner/nl-kmar/*",
        "spiffe://lookout.test/partner/nl-kmar/gate-1?x=1",
        "spiffe://lookout.test/partner/nl-kmar/gate-1#x",
        "spiffe://lookout.test/partner/nl-kmar/gate%2d1",
        "spiffe://lookout.test/partner/nl-kmar/gate-1\0",
        "spiffe://lookout.test/partner/nl-kmar/gate-1\0.evil.test",
        "spiffe://lookout.test/partner/nl-kmar/gate-1\r\n",
        "spiffe://lookout.test/partner/nl-kmar/gate\t1",
        "spiffe://lookout.test/partner/nl-kmar/gate-1@evil.test",
        "spiffe://lookout.test\\partner\\nl-kmar\\gate-1",
        "spiffe://lookout.test/Partner/nl-kmar/gate-1",
        "spiffe://lookout.test/agency/nl-kmar/gate-1",
        "spiffe://lookout.test/staff/officer-1/admin",
        "spiffe://lookout.test/staff/",
        "spiffe://lookout.test/staff/-admin",
        "spiffe://lookout.test:8443/partner/nl-kmar/gate-1",
        "spiffe://admin@lookout.test/partner/nl-kmar/gate-1",
        "spiffe://Lookout.Test/partner/nl-kmar/gate-1",
        "spiffe://lookout.test\0/partner/nl-kmar/gate-1",
        "spiffe://lookout%2etest/partner/nl-kmar/gate-1",
        &long,
    ];
    let domains = [
        "spiffe://evil.test/partner/nl-kmar/gate-1",
        "spiffe://lookout.test.evil.test/partner/nl-kmar/gate-1",
        "spiffe://xlookout.test/partner/nl-kmar/gate-1",
        "spiffe://lookout.tes/partner/nl-kmar/gate-1",
        "spiffe://lookout.test./partner/nl-kmar/gate-1",
    ];
    let mint = mint();
    let forms = forms.iter().map(|uri| (uri, ProfileFault::NameForm));
    for (uri, fault) in forms.chain(domains.iter().map(|uri| (uri, ProfileFault::NameDomain))) {
        let mut made = mint.client(GATE);
        made.subject_alt_names = vec![SanType::URI((*uri).try_into().unwrap())];
        assert_eq!(check(&leaf(&mint.sign(&made).0), DOMAIN), Err(fault), "{uri:?}");
    }
}

#[test]
fn names_that_are_no_ascii_are_refused() {
    let mint = mint();
    let cases: [(&[u8], ProfileFault); 4] = [
        // A Cyrillic letter that looks like a Latin one; a right-to-left mark; Latin-1; a wrong tag.
        (
            "spiffe://lookout.test/partner/nl-km\u{430}r/gate-1".as_bytes(),
            ProfileFault::NameForm,
        ),
        (
            "spiffe://lookout.test/partner/nl-kmar/\u{202e}gate-1".as_bytes(),
            ProfileFault::NameForm,
        ),
        (
            b"spiffe://lookout.test/partner/nl-kmar/gat\xe9",
            ProfileFault::NameNotUri,
        ),
        (b"\xff\xfe", ProfileFault::NameNotUri),
    ];
    for (uri, fault) in cases {
        let length = u8::try_from(uri.len()).unwrap();
        let content = [&[0x30, length + 2, 0x86, length], uri].concat();
        let mut made = mint.client(GATE);
        made.subject_alt_names.clear();
        made.custom_extensions = vec![certificates::extension(&[2, 5, 29, 17], false, &content)];
        assert_eq!(check(&leaf(&mint.sign(&made).0), DOMAIN), Err(fault), "{uri:?}");
    }
}

#[test]
fn a_common_name_is_no_name() {
    let mint = mint();
    let mut made = mint.client(GATE);
    made.subject_alt_names.clear();
    made.distinguished_name
        .push(rcgen::DnType::CommonName, format!("spiffe://{DOMAIN}/{GATE}"));
    assert_eq!(
        check(&leaf(&mint.sign(&made).0), DOMAIN),
        Err(ProfileFault::NameMissing)
    );
}
