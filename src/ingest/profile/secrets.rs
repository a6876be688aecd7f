//! Whether a file holds secrets of any product, whatever profile fits it.
//!
//! Comes in: a [`Content`]. Goes out: why it is not read, if it holds any; never a value. What is looked at once: how a
//! secret is written ([`written`]), what a text tells of one ([`told`]), what it stands under in a table ([`columns`]) or a tree ([`named`]). The children say
//! how to add one more kind.

use memchr::{memchr_iter, memchr2};

use self::named::{is_long, is_loose, is_made_up, is_name, is_of_tokens, is_secret_under};
use self::written::is_written;
use super::content::{Content, Place, Shape};
use super::recognise::{self, Unread};
use crate::ingest::readers::tree::{Node, json};
use crate::ingest::readers::workbook::Sheet;
use crate::model::profile::Profile;
use crate::model::table::Table;

mod columns;
mod named;
mod told;
mod written;

/// Keys of a map under such a name that hold the secret itself; the text of an XML element too.
const IN_MAPS: [&str; 9] = [
    "#text",
    "cleartext",
    "data",
    "hash",
    "plain",
    "plaintext",
    "secret",
    "text",
    "value",
];

/// How often a document may stand in a text of another.
const DEEPEST: usize = 4;

/// Why a file is not read, if it holds secrets: by a profile that refuses it, else by what it holds. Columns that somebody
/// maps by hand tell its header.
pub(super) fn held<'p>(content: &Content<'_>, profiles: &'p [Profile], mapped: &[&[String]]) -> Option<Unread<'p>> {
    let found = found(content);
    if let Some((profile, why)) = recognise::secret(content, profiles, found == Some(Found::Written)) {
        return Some(Unread::Secret(profile, why));
    }
    let why = match found {
        Some(Found::Written) => WRITTEN.to_owned(),
        Some(Found::Told(line)) => told_on(line),
        Some(Found::Under(name)) => under(&name),
        None => under(&columns::in_tables(content, mapped)?),
    };
    Some(Unread::Refused((None, why)))
}

/// The same of the column of a table whose header was recognised.
pub(super) fn below(content: &Content<'_>, header: (Place, u64), texts: &[String]) -> Option<String> {
    columns::below(content, header, texts).map(|name| under(&name))
}

fn under(name: &str) -> String {
    format!(
        "the file is not read, as it holds secrets: values stand under `{name}`; delete it, have them changed, and \
         export again without `{name}`"
    )
}

const WRITTEN: &str = "the file is not read, as it holds secrets: a private key, a token, the hash of a password, or an \
                       address at which anybody may post (a webhook); delete it, have them changed, and export again \
                       without them";

fn told_on(line: Option<u64>) -> String {
    let place = line.map(|line| format!(" on line {line}")).unwrap_or_default();
    format!(
        "the file is not read, as it holds secrets: a text{place} tells a password, a key or a token, behind a word such as \
         `password:` or `API_TOKEN=`, or in an address (`https://user:…@host`); delete it where it was written, have it \
         changed, and export again"
    )
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// A secret, by how it is written.
    Written,
    /// One that a text tells, on this line where the text has lines.
    Told(Option<u64>),
    /// One under this key.
    Under(String),
}

fn found(content: &Content<'_>) -> Option<Found> {
    match &content.shape {
        Shape::Workbook(sheets) => sheets.iter().find_map(in_sheet),
        Shape::Text(text, _) if is_written(text) => Some(Found::Written),
        Shape::Text(text, _) => {
            if let Some(at) = told::first(text) {
                let before = text.as_bytes().get(..at).unwrap_or_default();
                return Some(Found::Told(Some(memchr_iter(b'\n', before).count() as u64 + 1)));
            }
            let documents = content.tree()?.documents.as_ref().ok()?;
            let hidden = memchr2(b'\\', b'&', text.as_bytes()).is_some();
            let mut walk = Walk::new(hidden, 0);
            documents.iter().find_map(|document| walk.first(document))
        }
    }
}

