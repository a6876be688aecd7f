//! What is to be done or was done, as figures for the sentences of the terminal.

use serde::Serialize;

use super::plan::{Action, Index, Plan, Refusal, Wish};
use super::remote::Page;
use super::{Publication, Review, Unanswered};
use crate::model::publishing::Publishing;

/// How many lines of a difference are told.
const LINES: usize = 12;

/// It.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The page of the audit.
    pub audit: Line,
    /// Files that are attached.
    pub files: Vec<String>,
    /// Files that somebody replaced there, which are left.
    pub replaced: Vec<Replaced>,
    /// Labels that are added.
    pub labels: Vec<String>,
    /// Whether editing is restricted now.
    pub restricted: bool,
    /// Who may edit it as well, as somebody said on the site.
    pub others: Vec<String>,
    /// `link` or `linked`, where there is an index page to have one.
    pub index: Option<&'static str>,
    /// The page of the procedure, where there is one to write.
    pub procedure: Option<Line>,
    /// The systems for which nobody answers.
    pub not_reviewed: Vec<Unanswered>,
    /// Whether anything is written.
    pub writes: bool,
    /// Whether something was refused.
    pub refused: bool,
}

/// A file that somebody replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// What it is called.
    pub name: String,
    /// Who did.
    pub by: String,
    /// When.
    pub at: String,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// `create`, `update`, `mark`, `keep`, or why it is left alone.
    pub what: &'static str,
    /// What it is called.
    pub title: String,
    /// Its number, or that of the page it is to stand below.
    pub id: String,
    /// The number of one that was made.
    pub made: Option<String>,
    /// Of one that somebody called otherwise, the title that this program writes.
    pub due: Option<String>,
    /// Where a browser shows it; empty of one that is not there yet.
    pub link: String,
    /// Whoever changed it last.
    pub by: String,
    /// When.
    pub at: String,
    /// The first lines that somebody took out.
    pub went: Vec<String>,
    /// The first lines that somebody put in.
    pub came: Vec<String>,
    /// How many more there are of both.
    pub more: usize,
    /// How many comments are open.
    pub comments: usize,
    /// The period of which it is the page.
    pub period: String,
}

impl Line {
    fn of(what: &'static str, page: &Page) -> Self {
        Self {
            what,
            title: page.title.clone(),
            id: page.id.to_string(),
            link: page.link.clone(),
            by: page.version.by.clone(),
            at: page.version.at.clone(),
            ..Self::default()
        }
    }

    fn action(action: &Action, title: &str) -> Self {
        match action {
            Action::Create { parent, made } => Self {
                what: "create",
                title: title.to_owned(),
                id: parent.to_string(),
                made: made.as_ref().map(|page| page.id.to_string()),
                link: made.as_ref().map(|page| page.link.clone()).unwrap_or_default(),
                ..Self::default()
            },
            Action::Update { page, .. } => Self {
                title: if title.is_empty() {
                    page.title.clone()
                } else {
                    title.to_owned()
                },
                ..Self::of("update", page)
            },
            Action::Say(page) => Self::of("mark", page),
            Action::Keep(page) => Self::of("keep", page),
            Action::Refuse(refusal) => Self::refusal(refusal, title),
        }
    }

