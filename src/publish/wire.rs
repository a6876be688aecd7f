//! Requests and answers. The token goes into one header of requests to one host, and nowhere else.

mod change;
mod list;

use std::fmt;
use std::io::ErrorKind;
use std::thread;
use std::time::Duration;

use anyhow::{anyhow, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Method, Response, header};

use super::form::Form;
use super::retry::{self, Pause, TRIES};
use super::secret::Secret;
use super::trust::{Trust, is_untrusted};
use crate::model::harmless::harmless;
use crate::model::publishing::{Base, Kind, Publishing};

/// The largest answer that is read.
const LARGEST: u64 = 64 << 20;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How many letters of a site's own words a message repeats.
const WORDS: usize = 300;

/// A site, and who speaks to it.
pub(super) struct Wire {
    agent: Agent,
    base: Base,
    /// The value of the header `Authorization`.
    credential: String,
    /// What no message may show.
    secrets: [String; 2],
    /// How long a list may take.
    patience: Duration,
}

/// What is asked.
pub(super) struct Request {
    method: Method,
    /// What stands behind the address of the site.
    path: String,
    body: Body,
}

enum Body {
    Nothing,
    Json(Value),
    Form(Form),
}

/// What a site answers.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    retry_after: Option<u128>,
    location: Option<String>,
    /// What was asked, as messages call it.
    asked: String,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// The request never went out.
    Unreachable(String),
    /// The request never went out, as nobody who is trusted vouches for the site.
    Untrusted(String),
    /// It may have gone out and done what it says.
    Lost(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) | Self::Untrusted(why) | Self::Lost(why) => f.write_str(why),
        }
    }
}

impl Request {
    pub(super) fn get(path: String) -> Self {
        let body = Body::Nothing;
        Self {
            method: Method::GET,
            path,
            body,
        }
    }

    pub(super) fn post(path: String, body: Value) -> Self {
        let body = Body::Json(body);
        Self {
            method: Method::POST,
            path,
            body,
        }
    }

    pub(super) fn put(path: String, body: Value) -> Self {
        let body = Body::Json(body);
        Self {
            method: Method::PUT,
            path,
            body,
        }
    }

    pub(super) fn send_form(method: Method, path: String, form: Form) -> Self {
        let body = Body::Form(form);
        Self { method, path, body }
    }
}

impl Answer {
    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the site could not do it now.
    fn is_busy(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504)
    }

    /// Its JSON.
    pub(super) fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_slice(&self.body).map_err(|_| {
            anyhow!(
                "{}: the site answered with something other than JSON; is `url` of `[confluence]` right?",
                self.asked
            )
        })
    }

    /// The site's own words, if it says any.
    fn words(&self) -> Option<String> {
        let value: Value = serde_json::from_slice(&self.body).ok()?;
        let places = ["/errors/0/title", "/errors/0/detail", "/message", "/errors/0/message"];
        let words = places.iter().find_map(|place| value.pointer(place)?.as_str());
        words.map(|words| harmless(&words.chars().take(WORDS).collect::<String>()))
    }
}

impl Wire {
    /// Speaks to the site that is declared.
    pub(super) fn new(publishing: &Publishing, secret: &Secret, trust: Option<&Trust>, timeout: Duration) -> Self {
        let encoded = |user: &str| BASE64_STANDARD.encode(format!("{user}:{}", secret.reveal()));
        let credential = match (&publishing.kind, &publishing.user) {
            (Kind::Cloud, Some(user)) => format!("Basic {}", encoded(user)),
            (Kind::Cloud, None) | (Kind::DataCenter, _) => format!("Bearer {}", secret.reveal()),
        };
        let user = publishing.user.as_deref().unwrap_or_default();
        let builder = Agent::config_builder()
            .https_only(!publishing.base.is_here())
            // An answer that leads elsewhere is told, not followed: the token goes to one host alone.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .user_agent(concat!("access-review/", env!("CARGO_PKG_VERSION")));
        let builder = if publishing.base.is_here() {
            builder.proxy(None)
        } else {
            builder
        };
        let builder = match trust {
            Some(trust) => builder.tls_config(trust.config()),
            None => builder,
        };
        Self {
            agent: builder.build().new_agent(),
            base: publishing.base.clone(),
            secrets: [secret.reveal().to_owned(), encoded(user)],
            credential,
            patience: timeout.saturating_mul(list::PATIENCE),
        }
    }

