//! Letters of many scripts: which font shows them, and what is read back where none does.

use std::collections::BTreeSet;

use access_review::model::font::Font;
use access_review::model::look::Look;
use access_review::render::pdf::{font, letters, render, render_with};
use lopdf::Object;

use super::samples::{heading, label, plain};
use super::{dictionary, one};
use crate::support::{files, replace, report, root, run, said, small};

/// A look with these fonts.
fn with_fonts<const N: usize>(fonts: [Font; N]) -> Look {
    Look {
        fonts: fonts.into(),
        ..Look::default()
    }
}

/// A font of the tests.
fn own(name: &str) -> Font {
    let file = format!("templates/fonts/{name}");
    let bytes = std::fs::read(root().join("tests/pdf/fonts").join(name)).unwrap();
    font(&file, bytes).unwrap()
}

/// The fonts that a PDF embeds, without the mark of a subset, each with the kind of its outlines.
fn embedded(bytes: &[u8]) -> BTreeSet<(String, String)> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let mut found = BTreeSet::new();
    for page in file.get_pages().into_values() {
        for (_, font) in file.get_page_fonts(page).unwrap() {
            let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
            let below = font.get_deref(b"DescendantFonts", &file).unwrap().as_array().unwrap();
            let kind = dictionary(&file, &below[0])
                .get(b"Subtype")
                .unwrap()
                .as_name()
                .unwrap()
                .to_vec();
            let name = name.split_once('+').unwrap().1.to_owned();
            found.insert((name, String::from_utf8(kind).unwrap()));
        }
    }
    found
}

#[test]
fn a_character_without_a_glyph_keeps_its_meaning() {
    // Han, a tick, a control, marks that no font may say, letters of nobody; in words, in long words, in headings.
    let words = "The team 田中 met, tick ✔ here; \u{1} \u{FEFF} \u{E000} \u{F0000} 𠮷 हिन्दी";
    let mut document = one(words);
    document.blocks.push(heading(2, "h", "中 again"));
    document.blocks.push(plain(&"語".repeat(500)));
    document.blocks.push(label("✔ and 田"));
    let bytes = render(&document).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    let fonts = lopdf::Document::load_mem(&bytes).unwrap();
    let programs = fonts.objects.values().filter_map(|object| object.as_dict().ok());
    let programs = programs.filter(|font| font.get(b"FontFile2").is_ok()).count();
    assert!(programs <= 4, "a font for each meaning of the replacement: {programs}");
}

#[test]
fn text_from_right_to_left_is_read_back_in_reading_order() {
    let names = "דוד כהן (TW-001), محمد عبد الله (فريق ١٢), שָׂרָה Levi-לוי, Ann Lee, مُحَمَّد 12.5";
    let mut document = one(names);
    document.blocks.push(label(names));
    document
        .blocks
        .push(plain(&format!("דוד כהן holds Admin. {names} ").repeat(20)));
    document.blocks.push(plain(&"שלום עולם ".repeat(60)));
    document.blocks.push(plain(&"ארוכהמאוד".repeat(60)));
    document.front.title = "דוח גישה 2021".to_owned();
    let bytes = render(&document).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    let names: BTreeSet<String> = embedded(&bytes).into_iter().map(|(name, _)| name).collect();
    for name in [
        "NotoSansHebrew-Regular",
        "NotoSansHebrew-Bold",
        "NotoSansArabic-Regular",
        "NotoSansArabic-Bold",
    ] {
        assert!(names.contains(name), "{names:?}");
    }
    assert_eq!(bytes, render(&document).unwrap());
}

#[test]
fn a_font_of_ones_own_shows_what_the_others_lack_and_nothing_else() {
    let mut document = one("Ann 田中 太郎, สมชาย and 龍");
    document.blocks.push(label("田中 สมชาย"));
    let without = render(&document).unwrap();
    let fonts = with_fonts([own("Han-Regular.otf"), own("Thai-Bold.ttf")]);
    let with = render_with(&document, &fonts).unwrap();
    for bytes in [&without, &with] {
        assert_eq!(letters(bytes).unwrap(), document.letters());
    }
    assert_eq!(with, render_with(&document, &fonts).unwrap());
    let pair = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    let carried = [
        pair("NotoSans-Bold", "CIDFontType2"),
        pair("NotoSans-Regular", "CIDFontType2"),
    ];
    assert_eq!(embedded(&without), BTreeSet::from(carried.clone()));
    let own = [pair("Han-Regular", "CIDFontType0"), pair("Thai-Bold", "CIDFontType2")];
    assert_eq!(embedded(&with), carried.into_iter().chain(own).collect());
    // Only 龍, which no font has, is a replacement that says what it means.
    let told = |bytes: &[u8]| {
        let file = lopdf::Document::load_mem(bytes).unwrap();
        let pages = file.get_pages().into_values();
        let contents = pages.map(|page| file.get_page_content(page));
        let contents = contents.map(|bytes| String::from_utf8_lossy(&bytes).matches("ActualText").count());
        contents.sum::<usize>()
    };
    assert_eq!((told(&without), told(&with)), (9, 1));
}