/// What is written in any cell. Cells are looked at together, as most are short.
fn in_sheet(sheet: &Sheet) -> Option<Found> {
    let mut cells = String::new();
    for text in sheet.texts() {
        cells.push_str(&text);
        cells.push('\n');
        if cells.len() > TOGETHER {
            if let Some(found) = in_text(&cells) {
                return Some(found);
            }
            cells.clear();
        }
    }
    in_text(&cells)
}

/// What is written in a text or told there.
fn in_text(text: &str) -> Option<Found> {
    let told = || told::first(text).map(|_| Found::Told(None));
    is_written(text).then_some(Found::Written).or_else(told)
}

/// Whether a map is an object of the kind Secret with something in it: Kubernetes' API reference, "Secret".
fn is_secret_of_kubernetes(entries: &[(String, Node)]) -> bool {
    let at = |wanted: &str| entries.iter().find(|(key, _)| key == wanted).map(|(_, value)| value);
    let is_filled = |node: Option<&Node>| matches!(node, Some(Node::Map(entries)) if !entries.is_empty());
    matches!(at("kind"), Some(Node::Text(kind)) if kind == "Secret")
        && (is_filled(at("data")) || is_filled(at("stringData")))
}

/// How many bytes of cells are looked at together.
const TOGETHER: usize = 1 << 16;

/// A walk through a tree.
struct Walk<'n> {
    /// Whether texts may hold signs that are written otherwise in the file, so that nobody has looked at them.
    hidden: bool,
    /// How many documents the tree stands in.
    depth: usize,
    /// What is known of keys: records have the same again and again.
    keys: Table<&'n str, bool>,
}

impl<'n> Walk<'n> {
    fn new(hidden: bool, depth: usize) -> Self {
        Self {
            hidden,
            depth,
            keys: Table::default(),
        }
    }

    /// The first secret at a node or below it. What stands in a text may be a tree itself.
    fn first(&mut self, node: &'n Node) -> Option<Found> {
        match node {
            Node::Map(entries) if is_pair(entries) => Some(Found::Under("value".to_owned())),
            Node::Map(entries) if is_secret_of_kubernetes(entries) => Some(Found::Under("data".to_owned())),
            Node::Map(entries) => entries.iter().find_map(|(key, value)| {
                if self.is_name(key) && holds(value, is_loose(key)) {
                    return Some(Found::Under(key.clone()));
                }
                if matches!(value, Node::List(tokens) if is_of_tokens(key) && tokens.iter().any(is_token)) {
                    return Some(Found::Under(key.clone()));
                }
                let written = self.hidden && is_written(key);
                written.then_some(Found::Written).or_else(|| self.first(value))
            }),
            Node::List(elements) => elements.iter().find_map(|element| self.first(element)),
            Node::Text(text)
                if self.hidden
                    && let Some(found) = in_text(text) =>
            {
                Some(found)
            }
            Node::Text(text) if self.depth < DEEPEST && text.trim_start().starts_with(['{', '[']) => {
                let documents = json::read(text).ok()?;
                let mut inside = Walk::new(true, self.depth + 1);
                documents.iter().find_map(|document| inside.first(document))
            }
            Node::Null | Node::Text(_) => None,
        }
    }

    fn is_name(&mut self, key: &'n str) -> bool {
        if let Some(known) = self.keys.get(key) {
            return *known;
        }
        let is_name = is_name(key);
        if self.keys.len() < REMEMBERED {
            self.keys.insert(key, is_name);
        }
        is_name
    }
}

/// Whether a map names one thing that is a secret and says it, as lists of variables do.
fn is_pair(entries: &[(String, Node)]) -> bool {
    let text = |names: &[&str]| {
        let mut entries = entries.iter();
        let found = entries.find(|(key, _)| names.contains(&key.as_str()));
        found.and_then(|(_, value)| value.text())
    };
    text(&["value"]).is_some_and(is_made_up) && text(&["key", "name"]).is_some_and(is_name)
}

/// Whether an element of a list of tokens is one, and no name or number of one.
fn is_token(element: &Node) -> bool {
    matches!(element, Node::Text(text) if is_long(text))
}

