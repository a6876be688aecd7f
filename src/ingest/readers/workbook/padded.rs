//! Numbers that an ODS file shows with zeros in front, which may be part of a name: the reader of such files gives the number
//! alone, and would take `00421` for `421`.
//!
//! Comes in: the content of the file, as XML. Goes out: the first such number, as it is shown. `OpenDocument`: a cell with
//! `office:value-type="float"` holds what is shown in `text:p`.

use memchr::memmem;

/// How a cell with a number says so.
const NUMBER: &[u8] = b"office:value-type=\"float\"";

/// How what it shows begins.
const SHOWN: &[u8] = b"<text:p>";

/// How a cell ends.
const END: &[u8] = b"</table:table-cell>";

/// The first number that is shown with a zero before another digit.
pub(super) fn first(content: &[u8]) -> Option<String> {
    memmem::find_iter(content, NUMBER).find_map(|at| {
        let cell = content.get(at..)?;
        let cell = cell.get(..memmem::find(cell, END)?)?;
        let shown = cell.get(memmem::find(cell, SHOWN)? + SHOWN.len()..)?;
        let shown = shown.split(|byte| *byte == b'<').next()?;
        let is_padded = matches!(shown, [b'0', next, ..] if next.is_ascii_digit());
        is_padded.then(|| String::from_utf8_lossy(shown).into_owned())
    })
}

/// What to do about it.
pub(super) fn refusal(shown: &str) -> String {
    format!(
        "a number is shown as `{shown}`, and whether the zeros are part of it is not seen in an ODS file; make its column text, \
         or save a copy as XLSX, where the cell is named"
    )
}

#[cfg(test)]
mod tests {
    use super::first;

    fn cell(value: &str, shown: &str) -> String {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
        )
    }

    #[test]
    fn zeros_in_front_are_told_and_others_are_not() {
        let plain = [
            cell("421", "421"),
            cell("0.5", "0.5"),
            cell("0", "0"),
            cell("0", "0,00"),
        ]
        .concat();
        assert_eq!(first(plain.as_bytes()), None);
        let text = "<table:table-cell office:value-type=\"string\"><text:p>00421</text:p></table:table-cell>";
        assert_eq!(first(text.as_bytes()), None);
        let padded = plain + &cell("421", "00421");
        assert_eq!(first(padded.as_bytes()).as_deref(), Some("00421"));
    }
}
