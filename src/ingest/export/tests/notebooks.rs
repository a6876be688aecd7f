//! Notebooks.

use super::*;

#[test]
fn notebooks_of_several_files_are_joined_by_identifier_or_name() {
    let devices = file(
        "devices.csv",
        &[
            &[(
                Kind::Device,
                false,
                &[(Device, "NB-1"), (Id, "aa"), (Account, "alice"), (Encrypted, "yes")],
            )],
            &[(
                Kind::Device,
                false,
                &[(Device, "NB-2"), (Id, "bb"), (Account, "bob"), (Encrypted, "no")],
            )],
            &[(Kind::Device, false, &[(Device, "NB-2"), (Id, "cc"), (Account, "cy")])],
        ],
    );
    let antivirus = file(
        "antivirus.csv",
        &[
            &[(Kind::Device, false, &[(Id, "aa"), (Protected, "yes")])],
            &[(Kind::Device, false, &[(Device, "bb"), (Protected, "no")])],
            &[(Kind::Device, false, &[(Device, "NB-2"), (Protected, "yes")])],
            &[(Kind::Device, false, &[(Device, "NB-9"), (Protected, "yes")])],
            &[(Kind::Device, false, &[(Device, "NB-1"), (Encrypted, "no")])],
            &[(Kind::Grant, false, &[(Account, "x"), (Level, "y")])],
        ],
    );
    for files in [[devices.clone(), antivirus.clone()], [antivirus, devices]] {
        let mut world = World::new();
        let system = world.notebooks("notebooks");
        let read = read(&mut world, system, &files);
        let mut shown: Vec<String> = (read.access.devices.iter())
            .map(|device| {
                let login = read.access.accounts[device.account].login.reveal();
                format!(
                    "{} {login} {:?} {:?}",
                    device.name.reveal(),
                    device.encrypted,
                    device.protected
                )
            })
            .collect();
        shown.sort();
        assert_eq!(shown[1..], ["NB-2 bob Some(false) Some(false)", "NB-2 cy None None"]);
        let rejected = read.rejected("antivirus.csv");
        assert!(
            rejected[0].contains("2 notebooks of this system are called `NB-2`"),
            "{rejected:?}"
        );
        assert!(
            rejected[1].starts_with("no file of this system names the owner"),
            "{rejected:?}"
        );
        assert!(
            rejected.last().unwrap().starts_with("this is a permission"),
            "{rejected:?}"
        );
        assert_eq!(shown[0], "NB-1 alice Some(true) Some(true)");
        assert!(
            rejected[2].contains("gives notebook `NB-1` another state"),
            "{rejected:?}"
        );
        assert_eq!(
            (read.rows("antivirus.csv"), read.rows("devices.csv")),
            ((2, 0, 4), (3, 0, 0))
        );
    }
}

#[test]
fn an_inventory_has_names_of_accounts_only() {
    let names = file(
        "names.json",
        &[
            &[(Kind::Name, false, &[(Of, "account"), (Id, "90-1"), (Name, "alice")])],
            &[(Kind::Name, false, &[(Of, "group"), (Id, "90-2"), (Name, "bob")])],
            &[(Kind::Name, false, &[(Of, "colour"), (Id, "90-3"), (Name, "red")])],
        ],
    );
    let devices = file(
        "devices.csv",
        &[
            &[(Kind::Device, false, &[(Device, "NB-1"), (Account, "90-1")])],
            &[(Kind::Device, false, &[(Device, "NB-2"), (Account, "90-2")])],
        ],
    );
    let mut world = World::new();
    let system = world.notebooks("notebooks");
    let read = read(&mut world, system, &[names, devices]);
    assert_eq!(read.logins(), ["alice", "90-2"], "a group is no owner");
    assert_eq!(read.rows("names.json"), (1, 0, 2));
    let rejected = read.rejected("names.json");
    assert!(
        rejected[0].starts_with("this is the name of a group, a level or a resource"),
        "{rejected:?}"
    );
    assert!(rejected[1].contains("the id stands for `colour`"), "{rejected:?}");
}
