//! `missing-glyph`: a name or a sentence has letters that no font of the PDF has, so that the PDF shows a replacement for
//! each. One finding a script, as one font file is what it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Breach, Carried, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::font::Font;
use crate::model::glyphs;
use crate::model::private::Private;
use crate::model::roster::{Employment, Identity};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Resource, Snapshot};
use crate::model::source::Place;

pub(super) const CHECK: Check = Check {
    id: CheckId("missing-glyph"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Print,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Across(judge),
};

/// Of each script that no font has, where it stands.
pub(super) type Unshown = BTreeMap<&'static str, BTreeSet<Place>>;

fn judge(settings: &Settings, snapshot: &Snapshot, carried: &Carried) -> Vec<Breach> {
    let mut found = carried.unshown.clone();
    for identity in snapshot.roster.identities.values() {
        for text in printed(identity) {
            note(&mut found, text, identity.place, &settings.look.fonts);
        }
    }
    let mut lines: BTreeMap<&'static str, u64> = BTreeMap::new();
    for text in &settings.texts {
        for script in glyphs::unshown(&text.text, &settings.look.fonts) {
            found.entry(script).or_default();
            lines.entry(script).or_insert(text.line);
        }
    }
    let breach = |(script, evidence): (&'static str, BTreeSet<Place>)| Breach {
        subject: Subject {
            text: Some(Private::new(script)),
            line: lines.get(script).copied(),
            ..Subject::default()
        },
        evidence: evidence.into_iter().collect(),
    };
    found.into_iter().map(breach).collect()
}

/// What documents print of somebody.
fn printed(identity: &Identity) -> impl Iterator<Item = &str> {
    let company = match &identity.employment {
        Employment::Contractor { company } => company.as_ref().map(Private::reveal),
        Employment::Employee => None,
    };
    [identity.id.reveal(), identity.name.reveal()]
        .into_iter()
        .chain(company)
}

/// What one system has of it: accounts, resources, groups, notebooks.
pub(super) fn of_system(settings: &Settings, access: &Access) -> Unshown {
    let fonts = &settings.look.fonts;
    let mut found = Unshown::new();
    for account in access.accounts.values() {
        let names = std::iter::once(&account.login)
            .chain(&account.name)
            .chain(&account.email);
        for text in names {
            note(&mut found, text.reveal(), account.place, fonts);
        }
    }
    for group in access.groups.values() {
        note(&mut found, group.name.reveal(), group.place, fonts);
    }
    for device in &access.devices {
        note(&mut found, device.name.reveal(), device.place, fonts);
    }
    // A resource does not say where it was read; the first permission on it does.
    let resources = access.resources.iter();
    let mut unshown: BTreeMap<Ix<Resource>, BTreeSet<&'static str>> = resources
        .map(|(resource, read)| (resource, glyphs::unshown(read.name.reveal(), fonts)))
        .filter(|(_, scripts)| !scripts.is_empty())
        .collect();
    for scripts in unshown.values() {
        for script in scripts {
            found.entry(script).or_default();
        }
    }
    let mut grants = access.grants.iter();
    while let (false, Some(grant)) = (unshown.is_empty(), grants.next()) {
        let scripts = grant.resource.and_then(|resource| unshown.remove(&resource));
        for script in scripts.into_iter().flatten() {
            found.entry(script).or_default().insert(grant.place);
        }
    }
    found
}

fn note(found: &mut Unshown, text: &str, place: Place, fonts: &[Font]) {
    for script in glyphs::unshown(text, fonts) {
        found.entry(script).or_default().insert(place);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::model::font::Font;
    use crate::model::private::Private;
    use crate::model::settings::PublicText;
    use crate::model::snapshot::Holder;
    use crate::world::World;

    const CHECK: &str = "missing-glyph";

    #[test]
    fn each_script_that_no_font_has_is_one_finding_with_all_its_rows() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin"], &["docs", "文書"]);
        let role = world.role("Developer");
        let tanaka = world.identity("田中 太郎", role);
        world.identity("Nguyễn Ελένη Ольга דוד محمد", role);
        let account = world.account(git, "สมชาย", Holder::Nobody);
        world.grant(git, account, "docs", "Admin");
        world.grant(git, account, "文書", "Admin");
        assert_eq!(
            world.keys(CHECK),
            ["missing-glyph///////Han", "missing-glyph///////Thai"]
        );
        let [han, thai] = &world.findings(CHECK)[..] else {
            unreachable!()
        };
        assert_eq!(
            han.evidence.len(),
            2,
            "the roster, and the permission on the repository"
        );
        assert!(han.evidence.contains(&world.somebody(tanaka).place));
        assert_eq!(thai.evidence, [world.access(git).accounts[account].place]);
        assert_eq!(world.unjudged(CHECK), []);
    }

    #[test]
    fn a_sentence_of_the_review_is_found_by_its_line() {
        let mut world = World::new();
        world.settings.texts.push(PublicText {
            file: "review.toml".into(),
            line: 7,
            field: "organisation",
            text: "हिन्दी Ltd".into(),
        });
        let findings = world.findings(CHECK);
        let [found] = &findings[..] else { unreachable!() };
        assert_eq!(found.subject.line, Some(7));
        assert_eq!(found.subject.text, Some(Private::new("Devanagari")));
        assert!(found.evidence.is_empty());
    }

    #[test]
    fn what_the_fonts_have_passes_and_so_does_what_is_not_seen() {
        let mut world = World::new();
        let role = world.role("Developer");
        world.identity("Łukasz Nguyễn Ελένη Ольга שָׂרָה محمد\u{200D} — “x” 12", role);
        assert!(world.findings(CHECK).is_empty());
        world.identity("田中 สมชาย", role);
        assert_eq!(world.keys(CHECK).len(), 2);
        world.settings.look.fonts.push(Font {
            file: "templates/fonts/han.ttf".into(),
            bytes: Arc::default(),
            name: "han".into(),
            is_bold: false,
            letters: vec![('一', '龜')],
        });
        assert_eq!(
            world.keys(CHECK),
            ["missing-glyph///////Thai"],
            "a font of one's own has the other"
        );
    }
}
