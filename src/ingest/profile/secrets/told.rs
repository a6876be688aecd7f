//! Secrets that a text tells: `password: …` in a note, `API_TOKEN=…` in a line, an address with a password.
//!
//! Comes in: a text. Goes out: where the first of them stands. A text is searched once for a few words; only what stands
//! around one is looked at. Notes speak of passwords more often than they tell one, so that what follows a colon counts
//! only where it can be little else. One more word: a line in [`WORDS`] and, if it is new there, in `named`.

use std::sync::LazyLock;

use regex::Regex;

use super::named::{is_made_up, is_name, is_secret};
use crate::ingest::header_like::words;

/// What stands before a secret, without the first letter where that may be large or small; and what stands in every address.
const WORDS: &str = "://|assword|ASSWORD|asswd|ASSWD|asswort|ASSWORT|assphrase|ASSPHRASE|asscode|ASSCODE|ennwort|ENNWORT|\
de passe|ontrase|enha|achtwoord|pwd|PWD|Pwd|ecret|ECRET|oken|OKEN|pi key|PI key|PI Key|PI_KEY|pi_key|pi-key|PI-KEY|pikey|\
piKey|PIKEY|ccess key|ccess_key|CCESS_KEY|ccess-key|KEY=|key=|ароль|スワード|lave|uthorization|UTHORIZATION| -u |--user";

static SEARCH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(WORDS).ok());

/// Words behind which a short secret may stand: people choose it themselves.
const CHOSEN: &str = "clave claves contrasena contraseña kennwort passe passcode passphrase passwd password passwords passwort pwd senha \
wachtwoord пароль пароли пароля パスワード";

/// What stands behind such a word where it is told how somebody signs in, or what became of it.
const ORDINARY: &str = "1password aes128 aes256 argon2 argon2id azuread bitwarden changeme! default dashlane encrypted env \
external federated fido2 file forgotten keepass keepassxc keychain kerberos lastpass mandatory md5 oauth2 optional pbkdf2 \
prompt protected rotated saml2 sha1 sha256 sha512 unchanged vault webauthn yubikey5";

/// How many bytes of what stands before a word are looked at, and how long a secret may be.
const NAME: usize = 48;
const LONGEST: usize = 200;

/// How long a secret is that nobody chooses: a token, a key.
const LONG: usize = 16;

/// Where a text tells a secret, if it does.
pub(super) fn first(text: &str) -> Option<usize> {
    let search = SEARCH.as_ref()?;
    let mut found = search.find_iter(text);
    let first = found.find(|found| match found.as_str() {
        "://" => is_address_with_password(text, found.end()),
        "uthorization" | "UTHORIZATION" => tells_authorization(text, found.end()),
        " -u " | "--user" => is_user_with_password(text, (found.start(), found.end())),
        word => {
            let end = found.end() - usize::from(word.ends_with('='));
            tells(text, end).unwrap_or_default()
        }
    });
    first.map(|found| found.start())
}

/// How a word and what it stands for are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// `NAME=value`, as programs are told.
    Closely,
    /// `password: value` or `password is value`, as people write.
    Loosely,
}

/// Whether a word that ends at this place is the name of a secret which follows.
fn tells(text: &str, end: usize) -> Option<bool> {
    let (before, after) = text.split_at_checked(end)?;
    let after = after.strip_prefix('s').unwrap_or(after);
    let (joined, value) = behind(after)?;
    let name = name(before, joined)?;
    if value.is_empty() || !is_name(&name) {
        return None;
    }
    let is_chosen = words(&name)
        .last()
        .is_some_and(|last| CHOSEN.split(' ').any(|word| last.ends_with(word)));
    Some(if is_chosen {
        is_password(value, joined)
    } else {
        value.len() >= LONG && is_likely(value)
    })
}

