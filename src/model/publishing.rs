//! Where the pages go: `[confluence]` of `review.toml`, checked.

use std::fmt;

/// A site of Confluence, and the pages on it that this review may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishing {
    /// Which of the two products it is.
    pub kind: Kind,
    /// Where it answers.
    pub base: Base,
    /// The file of the inputs folder that holds the certificates of the organisation's own authority, which alone are trusted
    /// then; none where those of the web are.
    pub ca_file: Option<String>,
    /// Whose token it is; Cloud alone asks for that.
    pub user: Option<String>,
    /// Key of the space.
    pub space: String,
    /// Below it each audit gets a page of its own.
    pub parent: PageId,
    /// Below it stand audits that nobody has reviewed yet.
    pub draft_parent: Option<PageId>,
    /// The page that links to all audits.
    pub index: Option<PageId>,
    /// The page that shows the procedure.
    pub procedure: Option<PageId>,
    /// What the page of an audit is called.
    pub title: Title,
    /// Labels of the page of an audit, in lower case.
    pub labels: Vec<String>,
    /// Who alone may edit the page of an audit beside the owner of the token: account ids on Cloud, names of users on Data
    /// Center. Everybody whom the space lets where it is empty.
    pub editors: Vec<String>,
    /// Line of the stanza.
    pub line: u64,
}

/// The products, which answer to different requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Atlassian runs it.
    Cloud,
    /// A company runs it itself.
    DataCenter,
}

/// The number by which Confluence knows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageId(pub u64);

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The address that all requests begin with: `https`, or plain `http` on this machine alone; without credentials, query and a last slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    address: String,
    host: String,
}

impl Base {
    /// Checks an address; the error says what is wrong with it and what to do, without repeating it.
    pub fn of(address: &str) -> Result<Self, &'static str> {
        let plain = address.strip_prefix("http://");
        let rest = address.strip_prefix("https://").or(plain);
        let rest = rest.ok_or("expected an address that begins with `https://`")?;
        let (authority, _) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains('@') {
            return Err(
                "which holds a name or a secret before an `@`; write the address alone, the token is read from elsewhere",
            );
        }
        if rest.contains(['?', '#']) {
            return Err("which holds more than an address; leave out what begins with `?` or `#`");
        }
        let is_plain = rest
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'%'));
        if authority.is_empty() || !is_plain {
            return Err(
                "expected an address without blanks and other signs than letters, digits, `.`, `-`, `:` and `/`",
            );
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((inner, port)) => (inner, port),
            None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
        };
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        if !(port.is_empty() || port.strip_prefix(':').is_some_and(is_port)) {
            return Err("with something other than a number behind the name of the machine");
        }
        if plain.is_some() && !matches!(host, "127.0.0.1" | "localhost" | "::1") {
            return Err("which would send the token in the clear; write `https://`");
        }
        Ok(Self {
            address: address.trim_end_matches('/').to_owned(),
            host: host.to_ascii_lowercase(),
        })
    }

    /// The address, without a slash at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The name of the machine.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is on this machine.
    pub fn is_here(&self) -> bool {
        self.address.starts_with("http://")
    }

    /// Whether tokens with scopes are used, which go through a host of their own.
    pub fn is_gateway(&self) -> bool {
        self.address.contains("/ex/confluence/")
    }
}

/// What the page of an audit is called: words with `{period}`, `{date}`, `{title}` and `{organisation}` in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

/// What can stand in braces in a [`Title`].
pub const PLACES: [&str; 4] = ["{period}", "{date}", "{title}", "{organisation}"];

/// How many letters Confluence lets a title have.
const LONGEST: usize = 255;

impl Title {
    /// Checks it; the error says what is wrong and what to do.
    pub fn of(text: &str) -> Result<Self, &'static str> {
        let mut rest = text.to_owned();
        for place in PLACES {
            rest = rest.replace(place, "");
        }
        if rest.contains(['{', '}']) {
            return Err("in braces expected `{period}`, `{date}`, `{title}` or `{organisation}`");
        }
        if !text.contains("{period}") && !text.contains("{date}") {
            return Err("expected `{period}` or `{date}` in it, as no two pages of a space have the same title");
        }
        Ok(Self(text.to_owned()))
    }

    /// The title of an audit, its parts in the order of [`PLACES`]. What is too long for Confluence is cut.
    pub fn fill(&self, parts: [&str; 4]) -> String {
        let mut title = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
            title.push_str(before);
            let place = PLACES
                .iter()
                .zip(parts)
                .find_map(|(place, part)| Some((from.strip_prefix(place)?, part)));
            let (after, part) = place.unwrap_or((from.get(1..).unwrap_or_default(), "{"));
            title.push_str(part);
            rest = after;
        }
        title.push_str(rest);
        title.trim().chars().take(LONGEST).collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_secure_and_says_no_more_than_where() {
        let base = Base::of("https://Example.atlassian.net/wiki/").unwrap();
        assert_eq!(base.address(), "https://Example.atlassian.net/wiki");
        assert_eq!(base.host(), "example.atlassian.net");
        assert!(!base.is_here() && !base.is_gateway());
        assert_eq!(Base::of("http://[::1]:8090/x").unwrap().host(), "::1");
        assert!(Base::of("http://127.0.0.1:8090").unwrap().is_here());
        for odd in [
            "http://[::1].evil.example/wiki",
            "http://127.0.0.1:80.evil.example/wiki",
            "https://a.example:x",
        ] {
            assert!(Base::of(odd).unwrap_err().contains("behind the name"), "{odd}");
        }
        for (address, saying) in [
            ("ftp://example.com", "begins with `https://`"),
            ("example.com", "begins with `https://`"),
            ("http://example.com/wiki", "in the clear"),
            ("http://127.0.0.1.example.com", "in the clear"),
            ("https://me:EXAMPLE-1@example.com", "before an `@`"),
            ("https://example.com/wiki?os_authType=basic", "begins with `?`"),
            ("https://example.com/a b", "without blanks"),
            ("https:///wiki", "without blanks"),
        ] {
            let why = Base::of(address).unwrap_err();
            assert!(why.contains(saying), "{address}: {why}");
            assert!(!why.contains("EXAMPLE-1"), "{why}");
        }
    }

    #[test]
    fn a_title_tells_the_years_apart_and_fills_each_place_once() {
        let title = Title::of("{organisation}: {title} {period} ({date})").unwrap();
        let parts = ["{date}", "2021-10-06", "Audit", "Reed & Sons"];
        assert_eq!(title.fill(parts), "Reed & Sons: Audit {date} (2021-10-06)");
        let long = Title::of("{period}").unwrap().fill([&"é".repeat(300), "", "", ""]);
        assert_eq!(long.chars().count(), 255);
        assert!(Title::of("Audit").unwrap_err().contains("no two pages"));
        assert!(Title::of("{period} {year}").unwrap_err().contains("in braces"));
    }
}
