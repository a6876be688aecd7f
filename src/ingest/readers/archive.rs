//! Archives to the one file inside them.
//!
//! Comes in: the bytes of a file. Goes out: the bytes to be read. Of a zip archive the only table or tree in it, of a
//! gzip file what was compressed; a workbook is a zip archive too, and stays as it is, as does everything else. One
//! more kind of archive: one more beginning in [`open`].

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipResult;

use super::Refusal;

/// What is to be read of a file.
#[derive(Debug)]
pub(in crate::ingest) struct Opened<'a> {
    /// Its bytes.
    pub(in crate::ingest) bytes: Cow<'a, [u8]>,
    /// What it is called inside the archive, without its folder.
    pub(in crate::ingest) name: Option<String>,
}

/// How many bytes may come out of an archive.
const LIMIT: u64 = 1 << 30;

/// The bytes to be read of a file.
pub(in crate::ingest) fn open(bytes: &[u8]) -> Result<Opened<'_>, Refusal> {
    let opened = within(bytes, LIMIT).and_then(|opened| match &opened.bytes {
        Cow::Owned(inside) if is_archive(inside) => Err(NESTED.to_owned()),
        Cow::Owned(_) | Cow::Borrowed(_) => Ok(opened),
    });
    opened.map_err(|message| (None, message))
}

/// What other containers and documents begin with, what they are called, and what to do.
const OTHERS: [(&[u8], &str); 7] = [
    (
        b"7z\xbc\xaf\x27\x1c",
        "a 7-Zip archive; unpack it, and put the file itself there",
    ),
    (
        b"Rar!\x1a\x07",
        "a RAR archive; unpack it, and put the file itself there",
    ),
    (
        b"\xfd7zXZ\0",
        "a file compressed by xz; unpack it, and put the file itself there",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "a file compressed by zstd; unpack it, and put the file itself there",
    ),
    (
        b"%PDF-",
        "a PDF, of which no rows can be read; export the list as CSV, JSON or a workbook",
    ),
    (
        b"{\\rtf",
        "a text document (RTF), of which no rows can be read; export the list as CSV, JSON or a workbook",
    ),
    (
        b"\x89PNG",
        "a picture, of which no rows can be read; export the list as CSV, JSON or a workbook",
    ),
];

/// What the file is, if it is nothing that could be read.
fn other(bytes: &[u8]) -> Option<&'static str> {
    // of bzip2 a figure and the digits of pi follow
    let is_bzip2 = bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"\x31\x41\x59\x26\x53\x59");
    if is_bzip2 {
        return Some("a file compressed by bzip2; unpack it, and put the file itself there");
    }
    if is_tar(bytes) {
        return Some("an archive of several files (tar); unpack it, and put the file itself there");
    }
    let mut others = OTHERS.iter();
    others
        .find(|(begin, _)| bytes.starts_with(begin))
        .map(|(_, what)| *what)
}

fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

const NESTED: &str = "there is an archive inside the archive; unpack both, and put the file itself there";

/// Whether these bytes are an archive and no workbook.
fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP) || bytes.starts_with(ZIP) && !opened(bytes).is_ok_and(|archive| is_workbook(&archive))
}

const GZIP: &[u8] = b"\x1f\x8b";

const ZIP: &[u8] = b"PK\x03\x04";

fn within(bytes: &[u8], limit: u64) -> Result<Opened<'_>, String> {
    if bytes.starts_with(b"PK\x05\x06") {
        return Err("there is nothing in the zip archive; export it again".to_owned());
    }
    if bytes.starts_with(GZIP) {
        let unpacked = unpacked(MultiGzDecoder::new(bytes), limit)?;
        if let Some(what) = other(&unpacked) {
            return Err(format!("this is {what}"));
        }
        return Ok(Opened {
            bytes: Cow::Owned(unpacked),
            name: None,
        });
    }
    let whole = Opened {
        bytes: Cow::Borrowed(bytes),
        name: None,
    };
    if !bytes.starts_with(ZIP) {
        return other(bytes).map_or(Ok(whole), |what| Err(format!("this is {what}")));
    }
    match opened(bytes) {
        Ok(archive) if !is_workbook(&archive) => zipped(archive, limit),
        Ok(_) | Err(_) => Ok(whole),
    }
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn opened(bytes: &[u8]) -> ZipResult<Zip<'_>> {
    ZipArchive::new(Cursor::new(bytes))
}

/// Whether the archive is a workbook: of Microsoft's kind or of `OpenDocument`'s.
fn is_workbook(archive: &Zip<'_>) -> bool {
    let mut names = archive.file_names_raw();
    names.any(|name| name == b"[Content_Types].xml" || name == b"content.xml")
}

