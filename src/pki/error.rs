//! What can go wrong with keys, certificates and their files.
//!
//! Uses `profile` and `keys`. Texts never hold a key, a password or a certificate's content.

use std::io;
use std::path::PathBuf;

use super::keys::KeyFault;
use super::profile::ProfileFault;

/// Why the room could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A file could not be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// There is an authority already; a second one would orphan every certificate of the first.
    #[error("{} exists: an authority is never overwritten, move its folder away first", path.display())]
    Exists {
        /// The root certificate that is in the way.
        path: PathBuf,
    },
    /// A text that should be PEM is not, or holds something else than what was asked for.
    #[error("not good PEM: {what}")]
    Pem {
        /// What is missing or wrong.
        what: &'static str,
    },
    /// DER that is not a certificate.
    #[error("not a certificate")]
    NotACertificate,
    /// A private key and a certificate that do not belong together.
    #[error("the private key is not the certificate's")]
    KeyMismatch,
    /// A public key that may not be certified.
    #[error("this public key is not allowed")]
    Key(#[from] KeyFault),
    /// A certificate that would break our own profile; nothing was signed with the real key.
    #[error("what would be signed breaks the profile")]
    Profile(#[from] ProfileFault),
    /// The authority's certificate is not valid now, or not for as long as was asked.
    #[error("the authority's certificate is not valid at this time")]
    AuthorityExpired,
    /// A host name that cannot stand in a certificate.
    #[error("{0:?} cannot stand in a certificate as a host name")]
    HostName(String),
    /// An instant that cannot stand in a certificate.
    #[error("an instant that a certificate cannot hold")]
    Instant,
    /// Nobody at hand signed the certificate, so there is nothing to pin.
    #[error("the certificate's issuer is not known here and not in the file: put its certificate after it")]
    UnknownIssuer,
    /// The signing key refused or is out of reach.
    #[error("the signing key is not usable: {0}")]
    Signer(String),
    /// Making or encoding failed inside a library; `what` says at which step.
    #[error("{what} failed: {detail}")]
    Making {
        /// The step.
        what: &'static str,
        /// The library's words, which hold no secret.
        detail: String,
    },
}

impl PkiError {
    /// Wraps a library's error at `what`.
    pub(crate) fn making(what: &'static str) -> impl Fn(rcgen::Error) -> Self {
        move |error| Self::Making {
            what,
            detail: error.to_string(),
        }
    }
}
