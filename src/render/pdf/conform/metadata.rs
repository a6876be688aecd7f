//! Who made what and when, twice: as PDF has it, and as XMP.

use super::text;
use crate::model::block::Front;
use anyhow::{Context, Result};
use jiff::civil::Date;
use lopdf::{Dictionary, Object, Stream, dictionary};

/// The audit date, as PDF has it and as XMP does.
pub(super) struct Dates {
    pdf: String,
    xmp: String,
}

/// Reads the audit date.
pub(super) fn dates(date: &str) -> Result<Dates> {
    let date: Date = date
        .parse()
        .with_context(|| format!("`{date}` is no date: write it as year-month-day, like `2021-10-06`"))?;
    Ok(Dates {
        pdf: format!("D:{}000000Z", date.strftime("%Y%m%d")),
        xmp: format!("{}T00:00:00Z", date.strftime("%Y-%m-%d")),
    })
}

/// The document information dictionary.
pub(super) fn info(front: &Front, dates: &Dates) -> Dictionary {
    dictionary! {
        "Title" => text(&front.title),
        "Author" => text(&front.organisation),
        "CreationDate" => Object::string_literal(dates.pdf.as_str()),
        "ModDate" => Object::string_literal(dates.pdf.as_str()),
    }
}

/// The metadata stream, which archives read uncompressed.
pub(super) fn xmp(front: &Front, dates: &Dates) -> Stream {
    let packet = include_str!("metadata.xml")
        .replace("{date}", &dates.xmp)
        .replace("{language}", &escaped(&front.language))
        .replace("{author}", &escaped(&front.organisation))
        .replace("{title}", &escaped(&front.title));
    let packet =
        format!("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n{packet}<?xpacket end=\"w\"?>");
    let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(dictionary, packet.into_bytes()).with_compression(false)
}

/// Text that stays text in XML and in the template.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('{', "&#123;")
}