/// What the names of files that can be read end in.
const READ: [&str; 16] = [
    "csv", "tsv", "tab", "txt", "log", "json", "jsonl", "ndjson", "yaml", "yml", "xml", "xlsx", "xlsm", "xlsb", "xls",
    "ods",
];

/// What the names of archives end in, which may hold more of what is meant.
const PACKED: [&str; 9] = ["zip", "gz", "tgz", "7z", "rar", "xz", "bz2", "zst", "tar"];

/// The one file in a zip archive that can be read.
fn zipped(mut archive: Zip<'_>, limit: u64) -> Result<Opened<'static>, String> {
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let file = archive.by_index_raw(place).map_err(|error| damaged(&error))?;
        let path = String::from_utf8_lossy(file.name_raw()).replace('\\', "/");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        if file.is_file() && !name.is_empty() && !name.starts_with('.') && !folder.starts_with("__MACOSX") {
            files.push((place, file.encrypted(), name.to_owned(), path));
        }
    }
    let readable = |name: &str| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| READ.contains(&ending.as_str()) || PACKED.contains(&ending.as_str()))
    };
    if files.len() > 1 && files.iter().any(|(_, _, name, _)| readable(name)) {
        files.retain(|(_, _, name, _)| readable(name));
    }
    let [(place, encrypted, name, _)] = files.as_slice() else {
        return Err(several(files.iter().map(|(_, _, _, path)| path.as_str())));
    };
    if *encrypted {
        return Err(format!(
            "`{name}` in the zip archive is protected by a password; unpack it, and put the file itself there"
        ));
    }
    let file = archive.by_index(*place).map_err(|error| damaged(&error))?;
    Ok(Opened {
        bytes: Cow::Owned(unpacked(file, limit)?),
        name: Some(name.clone()),
    })
}

/// Everything that comes out, if it is not too much.
fn unpacked(from: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = from.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| damaged(&error))?;
    match bytes.len() {
        0 => Err("the file inside the archive is empty (0 bytes); export it again".to_owned()),
        length if length as u64 > limit => Err(format!(
            "more than {} MiB come out of the archive, which no export has; unpack it and see what it holds",
            limit >> 20
        )),
        _ => Ok(bytes),
    }
}

fn damaged(error: &dyn std::error::Error) -> String {
    format!("the archive is damaged or cut off ({error}); export or download it again")
}

