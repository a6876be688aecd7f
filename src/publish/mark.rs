//! What this program leaves at a page to know it again: a content property, and a tag before the message of a version.
//!
//! The property is set after the version is written. Until then the tag stands in for it, but anybody's program may keep a
//! message that it found: the tag counts only where the page still says what the tag was made of.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canonical;
use super::remote::{Page, Property};
use crate::model::hash::sha256;
use crate::model::publishing::PageId;

/// The key of the property.
pub(super) const KEY: &str = "access-review";

const VERSION: u32 = 1;

/// What the property says. Space and period are the identity of an audit's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Mark {
    version: u32,
    pub(super) what: What,
    pub(super) space: String,
    pub(super) period: String,
    pub(super) audit_date: String,
    /// The page it was left at: whoever copies a page copies its property too.
    page: u64,
    /// Of title and body as they were sent.
    pub(super) sha256: String,
    /// The version of the page that was made of them.
    pub(super) page_version: u64,
    pub(super) program: String,
}

/// Which page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum What {
    /// That of one audit.
    Audit,
    /// The standing one of the procedure.
    Procedure,
}

/// What a page is to be known by.
#[derive(Clone, Debug)]
pub(super) struct Identity<'a> {
    pub(super) what: What,
    pub(super) space: &'a str,
    pub(super) period: &'a str,
    pub(super) audit_date: &'a str,
    /// Of title and body.
    pub(super) sha256: String,
    /// Of what they say, whatever Confluence makes of how they are written.
    pub(super) words: String,
}

/// What is known of a page that could be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As this program left it, and as it is to be.
    Same,
    /// As it is to be, but a run that was broken off did not say so yet.
    Unsaid,
    /// As this program left it, and to be changed.
    Older,
    /// Somebody changed it since this program wrote the version of this number.
    Edited(u64),
    /// This program never wrote it.
    Strange,
}

/// The hash of a page as it is sent.
pub(super) fn hash(title: &str, body: &str) -> String {
    sha256(format!("{title}\0{body}").as_bytes())
}

/// The hash of what a page says.
pub(super) fn words(title: &str, body: &str) -> String {
    sha256(format!("{title}\0{}", canonical::lines(body).join("\n")).as_bytes())
}

/// The message of a version.
pub(super) fn message(identity: &Identity<'_>) -> String {
    // What comes first is not cut off.
    format!("{} audit of {}", tag(&identity.words), identity.audit_date)
}

fn tag(hash: &str) -> String {
    format!("[access-review sha256:{}]", hash.get(..16).unwrap_or(hash))
}

