//! How secrets are written, whatever column or key they stand under: private keys, hashes of passwords, tokens.
//!
//! Comes in: a text. Goes out: whether a secret stands in it. One more way of writing: a line in [`FORMS`] that begins
//! with a text of at least three signs which exports do not hold otherwise: all lines are one expression, which passes
//! over a text at the speed of a search for a few words.

use std::sync::LazyLock;

use memchr::{memchr_iter, memmem};
use regex::Regex;

/// What is written so is a secret. Where a maker says how its tokens begin, the page stands above. Few lines begin with what
/// exports hold in every row, so that of some tokens only the end of what they begin with is looked for.
const FORMS: &[&str] = &[
    // Private keys: RFC 7468, RFC 4716; PuTTY's manual, "PPK file format".
    r"- ?BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY",
    // The same in base64, as Kubernetes keeps them.
    r"LS0tLS1CRUdJTi[A-Z](?:[SFP]|Q[^V])",
    r"PuTTY-User-Key-File-\d",
    // Addresses that let anybody post: Slack, "Sending messages using incoming webhooks"; Microsoft Teams, "Create incoming
    // webhooks".
    r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9]",
    r"webhook\.office\.com/webhookb2/[A-Za-z0-9]",
    // Hashes of passwords: crypt(5), Apache's "Password formats", RFC 9106, Drupal and WordPress, Django, PostgreSQL.
    r"\$(?:1|2[aby]|5|6|y|gy|apr1)\$[^\s$,;|]+\$?[^\s$,;|]{6}",
    r"\$argon2(?:id?|d)\$[^\s,;|]{6}",
    r"\$(?:scrypt|pbkdf2)[a-z0-9-]*\$[^\s,;|]{6}",
    r"\$[PHS]\$[./0-9A-Za-z]{20}",
    r"pbkdf2_sha\d+\$\d+\$",
    r"SCRAM-SHA-\d+\$\d+:",
    // The same in directories: RFC 2307, OpenLDAP's guide, "Password storage"; Atlassian's for Crowd, Jira, Bamboo.
    r"\{(?:SSHA|SHA|SMD5|MD5|ssha)\d*\}[A-Za-z0-9+/=]{8}",
    r"\{(?:CRYPT|crypt|PBKDF2|PKCS5S2)[^}\s]*\}[^\s,;|]{8}",
    r"erPassword:: *[A-Za-z0-9+/=]{8}",
    // Windows: the hash of no password, which stands beside every other one in dumps.
    r"aad3b435b51404eeaad3b435b51404ee:",
    // GitHub, "About authentication to GitHub", table of its token formats.
    r"(?-u:\b)gh[pousr]_[A-Za-z0-9]{20}",
    r"hub_pat_[A-Za-z0-9]{20}",
    // GitLab, "GitLab token overview", table of token prefixes.
    r"(?-u:\b)gl(?:pat|dt|rt|rtr|ptt|cbt|soat)-[A-Za-z0-9_=-]{20}",
    // Slack, "Tokens".
    r"(?-u:\b)xox[abeprs][.-][A-Za-z0-9.-]{16}",
    r"(?-u:\b)xapp-\d-[A-Za-z0-9-]{16}",
    // JFrog, "API key" and "Reference tokens": the second are the word `reftkn` and more in base64.
    r"(?-u:\b)AKCp[A-Za-z0-9]{40}",
    r"(?-u:\b)cmVmdGtu[A-Za-z0-9]{40}",
    // DigitalOcean, "How to create a personal access token", and its API reference on OAuth.
    r"(?-u:\b)do[por]_v1_[0-9A-Za-z]{20}",
    // Atlassian on Bitbucket Cloud: API tokens, access tokens, app passwords.
    r"(?-u:\b)AT[AC]TT3[A-Za-z0-9_=-]{24}",
    r"(?-u:\b)ATBB[A-Za-z0-9]{24}",
    // Datadog's application keys: AWS Secrets Manager, "Datadog Application Key".
    r"(?-u:\b)ddapp_[A-Za-z0-9]{20}",
    // npm, "About access tokens"; PyPI's help, "How can I use API tokens to authenticate"; Docker, "Personal access tokens".
    r"(?-u:\b)npm_[A-Za-z0-9]{36}",
    r"i-AgEIc[A-Za-z0-9_-]{16}",
    r"(?-u:\b)dckr_[op]at_[A-Za-z0-9_-]{16}",
    // Google Cloud, "Manage API keys"; HashiCorp Vault, "Tokens"; Stripe, "API keys".
    r"(?-u:\b)AIza[0-9A-Za-z_-]{35}",
    r"(?-u:\b)hvs\.[A-Za-z0-9_-]{40}",
    r"(?-u:\b)sk_(?:live|test)_[0-9A-Za-z]{16}",
    // OpenAI's and Anthropic's API references, on authentication.
    r"(?-u:\b)sk-(?:proj|ant)-[A-Za-z0-9_-]{40}",
    // JSON Web Tokens, RFC 7519: two maps in base64, and a signature.
    r"(?-u:\b)eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16}",
];

