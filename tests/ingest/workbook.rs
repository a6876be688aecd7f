//! Exports as workbooks, built here with everything that real ones have.

use std::io::Write as _;

use access_review::model::snapshot::LastLogin;
use access_review::model::source::Reason;
use access_review::model::system::Field;
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::review::{Review, export, grants, rejected, review, source};

/// A review whose export is this workbook.
fn workbook(workbook: &mut Workbook) -> Review {
    let mut review = review();
    review.file("git.xlsx", workbook.save_to_buffer().unwrap());
    review.export(export("git.xlsx"));
    review
}

/// A sheet whose header stands in the row with this number.
fn sheet<'a>(workbook: &'a mut Workbook, name: &str, header: u32) -> &'a mut Worksheet {
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    sheet
        .write_row(header - 1, 1, ["User", "Repository", "Permission", "Seen"])
        .unwrap();
    sheet
}

#[test]
fn titles_empty_rows_and_other_sheets_are_accounted_for() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Notes")
        .unwrap()
        .write_column(0, 0, ["a", "b", "c"])
        .unwrap();
    let page = sheet(&mut book, "Permissions", 5);
    page.merge_range(2, 1, 2, 4, "Permissions as of October", &Format::new())
        .unwrap();
    page.write_row(6, 1, ["anna", "alpha", "Admin"]).unwrap();
    page.write_row(7, 1, ["User", "Repository", "Permission", "Seen"])
        .unwrap();
    page.write_row(8, 1, ["bo", "beta", "ro"]).unwrap();
    let review = workbook(&mut book);
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["7 anna alpha Admin", "9 bo beta Read"]);
    let source = source(&snapshot);
    assert_eq!(source.sheet.as_deref(), Some("Permissions"));
    let set_aside: Vec<_> = source
        .rows
        .set_aside
        .iter()
        .map(|(reason, rows)| (reason.word(), *rows))
        .collect();
    let expected = [
        ("above the header", 1),
        ("empty row", 4),
        ("on another sheet", 3),
        ("repeated header", 1),
    ];
    assert_eq!(set_aside, expected);
    assert_eq!((source.rows.total, source.rows.used, source.rows.data()), (11, 2, 2));
}

#[test]
fn real_dates_and_numbers_are_read_as_people_see_them() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let page = sheet(&mut book, "Sheet1", 1);
    for (row, serial) in [(1, 44_469.0), (2, 44_469.75)] {
        page.write(row, 1, f64::from(row) + 1_000.0).unwrap();
        page.write_row(row, 2, ["alpha", "Read"]).unwrap();
        page.write_with_format(row, 4, ExcelDateTime::from_serial_datetime(serial).unwrap(), &day)
            .unwrap();
    }
    let mut review = workbook(&mut book);
    review.column(Field::LastLogin, "Seen");
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["2 1001 alpha Read", "3 1002 alpha Read"]);
    let seen: Vec<_> = snapshot.access[0]
        .accounts
        .values()
        .map(|account| account.last_login)
        .collect();
    assert_eq!(seen, [LastLogin::On(date(2021, 9, 30)); 2]);
}

