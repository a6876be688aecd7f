//! The key of a finding: the same breach has the same key next year, and two breaches never have one.

use super::finding::Finding;
use super::private::Private;
use super::settings::Settings;
use super::snapshot::{Access, Held, Snapshot};

/// `check/system/bearer/resource/levels/role/file/text`, empty where a part does not apply, without empty parts at the
/// end.
///
/// The bearer is the account's login, or the identity's id where no account is meant; levels are joined by `+`. The
/// role is part only where there is no bearer: somebody's new role does not make an old finding a new one. In each part
/// `%`, `/`, `+` and control characters are written as `%` and two digits, so that parts cannot run into one another.
pub fn key(finding: &Finding, settings: &Settings, snapshot: &Snapshot) -> String {
    let mut key = String::new();
    write(&mut key, finding, settings, snapshot);
    key
}

/// Adds the key to a text: there may be millions of them.
pub fn write(into: &mut String, finding: &Finding, settings: &Settings, snapshot: &Snapshot) {
    write_as(into, finding, settings, snapshot, None);
}

/// The same with another spelling of the account's login.
pub fn write_as(
    into: &mut String,
    finding: &Finding,
    settings: &Settings,
    snapshot: &Snapshot,
    as_login: Option<&str>,
) {
    let begin = into.len();
    let subject = &finding.subject;
    let access = snapshot.about(subject);
    let system = subject.system.map(|system| settings.systems[system].id.as_str());
    let login = || {
        access
            .zip(subject.account)
            .map(|(access, account)| access.accounts[account].login.reveal())
    };
    let id = || {
        subject
            .identity
            .map(|identity| snapshot.roster.identities[identity].id.reveal())
    };
    let bearer = as_login.or_else(login).or_else(id);
    let resource = access.and_then(|access| access.resource_name(subject.resource));
    let part = |into: &mut String, text: Option<&str>| {
        into.push('/');
        escape(into, text.unwrap_or_default());
    };
    escape(into, finding.check.0);
    part(into, system);
    part(into, bearer);
    part(into, resource);
    for (place, held) in subject.levels.iter().enumerate() {
        into.push(if place == 0 { '/' } else { '+' });
        escape(into, level(*held, finding, settings, access));
    }
    if subject.levels.is_empty() {
        into.push('/');
    }
    let role = subject.role.filter(|_| bearer.is_none());
    part(into, role.map(|role| snapshot.policy.roles[role].title.as_str()));
    let source = subject.source.map(|source| &snapshot.sources[source]);
    part(into, source.map(|source| source.file.reveal()));
    if let Some(sheet) = source.and_then(|source| source.sheet.as_deref()) {
        into.push('+');
        escape(into, sheet);
    }
    part(into, subject.text.as_ref().map(Private::reveal));
    while into.len() > begin && into.ends_with('/') {
        into.pop();
    }
}

/// The name of a level, or its spelling where none maps it.
fn level<'a>(held: Held, finding: &Finding, settings: &'a Settings, access: Option<&'a Access>) -> &'a str {
    match held {
        Held::Level(level) => {
            let rules = finding
                .subject
                .system
                .and_then(|system| settings.systems[system].access());
            rules.map_or("", |rules| rules.levels[level].name.as_str())
        }
        Held::Unmapped(spelling) => access.map_or("", |access| access.unmapped[spelling].reveal()),
    }
}

/// Adds a part so that no separator is left in it.
fn escape(into: &mut String, part: &str) {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'%' | b'/' | b'+');
    if part.bytes().all(is_plain) {
        into.push_str(part);
        return;
    }
    for letter in part.chars() {
        if letter.is_control() || matches!(letter, '%' | '/' | '+') {
            into.extend(format!("%{:02X}", u32::from(letter)).chars());
        } else {
            into.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;
    use crate::model::snapshot::Holder;
    use crate::world::World;

    #[test]
    fn parts_cannot_run_into_one_another() {
        let mut world = World::new();
        let first = world.system("aws", &["Admin"]);
        world.account(first, "a/b", Holder::Nobody);
        world.account(first, "a%2Fb", Holder::Nobody);
        assert_eq!(
            world.keys("orphan-account"),
            ["orphan-account/aws/a%2Fb", "orphan-account/aws/a%252Fb"]
        );
    }

    #[test]
    fn separators_and_controls_are_written_as_numbers_and_letters_stay() {
        let escaped = |part| {
            let mut escaped = String::new();
            escape(&mut escaped, part);
            escaped
        };
        assert_eq!(escaped("a+b/c%d\n\u{1b}e"), "a%2Bb%2Fc%25d%0A%1Be");
        assert_eq!(escaped("Łukasz Straße"), "Łukasz Straße");
    }

    #[test]
    fn a_sheet_is_part_of_the_file() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        let file = world.file("exports/aws.csv");
        file.declared_rows = Some(1);
        file.sheet = Some("Users/2021".into());
        assert_eq!(
            world.keys("incomplete-export"),
            ["incomplete-export/aws/////exports%2Faws.csv+Users%2F2021"]
        );
    }
}
