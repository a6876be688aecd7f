//! That the public edition names nobody, in two proofs: the same review under pseudonyms must give the same bytes
//! ([`pseudonymise()`]), and what the officer wrote by hand is searched for the roster's names and addresses ([`scan()`]).
//!
//! One more place for a private string in the model: it is of type `Private`, and [`pseudonymise()`] replaces it.

mod pseudonymise;
mod scan;

pub use pseudonymise::pseudonymise;
pub use scan::scan;
