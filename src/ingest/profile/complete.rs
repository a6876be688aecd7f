//! What shows whether a file holds everything, and whether the files of a system make up for one another.
//!
//! Comes in: the rules of a profile and a walked file. Goes out: [`Evidence`] for each file; of all files of a system
//! that one profile reads, why each does not hold everything. One more rule: a variant of [`Completeness`], looked for
//! in [`Opened::evidence`] and judged in [`missing`].

use std::collections::BTreeSet;

use self::pages::{Page, lacking};
use self::windows::Window;
use super::records::{Walked, has};
use super::{Opened, Rows};
use crate::ingest::compared::quotable;
use crate::ingest::readers::tree::{Found, Node, follow, follow_to_texts, select};
use crate::model::pattern::Pattern;
use crate::model::profile::{Completeness, Form, Records, Selector};

mod pages;
mod windows;

/// What one file shows.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Evidence {
    signs: Vec<Sign>,
}

/// What one rule finds in a file.
#[derive(Clone, Debug)]
enum Sign {
    /// Each document as a page, and where it says that another follows.
    Pages(Vec<Page>, String),
    /// How many records there are by the file's own numbers, one where its pages agree, and those that were met, each
    /// once.
    Count(Declared, BTreeSet<u64>, String),
    /// What is wrong by a line of it, and whether a line proves that it is whole.
    Line(Option<String>, bool),
    /// Whether something stands where something has to, and where that is.
    Filled(bool, String),
    /// How many records a full page has, and whether the file has just so many, or several times as many.
    Full(u64, bool),
}

/// How many records a file says that there are.
#[derive(Clone, Debug, Default)]
struct Declared {
    /// Each number that a page of it tells.
    totals: BTreeSet<u64>,
    /// Whether the product has only one such list, so that all pages of all files have to agree.
    one_list: bool,
}

/// What all files together show about one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Shown {
    /// That it holds everything.
    Whole,
    /// That it does not, in words.
    Cut(String),
    /// Nothing.
    Nothing,
}

