//! A number as every format must show it: the nouns beside it spelled out.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::count::{Bearer, Count, CountedLevel, On};
use super::fold::fold;
use super::policy::Policy;
use super::settings::Settings;
use super::snapshot::{Access, Resource, Snapshot};
use super::system::AccessRules;

/// What stands over the definitions and over the grants of a system, so that no system may be called so.
pub const LABELS: [&str; 2] = ["Permissions", "Access"];

/// What the page calls identities that start only after the system was exported.
const FUTURE_MEMBER: &str = "Future Member";
/// What the page calls identities that had left.
const FORMER_MEMBER: &str = "Former Member";
/// What the page calls accounts of nobody or of more than one.
const UNIDENTIFIED_ACCOUNT: &str = "Unidentified Account";
/// What the page calls levels that no definition maps.
pub const UNMAPPED_LEVEL: &str = "Unmapped level";

/// Names that the page gives by itself, so that no role and no level may have them.
pub const RESERVED: [&str; 4] = [FUTURE_MEMBER, FORMER_MEMBER, UNIDENTIFIED_ACCOUNT, UNMAPPED_LEVEL];

/// One number of the public page. The columns of `counts.csv` and the objects of `counts.json`, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// Category of the activity.
    pub category: String,
    /// Activity.
    pub activity: String,
    /// System.
    pub system: String,
    /// Public label of the resource; empty for the system as a whole.
    pub resource: String,
    /// Level.
    pub level: String,
    /// Role title.
    pub role: String,
    /// Distinct identities, or accounts where there is no identity.
    pub people: u64,
    /// The contractors among them.
    pub contractors: u64,
}

impl CountedLevel {
    /// What the page calls it.
    pub fn name(self, rules: &AccessRules) -> &str {
        match self {
            Self::Level(level) => &rules.levels[level].name,
            Self::Unmapped => UNMAPPED_LEVEL,
        }
    }
}

impl On {
    /// What the page calls it; none is the system as a whole.
    pub fn label(self, access: &Access) -> Option<Cow<'_, str>> {
        let label = |resource: &'_ Resource| resource.label.clone();
        match self {
            Self::Whole => None,
            Self::One(resource) => Some(Cow::Borrowed(&access.resources[resource].label)),
            Self::Any => {
                let mut all = access.resources.values();
                let (first, last) = (all.next().map(label)?, all.next_back().map(label));
                Some(Cow::Owned(
                    last.map_or(first.clone(), |last| format!("{first} to {last}")),
                ))
            }
        }
    }
}

impl Bearer {
    /// What the page calls whoever is counted.
    pub fn title(self, policy: &Policy) -> &str {
        match self {
            Self::Role(role) => &policy.roles[role].title,
            Self::Future => FUTURE_MEMBER,
            Self::Former => FORMER_MEMBER,
            Self::Unidentified => UNIDENTIFIED_ACCOUNT,
        }
    }
}

impl Count {
    /// What it is a number of: category, activity, system.
    pub fn stated<'a>(&self, settings: &'a Settings) -> [Cow<'a, str>; 3] {
        let activity = &settings.activities[self.activity];
        [&activity.category, &activity.name, &settings.systems[self.system].name].map(|name| fold(name))
    }

    /// The public label of its resource; empty for the system as a whole.
    pub fn resource<'a>(&self, snapshot: &'a Snapshot) -> Cow<'a, str> {
        let access = snapshot.counted_of(self.system);
        match access.and_then(|access| self.on.label(access)) {
            None => Cow::Borrowed(""),
            Some(Cow::Borrowed(label)) => fold(label),
            Some(Cow::Owned(label)) => Cow::Owned(fold(&label).into_owned()),
        }
    }

    /// What is held, and by whom: level, role.
    pub fn held<'a>(&self, settings: &'a Settings, snapshot: &'a Snapshot) -> [Cow<'a, str>; 2] {
        let rules = settings.systems[self.system].access();
        let level = rules.map_or(UNMAPPED_LEVEL, |rules| self.level.name(rules));
        [level, self.bearer.title(&snapshot.policy)].map(fold)
    }

    /// The number with its nouns.
    pub fn printed(&self, settings: &Settings, snapshot: &Snapshot) -> Printed {
        let [category, activity, system] = self.stated(settings).map(Cow::into_owned);
        let [level, role] = self.held(settings, snapshot).map(Cow::into_owned);
        Printed {
            category,
            activity,
            system,
            resource: self.resource(snapshot).into_owned(),
            level,
            role,
            people: self.people,
            contractors: self.contractors,
        }
    }
}
