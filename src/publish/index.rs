//! The index page: a link to an audit put into what people wrote there, without touching any of it.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::model::publishing::PageId;

/// The page that is linked to.
pub(super) struct Target<'a> {
    pub(super) space: &'a str,
    pub(super) title: &'a str,
    /// None of a page that is still to be made.
    pub(super) id: Option<PageId>,
}

/// The body of the index page with a link: the first of the page's first list, or in a list of its own at the end. None where
/// it is linked to already.
///
/// # Errors
/// When the body is no XML.
pub(super) fn with_link(body: &str, target: &Target<'_>) -> anyhow::Result<Option<String>> {
    let mut reader = Reader::from_str(body);
    let mut list = None;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                if leads_to(tag, target)? {
                    return Ok(None);
                }
                let is_start = matches!(event, Event::Start(_));
                if is_start && depth == 0 && list.is_none() && tag.name().as_ref() == "ul" {
                    list = usize::try_from(reader.buffer_position()).ok();
                }
                depth += usize::from(is_start);
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
    let item = format!(
        "<li><p><ac:link><ri:page ri:space-key=\"{}\" ri:content-title=\"{}\" /><ac:link-body>{}</ac:link-body></ac:link></p></li>",
        escaped(target.space),
        escaped(target.title),
        escaped(target.title)
    );
    let whole = match list.and_then(|at| body.split_at_checked(at)) {
        Some((before, after)) => format!("{before}{item}{after}"),
        None => format!("{body}<ul>{item}</ul>"),
    };
    Ok(Some(whole))
}

/// Whether an element is a link to the page: by its title as Confluence writes it, or by its address as its editor does.
fn leads_to(tag: &BytesStart<'_>, target: &Target<'_>) -> anyhow::Result<bool> {
    let name = tag.name();
    let wanted = match name.as_ref() {
        "ri:page" => "ri:content-title",
        "a" => "href",
        _ => return Ok(false),
    };
    for attribute in tag.attributes() {
        let attribute = attribute?;
        if attribute.key.as_ref() != wanted {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        let id = target.id.map(|id| id.to_string());
        let is_address = value
            .split(['/', '?', '&', '=', '#'])
            .any(|part| id.as_deref() == Some(part));
        return Ok(if wanted == "href" {
            is_address
        } else {
            value == target.title
        });
    }
    Ok(false)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const TARGET: Target<'static> = Target {
        space: "SEC",
        title: "Audit \"R&D\" 2021",
        id: Some(PageId(1_001)),
    };

    const ITEM: &str = "<li><p><ac:link><ri:page ri:space-key=\"SEC\" ri:content-title=\"Audit &quot;R&amp;D&quot; 2021\" />\
                        <ac:link-body>Audit &quot;R&amp;D&quot; 2021</ac:link-body></ac:link></p></li>";

    #[test]
    fn the_link_is_the_first_of_the_first_list_and_nothing_else_changes() {
        let body = "<p>All&nbsp;audits</p><table><tbody><tr><td><ul><li>x</li></ul></td></tr></tbody></table>\
                    <ul local-id=\"1\"><li><p>2020</p></li></ul><ul><li>more</li></ul>";
        let new = with_link(body, &TARGET).unwrap().unwrap();
        assert_eq!(new.replacen(ITEM, "", 1), body);
        assert!(new.contains(&format!("<ul local-id=\"1\">{ITEM}<li><p>2020")), "{new}");
        assert_eq!(with_link(&new, &TARGET).unwrap(), None);
        let alone = with_link("<p>é</p>", &TARGET).unwrap().unwrap();
        assert_eq!(alone, format!("<p>é</p><ul>{ITEM}</ul>"));
    }

    #[test]
    fn a_link_is_known_in_each_form_that_an_editor_gives_it() {
        for body in [
            "<ac:link><ri:page ri:version-at-save=\"2\" ri:content-title='Audit &#34;R&amp;D&#34; 2021'/></ac:link>",
            "<a href=\"https://example.atlassian.net/wiki/spaces/SEC/pages/1001/Audit?a=1\" data-card-appearance=\"inline\">x</a>",
            "<a href=\"/pages/viewpage.action?pageId=1001\">x</a>",
        ] {
            assert_eq!(with_link(body, &TARGET).unwrap(), None, "{body}");
        }
        assert!(
            with_link("<a href=\"/pages/10012/x\">x</a>", &TARGET)
                .unwrap()
                .is_some()
        );
        assert!(with_link("<ul><li></ul>", &TARGET).is_err());
    }
}
