//! The font files: those that the program carries, and somebody's own.

use crate::model::font::Font;
use std::sync::Arc;

/// One cut of the document's typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    /// Running text.
    Regular,
    /// Headings, labels and important words.
    Bold,
}

/// A font file, by its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cut(pub(super) usize);

/// A font file.
pub(crate) struct File {
    /// What a PDF calls the font.
    pub(crate) name: String,
    /// The face it is made for.
    pub(super) face: Face,
    /// Whether the program carries it.
    pub(super) is_embedded: bool,
    pub(super) data: Data,
}

/// The bytes of a font file.
pub(super) enum Data {
    /// Of one that the program carries.
    Embedded(&'static [u8]),
    /// Of somebody's own.
    Own(Arc<Vec<u8>>),
}

impl File {
    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.data {
            Data::Embedded(bytes) => bytes,
            Data::Own(bytes) => bytes,
        }
    }
}

/// A file of `templates/fonts`.
macro_rules! file {
    ($name:literal, $face:expr) => {
        File {
            name: $name.to_owned(),
            face: $face,
            is_embedded: true,
            data: Data::Embedded(include_bytes!(concat!("../../../../templates/fonts/", $name, ".ttf"))),
        }
    };
}

/// The font files that the program carries, in the order in which they are tried, then somebody's own.
pub(super) fn files(own: &[Font]) -> Vec<File> {
    let mut files = vec![
        file!("NotoSans-Regular", Face::Regular),
        file!("NotoSans-Bold", Face::Bold),
        file!("NotoSansHebrew-Regular", Face::Regular),
        file!("NotoSansHebrew-Bold", Face::Bold),
        file!("NotoSansArabic-Regular", Face::Regular),
        file!("NotoSansArabic-Bold", Face::Bold),
    ];
    files.extend(own.iter().map(|font| File {
        name: font.name.clone(),
        face: if font.is_bold { Face::Bold } else { Face::Regular },
        is_embedded: false,
        data: Data::Own(Arc::clone(&font.bytes)),
    }));
    files
}
