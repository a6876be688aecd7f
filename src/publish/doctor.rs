//! Whether all is as publishing needs it: the token, the space, each page that is declared, and what the account may do there.

use serde::Serialize;

use super::plan::Wish;
use super::remote::Site;
use super::{Publication, Review};
use crate::model::publishing::Publishing;

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// One thing each.
    pub findings: Vec<Finding>,
    /// Whether all is well.
    pub well: bool,
}

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: `account`, `space`, or the key of a page.
    pub about: &'static str,
    /// Who or what it is, where all is well.
    pub is: String,
    /// What is wrong; empty where nothing is.
    pub wrong: String,
    /// What the account may not do there.
    pub lacking: Vec<&'static str>,
    /// Whether the product does not tell what the account may do there.
    pub rights_untold: bool,
}

/// Finds it out; asks only.
pub(super) fn examine(site: &dyn Site, publishing: &Publishing) -> Health {
    let mut findings = Vec::new();
    let mut note = |about, found: anyhow::Result<(String, Option<Vec<&'static str>>)>| {
        let is_well = found.is_ok();
        let (is, wrong, lacking) = match found {
            Ok((is, lacking)) => (is, String::new(), lacking),
            Err(error) => (String::new(), format!("{error:#}"), Some(Vec::new())),
        };
        findings.push(Finding {
            about,
            is,
            wrong,
            rights_untold: lacking.is_none(),
            lacking: lacking.unwrap_or_default(),
        });
        is_well
    };
    // Without an account that the site knows, all further answers mean nothing.
    let goes_on = note("account", site.me().map(|me| (me.name, Some(Vec::new()))))
        && note(
            "space",
            site.space().map(|_| (publishing.space.clone(), Some(Vec::new()))),
        );
    if goes_on {
        let nothing = Publication {
            title: String::new(),
            period: String::new(),
            date: String::new(),
            body: String::new(),
            files: Vec::new(),
            procedure: None,
            review: Review::Done,
        };
        let wish = Wish {
            site,
            publishing,
            publication: &nothing,
            force: false,
        };
        let pages = [
            ("parent", Some(publishing.parent)),
            ("draft-parent", publishing.draft_parent),
            ("index", publishing.index),
            ("procedure", publishing.procedure),
        ];
        for (key, id) in pages {
            let Some(id) = id else { continue };
            let found = wish.declared(key, id).and_then(|page| {
                // Pages are added below two of them; the others are edited.
                let is_parent = key.ends_with("parent");
                let unused = |words: &&'static str| {
                    if is_parent {
                        *words != "edit it"
                    } else {
                        *words == "edit it"
                    }
                };
                let lacking = site.lacking(id)?;
                let lacking = lacking.map(|lacking| lacking.into_iter().filter(unused).collect());
                Ok((page.title, lacking))
            });
            note(key, found);
        }
    }
    Health {
        well: findings
            .iter()
            .all(|finding| finding.wrong.is_empty() && finding.lacking.is_empty()),
        findings,
    }
}
