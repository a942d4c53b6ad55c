//! What is wrong with a client's certificate, and the TLS alert that says so.
//!
//! Uses `pki::profile`. The texts are shown on the desk's help page; the alerts are RFC 8446 6.2.

use std::sync::Arc;

use rustls::CertificateError;
use rustls::Error;
use rustls::OtherError;

use crate::pki::ProfileFault;
use crate::pki::keys::KeyFault;

/// Why a client's certificate is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    /// More certificates than leaf and issuing authority, those known here not counted.
    #[error("more than two certificates were sent, send yours and its issuer's only")]
    ChainTooLong,
    /// More bytes than a chain of two has.
    #[error("the certificates sent are larger than 16 KiB")]
    ChainTooLarge,
    /// Not readable at all.
    #[error("the certificate is not readable")]
    Unreadable,
    /// Its last instant, or that of its authority, has passed.
    #[error("the certificate has expired")]
    Expired,
    /// Its first instant, or that of its authority, is still to come.
    #[error("the certificate is not valid yet, or the clock that made it is wrong")]
    NotYetValid,
    /// Issued by an authority that is not trusted here.
    #[error("the certificate's issuer is not known here")]
    UnknownAuthority,
    /// Its signature, or its authority's, does not verify.
    #[error("the certificate's signature is not good")]
    BadSignature,
    /// It breaks the profile.
    #[error(transparent)]
    Profile(#[from] ProfileFault),
    /// Path validation refused for another reason.
    #[error("the certificate's path cannot be validated")]
    Path,
}

impl Fault {
    /// Reads the answer of webpki's path validation.
    pub(super) fn from_webpki(error: &Error) -> Self {
        let Error::InvalidCertificate(error) = error else {
            return Self::Path;
        };
        #[expect(deprecated, reason = "rustls still gives the old variant for some keys")]
        match error {
            CertificateError::BadEncoding | CertificateError::UnhandledCriticalExtension => Self::Unreadable,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::UnknownIssuer => Self::UnknownAuthority,
            CertificateError::BadSignature
            | CertificateError::UnsupportedSignatureAlgorithm
            | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
            | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => Self::BadSignature,
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Self::Profile(ProfileFault::Purpose)
            }
            _ => Self::Path,
        }
    }

    /// The error that makes rustls send the right alert.
    pub(super) fn alert(self) -> Error {
        Error::InvalidCertificate(match self {
            // certificate_expired
            Self::Expired | Self::NotYetValid => CertificateError::Expired,
            // unknown_ca
            Self::UnknownAuthority => CertificateError::UnknownIssuer,
            // bad_certificate: corrupt, or its signatures do not verify
            Self::Unreadable | Self::BadSignature | Self::ChainTooLong | Self::ChainTooLarge => {
                CertificateError::BadEncoding
            }
            Self::Profile(fault) => return Error::InvalidCertificate(profile_alert(fault)),
            // certificate_unknown: some other issue made it unacceptable
            Self::Path => other(self),
        })
    }
}

fn profile_alert(fault: ProfileFault) -> CertificateError {
    match fault {
        ProfileFault::TooLarge
        | ProfileFault::NotACertificate
        | ProfileFault::SerialForm
        | ProfileFault::SignatureAlgorithmsDiffer
        | ProfileFault::ExtensionTwice
        | ProfileFault::ExtensionUnreadable
        | ProfileFault::CriticalExtension
        | ProfileFault::ValidityReversed
        | ProfileFault::Key(KeyFault::Unreadable | KeyFault::Point) => CertificateError::BadEncoding,
        // unsupported_certificate: of a type that is not supported
        ProfileFault::NotVersion3
        | ProfileFault::SignatureAlgorithm
        | ProfileFault::Key(KeyFault::Kind | KeyFault::RsaBits | KeyFault::RsaExponent)
        | ProfileFault::Authority
        | ProfileFault::KeyUsageMissing
        | ProfileFault::KeyUsage
        | ProfileFault::PurposeMissing
        | ProfileFault::Purpose => CertificateError::InvalidPurpose,
        ProfileFault::SerialNotPositive
        | ProfileFault::SerialTooShort
        | ProfileFault::SerialTooLong
        | ProfileFault::UniqueId
        | ProfileFault::SubjectKeyId
        | ProfileFault::AuthorityKeyId
        | ProfileFault::NameMissing
        | ProfileFault::NameNotSingle
        | ProfileFault::NameNotUri
        | ProfileFault::NameForm
        | ProfileFault::NameDomain
        | ProfileFault::ValidityTooLong => other(Fault::Profile(fault)),
    }
}

fn other(fault: Fault) -> CertificateError {
    CertificateError::Other(OtherError(Arc::new(fault)))
}
