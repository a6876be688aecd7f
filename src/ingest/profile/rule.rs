//! Conditions of a profile, made ready for one file.

use jiff::civil::DateTime;

use super::columns::Columns;
use super::formula::Formula;
use super::prove::NOTHING;
use super::scope::Scope;
use crate::ingest::compared::quotable;
use crate::ingest::header::Column;
use crate::model::pattern::Pattern;
use crate::model::profile::{Condition, Expression, Origin, Reference, Selector, Test};
use crate::model::word::same_word;

/// A condition, ready for one file.
pub(super) enum Rule<'p> {
    Is(Formula<'p>, &'p Test),
    After(Formula<'p>, Formula<'p>),
    All(Vec<Rule<'p>>),
    Any(Vec<Rule<'p>>),
    Not(Box<Rule<'p>>),
}

impl<'p> Rule<'p> {
    /// Makes a condition ready.
    ///
    /// # Errors
    /// When the file lacks a column that it needs.
    pub(super) fn new(condition: &'p Condition, columns: &Columns<'_>) -> Result<Self, String> {
        let several = |conditions: &'p [Condition]| -> Result<Vec<Self>, String> {
            conditions
                .iter()
                .map(|condition| Self::new(condition, columns))
                .collect()
        };
        Ok(match condition {
            Condition::Is(expression, test) => Self::Is(Formula::new(expression, columns)?, test),
            Condition::After(one, other) => Self::After(Formula::new(one, columns)?, Formula::new(other, columns)?),
            Condition::All(conditions) => Self::All(several(conditions)?),
            Condition::Any(conditions) => Self::Any(several(conditions)?),
            Condition::Not(condition) => Self::Not(Box::new(Self::new(condition, columns)?)),
        })
    }

    /// Whether it holds for a record.
    pub(super) fn holds(&self, scope: &Scope<'_>) -> Result<bool, String> {
        match self {
            Self::Is(formula, test) => {
                let mut values = formula.values(scope)?;
                match test {
                    Test::Says(wanted) => return says(&values, *wanted, formula, scope),
                    Test::Past => return is_past(&values, formula, scope),
                    Test::Blank | Test::In(_) | Test::Matches(_) => {}
                }
                if values.is_empty() {
                    values.push(String::new());
                }
                Ok(match test {
                    Test::Blank => values.iter().all(String::is_empty),
                    Test::In(words) => values
                        .iter()
                        .any(|value| words.iter().any(|word| same_word(word, value))),
                    Test::Matches(pattern) => values.iter().any(|value| pattern.regex().is_match(value)),
                    Test::Says(_) | Test::Past => false,
                })
            }
            Self::After(one, other) => Ok(match (last(one, scope)?, last(other, scope)?) {
                (Some((_, one)), Some((other, _))) => one > other,
                (one, other) => one > other,
            }),
            Self::All(rules) => {
                for rule in rules {
                    if !rule.holds(scope)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Any(rules) => {
                for rule in rules {
                    if rule.holds(scope)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(rule) => Ok(!rule.holds(scope)?),
        }
    }
}

/// Whether any of the values says yes, or no; one that is neither is told, as nobody knows what hangs on it.
fn says(values: &[String], wanted: bool, formula: &Formula<'_>, scope: &Scope<'_>) -> Result<bool, String> {
    let mut any = false;
    for value in values {
        let said = scope.values().yes_no(value);
        let said = said.map_err(|why| match value.as_str() {
            NOTHING => format!(
                "cell `{}` holds nothing, where yes or no is expected; a row that was cut short has no cell there: look for a \
                 missing delimiter, or export again",
                formula.called
            ),
            text => format!("cell `{}` holds `{}`, {why}", formula.called, quotable(text)),
        })?;
        any |= said == Some(wanted);
    }
    Ok(any)
}

/// Whether any of the values is a day that is over; one that is no day is told, as nobody knows what hangs on it.
fn is_past(values: &[String], formula: &Formula<'_>, scope: &Scope<'_>) -> Result<bool, String> {
    let mut any = false;
    for value in values {
        let past = scope.values().is_past(value);
        any |= past.map_err(|why| format!("cell `{}` holds `{}`, {why}", formula.called, quotable(value)))?;
    }
    Ok(any)
}

/// The last of the times that it gives, as the first and the last moment that it may mean; none if it gives none. What is
/// no day is told.
fn last(formula: &Formula<'_>, scope: &Scope<'_>) -> Result<Option<(DateTime, DateTime)>, String> {
    let mut last = None;
    for value in formula
        .values(scope)?
        .iter()
        .filter(|value| !scope.values().is_unknown(value))
    {
        let time = scope.values().moments(value);
        let time = time.map_err(|why| format!("cell `{}` holds `{}`, {why}", formula.called, quotable(value)))?;
        last = last.max(Some(time));
    }
    Ok(last)
}

/// What a condition looks at.
#[derive(Default)]
pub(super) struct Looked<'p> {
    /// Names of columns, each with its spellings.
    pub(super) names: Vec<&'p [String]>,
    /// Nodes.
    pub(super) selectors: Vec<&'p Selector>,
    /// Patterns of columns.
    pub(super) patterns: Vec<&'p Pattern>,
}

impl<'p> Looked<'p> {
    /// Adds what a condition looks at.
    pub(super) fn condition(&mut self, condition: &'p Condition) {
        match condition {
            Condition::Is(expression, _) => self.expression(expression),
            Condition::After(one, other) => {
                self.expression(one);
                self.expression(other);
            }
            Condition::All(several) | Condition::Any(several) => {
                for condition in several {
                    self.condition(condition);
                }
            }
            Condition::Not(condition) => self.condition(condition),
        }
    }

    /// Adds what an expression looks at.
    pub(super) fn expression(&mut self, expression: &'p Expression) {
        self.origin(&expression.origin);
    }

    fn origin(&mut self, origin: &'p Origin) {
        match origin {
            Origin::Cell(Reference::Column { names, .. }) => {
                if !self.names.contains(&names.as_slice()) {
                    self.names.push(names);
                }
            }
            Origin::Cell(Reference::Node(selector)) => {
                if !self.selectors.contains(&selector) {
                    self.selectors.push(selector);
                }
            }
            Origin::Cell(Reference::Columns(pattern)) => self.patterns.push(pattern),
            Origin::Text(_) | Origin::File(_) => {}
            Origin::Template(pieces) => {
                for piece in pieces {
                    self.origin(piece);
                }
            }
            Origin::First(several) | Origin::Latest(several) | Origin::Earliest(several) | Origin::All(several) => {
                for expression in several {
                    self.expression(expression);
                }
            }
        }
    }

    /// The columns of a file among them.
    pub(super) fn columns(&self, columns: &Columns<'_>) -> Vec<Column> {
        let named = self.names.iter().filter_map(|names| columns.find(names, true).ok()?);
        let mut found: Vec<Column> = named.collect();
        for column in self.patterns.iter().flat_map(|pattern| columns.like(pattern)) {
            if !found.contains(&column) {
                found.push(column);
            }
        }
        found
    }

    /// Whether all of it is told by the record itself, before anything below it is bound.
    pub(super) fn is_of_record(&self, captures: &[&str]) -> bool {
        let bound = |selector: &&Selector| selector.from.as_deref().is_some_and(|from| from != "document");
        let unpivoted = |names: &&[String]| {
            names
                .iter()
                .any(|name| captures.iter().any(|other| same_word(name, other)))
        };
        !self.selectors.iter().any(bound) && !self.names.iter().any(unpivoted)
    }
}
