//! What Confluence does to a body when it is sent, and its editor when somebody saves the page.

/// A body as it is kept after it was sent: ids and versions of macros, blanks before the end of empty elements, no comments, some letters as
/// entities, and the parameters of macros in another order.
pub(crate) fn sent(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(at) = rest.find("<!--") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let kept = kept
        .replace("/>", " />")
        .replace("  />", " />")
        .replace('é', "&eacute;")
        .replace('\u{a0}', "&nbsp;");
    let mut written = String::new();
    for (number, piece) in kept.split("<ac:structured-macro ").enumerate() {
        let tag = piece.split('>').next().unwrap_or_default();
        // A body that is sent back has them already.
        if number > 0 && tag.contains("ac:macro-id=") {
            written.push_str("<ac:structured-macro ");
        } else if number > 0 {
            let id = format!("{number:08}-0000-4000-8000-000000000000");
            written.extend([
                "<ac:structured-macro ac:schema-version=\"1\" ac:macro-id=\"",
                &id,
                "\" ",
            ]);
        }
        written.push_str(&reordered(piece));
    }
    written
}

/// The parameters at the start of a macro in reverse.
fn reordered(piece: &str) -> String {
    let Some(from) = piece.find("<ac:parameter ") else {
        return piece.to_owned();
    };
    let mut parameters = Vec::new();
    let mut rest = &piece[from..];
    while rest.starts_with("<ac:parameter ") {
        let end = "</ac:parameter>";
        let at = rest.find(end).unwrap() + end.len();
        parameters.push(&rest[..at]);
        rest = &rest[at..];
    }
    parameters.reverse();
    format!("{}{}{rest}", &piece[..from], parameters.concat())
}

/// A body as the editor saves it: ids everywhere, and the widths that it measured.
pub(crate) fn edited(body: &str) -> String {
    let mut kept = body.to_owned();
    for name in ["p", "h2", "h3", "ul", "li"] {
        kept = kept.replace(&format!("<{name}>"), &format!("<{name} local-id=\"0{name}\">"));
    }
    for name in ["td", "th", "tr"] {
        kept = kept.replace(&format!("<{name}>"), &format!("<{name} ac:local-id=\"0{name}\">"));
    }
    kept.replace(
        "<table data-layout=\"default\">",
        "<table data-table-width=\"760\" data-layout=\"default\" ac:local-id=\"t\"><colgroup><col style=\"width: 380.0px;\" />\
         <col style=\"width: 380.0px;\" /></colgroup>",
    )
}
