//! The record holds opaque ids only, whatever the staff list calls people by.

use std::fs;

use super::{Company, PEOPLE, ROLES};

#[test]
fn addresses_that_are_ids_and_tickets_are_in_the_map_of_people_alone() {
    let company = Company::new();
    company.write(
        "roles.toml",
        &format!(
            "{ROLES}\n[[exception]]\ncheck = \"orphan-account\"\naccount = \"old-bot\"\nsystem = \"git\"\n\
             reason = \"runs the builds\"\napproved-by = \"dan@example.com\"\ngranted = 2020-01-01\n\
             expires = 2020-12-31\nticket = \"mail of Dan Eide\"\n"
        ),
    );
    let mut by_address = PEOPLE.to_owned();
    for (id, name) in [("H-1", "ada"), ("H-2", "bo"), ("H-3", "cara"), ("H-4", "dan")] {
        by_address = by_address.replace(id, &format!("{name}@example.com"));
    }
    company.write("people.csv", &by_address);
    company.audit();
    let record = company.text("2020-03-31", "record.json");
    for name in ["@example.com", "Dan", "Eide", "mail of"] {
        assert!(!record.contains(name), "{name}: {record}");
    }
    company.next("2020-03-31", "2021-03-31");
    company.edit("people.csv", "bo@example.com,,\n", "bo@example.com,,2020-12-31\n");
    company.audit();
    let changes = company.changes("2021-03-31");
    assert!(
        changes.contains_key("person/left/bo@example.com/Developer"),
        "{changes:?}"
    );
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert!(told.contains("  left: bo@example.com (Bo Lind): Developer"), "{told}");
    assert!(told.contains("mail of Dan Eide"), "{told}");
    // Without the maps people are what stands for them, and are the same in both audits.
    for date in ["2020-03-31", "2021-03-31"] {
        fs::remove_file(company.internal(date, "people-map.json")).unwrap();
    }
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    let left: Vec<&str> = told.lines().filter(|line| line.starts_with("  left: ")).collect();
    assert_eq!(left.len(), 1, "{told}");
    assert!(!told.contains("Lind") && !left.concat().contains('@'), "{told}");
    assert!(!told.contains("mail of"), "{told}");
}
