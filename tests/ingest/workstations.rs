//! Inventories of notebooks.

use access_review::model::snapshot::{Access, Snapshot};
use access_review::model::system::Field;

use super::review::{Review, export, rejected, review, source, strings, workstation_system};

fn inventory(text: &str) -> Review {
    let mut review = review();
    let mut export = export("laptops.csv");
    let columns = [
        (Field::Account, "Owner"),
        (Field::Device, "Serial"),
        (Field::Encrypted, "Disk"),
        (Field::Protected, "AV"),
    ];
    export.columns = columns
        .into_iter()
        .map(|(field, name)| (field, strings(&[name])))
        .collect();
    review.system(workstation_system(export));
    review.file("laptops.csv", text);
    review
}

fn laptops(snapshot: &Snapshot) -> &Access {
    &snapshot.access[1]
}

#[test]
fn every_row_is_a_notebook_of_its_owner() {
    let review =
        inventory("Owner,Serial,Disk,AV\nanna@example.org,SN1,yes,no\nAnna@example.org,SN2,,1\nghost,SN3,TRUE,0\n");
    let snapshot = review.read();
    let access = laptops(&snapshot);
    let shown: Vec<_> = access
        .devices
        .iter()
        .map(|it| (it.name.reveal(), it.encrypted, it.protected))
        .collect();
    let expected = [
        ("SN1", Some(true), Some(false)),
        ("SN2", None, Some(true)),
        ("SN3", Some(true), Some(false)),
    ];
    assert_eq!(shown, expected);
    assert_eq!(access.devices[0].account, access.devices[1].account);
    let held: Vec<_> = access
        .accounts
        .values()
        .map(|account| account.holder.identity().is_some())
        .collect();
    assert_eq!(held, [true, false]);
    assert_eq!((source(&snapshot).facts.devices, access.devices[2].place.line), (3, 4));
}

#[test]
fn a_notebook_of_two_is_a_notebook_of_each() {
    let mut review = inventory("Owner,Serial,Disk,AV\nanna;bo;anna,SN1,yes,yes\n");
    let systems = review.settings.systems.values_mut();
    let rules = systems.last().unwrap();
    if let access_review::model::system::SystemKind::Workstations(rules) = &mut rules.kind {
        rules.exports[0].separators.insert(Field::Account, ";".to_owned());
    }
    review.file("laptops.csv", "Owner,Serial,Disk,AV\n\"anna;bo;anna\",SN1,yes,yes\n");
    assert_eq!(laptops(&review.read()).devices.len(), 2);
}

#[test]
fn a_row_without_owner_or_serial_or_with_an_unknown_word_is_rejected() {
    let cases = [
        (",SN1,yes,yes", "cell `Owner` is empty"),
        ("anna,,yes,yes", "cell `Serial` is empty"),
        ("anna,SN1,half,yes", "cell `Disk` holds `half`, expected one of `yes`"),
        ("anna,SN1,yes,half", "cell `AV` holds `half`, expected one of `yes`"),
    ];
    for (row, expected) in cases {
        let snapshot = inventory(&format!("Owner,Serial,Disk,AV\n{row}\n")).read();
        let (_, reason) = rejected(&snapshot);
        assert!(reason.starts_with(expected), "{reason}");
        assert!(laptops(&snapshot).devices.is_empty());
    }
}

#[test]
fn a_notebook_that_is_told_twice_otherwise_is_rejected() {
    for (second, what) in [("bo,SN1,yes,yes", "other owners"), ("anna,SN1,no,yes", "another state")] {
        let snapshot = inventory(&format!(
            "Owner,Serial,Disk,AV\nanna,SN1,yes,yes\nanna,SN1,yes,\n{second}\n"
        ))
        .read();
        let (line, reason) = rejected(&snapshot);
        assert_eq!(line, 4);
        assert!(
            reason.starts_with(&format!("the row gives notebook `SN1` {what} than line 2 does")),
            "{reason}"
        );
    }
}
