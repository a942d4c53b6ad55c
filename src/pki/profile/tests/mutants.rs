//! Certificates with one thing wrong each, and the rule that must name it.

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::ExtendedKeyUsagePurpose as Purpose;
use rcgen::GeneralSubtree;
use rcgen::KeyUsagePurpose as Usage;
use rcgen::NameConstraints;
use rcgen::SanType;

use super::*;

const KEY_USAGE: &[u64] = &[2, 5, 29, 15];
const PURPOSE: &[u64] = &[2, 5, 29, 37];
const CONSTRAINTS: &[u64] = &[2, 5, 29, 19];
const ALT_NAME: &[u64] = &[2, 5, 29, 17];
const SUBJECT_KEY: &[u64] = &[2, 5, 29, 14];
const AUTHORITY_KEY: &[u64] = &[2, 5, 29, 35];

type Spoil = fn(&Mint, &mut CertificateParams);

/// Puts an extension in by hand, in the place of what rcgen would write.
fn by_hand(made: &mut CertificateParams, oid: &[u64], critical: bool, content: &[u8]) {
    match oid {
        KEY_USAGE => made.key_usages.clear(),
        PURPOSE => made.extended_key_usages.clear(),
        CONSTRAINTS | SUBJECT_KEY => made.is_ca = IsCa::NoCa,
        ALT_NAME => made.subject_alt_names.clear(),
        AUTHORITY_KEY => made.use_authority_key_identifier_extension = false,
        _ => {}
    }
    made.custom_extensions
        .push(certificates::extension(oid, critical, content));
}