impl Mark {
    /// What is said of a page as it is now.
    pub(super) fn of(identity: &Identity<'_>, page: &Page) -> Self {
        Self {
            version: VERSION,
            what: identity.what,
            space: identity.space.to_owned(),
            period: identity.period.to_owned(),
            audit_date: identity.audit_date.to_owned(),
            page: page.id.0,
            sha256: identity.sha256.clone(),
            page_version: page.version.number,
            program: concat!("access-review ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// What the property of a page says, if this program left it there.
    pub(super) fn read(property: &Property, page: PageId) -> Option<Self> {
        let mark: Self = serde_json::from_value(property.value.clone()).ok()?;
        (mark.page == page.0).then_some(mark)
    }

    /// As a property holds it.
    pub(super) fn value(&self) -> anyhow::Result<Value> {
        Ok(serde_json::to_value(self)?)
    }

    /// Whether it says that a page is this one.
    pub(super) fn is_of(&self, identity: &Identity<'_>) -> bool {
        self.what == identity.what
            && self.space == identity.space
            && (self.what == What::Procedure || self.period == identity.period)
    }
}

/// The version that this program wrote last, of a page that somebody saved since.
pub(super) fn saved_since(page: &Page, mark: &Mark) -> Option<u64> {
    (mark.page_version < page.version.number && !is_written(page, mark.what)).then_some(mark.page_version)
}

/// Whether this program wrote the version of a page: its message says so of what the page says.
fn is_written(page: &Page, what: What) -> bool {
    // The title of the procedure's page is the site's own.
    let title = match what {
        What::Audit => page.title.as_str(),
        What::Procedure => "",
    };
    page.version.message.starts_with(&tag(&words(title, &page.body)))
}

/// What is known of a page that is to have this body.
pub(super) fn standing(page: &Page, mark: Option<&Mark>, identity: &Identity<'_>, body: &str) -> Standing {
    let is_written = is_written(page, identity.what);
    let is_asked_for = page.version.message.starts_with(&tag(&identity.words));
    if is_written && is_asked_for && mark.is_none_or(|mark| mark.page_version < page.version.number) {
        return Standing::Unsaid;
    }
    let Some(mark) = mark else {
        // The first version of a page on Cloud has no message: what it holds tells.
        let is_first = page.version.number == 1 || identity.what == What::Procedure;
        let is_ours = is_first && canonical::lines(&page.body) == canonical::lines(body);
        return if is_ours { Standing::Unsaid } else { Standing::Strange };
    };
    if mark.page_version == page.version.number {
        return if mark.sha256 == identity.sha256 {
            Standing::Same
        } else {
            Standing::Older
        };
    }
    if is_written {
        return Standing::Older;
    }
    Standing::Edited(mark.page_version)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::remote::{Status, Version};
    use super::*;

    fn identity(sha256: &str) -> Identity<'static> {
        Identity {
            what: What::Audit,
            space: "SEC",
            period: "2021 Q3",
            audit_date: "2021-10-06",
            sha256: sha256.to_owned(),
            words: words("Audit", "<p>Body</p>"),
        }
    }

    fn page(number: u64, message: &str) -> Page {
        Page {
            id: PageId(7),
            title: "Audit".to_owned(),
            status: Status::Current,
            parent: None,
            space: "1".to_owned(),
            version: Version {
                number,
                message: message.to_owned(),
                ..Version::default()
            },
            body: "<p local-id=\"x\">Body</p>".to_owned(),
            link: String::new(),
        }
    }

    #[test]
    fn a_page_is_told_by_its_property_and_the_message_of_its_version() {
        let (new, old) = (identity(&"a".repeat(64)), identity(&"b".repeat(64)));
        let saved = message(&new);
        let other = message(&Identity {
            words: words("Audit", "<p>Older</p>"),
            ..old.clone()
        });
        let older = Page {
            body: "<p>Older</p>".to_owned(),
            ..page(4, &other)
        };
        let kept = Page {
            body: "<p>By hand</p>".to_owned(),
            ..page(4, &saved)
        };
        let mark = |version| Some(Mark::of(&new, &page(version, "")));
        let stale = |version| Some(Mark::of(&old, &page(version, "")));
        for (page, mark, expected) in [
            (page(3, ""), mark(3), Standing::Same),
            (page(3, ""), stale(3), Standing::Older),
            (page(4, &saved), mark(3), Standing::Unsaid),
            (page(4, &saved), stale(3), Standing::Unsaid),
            (page(2, &saved), None, Standing::Unsaid),
            (older, stale(3), Standing::Older),
            // A program of somebody else that keeps the message of the version before.
            (kept.clone(), mark(3), Standing::Edited(3)),
            (kept, None, Standing::Strange),
            (page(4, &other), stale(3), Standing::Edited(3)),
            (page(4, "typo"), mark(3), Standing::Edited(3)),
            (page(1, ""), None, Standing::Unsaid),
            (page(2, ""), None, Standing::Strange),
        ] {
            assert_eq!(
                standing(&page, mark.as_ref(), &new, "<p>Body</p>"),
                expected,
                "{page:?} {mark:?}"
            );
        }
        assert_eq!(standing(&page(1, ""), None, &new, "<p>Else</p>"), Standing::Strange);
    }

    #[test]
    fn a_property_says_whose_page_it_is() {
        let this = identity("a");
        let mark = Mark::of(&this, &page(2, ""));
        let property = Property {
            id: "1".to_owned(),
            version: 1,
            value: mark.value().unwrap(),
        };
        assert_eq!(Mark::read(&property, PageId(7)), Some(mark.clone()));
        assert_eq!(Mark::read(&property, PageId(8)), None, "the property of a copy");
        assert!(mark.is_of(&this));
        assert!(!mark.is_of(&Identity {
            period: "2022 Q3",
            ..identity("a")
        }));
        assert!(!mark.is_of(&Identity {
            space: "OPS",
            ..identity("a")
        }));
        assert!(!mark.is_of(&Identity {
            what: What::Procedure,
            ..identity("a")
        }));
        let strange = Property {
            value: serde_json::json!({"hash": 1}),
            ..property
        };
        assert_eq!(Mark::read(&strange, PageId(7)), None);
    }
}