/// What stands behind a word, if it says what that stands for.
fn behind(after: &str) -> Option<(Joined, &str)> {
    let rest = after.trim_start_matches(' ');
    let spaced = rest.len() < after.len();
    let rest = match rest.strip_prefix("is") {
        Some(told) if spaced && told.starts_with([' ', ':']) => told.trim_start_matches([' ', ':']),
        _ => rest
            .strip_prefix([':', '=', '：', '→'])
            .or_else(|| rest.strip_prefix("->"))?,
    };
    let is_close = !spaced && after.starts_with('=') && !rest.starts_with(' ');
    let rest = rest.trim_start_matches([':', '=', '>']).trim_start_matches(' ');
    let rest = rest.trim_start_matches(['\'', '`', '"', '\\']);
    let ends = |sign: char| {
        sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '"' | '\'' | '`' | '<' | '>' | '\\' | '&')
    };
    let value = rest.split(ends).next().unwrap_or_default();
    let value = value.trim_end_matches(['.', ':', ')', ']', '}']);
    let joined = if is_close { Joined::Closely } else { Joined::Loosely };
    (value.len() <= LONGEST).then_some((joined, value))
}

/// The last words of a name that a text ends with; none where they are a part of a path or of an address.
fn name(before: &str, joined: Joined) -> Option<String> {
    let mut from = before.len().saturating_sub(NAME);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..)?;
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | ' ');
    let name = near.rsplit(|sign: char| !is_part(sign)).next()?;
    let edge = near.strip_suffix(name)?.chars().next_back();
    // an id such as `arn:…:secret:…`, the next page of a list
    let is_path = matches!(edge, Some(':' | '/' | '.')) && joined == Joined::Loosely;
    let is_of_address = matches!(edge, Some('?' | '&')) && name.eq_ignore_ascii_case("token");
    if is_path && !name.starts_with(' ') || is_of_address {
        return None;
    }
    let mut words: Vec<&str> = name.split(' ').rev().filter(|word| !word.is_empty()).take(3).collect();
    words.reverse();
    Some(words.join(" "))
}

/// Whether what stands behind `password` is one.
fn is_password(value: &str, joined: Joined) -> bool {
    let is_ordinary = || ORDINARY.split(' ').any(|word| value.eq_ignore_ascii_case(word));
    let likely = match joined {
        Joined::Closely => value.chars().count() > 5 && is_secret(value) && !is_placeholder(value) && !is_email(value),
        Joined::Loosely => is_likely(value),
    };
    likely && !is_ordinary()
}

/// Whether a word can be little else than a secret.
fn is_likely(value: &str) -> bool {
    let has = |is: fn(&u8) -> bool| value.as_bytes().iter().any(is);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_made_up = is_made_up(value) || (mixed && value.contains('@') && value.len() > 5);
    let is_path = value.contains('/') && value.contains('.');
    is_made_up && !is_placeholder(value) && !is_email(value) && !is_path && !is_ticket(value)
}

/// Whether a value stands for one that is not told: `<password>`, `${DB_PASSWORD}`, `***`, and `x:` of password files.
fn is_placeholder(value: &str) -> bool {
    let is_variable = |rest: &str| {
        rest.bytes()
            .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'{' | b'}'))
    };
    let masked = value.starts_with(['<', '{', '[', '*', '•', '(']) || value.ends_with("**") || value.ends_with('…');
    let of_shell = value.strip_prefix('$').or_else(|| value.strip_prefix('%'));
    let of_shell = of_shell.is_some_and(|rest| rest.starts_with(['{', '(']) || is_variable(rest.trim_end_matches('%')));
    let of_passwd = ["x:", "*:", "!"].iter().any(|begins| value.starts_with(begins));
    masked || of_shell || of_passwd
}

/// Whether a value is an address of somebody.
fn is_email(value: &str) -> bool {
    let domain = value.rsplit_once('@').map(|(_, domain)| domain);
    domain.is_some_and(|domain| domain.contains('.') && !domain.starts_with('.'))
}

