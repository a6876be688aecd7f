//! Certificates of an authority of the organisation's own: who vouches for a site that nobody on the web does.
//!
//! Comes in: the bytes of the file that `ca-file` of `[confluence]` names. Goes out: what the client trusts, and nothing else.

use anyhow::{Context as _, bail, ensure};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// The form that is expected, and how to come by it.
const FORM: &str = "expected one certificate or more as text (PEM), each between `-----BEGIN CERTIFICATE-----` and \
                    `-----END CERTIFICATE-----`; whoever runs your machines has it, or `openssl x509 -inform der -in FILE -out \
                    confluence-ca.pem` makes it of a binary one";

/// Certificates that are trusted.
#[derive(Clone, Debug)]
pub struct Trust(RootCerts);

impl Trust {
    /// Reads them.
    ///
    /// # Errors
    /// When there is none, one of them is none, or a private key stands beside them.
    pub fn of(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut certificates: Vec<Certificate<'static>> = Vec::new();
        for item in parse_pem(bytes) {
            let number = certificates.len() + 1;
            match item.with_context(|| format!("cannot be read from number {number} on; {FORM}"))? {
                PemItem::PrivateKey(_) => {
                    bail!(
                        "holds a private key, which has no place there; delete it from the file, and have a new one made"
                    )
                }
                PemItem::Certificate(certificate) => {
                    let copy = CertificateDer::from(certificate.der().to_vec());
                    // What cannot be read would otherwise be passed over in silence.
                    let added = RootCertStore::empty().add(copy);
                    added.with_context(|| format!("has something else as certificate number {number}; {FORM}"))?;
                    certificates.push(certificate);
                }
                _ => {}
            }
        }
        ensure!(!certificates.is_empty(), "holds no certificate; {FORM}");
        Ok(Self(RootCerts::new_with_certs(&certificates)))
    }

    /// As the client takes it.
    pub(super) fn config(&self) -> TlsConfig {
        TlsConfig::builder().root_certs(self.0.clone()).build()
    }
}

/// Whether a site was not spoken to because nobody who is trusted vouches for it.
pub(super) fn is_untrusted(error: &ureq::Error) -> bool {
    let inner = if let ureq::Error::Rustls(error) = error {
        Some(error)
    } else if let ureq::Error::Io(error) = error {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    } else {
        None
    };
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    #[test]
    fn only_certificates_are_trusted() {
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = rcgen::CertificateParams::default().self_signed(&key).unwrap();
        let pem = |kind: &str, bytes: &[u8]| {
            let text = BASE64_STANDARD.encode(bytes);
            format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
        };
        let good = pem("CERTIFICATE", certificate.der());
        Trust::of(format!("Our own\n{good}\n{good}").as_bytes()).unwrap();
        for (bytes, saying) in [
            (Vec::new(), "holds no certificate"),
            (certificate.der().to_vec(), "-inform der"),
            (
                b"-----BEGIN CERTIFICATE-----\nabc".to_vec(),
                "cannot be read from number 1 on",
            ),
            (pem("CERTIFICATE", b"abc").into_bytes(), "certificate number 1"),
            (
                format!("{good}{}", pem("CERTIFICATE", b"abc")).into_bytes(),
                "certificate number 2",
            ),
            (
                format!("{good}{}", pem("PRIVATE KEY", key.serialized_der())).into_bytes(),
                "a private key, which has no place there",
            ),
        ] {
            let error = format!("{:#}", Trust::of(&bytes).unwrap_err());
            assert!(error.contains(saying), "{saying}: {error}");
        }
    }
}
