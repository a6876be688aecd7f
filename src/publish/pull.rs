//! A page brought down: what it says, and its files under names that are safe on any machine.

use anyhow::{Context, bail};
use serde::Serialize;

use super::mark::{self, Mark};
use super::remote::Site;
use crate::model::fold::is_invisible;
use crate::model::publishing::{Base, PageId};
use crate::model::word::composed;

/// Which page: by its number, or by the address that a browser shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    id: PageId,
}

/// A page and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// What it is called.
    pub title: String,
    /// Where a browser shows it.
    pub link: String,
    /// Its version.
    pub version: u64,
    /// That somebody saved it since this program wrote it; none where nobody did, or where it never wrote it.
    pub saved: Option<Saved>,
    /// Its body in storage format.
    pub body: String,
    /// Its files, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Names of files that were left, as no machine should write them.
    pub left: Vec<String>,
}

/// That somebody saved a page after this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// The version that this program wrote last.
    pub since: u64,
    /// Who saved it last, as the site knows them.
    pub by: String,
    /// When, as the site writes it.
    pub at: String,
}

impl Address {
    /// Reads it; an address has to be of the site that is declared.
    ///
    /// # Errors
    /// When it names no page, or one of another site.
    pub fn of(text: &str, base: &Base) -> anyhow::Result<Self> {
        let text = text.trim();
        let number = |text: &str| {
            text.parse::<u64>()
                .ok()
                .filter(|id| *id > 0)
                .map(|id| Self { id: PageId(id) })
        };
        if let Some(address) = number(text) {
            return Ok(address);
        }
        let (_, rest) = text
            .split_once("://")
            .with_context(|| format!("`{text}` is no page; give its number, or its address as a browser shows it"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if !base.is_gateway() && host != base.host() {
            bail!(
                "the page is on `{host}`, and `[confluence]` declares `{}`; give a page of that site",
                base.host()
            );
        }
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let by_query = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("pageId="))
            .and_then(number);
        let by_path = path
            .split('/')
            .skip_while(|part| *part != "pages")
            .nth(1)
            .and_then(number);
        by_query.or(by_path).with_context(|| {
            format!(
                "the address `{text}` holds no number of a page, as `…/pages/65537/…` or `pageId=65537` has; open the page, choose \
                 Page information, and take the number from that address"
            )
        })
    }
}

/// Brings it down.
pub(super) fn pull(site: &dyn Site, address: &Address) -> anyhow::Result<Pulled> {
    // A site that does not know the token answers as if there were no page, or to anybody.
    site.me()?;
    let id = address.id;
    let page = site
        .page(id)?
        .with_context(|| format!("the site has no page {id} that this account can see"))?;
    let property = site.property(id, mark::KEY)?;
    let mark = property.and_then(|property| Mark::read(&property, id));
    let saved = mark.and_then(|mark| mark::saved_since(&page, &mark));
    let mut pulled = Pulled {
        saved: saved.map(|since| Saved {
            since,
            by: site.name_of(&page.version.by),
            at: page.version.at.clone(),
        }),
        title: page.title,
        link: page.link,
        version: page.version.number,
        body: page.body,
        files: Vec::new(),
        left: Vec::new(),
    };
    for attachment in site.attachments(id)? {
        if !is_safe(&attachment.name) || pulled.files.iter().any(|(name, _)| same_file(name, &attachment.name)) {
            pulled.left.push(attachment.name);
            continue;
        }
        let bytes = site
            .download(&attachment)
            .with_context(|| format!("cannot bring down `{}`", attachment.name))?;
        pulled.files.push((attachment.name, bytes));
    }
    Ok(pulled)
}

/// Whether a file can have the name on any machine, within the folder it is meant for, and without taking the place of the page.
fn is_safe(name: &str) -> bool {
    let is_sign = |letter: char| matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    // What nobody sees, or what turns the letters beside it round, makes a name look like another.
    let is_letter = |letter: char| !letter.is_control() && !is_invisible(letter) && !is_sign(letter);
    !name.is_empty()
        && name.len() <= 200
        && !name.starts_with(['.', ' ', '-'])
        && !name.ends_with(['.', ' '])
        && name.chars().all(is_letter)
        && !is_of_windows(name)
        && !name.eq_ignore_ascii_case(crate::model::page::STORED)
        && !name.eq_ignore_ascii_case(crate::model::record::FILE)
}

/// Whether some machines take two names for one.
fn same_file(one: &str, other: &str) -> bool {
    composed(one).to_lowercase() == composed(other).to_lowercase()
}

/// Whether Windows keeps the name for a device, whatever stands behind a dot.
fn is_of_windows(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
    let is_numbered = numbered.is_some_and(|number| {
        let mut digits = number.chars();
        let digit = digits.next();
        digits.next().is_none() && digit.is_some_and(|digit| matches!(digit, '0'..='9' | '¹' | '²' | '³'))
    });
    is_numbered || ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_number_or_address() {
        let base = Base::of("https://example.atlassian.net/wiki").unwrap();
        for text in [
            "65537",
            " 65537 ",
            "https://example.atlassian.net/wiki/spaces/SEC/pages/65537/Access+audit?x=1#y",
            "https://EXAMPLE.atlassian.net/wiki/spaces/SEC/pages/65537",
            "https://example.atlassian.net/pages/viewpage.action?spaceKey=SEC&pageId=65537",
        ] {
            assert_eq!(
                Address::of(text, &base).unwrap(),
                Address { id: PageId(65_537) },
                "{text}"
            );
        }
        for (text, saying) in [
            ("0", "is no page"),
            ("Access audit", "is no page"),
            (
                "https://evil.example.com/wiki/spaces/SEC/pages/65537",
                "is on `evil.example.com`",
            ),
            ("https://example.atlassian.net/wiki/x/AbCd", "holds no number"),
            (
                "https://example.atlassian.net/wiki/spaces/SEC/pages/edit",
                "holds no number",
            ),
        ] {
            let error = format!("{:#}", Address::of(text, &base).unwrap_err());
            assert!(error.contains(saying), "{text}: {error}");
        }
        let gateway = Base::of("https://api.atlassian.com/ex/confluence/1-2/wiki").unwrap();
        assert!(Address::of("https://example.atlassian.net/wiki/spaces/SEC/pages/1", &gateway).is_ok());
    }

    #[test]
    fn names_that_lead_elsewhere_are_left() {
        for name in [
            "counts.csv",
            "Größe 1.pdf",
            "a..b",
            "console.csv",
            "com.csv",
            "com10",
            "اسم.csv",
        ] {
            assert!(is_safe(name), "{name}");
        }
        for name in [
            "",
            "..",
            "../a",
            "a/b",
            "a\\b",
            ".hidden",
            "c:x",
            "a\nb",
            "page.confluence.xml",
            "Record.json",
            "-rf",
            "a.",
            "a ",
            "CON.csv",
            "nul",
            "Aux .tar.gz",
            "com1.txt",
            "LPT²",
            "conout$",
            "invoice\u{202e}vsc.exe",
            "a\u{2066}b.csv",
            "a\u{200b}.csv",
            "a\u{200f}.csv",
        ] {
            assert!(!is_safe(name), "{name}");
        }
    }
}
