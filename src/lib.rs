//! access-review: exports of who may do what, in; one dated audit document, out.

pub mod model;
pub mod render;
