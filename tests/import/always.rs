//! What must always hold: whatever the review, each form of its page gives its numbers; whatever happens to a page, no
//! number of it disappears without being told.

use std::collections::BTreeSet;
use std::fmt::Write;

use access_review::document;
use access_review::import;
use access_review::model::page::{Known, PageCount};
use proptest::prelude::*;

use super::{forms, text};

const SYSTEMS: [&str; 6] = [
    "Nimbus Stage",
    "Nimbus Stage Bastion",
    "Forge",
    "Parcel Hall (EU)",
    "Look-out",
    "Ärger & Co",
];
const LEVELS: [&str; 6] = [
    "Admin",
    "Container Image Admin",
    "Read",
    "S3 Backup",
    "Write & Merge",
    "Root",
];
const ROLES: [&str; 6] = [
    "DevOps Engineer",
    "Engineer",
    "Support Agent",
    "Admin Assistant",
    "Technical Account",
    "Officer for R&D",
];

/// A system: its resources (none: the system as a whole), and for each the numbers by level.
#[derive(Clone, Debug)]
struct System {
    resources: Option<Vec<Held>>,
    whole: Held,
    levels: usize,
}

/// Numbers by level and role: people and contractors.
type Held = Vec<Vec<Option<(u64, u64)>>>;

fn held() -> impl Strategy<Value = Held> {
    let number = prop::option::weighted(
        0.4,
        (1..40_u64, 0..40_u64).prop_map(|(people, some)| (people, some.saturating_sub(20).min(people))),
    );
    prop::collection::vec(prop::collection::vec(number, ROLES.len()), LEVELS.len())
}

fn system() -> impl Strategy<Value = System> {
    (
        prop::option::of(prop::collection::vec(held(), 1..4)),
        held(),
        1..=LEVELS.len(),
    )
        .prop_map(|(resources, whole, levels)| System {
            resources,
            whole,
            levels,
        })
}

/// Rows of the page, each with one to three systems.
fn review() -> impl Strategy<Value = Vec<Vec<System>>> {
    prop::collection::vec(prop::collection::vec(system(), 1..3), 1..4)
}

/// The page as the program's template writes it, and its numbers.
fn page(review: &[Vec<System>]) -> (String, Vec<PageCount>) {
    let mut text = String::from(
        "---\ntitle: \"Audit\"\norganisation: \"Example\"\ndate: \"2021-10-06\"\nperiod: \"2021\"\nedition: \"Public\"\nclassification: \"Public\"\nlanguage: \"en-GB\"\n---\n\nAudit date: 06 October 2021\n\n<table>\n<thead>\n<tr>\n",
    );
    for head in ["Category", "Activity", "Scope", "Status"] {
        write!(text, "<th scope=\"col\" width=\"25%\">\n\n{head}\n\n</th>\n").unwrap();
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
    let (mut counts, mut number) = (Vec::new(), 0);
    for (row, systems) in review.iter().enumerate() {
        text.push_str("<tr>\n");
        if row == 0 {
            write!(
                text,
                "<th scope=\"rowgroup\" rowspan=\"{}\">\n\nCloud\n\n</th>\n",
                review.len()
            )
            .unwrap();
        }
        write!(text, "<th scope=\"row\">\n\nActivity of row{row}\n\n</th>\n<td>\n\n- Named people only\n- Keys and tokens\n\n</td>\n<td>\n\n").unwrap();
        for system in systems {
            let name = SYSTEMS[number % SYSTEMS.len()].to_owned();
            number += 1;
            write!(
                text,
                "**{name}**\n\nThis is what some of us work with.\n\n**Permissions**\n\n"
            )
            .unwrap();
            for level in LEVELS.iter().take(system.levels) {
                writeln!(text, "- {level} : May do 2 things, see the handbook.").unwrap();
            }
            text.push_str("\n**Access**\n\n");
            let resources = match &system.resources {
                None => vec![(String::new(), &system.whole)],
                Some(all) => all
                    .iter()
                    .enumerate()
                    .map(|(place, held)| (format!("Repository{}", place + 1), held))
                    .collect(),
            };
            for (resource, held) in resources {
                if !resource.is_empty() {
                    write!(text, "**{resource}**\n\n").unwrap();
                }
                for (level, roles) in LEVELS.iter().zip(held).take(system.levels) {
                    if roles.iter().all(Option::is_none) {
                        continue;
                    }
                    writeln!(text, "- {level}").unwrap();
                    for (role, count) in ROLES.iter().zip(roles) {
                        let Some((people, contractors)) = *count else { continue };
                        write!(text, "  - {people} {role}").unwrap();
                        if contractors > 0 {
                            write!(text, " ( {contractors} Contractor )").unwrap();
                        }
                        text.push('\n');
                        counts.push(PageCount {
                            activity: format!("Activity of row{row}"),
                            system: name.clone(),
                            resource: resource.clone(),
                            level: (*level).to_owned(),
                            role: (*role).to_owned(),
                            people,
                            contractors,
                        });
                    }
                }
                text.push('\n');
            }
        }
        text.push_str("</td>\n</tr>\n");
    }
    text.push_str("</tbody>\n</table>\n");
    (text, counts)
}

fn known() -> Known {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Known {
        systems: owned(&SYSTEMS),
        roles: owned(&ROLES),
        ..Known::default()
    }
}

/// Every number that stands before a capital in a text, as numbers of people do.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(['(', ')'], " ").replace('|', " | ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| {
        pair[0].bytes().all(|byte| byte.is_ascii_digit())
            && pair[1].starts_with(char::is_uppercase)
            && !["May", "October"].contains(&pair[1])
    });
    pairs.map(|pair| pair[0].to_owned()).collect()
}

