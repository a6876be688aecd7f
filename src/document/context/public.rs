//! The published table: rows of activities, systems in their order, and the counts of each.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::{Front, coverage_key, verdict_key};
use crate::model::arena::Ix;
use crate::model::claim::{Statement, Verdict};
use crate::model::count::{Bearer, Count, On};
use crate::model::review::Review;
use crate::model::settings::Activity;
use crate::model::snapshot::Access;
use crate::model::system::{AccessRules, Resources, System, SystemKind};

/// Everything the public page says.
#[derive(Serialize)]
pub(in crate::document) struct Public<'a> {
    front: Front<'a>,
    rows: Vec<Row<'a>>,
}

/// One activity.
#[derive(Serialize)]
struct Row<'a> {
    /// In the first row of its category only.
    category: Option<Category<'a>>,
    activity: &'a str,
    scope: Vec<Scope<'a>>,
    systems: Vec<Status<'a>>,
}

/// A statement and whether it holds.
#[derive(Serialize)]
pub(super) struct Scope<'a> {
    text: &'a str,
    verdict: &'static str,
    /// Findings that are open, where it does not hold, accepted, where it holds but for these, or put right.
    findings: usize,
}

/// A category and how many rows it spans.
#[derive(Serialize)]
struct Category<'a> {
    name: &'a str,
    rows: usize,
}

/// What is said of one system.
#[derive(Serialize)]
struct Status<'a> {
    name: &'a str,
    description: &'a str,
    incomplete: Incomplete,
    /// Where the system was exported again.
    again: Option<Again>,
    /// Levels and counts, where permissions are reviewed.
    access: Option<Permissions<'a>>,
    /// Figures, where notebooks are.
    notebooks: Option<Figures>,
}

/// That a system was exported again.
#[derive(Serialize)]
struct Again {
    /// The day of the first extract.
    first: Option<String>,
    /// That of the recheck.
    recheck: Option<String>,
    /// Whether the numbers are those of the recheck.
    is_counted: bool,
    /// How many accounts are gone, where the recheck proves it.
    removed: Option<usize>,
}

/// Why a system's figures may lack something.
#[derive(Serialize)]
struct Incomplete {
    rejected: u64,
    /// The row count differs from the declared one.
    rows_differ: bool,
    /// Worst coverage of its files; none without a file.
    coverage: Option<&'static str>,
}

/// Levels of a system and who holds them.
#[derive(Serialize)]
struct Permissions<'a> {
    levels: Vec<Definition<'a>>,
    /// Whether anything is counted.
    held: bool,
    /// Who beside roles is counted, each once: `future`, `former`, `unidentified`.
    beside_roles: Vec<&'static str>,
    /// Whether nothing counted means that nobody holds anything.
    proves_absence: bool,
    /// How many resources there are, if the page prints sums over them.
    summed: Option<usize>,
    whole: Vec<LevelCounts<'a>>,
    resources: Vec<ResourceCounts<'a>>,
}

/// A level and what it allows.
#[derive(Serialize)]
struct Definition<'a> {
    name: &'a str,
    definition: &'a str,
}

/// The counts on one resource.
#[derive(Serialize)]
struct ResourceCounts<'a> {
    label: Cow<'a, str>,
    levels: Vec<LevelCounts<'a>>,
}

/// The counts at one level.
#[derive(Serialize)]
struct LevelCounts<'a> {
    name: &'a str,
    counts: Vec<RoleCount<'a>>,
}

/// One number.
#[derive(Serialize)]
struct RoleCount<'a> {
    people: u64,
    /// Who is counted.
    bearer: &'a str,
    contractors: u64,
    /// Of which companies these are, as far as the page names them.
    companies: Vec<OfCompany<'a>>,
}

/// How many come of a company.
#[derive(Serialize)]
struct OfCompany<'a> {
    name: &'a str,
    contractors: u64,
}

/// The sentence about notebooks, in figures.
#[derive(Serialize)]
struct Figures {
    collected: bool,
    /// Whether roles or the roster tell who needs a notebook.
    declared: bool,
    members: u64,
    validated: u64,
}

/// The context of the public page.
pub(in crate::document) fn public(review: &Review) -> Public<'_> {
    let settings = &review.settings;
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut previous: Option<&str> = None;
    let counts = review.on_page();
    for (place, activity) in settings.activities.iter() {
        let begins = previous != Some(activity.category.as_str());
        previous = Some(&activity.category);
        rows.push(Row {
            category: begins.then(|| Category {
                name: &activity.category,
                rows: neighbours(review, place, &activity.category),
            }),
            activity: &activity.name,
            scope: scope(review, place, activity),
            systems: (activity.systems.iter().enumerate())
                .map(|(nth, system)| status(review, &counts, (place, nth), *system))
                .collect(),
        });
    }
    Public {
        front: Front::of(review),
        rows,
    }
}

/// The statements of an activity.
fn scope<'a>(review: &'a Review, place: Ix<Activity>, activity: &'a Activity) -> Vec<Scope<'a>> {
    let verdicts = review.statements.get(place.get()).into_iter().flatten();
    let scope = activity.scope.iter().zip(verdicts);
    scope
        .map(|(statement, verdict)| Scope::of(statement, *verdict))
        .collect()
}

impl<'a> Scope<'a> {
    pub(super) fn of(statement: &'a Statement, verdict: Verdict) -> Self {
        Self {
            text: &statement.text,
            verdict: verdict_key(verdict),
            findings: match verdict {
                Verdict::NotMet(findings)
                | Verdict::Excepted(findings)
                | Verdict::Remedied(findings)
                | Verdict::InPart(findings) => findings,
                Verdict::Met | Verdict::Baseline | Verdict::Untested => 0,
            },
        }
    }
}

