//! The rules of the profile, one variant for each.
//!
//! Uses `keys`. The texts are shown to whoever brings the certificate, so they say what to change.

use crate::pki::keys::KeyFault;

/// The rule that a certificate breaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProfileFault {
    /// Over [`super::MOST_BYTES`].
    #[error("the certificate is larger than 8 KiB")]
    TooLarge,
    /// Not DER of one certificate, or something follows it.
    #[error("the certificate is not readable")]
    NotACertificate,
    /// X.509 version 1 or 2.
    #[error("the certificate is not of X.509 version 3")]
    NotVersion3,
    /// Zero or below.
    #[error("the serial number is not positive")]
    SerialNotPositive,
    /// Not in the shortest encoding.
    #[error("the serial number is not in DER")]
    SerialForm,
    /// Fewer than 8 octets.
    #[error("the serial number has fewer than 64 bits")]
    SerialTooShort,
    /// More than 20 octets.
    #[error("the serial number has more than 20 octets")]
    SerialTooLong,
    /// The two places that name the signature's algorithm disagree.
    #[error("the certificate names two different signature algorithms")]
    SignatureAlgorithmsDiffer,
    /// SHA-1, MD5 or unknown.
    #[error("the certificate is signed with an algorithm that is not accepted")]
    SignatureAlgorithm,
    /// issuerUniqueID or subjectUniqueID, which RFC 5280 forbids.
    #[error("the certificate has a unique identifier field")]
    UniqueId,
    /// The public key is of a kind or size that is not allowed.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The same extension twice.
    #[error("an extension stands in the certificate twice")]
    ExtensionTwice,
    /// A critical extension that is not understood here.
    #[error("a critical extension is not understood here")]
    CriticalExtension,
    /// An extension whose content cannot be read.
    #[error("an extension is not readable")]
    ExtensionUnreadable,
    /// An authority's certificate.
    #[error("the certificate is an authority's, not a client's")]
    Authority,
    /// No key usage.
    #[error("the key usage is missing, it must be digitalSignature")]
    KeyUsageMissing,
    /// Not digitalSignature, or more than that.
    #[error("the key usage must be digitalSignature and nothing else")]
    KeyUsage,
    /// No extended key usage; webpki would let it pass.
    #[error("the extended key usage is missing, it must be clientAuth")]
    PurposeMissing,
    /// Another purpose than clientAuth, or several.
    #[error("the extended key usage must be clientAuth and nothing else")]
    Purpose,
    /// No subject key identifier.
    #[error("the subject key identifier is missing")]
    SubjectKeyId,
    /// No authority key identifier.
    #[error("the authority key identifier is missing")]
    AuthorityKeyId,
    /// No alternative name.
    #[error("the certificate has no URI name")]
    NameMissing,
    /// Several alternative names.
    #[error("the certificate has more than one name")]
    NameNotSingle,
    /// A name that is not a URI.
    #[error("the certificate's name is not a URI")]
    NameNotUri,
    /// Not exactly `spiffe://domain/partner/<partner>/<client>` or `spiffe://domain/staff/<id>`.
    #[error("the URI name is not of the form spiffe://<domain>/partner/<partner>/<client>")]
    NameForm,
    /// A well-formed name of another trust domain.
    #[error("the URI name is of another trust domain")]
    NameDomain,
    /// Ends before it begins.
    #[error("the certificate ends before it begins")]
    ValidityReversed,
    /// Longer than 30 days for a partner, a year for a local user.
    #[error("the certificate is valid for longer than is accepted (30 days for partners, a year for staff)")]
    ValidityTooLong,
}