    /// Asks for something, as often as needed; changes nothing there.
    pub(super) fn read(&self, path: &str) -> anyhow::Result<Answer> {
        let mut tried = 0;
        loop {
            let outcome = self.send(&Request::get(path.to_owned()));
            let busy = match &outcome {
                Ok(answer) => answer.is_busy(),
                Err(Fault::Untrusted(_)) => false,
                Err(Fault::Unreachable(_) | Fault::Lost(_)) => true,
            };
            tried += 1;
            if !busy || tried == TRIES {
                return outcome.map_err(|fault| self.no_answer(&fault));
            }
            self.wait(tried - 1, outcome.as_ref().ok())?;
        }
    }

    /// What an attachment holds; an answer that leads to another host is followed without the token.
    pub(super) fn download(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut answer = self.read(path)?;
        for _ in 0..3 {
            if answer.is_good() {
                return Ok(answer.body);
            }
            let to = match (answer.status, &answer.location) {
                (301 | 302 | 303 | 307 | 308, Some(to)) => to.clone(),
                _ => return Err(self.refused(&answer)),
            };
            let base = Base::of(to.split(['?', '#']).next().unwrap_or_default());
            let is_sound = base.is_ok_and(|to| !to.is_here() || self.base.is_here());
            if !is_sound {
                bail!(
                    "{}: the site leads to an address that is not secure, which was not followed",
                    answer.asked
                );
            }
            let response = self.agent.get(&to).call();
            answer = self
                .answer(response, format!("GET of what `{path}` leads to"))
                .map_err(|fault| self.no_answer(&fault))?;
        }
        bail!("{}: the site leads from one address to the next", answer.asked)
    }

