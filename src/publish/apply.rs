//! Does what was planned, in an order in which each step can be broken off: what is done is known again, and goes on from there.

use anyhow::{Context, bail};

use super::files::comment;
use super::mark::{self, Identity, KEY, Mark};
use super::plan::{Action, Index, Plan, Refusal, Wish};
use super::remote::{Draft, File, Page, Written};
use crate::model::publishing::PageId;

/// A page to be written.
struct Sheet<'a> {
    identity: Identity<'a>,
    title: &'a str,
    body: &'a str,
}

impl Wish<'_> {
    /// Does it; comes back with the pages as they are now, and with what was refused meanwhile after all.
    pub(super) fn apply(&self, plan: &mut Plan) -> anyhow::Result<()> {
        let sheet = Sheet {
            identity: self.identity(),
            title: &self.publication.title,
            body: &self.publication.body,
        };
        let Some(page) = self.written(&mut plan.audit, &sheet)? else {
            return Ok(());
        };
        let id = page.id;
        // First of all, so that nobody writes into a page that is to be closed.
        if let Some(editors) = &plan.editors {
            self.site
                .admit(id, editors)
                .context("the page is there, but everybody may edit it")?;
        }
        for file in plan.files.iter().filter_map(|place| self.publication.files.get(*place)) {
            let comment = comment(file);
            let file = File {
                name: &file.name,
                kind: file.kind,
                bytes: &file.bytes,
                comment: &comment,
            };
            self.site
                .attach(id, &file)
                .with_context(|| format!("cannot attach `{}`", file.name))?;
        }
        if !plan.labels.is_empty() {
            self.site.label(id, &plan.labels).context("cannot add labels")?;
        }
        self.say(&plan.audit, &page, &sheet.identity)?;
        if plan.index == Index::Link {
            self.link(id)?;
        }
        if let (Some(action), Some(body)) = (&mut plan.procedure, self.publication.procedure.as_deref()) {
            let title = match action {
                Action::Update { page, .. } | Action::Say(page) | Action::Keep(page) => page.title.clone(),
                Action::Create { .. } | Action::Refuse(_) => return Ok(()),
            };
            let sheet = Sheet {
                identity: self.of_procedure(body),
                title: &title,
                body,
            };
            if let Some(page) = self.written(action, &sheet)? {
                self.say(action, &page, &sheet.identity)?;
            }
        }
        Ok(())
    }

    /// The page, written if it is to be; none where it is left alone, which the action says then.
    fn written(&self, action: &mut Action, sheet: &Sheet<'_>) -> anyhow::Result<Option<Page>> {
        let message = mark::message(&sheet.identity);
        let draft = |parent| Draft {
            title: sheet.title,
            body: sheet.body,
            parent,
            message: &message,
        };
        let (page, parent) = match action {
            Action::Refuse(_) => return Ok(None),
            Action::Say(page) | Action::Keep(page) => return Ok(Some(page.clone())),
            Action::Create { parent, made } => {
                let Written::Done(page) = self.site.create(&draft(Some(*parent)))? else {
                    bail!(
                        "another run of this program made the page `{}` at the same time; run the same command again when that one \
                         has ended: it finds what is done, and does the rest",
                        sheet.title
                    );
                };
                *made = Some((*page).clone());
                return Ok(Some(*page));
            }
            Action::Update { page, parent } => (page.clone(), *parent),
        };
        if let Written::Done(page) = self.site.update(&page, &draft(parent))? {
            return Ok(Some(*page));
        }
        // Somebody was quicker: the page is looked at once more.
        let now = self.site.page(page.id)?.context("the page was removed meanwhile")?;
        let mark = self.mark(page.id)?.filter(|mark| mark.is_of(&sheet.identity));
        let standing = mark::standing(&now, mark.as_ref(), &sheet.identity, sheet.body);
        match self.action(now, parent, standing, true, sheet.body)? {
            Action::Refuse(refusal) => {
                *action = Action::Refuse(refusal);
                Ok(None)
            }
            Action::Update { page, parent } => match self.site.update(&page, &draft(parent))? {
                Written::Done(page) => Ok(Some(*page)),
                Written::Conflict => bail!(
                    "the page `{}` changes while it is written; wait until nobody edits it, and run the same command again",
                    page.title
                ),
            },
            Action::Create { .. } | Action::Say(_) | Action::Keep(_) => {
                bail!("the page `{}` was removed meanwhile", page.title)
            }
        }
    }

    /// Leaves at a page what it is known by, unless it says so already.
    fn say(&self, action: &Action, page: &Page, identity: &Identity<'_>) -> anyhow::Result<()> {
        if matches!(action, Action::Keep(_)) {
            return Ok(());
        }
        let value = Mark::of(identity, page).value()?;
        self.site
            .set_property(page.id, KEY, &value)
            .context("the page is there, but not marked as this program's yet")
    }

    /// Puts the link into the index page.
    fn link(&self, audit: PageId) -> anyhow::Result<()> {
        let id = self.publishing.index.context("no index page is declared")?;
        for _ in 0..2 {
            let page = self.declared("index", id)?;
            let Some(body) = self.with_link(&page.body, Some(audit))? else {
                return Ok(());
            };
            let draft = Draft {
                title: &page.title,
                body: &body,
                parent: page.parent,
                message: &format!("Link to {}", self.publication.title),
            };
            if let Written::Done(_) = self.site.update(&page, &draft)? {
                return Ok(());
            }
        }
        bail!("the index page changes while it is written; wait until nobody edits it, and run the same command again")
    }
}

impl Plan {
    /// Why the page of the audit, and that of the procedure, are left alone, if they are.
    pub(super) fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        [Some(&self.audit), self.procedure.as_ref()]
            .into_iter()
            .flatten()
            .filter_map(|action| match action {
                Action::Refuse(refusal) => Some(refusal),
                Action::Create { .. } | Action::Update { .. } | Action::Say(_) | Action::Keep(_) => None,
            })
    }
}
