//! Tags and text to shape: what HTML, Confluence's storage format and Markdown have in common.
//!
//! Comes in: tags in the order in which they stand, nested rightly or not. Goes out: the shape. One more tag that
//! hides, breaks or dresses its text: a word in one of the lists here.

use super::shape::{Cell, Line, NO_TEXT, Row, Shape, Table};

/// Elements whose text no reader of the page sees, or sees twice.
const HIDDEN: [&str; 21] = [
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "colgroup",
    "svg",
    "select",
    "button",
    "ac:parameter",
    "ac:adf-fallback",
    "ac:adf-attribute",
    "ac:adf-mark",
    "ac:placeholder",
    "ac:task-id",
    "ac:task-uuid",
    "ac:task-status",
    "ac:emoticon",
    "ac:image",
    "time",
    "textarea",
];

/// Macros that add nothing to what a page says, or whose body says all of it. Any other may show what stands elsewhere.
const PLAIN_MACROS: [&str; 17] = [
    "status", "anchor", "toc", "toc-zone", "expand", "panel", "info", "note", "warning", "tip", "excerpt", "details",
    "code", "noformat", "section", "column", "children",
];

/// Elements that have no end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// Elements that stand within a line.
const INLINE: [&str; 35] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "big",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "wbr",
    "ac:emoticon",
    "ac:inline-comment-marker",
    "ac:link",
    "ac:link-body",
    "ac:plain-text-link-body",
    "ac:parameter",
];

/// Elements whose text is bold.
const STRONG: [&str; 8] = ["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"];

/// So deep no page is nested; what is deeper is read as if it stood here.
const DEEPEST: usize = 200;

/// So many rows or columns a cell may cover.
const WIDEST: usize = 1_000;

/// Builds the shape.
#[derive(Default)]
pub(super) struct Markup {
    shape: Shape,
    open: Vec<Open>,
    tables: Vec<OpenTable>,
    line: Line,
    /// Whether the text of the line came from a lozenge, up to here.
    lozenge: Option<String>,
}

/// An element that has begun.
struct Open {
    name: String,
    hides: bool,
    strong: bool,
    /// Whether any text of its own was written in it.
    said: bool,
    kind: Kind,
}

/// What an element is beside its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing more.
    Plain,
    /// A coloured word.
    Lozenge,
    /// The parameter that hides what stands in its macro.
    Hider,
}

impl Open {
    fn is_lozenge(&self) -> bool {
        self.kind == Kind::Lozenge
    }
}

/// A table that has begun.
struct OpenTable {
    /// Its place among all tables.
    place: usize,
    row: Option<Row>,
    cell: Option<Cell>,
}

/// An element's attributes.
pub(super) type Attributes = [(String, String)];

