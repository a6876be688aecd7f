//! The floor: what it takes merely to read the exports of an inputs folder, on two threads.
//!
//! CSV files are read by the csv crate into byte records, workbooks by calamine's cell reader; cells are counted.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use calamine::{Reader, Xlsx, open_workbook};
use csv::ByteRecord;

type Counted = Result<u64, Box<dyn Error + Send + Sync>>;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let inputs = env::args().nth(1).ok_or("usage: scan INPUTS")?;
    let exports = fs::read_dir(Path::new(&inputs).join("exports"))?;
    let mut files = vec![Path::new(&inputs).join("people.csv")];
    for export in exports {
        files.push(export?.path());
    }
    let next = AtomicUsize::new(0);
    let work = || scan_some(&files, &next);
    let (one, other) = thread::scope(|scope| {
        let other = scope.spawn(work);
        (work(), other.join())
    });
    let cells = one? + other.map_err(|_| "a thread ended early")??;
    println!("{cells} cells in {} files", files.len());
    Ok(())
}

/// Takes the next file until there is none.
fn scan_some(files: &[PathBuf], next: &AtomicUsize) -> Counted {
    let mut cells = 0;
    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        let is_workbook = file.extension().is_some_and(|extension| extension == "xlsx");
        cells += if is_workbook { workbook(file)? } else { csv_file(file)? };
    }
    Ok(cells)
}

fn csv_file(file: &Path) -> Counted {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(file)?;
    let mut record = ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record)? {
        cells += record.len() as u64;
    }
    Ok(cells)
}

fn workbook(file: &Path) -> Counted {
    let mut book: Xlsx<_> = open_workbook(file)?;
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name)?;
        while reader.next_cell()?.is_some() {
            cells += 1;
        }
    }
    Ok(cells)
}
