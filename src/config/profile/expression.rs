//! Texts that a profile computes from a record: a column or node by itself, or a table that says more.

use toml::de::DeValue;

use super::super::choice::one_of;
use super::super::file::File;
use super::super::stanza::Stanza;
use super::super::value::{At, bare, found};
use super::pattern;
use super::scope::{Scope, captures};
use crate::model::pattern::Pattern;
use crate::model::profile::{Expression, Origin, Reference, Rewrite};

/// Where a text can come from; one of them must stand there.
const ORIGINS: [&str; 9] = [
    "column", "columns", "template", "first", "latest", "earliest", "all", "text", "file",
];

/// An expression: a text names a column or a node.
pub(super) fn read<'f>(file: &'f File, key: &'f str, value: At<DeValue<'f>>, scope: &Scope) -> Option<Expression> {
    let line = value.line;
    match value.value {
        DeValue::String(text) if !text.trim().is_empty() => {
            let reference = scope.reference(file, line, key, text.trim())?;
            Some(plain(Origin::Cell(reference)))
        }
        DeValue::Table(table) => {
            let mut stanza = Stanza::new(file, key, line, table);
            let read = of_stanza(&mut stanza, scope);
            stanza.done();
            read
        }
        other @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)) => {
            file.problem(
                line,
                format!(
                    "`{key}` is {}, expected a column or node in quotes, or a table such as `{{ first = [\"email\", \
                     \"user id\"] }}`",
                    found(&other)
                ),
            );
            None
        }
    }
}

/// An expression that a table spells; the table may have other keys beside.
pub(super) fn of_stanza(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Expression> {
    let mut scope = scope.clone();
    if let Some(line) = stanza.line_of("optional") {
        scope.optional = stanza.flag("optional", false);
        if scope.reader.is_some_and(|reader| !reader.has_headers()) {
            stanza.file.problem(
                line,
                "`optional` is for the columns of a table with headers; elsewhere what is not there is blank in any \
                 case, so leave it out",
            );
        }
    } else {
        // Makes the key a known one.
        stanza.flag("optional", false);
    }
    let origin = origin(stanza, &scope);
    let split = stanza.separator("split");
    let extract = pattern::whole(stanza, "extract", r"(?<value>.*?)( \(custom\))?");
    if let Some(extract) = &extract {
        pattern::captures_are(stanza.file, "extract", extract, &["value"]);
    }
    let rewrite = rewrite(stanza);
    let skip = stanza.optional_cells("skip", "none").unwrap_or_default();
    Some(Expression {
        origin: origin?,
        split,
        extract: extract.map(|extract| extract.value),
        rewrite,
        skip,
    })
}

/// An expression that is nothing but its origin.
fn plain(origin: Origin) -> Expression {
    Expression {
        origin,
        split: None,
        extract: None,
        rewrite: Vec::new(),
        skip: Vec::new(),
    }
}

/// The one origin of a table.
fn origin(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Origin> {
    let given: Vec<&str> = ORIGINS.into_iter().filter(|key| stanza.holds(key)).collect();
    let origins = [
        column(stanza, scope),
        columns(stanza, scope),
        template(stanza, scope),
        several(stanza, "first", scope).map(Origin::First),
        several(stanza, "latest", scope).map(Origin::Latest),
        several(stanza, "earliest", scope).map(Origin::Earliest),
        several(stanza, "all", scope).map(Origin::All),
        stanza
            .optional_text("text", "active")
            .map(|text| Origin::Text(text.value)),
        capture(stanza, scope),
    ];
    match given.as_slice() {
        [_] => {}
        [] => stanza.file.problem(
            stanza.line,
            format!(
                "`{}` does not say where its text comes from, expected {}",
                stanza.header,
                one_of(&ORIGINS)
            ),
        ),
        [one, other, ..] => stanza.file.problem(
            stanza.line,
            format!("`{}` has both `{one}` and `{other}`; keep one of them", stanza.header),
        ),
    }
    origins.into_iter().flatten().next()
}

/// `column`: a column of any of these names, or a node.
fn column(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Origin> {
    let names = stanza.texts("column", "User name")?;
    let line = names.first()?.line;
    if !scope.is_tree()? {
        let reference = scope.columns(stanza.file, line, "column", bare(names));
        return Some(Origin::Cell(reference));
    }
    let [only] = names.as_slice() else {
        stanza.file.problem(
            line,
            "`column` has several spellings, which nodes of a tree do not have; write `first = [\"one\", \"other\"]`",
        );
        return None;
    };
    let selector = scope.selector(stanza.file, line, "column", &only.value)?;
    Some(Origin::Cell(Reference::Node(selector)))
}

/// `columns`: all columns with headers that look like this.
fn columns(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Origin> {
    let line = stanza.line_of("columns");
    let pattern = pattern::of_headers(stanza, "columns", "Last seen in .*");
    scope.only_of_headers(stanza.file, line, "columns", "name the column with `column`");
    pattern.map(|pattern| Origin::Cell(Reference::Columns(pattern.value)))
}

/// `template`: pieces of text and references in braces.
fn template(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Origin> {
    let text = stanza.optional_text("template", "{app}:{site}")?;
    let pieces = match pieces(&text.value) {
        Ok(pieces) => pieces,
        Err(why) => {
            stanza.file.problem(
                text.line,
                format!(
                    "`template` is `{}`, which {why}; expected for example `{{app}}:{{site}}`",
                    text.value
                ),
            );
            return None;
        }
    };
    let origins = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Some(Origin::Text(text)),
        Piece::Name(name) => {
            let reference = scope.reference(stanza.file, text.line, "template", &name)?;
            Some(Origin::Cell(reference))
        }
    });
    origins.collect::<Option<Vec<_>>>().map(Origin::Template)
}

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Name(String),
}

/// The pieces of a template, which has to name something. Braces within braces belong to a selector.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match (letter, depth) {
            ('{', 0) => {
                if !piece.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut piece)));
                }
                depth = 1;
            }
            ('}', 0) => return Err("has a `}` without a `{`".to_owned()),
            ('}', 1) => {
                let name = std::mem::take(&mut piece).trim().to_owned();
                if name.is_empty() {
                    return Err("has nothing between `{` and `}`".to_owned());
                }
                pieces.push(Piece::Name(name));
                depth = 0;
            }
            _ => {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                piece.push(letter);
            }
        }
    }
    if depth > 0 {
        return Err("has a `{` that is not closed".to_owned());
    }
    if !piece.is_empty() {
        pieces.push(Piece::Text(piece));
    }
    let names = pieces.iter().any(|piece| matches!(piece, Piece::Name(_)));
    names
        .then_some(pieces)
        .ok_or_else(|| "names nothing in braces".to_owned())
}