impl Markup {
    /// An element begins.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        if name == "time" && !self.is_hidden() {
            self.write(attribute(attributes, "datetime"));
        }
        if let Some(mark) = mark(name, attributes)
            && !self.is_hidden()
        {
            self.write(mark);
        }
        self.end_before(name);
        self.stand_in(name, attributes);
        if !INLINE.contains(&name) && !is_coloured(name, attributes) {
            self.break_line();
        }
        if VOID.contains(&name) || self.open.len() >= DEEPEST {
            return;
        }
        if !self.is_hidden() {
            match name {
                "table" => self.open_table(),
                "tr" => self.open_row(),
                "td" | "th" => self.open_cell(attributes),
                _ => {}
            }
        }
        let lozenge = is_coloured(name, attributes);
        // Of the parameters of a coloured word the title is what it shows.
        let in_lozenge = self.open.last().is_some_and(Open::is_lozenge);
        let is_title = name == "ac:parameter" && in_lozenge && attribute(attributes, "ac:name") == "title";
        if lozenge && self.lozenge.is_none() {
            self.lozenge = Some(String::new());
        }
        self.open.push(Open {
            name: name.to_owned(),
            hides: HIDDEN.contains(&name) && !is_title || is_unseen(attributes) || is_front(name, attributes),
            strong: STRONG.contains(&name) || is_bold(attributes),
            said: false,
            kind: match lozenge {
                true => Kind::Lozenge,
                false if name == "ac:parameter" && attribute(attributes, "ac:name") == "hidden" => Kind::Hider,
                false => Kind::Plain,
            },
        });
    }

    /// An element ends. One that never began is passed over; those within it that did not end, end with it.
    pub(super) fn close(&mut self, name: &str) {
        let Some(place) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        // A cell's text does not end what stands around its table.
        let edge = self.open.iter().rposition(|open| is_edge(&open.name));
        if edge.is_some_and(|edge| place < edge) && !is_of_table(name) {
            return;
        }
        self.end_from(place);
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        if self.is_hidden() {
            let hides = self.open.last().is_some_and(|open| open.kind == Kind::Hider) && text.trim() == "true";
            let within = self
                .open
                .len()
                .checked_sub(2)
                .and_then(|place| self.open.get_mut(place));
            if let (true, Some(within)) = (hides, within) {
                within.hides = true;
            }
            return;
        }
        if self.open.iter().any(Open::is_lozenge) {
            if let Some(shown) = &mut self.lozenge {
                shown.push_str(text);
            }
            return;
        }
        self.write(text);
    }

    /// The finished shape.
    pub(super) fn finish(mut self) -> Shape {
        self.end_from(0);
        self.break_line();
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.shape
    }

    fn write(&mut self, text: &str) {
        let begin = self.line.text.len();
        self.line.text.push_str(text);
        if !text.trim().is_empty()
            && let Some(item) = self.open.iter_mut().rfind(|open| open.name == "li")
        {
            item.said = true;
        }
        if !text.trim().is_empty() && self.open.iter().any(|open| open.strong) {
            match self.line.strong.last_mut() {
                Some(last) if last.end == begin => last.end = self.line.text.len(),
                _ => self.line.strong.push(begin..self.line.text.len()),
            }
        }
    }

    /// Puts a word into a cell where something stands that is no text, and where an item of a list says nothing of its own:
    /// what follows would be taken for what is held by the item before.
    fn stand_in(&mut self, name: &str, attributes: &Attributes) {
        let is_in_cell = self.tables.last().is_some_and(|table| table.cell.is_some());
        if !is_in_cell || self.is_hidden() {
            return;
        }
        let shown = match name {
            "ac:image" | "img" => (!attribute(attributes, "class").contains("emot")).then_some("image"),
            "ac:structured-macro" | "ac:macro" => {
                Some(attribute(attributes, "ac:name")).filter(|name| !PLAIN_MACROS.contains(name))
            }
            "ul" | "ol" => {
                let lists = self.open.iter().rev().take_while(|open| !is_edge(&open.name));
                let mut items = lists.filter(|open| open.name == "li");
                items.next().is_some_and(|item| !item.said).then_some("nothing")
            }
            _ => None,
        };
        if let Some(shown) = shown {
            self.write(&format!(" {NO_TEXT}{shown}] "));
        }
    }

    fn is_hidden(&self) -> bool {
        self.open.iter().any(|open| open.hides)
    }

    /// Ends what a beginning element ends without saying so.
    fn end_before(&mut self, name: &str) {
        let (ended, edges): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "td", "th", "table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "p" => (
                &["p"],
                &["li", "ul", "ol", "td", "th", "table", "div", "ac:rich-text-body"],
            ),
            _ => return,
        };
        let is_stop = |open: &Open| ended.contains(&open.name.as_str()) || edges.contains(&open.name.as_str());
        let Some(place) = self.open.iter().rposition(is_stop) else {
            return;
        };
        let is_ended = |open: &Open| ended.contains(&open.name.as_str());
        if self.open.get(place).is_some_and(is_ended) {
            self.end_from(place);
        }
    }

    /// Ends the elements from here on, the innermost first.
    fn end_from(&mut self, place: usize) {
        while self.open.len() > place {
            let Some(open) = self.open.pop() else { break };
            if open.is_lozenge() && !self.open.iter().any(Open::is_lozenge) {
                self.show_lozenge();
            }
            if INLINE.contains(&open.name.as_str()) || open.is_lozenge() {
                continue;
            }
            self.break_line();
            if self.is_hidden() {
                continue;
            }
            match open.name.as_str() {
                "table" => self.close_table(),
                "tr" => self.close_row(),
                "td" | "th" => self.close_cell(),
                _ => {}
            }
        }
    }

    /// A coloured word behind a text dresses it (`AWS Stage PASSED`) and is no part of it, unless it tells a number.
    fn show_lozenge(&mut self) {
        let shown = self.lozenge.take().unwrap_or_default();
        let begins_line = self.line.text.trim().is_empty();
        if begins_line || shown.chars().any(|c| c.is_ascii_digit()) {
            self.write(" ");
            let begin = self.line.text.len();
            self.write(shown.trim());
            if !begins_line {
                self.line.coloured.push(begin..self.line.text.len());
            }
            self.write(" ");
        }
    }

    /// Ends the line, if there is one.
    fn break_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if line.text.trim().is_empty() {
            return;
        }
        let lists = self.open.iter().rev().take_while(|open| !is_edge(&open.name));
        line.depth = lists.filter(|open| matches!(open.name.as_str(), "ul" | "ol")).count();
        match self.tables.last_mut() {
            None => self.shape.around.push(line),
            Some(table) => match &mut table.cell {
                Some(cell) => cell.lines.push(line),
                // Between the cells of a table nothing stands; a browser would show it around the table.
                None => self.shape.around.push(line),
            },
        }
    }

    fn open_table(&mut self) {
        let within = self.tables.last().map(|table| table.place);
        self.tables.push(OpenTable {
            place: self.shape.tables.len(),
            row: None,
            cell: None,
        });
        self.shape.tables.push(Table {
            within,
            ..Table::default()
        });
    }

    fn open_row(&mut self) {
        self.close_row();
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(Row::default());
        }
    }

    fn open_cell(&mut self, attributes: &Attributes) {
        self.close_cell();
        let Some(table) = self.tables.last_mut() else { return };
        table.row.get_or_insert_default();
        let span = |name| {
            let span = attribute(attributes, name).trim().parse().unwrap_or(1);
            usize::clamp(span, 1, WIDEST)
        };
        table.cell = Some(Cell {
            rowspan: span("rowspan"),
            colspan: span("colspan"),
            numbers: attribute(attributes, "class")
                .split_whitespace()
                .any(|class| class == "numberingColumn"),
            lines: Vec::new(),
        });
    }

    fn close_cell(&mut self) {
        self.break_line();
        let Some(table) = self.tables.last_mut() else { return };
        if let Some(cell) = table.cell.take() {
            table.row.get_or_insert_default().cells.push(cell);
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        let Some(table) = self.tables.last_mut() else { return };
        if let Some(row) = table.row.take()
            && let Some(whole) = self.shape.tables.get_mut(table.place)
        {
            whole.rows.push(row);
        }
    }

    /// Ends a table. In a cell of another each of its rows is a line too.
    fn close_table(&mut self) {
        self.close_row();
        let Some(table) = self.tables.pop() else { return };
        let Some(cell) = self.tables.last_mut().and_then(|outer| outer.cell.as_mut()) else {
            return;
        };
        let rows = self
            .shape
            .tables
            .get(table.place)
            .into_iter()
            .flat_map(|whole| &whole.rows);
        for row in rows {
            if let [only] = row.cells.as_slice() {
                cell.lines.extend(only.lines.iter().cloned());
                continue;
            }
            let texts: Vec<String> = row.cells.iter().map(Cell::text).collect();
            let text = texts.join(" ").trim().to_owned();
            if !text.is_empty() {
                cell.lines.push(Line {
                    text,
                    depth: 1,
                    ..Line::default()
                });
            }
        }
    }
}

