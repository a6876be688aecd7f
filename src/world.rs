//! A small company for tests: settings and a snapshot in a few lines.
//!
//! Every call adds one thing and gives its place; what a test wants different it changes in the fields.
//! Lines of evidence count up from 1 across all files, so that each fact has a line of its own.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use globset::Glob;
use jiff::civil::{Date, date};
use jiff::tz::Offset;

use crate::model::arena::{Arena, Ix};
use crate::model::audit::{Audit, Detail};
use crate::model::claim::{Decided, Statement};
use crate::model::evidence::{Attestation, Extracted};
use crate::model::exception::{Excepted, Exception, Within};
use crate::model::extract::Extract;
use crate::model::finding::{CheckId, Finding, Why};
use crate::model::inventory::{Inventory, Listed, Meant, Scope};
use crate::model::policy::{Pattern, Policy, Role, RoleKind, Rule, Separation};
use crate::model::private::Private;
use crate::model::procedure::{Asset, Covered, Procedure, Regularity, Row};
use crate::model::review::Review;
use crate::model::reviewed::Reviewed;
use crate::model::roster::{Employment, Identity, Roles};
use crate::model::settings::{Activity, DOCUMENT_ROWS, PAGE_RESOURCES, RosterColumns, RosterSource, Settings};
use crate::model::snapshot::{
    Access, Account, Device, Grant, Group, Held, Holder, LastLogin, Match, Membership, Principal, Resource, Snapshot,
    Status,
};
use crate::model::source::{Content, Facts, Place, Rows, Source};
use crate::model::system::{
    AccessRules, CountRule, Coverage, Expected, Export, Level, Resources, System, SystemKind, Words, WorkstationRules,
};

/// The audit date of every world.
pub(crate) const TODAY: Date = date(2021, 10, 6);