fn several<'f>(mut paths: impl Iterator<Item = &'f str>) -> String {
    let mut named: Vec<String> = paths.by_ref().take(20).map(|path| format!("`{path}`")).collect();
    if named.is_empty() {
        return "there is no file in the zip archive; export it again".to_owned();
    }
    named.extend(paths.next().map(|_| "…".to_owned()));
    format!(
        "the zip archive holds several files ({}), and it would be a guess which of them is meant; unpack it, and name \
         the files that are",
        named.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            if name.ends_with('/') {
                writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
            } else {
                writer.start_file(*name, SimpleFileOptions::default()).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn refused(bytes: &[u8]) -> String {
        let (line, message) = open(bytes).unwrap_err();
        assert_eq!(line, None);
        message
    }

    #[test]
    fn the_only_file_of_a_zip_archive_is_opened() {
        let bytes = zip(&[
            ("export/", ""),
            ("export/Devices.CSV", "a,b\n"),
            ("__MACOSX/export/._Devices.csv", "x"),
            ("export/.DS_Store", "x"),
            ("export/readme.pdf", "x"),
        ]);
        let opened = open(&bytes).unwrap();
        assert_eq!(
            (&*opened.bytes, opened.name.as_deref()),
            (&b"a,b\n"[..], Some("Devices.CSV"))
        );
        let opened = open(&zip(&[("export", "a,b\n")])).unwrap().name;
        assert_eq!(opened.as_deref(), Some("export"));
    }

    #[test]
    fn gzip_is_unpacked_and_all_else_left() {
        let bytes = [gzip(b"a,b\n"), gzip(b"1,2\n")].concat();
        assert_eq!(&*open(&bytes).unwrap().bytes, b"a,b\n1,2\n");
        let damaged = [b"PK\x03\x04".as_slice(), b"rest"].concat();
        let workbook = zip(&[("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")]);
        let document = zip(&[("content.xml", "x"), ("meta.xml", "x")]);
        for bytes in [b"a,b\n".to_vec(), damaged, workbook, document] {
            let opened = open(&bytes).unwrap();
            assert!(matches!(opened.bytes, Cow::Borrowed(whole) if whole == bytes));
        }
    }

    #[test]
    fn several_files_are_a_guess() {
        let message = refused(&zip(&[("a.csv", "x"), ("sub/b.json", "x"), ("c.pdf", "x")]));
        assert!(
            message.starts_with("the zip archive holds several files (`a.csv`, `sub/b.json`), and"),
            "{message}"
        );
        assert!(refused(&zip(&[("a.pdf", "x"), ("b.pdf", "x")])).contains("(`a.pdf`, `b.pdf`)"));
        let many: Vec<String> = (0..30).map(|number| format!("{number:02}.csv")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "x")).collect();
        assert!(refused(&zip(&many)).contains("`19.csv`, …), and"));
    }

    #[test]
    fn an_archive_beside_a_file_may_hold_more_of_it() {
        for beside in ["part2.csv.gz", "sub/inner.ZIP", "rest.tar", "rest.7z"] {
            let message = refused(&zip(&[("a.csv", "a,b\n"), (beside, "x"), ("c.pdf", "x")]));
            let named = format!("several files (`a.csv`, `{beside}`), and");
            assert!(message.contains(&named), "{message}");
        }
    }

    #[test]
    fn an_archive_in_an_archive_is_refused() {
        let inner = zip(&[("a.csv", "a,b\n")]);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a.zip", SimpleFileOptions::default()).unwrap();
        writer.write_all(&inner).unwrap();
        let zipped = writer.finish().unwrap().into_inner();
        for bytes in [zipped, gzip(&inner), gzip(&gzip(b"a,b\n"))] {
            assert_eq!(refused(&bytes), NESTED);
        }
        let workbook = zip(&[("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")]);
        assert_eq!(&*open(&gzip(&workbook)).unwrap().bytes, workbook);
    }

    #[test]
    fn an_archive_of_nothing_is_refused() {
        assert!(refused(&zip(&[])).starts_with("there is nothing in the zip archive"));
        assert!(refused(&zip(&[("a/", "")])).starts_with("there is no file in the zip archive"));
        assert!(refused(&zip(&[("a.csv", "")])).starts_with("the file inside the archive is empty"));
        assert!(refused(&gzip(b"")).starts_with("the file inside the archive is empty"));
    }

    #[test]
    fn an_archive_with_a_password_is_refused() {
        let mut bytes = zip(&[("a.csv", "a,b\n")]);
        let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        for flags in [6, central + 8] {
            *bytes.get_mut(flags).unwrap() |= 1;
        }
        assert!(refused(&bytes).starts_with("`a.csv` in the zip archive is protected by a password"));
    }

    #[test]
    fn a_damaged_archive_is_refused() {
        let mut bytes = gzip(&b"a,b\n".repeat(100));
        bytes.truncate(20);
        assert!(refused(&bytes).starts_with("the archive is damaged or cut off ("));
        let mut bytes = zip(&[("a.csv", "a,b\n")]);
        let sum = bytes.get_mut(14).unwrap();
        *sum ^= 1;
        let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        *bytes.get_mut(central + 16).unwrap() ^= 1;
        assert!(refused(&bytes).starts_with("the archive is damaged or cut off ("));
    }

    #[test]
    fn an_archive_of_which_too_much_comes_out_is_refused() {
        let text = "a".repeat(2 << 20);
        let archives = [gzip(text.as_bytes()), zip(&[("a.csv", &text)])];
        for bytes in archives {
            assert_eq!(within(&bytes, 2 << 20).unwrap().bytes.len(), 2 << 20);
            let message = within(&bytes, (2 << 20) - 1).unwrap_err();
            assert!(
                message.starts_with("more than 1 MiB come out of the archive"),
                "{message}"
            );
        }
    }

    #[test]
    fn several_files_in_a_tar_archive_are_refused() {
        let mut tar = vec![0; 512];
        tar.splice(257..262, *b"ustar");
        assert!(refused(&gzip(&tar)).starts_with("this is an archive of several files (tar)"));
        assert!(refused(&tar).starts_with("this is an archive of several files (tar); unpack it"));
    }

    #[test]
    fn what_is_no_table_is_called_what_it_is() {
        for (bytes, what) in [
            (&b"7z\xbc\xaf\x27\x1c\0"[..], "a 7-Zip archive; unpack it"),
            (b"Rar!\x1a\x07\0", "a RAR archive; unpack it"),
            (b"\xfd7zXZ\0\0", "a file compressed by xz; unpack it"),
            (b"BZh91AY&SY\0", "a file compressed by bzip2; unpack it"),
            (b"\x28\xb5\x2f\xfd\0", "a file compressed by zstd; unpack it"),
            (b"%PDF-1.7\n", "a PDF, of which no rows can be read; export"),
            (
                b"{\\rtf1\\ansi",
                "a text document (RTF), of which no rows can be read; export",
            ),
            (b"\x89PNG\r\n", "a picture, of which no rows can be read; export"),
        ] {
            let message = refused(bytes);
            assert!(message.starts_with(&format!("this is {what}")), "{message}");
        }
        assert!(open(b"BZh,name\n1,2\n").is_ok());
    }
}