/// The value of an attribute, empty where it is not there.
fn attribute<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    let found = attributes.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// Whether an element is a coloured word: the macro, or what it was made into.
fn is_coloured(name: &str, attributes: &Attributes) -> bool {
    match name {
        "ac:structured-macro" | "ac:macro" => attribute(attributes, "ac:name") == "status",
        "span" => attribute(attributes, "class")
            .split_whitespace()
            .any(|class| matches!(class, "status-macro" | "aui-lozenge")),
        _ => false,
    }
}

/// Whether a style says so.
fn is_bold(attributes: &Attributes) -> bool {
    let style = attribute(attributes, "style").replace(' ', "").to_ascii_lowercase();
    ["font-weight:bold", "font-weight:600", "font-weight:700"]
        .iter()
        .any(|bold| style.contains(bold))
}

/// Whether an element's text is not shown, so that it is no part of what the page says.
fn is_unseen(attributes: &Attributes) -> bool {
    let style = attribute(attributes, "style").replace(' ', "").to_ascii_lowercase();
    ["display:none", "visibility:hidden"]
        .iter()
        .any(|hidden| style.contains(hidden))
}

/// Whether an element is the list in which our own web page says its period and edition (`2021 Q3`), above its text.
fn is_front(name: &str, attributes: &Attributes) -> bool {
    name == "ul" && attribute(attributes, "class") == "front"
}

/// What stands before a text that is raised, lowered or struck out, so that it is taken for no digit of the number beside it.
fn mark(name: &str, attributes: &Attributes) -> Option<&'static str> {
    let style = attribute(attributes, "style").replace(' ', "").to_ascii_lowercase();
    match name {
        "sup" | "sub" => Some(" ^"),
        "s" | "del" | "strike" => Some(" ~"),
        _ => style.contains("line-through").then_some(" ~"),
    }
}

/// Whether lists and ends of elements reach no further out.
fn is_edge(name: &str) -> bool {
    matches!(name, "td" | "th")
}

fn is_of_table(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th")
}
