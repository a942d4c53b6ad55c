//! Why a gateway gives no answer, told apart by what the asking side can do about it.
//!
//! Uses `wire`. Looks through the layers of the HTTP client for what TLS said.

use std::error::Error;
use std::io;

use reqwest::StatusCode;
use rustls::AlertDescription;
use rustls::CertificateError;

use crate::wire::Problem;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Certificate, key or root cannot be used.
    #[error("{0}")]
    Identity(&'static str),
    /// The address is none.
    #[error("not an address of a gateway: it must look like https://host:8443")]
    Address,
    /// The server at the address did not prove that it is the gateway; nothing was asked.
    #[error("the gateway's certificate {0}")]
    NotTheGateway(&'static str),
    /// The gateway did not accept the client's certificate.
    #[error("your certificate was refused: {0}")]
    CertificateRefused(&'static str),
    /// Nobody answers at the address.
    #[error("no connection to the gateway")]
    Unreachable(#[source] reqwest::Error),
    /// No answer in time.
    #[error("the gateway did not answer within 10 seconds")]
    TimedOut,
    /// The connection failed on the way.
    #[error("the connection to the gateway broke off")]
    Connection(#[source] reqwest::Error),
    /// The gateway refused, and said why.
    #[error("{}: {}", .0.title, .0.detail)]
    Refused(Box<Problem>),
    /// An answer that is not in the API's form.
    #[error("the gateway's answer is not in the API's form (status {0})")]
    Form(StatusCode),
}

impl ClientError {
    /// Reads the HTTP client's error.
    pub(super) fn of(error: reqwest::Error) -> Self {
        match tls(&error) {
            Some(rustls::Error::InvalidCertificate(fault)) => Self::NotTheGateway(of_server(fault)),
            Some(rustls::Error::AlertReceived(alert)) => of_alert(*alert).unwrap_or(Self::Connection(error)),
            _ if error.is_timeout() => Self::TimedOut,
            _ if error.is_connect() => Self::Unreachable(error),
            _ => Self::Connection(error),
        }
    }
}

/// What TLS said, however deep it lies. An `io::Error` does not show what it wraps as its source, so
/// it is asked for it.
fn tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let inner: Option<&'a (dyn Error + 'static)> = match wrapped {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    };
    tls(inner?)
}

fn of_server(fault: &CertificateError) -> &'static str {
    match fault {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => "is not from this root",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another host name"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "has expired, or this machine's clock is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet, or this machine's clock is wrong"
        }
        _ => "cannot be accepted",
    }
}

/// What an alert says of our certificate, if anything.
pub(super) fn of_alert(alert: AlertDescription) -> Option<ClientError> {
    // What the gateway sends for each fault of a certificate stands in `tls::fault`.
    Some(ClientError::CertificateRefused(match alert {
        AlertDescription::CertificateExpired => "expired, or not valid yet",
        AlertDescription::UnknownCA => "its issuer is not known to the gateway",
        AlertDescription::CertificateRevoked => "revoked",
        AlertDescription::CertificateRequired => "none was shown",
        AlertDescription::UnsupportedCertificate => "it is not one for clients, or its key is not allowed",
        AlertDescription::BadCertificate => "it is damaged, or not signed by an authority the gateway knows",
        AlertDescription::CertificateUnknown => "it does not keep to the gateway's profile",
        AlertDescription::AccessDenied => "it is not let in",
        _ => return None,
    }))
}
