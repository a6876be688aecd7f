//! Columns and keys that hold secrets by what they are called, and the values in them that are some.
//!
//! Comes in: a name, or a value. Goes out: whether it says so, or is one; both must hold, as `Password` may stand above
//! yes and no. One more word for a secret, in any language: a line in [`ENDS`], [`WORDS`] or [`KEYS`].

use std::sync::LazyLock;

use crate::ingest::header_like::words;
use crate::model::word::composed;

/// How the last word of such a name ends.
const ENDS: &str = "adgangskode contrasena contraseña haslo hasło kennwort lösenord passcode passphrase passord passwd password \
passwort secret token wachtwoord пароль пароли паролем парола лозинка パスワード 暗証番号 密码 密碼 口令 비밀번호 암호";

/// Words that are too short to be looked for at the end of others.
const WORDS: &str = "clave claves mdp otp pass pin pw pwd psw senha totp dbpass userpass rootpass";

/// Several words that end such a name, written as one.
const KEYS: &str = "apikey applicationkey apikeys apitokens accesstokens authenticationstring backupcode backupcodes encryptionkey individualkey institutionalkey lmhash masterkey motdepasse motsdepasse \
nthash ntlmhash otpkey palabraclave otpseed privatekey recoverycode recoverycodes recoverykey secretaccesskey secretkey sharedkey signingkey totpkey totpseed";

/// Words behind it that say how or when.
const TAILS: &str = "base bcrypt clear cleartext confirm confirmation crypt current encrypted hash hashed initial klartext md new \
plain plaintext required salt sha string temporary text value";

/// Words before `token` that make it a place in a list, a device, or a number that nothing is opened with.
const NO_TOKENS: &str = "client continuation continue csrf cursor delta fido hard hardware mfa bootstrap next nextpage nextsync otp page pagination \
physical request rsa secure securid security skip soft starting sync totp virtual";

/// What stands in such a column where no secret does.
const NONE: &str = "! absent active admin aktiviert aucun available changed confidential deaktiviert disabled empty enabled escrowed expired fail failed generated granted \
falsch false faux hidden inactive invalid ja keine ldap lk locked managed masked n/a n.a. nein never no \
no_information non none not_supported null ok oui pass p passed pending personal present read read-only redacted required revoked \
saml set si sso string strong sí true undefined unknown unlocked unset unused used valid weak vrai wahr x yes";

/// Words of a remark on a secret.
const REMARKS: &str = "active ago available changed created day days disabled enabled expired expires hidden masked never no none not only redacted remaining required set unused used";

/// A list as its words: every name of every file is compared with them.
type Split = LazyLock<Vec<&'static str>>;

static SPLIT_ENDS: Split = LazyLock::new(|| ENDS.split(' ').collect());
static SPLIT_WORDS: Split = LazyLock::new(|| WORDS.split(' ').collect());
static SPLIT_KEYS: Split = LazyLock::new(|| KEYS.split(' ').collect());
static SPLIT_TAILS: Split = LazyLock::new(|| TAILS.split(' ').collect());