/// `first`, `latest`, `earliest` or `all`: expressions of their own.
fn several(stanza: &mut Stanza<'_>, key: &'static str, scope: &Scope) -> Option<Vec<Expression>> {
    let file = stanza.file;
    let items = stanza.items(key, "[\"email\", \"user id\"]")?;
    Some(
        items
            .into_iter()
            .filter_map(|item| read(file, key, item, scope))
            .collect(),
    )
}

/// `file`: a capture of the file name.
fn capture(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Origin> {
    let name = stanza.optional_text("file", "repository")?;
    scope.capture(stanza.file, name.line, &name.value);
    Some(Origin::File(name.value))
}

/// `rewrite`: pairs of a pattern and what becomes of it.
fn rewrite(stanza: &mut Stanza<'_>) -> Vec<Rewrite> {
    const EXAMPLE: &str = "[['ecr:Put.*', \"write\"]]";
    let mut rules = Vec::new();
    for At { line, value } in stanza.items("rewrite", EXAMPLE).unwrap_or_default() {
        let texts: Vec<&str> = match &value {
            DeValue::Array(pair) => pair.iter().filter_map(|item| item.get_ref().as_str()).collect(),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => Vec::new(),
        };
        let [from, to] = texts.as_slice() else {
            stanza.unexpected(
                line,
                "rewrite",
                &value,
                "pairs of a regular expression and a text",
                EXAMPLE,
            );
            continue;
        };
        let text = At {
            line,
            value: (*from).to_owned(),
        };
        if let Some(from) = pattern::checked(stanza.file, "rewrite", &text) {
            captures_are_there(stanza.file, &from, to);
            rules.push(Rewrite {
                from: from.value,
                to: (*to).to_owned(),
            });
        }
    }
    rules
}

/// Notes a `$name` of a rewritten text that the pattern does not capture; it would be blank.
fn captures_are_there(file: &File, from: &At<Pattern>, to: &str) {
    let names = captures(&from.value);
    for after in to.replace("$$", "").split('$').skip(1) {
        let letters = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
        let name: String = match after.strip_prefix('{') {
            Some(braced) => braced.chars().take_while(|letter| *letter != '}').collect(),
            None => after.chars().take_while(letters).collect(),
        };
        let numbered = name
            .parse::<usize>()
            .is_ok_and(|number| number <= from.value.captures());
        if !numbered && !names.contains(&name) {
            file.problem(
                from.line,
                format!(
                    "`rewrite` has `${name}` in `{to}`, which its pattern does not capture; write `${{name}}` where \
                     letters follow, and `$$` for the sign itself"
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_cut_at_its_braces() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let name = |name: &str| Piece::Name(name.to_owned());
        assert_eq!(pieces("{app}:{site}"), Ok(vec![name("app"), text(":"), name("site")]));
        assert_eq!(pieces("gid:{a{*}.b}"), Ok(vec![text("gid:"), name("a{*}.b")]));
        for (template, fragment) in [
            ("plain", "names nothing"),
            ("{}", "nothing between"),
            ("{a", "not closed"),
            ("a}", "without a `{`"),
        ] {
            let why = pieces(template).err().unwrap_or_default();
            assert!(why.contains(fragment), "{template}: {why}");
        }
    }
}