impl Opened<'_> {
    /// What the file shows, once it was walked.
    pub(in crate::ingest) fn evidence(&self, walked: &Walked) -> Evidence {
        let documents: Vec<Found<'_>> = match &self.rows {
            Rows::Tree(documents) => documents.iter().map(Found::document).collect(),
            Rows::Table(_) | Rows::Lines(_) => Vec::new(),
        };
        let rules = &self.reading.complete;
        let total = rules.iter().find_map(|rule| {
            if let Completeness::Count(at) = rule {
                Some(at)
            } else {
                None
            }
        });
        let has_several_lists = rules.iter().any(|rule| matches!(rule, Completeness::Absent { .. }));
        let signs = rules.iter().map(|rule| match rule {
            Completeness::Absent { at, page, one_list } => {
                let pages = documents
                    .iter()
                    .filter(|document| !is_bare(&self.reading.records, document.node));
                let pages = pages.map(|document| Page::of(document, at, (page.as_ref(), total), *one_list));
                Sign::Pages(pages.collect(), at.to_string())
            }
            Completeness::Count(at) => {
                let declared = Declared {
                    totals: documents.iter().filter_map(|document| number(document, at)).collect(),
                    one_list: !has_several_lists,
                };
                Sign::Count(declared, walked.first.clone(), at.to_string())
            }
            Completeness::Line(pattern) => self.line(pattern.regex(), walked),
            Completeness::Elsewhere(pattern) => self.elsewhere(pattern.regex()),
            Completeness::NeverEmpty { at, like } => filled(&documents, (at, like.as_ref())),
            // told once the accounts of all files are known
            Completeness::EveryAccount => Sign::Line(None, false),
            Completeness::FullPage(records) => {
                let met = walked.rows.data();
                Sign::Full(*records, met > 0 && met.checked_rem(*records) == Some(0))
            }
            Completeness::Column(pattern) => Sign::Line(self.without(pattern), false),
            Completeness::Window { start, limit, size } => {
                let windows: Vec<Window> = documents
                    .iter()
                    .filter_map(|document| self.window(document, (start, limit), size.as_ref()))
                    .collect();
                Sign::Line(windows::lacking(&windows), false)
            }
        });
        let keyless = walked.keyless.as_ref();
        let keyless = keyless.map(|keyless| Sign::Line(Some(self.keyless(keyless, walked)), false));
        let misfit = self.misfit(&documents);
        let misfit =
            misfit.map(|why| Sign::Line(Some(format!("{why}, so that nobody knows whether more follows")), false));
        let overlooked = self.overlooked.iter().find(|column| column.of_permissions);
        let overlooked = overlooked.map(|column| Sign::Line(Some(column.told.clone()), false));
        let merged = walked.merged.clone().map(|told| Sign::Line(Some(told), false));
        let beside = self.beside.iter().map(|told| Sign::Line(Some(told.clone()), false));
        for column in self.overlooked.iter().filter(|column| !column.of_permissions) {
            let line = self.header().map_or(1, |header| header.line);
            self.values.unclear(line, &column.column, column.told.clone());
        }
        Evidence {
            signs: signs
                .chain(overlooked)
                .chain(beside)
                .chain(merged)
                .chain(keyless)
                .chain(misfit)
                .collect(),
        }
    }

    /// Where something else stands than what would tell whether more follows.
    fn misfit(&self, documents: &[Found<'_>]) -> Option<String> {
        if matches!(self.reading.form, Form::Xml(_)) {
            return None;
        }
        let mut looked_at = self.reading.complete.iter().flat_map(|rule| match rule {
            Completeness::Absent { at, .. } => vec![(at, false)],
            Completeness::Count(at) => vec![(at, true)],
            Completeness::Window { start, limit, size } => {
                let size = size.as_ref();
                [start, limit].into_iter().chain(size).map(|at| (at, true)).collect()
            }
            Completeness::Line(_)
            | Completeness::Elsewhere(_)
            | Completeness::NeverEmpty { .. }
            | Completeness::FullPage(_)
            | Completeness::Column(_)
            | Completeness::EveryAccount => Vec::new(),
        });
        looked_at.find_map(|(at, counts)| {
            documents.iter().find_map(|document| {
                let mut misfits = Vec::new();
                let found = if counts {
                    follow_to_texts(document, &at.path, &mut misfits)
                } else {
                    follow(document, &at.path, &mut misfits)
                };
                let is_number = |text: &str| text.trim().is_empty() || text.trim().parse::<u64>().is_ok();
                let texts = found.iter().filter_map(|found| Some((found, found.text()?)));
                let mut texts = texts.filter(|(_, text)| counts && !is_number(text));
                let misfit = misfits.first().map(ToString::to_string);
                misfit.or_else(|| {
                    let (found, text) = texts.next()?;
                    Some(format!(
                        "`{}` holds `{}`, where a number is expected",
                        found.pointer,
                        quotable(text)
                    ))
                })
            })
        })
    }

    /// That records lack a key that each record of the format has.
    fn keyless(&self, (line, key, records): &(u64, String, u64), walked: &Walked) -> String {
        let line = usize::try_from(*line).unwrap_or_default();
        let pointer = walked.pointers.get(line.saturating_sub(1));
        let others = match records.saturating_sub(1) {
            0 => String::new(),
            others => format!(", and so it is with {others} more"),
        };
        format!(
            "record {} has no {key}, be it an empty one, so that nobody knows what would stand there{others}; export it \
             again as `access-review profiles show {}` tells",
            pointer.map_or("1", String::as_str),
            self.profile.id
        )
    }

    /// What the line shows that ends such a file, or tells how many rows it has.
    fn line(&self, pattern: &regex::Regex, walked: &Walked) -> Sign {
        let text = self.text.as_deref().unwrap_or_default();
        let found = text.lines().rev().find_map(|line| pattern.captures(line.trim()));
        let counts = pattern.capture_names().flatten().any(|name| name == "rows");
        let Some(found) = found else {
            let missing = "the line that ends such a file is missing, so that it seems to be cut off".to_owned();
            return Sign::Line((!counts).then_some(missing), !counts);
        };
        let rows: Option<u64> = found.name("rows").and_then(|rows| rows.as_str().parse().ok());
        let met = walked.rows.data();
        let wrong = rows.filter(|rows| *rows != met);
        let wrong = wrong.map(|rows| format!("it says that it has {rows} rows, and {met} stand in it"));
        Sign::Line(wrong, true)
    }

    /// Which of the records of its list a document shows; none where it tells nothing of that.
    fn window(
        &self,
        document: &Found<'_>,
        (start, limit): (&Selector, &Selector),
        size: Option<&Selector>,
    ) -> Option<Window> {
        let paths = self.reading.records.iter().flat_map(|records| &records.paths);
        let met = paths.map(|path| select(document, &path.path).len() as u64).max();
        Some(Window {
            start: number(document, start)?,
            limit: number(document, limit)?,
            records: met.unwrap_or_default(),
            size: size.and_then(|size| number(document, size)),
        })
    }

    /// That no header looks like one that every file has which holds everything; its first spelling is told.
    fn without(&self, pattern: &Pattern) -> Option<String> {
        let fits = |name: &String| pattern.regex().is_match(name);
        let headers = match &self.rows {
            Rows::Table(table) => &table.header.texts,
            Rows::Lines(table) => &table.columns,
            Rows::Tree(_) => return None,
        };
        if headers.iter().chain(self.ignored).any(fits) {
            return None;
        }
        let called = pattern.text().trim_start_matches("(?i)").split('|').next();
        let called = called.unwrap_or_default();
        Some(format!(
            "it has no column `{called}`, so that nobody knows what would stand there of who may do what; export it again with \
             all columns, as `access-review profiles show {}` tells, or, where there is nothing of that kind, write \
             `ignore = [{called:?}]` where review.toml names the file",
            self.profile.id
        ))
    }

    /// That a line says that more stands elsewhere.
    fn elsewhere(&self, pattern: &regex::Regex) -> Sign {
        let text = self.text.as_deref().unwrap_or_default();
        let found = text.lines().map(str::trim).find(|line| pattern.is_match(line));
        let more = found.map(|line| format!("its line `{line}` says that more of the list stands elsewhere"));
        Sign::Line(more, false)
    }
}

