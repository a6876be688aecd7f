//! A site for which an authority of the organisation's own vouches.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::world::World;
use crate::support::replace;

/// An authority that vouches for machines.
struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self {
            certificate: params.self_signed(&key).unwrap().der().clone(),
            issuer: Issuer::new(params, key),
        }
    }

    fn pem(&self) -> String {
        let text = BASE64_STANDARD.encode(&self.certificate);
        format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    }

    /// Vouches for this machine.
    fn server(&self) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::from(key))
            .unwrap();
        Arc::new(config)
    }
}

/// Stands before a site and speaks HTTPS; gives its port. Requests have no body.
fn front(config: Arc<ServerConfig>, behind: &str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let behind = behind.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let mut near = StreamOwned::new(connection, stream);
            let mut request = Vec::new();
            let mut piece = [0; 4_096];
            while !request.ends_with(b"\r\n\r\n") {
                match near.read(&mut piece) {
                    Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
                    _ => break,
                }
            }
            if request.is_empty() {
                continue;
            }
            let mut far = TcpStream::connect(&behind).unwrap();
            far.write_all(&request).unwrap();
            let mut answer = Vec::new();
            far.read_to_end(&mut answer).unwrap();
            let _ = near.write_all(&answer);
            near.conn.send_close_notify();
            let _ = near.flush();
        }
    });
    port
}

/// A site behind HTTPS.
fn secured(authority: &Authority) -> World {
    let world = World::cloud();
    let plain = world.fake.address();
    let behind = plain.trim_start_matches("http://").trim_end_matches("/wiki");
    let port = front(authority.server(), behind);
    replace(&world.review(), &plain, &format!("https://127.0.0.1:{port}/wiki"));
    world
}

#[test]
fn who_is_vouched_for_by_an_authority_of_ones_own_is_trusted_if_that_is_declared() {
    let (own, other) = (Authority::new(), Authority::new());
    let world = secured(&own);
    world.run(&["doctor"]).is(
        1,
        &[
            "wrong          account: `127.0.0.1` cannot show that it is who it says",
            "`ca-file = \"confluence-ca.pem\"`",
        ],
    );
    assert!(
        world.traffic().is_empty(),
        "the token goes to nobody who is not trusted"
    );
    let file = world.inputs.join("ca.pem");
    replace(
        &world.review(),
        "space = \"SEC\"",
        "ca-file = \"ca.pem\"\nspace = \"SEC\"",
    );
    fs::write(&file, other.pem()).unwrap();
    world
        .run(&["doctor"])
        .is(1, &["cannot show that it is who it says", "is the right one"]);
    fs::write(&file, format!("{}{}", other.pem(), own.pem())).unwrap();
    world.run(&["doctor"]).is(0, &["well           account: Audit Robot\n"]);
    // The file is none that was forgotten.
    world.report();
    let internal = fs::read_to_string(world.folder().join("internal/internal.md")).unwrap();
    assert!(!internal.contains("ca.pem"), "{internal}");
}

#[test]
fn a_file_without_certificates_is_told_with_its_line() {
    let world = World::cloud();
    let address = world.fake.address();
    replace(&world.review(), &address, "https://127.0.0.1:9/wiki");
    replace(
        &world.review(),
        "space = \"SEC\"",
        "ca-file = \"ca.pem\"\nspace = \"SEC\"",
    );
    world.run(&["doctor"]).is(
        2,
        &["`ca-file` of `[confluence]` is `ca.pem`, which cannot be read; copy it into the inputs folder"],
    );
    fs::write(world.inputs.join("ca.pem"), "Ask the help desk.").unwrap();
    world.run(&["doctor"]).is(
        2,
        &["`ca.pem`, which holds no certificate; expected one certificate or more"],
    );
}