/// Settings and a snapshot under construction. Coverage is full, roles are declared, everybody is an employee.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) snapshot: Snapshot,
    lines: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        let table = Export {
            file: "people.csv".into(),
            line: 1,
            sheet: None,
            encoding: None,
            delimiter: None,
            coverage: Some(Coverage::Full),
            recognised: None,
            rows: None,
            columns: BTreeMap::new(),
            constants: BTreeMap::new(),
            separators: BTreeMap::new(),
            dates: Vec::new(),
            words: Words::default(),
            set_aside: Vec::new(),
            rows_without_account: false,
        };
        let columns = RosterColumns {
            id: Vec::new(),
            name: Vec::new(),
            role: Vec::new(),
            further_roles: Vec::new(),
            kind: Vec::new(),
            employment: Vec::new(),
            company: Vec::new(),
            email: Vec::new(),
            start: Vec::new(),
            end: Vec::new(),
            owner: Vec::new(),
            workstation: Vec::new(),
            logins: Vec::new(),
        };
        let mut world = Self {
            settings: Settings {
                organisation: "Tidewater Labs".into(),
                title: "Internal access audit".into(),
                date: TODAY,
                zone: None,
                period: "2021 Q3".into(),
                language: "en-GB".into(),
                look: crate::model::look::Look::default(),
                page_resources: PAGE_RESOURCES,
                document_rows: DOCUMENT_ROWS,
                stale_export_days: None,
                contract_expiring_days: None,
                expiring_exception_days: None,
                provider_report_days: None,
                retain_years: None,
                rulings: BTreeMap::new(),
                activities: Arena::default(),
                systems: Arena::default(),
                roster: RosterSource {
                    table,
                    named: Vec::new(),
                    columns,
                    separator: ";".into(),
                    ignore: Vec::new(),
                },
                inventory: Inventory::default(),
                procedure: None,
                previous: None,
                publishing: None,
                put_right: Vec::new(),
                profiles: Vec::new(),
                texts: Vec::new(),
            },
            snapshot: Snapshot {
                policy: Arc::new(Policy {
                    roles: Arena::default(),
                    separations: Vec::new(),
                    approval: None,
                    exceptions: Arena::default(),
                    file: Some("roles.toml".into()),
                    exceptions_file: None,
                    without_rules: BTreeSet::new(),
                }),
                roster: Arc::default(),
                access: Vec::new(),
                rechecks: Vec::new(),
                previous: None,
                reasons: BTreeMap::new(),
                sources: Arena::default(),
                documents: Vec::new(),
                lists: Vec::new(),
                unread: Vec::new(),
            },
            lines: 0,
        };
        world.source("people.csv", Content::Roster);
        world.file("people.csv").attested = Some(attested("people.csv"));
        world
    }

    /// Somebody looked at the permissions of a system on the audit date.
    pub(crate) fn reviewed(&mut self, system: Ix<System>, by: &str) {
        self.settings.systems[system].reviewed = Some(Reviewed {
            by: Private::new(by),
            on: TODAY,
            statement: None,
            line: 1,
        });
    }

    /// A file of which every row was used.
    pub(crate) fn source(&mut self, file: &str, content: Content) -> Ix<Source> {
        let source = Source {
            file: Private::new(file),
            content,
            sheet: None,
            sha256: format!("hash of {file}"),
            bytes: 0,
            coverage: Coverage::Full,
            cut: None,
            twin: None,
            dated: None,
            dated_from: None,
            profile: None,
            directory: None,
            pointers: Vec::new(),
            declared_rows: None,
            rows: Rows::default(),
            unclear: Vec::new(),
            parts: Vec::new(),
            facts: Facts::default(),
            entries: None,
            attested: None,
        };
        self.snapshot.sources.push(source).unwrap()
    }

    /// A file to change.
    pub(crate) fn file(&mut self, name: &str) -> &mut Source {
        let mut sources = self.snapshot.sources.values_mut();
        sources.find(|source| source.file.reveal() == name).unwrap()
    }

    fn add(&mut self, id: &str, kind: SystemKind) -> Ix<System> {
        let system = System {
            id: id.into(),
            name: format!("The {id}"),
            formerly: Vec::new(),
            description: String::new(),
            kind,
            login_pattern: None,
            reviewed: None,
            recheck: Vec::new(),
            line: 1,
        };
        let system = self.settings.systems.push(system).unwrap();
        let activity = Activity {
            category: "Category".into(),
            name: format!("Activity of {id}"),
            scope: Vec::new(),
            systems: vec![system],
            line: 1,
        };
        self.settings.activities.push(activity).unwrap();
        self.snapshot.access.push(Access {
            system,
            extract: Extract::First,
            coverage: Some(Coverage::Full),
            accounts: Arena::default(),
            resources: Arena::default(),
            unmapped: Arena::default(),
            groups: Arena::default(),
            memberships: Vec::new(),
            grants: Vec::new(),
            devices: Vec::new(),
            day: TODAY,
            first_day: None,
            claims: Vec::new(),
            tells_root_key: false,
        });
        self.source(&format!("exports/{id}.csv"), Content::Export(system));
        system
    }

    fn rules(levels: &[&str], resources: Resources) -> AccessRules {
        let mut arena = Arena::default();
        for name in levels {
            let level = Level {
                name: (*name).into(),
                definition: String::new(),
                spellings: Vec::new(),
                rank: None,
                formerly: Vec::new(),
                privileged: false,
            };
            arena.push(level).unwrap();
        }
        AccessRules {
            levels: arena,
            no_access: Vec::new(),
            resources,
            count_rule: CountRule::Each,
            expected: Expected::default(),
            exports: Vec::new(),
        }
    }

    /// A system that is one resource as a whole.
    pub(crate) fn system(&mut self, id: &str, levels: &[&str]) -> Ix<System> {
        self.add(
            id,
            SystemKind::Access(Self::rules(levels, Resources::Whole { said: false })),
        )
    }

    /// A system with repositories, all declared, none listed by a file yet.
    pub(crate) fn repositories(&mut self, id: &str, levels: &[&str], names: &[&str]) -> Ix<System> {
        let resources = Resources::Labelled {
            label: "Repository".into(),
            declared: names.iter().map(|name| Private::new(*name)).collect(),
            formerly: Vec::new(),
        };
        let system = self.add(id, SystemKind::Access(Self::rules(levels, resources)));
        for name in names {
            let resource = self.resource(system, name);
            self.access(system).resources[resource].listed = false;
        }
        system
    }

    /// A system that lists notebooks.
    pub(crate) fn notebooks(&mut self, id: &str) -> Ix<System> {
        self.add(id, SystemKind::Workstations(WorkstationRules { exports: Vec::new() }))
    }

    /// The access rules of a system, to change.
    pub(crate) fn access_rules(&mut self, system: Ix<System>) -> &mut AccessRules {
        match &mut self.settings.systems[system].kind {
            SystemKind::Access(rules) => Some(rules),
            SystemKind::Workstations(_) => None,
        }
        .unwrap()
    }

    /// Exports a system again, a day later than it was first, and fills that extract: nobody and nothing is in it but
    /// its resources. Both extracts tell when they were made.
    pub(crate) fn recheck(&mut self, system: Ix<System>, fill: impl FnOnce(&mut Self)) {
        let id = self.settings.systems[system].id.clone();
        let again = format!("exports/{id}-2.csv");
        self.source(&again, Content::Recheck(system));
        for (file, day) in [(format!("exports/{id}.csv"), 5), (again, 6)] {
            let at = Extracted {
                day: date(2021, 10, day),
                time: date(2021, 10, day).at(9, 30, 0, 0),
                offset: Offset::UTC,
            };
            self.file(&file).attested = Some(Attestation {
                at: Some(at),
                ..attested(&file)
            });
        }
        let first = self.access(system).clone();
        let access = Access {
            extract: Extract::Recheck,
            accounts: Arena::default(),
            groups: Arena::default(),
            memberships: Vec::new(),
            grants: Vec::new(),
            devices: Vec::new(),
            ..first
        };
        self.snapshot.rechecks.push(access);
        self.again(system, fill);
    }

    /// Changes what a system gave the second time, by the same calls as what it gave first.
    pub(crate) fn again(&mut self, system: Ix<System>, change: impl FnOnce(&mut Self)) {
        self.turn(system);
        change(self);
        self.turn(system);
    }

    /// Puts each extract of a system in the place of the other.
    fn turn(&mut self, system: Ix<System>) {
        let Snapshot { access, rechecks, .. } = &mut self.snapshot;
        let first = access.iter_mut().find(|access| access.system == system);
        let again = rechecks.iter_mut().find(|access| access.system == system);
        std::mem::swap(first.unwrap(), again.unwrap());
    }

    /// What a system gave, to change.
    pub(crate) fn access(&mut self, system: Ix<System>) -> &mut Access {
        let mut all = self.snapshot.access.iter_mut();
        all.find(|access| access.system == system).unwrap()
    }

    fn place(&mut self, system: Option<Ix<System>>) -> Place {
        self.lines += 1;
        let content = system.map_or(Content::Roster, |system| self.access(system).content());
        let found = self.snapshot.sources.find(|source| source.content == content);
        Place {
            source: found.unwrap().0,
            line: self.lines,
        }
    }

    /// The declared roles, to change.
    pub(crate) fn policy(&mut self) -> &mut Policy {
        Arc::make_mut(&mut self.snapshot.policy)
    }

    /// A role for people that may hold nothing and is closed to contractors.
    pub(crate) fn role(&mut self, title: &str) -> Ix<Role> {
        let role = Role {
            title: title.into(),
            kind: RoleKind::Person,
            contractors: false,
            needs_workstation: false,
            break_glass: false,
            may: Vec::new(),
            must: Vec::new(),
            formerly: Vec::new(),
            line: 1,
        };
        self.policy().roles.push(role).unwrap()
    }

    /// A role to change.
    pub(crate) fn role_of(&mut self, role: Ix<Role>) -> &mut Role {
        &mut self.policy().roles[role]
    }

    fn rule(&mut self, system: Ix<System>, levels: &[&str], patterns: &[&str]) -> Rule {
        let levels = levels
            .iter()
            .map(|name| self.access_rules(system).level(name).unwrap())
            .collect();
        let pattern = |text: &&str| Pattern {
            text: (*text).into(),
            matcher: Glob::new(text).unwrap().compile_matcher(),
        };
        self.lines += 1;
        Rule {
            system,
            levels,
            resources: patterns.iter().map(pattern).collect(),
            reason: None,
            line: self.lines,
        }
    }

    /// Lets a role hold any of the levels.
    pub(crate) fn may(&mut self, role: Ix<Role>, system: Ix<System>, levels: &[&str], patterns: &[&str]) {
        let allowed = self.rule(system, levels, patterns);
        self.role_of(role).may.push(allowed);
    }

    /// Keeps two rights apart, each a system, a level and patterns on resources.
    pub(crate) fn separation(&mut self, name: &str, sides: [(Ix<System>, &str, &[&str]); 2]) {
        let sides = sides.map(|(system, level, patterns)| self.rule(system, &[level], patterns));
        self.lines += 1;
        let line = self.lines;
        self.policy().separations.push(Separation {
            name: name.into(),
            reason: format!("reason of {name}"),
            sides,
            line,
        });
    }

    /// Accepts all findings of a check from the first day of the year to the last.
    pub(crate) fn exception(&mut self, check: &'static str) -> &mut Exception {
        self.lines += 1;
        let exception = Exception {
            check: CheckId(check),
            subject: Excepted::default(),
            reason: format!("reason on line {}", self.lines),
            approved_by: Private::new("id-noah"),
            ticket: None,
            granted: date(2021, 1, 1),
            expires: date(2021, 12, 31),
            line: self.lines,
        };
        let exceptions = &mut self.policy().exceptions;
        let place = exceptions.push(exception).unwrap();
        &mut exceptions[place]
    }

    /// The exception that was added last, to change.
    pub(crate) fn last_exception(&mut self) -> &mut Exception {
        self.policy().exceptions.values_mut().last().unwrap()
    }

    /// Narrows the last exception to a system, or a level of it.
    pub(crate) fn within(&mut self, system: Ix<System>, level: Option<&str>) {
        let level = level.map(|level| self.access_rules(system).level(level).unwrap());
        self.last_exception().subject.within = Some(Within { system, level });
    }

    /// Declares a level as privileged.
    pub(crate) fn privileged(&mut self, system: Ix<System>, level: &str) {
        let rules = self.access_rules(system);
        let level = rules.level(level).unwrap();
        rules.levels[level].privileged = true;
    }

    /// Makes a role hold one of the levels.
    pub(crate) fn must(&mut self, role: Ix<Role>, system: Ix<System>, levels: &[&str], patterns: &[&str]) {
        let asked = self.rule(system, levels, patterns);
        self.role_of(role).must.push(asked);
    }

    /// A person, or a technical account if the role is one; the id is `id-` and the name in lower case.
    pub(crate) fn identity(&mut self, name: &str, role: Ix<Role>) -> Ix<Identity> {
        let place = self.place(None);
        let role_kind = self.snapshot.policy.roles[role].kind;
        let identity = Identity {
            id: Private::new(format!("id-{}", name.to_lowercase())),
            name: Private::new(name),
            roles: Roles {
                first: role,
                further: Vec::new(),
            },
            kind: role_kind,
            employment: Employment::Employee,
            emails: Vec::new(),
            logins: BTreeMap::new(),
            start: None,
            end: None,
            owner: None,
            needs_workstation: self.snapshot.policy.roles[role].needs_workstation,
            place,
        };
        Arc::make_mut(&mut self.snapshot.roster)
            .identities
            .push(identity)
            .unwrap()
    }

    /// Somebody to change.
    pub(crate) fn somebody(&mut self, identity: Ix<Identity>) -> &mut Identity {
        &mut Arc::make_mut(&mut self.snapshot.roster).identities[identity]
    }

    /// Makes somebody a contractor.
    pub(crate) fn contract(&mut self, identity: Ix<Identity>) {
        self.somebody(identity).employment = Employment::Contractor { company: None };
    }

    /// An active account of a holder.
    pub(crate) fn account(&mut self, system: Ix<System>, login: &str, holder: Holder) -> Ix<Account> {
        let account = Account {
            login: Private::new(login),
            ids: Vec::new(),
            listed: false,
            name: None,
            email: None,
            status: Some(Status::Active),
            mfa: None,
            last_login: LastLogin::Unknown,
            credentials: None,
            holder,
            place: self.place(Some(system)),
            told: Vec::new(),
        };
        self.access(system).accounts.push(account).unwrap()
    }

    /// An active account of somebody, by a declared login.
    pub(crate) fn owned(&mut self, system: Ix<System>, login: &str, identity: Ix<Identity>) -> Ix<Account> {
        self.account(system, login, Holder::Identity(identity, Match::Login))
    }

    /// Changes the status of an account.
    pub(crate) fn status(&mut self, system: Ix<System>, account: Ix<Account>, status: Status) {
        self.access(system).accounts[account].status = Some(status);
    }

    /// The resource of that name, added where it is new.
    pub(crate) fn resource(&mut self, system: Ix<System>, name: &str) -> Ix<Resource> {
        let resources = &mut self.access(system).resources;
        let known = resources
            .find(|resource| resource.name.reveal() == name)
            .map(|(found, _)| found);
        if let Some(found) = known {
            resources[found].listed = true;
            return found;
        }
        let label = format!("Repository{}", resources.len() + 1);
        let resource = Resource {
            name: Private::new(name),
            label,
            listed: true,
        };
        resources.push(resource).unwrap()
    }

    /// A grant; a level that nobody defined is an unmapped one, and the empty resource is the whole system.
    pub(crate) fn grant(&mut self, system: Ix<System>, account: Ix<Account>, resource: &str, level: &str) -> Place {
        self.permission(system, Principal::Account(account), resource, level)
    }

    /// The same of a group.
    pub(crate) fn group_grant(&mut self, system: Ix<System>, group: Ix<Group>, resource: &str, level: &str) -> Place {
        self.permission(system, Principal::Group(group), resource, level)
    }

    fn permission(&mut self, system: Ix<System>, principal: Principal, resource: &str, level: &str) -> Place {
        let held = if let Some(level) = self.access_rules(system).level(level) {
            Held::Level(level)
        } else {
            let unmapped = &mut self.access(system).unmapped;
            let found = unmapped
                .find(|spelling| spelling.reveal() == level)
                .map(|(found, _)| found);
            Held::Unmapped(found.unwrap_or_else(|| unmapped.push(Private::new(level)).unwrap()))
        };
        let resource = (!resource.is_empty()).then(|| self.resource(system, resource));
        let place = self.place(Some(system));
        self.access(system).grants.push(Grant {
            principal,
            via: None,
            resource,
            level: held,
            place,
        });
        place
    }

    /// A group whose members are listed.
    pub(crate) fn group(&mut self, system: Ix<System>, name: &str) -> Ix<Group> {
        let group = Group {
            name: Private::new(name),
            ids: Vec::new(),
            listed: true,
            place: self.place(Some(system)),
        };
        self.access(system).groups.push(group).unwrap()
    }

    /// Puts an account into a group.
    pub(crate) fn member(&mut self, system: Ix<System>, group: Ix<Group>, account: Ix<Account>) -> Place {
        self.membership(system, group, Principal::Account(account))
    }

    /// Puts a group into a group.
    pub(crate) fn nested(&mut self, system: Ix<System>, group: Ix<Group>, inner: Ix<Group>) -> Place {
        self.membership(system, group, Principal::Group(inner))
    }

    fn membership(&mut self, system: Ix<System>, group: Ix<Group>, member: Principal) -> Place {
        let place = self.place(Some(system));
        let membership = Membership { group, member, place };
        self.access(system).memberships.push(membership);
        place
    }

    /// A notebook.
    pub(crate) fn device(
        &mut self,
        system: Ix<System>,
        account: Ix<Account>,
        encrypted: Option<bool>,
        protected: Option<bool>,
    ) -> Place {
        let place = self.place(Some(system));
        self.access(system).devices.push(Device {
            name: Private::new(format!("NB-{}", place.line)),
            account,
            encrypted,
            protected,
            place,
        });
        place
    }

    /// A system on the company's list, reviewed as this one.
    pub(crate) fn listed(&mut self, name: &str, id: &str, system: Option<Ix<System>>) {
        let meant = Meant {
            id: Private::new(id),
            system,
        };
        self.list(name, Scope::In(vec![meant]));
    }

    /// A system on the company's list that is not reviewed.
    pub(crate) fn out_of_scope(&mut self, name: &str) {
        self.list(name, Scope::Out(Private::new(format!("reason of {name}"))));
    }

    fn list(&mut self, name: &str, scope: Scope) {
        self.lines += 1;
        self.settings.inventory.systems.push(Listed {
            name: Private::new(name),
            scope,
            line: self.lines,
        });
    }

    /// The procedure, to change; audits are yearly.
    pub(crate) fn procedure(&mut self) -> &mut Procedure {
        self.settings.procedure.get_or_insert_with(|| Procedure {
            title: "Procedure".into(),
            introduction: Vec::new(),
            perimeter: Vec::new(),
            threats: Vec::new(),
            rows: Vec::new(),
            regularity: Regularity {
                months: 12,
                previous: None,
                breach: None,
                breach_days: None,
                text: Vec::new(),
            },
        })
    }

    /// A line of the perimeter.
    pub(crate) fn asset(&mut self, text: &str, covers: Vec<Covered>) {
        self.lines += 1;
        let line = self.lines;
        self.procedure().perimeter.push(Asset {
            text: text.into(),
            covers,
            line,
        });
    }

    /// A row of the checklist that nothing decides; to change.
    pub(crate) fn row(&mut self, text: &str, systems: &[Ix<System>]) -> &mut Row {
        self.lines += 1;
        let line = self.lines;
        let rows = &mut self.procedure().rows;
        rows.push(Row {
            text: text.into(),
            systems: systems.to_vec(),
            claims: vec![Statement {
                text: text.into(),
                decided: Decided::ByNothing,
                line,
            }],
            in_parts: false,
            line,
        });
        rows.last_mut().unwrap()
    }

    /// Makes what there is now the audit before.
    pub(crate) fn remember(&mut self) {
        let detail = crate::record::of(&self.review(), "");
        self.snapshot.previous = Some(Arc::new(Audit::of("previous/record.json", detail)));
    }

    /// The audit before, to change.
    pub(crate) fn before(&mut self) -> &mut Detail {
        let audit = Arc::make_mut(self.snapshot.previous.as_mut().unwrap());
        audit.detail.as_mut().unwrap()
    }

    /// What one check finds.
    pub(crate) fn findings(&self, check: &str) -> Vec<Finding> {
        let all = crate::check::run(&self.settings, &self.snapshot);
        all.into_iter().filter(|finding| finding.check.0 == check).collect()
    }

    /// Why one check could not judge everything.
    pub(crate) fn unjudged(&self, check: &str) -> Vec<Why> {
        let all = crate::check::unjudged(&self.settings, &self.snapshot).into_iter();
        let of_check = all.filter(|unjudged| unjudged.check.0 == check);
        of_check.map(|unjudged| unjudged.why).collect()
    }

    /// The keys of what one check finds.
    pub(crate) fn keys(&self, check: &str) -> Vec<String> {
        let key = |finding: &Finding| crate::model::key::key(finding, &self.settings, &self.snapshot);
        self.findings(check).iter().map(key).collect()
    }

    /// The keys of what one check finds, exceptions and all.
    pub(crate) fn settled(&self, check: &str) -> Vec<String> {
        let review = self.review();
        let of_check = review.findings.iter().filter(|finding| finding.check.0 == check);
        let key = |finding| crate::model::key::key(finding, &self.settings, &self.snapshot);
        of_check.map(key).collect()
    }

    /// Judged, settled and counted.
    pub(crate) fn review(&self) -> Review {
        crate::command::judge(self.settings.clone(), self.snapshot.clone())
    }
}

/// All that must be told of a file, extracted on the audit date.
pub(crate) fn attested(file: &str) -> Attestation {
    Attestation {
        line: 2,
        by: Some(Private::new("Mira")),
        at: Some(Extracted {
            day: TODAY,
            time: TODAY.at(9, 30, 0, 0),
            offset: Offset::UTC,
        }),
        instance: Some(Private::new("aws.example.com")),
        steps: None,
        filters: None,
        count: None,
        coverage: Some(Coverage::Full),
        sha256: Some(format!("hash of {file}")),
        proofs: Vec::new(),
    }
}