/// Those of the numbers of a page that its reading neither gives nor tells.
fn lost(page: &str, mut lost: Vec<String>) -> Vec<String> {
    let Ok(read) = import::read(page.as_bytes(), None) else {
        return Vec::new();
    };
    let mut told: Vec<String> = read
        .unplaced
        .iter()
        .flat_map(|one| {
            let words = one.text.replace(['(', ')', '|'], " ");
            words.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    for count in &read.counts {
        told.push(count.people.to_string());
        if count.contractors > 0 {
            told.push(count.contractors.to_string());
        }
    }
    for one in told {
        if let Some(place) = lost.iter().position(|number| *number == one) {
            lost.swap_remove(place);
        }
    }
    lost
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_gives_the_same_numbers(review in review()) {
        let (markdown, counts) = page(&review);
        let document = document::parse(&markdown).unwrap();
        let sent = forms::storage(&document);
        for (form, bytes) in [
            ("markdown", markdown.clone().into_bytes()),
            ("storage", sent.clone().into_bytes()),
            ("edited", forms::edited(&document).into_bytes()),
            ("REST", forms::rest(&sent).into_bytes()),
            ("HTML", forms::html(&document).into_bytes()),
            ("Word", forms::word(&document)),
            ("Markdown of another tool", forms::github(&document).into_bytes()),
        ] {
            let read = import::read(&bytes, None).unwrap();
            prop_assert_eq!(&read.counts, &counts, "{}", form);
            prop_assert_eq!(&read.unplaced, &vec![], "{}", form);
        }
        // Text tells less; with the names that a review declares it tells as much.
        let copied = forms::copied(&document);
        let read = import::read(copied.as_bytes(), Some(&known())).unwrap();
        prop_assert_eq!(&read.counts, &counts, "{}", copied);
        prop_assert_eq!(&read.unplaced, &vec![]);
    }

    #[test]
    fn text_alone_gives_no_wrong_number(review in review()) {
        text_alone(&review);
    }
}

fn text_alone(review: &[Vec<System>]) {
    let (markdown, counts) = page(review);
    let copied = forms::copied(&document::parse(&markdown).unwrap());
    let read = import::read(copied.as_bytes(), None).unwrap();
    let expected: BTreeSet<&PageCount> = counts.iter().collect();
    for count in &read.counts {
        assert!(expected.contains(count), "{count:?} of {copied}");
    }
    assert_eq!(lost(&copied, numbers(&copied)), Vec::<String>::new(), "{copied}");
}

#[test]
fn a_resource_that_holds_nothing_at_the_end_of_a_cell_is_no_part_of_a_role() {
    let empty = || vec![vec![None; ROLES.len()]; LEVELS.len()];
    let with = |level: usize, numbers: &[(usize, u64)]| {
        let mut held = empty();
        for (role, people) in numbers {
            held[level][*role] = Some((*people, 0));
        }
        held
    };
    let system = |resources, levels| System {
        resources: Some(resources),
        whole: empty(),
        levels,
    };
    let cut = system(vec![with(0, &[(3, 30), (5, 7)]), empty()], 1);
    text_alone(&[vec![cut.clone()]]);
    let full = system(vec![with(1, &[(5, 1)]), with(1, &[(5, 1)])], 2);
    text_alone(&[vec![full], vec![cut]]);
}

/// A change that somebody or something makes to a page.
#[derive(Clone, Debug)]
enum Change {
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>;
    let noise = vec![
        "|",
        "\n",
        " - ",
        " : ",
        "(",
        ")",
        "7",
        " 7 Engineer ",
        "Permissions",
        "<td>",
        "</td>",
        "<ul>",
        "&",
        "]]>",
        "é",
        "\u{0}",
        "</table>",
        "**",
    ];
    prop_oneof![
        1 => place().prop_map(Change::Cut),
        3 => (place(), 1..30_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        3 => (place(), prop::sample::select(noise)).prop_map(|(at, noise)| Change::Insert(at, noise)),
    ]
}

fn changed(page: &str, changes: &[Change]) -> String {
    let mut letters: Vec<char> = page.chars().collect();
    for change in changes {
        match change {
            Change::Cut(at) => letters.truncate(at.index(letters.len() + 1)),
            Change::Remove(at, length) => {
                let begin = at.index(letters.len() + 1);
                letters.drain(begin..(begin + length).min(letters.len()));
            }
            Change::Insert(at, noise) => {
                let begin = at.index(letters.len() + 1);
                letters.splice(begin..begin, noise.chars());
            }
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_number_of_a_spoiled_text_disappears(changes in prop::collection::vec(change(), 1..4)) {
        let page = changed(&text("tests/pages/page.txt"), &changes);
        prop_assert_eq!(lost(&page, numbers(&page)), Vec::<String>::new(), "{}", page);
    }

    #[test]
    fn no_number_of_a_spoiled_markdown_disappears(changes in prop::collection::vec(change(), 1..4)) {
        let page = changed(&text("out/2021-10-06/public/audit.md"), &changes);
        // What stands in a tag nobody reads, be it broken.
        let seen = |line: &str| line.split('<').enumerate().map(|(place, piece)| match piece.split_once('>') {
            _ if place == 0 => piece,
            Some((_, behind)) => behind,
            None => "",
        }.to_owned()).collect::<Vec<_>>().join(" ");
        let (_, body) = page.split_once("<table>").unwrap_or_default();
        // `2) Product Owner` is an item of a numbered list to Markdown.
        let is_no_item = |line: &&str| {
            let digits = line.trim_start_matches(['-', ' ']).split_once(')');
            digits.is_none_or(|(before, _)| !before.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let numbers = numbers(&body.lines().filter(is_no_item).map(seen).collect::<Vec<_>>().join(" | "));
        prop_assert_eq!(lost(&page, numbers), Vec::<String>::new(), "{}", page);
    }

    #[test]
    fn no_spoiled_page_ends_the_program(changes in prop::collection::vec(change(), 1..6), form in 0..5_usize) {
        let document = document::parse(&text("out/2021-10-06/public/audit.md")).unwrap();
        let page = match form {
            0 => forms::storage(&document),
            1 => forms::edited(&document),
            2 => forms::html(&document),
            3 => String::from_utf8(forms::word(&document)).unwrap(),
            _ => text("out/2021-10-06/public/audit.md"),
        };
        let _ = import::read(changed(&page, &changes).as_bytes(), None);
    }
}
