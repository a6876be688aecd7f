//! `roles.toml`, or the workbook in its place: the roles in print order, with what each may and must hold.
//!
//! Where `review.toml` could not be read, the references to its systems are not judged; everything else is.

use std::collections::BTreeSet;

use globset::GlobBuilder;

use super::approved;
use super::claims::{Claims, ends_like_a_number, fold, is_reserved};
use super::exception;
use super::formerly;
use super::reference;
use super::separation;
use super::stanza::Stanza;
use super::value::At;
use crate::model::arena::{Arena, Ix};
use crate::model::finding::CheckId;
use crate::model::policy::{Pattern, Policy, Role, RoleKind, Rule};
use crate::model::system::{AccessRules, Level, Resources, System};
use crate::model::word::composed;

/// Reads every role.
pub(super) fn read(
    mut root: Stanza<'_>,
    systems: Option<&Arena<System>>,
    checks: &[CheckId],
) -> anyhow::Result<Policy> {
    let there = root.holds("role");
    let mut titles = Claims::new();
    let mut formerly = Claims::new();
    let mut roles = Arena::default();
    for (place, stanza) in root.tables("role", "[[role]]").into_iter().enumerate() {
        roles.push(role(stanza, place, (&mut titles, &mut formerly), systems))?;
    }
    if !there {
        root.file.problem_of_all(if root.file.is_workbook() {
            "the sheet `Roles` has no rows; write each role on one of its own, or remove the file to go on without rules"
        } else {
            "has no `[[role]]`; declare each role in one of its own, or remove the file to go on without rules"
        });
    }
    let approval = approved::policy(&mut root);
    let separations = separation::read(&mut root, systems);
    let without_rules = without_rules(&mut root, &roles, systems);
    let exceptions = exception::read(&mut root, systems, checks)?;
    let file = Some(root.header.to_owned());
    root.done();
    Ok(Policy {
        roles,
        separations,
        approval,
        exceptions,
        file,
        exceptions_file: None,
        without_rules,
    })
}

/// The systems of which the rules are still to be written.
fn without_rules(root: &mut Stanza<'_>, roles: &Arena<Role>, systems: Option<&Arena<System>>) -> BTreeSet<Ix<System>> {
    let mut without = BTreeSet::new();
    for id in root.texts("without-rules", "bitbucket").unwrap_or_default() {
        let Some(systems) = systems else { continue };
        let Some(system) = reference::system(root, &id, systems) else {
            continue;
        };
        let mut written = roles.values().flat_map(Role::rules);
        if systems[system].is_inventory() {
            let message = format!("system `{}` lists workstations and has no rules; take it out", id.value);
            root.file.problem(id.line, message);
        } else if let Some(rule) = written.find(|rule| rule.system == system) {
            root.file.problem(
                id.line,
                format!(
                    "system `{}` stands in `without-rules`, but has a rule on {} {}; take it out once all its rules are \
                     written, or take the rules out until they are",
                    id.value,
                    if root.file.is_workbook() { "row" } else { "line" },
                    rule.line
                ),
            );
        }
        without.insert(system);
    }
    without
}

/// One stanza.
fn role(
    mut stanza: Stanza<'_>,
    place: usize,
    (titles, formerly): (&mut Claims<usize>, &mut Claims<String>),
    systems: Option<&Arena<System>>,
) -> Role {
    let title = stanza.text("title", "Software Developer");
    stanza.file.show("role.title", &title);
    if let Some((_, earlier)) = titles.claim(fold(&title.value), &place, title.line) {
        stanza.file.problem(
            title.line,
            format!(
                "role `{}` is declared twice, first {}; put the rules of both into one",
                title.value,
                stanza.file.on(earlier)
            ),
        );
    }
    if is_reserved(&title.value) {
        stanza.file.problem(
            title.line,
            format!(
                "no role can be called `{}`: the page counts others by that name; choose another title",
                title.value
            ),
        );
    }
    if ends_like_a_number(&title.value) {
        stanza.file.problem(
            title.line,
            format!(
                "role `{}` ends like a number of contractors on the page; write it without the number in brackets",
                title.value
            ),
        );
    }
    let kinds = [("person", RoleKind::Person), ("technical", RoleKind::Technical)];
    let kind = stanza
        .choice("kind", &kinds, Some(RoleKind::Person))
        .unwrap_or(RoleKind::Person);
    let workstation = stanza.line_of("needs-workstation");
    let needs_workstation = stanza.flag("needs-workstation", false);
    if let (Some(line), true, RoleKind::Technical) = (workstation, needs_workstation, kind) {
        stanza.file.problem(
            line,
            "`needs-workstation` is `true` for a role of kind `technical`; only people have notebooks, so leave it out",
        );
    }
    let formerly = formerly::read(&mut stanza, &title.value, "Developer", formerly);
    let role = Role {
        title: title.value,
        formerly,
        kind,
        contractors: stanza.flag("contractors", false),
        needs_workstation,
        break_glass: stanza.flag("break-glass", false),
        may: rules(&mut stanza, "may", "[[role.may]]", systems).0,
        must: rules(&mut stanza, "must", "[[role.must]]", systems).0,
        line: stanza.file.row(stanza.line),
    };
    stanza.done();
    role
}