/// Whether a value is the number of a ticket: some large letters, then digits.
fn is_ticket(value: &str) -> bool {
    let digits = value.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
    let letters = value.len() - digits.len();
    let digits = digits.trim_start_matches('-');
    (2..=4).contains(&letters) && digits.len() > 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a header of a request that lets somebody in ends its name at this place: `Authorization: Bearer …`.
fn tells_authorization(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['"', '\'', '\\']).trim_start_matches(' ');
    let Some(rest) = rest.strip_prefix([':', '=']) else {
        return false;
    };
    let line = rest.lines().next().unwrap_or_default();
    let mut words = line
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | ',' | ';' | '\\' | '`'))
        .filter(|word| !word.is_empty());
    let is_scheme = |word: &&str| SCHEMES.split(' ').any(|scheme| word.eq_ignore_ascii_case(scheme));
    let first = words.next().unwrap_or_default();
    let (credential, shortest) = if is_scheme(&first) {
        (words.next().unwrap_or_default(), SHORT)
    } else {
        (first, LONG)
    };
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=._~-".contains(&byte);
    credential.len() >= shortest && credential.bytes().all(sign) && !is_placeholder(credential)
}

/// Schemes of such headers: IANA, "HTTP Authentication Schemes", and GitHub's own.
const SCHEMES: &str = "basic bearer token apikey digest negotiate genie-key";

/// How long what follows a scheme is where it is no word of a sentence.
const SHORT: usize = 12;

/// Whether a call of curl or the like gives a user with a password: `curl -u bo:password https://…`.
fn is_user_with_password(text: &str, (start, end): (usize, usize)) -> bool {
    let before = text
        .get(..start)
        .unwrap_or_default()
        .lines()
        .next_back()
        .unwrap_or_default();
    let before = before.rsplit([',', ';', '|', '&']).next().unwrap_or_default();
    let is_program = |word: &str| matches!(word.to_lowercase().as_str(), "curl" | "wget" | "http" | "https");
    let is_call = before.split(|sign: char| !sign.is_alphanumeric()).any(is_program);
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest
        .trim_start_matches([' ', '='])
        .trim_start_matches(['"', '\'', '\\']);
    let ends = |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | ',' | ';' | '\\' | '`' | '|');
    let told = rest.split(ends).next().unwrap_or_default();
    let Some((user, password)) = told.split_once(':') else {
        return false;
    };
    is_call && !user.is_empty() && password.len() > 3 && is_secret(password) && !is_placeholder(password)
}