    fn send(&self, request: &Request) -> Result<Answer, Fault> {
        let address = format!("{}{}", self.base.address(), request.path);
        let shown = request.path.split('?').next().unwrap_or_default();
        let asked = format!("{} {shown}", request.method);
        // Anything else behind the address of the site would be a part of its name: `@` makes another host of it.
        if !request.path.starts_with('/') {
            let why =
                format!("{asked}: the site names a place that is not below its own address, which was not asked for");
            return Err(Fault::Unreachable(self.without_secrets(&why)));
        }
        let builder = ureq::http::Request::builder()
            .method(request.method.clone())
            .uri(address)
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, &self.credential);
        let response = match &request.body {
            Body::Nothing => builder
                .body(())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
            Body::Json(value) => builder
                .header(header::CONTENT_TYPE, "application/json")
                .body(value.to_string())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
            Body::Form(form) => builder
                .header(header::CONTENT_TYPE, form.kind())
                .header("X-Atlassian-Token", "nocheck")
                .body(form.bytes())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
        };
        self.answer(response, asked)
    }

    fn answer(&self, response: Result<Response<ureq::Body>, ureq::Error>, asked: String) -> Result<Answer, Fault> {
        let mut response = response.map_err(|error| self.fault(&error, &asked))?;
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let retry_after = text(header::RETRY_AFTER).and_then(retry::seconds);
        let location = text(header::LOCATION).map(str::to_owned);
        let read = response.body_mut().with_config().limit(LARGEST).read_to_vec();
        Ok(Answer {
            status: response.status().as_u16(),
            body: read.map_err(|error| self.fault(&error, &asked))?,
            retry_after,
            location,
            asked,
        })
    }

    fn fault(&self, error: &ureq::Error, asked: &str) -> Fault {
        let never_went_out = matches!(
            error,
            ureq::Error::HostNotFound
                | ureq::Error::ConnectionFailed
                | ureq::Error::Tls(_)
                | ureq::Error::Rustls(_)
                | ureq::Error::BadUri(_)
                | ureq::Error::Http(_)
                | ureq::Error::RequireHttpsOnly(_)
                | ureq::Error::ConnectProxyFailed(_)
                | ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect)
        ) || matches!(error, ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused);
        let why = self.without_secrets(&format!("{asked}: {error}"));
        if is_untrusted(error) {
            Fault::Untrusted(why)
        } else if never_went_out {
            Fault::Unreachable(why)
        } else {
            Fault::Lost(why)
        }
    }

    /// Waits before the next try.
    fn wait(&self, tried: u32, answer: Option<&Answer>) -> anyhow::Result<()> {
        let asked = answer.and_then(|answer| answer.retry_after);
        match retry::pause(tried, asked, retry::chance()) {
            Pause::For(wait) => thread::sleep(wait),
            Pause::TooLong(seconds) => bail!(
                "`{}` has no room for requests of this account now and asks to come back in {seconds} seconds; run the same \
                 command again then: what is done stays done",
                self.base.host()
            ),
        }
        Ok(())
    }

    fn no_answer(&self, fault: &Fault) -> anyhow::Error {
        if matches!(fault, Fault::Untrusted(_)) {
            return anyhow!(
                "`{}` cannot show that it is who it says ({fault}); where your organisation has an authority of its own for that, \
                 copy its certificate into the inputs folder and name it under `[confluence]`, as `ca-file = \
                 \"confluence-ca.pem\"`, or look whether the file named there is the right one",
                self.base.host()
            );
        }
        anyhow!(
            "no answer from `{}` ({fault}); look whether its address in `[confluence]` is right and reached from here, and run \
             the same command again: what is done stays done",
            self.base.host()
        )
    }

    /// The answer, if it is a good one.
    pub(super) fn good(&self, answer: Answer) -> anyhow::Result<Answer> {
        if answer.is_good() {
            Ok(answer)
        } else {
            Err(self.refused(&answer))
        }
    }

    /// Why a site said no, for the person who can change that.
    pub(super) fn refused(&self, answer: &Answer) -> anyhow::Error {
        let words = answer.words().unwrap_or_default();
        let words = self.without_secrets(&words);
        let lower = words.to_lowercase();
        let why = match answer.status {
            300..=399 => "the site leads elsewhere, which was not followed so that the token stays with one host; is `url` of \
                         `[confluence]` the address that a browser shows in the end?"
                .to_owned(),
            401 if lower.contains("scope") => {
                "the token lacks a scope for this; make one that has the scopes that README.md lists".to_owned()
            }
            401 => "the token is not accepted: it is wrong, has expired, or belongs to another address than `user`".to_owned(),
            403 => "the account of the token may not do this; look first whether `user` and the token belong together and the token is \
                    no old one, then ask whoever runs the space for the right to add pages and attachments to it"
                .to_owned(),
            404 if is_bare(&lower) => {
                "the site says that it does not know this, which it also says where the token is wrong or has expired, or its \
                 account may not see the page; `access-review publish doctor` tells which"
                    .to_owned()
            }
            413 => "it is larger than the site takes (5 MB as a rule); set `page-resources` under `[review]` lower, so that the page \
                    prints sums"
                .to_owned(),
            429 | 502..=504 => "the site has no room for requests now; run the same command again later".to_owned(),
            _ => "the site refuses this".to_owned(),
        };
        let said = if words.is_empty() {
            String::new()
        } else {
            format!("; it says `{words}`")
        };
        anyhow!("{}: answer {}: {why}{said}", answer.asked, answer.status)
    }

    /// Reads JSON.
    pub(super) fn value(&self, path: &str) -> anyhow::Result<Value> {
        self.good(self.read(path)?)?.json()
    }

    /// The same; none where there is no such thing.
    pub(super) fn optional(&self, path: &str) -> anyhow::Result<Option<Value>> {
        let answer = self.read(path)?;
        if answer.status == 404 && !is_bare(&answer.words().unwrap_or_default().to_lowercase()) {
            return Ok(None);
        }
        self.good(answer)?.json().map(Some)
    }

    /// The text with what no message may show struck out.
    fn without_secrets(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            text = text.replace(secret.as_str(), "(not shown)");
        }
        text
    }
}

/// Whether a 404 names nothing that it did not find, as the answer to a wrong credential.
fn is_bare(words: &str) -> bool {
    matches!(words.trim(), "" | "not found" | "null")
}

/// A value of a query, so that nothing in it means anything else.
pub(super) fn quoted(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push('%');
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    text
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::publishing::{PageId, Title};

    /// Speaks to a site on this machine.
    pub(super) fn wire(address: &str, timeout: Duration) -> Wire {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "EXAMPLE-token").unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let publishing = Publishing {
            kind: Kind::DataCenter,
            base: Base::of(address).unwrap(),
            ca_file: None,
            user: None,
            space: "SEC".to_owned(),
            parent: PageId(1),
            draft_parent: None,
            index: None,
            procedure: None,
            title: Title::of("{period}").unwrap(),
            labels: Vec::new(),
            editors: Vec::new(),
            line: 1,
        };
        let secret = Secret::read(Some(&file)).unwrap().unwrap();
        Wire::new(&publishing, &secret, None, timeout)
    }

    #[test]
    fn nothing_beside_the_site_is_asked_for() {
        let wire = wire("http://127.0.0.1:9", Duration::from_secs(1));
        let fault = wire.send(&Request::get("@localhost:9/steal".to_owned())).unwrap_err();
        assert!(matches!(fault, Fault::Unreachable(_)));
        assert!(fault.to_string().contains("not below its own address"), "{fault}");
    }
}
