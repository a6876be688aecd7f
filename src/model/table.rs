//! Tables that are looked up once a row: the standard ones with a faster hash.
//!
//! The hash is the same in every run. Nothing ever walks through such a table, so that its order decides nothing.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// A table by texts or numbers of the inputs.
pub type Table<K, V> = HashMap<K, V, FixedState>;
