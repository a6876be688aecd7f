//! Bytes to text: a mark at the beginning, else UTF-8, else the declared encoding, else a refusal that proposes one.
//!
//! One more encoding: none to add, every label of the WHATWG encoding standard may be declared.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memchr;

use super::Refusal;

/// The text of a file.
pub(in crate::ingest) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Cow<'a, str>, Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let marked = bytes.get(mark..).unwrap_or_default();
        return exactly(marked, encoding, "its byte order mark says");
    }
    let utf_8 = std::str::from_utf8(bytes);
    match (utf_8, declared) {
        (Ok(text), _) if memchr(0, bytes).is_none() => Ok(Cow::Borrowed(text)),
        (_, Some(label)) => {
            let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown(label))?;
            exactly(bytes, encoding, "is declared")
        }
        (Ok(_), None) => Err((None, wide())),
        (Err(error), None) => Err(proposal(bytes, error.valid_up_to())),
    }
}

/// The text if every byte is valid in the encoding.
fn exactly<'a>(bytes: &'a [u8], encoding: &'static Encoding, because: &str) -> Result<Cow<'a, str>, Refusal> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let line = line_of(bytes, error.valid_up_to());
            (Some(line), invalid(encoding, because))
        });
    }
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        return Err((
            Some(line_of(before.as_bytes(), before.len())),
            invalid(encoding, because),
        ));
    }
    Ok(text)
}

/// The line that a byte stands on, from 1.
fn line_of(bytes: &[u8], byte: usize) -> u64 {
    let before = bytes.get(..byte).unwrap_or_default();
    before.split(|byte| *byte == b'\n').count() as u64
}

fn invalid(encoding: &'static Encoding, because: &str) -> String {
    format!(
        "a byte is not valid {}, the encoding that {because}; export the file again, or save it as UTF-8",
        encoding.name()
    )
}

fn unknown(label: &str) -> Refusal {
    let message = format!(
        "`encoding = \"{label}\"` names no known encoding; expected a name such as `windows-1252`, `iso-8859-2` or \
         `utf-16le`"
    );
    (None, message)
}

fn wide() -> String {
    "the text holds zero bytes, as UTF-16 without a byte order mark does; declare `encoding = \"utf-16le\"` for this \
     file in review.toml, or save it as UTF-8"
        .to_owned()
}

/// Shows the first word that is not UTF-8 as Windows-1252 would read it; what stands beside it may be secret.
fn proposal(bytes: &[u8], invalid_at: usize) -> Refusal {
    let letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let (before, after) = bytes.split_at_checked(invalid_at).unwrap_or((bytes, b""));
    let begin = before.iter().rposition(|byte| !letter(byte)).map_or(0, |at| at + 1);
    let end = after.iter().position(|byte| !letter(byte)).unwrap_or(after.len());
    let word = bytes.get(begin..invalid_at + end).unwrap_or_default();
    let (shown, _) = WINDOWS_1252.decode_without_bom_handling(word);
    let message = format!(
        "the line is not UTF-8; as windows-1252 a word in it reads `{shown}`: if that looks right, declare `encoding = \
         \"windows-1252\"` for this file in review.toml, else save it as UTF-8"
    );
    (Some(line_of(bytes, invalid_at)), message)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn marks_are_obeyed_and_removed() {
        assert_eq!(decode(b"\xef\xbb\xbfa,b", None).unwrap(), "a,b");
        assert_eq!(decode(b"\xff\xfea\0\xfc\0", None).unwrap(), "aü");
        assert_eq!(decode(b"\xfe\xff\0a\0\xfc", Some("windows-1252")).unwrap(), "aü");
    }

    #[test]
    fn utf_8_wins_over_a_declared_encoding() {
        assert_eq!(decode("Łukasz".as_bytes(), Some("windows-1252")).unwrap(), "Łukasz");
    }

    #[test]
    fn a_declared_encoding_is_used() {
        assert_eq!(decode(b"J\xfcrgen", Some("windows-1252")).unwrap(), "Jürgen");
        assert_eq!(decode(b"J\0\xfc\0", Some("utf-16le")).unwrap(), "Jü");
        assert_eq!(decode(b"J\0u\0", Some("utf-16le")).unwrap(), "Ju");
    }

    #[test]
    fn an_undeclared_encoding_is_proposed_with_only_the_word_read_so() {
        let (line, message) = decode(b"id;name\n1;J\xfcrgen;EXAMPLE\n", None).unwrap_err();
        assert_eq!(line, Some(2));
        assert!(message.contains("reads `Jürgen`:"), "{message}");
        assert!(!message.contains("EXAMPLE"), "{message}");
        assert!(message.contains("encoding = \"windows-1252\""), "{message}");
    }

    #[test]
    fn zero_bytes_are_no_utf_8() {
        let (line, message) = decode(b"U\0s\0", None).unwrap_err();
        assert_eq!(line, None);
        assert!(message.contains("utf-16le"), "{message}");
    }

    #[test]
    fn an_unknown_encoding_is_refused() {
        let (_, message) = decode(b"\xfc", Some("latin-nine")).unwrap_err();
        assert!(
            message.contains("`encoding = \"latin-nine\"` names no known encoding"),
            "{message}"
        );
    }

    #[test]
    fn a_byte_that_the_encoding_does_not_have_is_refused_with_its_line() {
        let (line, message) = decode(b"\xef\xbb\xbfa\n\xff", None).unwrap_err();
        assert_eq!(line, Some(2));
        assert!(
            message.contains("not valid UTF-8, the encoding that its byte order mark says"),
            "{message}"
        );
        let (line, message) = decode(b"a\n\xff\xff", Some("shift_jis")).unwrap_err();
        assert_eq!(line, Some(2));
        assert!(
            message.contains("not valid Shift_JIS, the encoding that is declared"),
            "{message}"
        );
    }
}
