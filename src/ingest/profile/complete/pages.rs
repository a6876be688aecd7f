//! Pages of lists: which page follows which, and whether what a page announces is there.
//!
//! Comes in: the documents of a file. Goes out: a [`Page`] for each; of all pages of a system, why one of them is not
//! all. A page that follows has the next number, or stands behind in the same file; and it is of the same list, told by
//! the address where the list goes on. In doubt a page lacks what follows.

use std::collections::BTreeSet;

use super::number;
use crate::ingest::readers::tree::{Found, Node, select};
use crate::model::profile::Selector;

/// A page as it stands in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its own number, where it has one.
    pub(super) number: Option<u64>,
    /// Whether it says that something follows.
    pub(super) more: bool,
    /// How many records it says that its list has.
    pub(super) total: Option<u64>,
    /// Whether there is only one such list.
    pub(super) one_list: bool,
    /// The address of its list, where it says under which the list goes on.
    pub(super) list: Option<String>,
    /// The addresses that those in it are below: records often tell their list so.
    pub(super) above: BTreeSet<String>,
}

impl Page {
    /// What a document says of itself as a page.
    pub(super) fn of(
        document: &Found<'_>,
        at: &Selector,
        (page, total): (Option<&Selector>, Option<&Selector>),
        one_list: bool,
    ) -> Self {
        let next = select(document, &at.path);
        let list = next.iter().find_map(|found| address(found.node.text()?));
        let mut above = BTreeSet::new();
        each_text(document.node, &mut |text| {
            let address = address(text);
            let list = address.as_deref().and_then(|address| address.rsplit_once('/'));
            above.extend(list.map(|(list, _)| list.to_owned()));
        });
        Self {
            number: page.and_then(|page| number(document, page)),
            more: next.iter().any(|found| says_more(found.node)),
            total: total.and_then(|total| number(document, total)),
            one_list,
            list,
            above,
        }
    }

    /// Whether another is of the same list, as far as both tell; none if nothing shows it.
    fn same_list(&self, other: &Self) -> Option<bool> {
        let Some(list) = &self.list else {
            return self.one_list.then_some(true);
        };
        if let Some(others) = &other.list {
            return Some(list == others);
        }
        if other.above.contains(list) {
            return Some(true);
        }
        // whose records tell their list, tells it on every page
        if self.above.contains(list) {
            return Some(false);
        }
        self.one_list.then_some(true)
    }

    /// Whether another has the number after this one, and is of no other list.
    fn is_before(&self, other: &Self) -> bool {
        let next = self.number.and_then(|number| number.checked_add(1));
        next.is_some() && other.number == next && self.same_list(other) != Some(false)
    }

    /// The same, and of the same day, as far as both tell how many records there are.
    fn precedes(&self, other: &Self) -> bool {
        let totals = self.total.zip(other.total);
        self.is_before(other) && totals.is_none_or(|(one, other)| one == other)
    }
}

/// Why a page of a file is not all: what it announces is nowhere, or what announced it.
pub(super) fn lacking(file: &[Page], all: &[&Page]) -> Option<&'static str> {
    let mut behind = file.iter().skip(1);
    file.iter().find_map(|page| {
        let next = behind.next();
        let announced = all.iter().any(|other| other.more && other.precedes(page));
        if page.number.is_some_and(|number| number > 1) && !announced {
            let is_of_another_day = all.iter().any(|other| other.more && other.is_before(page));
            return Some(if is_of_another_day { DAYS } else { BEFORE });
        }
        if !page.more {
            return None;
        }
        let found = if page.number.is_some() {
            let alike =
                |other: &&&Page| other.more && other.number == page.number && page.same_list(other) != Some(false);
            let follows = |other: &&&Page| page.precedes(other);
            all.iter().filter(alike).count() <= all.iter().filter(follows).count()
        } else {
            next.is_some_and(|next| next.number.is_none() && page.same_list(next) == Some(true))
        };
        let is_of_another_day =
            !all.iter().any(|other| page.precedes(other)) && all.iter().any(|other| page.is_before(other));
        (!found).then_some(if is_of_another_day { DAYS } else { AFTER })
    })
}

/// What is said of a page whose next one is missing.
const AFTER: &str = "says that more follows, and no other page shows that it is what follows; export all pages as \
                     `access-review profiles show` tells, without a limit of your own (`--max-items`, `limit`)";
/// What is said of a page beside which only one of another day stands.
const DAYS: &str = "is of a page beside which another stands that tells another number of entries of the whole list, so that \
                    the two are of different days; export all pages again, one right after the other";