#[test]
fn formula_errors_and_numbers_with_lost_digits_are_rejected() {
    let mut book = Workbook::new();
    let page = sheet(&mut book, "Sheet1", 1);
    page.write(1, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
    page.write_row(1, 2, ["alpha", "Read"]).unwrap();
    let review = workbook(&mut book);
    let (line, reason) = rejected(&review.read());
    assert_eq!(line, 2);
    assert!(
        reason.starts_with("cell `User` holds the formula error `#N/A`; correct the formula"),
        "{reason}"
    );

    let mut book = Workbook::new();
    let page = sheet(&mut book, "Sheet1", 1);
    page.write(1, 1, 12_345_678_901_234_567.0_f64).unwrap();
    page.write_row(1, 2, ["alpha", "Read"]).unwrap();
    let (_, reason) = rejected(&workbook(&mut book).read());
    assert!(
        reason.starts_with("cell `User` holds the number 1234567890123456"),
        "{reason}"
    );
    assert!(reason.contains("export the column as text"), "{reason}");
}

#[test]
fn an_error_in_a_column_that_nobody_reads_does_no_harm() {
    let mut book = Workbook::new();
    let page = sheet(&mut book, "Sheet1", 1);
    page.write_row(1, 1, ["anna", "alpha", "Read"]).unwrap();
    page.write(1, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let review = workbook(&mut book);
    assert_eq!(grants(&review.read(), &review), ["2 anna alpha Read"]);
}

#[test]
fn a_value_that_is_merged_over_rows_is_read_in_each() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let merged = Format::new();
    page.merge_range(0, 1, 1, 1, "User", &merged).unwrap();
    page.merge_range(0, 2, 0, 3, "Access", &merged).unwrap();
    page.write_row(1, 2, ["Repository", "Permission"]).unwrap();
    page.merge_range(2, 1, 4, 1, "anna", &merged).unwrap();
    page.write_row(2, 2, ["alpha", "Read"]).unwrap();
    page.write_row(3, 2, ["beta", "Read"]).unwrap();
    page.write_row(5, 1, ["bo", "beta", "Read"]).unwrap();
    let review = workbook(&mut book);
    let snapshot = review.read();
    assert_eq!(
        grants(&snapshot, &review),
        ["3 anna alpha Read", "4 anna beta Read", "6 bo beta Read"]
    );
    assert_eq!(source(&snapshot).rows.set_aside.get(&Reason::EmptyRow), Some(&1));
}

#[test]
fn a_value_that_is_merged_over_columns_is_read_in_the_first_only() {
    let mut book = Workbook::new();
    let page = sheet(&mut book, "Sheet1", 1);
    page.merge_range(1, 1, 1, 2, "anna", &Format::new()).unwrap();
    page.write(1, 3, "Read").unwrap();
    let snapshot = workbook(&mut book).read();
    let (line, reason) = rejected(&snapshot);
    assert_eq!((line, source(&snapshot).rows.used), (2, 0));
    assert!(
        reason.contains("merged cells keep their value in the first one only"),
        "{reason}"
    );
}

#[test]
fn an_apostrophe_in_a_workbook_is_a_letter() {
    let mut book = Workbook::new();
    sheet(&mut book, "Sheet1", 1)
        .write_row(1, 1, ["'=x", "alpha", "Read"])
        .unwrap();
    let review = workbook(&mut book);
    assert_eq!(grants(&review.read(), &review), ["2 '=x alpha Read"]);
}

#[test]
fn a_workbook_is_one_whatever_its_name() {
    let mut book = Workbook::new();
    sheet(&mut book, "Sheet1", 1)
        .write_row(1, 1, ["anna", "alpha", "Read"])
        .unwrap();
    let mut review = review();
    review.file("git.csv", book.save_to_buffer().unwrap());
    review.export(export("git.csv"));
    assert_eq!(grants(&review.read(), &review), ["2 anna alpha Read"]);
}

#[test]
fn a_sheet_is_chosen_by_declaration_or_by_its_header() {
    let mut book = Workbook::new();
    sheet(&mut book, "Old", 1)
        .write_row(1, 1, ["anna", "alpha", "Read"])
        .unwrap();
    sheet(&mut book, "New", 1)
        .write_row(1, 1, ["bo", "alpha", "Read"])
        .unwrap();
    let mut review = workbook(&mut book);
    review.refuses(
        "git.xlsx: the sheets `Old`, `New` all have the declared columns; say in review.toml which one",
        &[],
    );
    review.declared().sheet = Some("New".to_owned());
    assert_eq!(grants(&review.read(), &review), ["2 bo alpha Read"]);
    review.declared().sheet = Some("Nwe".to_owned());
    review.refuses(
        "git.xlsx: the workbook has no sheet `Nwe`; its sheets are `Old`, `New`; did you mean `New`?",
        &[],
    );
}

#[test]
fn a_workbook_without_the_header_is_refused_with_its_sheets() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").unwrap();
    book.add_worksheet()
        .set_name("Data")
        .unwrap()
        .write_row(2, 0, ["User", "Permission"])
        .unwrap();
    workbook(&mut book).refuses(
        "git.xlsx:3: no header row in the first 50 rows: missing is a column `Repository`",
        &[
            "holds `User`, `Permission`",
            "(sheets of the workbook: `Empty`, `Data`)",
        ],
    );
}

