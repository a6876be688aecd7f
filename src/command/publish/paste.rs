//! The pages ready to paste, for those without a token: in storage format for a source editor, as HTML to be copied from a browser.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::model::block::Document;
use crate::publish::Publication;
use crate::render::html;

/// Writes them into a folder of their own, over those of an earlier plan; comes back with their names.
pub(super) fn write(folder: &Path, publication: &Publication, documents: &[Document]) -> anyhow::Result<Vec<String>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let stored = [Some(&publication.body), publication.procedure.as_ref()];
    let mut names = Vec::new();
    let pages = ["audit", "procedure"]
        .into_iter()
        .zip(documents)
        .zip(stored.into_iter().flatten());
    for ((name, document), body) in pages {
        names.push((format!("{name}.html"), html::bare(document).into_bytes()));
        names.push((format!("{name}.confluence.xml"), body.clone().into_bytes()));
    }
    names.extend(
        publication
            .files
            .iter()
            .map(|file| (file.name.clone(), file.bytes.clone())),
    );
    for (name, bytes) in &names {
        let file = folder.join(name);
        fs::write(&file, bytes).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    Ok(names.into_iter().map(|(name, _)| name).collect())
}
