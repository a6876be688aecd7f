//! The inventory: all systems of the company, contractor companies, providers.

use serde::Serialize;

use crate::model::finding::Finding;
use crate::model::inventory::{Listed, Scope};
use crate::model::private::Private;
use crate::model::review::Review;

/// What the company works with.
#[derive(Serialize)]
pub(super) struct Inventory<'a> {
    systems: Vec<Entry<'a>>,
    companies: Vec<Company<'a>>,
    providers: Vec<Provider<'a>>,
}

/// A system on the list.
#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    /// Names of the systems of the review, or the ids that are none.
    reviewed_as: Vec<&'a str>,
    reason: Option<&'a str>,
}

/// A company whose people work as contractors.
#[derive(Serialize)]
struct Company<'a> {
    name: &'a str,
    agreement: &'a str,
    end: Option<String>,
    /// How many of them are in the roster on the audit date.
    people: usize,
}

/// A provider.
#[derive(Serialize)]
struct Provider<'a> {
    name: &'a str,
    report: &'a str,
    date: String,
}

/// What is declared of the company's inventory.
pub(super) fn inventory(review: &Review) -> Inventory<'_> {
    let declared = &review.settings.inventory;
    let companies = declared.companies.iter().map(|company| Company {
        name: company.name.reveal(),
        agreement: company.agreement.reveal(),
        end: company.end.map(|day| day.to_string()),
        people: people(review, &company.name),
    });
    let providers = declared.providers.iter().map(|provider| Provider {
        name: provider.name.reveal(),
        report: provider.report.reveal(),
        date: provider.date.to_string(),
    });
    Inventory {
        systems: declared.systems.iter().map(|listed| entry(review, listed)).collect(),
        companies: companies.collect(),
        providers: providers.collect(),
    }
}

fn entry<'a>(review: &'a Review, listed: &'a Listed) -> Entry<'a> {
    let (reviewed_as, reason) = match &listed.scope {
        Scope::In(meant) => {
            let name = meant.iter().map(|meant| match meant.system {
                Some(system) => review.settings.systems[system].name.as_str(),
                None => meant.id.reveal(),
            });
            (name.collect(), None)
        }
        Scope::Out(reason) => (Vec::new(), Some(reason.reveal())),
    };
    Entry {
        name: listed.name.reveal(),
        reviewed_as,
        reason,
    }
}

/// An agreement that ended.
#[derive(Serialize)]
pub(super) struct Agreement<'a> {
    name: &'a str,
    ended: String,
    /// How many of the company's people are still in the roster.
    people: usize,
}

impl<'a> Agreement<'a> {
    /// The one that a finding is about, if it is about one.
    pub(super) fn of(review: &'a Review, finding: &Finding) -> Option<Self> {
        let name = finding.subject.text.as_ref()?;
        let mut companies = review.settings.inventory.companies.iter();
        let company = companies.find(|company| company.name == *name)?;
        Some(Self {
            name: company.agreement.reveal(),
            ended: company.end?.to_string(),
            people: people(review, &company.name),
        })
    }
}

/// A report that is too old.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    name: &'a str,
    date: String,
    /// Whether it is later than the audit.
    is_later: bool,
    limit: u32,
}

impl<'a> Report<'a> {
    /// The one that a finding is about, if it is about one.
    pub(super) fn of(review: &'a Review, finding: &Finding) -> Option<Self> {
        let name = finding.subject.text.as_ref()?;
        let mut providers = review.settings.inventory.providers.iter();
        let provider = providers.find(|provider| provider.name == *name)?;
        Some(Self {
            name: provider.report.reveal(),
            date: provider.date.to_string(),
            is_later: provider.date > review.settings.date,
            limit: review.settings.provider_report_days?,
        })
    }
}

/// The id under which the inventory has what a finding is about, if that is no system.
pub(super) fn in_scope<'a>(review: &'a Review, finding: &Finding) -> Option<&'a str> {
    let (text, line) = (finding.subject.text.as_ref()?, finding.subject.line?);
    let mut missing = review.settings.inventory.in_scope();
    let (_, meant) =
        missing.find(|(listed, meant)| listed.line == line && meant.system.is_none() && *text == listed.name)?;
    Some(meant.id.reveal())
}

/// How many people of a company are in the roster on the audit date.
fn people(review: &Review, company: &Private) -> usize {
    let people = review.snapshot.roster.of_company(company);
    people
        .filter(|identity| identity.present_on(review.settings.date))
        .count()
}
