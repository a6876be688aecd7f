//! What is to be done on a site, found out by asking alone. Everything is decided here; [`apply`](super::apply) only does it.

use anyhow::{Context, bail, ensure};

use super::canonical;
use super::files::Replaced;
use super::index::{self, Target};
use super::mark::{self, Identity, KEY, Mark, Standing, What};
use super::remote::{Page, Site, Status};
use super::{Publication, Review};
use crate::model::publishing::{PageId, Publishing};

/// The largest body that a site takes, as a rule.
const LARGEST: usize = 5 * 1024 * 1024;

/// What else a request holds beside the body, at most.
const AROUND: usize = 4 * 1024;

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) audit: Action,
    /// Who may edit the audit's page from now on, beside those who alone may already; none where they may, or everybody.
    pub(super) editors: Option<Vec<String>>,
    /// Names of whoever else may, as somebody said on the site.
    pub(super) others: Vec<String>,
    /// The files to attach, by their place.
    pub(super) files: Vec<usize>,
    /// Files that somebody replaced at the page, which are left.
    pub(super) replaced: Vec<Replaced>,
    /// Labels to add.
    pub(super) labels: Vec<String>,
    pub(super) index: Index,
    /// None where no such page is declared, or the audit waits for its review.
    pub(super) procedure: Option<Action>,
}

/// What is to be done with a page.
#[derive(Debug)]
pub(super) enum Action {
    Create {
        parent: PageId,
        /// The page, once it is made.
        made: Option<Page>,
    },
    /// Write it anew; `parent` is where it is to stand.
    Update {
        page: Page,
        parent: Option<PageId>,
    },
    /// It is as it is to be, but does not say so yet.
    Say(Page),
    Keep(Page),
    Refuse(Refusal),
}

/// Why a page is left alone, and a person has to look.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Nobody reviewed the audit, and no place is declared for such ones.
    NotReviewed,
    /// Nobody reviewed the audit, but its page stands among the reviewed ones.
    Published(Page),
    /// A page that cannot be seen holds the title.
    Hidden(Page),
    /// A page that this program never wrote has the title.
    Taken(Page),
    /// The page of another period has the title.
    OtherPeriod(Page, String),
    /// The page of this period is that of an audit of another day.
    OtherDay(Page, String),
    /// The page of the procedure says what a later audit found.
    Later(Page, String),
    /// Somebody changed it since; who, and what.
    Edited {
        page: Page,
        by: String,
        /// The title that this program writes, if the page has another.
        title: Option<String>,
        went: Vec<String>,
        came: Vec<String>,
    },
    /// Comments on words of it are open.
    Comments(Page, usize),
}

/// What is to be done with the index page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Index {
    /// None is declared, or the audit's page is not to be linked to.
    Nothing,
    Link,
    Linked,
}

/// What is asked for, beside the publication itself.
pub(super) struct Wish<'a> {
    pub(super) site: &'a dyn Site,
    pub(super) publishing: &'a Publishing,
    pub(super) publication: &'a Publication,
    /// Whether changes that people made and open comments are no reason to leave a page alone.
    pub(super) force: bool,
}

