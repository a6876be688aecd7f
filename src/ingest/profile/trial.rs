//! One file alone: which profile fits it and what it reads, before files are joined and names looked up.
//!
//! Comes in: a file and the profiles. Goes out: a [`Trial`]. What belongs to a system as a whole (ids that other files
//! name, levels of `review.toml`) plays no part.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::anyhow;

use self::said::{added_up, facts, highest, sort};
use super::emit::Given;
use super::records::Walked;
use super::{Choice, Opened, Shown, Unread, missing, open, unpack};
use crate::ingest::compared::{login_key, same_word};
use crate::ingest::file::File;
use crate::ingest::table::Fate;
use crate::ingest::values::Values;
use crate::model::problem::Problems;
use crate::model::profile::{BuiltIn, Kind, Profile, SampleFacts, Trial};
use crate::model::snapshot::{LastLogin, Status};
use crate::model::source::{Reason, Rows};

mod said;

/// What is said about one thing, by name.
type Said = BTreeMap<String, String>;

/// Reads a file alone.
pub(in crate::ingest) fn trial(name: &str, bytes: &[u8], profiles: &[Profile]) -> anyhow::Result<Trial> {
    let file = File {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let choice = Choice::default();
    let unpacked = match unpack(&file, profiles, choice) {
        Ok(unpacked) => unpacked,
        Err(unread) => return refused(name, unread),
    };
    let opened = match open(&file, &unpacked, profiles, choice) {
        Ok(opened) => opened,
        Err(unread) => return refused(name, unread),
    };
    let mut problems = Problems::default();
    let mut read = Read::default();
    let walked = opened.walk(&mut problems, &mut |_, given| Ok(read.record(&opened, given)))?;
    problems.or(())?;
    let mut trial = read.finish(&opened, &walked);
    trial.found.clone_from(&opened.names);
    Ok(trial)
}

/// A file that a profile refuses is told; any other is an error.
fn refused(name: &str, unread: Unread<'_>) -> anyhow::Result<Trial> {
    match unread {
        Unread::Secret(profile, why) => Ok(Trial {
            profile: profile.id.clone(),
            why,
            found: Vec::new(),
            facts: SampleFacts {
                refused: true,
                ..SampleFacts::default()
            },
            rows: Rows::default(),
            pointers: Vec::new(),
        }),
        Unread::Refused((line, message)) | Unread::Unknown((line, message)) => {
            let mut problems = Problems::default();
            problems.add(name, line, message);
            Err(anyhow!(problems))
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    accounts: BTreeMap<String, Said>,
    /// Every fact, with the record and the account that it is about.
    facts: Vec<Fact>,
    signed_in: BTreeSet<String>,
    records: u64,
}

/// A fact and the record that gave it.
struct Fact {
    record: u64,
    kind: Kind,
    said: Said,
    /// The key of the account that it is about.
    account: Option<String>,
}

impl Read {
    fn record(&mut self, opened: &Opened<'_>, given: &[Given]) -> Fate<'static> {
        let facts: Vec<(Kind, Said)> = given
            .iter()
            .filter_map(|given| Some((opened.emitters.get(given.emitter)?, given)))
            .flat_map(|(emitter, given)| facts(emitter, given))
            .collect();
        let mut about = Vec::new();
        for (kind, said) in &facts {
            match self.contradiction(*kind, said, &opened.values) {
                Ok(account) => about.push(account),
                Err(why) => return Fate::Rejected(why),
            }
        }
        self.records += 1;
        for ((kind, said), account) in facts.into_iter().zip(about) {
            let key = account.map(|(key, known)| {
                let account = self.accounts.entry(key.clone()).or_default();
                for (name, text) in known {
                    let before = account.entry(name.clone()).or_insert_with(|| text.clone());
                    let later = text != "never" && (before == "never" || *before < text);
                    if (name == "last-login" && later) || (name == "sign-in" && text == "yes") {
                        *before = text;
                    }
                }
                key
            });
            if let Some(key) = key.as_ref().filter(|_| yes(&opened.values, said.get("sign-in"))) {
                self.signed_in.insert(key.clone());
            }
            self.facts.push(Fact {
                record: self.records,
                kind,
                said,
                account: key,
            });
        }
        Fate::Used
    }

    /// The account that a fact is about and what it says of it, unless something else was said before.
    fn contradiction(&self, kind: Kind, said: &Said, values: &Values<'_>) -> Result<Option<(String, Said)>, String> {
        let Some(login) = said.get("account") else {
            return Ok(None);
        };
        let key = login_key(login).into_owned();
        let mut known = Said::from([("account".to_owned(), login.clone())]);
        // the id of a device is the device's own
        let names: &[&str] = if kind == Kind::Device {
            &["name", "email"]
        } else {
            &["id", "name", "email"]
        };
        for name in names.iter().copied() {
            known.extend(said.get(name).map(|text| (name.to_owned(), text.clone())));
        }
        let text = |name: &str| said.get(name).map(String::as_str).unwrap_or_default();
        let status = values.status(text("status"))?.map(|status| match status {
            Status::Active => "active",
            Status::Disabled => "disabled",
            Status::Pending => "pending",
        });
        let mfa = values.yes_no(text("mfa"))?.map(word);
        known.extend(status.map(|status| ("status".to_owned(), status.to_owned())));
        let signs_in = values.yes_no(text("sign-in"))?.map(word);
        known.extend(mfa.map(|mfa| ("mfa".to_owned(), mfa)));
        known.extend(signs_in.map(|signs_in| ("sign-in".to_owned(), signs_in)));
        match values.last_login(text("last-login"))? {
            Some(LastLogin::On(day)) => known.extend([("last-login".to_owned(), day.to_string())]),
            Some(LastLogin::Never) => known.extend([("last-login".to_owned(), "never".to_owned())]),
            Some(LastLogin::Unknown) | None => {}
        }
        if let Some(before) = self.accounts.get(&key) {
            for (name, text) in &known {
                let differs = |before: &String| !same_word(before, text);
                if before.get(name).is_some_and(differs)
                    && !matches!(name.as_str(), "account" | "id" | "last-login" | "sign-in")
                {
                    return Err(format!(
                        "`{name}` says something else about account `{login}` than an earlier record"
                    ));
                }
            }
        }
        Ok(Some((key, known)))
    }

    /// Whether an account came with the product and nothing lets it in.
    fn is_built_in(&self, key: &str, built_in: &[BuiltIn]) -> bool {
        let login = self.accounts.get(key).and_then(|said| said.get("account"));
        let login = login.map_or(key, String::as_str);
        !self.signed_in.contains(key) && built_in.iter().any(|rule| rule.logins.regex().is_match(login))
    }

    fn finish(mut self, opened: &Opened<'_>, walked: &Walked) -> Trial {
        let built_in = &opened.reading.built_in;
        let gone: BTreeSet<String> = self
            .accounts
            .keys()
            .filter(|key| self.is_built_in(key, built_in))
            .cloned()
            .collect();
        let stays = |fact: &Fact| !fact.account.as_ref().is_some_and(|account| gone.contains(account));
        let kept: BTreeSet<u64> = self
            .facts
            .iter()
            .filter(|fact| stays(fact))
            .map(|fact| fact.record)
            .collect();
        let emptied: BTreeSet<u64> = self
            .facts
            .iter()
            .map(|fact| fact.record)
            .filter(|record| !kept.contains(record))
            .collect();
        self.facts.retain(stays);
        self.accounts.retain(|key, _| !gone.contains(key));
        let mut rows = walked.rows.clone();
        let emptied = emptied.len() as u64;
        rows.used -= emptied.min(rows.used);
        if let Some(rule) = built_in.first().filter(|_| emptied > 0) {
            *rows.set_aside.entry(Reason::Declared(rule.reason.clone())).or_default() += emptied;
        }
        let declared = rows
            .set_aside
            .iter()
            .filter(|(reason, _)| matches!(reason, Reason::Declared(_)));
        let evidence = opened.evidence(walked);
        let mut facts = SampleFacts {
            accounts: self.accounts.into_values().collect(),
            set_aside: Some(declared.map(|(_, rows)| rows).sum()),
            rejected: rows.rejected.len() as u64,
            partial: matches!(missing(&[&evidence]).first(), Some(Shown::Cut(_))),
            ..SampleFacts::default()
        };
        for fact in self.facts {
            sort(fact, &opened.values, &mut facts);
        }
        highest(&mut facts.grants, &opened.reading.levels.order);
        added_up(&mut facts.devices);
        for list in [
            &mut facts.accounts,
            &mut facts.grants,
            &mut facts.members,
            &mut facts.names,
            &mut facts.devices,
            &mut facts.people,
        ] {
            list.sort();
            list.dedup();
        }
        for list in [&mut facts.groups, &mut facts.resources] {
            list.sort();
            list.dedup();
        }
        Trial {
            profile: opened.profile.id.clone(),
            why: format!("{} marks of the profile fit", opened.marks),
            found: Vec::new(),
            facts,
            rows,
            pointers: walked.pointers.clone(),
        }
    }
}

fn word(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn yes(values: &Values<'_>, text: Option<&String>) -> bool {
    text.is_some_and(|text| values.yes_no(text) == Ok(Some(true)))
}