#[test]
fn each_spoilt_setting_is_refused_by_its_rule() {
    use ProfileFault as F;
    let cases: &[(&str, ProfileFault, Spoil)] = &[
        ("no purpose", F::PurposeMissing, |_, made| {
            made.extended_key_usages.clear()
        }),
        ("any purpose", F::Purpose, |_, made| {
            made.extended_key_usages = vec![Purpose::Any]
        }),
        ("server", F::Purpose, |_, made| {
            made.extended_key_usages = vec![Purpose::ServerAuth]
        }),
        ("client and server", F::Purpose, |_, made| {
            made.extended_key_usages.push(Purpose::ServerAuth)
        }),
        ("server and client", F::Purpose, |_, made| {
            made.extended_key_usages.insert(0, Purpose::ServerAuth)
        }),
        ("client and any", F::Purpose, |_, made| {
            made.extended_key_usages.push(Purpose::Any)
        }),
        ("client twice", F::Purpose, |_, made| {
            made.extended_key_usages.push(Purpose::ClientAuth)
        }),
        ("code signing", F::Purpose, |_, made| {
            made.extended_key_usages = vec![Purpose::CodeSigning]
        }),
        ("e-mail", F::Purpose, |_, made| {
            made.extended_key_usages = vec![Purpose::EmailProtection]
        }),
        ("empty purpose", F::Purpose, |_, made| {
            by_hand(made, PURPOSE, false, &[0x30, 0])
        }),
        ("garbled purpose", F::ExtensionUnreadable, |_, made| {
            by_hand(made, PURPOSE, false, &[0xff])
        }),
        ("no usage", F::KeyUsageMissing, |_, made| made.key_usages.clear()),
        ("usage to agree", F::KeyUsage, |_, made| {
            made.key_usages = vec![Usage::KeyAgreement]
        }),
        ("usage to encipher too", F::KeyUsage, |_, made| {
            made.key_usages.push(Usage::KeyEncipherment)
        }),
        ("usage to commit too", F::KeyUsage, |_, made| {
            made.key_usages.push(Usage::ContentCommitment)
        }),
        ("usage to sign certificates too", F::KeyUsage, |_, made| {
            made.key_usages.push(Usage::KeyCertSign)
        }),
        ("usage of nothing", F::KeyUsage, |_, made| {
            by_hand(made, KEY_USAGE, true, &[3, 1, 0])
        }),
        ("usage padded", F::KeyUsage, |_, made| {
            by_hand(made, KEY_USAGE, true, &[3, 3, 7, 0x80, 0])
        }),
        ("usage with loose bits", F::KeyUsage, |_, made| {
            by_hand(made, KEY_USAGE, true, &[3, 2, 0, 0x80])
        }),
        ("authority", F::Authority, |_, made| {
            made.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)
        }),
        ("short authority", F::Authority, |_, made| {
            made.is_ca = IsCa::Ca(BasicConstraints::Constrained(0))
        }),
        ("path length", F::Authority, |_, made| {
            by_hand(made, CONSTRAINTS, true, &[0x30, 3, 2, 1, 0])
        }),
        ("garbled constraints", F::ExtensionUnreadable, |_, made| {
            by_hand(made, CONSTRAINTS, true, &[0x30, 9])
        }),
        ("serial of 56 bits", F::SerialTooShort, |_, made| {
            made.serial_number = Some(vec![0x5a; 7].into())
        }),
        ("serial of one", F::SerialTooShort, |_, made| {
            made.serial_number = Some(1_u64.into())
        }),
        ("serial of zero", F::SerialNotPositive, |_, made| {
            made.serial_number = Some(0_u64.into())
        }),
        ("serial of 21 octets", F::SerialTooLong, |_, made| {
            made.serial_number = Some(vec![0x5a; 21].into())
        }),
        ("serial of 161 bits", F::SerialTooLong, |_, made| {
            made.serial_number = Some(vec![0xda; 20].into())
        }),
        ("serial of 100 octets", F::SerialTooLong, |_, made| {
            made.serial_number = Some(vec![9; 100].into())
        }),
        ("a second too long", F::ValidityTooLong, |mint, made| {
            mint.valid(made, 0, 30 * DAY + 1)
        }),
        ("a year for a partner", F::ValidityTooLong, |mint, made| {
            mint.valid(made, 0, 365 * DAY)
        }),
        ("a second too long for staff", F::ValidityTooLong, |mint, made| {
            made.subject_alt_names = vec![mint.uri("staff/officer-1")];
            mint.valid(made, 0, 366 * DAY + 1);
        }),
        ("reversed", F::ValidityReversed, |mint, made| {
            mint.valid(made, DAY, 0)
        }),
        ("no key ids", F::SubjectKeyId, |_, made| made.is_ca = IsCa::NoCa),
        ("empty subject key id", F::SubjectKeyId, |_, made| {
            by_hand(made, SUBJECT_KEY, false, &[4, 0])
        }),
        ("no authority key id", F::AuthorityKeyId, |_, made| {
            made.use_authority_key_identifier_extension = false;
        }),
        ("empty authority key id", F::AuthorityKeyId, |_, made| {
            by_hand(made, AUTHORITY_KEY, false, &[0x30, 0])
        }),
        ("no name", F::NameMissing, |_, made| {
            made.subject_alt_names.clear()
        }),
        ("no name in it", F::NameMissing, |_, made| {
            by_hand(made, ALT_NAME, false, &[0x30, 0])
        }),
        ("two URIs", F::NameNotSingle, |mint, made| {
            made.subject_alt_names.push(mint.uri("partner/fr-pn/gate-1"));
        }),
        ("the same URI twice", F::NameNotSingle, |mint, made| {
            made.subject_alt_names.push(mint.uri(GATE))
        }),
        ("URI and host", F::NameNotSingle, |_, made| {
            made.subject_alt_names
                .push(SanType::DnsName("gate.test".try_into().unwrap()));
        }),
        ("a hundred URIs", F::NameNotSingle, |mint, made| {
            made.subject_alt_names = vec![mint.uri(GATE); 100]
        }),
        ("a thousand URIs", F::TooLarge, |mint, made| {
            made.subject_alt_names = vec![mint.uri(GATE); 1000]
        }),
        ("host", F::NameNotUri, |_, made| {
            made.subject_alt_names = vec![SanType::DnsName("gate.test".try_into().unwrap())];
        }),
        ("mail", F::NameNotUri, |_, made| {
            made.subject_alt_names = vec![SanType::Rfc822Name("gate@kmar.test".try_into().unwrap())];
        }),
        ("address", F::NameNotUri, |_, made| {
            made.subject_alt_names = vec![SanType::IpAddress([192, 0, 2, 1].into())];
        }),
        ("other name", F::NameNotUri, |_, made| {
            let other = rcgen::OtherNameValue::Utf8String(format!("spiffe://{DOMAIN}/{GATE}"));
            made.subject_alt_names = vec![SanType::OtherName((vec![1, 3, 6, 1, 4, 1, 99999], other))];
        }),
        ("garbled name", F::ExtensionUnreadable, |_, made| {
            by_hand(made, ALT_NAME, false, &[0x30, 5, 0x86])
        }),
        ("critical stranger", F::CriticalExtension, |_, made| {
            by_hand(made, &[1, 3, 6, 1, 4, 1, 99999, 1], true, &[5, 0]);
        }),
        ("critical policy", F::CriticalExtension, |_, made| {
            by_hand(made, &[2, 5, 29, 32], true, &[0x30, 6, 0x30, 4, 6, 2, 0x2a, 3]);
        }),
        ("critical subject key id", F::CriticalExtension, |_, made| {
            by_hand(made, SUBJECT_KEY, true, &[4, 1, 1])
        }),
        ("name constraints", F::CriticalExtension, |_, made| {
            let permitted_subtrees = vec![GeneralSubtree::DnsName("test".into())];
            made.name_constraints = Some(NameConstraints {
                permitted_subtrees,
                excluded_subtrees: vec![],
            });
        }),
        ("usage twice", F::ExtensionTwice, |_, made| {
            made.custom_extensions = vec![certificates::extension(KEY_USAGE, true, &[3, 2, 7, 0x80])];
        }),
        ("name twice", F::ExtensionTwice, |mint, made| {
            let uri = format!("spiffe://{DOMAIN}/staff/admin-1");
            let length = u8::try_from(uri.len()).unwrap();
            let content = [&[0x30, length + 2, 0x86, length], uri.as_bytes()].concat();
            made.custom_extensions = vec![certificates::extension(ALT_NAME, false, &content)];
            mint.valid(made, 0, DAY);
        }),
        ("garbled extension", F::ExtensionUnreadable, |_, made| {
            by_hand(made, &[2, 5, 29, 31], false, &[0x30, 9])
        }),
        ("fat", F::TooLarge, |_, made| {
            by_hand(made, &[1, 3, 6, 1, 4, 1, 99999, 1], false, &[5; 9000])
        }),
    ];
    let mint = mint();
    for (what, fault, spoil) in cases {
        let mut made = mint.client(GATE);
        spoil(&mint, &mut made);
        assert_eq!(check(&leaf(&mint.sign(&made).0), DOMAIN), Err(*fault), "{what}");
    }
}
