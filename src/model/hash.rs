//! The hash by which files are known.

use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hasher = Hasher::default();
    hasher.add(bytes);
    hasher.finish()
}

/// The same of bytes that come a piece at a time.
#[derive(Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Goes on with these bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    pub fn finish(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.0.finalize() {
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(half), 16));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_of_nothing_is_the_standards() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::sha256(b""), expected);
    }

    #[test]
    fn pieces_have_the_hash_of_the_whole() {
        let mut hasher = super::Hasher::default();
        hasher.add(b"ac");
        hasher.add(b"cess");
        assert_eq!(hasher.finish(), super::sha256(b"access"));
    }
}
