//! What people wrote by hand for public pages, searched for what must not stand there.
//!
//! Come in: the texts of `review.toml` and `roles.toml`, and the role titles of the roster that nobody declared.
//! Goes out: nothing, or every place with file, line, field, whose it is and what to do.
//!
//! Found are, without regard to case, accents, width of letters and characters that nobody sees:
//! - full names of people of the roster: given and family name beside each other, in either order. Their words are
//!   separated by a blank or a hyphen, or by a comma and a blank in `Family, Given`; one initial can stand between them.
//!   Of a name of three words or more the first with the last ones, the first two, and the last two count as well (the
//!   pairs with three letters or more in each word). `Müller` is also `Mueller` and `Muller`, `Łukasz` is `Lukasz`;
//! - e-mail addresses of the roster and of the accounts in the exports, as a whole;
//! - real names of resources that hold a `/`, as a whole.
//!
//! Not found, and left to the reader: a given or a family name alone, nicknames, logins that are no address, real names
//! of resources without a `/`, names in another script or its transliteration, letters of another script that look
//! alike, slips of the pen, words run together, a middle name that the roster does not have, a name whose parts stand in
//! two fields, addresses that are spelled out (`ada at example.com`) or carry a tag (`ada+list@example.com`), and people
//! who are not in the roster. Technical and shared accounts are no people; where no roles are declared, whoever has no address and
//! is called like a login of its own is taken for one.

mod names;
mod spelling;
mod verbatim;

use self::names::Names;
use self::verbatim::{Found, Verbatim, Whose};
use crate::model::problem::Problems;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::settings::{PublicText, Settings};
use crate::model::snapshot::Snapshot;

/// Refuses texts of public pages that name somebody or a resource.
///
/// # Errors
/// When any does: every place, with file, line and field, and whose name or address stands there.
pub fn scan(texts: &[PublicText], review: &Review) -> Result<(), Problems> {
    let (settings, snapshot) = (&review.settings, &review.snapshot);
    let mut problems = of_roster(texts, snapshot);
    problems.append(of_systems(texts, settings, snapshot));
    problems.or(())
}

/// Where public texts name somebody of the roster.
pub fn of_roster(texts: &[PublicText], snapshot: &Snapshot) -> Problems {
    let titles = roster_titles(snapshot);
    let texts: Vec<&PublicText> = texts.iter().chain(&titles).collect();
    let names = Names::of(snapshot, &texts);
    let verbatim = Verbatim::of_roster(&texts, &snapshot.roster);
    let mut problems = Problems::default();
    for written in texts {
        for identity in names.named(&written.text) {
            problems.add(&written.file, Some(written.line), name(written.field, identity));
        }
        add(written, &verbatim, &mut problems);
    }
    problems
}

/// Where public texts hold what only the systems tell: addresses of accounts, names of resources.
pub fn of_systems(texts: &[PublicText], settings: &Settings, snapshot: &Snapshot) -> Problems {
    let titles = roster_titles(snapshot);
    let texts: Vec<&PublicText> = texts.iter().chain(&titles).collect();
    let verbatim = Verbatim::of_systems(&texts, settings, snapshot);
    let mut problems = Problems::default();
    for written in texts {
        add(written, &verbatim, &mut problems);
    }
    problems
}

fn add(written: &PublicText, verbatim: &Verbatim<'_>, problems: &mut Problems) {
    for found in verbatim.found(&written.text) {
        problems.add(
            &written.file,
            Some(written.line),
            verbatim_message(written.field, found),
        );
    }
}

/// The titles that nobody declared: the roster's own, each where it first stands.
fn roster_titles(snapshot: &Snapshot) -> Vec<PublicText> {
    let policy = &snapshot.policy;
    let undeclared = policy.roles.iter().filter(|(_, role)| !policy.declares(role));
    let titles = undeclared.filter_map(|(place, role)| {
        let identities = &snapshot.roster.identities;
        let (_, first) = identities.find(|identity| identity.roles.iter().any(|held| held == place))?;
        Some(PublicText {
            file: snapshot.sources[first.place.source].file.reveal().to_owned(),
            line: first.place.line,
            field: "role",
            text: role.title.clone(),
        })
    });
    titles.collect()
}

fn name(field: &str, identity: &Identity) -> String {
    format!(
        "`{field}` holds the name of `{}` (`{}` in the roster), and a public page names nobody; say the role or the \
         team instead",
        identity.name.reveal(),
        identity.id.reveal()
    )
}

fn verbatim_message(field: &str, found: Found<'_>) -> String {
    let text = found.text.reveal();
    match found.whose {
        Whose::Identity(identity) => format!(
            "`{field}` holds the e-mail address `{text}` of `{}` (`{}` in the roster), and a public page names nobody; \
             give an address of the team instead, or none",
            identity.name.reveal(),
            identity.id.reveal()
        ),
        Whose::Account(system) => format!(
            "`{field}` holds `{text}`, the e-mail address of an account of `{system}`, and a public page names nobody; \
             give an address of the team instead, or none"
        ),
        Whose::Resource(system, resource) => format!(
            "`{field}` holds `{text}`, the real name of a resource of `{system}`, and a public page shows only labels; \
             write `{}` instead, or leave it out",
            resource.label
        ),
    }
}
