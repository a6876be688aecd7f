//! The document as a tree of blocks: what the Markdown parser gives and what every format is made from.
//!
//! Comes out of `document`, goes into `render`. One more kind of block: a variant here, and the compiler names
//! every writer that has to learn it.

/// A whole document: its front matter and its blocks, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What stands before the text: title, date, edition, language.
    pub front: Front,
    /// The text.
    pub blocks: Vec<Block>,
}

/// The front matter: everything a format needs that is no text of the document.
///
/// The title is shown by each format where it shows titles (a PDF above the text, a wiki as the page's title).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Title of the document.
    pub title: String,
    /// Who publishes it.
    pub organisation: String,
    /// Audit date, ISO 8601 (`2021-10-06`); the only date a document knows.
    pub date: String,
    /// What the audit covers, as a person says it (`2021 Q3`).
    pub period: String,
    /// Which edition this is, in words (`Public edition`).
    pub edition: String,
    /// Who may read it, as the running foot prints it (`Public`, `Confidential`).
    pub classification: String,
    /// Which state of the declared roles it was judged by; empty where nobody approved them.
    pub version: String,
    /// Who approved them; empty where that is not known or not to be said.
    pub approver: String,
    /// When the next audit is due, ISO 8601, or in words; empty where nobody says how often there is one.
    pub next_audit: String,
    /// BCP 47 language tag (`en-GB`).
    pub language: String,
}

impl Front {
    /// What a document says of itself beside its title, each with its key in the front matter, in print order; what is not
    /// known is left out.
    pub fn stated(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("organisation", &self.organisation),
            ("date", &self.date),
            ("period", &self.period),
            ("edition", &self.edition),
            ("classification", &self.classification),
            ("version", &self.version),
            ("approver", &self.approver),
            ("next-audit", &self.next_audit),
        ];
        let known = all.into_iter().filter(|(_, value)| !value.trim().is_empty());
        known.map(|(key, value)| (key, value.as_str())).collect()
    }
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, level 1 to 6; `id` is what links lead to.
    Heading {
        /// 1 is the highest below the title.
        level: u8,
        /// Anchor, unique in the document.
        id: Option<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A bulleted list; each item holds blocks, so lists nest.
    List(Vec<Vec<Block>>),
    /// A table.
    Table(Table),
    /// A table that is drawn as well.
    Chart(Chart),
}

/// A table whose numbers are drawn where a format can draw, above the table itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// How they are drawn.
    pub kind: ChartKind,
    /// What they are the numbers of.
    pub caption: Vec<Inline>,
    /// The numbers: a header row, and rows of as many cells, the first of which names the row; no spans.
    pub table: Table,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar for each number, columns side by side, all of one scale.
    Bars,
    /// The same with rows that follow each other in time, and a scale for each column.
    Trend,
    /// A grid whose cells are the darker, the larger the number is with which they begin.
    Heat,
}

impl ChartKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bars, Self::Trend, Self::Heat];

    /// What Markdown calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bars => "bars",
            Self::Trend => "trend",
            Self::Heat => "heat",
        }
    }
}

/// Text within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text, unescaped.
    Text(String),
    /// Important text, printed bold.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// `#id` of a heading or an anchor of this document, or an absolute address.
        to: String,
        /// What is shown.
        text: Vec<Inline>,
    },
    /// A line break inside a paragraph.
    Break,
    /// A place that links can lead to, as the id of a heading is one; nothing is shown.
    Anchor(String),
}

/// A table: header rows, then body rows. Every row covers the same number of columns, row and column spans counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Relative widths of the columns in per cent, where the document declares them; else empty.
    pub widths: Vec<u8>,
    /// Header rows, repeated on each page.
    pub head: Vec<Row>,
    /// Body rows.
    pub body: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells, without those that a span from above or the left covers.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What the cell is a header of, if it is one.
    pub header: Option<Scope>,
    /// How many rows it covers, at least 1.
    pub rowspan: u16,
    /// How many columns it covers, at least 1.
    pub colspan: u16,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// What a header cell is the header of (HTML's `scope`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The column below it.
    Column,
    /// The row it stands in.
    Row,
    /// All rows it spans.
    RowGroup,
}

impl Document {
    /// Every visible letter of the text in reading order, without the front matter and without white space.
    ///
    /// Two formats agree when their letters agree; spacing and line breaks are each format's own.
    pub fn letters(&self) -> String {
        let mut letters = String::new();
        for block in &self.blocks {
            block.letters(&mut letters);
        }
        letters
    }
}

impl Block {
    /// Appends the letters of this block, in reading order.
    fn letters(&self, into: &mut String) {
        match self {
            Self::Heading { text, .. } | Self::Paragraph(text) => Inline::letters(text, into),
            Self::List(items) => {
                for block in items.iter().flatten() {
                    block.letters(into);
                }
            }
            Self::Table(table) => table.letters(into),
            Self::Chart(chart) => {
                Inline::letters(&chart.caption, into);
                chart.table.letters(into);
            }
        }
    }
}

impl Table {
    /// Appends the letters of its cells, in reading order.
    fn letters(&self, into: &mut String) {
        let cells = self.head.iter().chain(&self.body).flat_map(|row| &row.cells);
        for block in cells.flat_map(|cell| &cell.blocks) {
            block.letters(into);
        }
    }
}

impl Inline {
    /// Appends the letters of these inlines, in reading order.
    fn letters(inlines: &[Self], into: &mut String) {
        for inline in inlines {
            match inline {
                Self::Text(text) => into.extend(text.chars().filter(|c| !c.is_whitespace())),
                Self::Strong(inner) | Self::Link { text: inner, .. } => Self::letters(inner, into),
                Self::Break | Self::Anchor(_) => {}
            }
        }
    }
}