static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&FORMS.join("|")).ok());

/// Whether a secret is written in a text.
pub(super) fn is_written(text: &str) -> bool {
    WRITTEN.as_ref().is_some_and(|forms| forms.is_match(text))
        || memmem::find(text.as_bytes(), ONE_TIME).is_some()
        || is_in_password_file(text)
        || is_beside_key_id(text)
}

/// The key of one-time passwords, as an address: "Key Uri Format" of Google Authenticator's wiki. The forms above are as
/// many as are looked for at once.
const ONE_TIME: &[u8] = b"otpauth://";

/// Whether a hash stands where files of accounts have it, behind the first colon of a line: one of the old thirteen
/// signs, or one of any kind between `$`. A locked account has `!` or `*` before it.
fn is_in_password_file(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(b':', bytes).any(|colon| {
        let behind = |by: usize| bytes.get(colon + by);
        let locks = (1..=2)
            .take_while(|by| matches!(behind(*by), Some(b'!' | b'*')))
            .count();
        let likely = behind(locks + 1) == Some(&b'$') || matches!(behind(locks + 14), Some(b':'));
        likely && is_account_line(text, (colon, colon + locks + 1))
    })
}

/// Whether a line is one of an account, as its only cell of a hash and those behind it tell.
fn is_account_line(text: &str, (colon, hash): (usize, usize)) -> bool {
    let Some((user, rest)) = text.split_at_checked(colon) else {
        return false;
    };
    let user = user.rsplit(['\n', '\r', '"', '\'']).next().unwrap_or_default();
    if user.is_empty() || user.len() > LONGEST || user.contains([':', ' ', '\t', ',', ';', '|']) {
        return false;
    }
    let rest = rest.get(hash - colon..).unwrap_or_default();
    let line = rest.split(['\n', '\r', '"']).next().unwrap_or_default();
    let mut cells = line.split(':');
    let hash = cells.next().unwrap_or_default();
    let others: Vec<&str> = cells.take(8).collect();
    is_modular(hash) || (is_old(hash) && is_of_account(hash, &others))
}

/// The longest name of a user.
const LONGEST: usize = 64;

/// A hash that says of what kind it is, between two `$`.
fn is_modular(hash: &str) -> bool {
    let Some((kind, salted)) = hash.strip_prefix('$').and_then(|hash| hash.split_once('$')) else {
        return false;
    };
    let is_kind =
        (1..=12).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_kind && salted.len() > 5 && !salted.contains(' ')
}

/// A hash of crypt's first kind.
fn is_old(hash: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
    hash.len() == 13 && hash.bytes().all(sign)
}

/// Whether the cells behind the hash are those of shadow, passwd (the numbers of the user and its group) or group. In the
/// last, an ordinary word of thirteen letters is no hash.
fn is_of_account(hash: &str, others: &[&str]) -> bool {
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_filled = |text: &&str| !text.is_empty();
    let is_word = hash.chars().skip(1).all(|sign| sign.is_ascii_lowercase());
    match others {
        [first, second, _, _, _, ..] if is_filled(first) && is_filled(second) => is_number(first) && is_number(second),
        [age, rest @ ..] if rest.len() > 3 => !is_word && is_number(age) && rest.iter().take(3).all(is_number),
        [group, _members] => !is_word && is_filled(group) && is_number(group),
        _ => false,
    }
}

/// Whether the secret half of an access key of AWS stands near its id: forty signs of base64, which a sum in hexadecimal
/// digits is not. AWS, "Manage access keys for IAM users".
fn is_beside_key_id(text: &str) -> bool {
    let sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+');
    let has = |run: &[u8], is: fn(&u8) -> bool| run.iter().any(is);
    memmem::find_iter(text.as_bytes(), "AKIA").any(|at| {
        let (before, after) = text.as_bytes().split_at_checked(at).unwrap_or_default();
        let before = before.get(before.len().saturating_sub(NEAR)..).unwrap_or_default();
        let after = after.get(..NEAR.min(after.len())).unwrap_or_default();
        [before, after].iter().any(|near| {
            near.split(|byte| !sign(byte)).any(|run| {
                run.len() == 40
                    && has(run, u8::is_ascii_lowercase)
                    && has(run, u8::is_ascii_uppercase)
                    && has(run, u8::is_ascii_digit)
            })
        })
    })
}

