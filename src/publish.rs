//! The public pages on a site of Confluence: found out what is to be done, done, and brought down again.
//!
//! Comes in: `[confluence]` of review.toml, the token, and the public files of an audit as they lie on disk. Goes out: what is
//! to be done or was done ([`Told`]), or a page with its files. `wire` speaks HTTP and keeps the token; `remote` says what
//! can be asked of a site, `cloud` and `data_center` ask it of the two products; `plan` decides everything by asking alone,
//! `apply` does it. A page is known again by a property (`mark`), never by what its body looks like, which Confluence
//! rewrites as it likes.
//!
//! What always holds: only the page of this space and period, the index and the procedure are ever written; a change that
//! people made is not written over unless they say so; a second run without changes writes nothing.

mod apply;
mod canonical;
mod cloud;
mod data_center;
mod doctor;
mod files;
mod form;
mod index;
mod mark;
mod plan;
mod pull;
mod remote;
mod retry;
mod secret;
mod taken;
mod told;
mod trust;
mod wire;

use std::time::Duration;

use serde::Serialize;

use crate::model::publishing::{Kind, Publishing};
use cloud::Cloud;
use data_center::DataCenter;
use plan::Wish;
use remote::Site;
use wire::Wire;

pub use doctor::{Finding, Health};
pub use pull::{Address, Pulled, Saved};
pub use secret::{Secret, VARIABLE};
pub use told::Told;
pub use trust::Trust;

/// The public side of an audit, ready to be published.
#[derive(Clone, Debug)]
pub struct Publication {
    /// What the page is called.
    pub title: String,
    /// What the audit covers; with the space it is the identity of the page.
    pub period: String,
    /// The audit date, ISO 8601.
    pub date: String,
    /// The page in storage format.
    pub body: String,
    /// The files to attach to it.
    pub files: Vec<Attached>,
    /// The page of the procedure in storage format, where one is declared.
    pub procedure: Option<String>,
    /// Whether a person answers for it.
    pub review: Review,
}

/// A file to attach.
#[derive(Clone, Debug)]
pub struct Attached {
    /// What it is called there.
    pub name: String,
    /// Its kind (`text/csv`).
    pub kind: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Whether a person answers for an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// For all of it.
    Done,
    /// Not for these systems, or not validly.
    Missing(Vec<Unanswered>),
}

/// A system for which nobody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// What it is called.
    pub system: String,
    /// `nobody` is named, a review that is `void`, or somebody of their `own` access or roles.
    pub why: &'static str,
}

/// A site, and who speaks to it.
pub struct Connection<'a> {
    site: Box<dyn Site>,
    publishing: &'a Publishing,
}

impl std::fmt::Debug for Connection<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("publishing", self.publishing)
            .finish_non_exhaustive()
    }
}

impl<'a> Connection<'a> {
    /// To the site that is declared. Asks for nothing yet; no answer is waited for longer than `timeout`. Without certificates
    /// of its own it trusts those of the web.
    pub fn new(publishing: &'a Publishing, secret: &Secret, trust: Option<&Trust>, timeout: Duration) -> Self {
        let wire = Wire::new(publishing, secret, trust, timeout);
        let site: Box<dyn Site> = match publishing.kind {
            Kind::Cloud => Box::new(Cloud::new(wire, &publishing.space)),
            Kind::DataCenter => Box::new(DataCenter::new(wire, &publishing.space)),
        };
        Self { site, publishing }
    }

    /// What would be done; asks only.
    ///
    /// # Errors
    /// When the site does not answer, does not accept the token, or lacks what is declared.
    pub fn plan(&self, publication: &Publication, force: bool) -> anyhow::Result<Told> {
        let wish = self.wish(publication, force);
        Ok(told::told(&wish, &wish.plan()?))
    }

    /// Does it.
    ///
    /// # Errors
    /// As [`Connection::plan`], and when the site refuses something; what was done by then stays done and is known again.
    pub fn apply(&self, publication: &Publication, force: bool) -> anyhow::Result<Told> {
        let wish = self.wish(publication, force);
        let mut plan = wish.plan()?;
        wish.apply(&mut plan)?;
        Ok(told::told(&wish, &plan))
    }

    /// A page and its files.
    ///
    /// # Errors
    /// When there is no such page, or the site does not answer.
    pub fn pull(&self, address: &Address) -> anyhow::Result<Pulled> {
        pull::pull(self.site.as_ref(), address)
    }

    /// Whether all is as publishing needs it.
    pub fn examine(&self) -> Health {
        doctor::examine(self.site.as_ref(), self.publishing)
    }

    fn wish<'b>(&'b self, publication: &'b Publication, force: bool) -> Wish<'b> {
        Wish {
            site: self.site.as_ref(),
            publishing: self.publishing,
            publication,
            force,
        }
    }
}

/// What would be done on an empty site; asks nothing.
pub fn offline(publishing: &Publishing, publication: &Publication) -> Told {
    told::offline(publishing, publication)
}
