//! As much of HTTP as the client speaks.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Without the query.
    pub(crate) path: String,
    /// Its pairs, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// By names in lower case, without `authorization`.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) authorization: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Reads one; none where the other side went away.
    pub(crate) fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            let mut piece = [0; 4_096];
            let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
            bytes.extend_from_slice(&piece[..read]);
        };
        let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
        let mut lines = head.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
        let mut headers = Vec::new();
        let mut authorization = String::new();
        for line in lines {
            let (name, value) = line.split_once(':')?;
            let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
            if name == "authorization" {
                authorization = value;
            } else {
                headers.push((name, value));
            }
        }
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
        let mut body = bytes[end + 4..].to_vec();
        while body.len() < length {
            let mut piece = vec![0; 65_536];
            let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
            body.extend_from_slice(&piece[..read]);
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Some(Self {
            method,
            path: path.to_owned(),
            query: pairs.map(|(key, value)| (key.to_owned(), decoded(value))).collect(),
            headers,
            authorization,
            body,
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A value of the query.
    pub(crate) fn asks(&self, key: &str) -> Option<&str> {
        let found = self.query.iter().find(|(other, _)| other == key);
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a key of the query.
    pub(crate) fn all(&self, key: &str) -> Vec<&str> {
        let found = self.query.iter().filter(|(other, _)| other == key);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The parts of a form: name, name of the file, content.
    pub(crate) fn form(&self) -> Vec<(String, String, Vec<u8>)> {
        let kind = self.header("content-type").unwrap_or_default();
        let Some((_, boundary)) = kind.split_once("boundary=") else {
            return Vec::new();
        };
        let mark = format!("--{boundary}").into_bytes();
        let mut places = Vec::new();
        for at in 0..self.body.len().saturating_sub(mark.len()) {
            if self.body[at..].starts_with(&mark) {
                places.push(at);
            }
        }
        let mut parts = Vec::new();
        for pair in places.windows(2) {
            let part = &self.body[pair[0] + mark.len() + 2..pair[1] - 2];
            let end = part.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
            let head = String::from_utf8(part[..end].to_vec()).unwrap();
            let quoted = |key: &str| {
                let after = head.split_once(&format!("{key}=\"")).map(|(_, after)| after);
                after
                    .and_then(|after| after.split('"').next())
                    .unwrap_or_default()
                    .to_owned()
            };
            parts.push((quoted(" name"), quoted("filename"), part[end + 4..].to_vec()));
        }
        parts
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            kind: "application/json",
            body: value.to_string().into_bytes(),
        }
    }

    /// As version 1 says no, and this fake for itself.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::json(status, &json!({ "statusCode": status, "message": message }))
    }

    /// As version 2 says no.
    pub(crate) fn refusal(status: u16, code: &str, title: &str) -> Self {
        Self::json(
            status,
            &json!({ "errors": [{ "status": status, "code": code, "title": title, "detail": null }] }),
        )
    }

    pub(crate) fn with(mut self, header: &'static str, value: &str) -> Self {
        self.headers.push((header, value.to_owned()));
        self
    }

    fn head(&self) -> String {
        let more: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let more = more.concat();
        format!(
            "HTTP/1.1 {} Said\r\ncontent-type: {}\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n",
            self.status,
            self.kind,
            self.body.len()
        )
    }

    pub(crate) fn write(&self, stream: &mut TcpStream) {
        // Whoever asked may have gone away.
        let _ = stream.write_all(self.head().as_bytes());
        let _ = stream.write_all(&self.body);
    }

    /// A byte now and then, longer than anybody waits.
    pub(crate) fn write_slowly(&self, stream: &mut TcpStream) {
        let _ = stream.write_all(self.head().as_bytes());
        for byte in self.body.iter().take(300) {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}
