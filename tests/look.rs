//! A colour and a logo of one's own, from the inputs to the finished documents.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use access_review::{document, model::hash::sha256, render::pdf};
use lopdf::{Dictionary, Object};

use crate::support::{files, report, root, said, small};

/// The small review with the logo of an example, and its documents.
fn dressed() -> (tempfile::TempDir, PathBuf) {
    let (holder, inputs) = small();
    let logo = root().join("tests/cases/mapped-by-hand/inputs/templates/logo.png");
    fs::create_dir(inputs.join("templates")).unwrap();
    fs::copy(logo, inputs.join("templates/logo.png")).unwrap();
    let review = inputs.join("review.toml");
    let text = fs::read_to_string(&review).unwrap();
    fs::write(&review, format!("{text}\n[style]\naccent = \"#0f5c4a\"\n")).unwrap();
    let out = holder.path().join("out");
    let (code, stdout, stderr) = said(&report(&inputs, &out));
    assert!(code < 2, "{stderr}");
    assert!(!stdout.contains("logo.png"), "it is read: {stdout}");
    (holder, out.join("2024-03-01"))
}

/// Whether a dictionary says that of itself.
fn is(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).ok() == Some(name)
}

#[test]
fn the_logo_stands_in_the_pdf_with_words_for_whom_it_is_read_out() {
    let (_holder, folder) = dressed();
    for (name, markdown) in [
        ("public/audit.pdf", "public/audit.md"),
        ("internal/internal.pdf", "internal/internal.md"),
    ] {
        let bytes = fs::read(folder.join(name)).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let figures: Vec<&Dictionary> = file
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|element| is(element, b"S", b"Figure"))
            .collect();
        assert_eq!(figures.len(), 1, "{name}");
        let words = figures[0].get(b"Alt").unwrap().as_str().unwrap();
        let units: Vec<u16> = words
            .chunks(2)
            .skip(1)
            .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
            .collect();
        assert_eq!(String::from_utf16(&units).unwrap(), "Logo of Example Ltd");
        let pictures = file.objects.values().filter_map(|object| object.as_stream().ok());
        let pictures: Vec<_> = pictures
            .filter(|stream| is(&stream.dict, b"Subtype", b"Image"))
            .collect();
        assert_eq!(pictures.len(), 1, "{name}");
        assert_eq!(pictures[0].dict.get(b"Width").unwrap().as_i64().unwrap(), 360);
        let text = document::parse(&fs::read_to_string(folder.join(markdown)).unwrap()).unwrap();
        assert_eq!(pdf::letters(&bytes).unwrap(), text.letters(), "{name}");
        // 15, 92 and 74 of 255
        let page = file.get_page_content(file.get_pages()[&1]);
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(page.contains("0.059 0.361 0.29 rg"), "the colour of the title");
    }
}

#[test]
fn the_logo_stands_in_the_page_itself_and_nothing_else_may_be_shown() {
    let (_holder, folder) = dressed();
    for name in ["public/audit.html", "internal/internal.html"] {
        let page = fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(page.matches("<img ").count(), 1, "{name}");
        assert!(
            page.contains("<img class=\"logo\" src=\"data:image/png;base64,iVBOR"),
            "{name}"
        );
        assert!(
            page.contains("alt=\"Logo of Example Ltd\" width=\"360\" height=\"120\" />"),
            "{name}"
        );
        assert!(page.contains("; img-src data:; base-uri &#39;none&#39;;"), "{name}");
        assert!(page.contains(":root { --accent: #0f5c4a; }"), "{name}");
    }
}

#[test]
fn pages_without_a_logo_show_no_picture() {
    let page = fs::read_to_string(root().join("out/2021-10-06/public/audit.html")).unwrap();
    assert!(!page.contains("<img") && !page.contains("img-src"));
}

#[test]
fn nothing_of_the_file_but_its_pixels_goes_anywhere() {
    let (_holder, folder) = dressed();
    let logo = fs::read(root().join("tests/cases/mapped-by-hand/inputs/templates/logo.png")).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(14).any(|window| window == b"Example Person");
    assert!(holds(&logo), "the sample says who drew it");
    for (name, bytes) in files(&folder) {
        assert!(!holds(&bytes), "{name}");
    }
}

#[test]
fn the_file_is_listed_with_its_hash_among_what_was_declared() {
    let (_holder, folder) = dressed();
    let document = fs::read_to_string(folder.join("internal/internal.md")).unwrap();
    let (_, declared) = document.split_once("### Declarations and what people saw").unwrap();
    assert!(declared.contains("| templates/logo.png |"));
    assert!(!Path::new(&folder).join("public/logo.png").exists());
}

#[test]
fn the_pictures_of_the_readme_show_pages_as_they_are() {
    let list = fs::read_to_string(root().join("out/2021-10-06-pictures.csv")).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rows: Vec<Vec<&str>> = list.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() >= 3);
    for row in &rows {
        let (picture, file, hash) = (row[0], row[1], row[3]);
        let now = sha256(&fs::read(root().join(file)).unwrap());
        assert_eq!(
            now, hash,
            "{picture} shows a page that {file} no longer has: run .ci/pictures, and look at it"
        );
        let bytes = fs::read(root().join(picture)).unwrap();
        assert!(
            bytes.starts_with(b"\x89PNG") && bytes.len() < 150_000,
            "{picture} is no small picture"
        );
        assert!(
            readme.contains(&format!("]({picture})")),
            "README.md does not show {picture}"
        );
    }
    let shown = readme.matches("](out/").count() - readme.matches("](out/2021-10-06/").count();
    assert_eq!(shown, rows.len(), "README.md shows a picture that nobody keeps");
}
