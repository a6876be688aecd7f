//! A file and words beside it as one body (multipart/form-data).

use crate::model::hash::sha256;

/// Such a body.
pub(super) struct Form {
    boundary: String,
    bytes: Vec<u8>,
}

impl Form {
    /// A file with words by their names.
    pub(super) fn new(name: &str, kind: &str, content: &[u8], words: &[(&str, &str)]) -> Self {
        // Nobody can write a text that holds its own hash.
        let boundary = format!("access-review-{}", sha256(content));
        let mut bytes = Vec::with_capacity(content.len() + 1_024);
        let plain: String = name
            .chars()
            .map(|letter| {
                if matches!(letter, '"' | '\\' | '\r' | '\n') {
                    '_'
                } else {
                    letter
                }
            })
            .collect();
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{plain}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(content);
        for (name, value) in words {
            // Without a charset, letters beyond ASCII are read as Latin-1.
            let part = format!(
                "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n\r\n{value}"
            );
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        Self { boundary, bytes }
    }

    /// The kind of content, with what stands between the parts.
    pub(super) fn kind(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_boundaries_that_no_part_holds() {
        let form = Form::new("a\"b.csv", "text/csv", b"x,y\r\n--", &[("comment", "Größe")]);
        let text = String::from_utf8(form.bytes().to_vec()).unwrap();
        let boundary = form.kind().split_once("boundary=").unwrap().1.to_owned();
        let parts: Vec<&str> = text.split(&format!("--{boundary}")).collect();
        assert_eq!(parts.len(), 4, "{text}");
        assert!(
            parts[1].contains("filename=\"a_b.csv\"\r\nContent-Type: text/csv\r\n\r\nx,y\r\n--\r\n"),
            "{text}"
        );
        assert!(parts[2].contains("charset=utf-8\r\n\r\nGröße\r\n"), "{text}");
        assert_eq!(parts[3], "--\r\n");
    }
}
