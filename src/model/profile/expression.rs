//! What a profile computes from a record: texts, and conditions on them.

use super::super::pattern::Pattern;
use super::form::Selector;

/// A text computed from a record; may hold several values.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Where it comes from.
    pub origin: Origin,
    /// What separates several values in it. Several nodes of a tree are several values without it.
    pub split: Option<String>,
    /// Every value is cut to the capture `value` of this; one that does not fit is left as it is.
    pub extract: Option<Pattern>,
    /// Every value is rewritten by the first of these that fits.
    pub rewrite: Vec<Rewrite>,
    /// Values that are dropped, compared without regard to case.
    pub skip: Vec<String>,
}

/// Where a text comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A column of a table, by any of its spellings; or a node of a tree.
    Cell(Reference),
    /// A text of the profile.
    Text(String),
    /// A text with references in it (`{app}:{site}`), in pieces; empty if any of them is.
    Template(Vec<Origin>),
    /// The first that is not empty.
    First(Vec<Expression>),
    /// Of several dates the last; words for never and unknown count only if there is no date.
    Latest(Vec<Expression>),
    /// Of several last days the first; a word for somebody who has left counts only if there is no day.
    Earliest(Vec<Expression>),
    /// Each of several that is not empty.
    All(Vec<Expression>),
    /// A capture of the file name.
    File(String),
}

/// What is looked at in a record.
#[derive(Clone, Debug)]
pub enum Reference {
    /// A column or a capture of an unpivoted one, by any of its spellings; compared without regard to case.
    Column {
        /// The spellings.
        names: Vec<String>,
        /// Whether the file may lack it; else a file without it is refused.
        optional: bool,
    },
    /// All columns with headers that look like this; as many values. A file may lack them all.
    Columns(Pattern),
    /// A node of a tree; nothing where it leads nowhere.
    Node(Selector),
}

/// One way of rewriting a value.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// The value, from beginning to end.
    pub from: Pattern,
    /// What it becomes; `$name` stands for a capture.
    pub to: String,
}

/// A condition on a record.
#[derive(Clone, Debug)]
pub enum Condition {
    /// What an expression gives passes a test.
    Is(Expression, Test),
    /// What the first gives is, or may be, a later time than what the second gives: of a day without a time that is not told.
    After(Expression, Expression),
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// A test of a text; of several values at least one has to pass.
#[derive(Clone, Debug)]
pub enum Test {
    /// Nothing stands there.
    Blank,
    /// It is one of these, compared without regard to case.
    In(Vec<String>),
    /// It looks like this, from beginning to end.
    Matches(Pattern),
    /// It says yes, or no, by the words of the file; a text that says neither rejects the record.
    Says(bool),
    /// It is a day before the one on which the review is judged, or on it.
    Past,
}
