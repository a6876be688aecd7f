//! The files of an audit at its page: which are there, which are to be attached, which somebody replaced.

use anyhow::Context as _;

use super::Attached;
use super::plan::{Plan, Wish};
use super::remote::{Attachment, Page};
use crate::model::hash::sha256;

/// A file at the page that is not as this program left it.
#[derive(Debug)]
pub(super) struct Replaced {
    pub(super) name: String,
    pub(super) by: String,
    pub(super) at: String,
}

/// What is known of a file at the page that has the name of one to attach.
enum Kept {
    /// It is the same.
    Same,
    /// As this program left it, or whoever asks does not care: to be replaced.
    Older,
    /// Somebody replaced it.
    Replaced,
}

impl Wish<'_> {
    /// Leaves in the plan what is to be attached, and notes what somebody replaced.
    pub(super) fn files(&self, plan: &mut Plan, page: &Page) -> anyhow::Result<()> {
        let there = self.site.attachments(page.id)?;
        plan.files.clear();
        for (place, file) in self.publication.files.iter().enumerate() {
            let Some(old) = there.iter().find(|one| one.name == file.name) else {
                plan.files.push(place);
                continue;
            };
            match self.kept(old, file)? {
                Kept::Same => {}
                Kept::Replaced => plan.replaced.push(Replaced {
                    name: file.name.clone(),
                    by: self.site.name_of(&old.by),
                    at: old.at.clone(),
                }),
                Kept::Older => plan.files.push(place),
            }
        }
        Ok(())
    }

    /// What is known of a file at the page: its comment says the hash of what this program attached, but anybody can keep that.
    fn kept(&self, old: &Attachment, file: &Attached) -> anyhow::Result<Kept> {
        if old.comment == comment(file) && old.bytes == file.bytes.len() as u64 {
            return Ok(Kept::Same);
        }
        if self.force {
            return Ok(Kept::Older);
        }
        let bytes = self.site.download(old);
        let bytes = bytes.with_context(|| format!("cannot look whether somebody replaced `{}`", file.name))?;
        let now = said_of(&bytes);
        Ok(if now == comment(file) {
            Kept::Same
        } else if now == old.comment {
            Kept::Older
        } else {
            Kept::Replaced
        })
    }
}

/// What is said of a file at a page, to know it again.
pub(super) fn comment(file: &Attached) -> String {
    said_of(&file.bytes)
}

fn said_of(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256(bytes))
}
