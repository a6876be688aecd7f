//! Which languages are written from right to left.

/// Their codes, as tags of languages begin.
const LEFTWARDS: [&str; 13] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// Whether the language of a tag (`he-IL`) is.
pub fn is_leftwards(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default();
    LEFTWARDS.iter().any(|known| known.eq_ignore_ascii_case(language))
}
