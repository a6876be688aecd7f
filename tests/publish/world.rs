//! A small review that is reviewed and published, its site, and runs of the real binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tempfile::TempDir;

use super::fake::state::{DRAFTS, INDEX, PARENT, PROCEDURE, SPACE, USER};
use super::fake::{Exchange, Fake, Product};
use crate::support::{files, replace, report, root, said, small};

/// A made-up token, unlike anything else in any file.
pub(crate) const TOKEN: &str = "EXAMPLE-ATATT3x-quokka-93b1";

/// A review, its audit folder and a site.
pub(crate) struct World {
    pub(crate) fake: Fake,
    pub(crate) holder: TempDir,
    pub(crate) inputs: PathBuf,
    pub(crate) out: PathBuf,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Exit code and words are these.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        for words in words {
            assert!(
                self.out.contains(words) || self.err.contains(words),
                "`{words}` is not in {self:#?}"
            );
        }
    }
}

impl World {
    /// A reviewed audit and a site without a page of it.
    pub(crate) fn new(product: Product) -> Self {
        let fake = Fake::start(product, TOKEN, 0);
        let (holder, inputs) = example();
        let out = holder.path().join("out");
        let world = Self {
            fake,
            holder,
            inputs,
            out,
        };
        world.declare(product);
        world
    }

    pub(crate) fn cloud() -> Self {
        Self::new(Product::Cloud)
    }

    fn declare(&self, product: Product) {
        let review = self.review();
        let text = fs::read_to_string(&review).unwrap();
        let kind = match product {
            Product::Cloud => format!("kind = \"cloud\"\nuser = \"{USER}\""),
            Product::DataCenter => "kind = \"data-center\"".to_owned(),
        };
        let confluence = format!(
            "\n[confluence]\n{kind}\nurl = \"{}\"\nspace = \"{SPACE}\"\nparent = {PARENT}\ndraft-parent = {DRAFTS}\n\
             index = {INDEX}\nprocedure = {PROCEDURE}\ntitle = \"Access audit {{period}}\"\n\
             labels = [\"access-review\", \"audit\"]\n",
            self.fake.address()
        );
        fs::write(&review, text + &confluence).unwrap();
    }

    pub(crate) fn review(&self) -> PathBuf {
        self.inputs.join("review.toml")
    }

    /// Replaces a text of review.toml, and writes the audit folder anew.
    pub(crate) fn change(&self, from: &str, to: &str) {
        replace(&self.review(), from, to);
        self.report();
    }

    pub(crate) fn report(&self) {
        let (code, _, err) = said(&report(&self.inputs, &self.out));
        assert!(code < 2, "{err}");
    }

    /// The folder of the audit.
    pub(crate) fn folder(&self) -> PathBuf {
        self.out.join("2024-03-01")
    }

    /// `publish WHAT` with the token in the environment.
    pub(crate) fn run(&self, what: &[&str]) -> Said {
        self.run_as(what, Some(TOKEN))
    }

    /// The same with this token, or none.
    pub(crate) fn run_as(&self, what: &[&str], token: Option<&str>) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_access-review"));
        command
            .arg("publish")
            .args(what)
            .args(["--inputs", self.inputs.to_str().unwrap()]);
        if what.iter().all(|word| !matches!(*word, "pull" | "doctor")) {
            command.args(["--out", self.out.to_str().unwrap()]);
        }
        command.args(["--timeout", "2"]).current_dir(root());
        command.env_remove(access_review::publish::VARIABLE);
        if let Some(token) = token {
            command.env(access_review::publish::VARIABLE, token);
        }
        let (code, out, err) = said(&command.output().unwrap());
        let said = Said { code, out, err };
        self.holds_no_secret(&said, token.filter(|token| !token.trim().is_empty()).unwrap_or(TOKEN));
        let violations = self.fake.inside().violations.clone();
        assert!(violations.is_empty(), "{violations:#?}");
        said
    }

    /// The token stands in nothing that was said, written or sent, but for one header.
    fn holds_no_secret(&self, said: &Said, token: &str) {
        let encoded = BASE64_STANDARD.encode(format!("{USER}:{token}"));
        let holds = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            text.contains(token) || text.contains(encoded.trim_end_matches('='))
        };
        assert!(!holds(said.out.as_bytes()) && !holds(said.err.as_bytes()), "{said:#?}");
        for (path, bytes) in files(self.holder.path()) {
            assert!(!holds(&bytes), "{path} holds the token");
        }
        for exchange in &self.fake.inside().traffic {
            let request = &exchange.request;
            let mut sent = format!("{} {:?} {:?}", request.path, request.query, request.headers).into_bytes();
            sent.extend_from_slice(&request.body);
            assert!(!holds(&sent), "{} {} holds the token", request.method, request.path);
        }
    }

    /// What was asked since this was last looked at.
    pub(crate) fn traffic(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.fake.inside().traffic)
    }

    /// The requests since then that could have changed something.
    pub(crate) fn writes(&self) -> Vec<String> {
        let writes = self.traffic().into_iter().filter(Exchange::writes);
        writes
            .map(|exchange| format!("{} {}", exchange.request.method, exchange.request.path))
            .collect()
    }

    /// The number of the page with that title.
    pub(crate) fn page(&self, title: &str) -> u64 {
        self.fake.inside().state.titled(title).unwrap()
    }
}

/// A copy of the small review with its audit folder, which is made once.
fn example() -> (TempDir, PathBuf) {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let (holder, inputs) = small();
        let review = inputs.join("review.toml");
        replace(
            &review,
            "[[system.export]]",
            "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"Each is needed.\"\n[[system.export]]",
        );
        let people = fs::read_to_string(inputs.join("people.csv")).unwrap();
        fs::write(
            inputs.join("people.csv"),
            people + "4,Dee Page,Engineer,employee,,dee@example.com\n",
        )
        .unwrap();
        let text = fs::read_to_string(&review).unwrap();
        fs::write(&review, text + PROCEDURE_TEXT).unwrap();
        let (code, _, err) = said(&report(&inputs, &holder.path().join("out")));
        assert!(code < 2, "{err}");
        holder
    });
    let holder = tempfile::tempdir().unwrap();
    copy(made.path(), holder.path());
    let inputs = holder.path().join("inputs");
    (holder, inputs)
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

const PROCEDURE_TEXT: &str = r#"
[procedure]
title = "How access is audited"
introduction = ["Once a year we compare who may do what."]
every-months = 12
[[procedure.perimeter]]
text = "Our secrets"
covers = ["vault"]
[[procedure.threat]]
threat = "A secret leaks"
handling = "Few people can read it."
[[procedure.row]]
text = "Only staff has access."
systems = ["vault"]
checks = ["orphan-account"]
"#;