/// Every rule of one list, and how many stand there; those that could not be read are left out.
pub(super) fn rules(
    stanza: &mut Stanza<'_>,
    key: &str,
    header: &'static str,
    systems: Option<&Arena<System>>,
) -> (Vec<Rule>, usize) {
    let stanzas = stanza.tables(key, header);
    let declared = stanzas.len();
    let rules = stanzas.into_iter().filter_map(|stanza| rule(stanza, systems));
    (rules.collect(), declared)
}

/// One rule.
fn rule(mut stanza: Stanza<'_>, systems: Option<&Arena<System>>) -> Option<Rule> {
    let id = stanza.text("system", "bitbucket");
    let words = stanza.required_texts("levels", "Write");
    let patterns_line = stanza.line_of("resources");
    let resources = patterns(&mut stanza);
    let reason = stanza.optional_text("reason", "on call for the production account");
    let system = systems.and_then(|systems| Some((systems, reference::system(&stanza, &id, systems)?)));
    let rule = system.and_then(|(systems, system)| {
        let Some(access) = systems[system].access() else {
            stanza.file.problem(
                id.line,
                format!(
                    "system `{}` lists workstations and has no levels; remove this rule",
                    id.value
                ),
            );
            return None;
        };
        if let (Some(line), Resources::Whole { .. }) = (patterns_line, &access.resources) {
            stanza.file.problem(
                line,
                format!(
                    "`resources` is given, but system `{}` is declared without resources; leave it out",
                    id.value
                ),
            );
        }
        Some(Rule {
            system,
            levels: levels(&stanza, &words, access),
            resources,
            reason: reason.map(|reason| reason.value),
            line: stanza.file.row(stanza.line),
        })
    });
    stanza.done();
    rule
}

/// The levels that a rule names, each once.
fn levels(stanza: &Stanza<'_>, words: &[At<String>], access: &AccessRules) -> Vec<Ix<Level>> {
    let mut levels = Vec::new();
    for word in words {
        let Some(level) = reference::level(stanza, word, access) else {
            continue;
        };
        if levels.contains(&level) {
            stanza.file.problem(
                word.line,
                format!("level `{}` is listed twice; keep it once", word.value),
            );
        }
        levels.push(level);
    }
    levels
}

/// The optional patterns on resource names.
fn patterns(stanza: &mut Stanza<'_>) -> Vec<Pattern> {
    let written = stanza.texts("resources", "tidewater/*").unwrap_or_default();
    let patterns = written.into_iter().filter_map(|text| pattern(stanza, text));
    patterns.collect()
}

/// One pattern.
pub(super) fn pattern(stanza: &Stanza<'_>, At { line, value }: At<String>) -> Option<Pattern> {
    // Said outright, because the default differs from one operating system to another.
    match GlobBuilder::new(&composed(&value)).backslash_escape(true).build() {
        Ok(glob) => Some(Pattern {
            text: value,
            matcher: glob.compile_matcher(),
        }),
        Err(error) => {
            stanza.file.problem(
                line,
                format!(
                    "pattern `{value}` cannot be read: {}; `*` stands for any text, `?` for one letter, `[ab]` for one \
                     of these, `{{a,b}}` for either, and a backslash before such a sign for the sign itself",
                    error.kind()
                ),
            );
            None
        }
    }
}