/// How many bytes away that is looked for.
const NEAR: usize = 300;

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Nothing that was ever a secret.
    const MADE_UP: &str = "EXAMPLE1EXAMPLE2EXAMPLE3EXAMPLE4EXAMPLE5EXAMPLE6";

    #[test]
    fn secrets_are_found_as_products_write_them() {
        for begins in [
            "$1$",
            "$2a$10$",
            "$2y$",
            "$5$",
            "$6$rounds=5000$",
            "$y$j9T$",
            "$gy$",
            "$apr1$",
            "$argon2id$v=19$",
            "$argon2i$",
            "$pbkdf2-sha256$",
            "$scrypt$",
            "$P$B",
            "$S$D",
            "pbkdf2_sha256$1000$",
            "SCRAM-SHA-256$4096:",
            "{SSHA}",
            "{SHA}",
            "{ssha512}",
            "{SMD5}",
            "{MD5}",
            "{CRYPT}",
            "{crypt}",
            "{PBKDF2-SHA256}",
            "{PKCS5S2}",
            "userPassword:: ",
            "aad3b435b51404eeaad3b435b51404ee:",
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "gldt-",
            "glrt-",
            "glptt-",
            "xoxb-",
            "xoxp-",
            "xoxe.xoxp-",
            "xapp-1-",
            "AKCp",
            "cmVmdGtu",
            "dop_v1_",
            "doo_v1_",
            "dor_v1_",
            "ATATT3",
            "ATCTT3",
            "ATBB",
            "ddapp_",
            "npm_",
            "pypi-AgEIc",
            "dckr_pat_",
            "AIza",
            "hvs.",
            "sk_live_",
            "sk-proj-",
            "sk-ant-",
            "https://hooks.slack.com/services/",
            "https://x.webhook.office.com/webhookb2/",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----",
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
            "PuTTY-User-Key-File-3: ",
            "eyJhbGciOi9.eyJzdWIiOi9.",
        ] {
            for (before, behind) in [("", ""), ("a,b\nbo,", ",x\n"), ("{\"k\": \"", "\"}"), ("é=", " ")] {
                let text = format!("{before}{begins}{MADE_UP}{behind}");
                assert!(is_written(&text), "{text}");
            }
        }
        let pair = "bo,AKIAEXAMPLE123456789,EXAMPLE1example2EXAMPLE3example4EXAMPLE5\n";
        assert!(is_written(pair), "an access key beside its id");
    }

    #[test]
    fn hashes_are_found_where_files_of_accounts_have_them() {
        for line in [
            "root:EXAMPLEnohash:0:0:root:/root:/bin/sh",
            "wheel:EXAMPLEnohash:10:bo,ana",
            "wheel:EXAMPLEnohash:10:",
            "bo:!EXAMPLEnohash:19000:0:99999:7:::",
            "bo:!!EXAMPLEnohash:19000:0:99999:7:::",
            "bo:EXAMPLEnohash:::::::",
            "bo:!$6$EXAMPLE$not-a-hash:19000:0:99999:7:::",
            "bo:*$odd$EXAMPLE$not-a-hash",
        ] {
            for (before, behind) in [("", ""), ("a:x:1:\n", "\nb:x:2:\n"), ("a:x:1:\r\n", "\r\nb:x:2:\r\n")] {
                assert!(is_written(&format!("{before}{line}{behind}")), "{line}");
            }
        }
    }

    #[test]
    fn what_is_like_a_secret_and_none_is_passed_over() {
        for text in [
            "root:x:0:0:root:/root:/bin/bash\nbo:*:1:1::/:\nana:!!:1:1::/:\n",
            "wheel:x:10:bo,ana\nadministrator:administrator:administrator\n",
            "list:administrator:10:bo\nbo:administrator:::::::\n",
            "2024-01-01T10:11:12+00:00,10:11:12\nMAC 00:1B:44:11:3A:B7\n",
            "-----BEGIN CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ bo@example.com",
            "=$A$1:$B$2 costs $1$ or $5 and ${team}$6\n",
            "blobs{/sha},{sha},{SHA},{MD5}\n",
            "userPassword: true,ghs_hazard_statement_code,sk-proj-website-production,hvs.internal-production-eu,xoxo-summer-party-2024",
            "ghp_team,glpat-x,xoxb-,npm_local,AKCpublic,dop_v1_,sk-proj-one,hvs.x,ATBBx\n",
            "https://github.com/acme/hub_pat,pypi-local,i-Agent,userPassword:\n",
            "https://hooks.slack.com/,https://app.slack.com/services/x",
            "eyJuZXh0IjoiMTIzNDU2Nzg5MCJ9EXAMPLEEXAMPLE,eyJhIjoxfQ.x.y",
            "arn:aws:iam::111122223333:user/engineering/platform/alice,AKIAEXAMPLE123456789,Active,2024-01-01",
            "AKIAEXAMPLE123456789,da39a3ee5e6b4b0d3255bfef95601890afd80709\n",
            "00000000-0000-0000-0000-000000000001,712020:00000000-0000-0000-0000-000000000001\n",
        ] {
            assert!(!is_written(text), "{text}");
        }
    }

    #[test]
    fn the_search_for_all_forms_is_one_for_a_few_words() {
        use regex_syntax::hir::literal::Extractor;
        assert!(WRITTEN.is_some(), "the forms are an expression");
        let parsed = regex_syntax::parse(&FORMS.join("|")).unwrap();
        let mut begins = Extractor::new().extract(&parsed);
        begins.optimize_for_prefix_by_preference();
        // more than these are not looked for several bytes at a time
        assert!(begins.len().is_some_and(|number| number <= 64), "{begins:?}");
        assert!(begins.min_literal_len().is_some_and(|length| length > 2), "{begins:?}");
    }
}
