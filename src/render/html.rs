//! A document as a web page: one file that needs nothing else, from anywhere, and works without its script.
//!
//! Blocks come in, text goes out: `blocks` says what becomes of each kind of block, `chart` draws,
//! `page` puts the frame of `templates/html` around. What is written is HTML and XML at once, so that any program can read it
//! in thirty years. `read` goes the other way as browsers do, and shares no code with the rest.

mod blocks;
mod chart;
mod page;
mod read;

use anyhow::Result;
use serde::Serialize;

use super::xml::Xml;
use crate::model::block::Document;
use crate::model::direction::is_leftwards;
use crate::model::look::Look;
use crate::model::review::Review;

/// What a reader may choose from, to see of a document only what is about it.
#[derive(Serialize)]
pub struct Filters<'a> {
    systems: Vec<&'a str>,
    roles: Vec<RoleChoice<'a>>,
}

/// A role, and who has it.
#[derive(Serialize)]
struct RoleChoice<'a> {
    title: &'a str,
    /// The ids of the people, a line each, as they stand behind names.
    people: String,
}

impl<'a> Filters<'a> {
    /// The systems and roles of a review, in its order.
    pub fn of(review: &'a Review) -> Self {
        let systems = review.settings.systems.values();
        let roles = review.snapshot.policy.roles.iter().map(|(place, role)| {
            let identities = review.snapshot.roster.identities.values();
            let people = identities.filter(|identity| identity.roles.iter().any(|role| role == place));
            let ids: Vec<&str> = people.map(|identity| identity.id.reveal()).collect();
            RoleChoice {
                title: &role.title,
                people: ids.join("\n"),
            }
        });
        Self {
            systems: systems.map(|system| system.name.as_str()).collect(),
            roles: roles.collect(),
        }
    }
}

/// The page that shows a document; the same document gives the same text.
///
/// # Errors
/// When the frame is broken.
pub fn render(document: &Document, filters: Option<&Filters<'_>>) -> Result<String> {
    render_with(document, filters, &Look::default())
}

/// The same, as somebody wants it to look.
///
/// # Errors
/// When the frame is broken.
pub fn render_with(document: &Document, filters: Option<&Filters<'_>>, look: &Look) -> Result<String> {
    let mut xml = Xml::default();
    blocks::sections(&document.blocks, is_leftwards(&document.front.language), &mut xml);
    page::framed(document, &xml.finish(), filters, look)
}

/// The text of a document without any frame, to be copied from a browser into an editor that takes no source.
pub fn bare(document: &Document) -> String {
    let front = &document.front;
    let mut xml = Xml::default();
    xml.element("html", &[("lang", &front.language)], |xml| {
        xml.element("head", &[], |xml| {
            xml.empty("meta", &[("charset", "utf-8")]);
            xml.element("title", &[], |xml| xml.text(&front.title));
        });
        xml.end_line();
        xml.element("body", &[], |xml| {
            blocks::sections(&document.blocks, is_leftwards(&front.language), xml);
        });
    });
    format!("<!DOCTYPE html>\n{}\n", xml.finish())
}

/// The letters of the text of a page, in the order in which a browser shows them, without title, contents and filters:
/// they equal [`Document::letters`] of the document the page was made from.
///
/// # Errors
/// When it holds no such text.
pub fn letters(page: &str) -> Result<String> {
    read::letters(page)
}
