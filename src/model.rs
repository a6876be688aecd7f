//! The nouns of an access review: no I/O, no clock, no sentences. Every stage speaks in these types.
//!
//! What crosses from one stage to another is a type of this module; a stage imports the model and its own children,
//! never a sibling.

pub mod about;
mod allowing;
pub mod arena;
pub mod audit;
pub mod block;
pub mod change;
pub mod claim;
pub mod count;
pub mod credential;
pub mod direction;
pub mod evidence;
pub mod exception;
pub mod extract;
pub mod figures;
pub mod finding;
pub mod fold;
pub mod font;
pub mod glyphs;
pub mod guard;
pub mod harmless;
pub mod hash;
pub mod heaps;
pub mod inventory;
pub mod key;
pub mod likeness;
pub mod list;
pub mod look;
pub mod opaque;
pub mod page;
pub mod pattern;
pub mod policy;
pub mod printed;
pub mod private;
pub mod problem;
pub mod procedure;
pub mod profile;
pub mod publishing;
pub mod record;
pub mod renames;
pub mod review;
pub mod reviewed;
pub mod roster;
pub mod settings;
pub mod shortcoming;
pub mod snapshot;
pub mod source;
pub mod stored;
pub mod system;
pub mod table;
pub mod texts;
pub mod unmatched;
pub mod word;
pub mod wording;
pub mod workbook;