impl Wish<'_> {
    /// What the audit's page is known by.
    pub(super) fn identity(&self) -> Identity<'_> {
        let (title, body) = (&self.publication.title, &self.publication.body);
        self.of(What::Audit, mark::hash(title, body), mark::words(title, body))
    }

    /// What the procedure's page is known by; its title is the site's own.
    pub(super) fn of_procedure(&self, body: &str) -> Identity<'_> {
        self.of(What::Procedure, mark::hash("", body), mark::words("", body))
    }

    fn of(&self, what: What, sha256: String, words: String) -> Identity<'_> {
        Identity {
            what,
            space: &self.publishing.space,
            period: &self.publication.period,
            audit_date: &self.publication.date,
            sha256,
            words,
        }
    }

    /// Finds out what is to be done.
    pub(super) fn plan(&self) -> anyhow::Result<Plan> {
        check_size(&self.publication.body, SUMS)?;
        if let Some(body) = &self.publication.procedure {
            check_size(body, SHORTER)?;
        }
        let me = self.site.me()?;
        let audit = self.audit()?;
        let (page, is_refused) = match &audit {
            Action::Update { page, .. } | Action::Say(page) | Action::Keep(page) => (Some(page), false),
            Action::Create { .. } => (None, false),
            Action::Refuse(_) => (None, true),
        };
        let editors = (!self.publishing.editors.is_empty()).then(|| {
            let mut editors = self.publishing.editors.clone();
            editors.push(me.id);
            editors.sort();
            editors.dedup();
            editors
        });
        let mut plan = Plan {
            editors,
            others: Vec::new(),
            files: (0..self.publication.files.len()).collect(),
            replaced: Vec::new(),
            labels: self.publishing.labels.clone(),
            index: Index::Nothing,
            procedure: None,
            audit: Action::Refuse(Refusal::NotReviewed),
        };
        if let Some(page) = page {
            self.without_what_is_there(&mut plan, page)?;
        }
        if self.publication.review == Review::Done && !is_refused {
            plan.index = self.index(page)?;
            plan.procedure = self.procedure()?;
        }
        if is_refused {
            (plan.files, plan.labels, plan.editors, plan.others) = (Vec::new(), Vec::new(), None, Vec::new());
        }
        plan.audit = audit;
        Ok(plan)
    }

    fn without_what_is_there(&self, plan: &mut Plan, page: &Page) -> anyhow::Result<()> {
        self.files(plan, page)?;
        if !plan.labels.is_empty() {
            let there = self.site.labels(page.id)?;
            plan.labels.retain(|label| !there.contains(label));
        }
        if let Some(editors) = &mut plan.editors {
            let there = self.site.editing(page.id)?;
            let others = there.users.iter().filter(|user| !editors.contains(&user.id));
            let others = others.map(|user| if user.name.is_empty() { &user.id } else { &user.name });
            plan.others = others.chain(&there.groups).cloned().collect();
            editors.retain(|editor| !there.has(std::slice::from_ref(editor)));
            plan.editors = plan.editors.take().filter(|editors| !editors.is_empty());
        }
        Ok(())
    }

    /// A page that review.toml names.
    pub(super) fn declared(&self, key: &str, id: PageId) -> anyhow::Result<Page> {
        let page = self.site.page(id)?.filter(|page| page.status == Status::Current);
        let page = page.with_context(|| {
            format!(
                "review.toml, line {}: `{key}` of `[confluence]` is {id}, and the site has no page of that number that this account \
                 can see",
                self.publishing.line
            )
        })?;
        ensure!(
            page.space == self.site.space()?,
            "review.toml, line {}: `{key}` of `[confluence]` is {id}, the page `{}`, which is not in the space `{}`",
            self.publishing.line,
            page.title,
            self.publishing.space
        );
        Ok(page)
    }

    /// A page that review.toml names and that stands from audit to audit, so that it is the page of none.
    fn standing_page(&self, key: &str, id: PageId) -> anyhow::Result<Page> {
        let page = self.declared(key, id)?;
        if let Some(mark) = self.mark(id)?.filter(|mark| mark.what == What::Audit) {
            bail!(
                "review.toml, line {}: `{key}` of `[confluence]` is {id}, the page `{}` of the audit of {}, which is never written \
                 over; give the number of a page of its own",
                self.publishing.line,
                page.title,
                mark.audit_date
            );
        }
        Ok(page)
    }

    fn audit(&self) -> anyhow::Result<Action> {
        let target = match self.publication.review {
            Review::Done => Some(("parent", self.publishing.parent)),
            Review::Missing(_) => self.publishing.draft_parent.map(|parent| ("draft-parent", parent)),
        };
        let Some((key, target)) = target else {
            return Ok(Action::Refuse(Refusal::NotReviewed));
        };
        self.declared(key, target)?;
        let (page, mark) = match self.find()? {
            Found::Nothing => {
                return Ok(Action::Create {
                    parent: target,
                    made: None,
                });
            }
            Found::Refused(refusal) => return Ok(Action::Refuse(refusal)),
            Found::Page(page, mark) => (page, mark),
        };
        if let Some(mark) = mark.as_ref().filter(|_| !self.force)
            && mark.audit_date != self.publication.date
        {
            return Ok(Action::Refuse(Refusal::OtherDay(page, mark.audit_date.clone())));
        }
        let is_draft = page.parent.is_some() && page.parent == self.publishing.draft_parent;
        if matches!(self.publication.review, Review::Missing(_)) && !is_draft {
            return Ok(Action::Refuse(Refusal::Published(page)));
        }
        let parent = if is_draft { Some(target) } else { page.parent };
        let standing = mark::standing(&page, mark.as_ref(), &self.identity(), &self.publication.body);
        let moves = parent != page.parent;
        let mut action = self.action(page, parent, standing, moves, &self.publication.body)?;
        let due = &self.publication.title;
        if let Action::Refuse(Refusal::Edited { page, title, .. }) = &mut action
            && page.title != *due
        {
            *title = Some(due.clone());
        }
        Ok(action)
    }

    /// What is to be done with a page that is there.
    pub(super) fn action(
        &self,
        page: Page,
        parent: Option<PageId>,
        standing: Standing,
        moves: bool,
        body: &str,
    ) -> anyhow::Result<Action> {
        match standing {
            Standing::Same if !moves => return Ok(Action::Keep(page)),
            Standing::Unsaid if !moves => return Ok(Action::Say(page)),
            Standing::Same | Standing::Unsaid => return Ok(Action::Update { page, parent }),
            Standing::Edited(version) if !self.force => {
                let before = self.site.body_of(page.id, version)?;
                return Ok(Action::Refuse(self.edited(page, before.as_deref().unwrap_or(body))));
            }
            Standing::Strange if !self.force => return Ok(Action::Refuse(self.edited(page, ""))),
            Standing::Older | Standing::Edited(_) | Standing::Strange => {}
        }
        let comments = if self.force {
            0
        } else {
            self.site.open_comments(page.id)?
        };
        Ok(if comments > 0 {
            Action::Refuse(Refusal::Comments(page, comments))
        } else {
            Action::Update { page, parent }
        })
    }

    /// That somebody changed a page which was `before`.
    fn edited(&self, page: Page, before: &str) -> Refusal {
        let [went, came] = canonical::difference(&canonical::lines(before), &canonical::lines(&page.body));
        let by = self.site.name_of(&page.version.by);
        Refusal::Edited {
            title: None,
            page,
            by,
            went,
            came,
        }
    }

    /// The page of this audit: by its title, or else, as somebody may have renamed it, among those that stand where audits do.
    fn find(&self) -> anyhow::Result<Found> {
        let identity = self.identity();
        let mut hidden = None;
        for page in self.site.titled(&self.publication.title)? {
            match page.status {
                Status::Archived | Status::Trashed => hidden = Some(page),
                Status::Other => {}
                Status::Current => {
                    let mark = self.mark(page.id)?;
                    return Ok(match mark {
                        Some(mark) if mark.is_of(&identity) => Found::Page(page, Some(mark)),
                        Some(mark) => Found::Refused(Refusal::OtherPeriod(page, mark.period)),
                        None => {
                            let is_ours =
                                mark::standing(&page, None, &identity, &self.publication.body) == Standing::Unsaid;
                            let is_here = page.parent == Some(self.publishing.parent)
                                || page.parent == self.publishing.draft_parent;
                            if is_ours && is_here && page.parent.is_some() {
                                Found::Page(page, None)
                            } else {
                                Found::Refused(Refusal::Taken(page))
                            }
                        }
                    });
                }
            }
        }
        for parent in [Some(self.publishing.parent), self.publishing.draft_parent]
            .into_iter()
            .flatten()
        {
            for id in self.site.below(parent)? {
                let mark = self.mark(id)?.filter(|mark| mark.is_of(&identity));
                if let Some(mark) = mark
                    && let Some(page) = self.site.page(id)?
                    && page.status == Status::Current
                {
                    return Ok(Found::Page(page, Some(mark)));
                }
            }
        }
        Ok(hidden.map_or(Found::Nothing, |page| Found::Refused(Refusal::Hidden(page))))
    }

    /// What this program left at a page.
    pub(super) fn mark(&self, id: PageId) -> anyhow::Result<Option<Mark>> {
        let property = self.site.property(id, KEY)?;
        Ok(property.and_then(|property| Mark::read(&property, id)))
    }

    fn index(&self, audit: Option<&Page>) -> anyhow::Result<Index> {
        let Some(id) = self.publishing.index else {
            return Ok(Index::Nothing);
        };
        let page = self.standing_page("index", id)?;
        let linked = self.with_link(&page.body, audit.map(|audit| audit.id))?;
        Ok(if linked.is_some() { Index::Link } else { Index::Linked })
    }

    /// The body of the index page with a link to the audit's page; none where it has one.
    pub(super) fn with_link(&self, body: &str, id: Option<PageId>) -> anyhow::Result<Option<String>> {
        let target = Target {
            space: &self.publishing.space,
            title: &self.publication.title,
            id,
        };
        index::with_link(body, &target)
            .context("the index page cannot be read; open it in the editor, and save it again")
    }

    fn procedure(&self) -> anyhow::Result<Option<Action>> {
        let (Some(id), Some(body)) = (self.publishing.procedure, self.publication.procedure.as_deref()) else {
            return Ok(None);
        };
        let page = self.standing_page("procedure", id)?;
        let identity = self.of_procedure(body);
        let mark = self.mark(id)?.filter(|mark| mark.is_of(&identity));
        // Days as ISO 8601 writes them stand in their order.
        if let Some(mark) = mark.as_ref().filter(|_| !self.force)
            && mark.audit_date > self.publication.date
        {
            return Ok(Some(Action::Refuse(Refusal::Later(page, mark.audit_date.clone()))));
        }
        let standing = mark::standing(&page, mark.as_ref(), &identity, body);
        let parent = page.parent;
        self.action(page, parent, standing, false, body).map(Some)
    }
}

