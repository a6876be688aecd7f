//! What a format calls the whole of its product, where its permissions are on parts of it.

use std::collections::BTreeSet;

use super::expression::{Expression, Origin};
use super::{Kind, Reading, Slot};

impl Reading {
    /// The names that the profile itself gives what permissions are on (`cluster`): no file calls a part of the product so.
    pub fn whole(&self) -> BTreeSet<&str> {
        let emits = self.records.iter().flat_map(|records| &records.emits);
        let grants = emits.filter(|emit| emit.kind == Kind::Grant);
        let resources = grants.filter_map(|emit| emit.fields.get(&Slot::Resource));
        resources.flat_map(texts).collect()
    }
}

/// What an expression can give that stands in no file.
fn texts(expression: &Expression) -> Vec<&str> {
    let mut texts = match &expression.origin {
        Origin::Text(text) => vec![text.as_str()],
        Origin::First(several) | Origin::All(several) => several.iter().flat_map(texts).collect(),
        Origin::Cell(_) | Origin::Template(_) | Origin::Latest(_) | Origin::Earliest(_) | Origin::File(_) => Vec::new(),
    };
    let rewritten = expression.rewrite.iter().map(|rewrite| rewrite.to.as_str());
    texts.extend(rewritten.filter(|to| !to.contains('$')));
    texts
}
