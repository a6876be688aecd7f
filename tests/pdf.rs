//! The PDF as a reader finds it: text, outline, links and bytes of finished files.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its sample is not as written"
)]

#[path = "pdf/any.rs"]
pub(crate) mod any;
#[path = "pdf/samples.rs"]
mod samples;
#[path = "pdf/scripts.rs"]
mod scripts;

use access_review::{
    model::block::{Block, Document, Inline, Row, Table},
    render::pdf::{letters, render},
};
use lopdf::{Dictionary, Object, ObjectId, content::Content};
use proptest::prelude::*;
use samples::{front, heading, label, list, plain, published};

#[test]
fn letters_come_back() {
    for (name, document) in [
        ("published", published(&[15, 18, 25, 42])),
        ("internal", samples::internal()),
    ] {
        let bytes = render(&document).unwrap();
        // `PDF_LOOK=folder` keeps the files, to look at the pages.
        if let Some(folder) = std::env::var_os("PDF_LOOK") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &bytes).unwrap();
        }
        assert!(document.letters().len() > 2000);
        assert_eq!(letters(&bytes).unwrap(), document.letters(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn letters_of_any_document_come_back(document in any::document()) {
        let bytes = render(&document).unwrap();
        prop_assert_eq!(letters(&bytes).unwrap(), document.letters());
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = render(&published(&[])).unwrap();
    let other = render(&samples::internal()).unwrap();
    assert_ne!(first, other);
    assert_eq!(first, render(&published(&[])).unwrap());
}

/// A document of one paragraph.
fn one(words: &str) -> Document {
    Document {
        front: front("Title", "Public edition", "Public"),
        blocks: vec![plain(words)],
    }
}

#[test]
fn a_word_of_many_letters_is_broken_in_time() {
    // Before, each letter looked through all others.
    let begun = std::time::Instant::now();
    let document = one(&"abcdefgh".repeat(25_000));
    let bytes = render(&document).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn a_glyph_of_two_meanings_keeps_both() {
    // Each pair shares a glyph in the font: space and no-break space, hyphen and soft or no-break hyphen.
    let document = one("a\u{A0}b c-d\u{AD}e\u{2011}f \u{3A9}\u{2126} \u{B5}\u{3BC} A\u{391}\u{410}");
    assert_eq!(letters(&render(&document).unwrap()).unwrap(), document.letters());
}

#[test]
fn a_link_to_no_heading_and_a_wrong_date_are_refused() {
    let link = Inline::Link {
        to: "#nowhere".to_owned(),
        text: vec![Inline::Text("there".to_owned())],
    };
    let blocks = vec![heading(1, "somewhere", "Here"), Block::Paragraph(vec![link])];
    let error = render(&Document { blocks, ..one("") }).unwrap_err().to_string();
    assert!(error.contains("#nowhere"), "{error}");
    let mut document = one("words");
    document.front.date = "06/10/2021".to_owned();
    assert!(render(&document).unwrap_err().to_string().contains("06/10/2021"));
}

/// Follows a reference.
fn dictionary(file: &lopdf::Document, object: &Object) -> Dictionary {
    file.dereference(object).unwrap().1.as_dict().unwrap().clone()
}

/// Text of a PDF string in UTF-16.
fn utf16(object: &Object) -> String {
    let units: Vec<u16> = object
        .as_str()
        .unwrap()
        .chunks(2)
        .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
        .collect();
    String::from_utf16(&units[1..]).unwrap()
}

/// The lines of the outline below a node, indented, and the page each leads to.
fn outline(file: &lopdf::Document, above: &Dictionary, depth: usize, into: &mut Vec<(String, ObjectId)>) {
    let mut next = above.get(b"First").ok().cloned();
    while let Some(line) = next {
        let line = dictionary(file, &line);
        let page = line.get(b"Dest").unwrap().as_array().unwrap()[0]
            .as_reference()
            .unwrap();
        into.push((
            format!("{}{}", "- ".repeat(depth), utf16(line.get(b"Title").unwrap())),
            page,
        ));
        outline(file, &line, depth + 1, into);
        next = line.get(b"Next").ok().cloned();
    }
}

#[test]
fn the_outline_names_headings_groups_and_rows() {
    let mut document = published(&[]);
    document.blocks.insert(0, heading(1, "audit", "Audit"));
    document.blocks.push(heading(2, "after", "After the table"));
    let file = lopdf::Document::load_mem(&render(&document).unwrap()).unwrap();
    let mut lines = Vec::new();
    outline(
        &file,
        &dictionary(&file, file.catalog().unwrap().get(b"Outlines").unwrap()),
        0,
        &mut lines,
    );
    let names: Vec<&str> = lines.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Audit",
            "- Product Development Environment",
            "- - Product Team Workstations",
            "- - Source Code Management System",
            "- - Artifact Management System",
            "- Staging Environment",
            "- - AWS Staging Environment",
            "- Production Environment",
            "- - AWS Production Environment",
            "- Log Analysis and Monitoring",
            "- - Datadog Logging and Monitoring System",
            "- After the table",
        ]
    );
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let numbers: Vec<usize> = lines
        .iter()
        .map(|(_, id)| pages.iter().position(|page| page == id).unwrap())
        .collect();
    assert!(
        numbers.is_sorted() && numbers[0] == 0 && numbers[11] == pages.len() - 1,
        "{numbers:?}"
    );
}

#[test]
fn the_summary_of_every_example_stands_on_one_page() {
    let examples = [
        ("bad-year", "2022-10-05"),
        ("first-afternoon", "2021-10-06"),
        ("mapped-by-hand", "2021-10-06"),
        ("narrative", "2020-10-07"),
        ("recheck", "2023-03-31"),
        ("second-year", "2022-10-05"),
    ];
    for (case, date) in examples {
        let path = format!("tests/cases/{case}/expected/{date}/internal/internal.pdf");
        let bytes = std::fs::read(path).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let root = dictionary(&file, file.catalog().unwrap().get(b"Outlines").unwrap());
        let mut lines = Vec::new();
        outline(&file, &root, 0, &mut lines);
        let page = |title: &str| lines.iter().find(|(name, _)| name.ends_with(title)).unwrap().1;
        assert_eq!(page("Summary"), page("Exceptions and checks"));
        // Its last sentence, which tells of checks that are switched off, too.
        let pages = file.get_pages();
        let (number, _) = pages.iter().find(|(_, id)| **id == page("Summary")).unwrap();
        let text = file.extract_text(&[*number]).unwrap();
        assert!(text.to_lowercase().contains("switched"), "{case}: {text}");
    }
}

#[test]
fn links_lead_to_addresses_and_headings() {
    let link = |to: &str| Inline::Link {
        to: to.to_owned(),
        text: vec![Inline::Text("link".to_owned())],
    };
    let mut blocks = vec![Block::Paragraph(vec![
        link("https://example.com/a b"),
        link("#end"),
        link("javascript:x"),
    ])];
    blocks.extend((0..80).map(|line| plain(&format!("Line {line}"))));
    blocks.push(heading(1, "end", "The end"));
    let file = lopdf::Document::load_mem(&render(&Document { blocks, ..one("") }).unwrap()).unwrap();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let links = file.get_page_annotations(pages[0]).unwrap();
    assert_eq!(links.len(), 2);
    let address = links[0]
        .get(b"A")
        .unwrap()
        .as_dict()
        .unwrap()
        .get(b"URI")
        .unwrap()
        .as_str()
        .unwrap();
    assert_eq!(address, b"https://example.com/a%20b");
    let page = links[1].get(b"Dest").unwrap().as_array().unwrap()[0]
        .as_reference()
        .unwrap();
    assert_eq!(Some(&page), pages.last());
    assert!(pages.len() > 1);
}

/// A document of sections of half a page each, every other one within the one before.
fn sections(count: usize) -> Document {
    let mut document = one("before the first");
    for number in 0..count {
        let level = if number % 2 == 0 { 2 } else { 3 };
        let id = format!("section-{number}");
        document.blocks.push(heading(level, &id, &format!("Section {number}")));
        document
            .blocks
            .extend((0..20).map(|line| plain(&format!("Line {line}"))));
    }
    document.blocks.push(heading(4, "deep", "Too deep for contents"));
    document
}

/// The page, from 1, to which each link of a page leads.
fn led_to(file: &lopdf::Document, page: ObjectId) -> Vec<usize> {
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let links = file.get_page_annotations(page).unwrap();
    let led = links.iter().map(|link| {
        let page = link.get(b"Dest").unwrap().as_array().unwrap()[0]
            .as_reference()
            .unwrap();
        1 + pages.iter().position(|other| *other == page).unwrap()
    });
    led.collect()
}

#[test]
fn links_lead_to_rows_of_tables_wherever_they_stand() {
    let evidence = |number: usize| {
        let text = vec![Inline::Text(format!("file {number}"))];
        let to = format!("#file-{number}");
        Block::Paragraph(vec![Inline::Link { to, text }])
    };
    let row = |number: usize| {
        let text = vec![
            Inline::Anchor(format!("file-{number}")),
            Inline::Text(format!("file {number}")),
        ];
        let cells = vec![samples::cell(None, 1, vec![Block::Paragraph(text)])];
        Row { cells }
    };
    let table = Table {
        widths: Vec::new(),
        head: vec![samples::head(&["File"])],
        body: (0..100).map(row).collect(),
    };
    let blocks = vec![evidence(0), evidence(99), Block::Table(table)];
    let document = Document { blocks, ..one("") };
    let bytes = render(&document).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages = file.get_pages();
    assert_eq!(led_to(&file, pages[&1]), [1, pages.len()]);
    assert!(pages.len() > 1);
}

#[test]
fn contents_list_every_section_and_lead_to_its_page() {
    let document = sections(20);
    let bytes = render(&document).unwrap();
    // Reading compares each line of the contents with the heading, and its number with the page of that.
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let elements = |kind: &[u8]| {
        let all = file.objects.values().filter_map(|object| object.as_dict().ok());
        all.filter(|element| element.get(b"S").and_then(Object::as_name).ok() == Some(kind))
            .count()
    };
    assert_eq!((elements(b"TOCI"), elements(b"Reference")), (20, 20));
    assert_eq!(elements(b"TOC"), 11, "one for all, and one for each section with parts");
    let led = led_to(&file, *file.get_pages().values().next().unwrap());
    assert_eq!(led.len(), 20);
    assert!(led.is_sorted() && led[0] == 2 && led[19] > 9, "{led:?}");
}

#[test]
fn a_line_of_the_contents_that_is_not_so_is_noticed() {
    let document = sections(20);
    let bytes = render(&document).unwrap();
    // Three feet stand behind the contents, and are artifacts; these are 20 lines of the contents and their numbers.
    for place in 3..43 {
        let less = edited(&bytes, |content| {
            let texts = content.operations.iter().enumerate();
            let mut texts = texts.filter(|(_, operation)| matches!(operation.operator.as_str(), "Tj" | "TJ"));
            let at = texts.nth_back(place).unwrap().0;
            content.operations.remove(at);
        });
        let told = format!("{:#}", letters(&less).unwrap_err());
        assert!(told.contains("the contents say"), "{told}");
    }
}

#[test]
fn few_sections_have_no_contents_and_many_go_over_pages() {
    let short = render(&sections(10)).unwrap();
    let file = lopdf::Document::load_mem(&short).unwrap();
    assert!(led_to(&file, *file.get_pages().values().next().unwrap()).is_empty());

    let mut document = one("text");
    let long = "A name of a system that is so long that it takes more than a line of the contents, ".repeat(2);
    for number in 0..300 {
        document
            .blocks
            .push(heading(2, &format!("section-{number}"), &format!("{long}{number}")));
    }
    let bytes = render(&document).unwrap();
    assert_eq!(letters(&bytes).unwrap(), document.letters());
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let listed = pages.iter().map(|page| led_to(&file, *page).len());
    let listed: Vec<usize> = listed.take_while(|links| *links > 0).collect();
    assert!(listed.len() > 2 && listed.iter().sum::<usize>() == 300, "{listed:?}");
}

#[test]
fn pages_are_labelled_as_their_feet_say() {
    let file = lopdf::Document::load_mem(&render(&sections(20)).unwrap()).unwrap();
    let labels = dictionary(&file, file.catalog().unwrap().get(b"PageLabels").unwrap());
    let ranges = labels.get(b"Nums").unwrap().as_array().unwrap();
    let range = dictionary(&file, &ranges[1]);
    assert_eq!((ranges.len(), ranges[0].as_i64().unwrap()), (2, 0));
    assert_eq!(range.get(b"S").unwrap().as_name().unwrap(), b"D");
    assert_eq!(range.get(b"St").unwrap().as_i64().unwrap(), 1);
    assert!(!range.has(b"P"));
}

/// A finished file with the operations of its first page changed.
fn edited(bytes: &[u8], edit: impl Fn(&mut Content<Vec<lopdf::content::Operation>>)) -> Vec<u8> {
    let mut file = lopdf::Document::load_mem(bytes).unwrap();
    let page = *file.get_pages().values().next().unwrap();
    let contents = file.get_page_contents(page)[0];
    let stream = file.get_object_mut(contents).unwrap().as_stream_mut().unwrap();
    let mut content = Content::decode(&stream.get_plain_content().unwrap()).unwrap();
    edit(&mut content);
    stream.set_plain_content(content.encode().unwrap());
    let mut saved = Vec::new();
    file.save_to(&mut saved).unwrap();
    saved
}

#[test]
fn an_edited_file_is_noticed() {
    let document = published(&[]);
    let bytes = render(&document).unwrap();
    let want = document.letters();
    let is_text = |operator: &str| matches!(operator, "Tj" | "TJ");
    assert_eq!(letters(&edited(&bytes, |_| {})).unwrap(), want);
    let gone = edited(&bytes, |content| {
        // Title, cover line and the table's head stand before this one.
        let texts = content
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| is_text(&operation.operator));
        let place = texts.map(|(place, _)| place).nth(22).unwrap();
        content.operations.remove(place);
    });
    assert_ne!(letters(&gone).unwrap(), want);
    let loose = edited(&bytes, |content| {
        content
            .operations
            .retain(|operation| !matches!(operation.operator.as_str(), "BDC" | "EMC"));
    });
    assert!(letters(&loose).is_err());
    let twice = edited(&bytes, |content| {
        let again = content.operations.clone();
        content.operations.extend(again);
    });
    assert!(letters(&twice).is_err());
    let hidden = edited(&bytes, |content| {
        for operation in content
            .operations
            .iter_mut()
            .filter(|operation| operation.operator == "BDC")
        {
            operation.operands = vec![Object::Name(b"Artifact".to_vec()), Dictionary::new().into()];
        }
    });
    assert!(letters(&hidden).is_err());
}

#[test]
fn a_damaged_file_never_reads_as_whole() {
    let document = Document {
        blocks: vec![label("Label"), list(&["one", "two"])],
        ..one("")
    };
    let bytes = render(&document).unwrap();
    let want = document.letters();
    for cut in [0, 1, bytes.len() / 4, bytes.len() / 2, bytes.len() - bytes.len() / 50] {
        assert_ne!(letters(&bytes[..cut]).ok(), Some(want.clone()), "cut at {cut}");
    }
    assert!(letters(b"no PDF at all").is_err());
    // A flipped byte may hit what shows no letter (the colour profile), but it must never end the program.
    for at in (0..bytes.len()).step_by(211) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x55;
        drop(letters(&bytes));
    }
}

#[test]
fn a_table_inside_a_table_is_refused() {
    let inner = Block::Table(Table {
        widths: Vec::new(),
        head: Vec::new(),
        body: Vec::new(),
    });
    let blocks = vec![Block::List(vec![vec![inner]])];
    assert!(
        render(&Document { blocks, ..one("") })
            .unwrap_err()
            .to_string()
            .contains("place it on its own")
    );
}