/// Whether the page of an audit is there.
enum Found {
    Nothing,
    Page(Page, Option<Mark>),
    Refused(Refusal),
}

/// What makes the page of an audit smaller.
const SUMS: &str = "the page of the audit is larger than Confluence takes (5 MB); set `page-resources` under `[review]` of \
                    review.toml lower, so that it prints sums over resources,";

/// What makes the page of the procedure smaller.
const SHORTER: &str = "the page of the procedure is larger than Confluence takes (5 MB); shorten the texts under `[procedure]` of \
                       review.toml,";

/// Whether a request can hold a body.
fn check_size(body: &str, advice: &str) -> anyhow::Result<()> {
    ensure!(
        serde_json::to_string(body)?.len() + AROUND <= LARGEST,
        "{advice} and run `access-review report` again"
    );
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_no_request_holds_is_refused_with_advice() {
        assert!(check_size(&"a".repeat(LARGEST - 2 * AROUND), SUMS).is_ok());
        // Escaped in JSON it is twice as long.
        let large = "\"".repeat(LARGEST / 2);
        let error = check_size(&large, SHORTER).unwrap_err().to_string();
        assert!(error.contains("5 MB") && error.contains("`[procedure]`"), "{error}");
        let error = check_size(&large, SUMS).unwrap_err().to_string();
        assert!(error.contains("5 MB") && error.contains("`page-resources`"), "{error}");
    }
}
