//! Blocks and the review to bytes; one file a format.
//!
//! One more format: one file here with `fn(&Review) -> anyhow::Result<Vec<u8>>` (or from a
//! [`Document`](crate::model::block::Document)), and a line in the list of outputs of the `report` command.

pub mod accounts_sheet;
pub mod changes_csv;
mod chart;
mod columns;
pub mod confluence;
mod contents;
pub mod counts;
pub mod findings_csv;
pub mod grants_csv;
pub mod html;
pub mod pdf;
pub mod people_map;
pub mod roles_proposal;
pub mod roles_sheet;
pub mod roles_text;
pub mod sources_sheet;
mod table;
mod words;
mod xml;
