//! Conditions on a record.

use toml::de::DeValue;

use super::super::choice::one_of;
use super::super::file::File;
use super::super::stanza::Stanza;
use super::super::value::{At, found};
use super::expression;
use super::pattern;
use super::scope::Scope;
use crate::model::profile::{Condition, Test};

/// How conditions are combined.
const COMBINED: [&str; 3] = ["all", "any", "not"];

/// What can be asked of a text.
const TESTS: [&str; 6] = ["blank", "in", "matches", "says", "past", "after"];

/// A condition; none where it cannot be read, which is noted.
pub(super) fn read<'f>(file: &'f File, key: &'f str, value: At<DeValue<'f>>, scope: &Scope) -> Option<Condition> {
    let line = value.line;
    let what = found(&value.value);
    let DeValue::Table(table) = value.value else {
        file.problem(
            line,
            format!(
                "`{key}` is {what}, expected a condition such as `{{ column = \"Org role\", blank = false }}` or `{{ \
                 any = [{{ … }}, {{ … }}] }}`"
            ),
        );
        return None;
    };
    let mut stanza = Stanza::new(file, key, line, table);
    let condition = of_stanza(&mut stanza, scope);
    stanza.done();
    condition
}

/// The condition that a table spells.
fn of_stanza(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Condition> {
    let combined = COMBINED.into_iter().find(|key| stanza.holds(key));
    let all = several(stanza, "all", scope).map(Condition::All);
    let any = several(stanza, "any", scope).map(Condition::Any);
    let file = stanza.file;
    let not = stanza.ask("not").map(|inner| read(file, "not", inner, scope));
    if combined.is_some() {
        let not = not.flatten().map(|inner| Condition::Not(Box::new(inner)));
        let mut read = [all, any, not].into_iter().flatten();
        let first = read.next();
        if read.next().is_some() {
            stanza.file.problem(
                stanza.line,
                format!(
                    "`{}` has two of {}; put one into the other",
                    stanza.header,
                    one_of(&COMBINED)
                ),
            );
        }
        return first;
    }
    let expression = expression::of_stanza(stanza, scope);
    if TESTS.into_iter().filter(|key| stanza.holds(key)).eq(["after"]) {
        let other = stanza.ask("after");
        let other = other.and_then(|other| expression::read(file, "after", other, scope));
        return expression.zip(other).map(|(one, other)| Condition::After(one, other));
    }
    let test = test(stanza);
    match (expression?, test?) {
        (expression, (test, true)) => Some(Condition::Is(expression, test)),
        (expression, (test, false)) => Some(Condition::Not(Box::new(Condition::Is(expression, test)))),
    }
}

/// `all` or `any`.
fn several(stanza: &mut Stanza<'_>, key: &'static str, scope: &Scope) -> Option<Vec<Condition>> {
    let file = stanza.file;
    let items = stanza.items(key, "[{ column = \"Type\", in = [\"User\"] }]")?;
    Some(
        items
            .into_iter()
            .filter_map(|item| read(file, key, item, scope))
            .collect(),
    )
}

/// The one test, and whether it has to pass.
fn test(stanza: &mut Stanza<'_>) -> Option<(Test, bool)> {
    let given = TESTS.into_iter().filter(|key| stanza.holds(key)).count();
    let blank = stanza.holds("blank");
    let is_blank = stanza.flag("blank", true);
    let among = stanza.optional_cells("in", "Total").map(Test::In);
    let matches = pattern::whole(stanza, "matches", "svc-.*").map(|pattern| Test::Matches(pattern.value));
    let says = stanza
        .holds("says")
        .then(|| stanza.choice("says", &[("yes", true), ("no", false)], None));
    let past = stanza.holds("past");
    let is_past = stanza.flag("past", true);
    if given != 1 {
        let count = if given == 0 { "no test" } else { "more than one test" };
        stanza.file.problem(
            stanza.line,
            format!("`{}` has {count}, expected one of {}", stanza.header, one_of(&TESTS)),
        );
        return None;
    }
    if blank {
        return Some((Test::Blank, is_blank));
    }
    if past {
        return Some((Test::Past, is_past));
    }
    let says = says.flatten().map(Test::Says);
    among.or(matches).or(says).map(|test| (test, true))
}
