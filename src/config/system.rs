//! `[[system]]` with its levels: the products under review.

use super::Around;
use super::approved;
use super::claims::{Claims, fold, is_label, is_reserved};
use super::expected;
use super::export;
use super::field::Kind;
use super::formerly;
use super::matching;
use super::resources;
use super::stanza::Stanza;
use super::value::{At, bare};
use crate::model::arena::Arena;
use crate::model::system::{AccessRules, CountRule, Expected, Level, Resources, System, SystemKind, WorkstationRules};

/// What may stand for the key `kind`.
#[derive(Clone, Copy)]
enum Declared {
    Access,
    Workstations,
}

/// Who claims an id or a name: the place of the system in the file.
type Names = Claims<usize>;

/// Reads every system, in declared order.
pub(super) fn read(root: &mut Stanza<'_>, around: &Around<'_>) -> anyhow::Result<Arena<System>> {
    let stanzas = root.tables("system", "[[system]]");
    if stanzas.is_empty() {
        root.file
            .problem_of_all("has no `[[system]]`; declare each system under review in one of its own");
    }
    let mut names = Names::new();
    let mut formerly = Claims::new();
    let mut systems = Arena::default();
    for (place, stanza) in stanzas.into_iter().enumerate() {
        systems.push(system(stanza, place, (&mut names, &mut formerly), around)?)?;
    }
    no_system_is_called_like_a_resource(root, &systems);
    export::note_sheets(&mut systems);
    Ok(systems)
}

/// A system's name may not be what the page calls a resource: a reader could not tell where one ends.
fn no_system_is_called_like_a_resource(root: &Stanza<'_>, systems: &Arena<System>) {
    let labels = systems.values().filter_map(|system| match &system.access()?.resources {
        Resources::Labelled { label, .. } => Some(fold(label)),
        Resources::Whole { .. } => None,
    });
    let labels: Vec<String> = labels.filter(|label| !label.is_empty()).collect();
    for system in systems.values() {
        let name = fold(&system.name);
        let number = labels.iter().find_map(|label| name.strip_prefix(label.as_str()));
        if number.is_some_and(|number| !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit())) {
            root.file.problem(
                system.line,
                format!(
                    "no system can be called `{}`: the page calls a resource so; choose another name or `label`",
                    system.name
                ),
            );
        }
    }
}

/// One stanza.
fn system(
    mut stanza: Stanza<'_>,
    place: usize,
    (names, formerly): (&mut Names, &mut Claims<String>),
    around: &Around<'_>,
) -> anyhow::Result<System> {
    let line = stanza.line;
    let id = stanza.text("id", "bitbucket");
    id_is_plain(&stanza, &id);
    unique(&stanza, "id", &id, place, names);
    let name = stanza.text("name", "Bitbucket Cloud");
    stanza.file.show("system.name", &name);
    unique(&stanza, "name", &name, place, names);
    if is_label(&name.value) {
        stanza.file.problem(
            name.line,
            format!(
                "no system can be called `{}`: the page has a label of that name; choose another",
                name.value
            ),
        );
    }
    let formerly = formerly::read(&mut stanza, &id.value, "bitbucket-server", formerly);
    let description = stanza.public_text("description", "system.description", "Source code management.");
    let login_pattern = matching::read(&mut stanza);
    let reviewed = approved::system(&mut stanza);
    let kinds = [("access", Declared::Access), ("workstations", Declared::Workstations)];
    let kind = stanza.choice("kind", &kinds, Some(Declared::Access));
    let known = kind.is_some();
    let mut recheck = Vec::new();
    let kind = match kind {
        Some(Declared::Access) => {
            let rules = access(&mut stanza, around)?;
            recheck = export::recheck(&mut stanza, Kind::Access(&rules), &rules.exports, around);
            SystemKind::Access(rules)
        }
        Some(Declared::Workstations) => {
            let rules = workstations(&mut stanza, around);
            recheck = export::recheck(&mut stanza, Kind::Workstations, &rules.exports, around);
            SystemKind::Workstations(rules)
        }
        None => SystemKind::Access(unread()),
    };
    // Which other keys are right depends on the kind, so an unknown one is told alone.
    if known {
        stanza.done();
    }
    Ok(System {
        id: id.value,
        name: name.value,
        formerly,
        description,
        kind,
        login_pattern,
        reviewed,
        recheck,
        line,
    })
}

/// Stands for a system of unknown kind: whatever a role says of it is not judged.
fn unread() -> AccessRules {
    AccessRules {
        levels: Arena::default(),
        no_access: Vec::new(),
        resources: Resources::Labelled {
            label: String::new(),
            declared: Vec::new(),
            formerly: Vec::new(),
        },
        count_rule: CountRule::Each,
        expected: Expected::default(),
        exports: Vec::new(),
    }
}

/// Notes an id of other letters than a file of the officer should have to spell.
fn id_is_plain(stanza: &Stanza<'_>, id: &At<String>) {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !id.value.chars().all(plain) {
        stanza.file.problem(
            id.line,
            format!(
                "`id` is `{}`, expected lower-case letters a to z, digits and hyphens, for example `aws-prod`",
                id.value
            ),
        );
    }
}