#[test]
fn a_workbook_of_nothing_is_refused() {
    let mut book = Workbook::new();
    book.add_worksheet();
    workbook(&mut book).refuses("git.xlsx: there is nothing in its first rows", &["`Sheet1`"]);
}

#[test]
fn a_truncated_workbook_is_refused() {
    let mut book = Workbook::new();
    sheet(&mut book, "Sheet1", 1);
    let bytes = book.save_to_buffer().unwrap();
    for length in [40, bytes.len() / 2, bytes.len() - 30] {
        let mut review = review();
        review.file("git.xlsx", &bytes[..length]);
        review.export(export("git.xlsx"));
        review.refuses(
            "git.xlsx: the file begins like a workbook but is damaged or cut off",
            &["export it again"],
        );
    }
}

#[test]
fn a_workbook_whose_sheet_is_damaged_is_refused() {
    let mut book = Workbook::new();
    sheet(&mut book, "Sheet1", 1)
        .write_column(1, 1, vec!["some text that is long enough to be packed"; 200])
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let name = b"xl/worksheets/sheet1.xml";
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
    let mut damaged = bytes.clone();
    damaged[at + 20..at + 60].fill(0xff);
    let mut review = review();
    review.file("git.xlsx", damaged);
    review.export(export("git.xlsx"));
    review.refuses("git.xlsx: the sheet `Sheet1` cannot be read", &["save a copy as XLSX"]);
}

#[test]
fn a_workbook_with_a_password_is_refused() {
    let mut review = review();
    review.file("git.xlsx", encrypted());
    review.export(export("git.xlsx"));
    review.refuses(
        "git.xlsx: the workbook is protected by a password; save a copy without one",
        &[],
    );
}

/// What ends a chain of sectors in an OLE container.
const END: u32 = 0xffff_fffe;

/// The smallest OLE container with a stream `EncryptedPackage`: header, FAT, directory.
fn encrypted() -> Vec<u8> {
    let mut bytes = vec![0_u8; 512 * 3];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut word = |at: usize, value: u16| bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
    for (at, value) in [(24, 0x3e), (26, 3), (28, 0xfffe), (30, 9), (32, 6)] {
        word(at, value);
    }
    let mut long = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    for (at, value) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END)] {
        long(at, value);
    }
    (76..512).step_by(4).for_each(|at| long(at, u32::MAX));
    long(76, 0);
    (512..1024).step_by(4).for_each(|at| long(at, u32::MAX));
    long(512, 0xffff_fffd);
    long(516, END);
    for (entry, (name, kind)) in [("Root Entry", 5_u8), ("EncryptedPackage", 2)].into_iter().enumerate() {
        let at = 1024 + entry * 128;
        for (place, letter) in name.encode_utf16().enumerate() {
            bytes[at + place * 2..at + place * 2 + 2].copy_from_slice(&letter.to_le_bytes());
        }
        bytes[at + 64] = u8::try_from(name.len() * 2 + 2).unwrap();
        bytes[at + 66] = kind;
        bytes[at + 116..at + 120].copy_from_slice(&END.to_le_bytes());
    }
    bytes
}

