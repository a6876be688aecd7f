//! Texts that are no export, whatever they are called: a web page, a spreadsheet as XML, an answer with its head before it.
//!
//! Comes in: the text of a file. Goes out: what to do, if it is one of these. One more: a line of [`refusal`].

/// How a web page begins; some systems give one under the name of a workbook, and a browser keeps the page on which
/// one logs in.
const PAGES: [&str; 7] = ["<!doctype html", "<html", "<head", "<meta", "<style", "<body", "<table"];

/// What stands near the beginning of a spreadsheet that was saved as XML: of Excel 2003, of `OpenDocument`.
const SHEETS: [&str; 3] = [
    "progid=\"Excel.Sheet\"",
    "urn:schemas-microsoft-com:office:spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet",
];

/// How many signs that is.
const HEAD: usize = 8_192;

/// Why the text is no export, if it is none.
pub(in crate::ingest) fn refusal(text: &str) -> Option<String> {
    let begin = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |with: &str| {
        let begin = begin.get(..with.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with))
    };
    if PAGES.into_iter().any(begins) {
        return Some(
            "this is a web page and no export, whatever its name ends in; if a spreadsheet program shows the list in it, \
             save a copy as XLSX there, else sign in and export it again"
                .to_owned(),
        );
    }
    let head: String = begin.chars().take(HEAD).collect();
    if SHEETS.iter().any(|sheet| head.contains(sheet)) {
        return Some("this is a spreadsheet that was saved as XML; open it and save a copy as XLSX".to_owned());
    }
    let (version, status) = begin.lines().next()?.strip_prefix("HTTP/")?.split_once(' ')?;
    let is_version = version.starts_with(|sign: char| sign.is_ascii_digit());
    let is_status = status.get(..3)?.bytes().all(|sign| sign.is_ascii_digit());
    (is_version && is_status).then(|| {
        let mut told = begin.lines().take_while(|line| !line.trim().is_empty());
        let is_next = |line: &str| line.to_ascii_lowercase().starts_with("link:") && line.contains("rel=\"next\"");
        format!(
            "the file begins with the head of an answer, as `curl -i` writes it; export it again without `-i`, or delete \
             everything up to the first empty line{}",
            if told.any(is_next) {
                "; its line `link` names a next page, so that this is not all: fetch the further pages as well"
            } else {
                ""
            }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn web_pages_and_heads_of_answers_are_told() {
        for text in ["<!DOCTYPE html>\n<p>", "\u{feff}\n <HTML><body>", "<table><tr>"] {
            assert!(
                refusal(text).is_some_and(|why| why.starts_with("this is a web page")),
                "{text}"
            );
        }
        for text in ["HTTP/1.1 200 OK\r\nDate: x\r\n\r\n[]", "HTTP/2 200 \n\n{}"] {
            assert!(
                refusal(text).is_some_and(|why| why.ends_with("the first empty line")),
                "{text}"
            );
        }
        let paged = "HTTP/2 200 \nLink: <https://example.com/?page=2>; rel=\"next\"\n\n[]";
        assert!(refusal(paged).is_some_and(|why| why.ends_with("fetch the further pages as well")));
    }

    #[test]
    fn spreadsheets_in_xml_are_told() {
        let excel = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook/>";
        let office = "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">";
        for text in [excel, office] {
            assert!(refusal(text).is_some_and(|why| why.contains("saved as XML")), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "",
            "a,b\n",
            "<response><p/>",
            "<?xml version=\"1.0\"?><response/>",
            "HTTP/2 proxies,b\n",
            "HTTP status\n",
        ] {
            assert_eq!(refusal(text), None, "{text}");
        }
    }
}