#[test]
fn of_a_collection_the_first_font_is_taken() {
    let document = one("田中 สมชาย");
    let font = own("Han.ttc");
    assert!(
        font.letters.contains(&('中', '中')) && !font.is_bold,
        "{:?}",
        font.letters
    );
    let bytes = render_with(&document, &with_fonts([font])).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    assert!(embedded(&bytes).contains(&("Han".to_owned(), "CIDFontType0".to_owned())));
}

#[test]
fn what_is_no_font_or_may_not_be_embedded_is_refused_with_its_name() {
    let thai = own("Thai-Bold.ttf");
    // The rights stand 8 bytes into the table `OS/2`, the row of which is found by its name.
    let mut forbidden = thai.bytes.to_vec();
    let row = forbidden.windows(4).position(|bytes| bytes == b"OS/2").unwrap();
    let table = u32::from_be_bytes(forbidden[row + 8..row + 12].try_into().unwrap());
    let rights = usize::try_from(table).unwrap() + 8;
    forbidden[rights..rights + 2].copy_from_slice(&[0, 2]);
    let mut blind = thai.bytes.to_vec();
    let row = blind.windows(4).position(|bytes| bytes == b"glyf").unwrap();
    blind[row..row + 4].copy_from_slice(b"CBDT");
    for (bytes, told) in [
        (b"no font".to_vec(), "is no font that can be read"),
        (Vec::new(), "is no font that can be read"),
        (thai.bytes[..200].to_vec(), "templates/fonts/x.ttf"),
        (blind, "no outlines"),
        (forbidden, "forbids to embed it"),
    ] {
        let error = format!("{:#}", font("templates/fonts/x.ttf", bytes).unwrap_err());
        assert!(
            error.contains("templates/fonts/x.ttf") && error.contains(told),
            "{error}"
        );
    }
}

/// That a font is left out is no reason to leave out what it would show.
#[test]
fn the_object_of_every_font_says_what_its_glyphs_stand_for() {
    let bytes = render_with(
        &one("田 สม א م"),
        &with_fonts([own("Han-Regular.otf"), own("Thai-Bold.ttf")]),
    )
    .unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let fonts = file.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts = fonts.filter(|font| {
        font.get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"Type0")
    });
    let fonts: Vec<_> = fonts.collect();
    assert!(fonts.len() >= 5);
    assert!(fonts.iter().all(|font| font.get(b"ToUnicode").is_ok()));
}

/// What a run of the program writes into a new folder; its internal document and its findings.
fn written(inputs: &std::path::Path, name: &str, only: &[&str]) -> (String, String) {
    let out = inputs.with_file_name(name);
    let mut arguments = vec![
        "report",
        "--inputs",
        inputs.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    arguments.extend(only);
    let (code, _, error) = said(&run(&arguments));
    assert!(code < 2, "{error}");
    let files = files(&out);
    let text = |name: &str| {
        let file = files.iter().find(|(path, _)| path.ends_with(name));
        file.map_or_else(String::new, |(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
    };
    (text("internal.md"), text("findings.csv"))
}

#[test]
fn a_font_beside_the_inputs_is_used_listed_with_its_hash_and_refused_where_it_is_none() {
    let (_holder, inputs) = small();
    replace(&inputs.join("people.csv"), "Ana Lind", "田中 太郎");
    replace(
        &inputs.join("review.toml"),
        "Where the secrets are.",
        "Where the secrets of ✔ are.",
    );
    for (name, only) in [("whole", &[][..]), ("tables", &["--only", "data"])] {
        let (_, findings) = written(&inputs, name, only);
        assert!(
            findings.contains("\nmissing-glyph///////Han,missing-glyph,low,"),
            "{findings}"
        );
        assert!(findings.contains(",people.csv:2,"), "{findings}");
        assert!(findings.contains("\nmissing-glyph///////symbols,"), "{findings}");
    }
    let fonts = inputs.join("templates/fonts");
    std::fs::create_dir_all(&fonts).unwrap();
    std::fs::copy(
        root().join("tests/pdf/fonts/Han-Regular.otf"),
        fonts.join("Han-Regular.otf"),
    )
    .unwrap();
    let (document, findings) = written(&inputs, "with", &[]);
    assert!(!findings.contains("/Han"), "{findings}");
    assert_eq!(
        document.matches("templates/fonts/Han-Regular.otf").count(),
        1,
        "{document}"
    );
    assert!(document.contains("symbols (line 11 of review.toml)."), "{document}");
    std::fs::write(fonts.join("a.TTF"), "no font").unwrap();
    let (code, _, error) = said(&report(&inputs, &inputs.with_file_name("never")));
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("`templates/fonts/a.TTF` is no font that can be read"),
        "{error}"
    );
}
