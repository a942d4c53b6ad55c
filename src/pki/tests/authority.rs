//! The authority's own certificates and files.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rcgen::KeyPair;

use super::*;
use crate::pki::certificates::Mint;
use crate::pki::files::Files;
use crate::pki::files::Secrecy;
use crate::pki::signer::FileSigner;
use crate::pki::signer::Signer;

fn made() -> NewAuthority {
    NewAuthority::make("be-spoc", now()).unwrap()
}

#[test]
fn root_and_issuing_authority_are_as_rfc_5280_wants_them() {
    let authority = made().authority;
    for (der, below) in [(authority.root(), 1), (authority.issuing(), 0)] {
        let certificate = parse(der);
        let constraints = certificate.basic_constraints().unwrap().unwrap();
        assert!(constraints.critical && constraints.value.ca);
        assert_eq!(constraints.value.path_len_constraint, Some(below));
        let usage = certificate.key_usage().unwrap().unwrap();
        assert!(usage.critical && usage.value.key_cert_sign() && usage.value.crl_sign());
        assert!(!usage.value.digital_signature());
        assert!(certificate.name_constraints().unwrap().is_none());
        assert_eq!(certificate.raw_serial().len(), 16);
        assert!(certificate.raw_serial()[0] & 0x80 == 0);
        let extensions = certificate.tbs_certificate.extensions_map().unwrap();
        for id in ["2.5.29.14", "2.5.29.35"] {
            assert!(extensions.keys().any(|oid| oid.to_id_string() == id), "{id}");
        }
    }
    let (root, issuing) = (parse(authority.root()), parse(authority.issuing()));
    assert_ne!(root.raw_serial(), issuing.raw_serial());
    assert_eq!(issuing.issuer(), root.subject());
    assert_ne!(root.subject(), issuing.subject());
}

#[test]
fn an_authority_is_the_same_after_saving_and_loading_and_needs_no_root_key() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::under(folder.path().join("live"));
    let new = made();
    new.save(&files.authority()).unwrap();
    fs::remove_file(files.authority().join(files::ROOT_KEY)).unwrap();
    let loaded = Authority::load(&files.authority()).unwrap();
    assert_eq!(loaded.root(), new.authority.root());
    assert_eq!(loaded.pin().unwrap(), new.authority.pin().unwrap());
    assert_eq!(loaded.not_after(), new.authority.not_after());
    loaded
        .client_with_key(&name("/staff/officer-1"), DOMAIN, issue::STAFF_LIFETIME, now())
        .unwrap();
}

#[test]
fn private_keys_are_the_owners_alone_and_nothing_is_left_aside() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("live").join("authority");
    made().save(&place).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o700);
    let mut found: Vec<_> = fs::read_dir(&place)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    found.sort();
    let names: Vec<_> = found
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(names, ["issuing.key", "issuing.pem", "root.key", "root.pem"]);
    for path in &found {
        let private = path.extension().unwrap() == "key";
        assert_eq!(
            mode(path),
            if private { 0o600 } else { 0o644 },
            "{}",
            path.display()
        );
    }
}

#[test]
fn an_authority_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    made().save(folder.path()).unwrap();
    let before = fs::read(folder.path().join(files::ISSUING_KEY)).unwrap();
    assert!(matches!(made().save(folder.path()), Err(PkiError::Exists { .. })));
    assert_eq!(fs::read(folder.path().join(files::ISSUING_KEY)).unwrap(), before);
}

#[test]
fn a_key_or_root_of_another_authority_is_refused() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    made().save(one.path()).unwrap();
    made().save(other.path()).unwrap();
    for file in [files::ISSUING_KEY, files::ROOT_CERTIFICATE] {
        let kept = fs::read(one.path().join(file)).unwrap();
        fs::copy(other.path().join(file), one.path().join(file)).unwrap();
        assert!(
            matches!(Authority::load(one.path()), Err(PkiError::KeyMismatch)),
            "{file}"
        );
        fs::write(one.path().join(file), kept).unwrap();
    }
    Authority::load(one.path()).unwrap();
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Authority::load(folder.path()).unwrap_err();
    assert!(error.to_string().contains("root.pem"), "{error}");
}

#[test]
fn a_p_256_issuing_key_made_elsewhere_signs_as_well() {
    let mint = Mint::new(DOMAIN, now());
    let [root, issuing] = mint.authorities().try_into().unwrap();
    let signer = FileSigner::from_pem(&mint.issuing_key_pem()).unwrap();
    assert_eq!(signer.kind(), keys::KeyKind::P256);
    let authority = Authority::new(root, issuing, std::sync::Arc::new(signer)).unwrap();
    authority
        .client_with_key(&name("/staff/officer-1"), DOMAIN, DAY, now())
        .unwrap();
}

#[test]
fn an_authority_key_of_another_kind_is_refused() {
    let key = KeyPair::generate_for(&rcgen::PKCS_ED25519)
        .unwrap()
        .serialize_pem();
    assert!(matches!(FileSigner::from_pem(&key), Err(PkiError::Signer(_))));
}

#[test]
fn nothing_shows_a_private_key() {
    let authority = made().authority;
    let shown = format!("{authority:?} {:?}", FileSigner::generate().unwrap());
    assert!(!shown.contains("PRIVATE") && shown.len() < 200, "{shown}");
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pem");
    files::write(&path, b"old", Secrecy::Public).unwrap();
    files::write(&path, b"new", Secrecy::Private).unwrap();
    assert_eq!(files::read(&path).unwrap(), "new");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    // A folder in the way makes the rename fail: the scrap must not stay.
    let blocked = folder.path().join("blocked");
    fs::create_dir(&blocked).unwrap();
    fs::write(blocked.join("x"), b"").unwrap();
    assert!(files::write(&blocked, b"new", Secrecy::Public).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_file_larger_than_any_chain_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.pem");
    fs::write(&path, vec![b'x'; 300 * 1024]).unwrap();
    assert!(matches!(files::read(&path), Err(PkiError::File { .. })));
}

#[test]
fn the_logs_key_is_ed25519_and_both_halves_belong_together() {
    let folder = tempfile::tempdir().unwrap();
    let key = keys::make_log_key().unwrap();
    let pair = KeyPair::from_pem(&key.private_pem).unwrap();
    assert_eq!(pair.algorithm(), &rcgen::PKCS_ED25519);
    assert_eq!(pair.public_key_pem().replace('\r', ""), key.public_pem);
    files::write(
        &folder.path().join("k"),
        key.private_pem.as_bytes(),
        Secrecy::Private,
    )
    .unwrap();
    if let Some(output) = openssl(folder.path(), &["pkey", "-in", "k", "-pubout"]) {
        assert_eq!(String::from_utf8(output.stdout).unwrap(), key.public_pem);
    }
}