/// What is said of a page whose last one is missing.
const BEFORE: &str = "is of a page that is not the first, and the page before it is in no file";

/// An address without what is asked of it.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let (address, _) = text.split_at_checked(end)?;
    Some(address.trim_end_matches('/').to_owned())
}

fn each_text(node: &Node, visit: &mut dyn FnMut(&str)) {
    match node {
        Node::Null => {}
        Node::Text(text) => visit(text),
        Node::List(nodes) => nodes.iter().for_each(|node| each_text(node, visit)),
        Node::Map(entries) => entries.iter().for_each(|(_, node)| each_text(node, visit)),
    }
}

/// Whether what stands there says that something follows.
fn says_more(node: &Node) -> bool {
    match node {
        Node::Null => false,
        Node::Text(text) => !(text.trim().is_empty() || text.trim().eq_ignore_ascii_case("false")),
        Node::List(elements) => !elements.is_empty(),
        Node::Map(entries) => !entries.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ingest::readers::tree::json;
    use crate::model::profile::{Path, Step};

    /// What is lacking of each page of each file.
    fn lacks(files: &[&str], one_list: bool) -> Vec<Vec<bool>> {
        let way = |key: &str| Selector {
            from: None,
            path: Path(vec![Step::Key(key.to_owned())]),
        };
        let (next, number, total) = (way("next"), way("page"), way("size"));
        let page = |document: &Node| Page::of(&Found::root(document), &next, (Some(&number), Some(&total)), one_list);
        let read = |text: &&str| json::read(text).unwrap().iter().map(page).collect::<Vec<_>>();
        let files: Vec<Vec<Page>> = files.iter().map(read).collect();
        let all: Vec<&Page> = files.iter().flatten().collect();
        let one = |file: &Vec<Page>| vec![lacking(file, &all).is_some()];
        files.iter().map(one).collect()
    }

    fn page(list: &str, number: &str, next: &str) -> String {
        let next = if next.is_empty() {
            String::new()
        } else {
            format!(r#","next":"https://api.example.com/{list}/users?page={next}""#)
        };
        format!(r#"{{{number}"values":[{{"href":"https://api.example.com/{list}/users/7"}}]{next}}}"#)
    }

    fn file(pages: &[String]) -> bool {
        lacks(&[&pages.join("\n")], false).concat().contains(&true)
    }

    #[test]
    fn a_page_in_the_middle_needs_the_one_that_follows_it() {
        let one = r#""page":1,"#;
        assert!(file(&[page("app", one, "2"), page("infra", one, "")]));
        assert!(!file(&[
            page("app", one, "2"),
            page("app", r#""page":2,"#, ""),
            page("infra", one, "")
        ]));
        // complete pages of several lists
        assert!(!file(&[page("app", one, ""), page("infra", one, "")]));
        // the second page of another list
        assert!(file(&[page("app", one, "2"), page("infra", r#""page":2,"#, "")]));
    }

    #[test]
    fn a_page_without_a_number_is_followed_by_the_next_of_its_list() {
        assert!(!file(&[
            page("app", "", "2"),
            page("app", "", "3"),
            page("app", "", "")
        ]));
        assert!(file(&[page("app", "", "2"), page("infra", "", "")]));
        assert!(file(&[page("app", "", "2"), page("app", "", "3")]));
        let token = r#"{"values":[1],"next":"abc"}"#;
        let both = format!("{token}\n{{\"values\":[2]}}");
        assert_eq!(lacks(&[&both], false), [[true]]);
        assert_eq!(lacks(&[&both], true), [[false]]);
        assert_eq!(lacks(&[token], true), [[true]]);
    }

    #[test]
    fn a_page_that_is_not_the_first_needs_the_one_before() {
        let second = page("app", r#""page":2,"#, "");
        assert_eq!(lacks(&[&second], false), [[true]]);
        let first = page("app", r#""page":1,"#, "2");
        assert_eq!(lacks(&[&second, &first], false), [[false], [false]]);
        // two lists of which only one goes on
        assert_eq!(lacks(&[&second, &first, &first], false), [[false], [true], [true]]);
    }

    #[test]
    fn a_page_of_another_day_is_not_the_next_one() {
        let sized = |page: &str, size: &str| page.replace("\"values\"", &format!("\"size\":{size},\"values\""));
        let first = sized(&page("app", r#""page":1,"#, "2"), "10");
        let second = page("app", r#""page":2,"#, "");
        assert_eq!(lacks(&[&first, &sized(&second, "10")], false), [[false], [false]]);
        assert_eq!(lacks(&[&first, &sized(&second, "9")], false), [[true], [true]]);
    }
}
