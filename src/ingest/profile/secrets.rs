//! Whether a file holds secrets of any product, whatever profile fits it.
//!
//! Comes in: a [`Content`]. Goes out: why it is not read, if it holds any; never a value. One more kind: a name in
//! [`NAMES`], or a way of writing in [`WRITTEN`].

use std::sync::LazyLock;

use memchr::{memchr, memchr2_iter};

use super::content::{Content, First, Place, Shape, Top};
use crate::ingest::header_like::is_header;
use crate::ingest::readers::delimited::Delimited;
use crate::ingest::readers::tree::Node;
use crate::ingest::readers::workbook::Sheet;
use crate::model::pattern::Pattern;

/// What columns and keys with secrets are called, in letters and digits only.
const NAMES: [&str; 27] = [
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "consumersecret",
    "encryptedpassword",
    "hashedpassword",
    "initialpassword",
    "kennwort",
    "passphrase",
    "passwd",
    "password",
    "passwordhash",
    "passwordrequired",
    "passwort",
    "privatekey",
    "pwd",
    "refreshtoken",
    "secretaccesskey",
    "secretkey",
    "sshprivatekey",
    "temporarypassword",
    "temppassword",
    "userpassword",
];

/// What stands in such a column where no secret does.
const NONE: [&str; 22] = [
    "!",
    "-",
    "0",
    "1",
    "active",
    "disabled",
    "enabled",
    "false",
    "hidden",
    "inactive",
    "n/a",
    "no",
    "none",
    "not set",
    "not_supported",
    "null",
    "redacted",
    "set",
    "true",
    "unset",
    "x",
    "yes",
];

/// Keys of a map under such a name that hold the secret itself.
const IN_MAPS: [&str; 4] = ["hash", "plain", "secret", "value"];

/// How private keys, hashes of passwords and addresses that let anybody post are written.
static WRITTEN: LazyLock<Option<Pattern>> = LazyLock::new(|| {
    let pattern = concat!(
        "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY",
        "|PuTTY-User-Key-File-[0-9]",
        "|https://hooks\\.slack\\.com/services/[A-Za-z0-9]",
        "|(?:^|[\\s,;:|\"'])[!*]{0,2}\\$(?:1|2[abxy]|5|6|7|y|gy)\\$[^\\s$,;|\"]+\\$?[^\\s$,;|\"]{6}",
    );
    Pattern::new(pattern).ok()
});

/// Whether any line of a text is such.
fn is_any_line(text: &str, is: impl Fn(&str) -> bool) -> bool {
    let mut begin = 0;
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]);
    for end in ends {
        if text.get(begin..end).is_some_and(&is) {
            return true;
        }
        begin = end + 1;
    }
    false
}

/// How a line of an old password file goes on behind the user: a hash of thirteen signs, and the days of its age.
fn is_shadow(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(colon) = memchr(b':', bytes).filter(|colon| bytes.get(colon + 14) == Some(&b':')) else {
        return false;
    };
    let Some((user, rest)) = line.split_at_checked(colon) else {
        return false;
    };
    let rest = rest.strip_prefix(':').unwrap_or_default();
    let mut cells = rest.split(':');
    let is_hash = |text: &str| {
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
        text.len() == 13 && text.bytes().all(sign)
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    cells.next().is_some_and(is_hash)
        && cells.clone().count() > 4
        && cells.take(4).all(is_number)
        && !user.is_empty()
        && !user.contains(char::is_whitespace)
}

/// Why a file is not read, if it holds secrets.
pub(super) fn held(content: &Content<'_>) -> Option<String> {
    let named = match &content.shape {
        Shape::Text(text, _) if is_written(text) => return Some(written()),
        Shape::Workbook(sheets) if sheets.iter().any(sheet_written) => return Some(written()),
        Shape::Text(text, _) => {
            let documents = content.tree().and_then(|tree| tree.documents.as_ref().ok());
            let key = documents.and_then(|documents| documents.iter().find_map(in_tree));
            key.or_else(|| in_columns(text))
        }
        Shape::Workbook(_) => None,
    };
    let named = named.or_else(|| content.tops.iter().find_map(|top| in_table(content, top)))?;
    Some(format!(
        "the file is not read, as it holds secrets: values stand under `{named}`; delete it, have them changed, and \
         export again without `{named}`"
    ))
}

fn written() -> String {
    "the file is not read, as it holds secrets: a private key, the hash of a password, or the address of a Slack webhook; \
     delete it, have them changed, and export again without them"
        .to_owned()
}

fn is_written(text: &str) -> bool {
    WRITTEN.as_ref().is_some_and(|pattern| pattern.fits_a_line(text)) || is_any_line(text, is_shadow)
}

fn sheet_written(sheet: &Sheet) -> bool {
    sheet.texts().any(|text| is_written(&text))
}

/// Whether a column or key of this name holds secrets.
fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    let plain = plain.trim_end_matches(|letter: char| letter.is_ascii_digit());
    NAMES.contains(&plain) || plain.ends_with("password")
}

