//! The program's part of the layout benchmark: a Markdown document in the dialect comes in, its PDF goes out. `report` makes
//! the one of the other by the same two functions; what it writes sums up long tables, which a benchmark of layout must not.

use std::env;
use std::fs;

use access_review::document::parse;
use access_review::render::pdf;
use anyhow::{Context, Result};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let (Some(markdown), Some(out)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: layout DOCUMENT.md OUT.pdf");
    };
    let text = fs::read_to_string(&markdown).with_context(|| format!("`{markdown}` cannot be read"))?;
    let document = parse(&text)?;
    drop(text);
    fs::write(&out, pdf::render(&document)?).with_context(|| format!("`{out}` cannot be written"))
}