/// A workbook with one sheet of these rows of XML, unpacked, as a program that calculates nothing writes it.
fn written(rows: &str) -> Vec<u8> {
    const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
                 PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{LINKS}\"><Relationship Id=\"r1\" Type=\"{KINDS}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{KINDS}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" \
                 r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{LINKS}\"><Relationship Id=\"r1\" Type=\"{KINDS}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let (mut zip, mut list) = (Vec::new(), Vec::new());
    for (name, text) in &files {
        let mut entry = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let length = u32::try_from(text.len()).unwrap();
        for number in [checksum(text.as_bytes()), length, length] {
            entry.extend(number.to_le_bytes());
        }
        entry.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&entry);
        list.extend([0; 10]);
        list.extend(u32::try_from(zip.len()).unwrap().to_le_bytes());
        list.extend(name.as_bytes());
        zip.extend(b"PK\x03\x04");
        zip.extend(entry);
        zip.extend(name.as_bytes());
        zip.extend(text.as_bytes());
    }
    let number = u8::try_from(files.len()).unwrap();
    let (size, start) = (u32::try_from(list.len()).unwrap(), u32::try_from(zip.len()).unwrap());
    zip.extend(list);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([number, 0, number, 0]);
    zip.extend(size.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

/// CRC-32, as ZIP files have it.
fn checksum(bytes: &[u8]) -> u32 {
    let next = |sum: u32| (sum >> 1) ^ (0xedb8_8320 * (sum & 1));
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| next(sum))
    })
}

/// A row of cells in the first columns, each as XML.
fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(letter, inside): (char, &&str)| match *inside {
        formula if formula.starts_with('<') => format!("<c r=\"{letter}{number}\">{formula}</c>"),
        text => format!("<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let cells: String = ('A'..).zip(cells).map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

fn review_of(rows: &[String]) -> Review {
    let mut review = review();
    review.file("git.xlsx", written(&rows.concat()));
    review.export(export("git.xlsx"));
    review
}

#[test]
fn a_formula_without_a_saved_value_is_rejected_and_its_row_counted() {
    const FORMULA: &str = "<f>LOWER(Z1)</f><v></v>";
    let review = review_of(&[
        row(1, &["User", "Repository", "Permission"]),
        row(2, &["anna", "alpha", "Read"]),
        row(3, &[FORMULA, "alpha", "Read"]),
        row(4, &[FORMULA, "<f>LOWER(Z1)</f>", FORMULA]),
    ]);
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["2 anna alpha Read"]);
    let rows = &source(&snapshot).rows;
    assert_eq!((rows.total, rows.rejected.len(), rows.set_aside_total()), (3, 2, 0));
    assert_eq!((rows.rejected[0].line, rows.rejected[1].line), (3, 4));
    assert_eq!(
        rows.rejected[0].reason.reveal(),
        "cell `User` holds a formula without a saved value; open the file in Excel or LibreOffice, let it \
         recalculate, save"
    );
}

#[test]
fn a_stray_cell_far_off_costs_nothing() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>".to_owned();
    let review = review_of(&[
        row(1, &["User", "Repository", "Permission"]),
        row(2, &["anna", "alpha", "Read"]),
        far,
    ]);
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["2 anna alpha Read"]);
    assert_eq!(source(&snapshot).rows.total, 1_048_575);
    assert_eq!(rejected(&snapshot).0, 1_048_576);
}

#[test]
fn a_number_shown_with_letters_is_rejected() {
    for code in ["\"E\"00000", "0000-0000", "0%"] {
        let mut book = Workbook::new();
        let page = sheet(&mut book, "Sheet1", 1);
        let shown = Format::new().set_num_format(code);
        page.write_with_format(1, 1, 12.0, &shown).unwrap();
        page.write_row(1, 2, ["alpha", "Read"]).unwrap();
        let (line, reason) = rejected(&workbook(&mut book).read());
        let expected = format!("cell `User` holds the number 12, which the sheet shows in the form `{code}`; export");
        assert!(line == 2 && reason.starts_with(&expected), "{reason}");
    }
}

