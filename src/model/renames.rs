//! What is called otherwise than in an earlier audit, as somebody declares (`formerly`): never guessed by likeness.

use std::collections::BTreeMap;

use super::audit::{Detail, Grant};
use super::key::{self, Named};
use super::opaque::Opaque;
use super::policy::Policy;
use super::record::Record;
use super::settings::Settings;
use super::system::Resources;

/// Earlier names, each with the present one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Ids and names of systems, with the present id.
    systems: BTreeMap<String, String>,
    /// Names of levels by the present id of their system, with the present name.
    levels: BTreeMap<(String, String), String>,
    /// Titles of roles, with the present title.
    roles: BTreeMap<String, String>,
    /// What stands for resources.
    resources: BTreeMap<Opaque, Opaque>,
}

impl Renames {
    /// As the files of a review declare.
    pub fn of(settings: &Settings, policy: Option<&Policy>) -> Self {
        let mut renames = Self::default();
        for system in settings.systems.values() {
            renames.system(&system.formerly, &system.id);
            let Some(rules) = system.access() else { continue };
            for level in rules.levels.values() {
                renames.level(&system.id, &level.formerly, &level.name);
            }
            if let Resources::Labelled { formerly, .. } = &rules.resources {
                for (was, is) in formerly {
                    let (was, is) = (Opaque::resource(was.reveal()), Opaque::resource(is.reveal()));
                    renames.resources.insert(was, is);
                }
            }
        }
        for role in policy.iter().flat_map(|policy| policy.roles.values()) {
            renames.role(&role.formerly, &role.title);
        }
        renames
    }

    /// As the record of a later audit tells.
    pub fn of_record(record: &Record) -> Self {
        let mut renames = Self::default();
        for system in &record.systems {
            renames.system(&system.formerly, &system.id);
            for level in &system.levels {
                renames.level(&system.id, &level.formerly, &level.name);
            }
            for resource in &system.resources {
                let earlier = resource.formerly.iter();
                let pairs = earlier.map(|was| (was.clone(), resource.id.clone()));
                renames.resources.extend(pairs);
            }
        }
        for role in &record.roles {
            renames.role(&role.formerly, &role.title);
        }
        renames
    }

    fn system(&mut self, formerly: &[String], id: &str) {
        let pairs = formerly.iter().map(|was| (was.clone(), id.to_owned()));
        self.systems.extend(pairs);
    }

    fn level(&mut self, system: &str, formerly: &[String], name: &str) {
        let pairs = formerly.iter();
        let pairs = pairs.map(|was| ((system.to_owned(), was.clone()), name.to_owned()));
        self.levels.extend(pairs);
    }

    fn role(&mut self, formerly: &[String], title: &str) {
        let pairs = formerly.iter().map(|was| (was.clone(), title.to_owned()));
        self.roles.extend(pairs);
    }

    /// The present id of a system that was called so.
    pub fn system_now<'a>(&'a self, id: &'a str) -> &'a str {
        self.systems.get(id).map_or(id, String::as_str)
    }

    /// The present name of a level, of a system by its present id.
    pub fn level_now<'a>(&'a self, system: &str, name: &'a str) -> &'a str {
        let key = (system.to_owned(), name.to_owned());
        self.levels.get(&key).map_or(name, String::as_str)
    }

    /// The present title of a role.
    pub fn role_now<'a>(&'a self, title: &'a str) -> &'a str {
        self.roles.get(title).map_or(title, String::as_str)
    }

    /// What stands for a resource now.
    pub fn resource_now<'a>(&'a self, resource: &'a Opaque) -> &'a Opaque {
        self.resources.get(resource).unwrap_or(resource)
    }

    /// Puts what an earlier audit tells of permissions and of findings into today's words; `names` are the real names of
    /// resources now. A finding whose key is no longer kept stays as it was called.
    pub fn apply(&self, detail: &mut Detail, names: &BTreeMap<Opaque, String>) {
        for grant in detail.grants.iter_mut().flatten() {
            *grant = self.grant_now(grant);
        }
        let standings = std::mem::take(&mut detail.standings).into_iter();
        let moved = standings.map(|((system, login), standing)| {
            let place = (self.system_now(&system).to_owned(), login);
            (place, standing)
        });
        detail.standings = moved.collect();
        let mut keys = BTreeMap::new();
        let mut ids = BTreeMap::new();
        for (id, key) in std::mem::take(&mut detail.keys) {
            let is = key::renamed(&key, &|part| self.now(part, names));
            ids.insert(id, Opaque::finding(&is));
            keys.insert(Opaque::finding(&is), is);
        }
        detail.keys = keys;
        for finding in &mut detail.record.findings {
            if let Some(id) = ids.get(&finding.id) {
                finding.id = id.clone();
            }
        }
    }

    fn now(&self, part: Named<'_>, names: &BTreeMap<Opaque, String>) -> Option<String> {
        match part {
            Named::System(id) => Some(self.system_now(id).to_owned()),
            Named::Resource(name) => {
                let was = Opaque::resource(name);
                let is = self.resources.get(&was)?;
                names.get(is).cloned()
            }
            Named::Level(system, name) => Some(self.level_now(system, name).to_owned()),
            Named::Role(title) => Some(self.role_now(title).to_owned()),
        }
    }

    /// A permission in today's words.
    fn grant_now(&self, grant: &Grant) -> Grant {
        let system = self.system_now(&grant.system);
        Grant {
            system: system.to_owned(),
            resource: grant
                .resource
                .as_ref()
                .map(|resource| self.resource_now(resource).clone()),
            bearer: grant.bearer.clone(),
            login: grant.login.clone(),
            level: self.level_now(system, &grant.level).to_owned(),
            via: grant.via.clone(),
        }
    }
}
