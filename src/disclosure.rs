//! That the public edition names nobody, in two proofs: the same review under pseudonyms must give the same bytes
//! ([`pseudonymise()`]), and what people wrote by hand, the roster's role titles among it that nobody declared, is
//! searched for names, addresses and real resource names ([`scan()`]; its module says what it finds and what it cannot).
//!
//! One more place for a private string in the model: it is of type `Private`, and [`pseudonymise()`] replaces it.

mod pseudonymise;
mod scan;

pub use pseudonymise::pseudonymise;
pub use scan::{of_roster, of_systems, scan};
