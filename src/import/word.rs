//! A Word export: an e-mail message in form (MHTML), of which the page is the HTML part.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8};

/// Parts nested deeper than this are in no export.
const DEEPEST: usize = 4;

/// The HTML inside; `Err` says what is wrong.
pub(super) fn html(bytes: &[u8]) -> Result<String, String> {
    part(bytes, 0)?.ok_or_else(|| {
        "this looks like a Word export, and there is no part of it in HTML; export the page again".to_owned()
    })
}

/// Whether it begins with the headers of a message.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    let (headers, _) = split(bytes);
    let version = value(&headers, "mime-version").is_some();
    let is_typed = value(&headers, "content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("multipart/"));
    version || is_typed
}

/// The HTML of a part, or of one of its parts.
fn part(bytes: &[u8], depth: usize) -> Result<Option<String>, String> {
    let (headers, body) = split(bytes);
    let kind = value(&headers, "content-type").unwrap_or_default();
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") && depth < DEEPEST {
        let boundary = parameter(&kind, "boundary")
            .ok_or("the header `Content-Type` of this Word export names no `boundary`; export the page again")?;
        for inner in parts(body, &boundary) {
            if let Some(html) = part(inner, depth + 1)? {
                return Ok(Some(html));
            }
        }
        return Ok(None);
    }
    if !lower.starts_with("text/html") {
        return Ok(None);
    }
    let coding = value(&headers, "content-transfer-encoding").unwrap_or_default();
    let raw = match coding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => unquoted(body),
        "base64" => {
            let packed: Vec<u8> = body
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            STANDARD.decode(packed).map_err(|error| {
                format!("the HTML of this Word export is not the base64 that it says ({error}); export the page again")
            })?
        }
        _ => body.to_vec(),
    };
    let charset = parameter(&kind, "charset").unwrap_or_else(|| "utf-8".to_owned());
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    let (text, _, is_broken) = encoding.decode(&raw);
    if is_broken {
        return Err(format!(
            "the HTML of this Word export is not the `{charset}` that it says; export the page again"
        ));
    }
    Ok(Some(text.into_owned()))
}

/// Headers, folded lines joined, and what follows the blank line behind them.
fn split(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        let line = String::from_utf8_lossy(line);
        if line.trim().is_empty() {
            return (headers, after);
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        } else {
            return (headers, rest);
        }
        rest = after;
    }
    (headers, rest)
}

fn value(headers: &[(String, String)], name: &str) -> Option<String> {
    let found = headers.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.clone())
}

/// A parameter of a header (`boundary="…"`).
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|piece| {
        let (key, value) = piece.split_once('=')?;
        let is_it = key.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// What stands between the lines of the boundary.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let (mut at, mut begin) = (0, None);
    while at < body.len() {
        let line = body.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', line).map_or(line.len(), |end| end + 1);
        if line.starts_with(mark.as_bytes()) {
            parts.extend(begin.and_then(|begin| body.get(begin..at)));
            begin = Some(at + end);
        }
        at += end;
    }
    // An export that was cut off has no last boundary.
    parts.extend(begin.and_then(|begin| body.get(begin..)));
    parts
}

/// The bytes that quoted-printable stands for; what is none of it stays.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
            continue;
        }
        match after {
            [b'\r', b'\n', tail @ ..] | [b'\n', tail @ ..] => rest = tail,
            [high, low, tail @ ..] => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                if let (Some(high), Some(low)) = (digit(*high), digit(*low)) {
                    bytes.push(high * 16 + low);
                    rest = tail;
                } else {
                    bytes.push(b'=');
                }
            }
            _ => bytes.push(b'='),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn message(coding: &str, body: &str) -> String {
        format!(
            "Subject: Exported From Confluence\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x y\"\r\n\r\n--x y\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n{body}\r\n--x y\r\nContent-Type: image/png\r\n\r\nno text\r\n--x y--\r\n"
        )
    }

    #[test]
    fn quoted_printable_and_base64_are_undone() {
        let quoted = message("quoted-printable", "<p class=3D\"a\">Z=C3=BCrich is ne=\r\nar =XY</p>");
        assert!(is_message(quoted.as_bytes()));
        assert_eq!(
            html(quoted.as_bytes()).unwrap().trim(),
            "<p class=\"a\">Zürich is near =XY</p>"
        );
        assert_eq!(html(message("base64", "PHA+eDwvcD4=").as_bytes()).unwrap(), "<p>x</p>");
        assert_eq!(html(message("8bit", "<p>ü</p>").as_bytes()).unwrap().trim(), "<p>ü</p>");
    }

    #[test]
    fn what_is_broken_says_so() {
        for (text, fragment) in [
            (message("base64", "PHA+*"), "is not the base64 that it says"),
            (message("quoted-printable", "=FF=FA"), "is not the `UTF-8` that it says"),
            (
                message("8bit", "x").replace("text/html", "text/plain"),
                "no part of it in HTML",
            ),
            (
                message("8bit", "x").replace("boundary", "border"),
                "names no `boundary`",
            ),
        ] {
            let message = html(text.as_bytes()).unwrap_err();
            assert!(message.contains(fragment), "{message}");
        }
        assert!(!is_message(b"Audit date: 06 October 2021\n| Category |"));
    }
}