/// Whether a word is one of these.
fn is_one(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

/// Whether a column or key of this name holds secrets, if any value in it is one.
pub(super) fn is_name(name: &str) -> bool {
    let name = composed(name);
    // a line of a terminal that was copied along is no heading
    let is_of_terminal = ["$ ", "==> "].iter().any(|begin| name.trim_start().starts_with(begin));
    if name.len() > LONGEST || is_of_terminal {
        return false;
    }
    let mut words = words(&name);
    while words.last().is_some_and(|last| SPLIT_TAILS.contains(&last.as_str())) && words.len() > 1 {
        if SPLIT_KEYS.contains(&words.concat().as_str()) {
            return true;
        }
        words.pop();
    }
    let Some(last) = words.last() else {
        return false;
    };
    let joined = words.concat();
    if let Some(before) = joined.strip_suffix("token") {
        return !NO_TOKENS.split(' ').any(|word| before.ends_with(word));
    }
    let single = last.strip_suffix('s').unwrap_or(last);
    let plural = single != last && single.ends_with("password");
    plural
        || SPLIT_WORDS.contains(&last.as_str())
        || SPLIT_ENDS.iter().any(|end| last.ends_with(end))
        || SPLIT_KEYS.iter().any(|end| joined.ends_with(end))
}

/// The longest name in bytes.
const LONGEST: usize = 80;

/// Whether a value is a secret: not blank, masked, a day, a small number or a word about one.
pub(super) fn is_secret(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let value = value.trim_matches(['[', ']', '(', ')', '<', '>']);
    let masked = value.chars().all(|sign| {
        matches!(
            sign,
            '*' | '•' | '●' | '·' | '-' | '–' | '—' | '…' | '.' | '_' | '#' | '?'
        ) || sign == 'x'
    });
    let is_count = value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = value.split_whitespace();
    let is_remark = words.clone().count() > 1 && words.any(|word| is_one(REMARKS, word));
    let is_address = value.starts_with("arn:");
    let is_none = |value: &str| is_one(NONE, value);
    let is_choice = value.contains('/') && value.split('/').all(is_none);
    !masked
        && !is_count
        && !is_address
        && !is_day(value)
        && !is_date(value)
        && !is_remark
        && !is_choice
        && !is_none(value)
}

/// Whether such a name is also one of other things: the kind of a device, a test that was passed.
pub(super) fn is_loose(name: &str) -> bool {
    matches!(words(name).as_slice(), [word] if is_one("clave claves otp pass token totp", word))
}

/// Whether a value is a secret below such a name: if that is loose, a plain word is none.
pub(super) fn is_secret_under(loose: bool, value: &str) -> bool {
    let is_long = || value.trim().len() >= LONG && !value.trim().contains(' ');
    is_secret(value) && (!loose || is_made_up(value) || is_long())
}

/// How long a word is that is no plain one.
const LONG: usize = 16;

/// Whether a text is a day or an instant as ISO 8601 has them.
fn is_day(text: &str) -> bool {
    let mut places = text.bytes().enumerate();
    let is_shape = places.all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        0..10 => byte.is_ascii_digit(),
        _ => byte.is_ascii_digit() || matches!(byte, b't' | b'z' | b':' | b'.' | b'+' | b'-' | b' '),
    });
    is_shape && text.len() >= 10
}

/// Whether a text is a day as people write it, with the name of its month or with slashes, or one with an hour.
fn is_date(text: &str) -> bool {
    let parts = || text.split([' ', ',', '-', '.', '/']).filter(|part| !part.is_empty());
    let is_number = |part: &str| part.len() < 5 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_hour = |part: &str| part.contains(':') && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let is_month = |part: &str| is_one(MONTHS, part);
    let is_day = |part: &str| {
        ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| part.strip_suffix(end).is_some_and(is_number))
    };
    let is_part =
        |part: &str| is_number(part) || is_hour(part) || is_month(part) || is_day(part) || is_one(OF_DATES, part);
    let numbers = parts().filter(|part| is_number(part) || is_day(part)).count();
    let is_named = parts().any(is_month) && numbers > 0;
    let is_counted = numbers > 2 && (text.contains('/') || parts().any(is_hour));
    parts().all(is_part) && (is_named || is_counted)
}

/// The names of months, in English, French and German.
const MONTHS: &str = "jan january janvier januar feb february février februar mar march mars märz apr april avril may mai jun june \
juin juni jul july juillet juli aug august août sep sept september septembre oct october octobre okt oktober nov november novembre \
dec december décembre dez dezember";

/// What else stands in dates.
const OF_DATES: &str = "am pm at um gmt utc cet cest mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday \
sunday";

/// Whether a key names a list of tokens. Lists of secrets mostly name them.
pub(super) fn is_of_tokens(key: &str) -> bool {
    let words = words(key);
    words.last().is_some_and(|last| last == "tokens") && !words.iter().any(|word| is_one(NO_TOKENS, word))
}

/// Whether a value is as long and as mixed as only tokens are.
pub(super) fn is_long(value: &str) -> bool {
    let has = |part: &str, is: fn(&u8) -> bool| part.as_bytes().iter().any(is);
    let is_mixed = |part: &str| has(part, u8::is_ascii_digit) && has(part, u8::is_ascii_alphabetic);
    let is_id = value.len() == 36 && value.matches('-').count() == 4;
    let mut parts = value.split(['-', '_', '.', '/', ':']);
    !is_id && is_made_up(value) && parts.any(|part| part.len() >= LONG - 4 && is_mixed(part))
}