    fn refusal(refusal: &Refusal, title: &str) -> Self {
        match refusal {
            Refusal::NotReviewed => Self {
                what: "not-reviewed",
                title: title.to_owned(),
                ..Self::default()
            },
            Refusal::Published(page) => Self::of("published", page),
            Refusal::Hidden(page) => Self::of("hidden", page),
            Refusal::Taken(page) => Self::of("taken", page),
            Refusal::OtherPeriod(page, period) => Self {
                period: period.clone(),
                ..Self::of("other-period", page)
            },
            Refusal::OtherDay(page, date) => Self {
                period: date.clone(),
                ..Self::of("other-day", page)
            },
            Refusal::Later(page, date) => Self {
                period: date.clone(),
                ..Self::of("later", page)
            },
            Refusal::Comments(page, comments) => Self {
                comments: *comments,
                ..Self::of("comments", page)
            },
            Refusal::Edited {
                page,
                by,
                title,
                went,
                came,
            } => {
                let first = |lines: &[String]| lines.iter().take(LINES).cloned().collect();
                Self {
                    by: by.clone(),
                    due: title.clone(),
                    went: first(went),
                    came: first(came),
                    more: went.len().saturating_sub(LINES) + came.len().saturating_sub(LINES),
                    ..Self::of("edited", page)
                }
            }
        }
    }
}

/// What a plan says.
pub(super) fn told(wish: &Wish<'_>, plan: &Plan) -> Told {
    let publication = wish.publication;
    let writes = |action: &Action| match action {
        Action::Create { .. } | Action::Update { .. } | Action::Say(_) => true,
        Action::Keep(_) | Action::Refuse(_) => false,
    };
    let is_refused = matches!(plan.audit, Action::Refuse(_));
    let files = plan.files.iter().filter_map(|place| publication.files.get(*place));
    let files: Vec<String> = files.map(|file| file.name.clone()).filter(|_| !is_refused).collect();
    let labels = if is_refused { Vec::new() } else { plan.labels.clone() };
    let index = match plan.index {
        _ if is_refused => None,
        Index::Nothing => None,
        Index::Link => Some("link"),
        Index::Linked => Some("linked"),
    };
    let procedure = plan.procedure.as_ref().filter(|_| !is_refused);
    let restricted = plan.editors.is_some() && !is_refused;
    Told {
        writes: writes(&plan.audit)
            || procedure.is_some_and(writes)
            || !files.is_empty()
            || !labels.is_empty()
            || restricted
            || index == Some("link"),
        refused: plan.refusals().next().is_some() || !plan.replaced.is_empty() || !plan.others.is_empty(),
        audit: Line::action(&plan.audit, &publication.title),
        files,
        replaced: (plan.replaced.iter())
            .map(|file| Replaced {
                name: file.name.clone(),
                by: file.by.clone(),
                at: file.at.clone(),
            })
            .collect(),
        labels,
        restricted,
        others: plan.others.clone(),
        index,
        procedure: procedure.map(|action| Line::action(action, "")),
        not_reviewed: missing(publication),
    }
}

/// What would be done on a site of which nothing is known.
pub(super) fn offline(publishing: &Publishing, publication: &Publication) -> Told {
    let is_done = publication.review == Review::Done;
    let parent = if is_done {
        Some(publishing.parent)
    } else {
        publishing.draft_parent
    };
    let audit = Line {
        what: if parent.is_some() { "create" } else { "not-reviewed" },
        title: publication.title.clone(),
        id: parent.map(|parent| parent.to_string()).unwrap_or_default(),
        ..Line::default()
    };
    let goes = parent.is_some();
    let procedure = publishing
        .procedure
        .filter(|_| is_done && publication.procedure.is_some());
    Told {
        audit,
        files: publication
            .files
            .iter()
            .map(|file| file.name.clone())
            .filter(|_| goes)
            .collect(),
        replaced: Vec::new(),
        labels: if goes { publishing.labels.clone() } else { Vec::new() },
        restricted: goes && !publishing.editors.is_empty(),
        others: Vec::new(),
        index: publishing.index.filter(|_| is_done).map(|_| "link"),
        procedure: procedure.map(|id| Line {
            what: "update",
            id: id.to_string(),
            ..Line::default()
        }),
        not_reviewed: missing(publication),
        writes: goes,
        refused: !goes,
    }
}

fn missing(publication: &Publication) -> Vec<Unanswered> {
    match &publication.review {
        Review::Done => Vec::new(),
        Review::Missing(what) => what.clone(),
    }
}