/// Whether a value is one, not blank, masked or a word about it.
fn is_secret(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let masked = value.chars().all(|sign| matches!(sign, '*' | '•' | '●' | '·'));
    let value = value.trim_matches(['[', ']', '(', ')', '<', '>']);
    !masked && !NONE.contains(&value)
}

/// The first key in a tree that holds a secret.
fn in_tree(node: &Node) -> Option<String> {
    match node {
        Node::Map(entries) => entries.iter().find_map(|(key, value)| {
            let secret = is_name(key) && holds(value);
            if secret { Some(key.clone()) } else { in_tree(value) }
        }),
        Node::List(elements) => elements.iter().find_map(in_tree),
        Node::Null | Node::Text(_) => None,
    }
}

fn holds(value: &Node) -> bool {
    match value {
        Node::Text(text) => is_secret(text),
        Node::List(elements) => elements.iter().any(holds),
        // as identity providers write it
        Node::Map(entries) => entries
            .iter()
            .any(|(key, value)| IN_MAPS.contains(&key.as_str()) && holds(value)),
        Node::Null => false,
    }
}

/// The first column of a table that holds a secret.
fn in_table(content: &Content<'_>, top: &Top) -> Option<String> {
    let header = |place: usize, row: &First| {
        let filled = |row: &First| row.texts.iter().filter(|text| !text.is_empty()).count();
        let under = |above: &First| is_header(&above.texts) && filled(above) >= filled(row);
        filled(row) > 1 && !top.rows.iter().take(place).any(under)
    };
    let rows = top.rows.iter().enumerate();
    let rows = rows.filter(|(_, row)| row.texts.iter().any(|text| is_name(text)));
    for (_, row) in rows.filter(|(place, row)| header(*place, row)) {
        let named = row.texts.iter().enumerate().filter(|(_, text)| is_name(text));
        for (column, name) in named {
            let secret = |(line, value): (u64, &str)| line > row.line && !is_name(value) && is_secret(value);
            if any_value(content, top.place, column, secret) {
                return Some(name.clone());
            }
        }
    }
    None
}

/// Whether any cell of a column is such.
fn any_value(content: &Content<'_>, place: Place, column: usize, is: impl Fn((u64, &str)) -> bool) -> bool {
    match (&content.shape, place) {
        (Shape::Text(text, _), Place::Text(delimiter)) => {
            let mut reader = Delimited::new(text, delimiter);
            while let Ok(Some(row)) = reader.next_row() {
                if is((row.line, &row.cells.shown(column))) {
                    return true;
                }
            }
            false
        }
        (Shape::Workbook(sheets), Place::Sheet(number, _)) => {
            let mut rows = sheets.get(number).into_iter().flat_map(Sheet::rows);
            rows.any(|row| is((row.line, &row.cells.shown(column))))
        }
        (Shape::Text(..), Place::Sheet(..)) | (Shape::Workbook(_), Place::Text(_)) => false,
    }
}

