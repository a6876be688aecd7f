//! What a host says of sudo: root, aliases, and the file that is no export.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::path::Path;

use access_review::{config, ingest};

use crate::recognise::{findings, put, review};
use crate::support::{report, said};

const HEADER: &str = "rule,user,host,runusers,rungroups,options,command\n";

const REMEDY: &str = "cvtsudoers -e -f csv -s defaults,aliases -o sudoers.csv /etc/sudoers";

#[test]
fn root_is_no_orphan_unless_a_list_of_accounts_lets_it_sign_in() {
    let rules = format!("{HEADER}rule,root,ALL,ALL,ALL,\"\",ALL\nrule,ana,ALL,ALL,ALL,\"\",ALL\n");
    let orphans = |others: &[(&str, &str)]| {
        let told = findings(&rules, others);
        let own = told.lines().filter(|line| line.starts_with("orphan-account/"));
        own.map(|line| line.contains("root")).collect::<Vec<bool>>()
    };
    assert_eq!(orphans(&[]), [false], "ana alone");
    for (shell, expected) in [("/usr/sbin/nologin", 1), ("/bin/bash", 2)] {
        let passwd = format!("root:x:0:0:root:/root:{shell}\nana:x:1001:1001::/home/ana:/bin/bash\n");
        assert_eq!(orphans(&[("passwd.txt", &passwd)]).len(), expected, "{shell}");
    }
}

#[test]
fn a_rule_of_an_alias_is_rejected_with_the_command_that_writes_it_out() {
    let profiles = config::profiles(Path::new("no such folder")).unwrap();
    for (rule, cell) in [
        ("rule,ADMINS,ALL,ALL,ALL,\"\",ALL\n", "cell `user` holds `ADMINS`: "),
        (
            "rule,ana,ALL,ALL,ALL,\"\",\"/usr/bin/id,SERVICES\"\n",
            "cell `command` holds `/usr/bin/id,SERVICES`: ",
        ),
    ] {
        let trial = ingest::trial("sudoers.csv", format!("{HEADER}{rule}").as_bytes(), &profiles).unwrap();
        let reason = trial.rows.rejected.first().unwrap().reason.reveal();
        assert!(reason.starts_with(cell) && reason.contains(REMEDY), "{reason}");
        assert!(trial.facts.grants.is_empty(), "{:?}", trial.facts.grants);
    }
}

const RAW: &str =
    "# edited with visudo\nDefaults env_reset\nroot ALL=(ALL:ALL) ALL\nana ALL=(ALL) NOPASSWD: /usr/bin/id\n";

#[test]
fn the_file_sudoers_itself_is_told_apart_with_what_to_ask_for() {
    let (holder, inputs) = review(&[], RAW, "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert_eq!(code, 2, "{error}");
    for part in [
        "the file is no export that can be read (Linux: The file /etc/sudoers itself)",
        REMEDY,
    ] {
        assert!(error.contains(part), "{error}");
    }
    assert!(!error.contains("secrets"), "{error}");
}

#[test]
fn a_profile_of_ones_own_that_reads_such_a_file_goes_before() {
    let own = "id = \"own-sudoers\"\nformat = \"Rules\"\n[match]\nsome-line = 'Defaults .*'\n[input]\nreader = \"lines\"\n\
               patterns = ['(?<who>\\w+) ALL=.*']\ndrop = '#.*|Defaults.*'\n[[records]]\n[[records.emit]]\nkind = \"grant\"\n\
               account = \"who\"\nlevel = { text = \"sudo\" }\n";
    let (holder, inputs) = review(&[], RAW, "");
    put(&inputs, &[own]);
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code < 2, "{error}");
}
