//! What a page says, line by line, whatever Confluence and its editor do to how it is written: ids, widths, paragraphs in
//! items, marks of comments and the order of parameters come and go by themselves.

use html5ever::data::NAMED_ENTITIES;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements whose end ends a line.
const BLOCKS: [&str; 13] = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "ac:task", "pre",
];

/// The lines of a body in storage format. Of what is no XML, its own lines.
pub(super) fn lines(body: &str) -> Vec<String> {
    let mut page = Lines::default();
    if page.fill(body).is_none() {
        return body
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
    }
    page.end_line();
    page.finished
}

/// What stands in one list of lines and not in the other: what went away, then what came.
pub(super) fn difference(before: &[String], after: &[String]) -> [Vec<String>; 2] {
    let without = |one: &[String], other: &[String]| {
        let mut other: Vec<&String> = other.iter().collect();
        other.sort();
        let mut left = Vec::new();
        let mut used = vec![false; other.len()];
        for line in one {
            let from = other.partition_point(|candidate| *candidate < line);
            let place = (from..other.len())
                .take_while(|place| other.get(*place).is_some_and(|candidate| *candidate == line))
                .find(|place| used.get(*place) == Some(&false));
            match place.and_then(|place| used.get_mut(place)) {
                Some(used) => *used = true,
                None => left.push(line.clone()),
            }
        }
        left
    };
    [without(before, after), without(after, before)]
}

#[derive(Default)]
struct Lines {
    finished: Vec<String>,
    line: String,
    /// How deep within what is shown twice.
    skipped: usize,
    /// Name of the parameter that is open, and what stood in those of the macro before.
    parameter: Option<(String, String)>,
    parameters: Vec<String>,
}

impl Lines {
    fn fill(&mut self, body: &str) -> Option<()> {
        let mut reader = Reader::from_str(body);
        loop {
            match reader.read_event().ok()? {
                Event::Eof => return Some(()),
                Event::Start(tag) => self.open(&tag),
                Event::Empty(tag) => {
                    self.open(&tag);
                    self.close(tag.name().as_ref());
                }
                Event::End(tag) => self.close(tag.name().as_ref()),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.text(&referred(&reference)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name().as_ref().to_owned();
        if self.skipped > 0 || name == "ac:adf-fallback" {
            self.skipped += 1;
            return;
        }
        let value = |wanted: &str| {
            let found = tag
                .attributes()
                .flatten()
                .find(|attribute| attribute.key.as_ref() == wanted);
            found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
        };
        match name.as_str() {
            "ac:parameter" => self.parameter = Some((value("ac:name"), String::new())),
            "ac:structured-macro" => {
                self.settle();
                self.name(&value("ac:name"));
            }
            "time" => self.line.push_str(&value("datetime")),
            "a" => self.name(&value("href")),
            "ri:page" => self.name(&value("ri:content-title")),
            "ri:attachment" => self.name(&value("ri:filename")),
            "br" => self.line.push(' '),
            _ if BLOCKS.contains(&name.as_str()) => self.end_line(),
            _ => self.settle(),
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if name == "ac:parameter" {
            if let Some((name, value)) = self.parameter.take() {
                self.parameters.push(format!("[{name} {}] ", value.trim()));
            }
        } else if name == "ac:structured-macro" || BLOCKS.contains(&name) {
            self.settle();
            if BLOCKS.contains(&name) {
                self.end_line();
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some((_, value)) = &mut self.parameter {
            value.push_str(text);
            return;
        }
        if !text.trim().is_empty() {
            self.settle();
        }
        self.line.push_str(text);
    }

    /// Writes what something is or leads to.
    fn name(&mut self, name: &str) {
        self.line.extend(["[", name, "] "]);
    }

    /// Writes the parameters of a macro, in an order of their own.
    fn settle(&mut self) {
        self.parameters.sort();
        for parameter in self.parameters.drain(..) {
            self.line.push_str(&parameter);
        }
    }

    fn end_line(&mut self) {
        self.settle();
        let words: Vec<&str> = self.line.split_whitespace().collect();
        if !words.is_empty() {
            self.finished.push(words.join(" "));
        }
        self.line.clear();
    }
}

fn referred(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name = reference.xml10_content();
    let letters = NAMED_ENTITIES.get(format!("{name};").as_str());
    let Some((first, second)) = letters else {
        return format!("&{name};");
    };
    let letters = [*first, *second].into_iter().filter(|code| *code != 0);
    letters.filter_map(char::from_u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_confluence_and_its_editor_rewrite_does_not_count() {
        let sent = "<ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"minLevel\">1</ac:parameter>\
                    <ac:parameter ac:name=\"maxLevel\">3</ac:parameter></ac:structured-macro>\n<h2>A &amp; B</h2>\
                    <table data-layout=\"default\"><tbody><tr><th><p>x y</p></th><td><p /></td></tr></tbody></table>\
                    <ul><li>one<ul><li>two</li></ul></li></ul><p><a href=\"https://example.com\">é</a></p>";
        let kept = "<!-- c --><ac:structured-macro ac:name=\"toc\" ac:schema-version=\"1\" ac:macro-id=\"4\">\
                    <ac:parameter ac:name=\"maxLevel\">3</ac:parameter><ac:parameter ac:name=\"minLevel\">1</ac:parameter>\
                    </ac:structured-macro><h2 local-id=\"1\">A &amp; <ac:inline-comment-marker ac:ref=\"2\">B\
                    </ac:inline-comment-marker></h2><table data-layout=\"default\" ac:local-id=\"3\"><colgroup>\
                    <col style=\"width: 9.0px;\"/></colgroup><tbody><tr><th>\n<p>x&nbsp;y</p></th><td><p local-id=\"x\"/></td>\
                    </tr></tbody></table><ul><li><p>one</p><ul><li><p>two</p></li></ul></li></ul>\
                    <p><a href=\"https://example.com\">&eacute;</a></p>\
                    <ac:adf-extension><ac:adf-fallback><p>again</p></ac:adf-fallback></ac:adf-extension>";
        let expected = [
            "[toc] [maxLevel 3] [minLevel 1] A & B",
            "x y",
            "one",
            "two",
            "[https://example.com] é",
        ];
        // A block after a macro begins a line of its own.
        let expected: Vec<&str> = expected
            .iter()
            .flat_map(|line| match line.strip_suffix(" A & B") {
                Some(toc) => vec![toc, "A & B"],
                None => vec![*line],
            })
            .collect();
        assert_eq!(lines(sent), expected);
        assert_eq!(lines(kept), expected);
        assert_ne!(lines(&sent.replace("maxLevel\">3", "maxLevel\">4")), expected);
    }

    #[test]
    fn what_is_no_xml_has_lines_too() {
        assert_eq!(lines("<p>a\n b</q>"), ["<p>a", "b</q>"]);
    }

    #[test]
    fn a_difference_is_what_went_and_what_came() {
        let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let [went, came] = difference(&list("a b b c"), &list("b c d c"));
        assert_eq!((went, came), (list("a b"), list("d c")));
    }
}