/// Whether something stands at any of these ways, and looks so.
fn filled(documents: &[Found<'_>], (at, like): (&[Selector], Option<&Pattern>)) -> Sign {
    let is_like =
        |found: &Found<'_>| like.is_none_or(|like| found.text().is_some_and(|text| like.regex().is_match(text)));
    let filled = |document: &Found<'_>| at.iter().any(|at| select(document, &at.path).iter().any(is_like));
    let mut called = at.first().map(ToString::to_string).unwrap_or_default();
    if let Some(like) = like {
        called = format!("{called}` that looks like `{}", like.text());
    }
    Sign::Filled(documents.iter().any(filled), called)
}

/// Whether a document is a record itself where it could be a page of several: it shows nothing of what may follow.
fn is_bare(sorts: &[Records], document: &Node) -> bool {
    let paths = || sorts.iter().flat_map(|records| &records.paths);
    let pages = || paths().filter(|path| !path.path.0.is_empty());
    let either = pages().count() > 0 && pages().count() < paths().count();
    either && !pages().any(|path| has(document, path))
}

fn number(document: &Found<'_>, at: &Selector) -> Option<u64> {
    select(document, &at.path).first()?.text()?.trim().parse().ok()
}

/// What the files of a system that one profile reads show about each of them.
pub(in crate::ingest) fn missing(files: &[&Evidence]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = files.iter().map(|_| Shown::Nothing).collect();
    for (place, file) in files.iter().enumerate() {
        for (rule, sign) in file.signs.iter().enumerate() {
            let others = || files.iter().filter_map(move |file| file.signs.get(rule));
            let verdict = match sign {
                Sign::Line(None, true) => Shown::Whole,
                Sign::Line(Some(why), _) => Shown::Cut(why.clone()),
                Sign::Line(None, false) | Sign::Full(_, false) => Shown::Nothing,
                Sign::Filled(..) if others().any(|sign| matches!(sign, Sign::Filled(true, _))) => Shown::Nothing,
                Sign::Filled(_, at) => Shown::Cut(format!(
                    "nothing stands at `{at}`, where something stands in every file that holds everything; export it \
                     again without a filter"
                )),
                Sign::Full(..) if others().any(|sign| matches!(sign, Sign::Full(_, false))) => Shown::Nothing,
                Sign::Full(records, true) => Shown::Cut(format!(
                    "it has as many records as full pages of {records} have, and nothing in it says whether another page \
                     follows; export all pages as `access-review profiles show` tells, the last of which has fewer"
                )),
                Sign::Pages(pages, _) if pages.is_empty() => Shown::Nothing,
                Sign::Count(declared, _, at) => {
                    let met: BTreeSet<u64> = others().flat_map(counted).copied().collect();
                    let totals: BTreeSet<u64> = others().flat_map(totals).copied().collect();
                    tallied(declared, &totals, (met.len() as u64, at))
                }
                Sign::Pages(pages, at) => {
                    let all: Vec<&Page> = others().flat_map(paged).collect();
                    match lacking(pages, &all) {
                        Some(why) => Shown::Cut(format!("`{at}` {why}")),
                        None => Shown::Whole,
                    }
                }
            };
            let known = shown.get_mut(place);
            if let Some(known) = known.filter(|_| verdict != Shown::Nothing) {
                // each reason is told, as each has a remedy of its own
                *known = match (std::mem::replace(known, Shown::Nothing), verdict) {
                    (Shown::Cut(why), Shown::Cut(other)) if why != other => {
                        Shown::Cut(format!("{why}; moreover, {other}"))
                    }
                    (Shown::Cut(why), _) => Shown::Cut(why),
                    (Shown::Whole | Shown::Nothing, verdict) => verdict,
                };
            }
        }
    }
    shown
}

/// What the numbers of a file show, beside those of all files and how many records they have.
fn tallied(declared: &Declared, totals: &BTreeSet<u64>, (met, at): (u64, &str)) -> Shown {
    let Some(most) = declared.totals.last() else {
        return Shown::Nothing;
    };
    if let (true, Some(least), Some(last)) = (declared.one_list, totals.first(), totals.last()) {
        if least != last {
            return Shown::Cut(format!(
                "`{at}` says on one page that there are {least}, and on another {last}, so that the pages are of different \
                 days; export all of them again, one right after the other, and take older ones out of review.toml"
            ));
        }
        if met > *most {
            return Shown::Cut(format!(
                "`{at}` says that there are {most}, and {met} were exported, so that some pages are of another day; export \
                 all of them again, one right after the other, and take older ones out of review.toml"
            ));
        }
    }
    if met >= *most {
        return Shown::Whole;
    }
    Shown::Cut(format!("`{at}` says that there are {most}, and {met} were exported"))
}

/// The numbers of records that a file tells.
fn totals(sign: &Sign) -> impl Iterator<Item = &u64> {
    let totals = match sign {
        Sign::Count(declared, ..) => Some(&declared.totals),
        Sign::Pages(..) | Sign::Line(..) | Sign::Filled(..) | Sign::Full(..) => None,
    };
    totals.into_iter().flatten()
}

/// The records that a file has, where they are counted.
fn counted(sign: &Sign) -> impl Iterator<Item = &u64> {
    let met = match sign {
        Sign::Count(_, met, _) => Some(met),
        Sign::Pages(..) | Sign::Line(..) | Sign::Filled(..) | Sign::Full(..) => None,
    };
    met.into_iter().flatten()
}

fn paged(sign: &Sign) -> &[Page] {
    match sign {
        Sign::Pages(pages, _) => pages,
        Sign::Count(..) | Sign::Line(..) | Sign::Filled(..) | Sign::Full(..) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile::{Path, Step};

    fn pages(pages: &[(Option<u64>, bool)]) -> Evidence {
        let page = |(number, more): &(Option<u64>, bool)| Page {
            number: *number,
            more: *more,
            ..Page::default()
        };
        Evidence {
            signs: vec![Sign::Pages(pages.iter().map(page).collect(), "next".to_owned())],
        }
    }

    fn cut(files: &[&Evidence]) -> Vec<bool> {
        missing(files)
            .iter()
            .map(|shown| matches!(shown, Shown::Cut(_)))
            .collect()
    }

    #[test]
    fn another_file_makes_up_for_what_follows() {
        let (first, second) = (pages(&[(Some(1), true)]), pages(&[(Some(2), false)]));
        assert_eq!(cut(&[&first]), [true]);
        assert_eq!(cut(&[&second, &first]), [false, false]);
        // two lists of which only one goes on
        assert_eq!(cut(&[&first, &first, &second]), [true, true, false]);
        let nameless = pages(&[(None, true)]);
        assert_eq!(cut(&[&nameless, &second]), [true, true]);
        assert_eq!(missing(&[&Evidence::default()]), [Shown::Nothing]);
    }

    #[test]
    fn a_record_without_its_page_shows_nothing_of_what_follows() {
        let way = |steps: &[Step]| Selector {
            from: None,
            path: Path(steps.to_vec()),
        };
        let (page, bare) = (way(&[Step::Key("values".to_owned()), Step::Elements]), way(&[]));
        let sorts = |paths: &[&Selector]| {
            [Records {
                paths: paths.iter().map(|path| (*path).clone()).collect(),
                fill_down: Vec::new(),
                keys: Vec::new(),
                set_aside: Vec::new(),
                reject: Vec::new(),
                otherwise: None,
                emits: Vec::new(),
            }]
        };
        let map = |key: &str| Node::Map(vec![(key.to_owned(), Node::Null)]);
        assert!(is_bare(&sorts(&[&page, &bare]), &map("type")));
        assert!(!is_bare(&sorts(&[&page, &bare]), &map("values")));
        // where there are no pages every document counts
        assert!(!is_bare(&sorts(&[&bare]), &map("type")));
        assert!(!is_bare(&sorts(&[&page]), &map("type")));
        assert_eq!(missing(&[&pages(&[])]), [Shown::Nothing]);
        assert_eq!(missing(&[&pages(&[(Some(1), false)])]), [Shown::Whole]);
    }

    fn declared(total: u64) -> Declared {
        Declared {
            totals: [total].into(),
            one_list: true,
        }
    }

    #[test]
    fn pages_of_two_days_are_told() {
        let file = |total: u64, met: &[u64]| Evidence {
            signs: vec![Sign::Count(
                declared(total),
                met.iter().copied().collect(),
                "total".to_owned(),
            )],
        };
        assert_eq!(cut(&[&file(5, &[1, 2, 3]), &file(6, &[4, 5, 6])]), [true, true]);
        assert_eq!(cut(&[&file(5, &[1, 2, 3]), &file(5, &[4, 5, 6])]), [true, true]);
        assert_eq!(cut(&[&file(5, &[1, 2, 3]), &file(5, &[3, 4, 5])]), [false, false]);
    }

    #[test]
    fn records_of_all_files_count_each_once() {
        let file = |met: &[u64]| Evidence {
            signs: vec![Sign::Count(
                declared(5),
                met.iter().copied().collect(),
                "total".to_owned(),
            )],
        };
        assert_eq!(cut(&[&file(&[1, 2, 3]), &file(&[4, 5])]), [false, false]);
        // the same page exported twice
        assert_eq!(cut(&[&file(&[1, 2, 3]), &file(&[1, 2, 3])]), [true, true]);
        assert_eq!(
            missing(&[&file(&[1, 2, 3])]),
            [Shown::Cut(
                "`total` says that there are 5, and 3 were exported".to_owned()
            )]
        );
    }
}