/// The first of columns set out with spaces that holds a secret.
fn in_columns(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
    let header: Vec<char> = lines.next()?.chars().collect();
    let spaced: String = header.iter().collect();
    if !spaced.contains("  ") {
        return None;
    }
    let begins = |at: usize| {
        let sign = |back: usize| at.checked_sub(back).and_then(|at| header.get(at));
        header.get(at).is_some_and(|sign| *sign != ' ')
            && (at == 0 || (sign(1) == Some(&' ') && sign(2).is_none_or(|sign| *sign == ' ')))
    };
    let starts: Vec<usize> = (0..header.len()).filter(|at| begins(*at)).collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let cut = |line: &str, from: usize, to: usize| -> String { line.chars().skip(from).take(to - from).collect() };
    let columns = starts.iter().copied().zip(ends);
    let mut named = columns.map(|(from, to)| (from, to, cut(&spaced, from, to).trim().to_owned()));
    let lines: Vec<&str> = lines.collect();
    let secret = named.find(|(from, to, name)| {
        let value = |line: &&str| is_secret(&cut(line, *from, *to));
        is_name(name) && starts.len() > 1 && lines.iter().any(value)
    });
    secret.map(|(_, _, name)| name)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ingest::profile::content::Declared;

    fn why(text: &str) -> Option<String> {
        held(&Content::of(text.as_bytes(), Declared::default(), &[]).unwrap())
    }

    #[test]
    fn columns_keys_and_ways_of_writing_tell_secrets() {
        for text in [
            "User name,Password,Access key ID,Secret access key\nbo,EXAMPLE-no,AKIA,EXAMPLE-no\n",
            "List of users\n\nName;Role;PASSWORD\nana;normal;\nbo;normal;EXAMPLE-no\n",
            "username,password,groups\nbo,EXAMPLE-no,readers,deployers\n",
            "Name  Role    Password    Email\nbo    normal  EXAMPLE-no  bo@example.com\n",
            "{\"users\": [{\"name\": \"bo\", \"password\": \"EXAMPLE-no\"}]}",
            "{\"AccessKey\": {\"UserName\": \"bo\", \"SecretAccessKey\": \"EXAMPLE-no\"}}",
            "{\"policies\": [{\"url\": \"https://hooks.slack.com/services/EXAMPLE\"}]}",
            "PuTTY-User-Key-File-2: ssh-rsa\n",
            "user,key\nbo,\"-----BEGIN OPENSSH PRIVATE KEY-----\nEXAMPLE\"\n",
            "root:EXAMPLEnohash:19000:0:99999:7:::\n",
            "a:b\r\nroot:EXAMPLEnohash:19000:0:99999:7:::\r\n",
            "{\"user\": {\"login\": \"bo\", \"password\": {\"value\": \"EXAMPLE-no\"}}}",
            "Host,Root password 2\nbastion,EXAMPLE-no\n",
            "user,hash\nbo,$6$EXAMPLE$not-a-hash\n",
        ] {
            let why = why(text).unwrap_or_else(|| unreachable!("read: {text}"));
            assert!(why.contains("holds secrets"), "{why}");
            assert!(!why.contains("EXAMPLE"), "{why}");
        }
    }

    #[test]
    fn masks_and_words_about_secrets_are_none() {
        for text in [
            "Email,Password [Required],Org\nbo@example.com,****,/\nana@example.com,,/\n",
            "user,password_enabled,password_last_changed\nbo,true,2024-01-01\n",
            "User,Password\nbo,Yes\nana,N/A\n",
            "Repository,Permission\nserver,read\npassword,write\nclient,read\n",
            "{\"credentials\": {\"password\": {}, \"provider\": {\"name\": \"OKTA\"}}}",
            "{\"_links\": {\"changePassword\": {\"href\": \"https://example.com/x\"}}, \"forcePassword\": false}",
            "{\"password\": null, \"users\": [{\"password\": \"********\"}]}",
            "root:x:0:0:root:/root:/bin/bash\n",
            "wheel:x:10:bo,ana\n",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }
}