/// Whether a value can be little else than a secret: letters and digits in one word, or signs that no name has.
pub(super) fn is_made_up(value: &str) -> bool {
    let value = value.trim();
    let is_mixed = |part: &str| {
        let has = |is: fn(&u8) -> bool| part.as_bytes().iter().any(is);
        has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    };
    let odd = |sign: char| matches!(sign, '!' | '$' | '%' | '^' | '&' | '*' | '#' | '?' | '=' | '~');
    let mut parts = value.split(['-', '_', '.', '/', ':']);
    value.len() > 5
        && is_secret(value)
        && !value.contains(char::is_whitespace)
        && !value.contains('@')
        && !value.contains("://")
        && (value.contains(odd) || parts.any(is_mixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_that_secrets_stand_below_however_they_are_written() {
        for name in [
            "Password",
            "PASSWORD",
            "password",
            "Passwords",
            "Passwort",
            "Kennwort",
            "Mot de passe",
            "mot_de_passe",
            "motDePasse",
            "Contraseña",
            "Clave",
            "Пароль",
            "Новый пароль",
            "パスワード",
            "初期パスワード",
            "密码",
            "비밀번호",
            "Contrasen\u{303}a",
            "contrasena",
            "Token",
            "token",
            "Secret",
            "pass",
            "pwd",
            "Pwd 2",
            "db_password",
            "dbPassword",
            "DB-PASSWORD",
            "db_pass",
            "DBPassword2",
            "Root password 2",
            "userPassword",
            "rootpassword",
            "Password [Required]",
            "password_hash",
            "password (plain text)",
            "passwordSha256",
            "API key",
            "apiKey",
            "api_token",
            "accessToken",
            "Access Token",
            "refresh_token",
            "client_secret",
            "clientSecret",
            "MFA secret",
            "Secret access key",
            "private-key",
            "sshPrivateKey",
            "Recovery key",
            "Backup codes",
            "nt_hash",
            "authentication_string",
            "Temporary password",
            "Initialpasswort",
            "Wachtwoord",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "Password last changed",
            "password_enabled",
            "MFA token serial",
            "Password Policy",
            "password_last_used",
            "badPwdCount",
            "passwordPolicyId",
            "Password strength",
            "Secret name",
            "secrets",
            "Secrets",
            "token_id",
            "Token type",
            "tokens",
            "NextToken",
            "nextPageToken",
            "next_page_token",
            "ClientToken",
            "MFA token",
            "Hardware token",
            "Access key ID",
            "SSH key",
            "public_key",
            "key",
            "hash",
            "value",
            "Bypass",
            "Passport",
            "Compass",
            "Change password at next sign-in",
            "Password Hash Function [UPLOAD ONLY]",
            "secretary",
            "",
            "Pass rate",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_second_factors_say_so_too() {
        for name in [
            "PIN",
            "User PIN",
            "TOTP secret",
            "TOTP",
            "Recovery codes",
            "recovery_codes",
            "FileVault 2 Individual Key",
            "FileVault 2 Institutional Key",
            "MFA recovery codes",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "Pincode",
            "Pinned",
            "Shipping",
            "PIN set",
            "$ getent passwd",
            "==> /etc/passwd <==",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn values_are_secrets_unless_they_say_something_about_one() {
        for value in [
            "hunter2",
            "EXAMPLE-no",
            "sunshine",
            "correct horse battery staple",
            "1234",
            "01.01.1990",
            "[a]b",
            "june-sunshine-2024",
            "1/2",
        ] {
            assert!(is_secret(value), "{value}");
        }
        for value in [
            "",
            " ",
            "****",
            "••••",
            "xxxxx",
            "-",
            "---",
            "Yes",
            "(hidden)",
            "<not set>",
            "N/A",
            "0",
            "90",
            "2024-01-01",
            "2024-01-01T10:11:12.5+00:00",
            "2024-01-01 10:11",
            "Never expires",
            "Aug 1, 2025",
            "1 August 2025 at 10:11",
            "Fri, 1st Aug 2025 10:11:12 GMT",
            "1. März 2025",
            "01-AUG-25",
            "8/1/2025",
            "01.08.2025 10:11",
            "yes/no",
            "5 remaining",
            "expires in 5 days",
            "TRUE",
        ] {
            assert!(!is_secret(value), "{value}");
        }
    }

    #[test]
    fn a_plain_word_below_a_loose_name_is_no_secret() {
        let is = |name: &str, value: &str| is_secret_under(is_loose(name), value);
        assert!(is("Token", "EXAMPLE1example") && is("token", "EXAMPLEexampleEXAMPLE") && is("pass", "hunter2"));
        assert!(is("API token", "sunshine") && is("db_pass", "sunshine"));
        assert!(!is("Token", "Yubikey") && !is("Token", "RSA SecurID for staff") && !is("pass", "Pass"));
    }

    #[test]
    fn some_values_can_be_nothing_else() {
        for value in ["hunter2", "Hunter2!", "s3cr3t", "EXAMPLE-wJalr9", "pa$$word"] {
            assert!(is_made_up(value), "{value}");
        }
        for value in [
            "client",
            "ci-deploy",
            "team-2",
            "bo@example.com",
            "https://a1.example.com/x",
            "2024-01-01",
            "a b2",
            "v1",
        ] {
            assert!(!is_made_up(value), "{value}");
        }
    }
}
