//! Everything that the site remembers.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use super::rewrite;

/// Pages that every site begins with.
pub(crate) const PARENT: u64 = 65_537;
pub(crate) const DRAFTS: u64 = 65_538;
pub(crate) const INDEX: u64 = 65_539;
pub(crate) const PROCEDURE: u64 = 65_540;
pub(crate) const OLD: u64 = 65_000;

/// The space, and its number on Cloud.
pub(crate) const SPACE: &str = "SEC";
pub(crate) const SPACE_ID: &str = "98432";

/// Whoever the token belongs to, and somebody else.
pub(crate) const ME: &str = "557058:me";
pub(crate) const OTHER: &str = "557058:other";
pub(crate) const USER: &str = "audit@example.com";

/// The largest request.
pub(crate) const LARGEST: usize = 5 * 1024 * 1024;

pub(crate) struct State {
    pub(crate) token: String,
    pub(crate) port: u16,
    pub(crate) pages: BTreeMap<u64, Page>,
    next: u64,
    /// Whether somebody without a token is let in.
    pub(crate) anonymous: bool,
    /// What the account may not do, by operation and target.
    pub(crate) forbidden: Vec<(&'static str, &'static str)>,
}

#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) status: &'static str,
    pub(crate) parent: Option<u64>,
    pub(crate) versions: Vec<Version>,
    pub(crate) labels: Vec<String>,
    pub(crate) properties: Vec<Property>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) open_comments: usize,
    pub(crate) editors: Vec<String>,
    /// Groups that may edit it.
    pub(crate) editing_groups: Vec<String>,
    /// Who alone may read it.
    pub(crate) readers: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Version {
    pub(crate) message: String,
    pub(crate) by: &'static str,
    pub(crate) body: String,
}

#[derive(Clone)]
pub(crate) struct Property {
    pub(crate) id: u64,
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) version: u64,
}

#[derive(Clone)]
pub(crate) struct Attachment {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) comment: String,
    pub(crate) version: u64,
    /// Who put it there as it is: somebody else where nothing is said of it.
    pub(crate) by: &'static str,
}

/// Why a page cannot be written.
pub(crate) enum Refused {
    Title,
    Xhtml(String),
    Version { is: usize },
    Gone,
}

impl Page {
    pub(crate) fn number(&self) -> usize {
        self.versions.len()
    }

    pub(crate) fn last(&self) -> &Version {
        self.versions.last().unwrap()
    }
}

impl State {
    pub(crate) fn new(token: &str, port: u16) -> Self {
        let mut state = Self {
            token: token.to_owned(),
            port,
            pages: BTreeMap::new(),
            next: 1_001,
            anonymous: true,
            forbidden: Vec::new(),
        };
        state.seed(PARENT, "Audits", None, "<p>All audits stand below.</p>");
        state.seed(DRAFTS, "Drafts of audits", None, "<p>Not reviewed yet.</p>");
        state.seed(
            INDEX,
            "Security",
            None,
            "<h2>Audits</h2><ul><li><p>Access audit 2020</p></li></ul><p>Ask us.</p>",
        );
        state.seed(PROCEDURE, "How we audit", None, "<p>To be written.</p>");
        state.seed(OLD, "Access audit 2020", Some(PARENT), "<p>Old</p>");
        state
    }

    pub(crate) fn seed(&mut self, id: u64, title: &str, parent: Option<u64>, body: &str) {
        let page = Page {
            title: title.to_owned(),
            status: "current",
            parent,
            versions: vec![Version {
                message: String::new(),
                by: OTHER,
                body: body.to_owned(),
            }],
            labels: Vec::new(),
            properties: Vec::new(),
            attachments: Vec::new(),
            open_comments: 0,
            editors: Vec::new(),
            editing_groups: Vec::new(),
            readers: Vec::new(),
        };
        self.pages.insert(id, page);
    }

    /// A number that nothing has yet.
    pub(crate) fn id(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    fn check(&self, id: Option<u64>, title: &str, body: &str) -> Result<(), Refused> {
        let same = |(other, page): (&u64, &Page)| Some(*other) != id && page.title.eq_ignore_ascii_case(title);
        if self.pages.iter().any(same) {
            return Err(Refused::Title);
        }
        let mut reader = Reader::from_str(body);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(Refused::Xhtml(error.to_string())),
            }
        }
    }

    pub(crate) fn create(&mut self, title: &str, parent: Option<u64>, body: &str) -> Result<u64, Refused> {
        self.check(None, title, body)?;
        let id = self.id();
        self.seed(id, title, parent, &rewrite::sent(body));
        self.pages.get_mut(&id).unwrap().versions[0].by = ME;
        Ok(id)
    }

    pub(crate) fn update(
        &mut self,
        id: u64,
        number: u64,
        title: &str,
        parent: Option<u64>,
        version: Version,
    ) -> Result<(), Refused> {
        self.check(Some(id), title, &version.body)?;
        let page = self.pages.get_mut(&id).ok_or(Refused::Gone)?;
        if number != page.number() as u64 + 1 {
            return Err(Refused::Version { is: page.number() });
        }
        title.clone_into(&mut page.title);
        page.parent = parent.or(page.parent);
        page.versions.push(Version {
            body: rewrite::sent(&version.body),
            ..version
        });
        Ok(())
    }

    /// A program of somebody else writes a page and keeps the message that it found.
    pub(crate) fn rewrite(&mut self, id: u64, from: &str, to: &str) {
        let message = self.pages[&id].last().message.clone();
        self.edit(id, from, to);
        self.pages.get_mut(&id).unwrap().versions.last_mut().unwrap().message = message;
    }

    /// Somebody changes a page in the editor.
    pub(crate) fn edit(&mut self, id: u64, from: &str, to: &str) {
        let page = self.pages.get_mut(&id).unwrap();
        let body = &page.last().body;
        assert!(body.contains(from), "`{from}` is not in {body}");
        let body = rewrite::edited(&body.replacen(from, to, 1));
        page.versions.push(Version {
            message: String::new(),
            by: OTHER,
            body,
        });
    }

    pub(crate) fn attach(&mut self, page: u64, name: &str, bytes: &[u8], comment: &str) -> Attachment {
        let id = format!("att{}", self.id());
        let by = if comment.is_empty() { OTHER } else { ME };
        let attachments = &mut self.pages.get_mut(&page).unwrap().attachments;
        let version = match attachments.iter_mut().find(|one| one.name == name) {
            Some(old) => {
                old.version += 1;
                old.bytes = bytes.to_vec();
                old.by = by;
                comment.clone_into(&mut old.comment);
                return old.clone();
            }
            None => 1,
        };
        let new = Attachment {
            id,
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            comment: comment.to_owned(),
            version,
            by,
        };
        attachments.push(new.clone());
        new
    }

    pub(crate) fn titled(&self, title: &str) -> Option<u64> {
        let found = self.pages.iter().find(|(_, page)| page.title == title);
        found.map(|(id, _)| *id)
    }
}