/// How many rows from this one on share its category.
fn neighbours(review: &Review, from: Ix<Activity>, category: &str) -> usize {
    let rows = review.settings.activities.iter().filter(|(place, _)| *place >= from);
    rows.take_while(|(_, activity)| activity.category == category).count()
}

/// What is said of one system in one activity.
fn status<'a>(
    review: &'a Review,
    counts: &[Count],
    (activity, nth): (Ix<Activity>, usize),
    place: Ix<System>,
) -> Status<'a> {
    let system = &review.settings.systems[place];
    let access = review.snapshot.counted_of(place);
    let incomplete = incomplete(review, access);
    let is_here = |count: &&Count| count.activity == activity && count.place == nth && count.system == place;
    let (permissions, notebooks) = match &system.kind {
        SystemKind::Access(rules) => {
            let counts: Vec<&Count> = counts.iter().filter(is_here).collect();
            let proves_absence = access.is_some_and(|access| review.snapshot.proves_absence(access));
            (Some(permissions(review, rules, access, &counts, proves_absence)), None)
        }
        SystemKind::Workstations(_) => {
            let figures = review.notebooks.iter().find(|notebooks| notebooks.system == place);
            let validated = figures.map(|figures| Figures {
                collected: incomplete.coverage.is_some(),
                declared: review.snapshot.policy.file.is_some() || figures.members > 0,
                members: figures.members,
                validated: figures.validated,
            });
            (None, validated)
        }
    };
    Status {
        name: &system.name,
        description: &system.description,
        incomplete,
        again: again(review, place),
        access: permissions,
        notebooks,
    }
}

/// That a system was exported again, if it was.
fn again(review: &Review, system: Ix<System>) -> Option<Again> {
    let snapshot = &review.snapshot;
    let (first, recheck) = (snapshot.access_of(system)?, snapshot.recheck_of(system)?);
    let day = |access: &Access| access.first_day.is_some().then(|| access.day.to_string());
    let mut removed = review.removed.iter();
    Some(Again {
        first: day(first),
        recheck: day(recheck),
        is_counted: snapshot.proves_removal(recheck),
        removed: removed.find(|(of, _)| *of == system).map(|(_, removed)| *removed),
    })
}

/// Why the figures of a system may lack something.
fn incomplete(review: &Review, access: Option<&Access>) -> Incomplete {
    let files = || access.into_iter().flat_map(|access| review.snapshot.files_of(access));
    Incomplete {
        rejected: files().map(|source| source.rows.rejected.len() as u64).sum(),
        rows_differ: files().any(|source| source.rows.rejected.is_empty() && source.differs()),
        coverage: access.and_then(|access| access.coverage).map(coverage_key),
    }
}

/// Levels of a system and who holds them.
fn permissions<'a>(
    review: &'a Review,
    rules: &'a AccessRules,
    access: Option<&'a Access>,
    counts: &[&Count],
    proves_absence: bool,
) -> Permissions<'a> {
    let on = |on: On| {
        let here: Vec<&Count> = counts.iter().filter(|count| count.on == on).copied().collect();
        levels(review, rules, &here)
    };
    let labelled = match rules.resources {
        Resources::Whole { .. } => None,
        Resources::Labelled { .. } => access,
    };
    let summed = access.filter(|access| review.settings.sums(access));
    let printed = match (summed, labelled) {
        (Some(access), _) => vec![(access, On::Any)],
        (None, Some(access)) => {
            let all = access.resources.iter();
            all.map(|(resource, _)| (access, On::One(resource))).collect()
        }
        (None, None) => Vec::new(),
    };
    Permissions {
        summed: summed.map(|access| access.resources.len()),
        levels: (rules.levels.values())
            .map(|level| Definition {
                name: &level.name,
                definition: &level.definition,
            })
            .collect(),
        held: !counts.is_empty(),
        beside_roles: beside_roles(counts),
        proves_absence,
        whole: on(On::Whole),
        resources: (printed.into_iter())
            .map(|(access, place)| ResourceCounts {
                label: place.label(access).unwrap_or_default(),
                levels: on(place),
            })
            .collect(),
    }
}

/// Who is counted though it is by no role, each once, in print order.
fn beside_roles(counts: &[&Count]) -> Vec<&'static str> {
    let bearers: BTreeSet<Bearer> = counts.iter().map(|count| count.bearer).collect();
    let key = |bearer| match bearer {
        Bearer::Role(_) => None,
        Bearer::Future => Some("future"),
        Bearer::Former => Some("former"),
        Bearer::Unidentified => Some("unidentified"),
    };
    bearers.into_iter().filter_map(key).collect()
}

/// Counts grouped by level; both are in print order already.
fn levels<'a>(review: &'a Review, rules: &'a AccessRules, counts: &[&Count]) -> Vec<LevelCounts<'a>> {
    (counts.chunk_by(|one, next| one.level == next.level))
        .map(|chunk| LevelCounts {
            name: chunk.first().map_or("", |count| count.level.name(rules)),
            counts: chunk.iter().map(|count| role_count(review, count)).collect(),
        })
        .collect()
}

/// One number with who is counted.
fn role_count<'a>(review: &'a Review, count: &Count) -> RoleCount<'a> {
    let numbers = review.companies.get(count).into_iter().flatten();
    let companies = review.settings.look.companies.iter().zip(numbers);
    let companies = companies.filter(|(_, number)| **number > 0);
    RoleCount {
        companies: companies
            .map(|(company, number)| OfCompany {
                name: &company.shown,
                contractors: *number,
            })
            .collect(),
        people: count.people,
        bearer: count.bearer.title(&review.snapshot.policy),
        contractors: count.contractors,
    }
}