/// How many keys are remembered.
const REMEMBERED: usize = 4096;

fn holds(value: &Node, loose: bool) -> bool {
    match value {
        Node::Text(text) => is_secret_under(loose, text),
        Node::List(elements) => elements.iter().any(|element| holds(element, loose)),
        // as identity providers write it
        Node::Map(entries) => entries
            .iter()
            .any(|(key, value)| IN_MAPS.contains(&key.as_str()) && holds(value, loose)),
        Node::Null => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ingest::profile::content::Declared;

    fn why(text: &str) -> Option<String> {
        let content = Content::of(text.as_bytes(), Declared::default(), &[]).unwrap();
        held(&content, &[], &[]).map(|unread| unread.refusal().1)
    }

    #[test]
    fn columns_keys_and_ways_of_writing_tell_secrets() {
        for text in [
            "User name,Password,Access key ID,Secret access key\nbo,EXAMPLE-no,AKIA,EXAMPLE-no\n",
            "List of users\n\nName;Role;PASSWORD\nana;normal;\nbo;normal;EXAMPLE-no\n",
            "username,password,groups\nbo,EXAMPLE-no,readers,deployers\n",
            "Name  Role    Password    Email\nbo    normal  EXAMPLE-no  bo@example.com\n",
            "{\"users\": [{\"name\": \"bo\", \"password\": \"EXAMPLE-no\"}]}",
            "{\"items\": [{\"kind\": \"Secret\", \"data\": {\"db\": \"RVhBTVBMRQ==\"}}]}",
            "user,API tokens\nbo,EXAMPLE-no-7\n",
            "user,note\nbo,otpauth://totp/EXAMPLE:bo?digits=6\n",
            "{\"AccessKey\": {\"UserName\": \"bo\", \"SecretAccessKey\": \"EXAMPLE-no\"}}",
            "{\"policies\": [{\"url\": \"https://hooks.slack.com/services/EXAMPLE\"}]}",
            "PuTTY-User-Key-File-2: ssh-rsa\n",
            "user,key\nbo,\"-----BEGIN OPENSSH PRIVATE KEY-----\nEXAMPLE\"\n",
            "root:EXAMPLEnohash:19000:0:99999:7:::\n",
            "a:b\r\nroot:EXAMPLEnohash:19000:0:99999:7:::\r\n",
            "{\"user\": {\"login\": \"bo\", \"password\": {\"value\": \"EXAMPLE-no\"}}}",
            "Host,Root password 2\nbastion,EXAMPLE-no\n",
            "user,hash\nbo,$6$EXAMPLE$not-a-hash\n",
            "Password\nEXAMPLE-no\n",
            "User,Mot de passe\nbo,EXAMPLE-no\n",
            "user;db_password\nbo;EXAMPLE-no\n",
            "User,Token,Created\nbo,EXAMPLE-n0,2024-01-01\n",
            "{\"values\": [{\"key\": \"DB_PASSWORD\", \"value\": \"EXAMPLE-n0\", \"secured\": false}]}",
            "<users><user><password kind='plain'>EXAMPLE-no</password></user></users>",
            "{\"users\": [{\"name\": \"bo\", \"tokens\": [\"EXAMPLE1example2EXAMPLE3\"]}]}",
            "{\"users\": [{\"name\": \"bo\", \"password\": {\"data\": \"EXAMPLE-no\"}}]}",
            "User,PIN\nbo,1234\n",
            "User,TOTP secret\nbo,EXAMPLEexample\n",
            "User,Recovery codes\nbo,1234-5678 8765-4321\n",
            "User,TOTP\nbo,EXAMPLE1example2EXAMPLE3\n",
            "User,Notes\nbo,new since May; password: EXAMPLE-n0\n",
            "User,Repository\nbo,https://bo:EXAMPLE-no@git.example.com/x.git\n",
            "# settings\nUSER=bo\nAPI_TOKEN=EXAMPLE1example2\n",
            "{\"note\": \"pwd\\u003dEXAMPLEno\"}",
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
            "User,Password last changed,MFA token serial,Password Policy\nbo,2024-01-01,GAHT12345678,Strong-2\n",
            "User,Token,Secret,Pass\nbo,2,true,passed\n",
            "Mac,Secure Token,Recovery key,Bootstrap Token\nm1,Granted,Escrowed,Escrowed\n",
            "User,Security token,RSA token\nbo,YubiKey 5C NFC,000123456789\n",
            "User,Password,API token\nbo,SSO,2 tokens active\nana,Strong,Read-only\n",
            "Host,secret\nbastion,arn:aws:secretsmanager:eu-west-1:111122223333:secret:bastion\n",
            "{\"kind\": \"RoleBinding\", \"subjects\": [{\"kind\": \"User\", \"name\": \"bo\"}]}",
            "{\"users\": [], \"NextToken\": \"EXAMPLE1example2\", \"nextPageToken\": \"EXAMPLE1example2\"}",
            "{\"rules\": [{\"resources\": [\"secrets\"], \"verbs\": [\"get\"]}], \"secrets\": [{\"name\": \"default-token-x1\"}]}",
            "{\"values\": [{\"key\": \"DB_PASSWORD\", \"secured\": true}, {\"name\": \"Token\", \"value\": \"physical\"}]}",
            "User,Reset password\nbo,\"Aug 1, 2025\"\nana,1 August 2025 10:11\ncy,8/1/2025 10:11 AM\nem,never\n",
            "User,Password\nbo,Yes/No\nana,n/a\ncy,set\nem,not set\n",
            "User,Recovery codes,TOTP,PIN\nbo,5 remaining,Google Authenticator,yes\nana,Generated,enabled,\n",
            "User,Notes\nbo,password reset on 3 May\nana,password: see vault\n",
            "{\"tokens\": [\"default-token-x1b2c\", \"00000000-0000-0000-0000-0000000000a1\", \"hardware\"]}",
            "{\"Policy\": \"{\\\"Statement\\\": [{\\\"Effect\\\": \\\"Allow\\\"}]}\", \"name\": \"J\\u00fcrgen\"}",
        ] {
            assert_eq!(why(text), None, "{text}");
        }
    }

    #[test]
    fn a_secret_that_a_note_tells_is_told_with_its_line() {
        let why = why("User,Notes\nana,\nbo,password: EXAMPLE-n0\n").unwrap();
        assert!(why.contains("a text on line 3 tells a password"), "{why}");
        assert!(!why.contains("EXAMPLE"), "{why}");
    }

    #[test]
    fn signs_that_are_written_otherwise_and_documents_in_texts_hide_nothing() {
        for text in [
            r#"{"user": "bo", "hash": "\u00246\u0024EXAMPLE\u0024not-a-hash"}"#,
            r#"{"user": "bo", "hash": "\u0024\u0036$EXAMPLE$not-a-hash"}"#,
            r#"{"url": "https:\/\/hooks.slack.com\/services\/EXAMPLE"}"#,
            r#"{"\u00246$EXAMPLE$not-a-hash": 1}"#,
            r#"{"file": "a:x:1:1:::\nroot:EXAMPLEnohash:19000:0:99999:7:::\n"}"#,
            r#"{"Policy": "{\"user\": \"bo\", \"password\": \"EXAMPLE-no\"}"}"#,
            r#"{"a": "{\"b\": \"{\\\"user\\\": \\\"bo\\\", \\\"password\\\": \\\"EXAMPLE-no\\\"}\"}"}"#,
            r#"{"a": "[\"\\u00246\\u0024EXAMPLE\\u0024not-a-hash\"]"}"#,
            "---\nuser: bo\nhash: \"\\x246\\x24EXAMPLE\\x24not-a-hash\"\n",
            "---\nuser: bo\ndata: '{\"password\": \"EXAMPLE-no\"}'\n",
            "<a><hash>&#36;6&#x24;EXAMPLE&#36;not-a-hash</hash></a>",
        ] {
            let why = why(text).unwrap_or_else(|| unreachable!("read: {text}"));
            assert!(why.contains("holds secrets"), "{why}");
            assert!(!why.contains("EXAMPLE"), "{why}");
        }
    }
}