/// Notes an id or name that another system has: an accounts sheet may say either.
fn unique(stanza: &Stanza<'_>, key: &str, text: &At<String>, place: usize, names: &mut Names) {
    if let Some((_, earlier)) = names.claim(fold(&text.value), &place, text.line) {
        stanza.file.problem(
            text.line,
            format!(
                "`{key}` is `{}`, which the system of line {earlier} is called already; call each differently",
                text.value
            ),
        );
    }
}

/// A system of kind `workstations`.
fn workstations(stanza: &mut Stanza<'_>, around: &Around<'_>) -> WorkstationRules {
    WorkstationRules {
        exports: export::read(stanza, Kind::Workstations, around),
    }
}

/// A system of kind `access`.
fn access(stanza: &mut Stanza<'_>, around: &Around<'_>) -> anyhow::Result<AccessRules> {
    let count_rules = [
        ("each", CountRule::Each),
        ("highest", CountRule::Highest),
        ("highest-per-account", CountRule::HighestPerAccount),
    ];
    let count_rule = stanza
        .choice("count-rule", &count_rules, Some(CountRule::Each))
        .unwrap_or(CountRule::Each);
    let resources = resources::read(stanza);
    let mut spellings = Claims::new();
    let levels = levels(stanza, count_rule, &mut spellings)?;
    let mut rules = AccessRules {
        expected: expected::read(stanza, &levels, around.limits),
        levels,
        no_access: no_access(stanza, &mut spellings),
        resources,
        count_rule,
        exports: Vec::new(),
    };
    rules.exports = export::read(stanza, Kind::Access(&rules), around);
    Ok(rules)
}

/// Every `[[system.level]]`.
fn levels(
    system: &mut Stanza<'_>,
    count_rule: CountRule,
    spellings: &mut Claims<String>,
) -> anyhow::Result<Arena<Level>> {
    let mut ranks = Claims::new();
    let mut formerly = Claims::new();
    let mut levels = Arena::default();
    let there = system.holds("level");
    for (place, mut stanza) in system.tables("level", "[[system.level]]").into_iter().enumerate() {
        let name = stanza.text("name", "Admin");
        stanza.file.show("system.level.name", &name);
        if is_reserved(&name.value) {
            stanza.file.problem(
                name.line,
                format!(
                    "no level can be called `{}`: the page counts others by that name; choose another",
                    name.value
                ),
            );
        }
        let definition = stanza.public_text("definition", "system.level.definition", "Can change all settings.");
        let others = stanza.texts("spellings", "ADMIN").unwrap_or_default();
        let owner = format!("level `{}` of line {}", name.value, stanza.line);
        for spelling in std::iter::once(&name).chain(&others) {
            claim(&stanza, spelling, &owner, spellings);
        }
        let rank = rank(&mut stanza, &name.value, count_rule, place, &mut ranks);
        let formerly = formerly::read(&mut stanza, &name.value, "Maintainer", &mut formerly);
        let privileged = stanza.flag("privileged", false);
        stanza.done();
        levels.push(Level {
            name: name.value,
            definition,
            spellings: bare(others),
            rank,
            formerly,
            privileged,
        })?;
    }
    if !there {
        system.file.problem(
            system.line,
            "`[[system]]` has no `[[system.level]]`; define each level that the page prints in one of its own",
        );
    }
    Ok(levels)
}

/// The rank of a level, which `count-rule = "highest"` needs, each level its own.
fn rank(
    stanza: &mut Stanza<'_>,
    name: &str,
    count_rule: CountRule,
    place: usize,
    ranks: &mut Claims<usize>,
) -> Option<u32> {
    let line = stanza.line_of("rank");
    let rank = stanza.number("rank", "3");
    if count_rule == CountRule::Each {
        return rank;
    }
    let Some(line) = line else {
        stanza.file.problem(
            stanza.line,
            format!(
                "level `{name}` has no `rank`, which the `count-rule` needs; write for example `rank = 3`, \
                 higher is more"
            ),
        );
        return None;
    };
    let earlier = rank.and_then(|rank: u32| ranks.claim(rank.to_string(), &place, line));
    if let (Some(rank), Some((_, earlier))) = (rank, earlier) {
        stanza.file.problem(
            line,
            format!("`rank` is {rank}, as on line {earlier}; the `count-rule` needs a different one for each level"),
        );
    }
    rank
}

/// Spellings that say that somebody holds nothing.
fn no_access(stanza: &mut Stanza<'_>, spellings: &mut Claims<String>) -> Vec<String> {
    let words = stanza.texts("no-access", "None").unwrap_or_default();
    let owner = "`no-access`".to_owned();
    for word in &words {
        claim(stanza, word, &owner, spellings);
    }
    bare(words)
}

/// Claims a spelling; a cell can mean one level only.
fn claim(stanza: &Stanza<'_>, spelling: &At<String>, owner: &String, spellings: &mut Claims<String>) {
    if let Some((other, _)) = spellings.claim(fold(&spelling.value), owner, spelling.line) {
        stanza.file.problem(
            spelling.line,
            format!(
                "`{}` already stands for {other}; a spelling has one meaning in a system, whatever its case",
                spelling.value
            ),
        );
    }
}
