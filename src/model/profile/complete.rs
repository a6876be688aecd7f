//! What shows whether a file holds everything.

use super::Selector;
use crate::model::pattern::Pattern;

/// What shows whether a file of a tree format holds everything.
#[derive(Clone, Debug)]
pub enum Completeness {
    /// Every document has nothing, `false` or an empty text there, or is followed by a page of the same list: the next
    /// in the file, where what stands there is an address of that list. `page` is where a document's own number stands:
    /// another page of the same system and profile with the next number makes up for what follows.
    Absent {
        /// Where (`next`, `IsTruncated`).
        at: Selector,
        /// Where the number of the page stands.
        page: Option<Selector>,
        /// Whether the product has only one such list, so that the next page in the file is always of the same.
        one_list: bool,
    },
    /// The number there is that of all records of the file.
    Count(Selector),
    /// A line of the text that must be there; with a capture `rows` (`(6 rows)` of psql) it need not be there, but if it
    /// is, that is the number of rows.
    Line(Pattern),
    /// A line of the text that says that more of the list stands elsewhere (`+` of /etc/group).
    Elsewhere(Pattern),
    /// Something stands there in a file of the format that holds everything.
    NeverEmpty {
        /// Any of these.
        at: Vec<Selector>,
        /// What something there looks like; none where anything will do.
        like: Option<Pattern>,
    },
    /// So many records are a full page of the product, and no page says whether another follows: a file that has just so
    /// many, or several times as many, may lack the rest, unless another file of the format is none.
    FullPage(u64),
    /// A header that stands in every file of the format that holds everything.
    Column(Pattern),
    /// Every document says at which record it begins and how many it may hold, and not whether more follow: the one
    /// before it, and the one after a full one, have to stand in the same file.
    Window {
        /// Where the number of the first record stands (`start`).
        start: Selector,
        /// Where it stands how many the document may hold (`limit`).
        limit: Selector,
        /// Where it says how many there are (`size`).
        size: Option<Selector>,
    },
    /// A file of the format has every account of its directory: it lacks something where another file of the directory
    /// lists an account that it does not have. Accounts that the product brings along are not looked for.
    EveryAccount,
}
