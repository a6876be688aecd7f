//! XML in the making: what is opened is closed, text stays text, and no character stands in it that XML forbids.

use std::fmt::Write;

/// A fragment of XML.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// Writes an element with what `inner` writes in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.text.push('>');
        inner(self);
        self.text.extend(["</", name, ">"]);
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.text.push_str(" />");
    }

    /// Writes a macro of Confluence with its parameters and what `inner` writes behind them.
    pub(super) fn structured(&mut self, name: &str, parameters: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.element("ac:structured-macro", &[("ac:name", name)], |xml| {
            for (name, value) in parameters {
                xml.element("ac:parameter", &[("ac:name", name)], |xml| xml.text(value));
            }
            inner(xml);
        });
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| is_allowed(*letter)) {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                other => self.text.push(other),
            }
        }
    }

    /// Ends the line, between elements only: so a person can read the file and compare it with another.
    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\""]);
            for letter in value.chars().filter(|letter| is_allowed(*letter)) {
                match letter {
                    '&' => self.text.push_str("&amp;"),
                    '<' => self.text.push_str("&lt;"),
                    '>' => self.text.push_str("&gt;"),
                    '"' => self.text.push_str("&quot;"),
                    // A reader of XML would make plain spaces of them; writing to a string cannot fail.
                    '\t' | '\n' | '\r' => _ = write!(self.text, "&#{};", u32::from(letter)),
                    other => self.text.push(other),
                }
            }
            self.text.push('"');
        }
    }
}

/// Whether XML 1.0 allows a character; Confluence refuses a whole page for a single other one.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_close_and_text_and_attributes_are_escaped() {
        let mut xml = Xml::default();
        xml.element("p", &[("a", "x < \"y\" & z\n>")], |xml| {
            xml.text("1 < 2 & \"3\" > ]]> é");
            xml.empty("br", &[]);
        });
        xml.structured("toc", &[("minLevel", "1")], |_| {});
        assert_eq!(
            xml.finish(),
            "<p a=\"x &lt; &quot;y&quot; &amp; z&#10;&gt;\">1 &lt; 2 &amp; \"3\" &gt; ]]&gt; é<br /></p>\
             <ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"minLevel\">1</ac:parameter>\
             </ac:structured-macro>"
        );
    }

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        let mut xml = Xml::default();
        let text = "a\0\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{fffe}\u{ffff}b\tc\u{85}\u{fffd}\u{10000}";
        xml.element("p", &[("a", text)], |xml| xml.text(text));
        assert_eq!(
            xml.finish(),
            "<p a=\"ab&#9;c\u{85}\u{fffd}\u{10000}\">ab\tc\u{85}\u{fffd}\u{10000}</p>"
        );
    }
}
