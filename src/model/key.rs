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

/// A key in today's words: each part that names a system, a resource, levels or a role as it is called now.
pub fn renamed(key: &str, now: &dyn Fn(Named<'_>) -> Option<String>) -> String {
    let parts = key.split('/').map(plain).collect::<Vec<_>>();
    let system = parts.get(1).map_or("", String::as_str);
    let system = now(Named::System(system)).unwrap_or_else(|| system.to_owned());
    let mut renamed = String::with_capacity(key.len());
    for (place, (part, raw)) in parts.iter().zip(key.split('/')).enumerate() {
        if place > 0 {
            renamed.push('/');
        }
        match place {
            1 => escape(&mut renamed, &system),
            3 => escape(&mut renamed, now(Named::Resource(part)).as_deref().unwrap_or(part)),
            4 => {
                for (place, level) in raw.split('+').map(plain).enumerate() {
                    if place > 0 {
                        renamed.push('+');
                    }
                    let is = now(Named::Level(&system, &level));
                    escape(&mut renamed, is.as_deref().unwrap_or(&level));
                }
            }
            5 => escape(&mut renamed, now(Named::Role(part)).as_deref().unwrap_or(part)),
            _ => renamed.push_str(raw),
        }
    }
    renamed
}

/// What a key names beside the check and the system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nouns {
    /// The login, or the id of the identity.
    pub bearer: Option<String>,
    /// Resource, levels, role, file and text, as far as they are there.
    pub rest: Vec<String>,
}

/// The nouns of a key.
pub fn nouns(key: &str) -> Nouns {
    let mut parts = key.split('/').skip(2);
    let bearer = parts.next().map(plain).filter(|bearer| !bearer.is_empty());
    // Levels, and a file with its sheet, are several.
    let rest = parts.flat_map(|part| part.split('+')).map(plain);
    Nouns {
        bearer,
        rest: rest.filter(|noun| !noun.is_empty()).collect(),
    }
}

/// A part of a key that can be called otherwise from year to year.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    /// The id of a system.
    System(&'a str),
    /// The real name of a resource.
    Resource(&'a str),
    /// The name of a level, behind the present id of its system.
    Level(&'a str, &'a str),
    /// The title of a role.
    Role(&'a str),
}

/// A part as it was before separators were written as numbers.
fn plain(part: &str) -> String {
    let mut pieces = part.split('%');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.get(..2).and_then(|code| u32::from_str_radix(code, 16).ok());
        if let (Some(letter), Some(rest)) = (code.and_then(char::from_u32), piece.get(2..)) {
            text.push(letter);
            text.push_str(rest);
        } else {
            text.push('%');
            text.push_str(piece);
        }
    }
    text
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
    // all are looked at, several at once
    if part.bytes().fold(true, |all, byte| all & is_plain(byte)) {
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
    fn parts_are_called_as_they_are_called_now() {
        let now = |named: super::Named<'_>| match named {
            super::Named::System("git") => Some("code".to_owned()),
            super::Named::Resource("a/b") => Some("c".to_owned()),
            super::Named::Level("code", "Write") => Some("Push".to_owned()),
            super::Named::Role("Ops") => Some("Op/s".to_owned()),
            super::Named::System(_) | super::Named::Resource(_) | super::Named::Level(..) | super::Named::Role(_) => {
                None
            }
        };
        for (was, is) in [
            ("x/git/ada%2B/a%2Fb/Write+Read", "x/code/ada%2B/c/Push+Read"),
            ("x//P-1", "x//P-1"),
            ("x/git////Ops/f%2Fg+Sheet", "x/code////Op%2Fs/f%2Fg+Sheet"),
            ("x/aws/a/git/Write", "x/aws/a/git/Write"),
        ] {
            assert_eq!(super::renamed(was, &now), is);
        }
    }

    #[test]
    fn a_key_names_its_nouns() {
        let nouns = |key| {
            let nouns = super::nouns(key);
            (nouns.bearer.unwrap_or_default(), nouns.rest.join("|"))
        };
        for (key, bearer, rest) in [
            ("x/git/ada%2B/a%2Fb/Write+Read", "ada+", "a/b|Write|Read"),
            ("x/git", "", ""),
            ("x", "", ""),
            ("x/git/////f%2Fg+Sheet%2B1/t", "", "f/g|Sheet+1|t"),
        ] {
            assert_eq!(nouns(key), (bearer.to_owned(), rest.to_owned()), "{key}");
        }
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