#[test]
fn a_number_shown_with_leading_zeros_is_rejected() {
    let mut book = Workbook::new();
    let zeros = Format::new().set_num_format("00000");
    let page = sheet(&mut book, "Sheet1", 1);
    for (row, number) in [(1, 42.0), (2, 12_345.0)] {
        page.write_with_format(row, 1, number, &zeros).unwrap();
        page.write_row(row, 2, ["alpha", "Read"]).unwrap();
    }
    let review = workbook(&mut book);
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["3 12345 alpha Read"]);
    let (line, reason) = rejected(&snapshot);
    assert_eq!(line, 2);
    assert!(
        reason.starts_with(
            "cell `User` holds the number 42, which the sheet shows as `00042`; export the column as text"
        ),
        "{reason}"
    );
}

#[test]
fn a_hidden_sheet_is_read_only_where_it_is_named() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Front").unwrap();
    sheet(&mut book, "Data", 1)
        .set_hidden(true)
        .write_row(1, 1, ["anna", "alpha", "Read"])
        .unwrap();
    let mut review = workbook(&mut book);
    review.refuses(
        "git.xlsx: only the sheet `Data` has the declared columns, and it is hidden",
        &["`sheet = \"Data\"`"],
    );
    review.declared().sheet = Some("Data".to_owned());
    assert_eq!(grants(&review.read(), &review), ["2 anna alpha Read"]);
}

/// A sheet of `LibreOffice` with these rows of XML.
fn opened(rows: &str) -> Vec<u8> {
    const SPACE: &str = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<office:document-content xmlns:office=\"{SPACE}:office:1.0\" xmlns:table=\"{SPACE}:table:1.0\" \
         xmlns:text=\"{SPACE}:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Sheet1\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<manifest:manifest/>";
    for (name, text) in [
        ("mimetype", kind),
        ("content.xml", &content),
        ("META-INF/manifest.xml", manifest),
    ] {
        let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, plain).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_of_libre_office_is_read() {
    let cells = |cells: [&str; 4]| {
        let cells = cells.map(|text| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        });
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    let typed = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1042\"><text:p>1,042</text:p>\
                 </table:table-cell><table:table-cell office:value-type=\"string\"><text:p>beta</text:p></table:table-cell>\
                 <table:table-cell office:value-type=\"string\"><text:p>Read</text:p></table:table-cell>\
                 <table:table-cell office:value-type=\"date\" office:date-value=\"2021-09-30\"><text:p>30/09/21</text:p>\
                 </table:table-cell></table:table-row>";
    let header = cells(["User", "Repository", "Permission", "Seen"]);
    let rows = [header, cells(["anna", "alpha", "Read", "2021-09-29"]), typed.to_owned()].concat();
    let mut review = review();
    review.file("git.ods", opened(&rows));
    review.export(export("git.ods"));
    review.column(Field::LastLogin, "Seen");
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["2 anna alpha Read", "3 1042 beta Read"]);
    let seen: Vec<_> = snapshot.access[0]
        .accounts
        .values()
        .map(|account| account.last_login)
        .collect();
    assert_eq!(seen, [29, 30].map(|day| LastLogin::On(date(2021, 9, day))));
}

#[test]
fn a_sheet_of_libre_office_with_a_value_over_several_rows_is_refused() {
    let row = |cells: [(&str, &str); 3]| {
        let cells = cells.map(|(span, text)| {
            format!("<table:table-cell {span} office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        });
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    let sheet = |rows: &str| {
        let span = format!("table:number-columns-spanned=\"1\" table:number-rows-spanned=\"{rows}\"");
        let header = row([("", "User"), ("", "Repository"), ("", "Permission")]);
        header + &row([(&span, "anna"), ("", "alpha"), ("", "Read")])
    };
    let mut review = review();
    review.export(export("git.ods"));
    review.file("git.ods", opened(&sheet("2")));
    review.refuses(
        "git.ods: cells of the workbook are merged over several rows",
        &["save a copy as XLSX"],
    );
    review.file("git.ods", opened(&sheet("1")));
    assert_eq!(grants(&review.read(), &review), ["2 anna alpha Read"]);
}
