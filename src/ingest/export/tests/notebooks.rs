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