/// Whether an address whose scheme ends at this place holds a password: `https://user:password@host`.
fn is_address_with_password(text: &str, end: usize) -> bool {
    let Some(rest) = text.get(end..) else { return false };
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(
                byte,
                b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b',' | b';' | b'|' | b'`'
            )
    };
    let length = rest.as_bytes().iter().take(LONGEST).position(ends);
    let authority = rest.get(..length.unwrap_or(rest.len().min(LONGEST)));
    let Some((told, host)) = authority.and_then(|authority| authority.rsplit_once('@')) else {
        return false;
    };
    let Some((_, password)) = told.split_once(':') else {
        return false;
    };
    // a port, where somebody wrote an address and a sign behind it
    let scheme = text.get(..end).unwrap_or_default();
    let is_of_web = scheme.ends_with("http://") || scheme.ends_with("https://");
    let is_port = is_of_web && password.parse::<u16>().is_ok() && (told.contains('.') || !host.contains('.'));
    !host.is_empty() && is_secret(password) && !is_placeholder(password) && !is_port
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_secret_that_a_note_or_a_line_tells_is_found() {
        for told in [
            "password: EXAMPLE-n0",
            "Password: s3cr3t!",
            "the root password is hunter2",
            "the root password is: hunter2",
            "new since May, pwd=sunshine, ask Bo",
            "pwd: P4ssw0rd@1",
            "Passwort: Sommer2024!",
            "Kennwort = Winter99",
            "Mot de passe : soleil99",
            "DB password='EXAMPLEno1'",
            "Server=db;User Id=sa;Password=EXAMPLEno;Encrypt=yes",
            "AWS_SECRET_ACCESS_KEY=EXAMPLE1example2EXAMPLE3example4EXAMPLE5",
            "export API_TOKEN=EXAMPLE1example2",
            "SIGNING_KEY=EXAMPLE1example2example3",
            "api key: EXAMPLE1example2",
            "client_secret = EXAMPLE1example2",
            "token is EXAMPLE1example2",
            "passwords: EXAMPLE1, EXAMPLE2",
            "https://bo:EXAMPLE-no@git.example.com/x.git",
            "postgres://app:EXAMPLE-no@db:5432/app",
            "redis://:EXAMPLE-no@cache",
            "https://user:pass%21word@host",
            "password -> EXAMPLE-n0, which is new",
            "password → EXAMPLE-n0",
            "пароль: EXAMPLE-n0",
            "パスワード：EXAMPLE-n0",
            "Clave: EXAMPLE-n0",
            "curl -u bo:EXAMPLE-no https://example.com/x",
            "curl -s --user 'bo:EXAMPLE-no' https://example.com/x",
            "Authorization: Basic Ym86RVhBTVBMRQ==",
            "authorization: bearer EXAMPLE1example2EXAMPLE3",
            "-H 'Authorization: token EXAMPLE1example2'",
            "https://wiki:8443@git.example.com/x",
            "see https://example.com?access_token=EXAMPLE1example2&x=1",
        ] {
            for (before, behind) in [
                ("", ""),
                ("a,b\nbo,\"", "\"\n"),
                ("{\"note\": \"", "\"}"),
                ("é; ", "; "),
            ] {
                let text = format!("{before}{told}{behind}");
                assert!(first(&text).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn a_note_that_speaks_of_secrets_tells_none() {
        for text in [
            "password reset on 3 May",
            "password: see vault",
            "password: changed on 3 May 2024",
            "Password: 1Password",
            "password: 2024-05-01, token: 2024-05-01",
            "password: KB0012345",
            "password: ask bo@example.com",
            "password: bo1@example.com",
            "password: https://vault.example.com/a1b2c3",
            "password: vault.example.com/a1b2c3d4",
            "password: <password1>, pwd=${DB_PASSWORD1}, password=$DB_PASSWORD",
            "password=********, password: ****ab12",
            "password=required,password=none,password=disabled,password=true,pwd=set",
            "the password is stored in the vault",
            "Password is not set",
            "Password policy: Strong-12",
            "password min length: 12chars",
            "PasswordLastSet: 2024-05-01T10:11:12Z",
            "token: hardware, YubiKey5C",
            "MFA token: GAHT12345678EXAMPLE1",
            "nextToken=EXAMPLE1example2EXAMPLE3, ?page_token=EXAMPLE1example2EXAMPLE3",
            "https://example.com/avatar.png?token=EXAMPLE1example2EXAMPLE3",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod-a1b2c3d4e5f6g7h8",
            "secretary: EXAMPLE1example2EXAMPLE3, broken: EXAMPLE1example2EXAMPLE3",
            "secret:x:1000:1000:Secret1:/home/s3cret:/bin/bash\npassword:x:1001:1001::/home/a1:/bin/sh",
            "key=EXAMPLE1example2EXAMPLE3, ssh key: EXAMPLE1example2EXAMPLE3, ACCESS_KEY_ID=EXAMPLE1example2EXAMPLE3",
            "https://example.com:8443/@acme, https://example.com:8443,bo@example.com",
            "https://wiki:8443@x, see https://wiki.example.com:8443@acme",
            "Authorization: see the wiki, Authorization: Bearer <token>, authorization: required, Authorization: Basic ***",
            "sudo -u bo:staff ls, curl -u bo https://example.com/a:b1234, curl -u \"$USER:$PASSWORD\" x, docker run -u 1000:1000",
            "enclave: EXAMPLE1example2, slaves: EXAMPLE1example2",
            "ssh://git@example.com:22/x, https://bo@example.com, https://bo:***@example.com",
            "https://bo:<password>@example.com, https://bo:${PASSWORD}@example.com, https://:@example.com",
            "User,Password\nbo,\"\"\n",
            "Password:\nhunter2000",
            "a1b2c3d4 spoken:token",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn the_search_is_one_for_a_few_words() {
        use regex_syntax::hir::literal::Extractor;
        assert!(SEARCH.is_some(), "the words are an expression");
        let begins = Extractor::new().extract(&regex_syntax::parse(WORDS).unwrap());
        assert!(begins.len().is_some_and(|number| number <= 64), "{begins:?}");
        assert!(begins.min_literal_len().is_some_and(|length| length > 2), "{begins:?}");
    }
}
