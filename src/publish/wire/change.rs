//! Requests that change something: asked for once, and looked for where the answer is lost or is none.

use anyhow::bail;
use serde_json::Value;

use super::{Answer, Fault, Request, Wire};
use crate::publish::remote::{Draft, Page, Written};

impl Wire {
    /// Asks once for a change. Where the answer is lost, or the site was too busy to say, `arrived` looks whether it took place,
    /// and if not, it is asked once more.
    pub(in crate::publish) fn write<T>(
        &self,
        request: &Request,
        taken: impl Fn(Answer) -> anyhow::Result<T>,
        arrived: impl Fn() -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        let mut tried = 0;
        loop {
            let outcome = self.send(request);
            match outcome {
                Ok(answer) if !answer.is_busy() => return taken(answer),
                Err(fault @ (Fault::Unreachable(_) | Fault::Untrusted(_))) => return Err(self.no_answer(&fault)),
                Ok(_) | Err(Fault::Lost(_)) => {}
            }
            self.wait(tried, outcome.as_ref().ok())?;
            if let Some(done) = arrived()? {
                return Ok(done);
            }
            tried += 1;
            if tried == 3 {
                return match outcome {
                    Ok(answer) => Err(self.refused(&answer)),
                    Err(fault) => Err(self.no_answer(&fault)),
                };
            }
        }
    }

    /// Asks for a page that is not there. Where the site refuses, as the title is taken by the very same page, somebody was
    /// quicker: another run of this program.
    pub(in crate::publish) fn create(
        &self,
        request: &Request,
        read: impl Fn(&Value) -> anyhow::Result<Page>,
        draft: &Draft<'_>,
        titled: impl Fn() -> anyhow::Result<Vec<Page>>,
    ) -> anyhow::Result<Written> {
        let made =
            || -> anyhow::Result<Option<Page>> { Ok(titled()?.into_iter().find(|page| draft.is_first_of(page))) };
        let done = |page| Written::Done(Box::new(page));
        let taken = |answer: Answer| -> anyhow::Result<Written> {
            if matches!(answer.status, 400 | 409) && made()?.is_some() {
                return Ok(Written::Conflict);
            }
            read(&self.good(answer)?.json()?).map(done)
        };
        self.write(request, taken, || Ok(made()?.map(done)))
    }

    /// The same of a change of which nothing is needed but that it took place; see [`Wire::told`].
    pub(in crate::publish) fn ask(
        &self,
        request: &Request,
        is_told: impl Fn(&Value) -> bool,
        arrived: impl Fn() -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let taken = |answer: Answer| self.told(answer, &is_told, &arrived);
        self.write(request, taken, || Ok(arrived()?.then_some(())))
    }

    /// Takes a good answer for a change that was made only if it is one that the product gives: a page to sign in has the same
    /// number. Behind any other, `arrived` looks whether the change was made.
    pub(in crate::publish) fn told(
        &self,
        answer: Answer,
        is_told: impl Fn(&Value) -> bool,
        arrived: impl Fn() -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let answer = self.good(answer)?;
        let is_told = serde_json::from_slice(&answer.body).is_ok_and(|value| is_told(&value));
        if !is_told && !arrived()? {
            bail!(
                "{}: answer {}, which is not the one that Confluence gives, and what was asked for is not there: something on the \
                 way may answer in its place, as a page to sign in does; look whether `url` of `[confluence]` is right, and run the \
                 same command again",
                answer.asked,
                answer.status
            );
        }
        Ok(())
    }
}
