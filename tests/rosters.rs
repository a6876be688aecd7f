//! Staff lists as products and people make them, end to end: who is who, who is a contractor, who left, whose login is
//! whose. One more product: a list here and what `explain` must say of its people.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::PathBuf;

use crate::profiles::workbook;
use crate::support::{replace, report, run, said, small};

/// Everybody has an account, by a login that only the roster knows or by an address.
const EXPORT: &str = "User,Permission\nalind,Admin\nbmarsh,Read\ncstone,Read\neno,Read\nana.private@example.com,Read\n";

/// The small review with this staff list, and `[roster]` that says this of it.
pub(crate) fn review(name: &str, bytes: &[u8], roster: &str) -> (tempfile::TempDir, PathBuf) {
    let (holder, inputs) = small();
    fs::remove_file(inputs.join("people.csv")).unwrap();
    fs::write(inputs.join(name), bytes).unwrap();
    fs::write(inputs.join("exports/vault.csv"), EXPORT).unwrap();
    replace(
        &inputs.join("review.toml"),
        "[[system]]",
        &format!("[roster]\nfile = \"{name}\"\n{roster}\n[[system]]"),
    );
    (holder, inputs)
}

/// What `explain` says, without its line breaks.
fn explained(inputs: &std::path::Path, subject: &str) -> String {
    let (code, text, error) = said(&run(&["explain", subject, "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 0, "{subject}: {error}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The internal document of a report, which tells the findings in sentences.
fn internal(holder: &tempfile::TempDir, inputs: &std::path::Path) -> String {
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(inputs, &out));
    assert!(code < 2, "{error}");
    fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap()
}

/// What must come of every list: Ana by two addresses and a login, Bo a contractor, Cy who left on a day, Em who left
/// nobody says when.
fn everybody_is_known(name: &str, bytes: &[u8], roster: &str) {
    let (holder, inputs) = review(name, bytes, roster);
    let document = internal(&holder, &inputs);
    for subject in ["alind", "ana.private@example.com"] {
        let ana = explained(&inputs, subject);
        assert!(
            ana.contains("Ana Lind (") && ana.contains(", employee"),
            "{name}: {ana}"
        );
        assert!(!ana.contains("left"), "{name}: {ana}");
    }
    let bo = explained(&inputs, "bmarsh");
    assert!(bo.contains("Bo Marsh (") && bo.contains(", contractor"), "{name}: {bo}");
    let cy = explained(&inputs, "Cy Stone");
    assert!(
        cy.contains(", left on 2024-02-02") && cy.contains("to: 2024-02-02"),
        "{name}: {cy}"
    );
    let em = explained(&inputs, "Em Novak");
    assert!(
        em.contains(", left, day not told") && em.contains("to: left, day not told"),
        "{name}: {em}"
    );
    assert!(em.contains("roles: Engineer"), "{name}: {em}");
    for sentence in [
        "Cy Stone (3) left on 02 February 2024 and still has account cstone",
        "Em Novak (4) left, day not told, and still has account eno",
    ] {
        assert_eq!(document.matches(sentence).count(), 1, "{name}: {sentence}: {document}");
    }
    assert_eq!(
        document.matches("and still has account").count(),
        2,
        "{name}: {document}"
    );
    assert!(
        !document.contains("belongs to nobody in the roster"),
        "{name}: {document}"
    );
    let markdown = fs::read_to_string(holder.path().join("out/2024-03-01/public/audit.md")).unwrap();
    assert!(markdown.contains("Former Member"), "{name}: {markdown}");
}

const LOGINS: &str = "[roster.logins]\nvault = \"Vault user\"\n";

#[test]
fn a_list_of_bamboohr() {
    let text = "Employee #,First Name,Last Name,Job Title,Status,Employment Status,Hire Date,Work Email,Termination Date,\
                Vault user\n\
                1,Ana,Lind,Engineer,Active,Full-Time,2023-05-02,ana@example.com; ana.private@example.com,,alind\n\
                2,Bo,Marsh,Engineer,Active,Contractor,2023-05-02,bo@example.com,,bmarsh; bo-old\n\
                3,Cy,Stone,Engineer,Inactive,Full-Time,2023-05-02,cy@example.com,2024-02-02,cstone\n\
                4,Em,Novak,Engineer,Inactive,Terminated,2020-06-01,em@example.com,,eno\n\
                Page 1 of 1,,,,,,,,,\n";
    everybody_is_known("Employees.csv", text.as_bytes(), LOGINS);
}

#[test]
fn a_list_of_workday_with_lines_above_and_below() {
    let rows = [
        "Worker Report - as of 03/01/2024",
        "",
        "Employee ID\tWorker\tBusiness Title\tWorker Type\tHire Date\tTermination Date\tActive Status\tWork Email\tVault user",
        "1\tLind, Ana\tEngineer\tEmployee\t2023-05-02\t\tYes\tana@example.com; ana.private@example.com\talind",
        "2\tBo Marsh (2)\tEngineer\tContingent Worker\t14-Feb-2021\t\tYes\tbo@example.com\tbmarsh",
        "3\tStone, Cy\tEngineer\tEmployee\t2021-02-14\t2024-02-02\tNo\tcy@example.com\tcstone",
        "4\tNovak, Em\tEngineer\tEmployee\tMar 9, 2020\t\tNo\tem@example.com\teno",
        "Total\t\t\t\t\t\t\t4\t",
    ];
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('\t').collect()).collect();
    everybody_is_known("Worker_Report.xlsx", &workbook(&rows), LOGINS);
}

#[test]
fn a_list_of_personio() {
    let text = "Personalnummer;Vorname;Nachname;E-Mail;Status;Einstellungsdatum;Austrittsdatum;Position;Beschäftigungsart;\
                login vault\n\
                1;Ana;Lind;ana@example.com, ana.private@example.com;Aktiv;02.05.2023;;Engineer;Intern;alind\n\
                2;Bo;Marsh;bo@example.com;Aktiv;14.11.2022;;Engineer;Externer Dienstleister;bmarsh\n\
                3;Cy;Stone;cy@example.com;Inaktiv;14.11.2022;02.02.2024;Engineer;Intern;cstone\n\
                4;Em;Novak;em@example.com;Inaktiv;01.06.2020;;Engineer;Intern;eno\n";
    everybody_is_known("mitarbeiter.csv", text.as_bytes(), "separator = \",\"\n");
}

#[test]
fn a_french_list_whose_columns_are_mapped() {
    const ROSTER: &str = r#"encoding = "windows-1252"
dates = ["DD/MM/YYYY"]
separator = " / "
[roster.columns]
id = "Matricule"
name = "Prénom et nom"
role = "Fonction"
employment = "Contrat"
company = "Société"
email = "Courriel"
start = "Date d'entrée"
end = "Date de sortie"
[roster.words]
employee = ["CDI", "CDD"]
contractor = ["Prestataire"]
left = ["Parti", "Partie"]
[roster.logins]
vault = "Compte Vault"
"#;
    let text = "Liste du personnel\n\n\
                Matricule;Prénom et nom;Fonction;Contrat;Société;Courriel;Date d'entrée;Date de sortie;Compte Vault\n\
                1;Ana Lind;Engineer;CDI;;ana@example.com / ana.private@example.com;02/05/2023;;alind\n\
                2;Bo Marsh;Engineer;Prestataire;Hélio;bo@example.com;14/11/2022;;bmarsh / bo-old\n\
                3;Cy Stone;Engineer;CDD;;cy@example.com;14/11/2022;02/02/2024;cstone\n\
                4;Em Novak;Engineer;CDI;;em@example.com;01/06/2020;partie;eno\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    everybody_is_known("personnel.csv", &bytes, ROSTER);
}

#[test]
fn a_list_of_nobody_s_is_to_be_mapped() {
    let (holder, inputs) = review("personnel.csv", "Matricule;Nom\n1;Ana Lind\n".as_bytes(), "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    let expected = "so say with `columns` under [roster] in review.toml which column is which";
    assert!(
        code == 2 && error.contains("holds `Matricule`, `Nom`") && error.contains(expected),
        "{error}"
    );
}

/// A staff list that a profile reads, with one person.
fn bamboo(headers: &str, row: &str, roster: &str) -> (i32, String) {
    let text = format!(
        "Employee #,First Name,Last Name,Job Title,Status,Hire Date,{headers}\n1,Ana,Lind,Engineer,Active,2023-05-02,{row}\n"
    );
    let (holder, inputs) = review("people.csv", text.as_bytes(), roster);
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    (code, error)
}

#[test]
fn a_list_of_a_known_product_with_a_renamed_column_is_told_by_its_product() {
    let text = "Employee ID,Worker Name,Business Title,Hire Date\n1,Ana Lind,Engineer,2023-05-02\n";
    let (holder, inputs) = review("people.csv", text.as_bytes(), "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    for part in [
        "nearest are `workday-people` (Workday: Worker report, Excel, TSV or CSV), which wants `Worker` too",
        "say with `columns` under [roster] in review.toml which column is which, or give the columns of the file their \
         names back",
    ] {
        assert!(code == 2 && error.contains(part), "{error}");
    }
}

#[test]
fn a_renamed_column_of_addresses_or_of_ends_is_told() {
    let list = |headers: &str, roster: &str| {
        // a blank status would be told
        let cells = if headers.ends_with("Active Status") {
            ",Yes"
        } else {
            ","
        };
        let text =
            format!("Employee ID,Worker,Business Title,Hire Date,{headers}\n1,Ana Lind,Engineer,2023-05-02,{cells}\n");
        let (holder, inputs) = review("people.csv", text.as_bytes(), roster);
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        (code, error)
    };
    for (headers, name, wanted) in [
        ("Business E-mail,Active Status", "Business E-mail", "Work Email"),
        (
            "Work Email,End of employment",
            "End of employment",
            "Termination Date`, `Contract End Date`, `Last Day of Work`, `Active Status",
        ),
    ] {
        let (code, error) = list(headers, "");
        let expected = format!(
            "people.csv:1: column `{name}` is not read, but looks like the column `{wanted}` of the profile `workday-people`"
        );
        assert!(code == 2 && error.contains(&expected), "{error}");
        assert!(error.contains(&format!("`ignore = [\"{name}\"]`")), "{error}");
        let (code, error) = list(headers, &format!("ignore = [\"{name}\"]\n"));
        assert!(code < 2, "{error}");
    }
    // one column of addresses is read: another is that of somebody else
    let (code, error) = list("Work Email,Manager Email", "");
    assert!(code < 2, "{error}");
}

#[test]
fn columns_of_logins_beside_a_profile_must_be_there_and_be_of_a_system() {
    let cases = [
        (
            "Vault usr",
            LOGINS,
            "people.csv:1: there is no column `Vault user` in its header, which is `Employee #`",
        ),
        (
            "Vault usr",
            LOGINS,
            "[roster.logins] of review.toml says that it holds the logins of `vault`",
        ),
        (
            "Login vaul",
            "",
            "people.csv:1: column `Login vaul` names no system of review.toml; did you mean `login vault`?",
        ),
    ];
    for (header, roster, expected) in cases {
        let (code, error) = bamboo(header, "alind", roster);
        assert!(code == 2 && error.contains(expected), "{error}");
    }
    assert!(bamboo("Login vault", "alind", "").0 < 2);
}

#[test]
fn words_for_those_who_left_count_beside_a_profile_too() {
    let (code, error) = bamboo("Termination Date", "Abgang", "");
    let expected = "cell `Termination Date`, `Status` holds `Abgang`, expected a day of the calendar";
    assert!(code == 2 && error.contains(expected), "{error}");
    assert!(
        !error.contains("lists nobody") && error.contains("told by `left`; if this is meant as such a word"),
        "{error}"
    );
    assert!(error.contains("`words = { left = [\"Abgang\"] }`"), "{error}");
    let (code, error) = bamboo("Termination Date", "Abgang", "words = { left = [\"Abgang\"] }\n");
    assert!(code < 2, "{error}");
}

#[test]
fn a_word_of_an_hr_product_that_nobody_knows_is_asked_for_and_never_guessed() {
    let list = |status: &str, employment: &str, words: &str| {
        let text = format!(
            "Employee #,First Name,Last Name,Job Title,Status,Hire Date,Employment Status\n\
             1,Ana,Lind,Engineer,{status},2023-05-02,{employment}\n"
        );
        let (holder, inputs) = review("people.csv", text.as_bytes(), words);
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        (code, error)
    };
    for (status, employment, key) in [
        ("Active", "External", "contractor"),
        ("Active", "External", "employee"),
        ("Ended", "Full-Time", "left"),
        ("Ended", "Full-Time", "there"),
    ] {
        let word = if status == "Active" { employment } else { status };
        let (code, error) = list(status, employment, "");
        assert!(code == 2 && error.contains(&format!("holds `{word}`")), "{error}");
        assert!(error.contains(key), "{error}");
        let (code, error) = list(status, employment, &format!("words = {{ {key} = [\"{word}\"] }}\n"));
        assert!(code < 2, "{key}: {error}");
    }
    for (status, employment) in [("Active", "Full-Time"), ("On Leave", "Intern")] {
        let (code, error) = list(status, employment, "");
        assert!(code < 2, "{status} {employment}: {error}");
    }
    let (code, error) = list("", "", "");
    assert!(
        code == 2 && error.contains("Status"),
        "whether somebody is there is never guessed: {error}"
    );
}

#[test]
fn a_profile_that_gives_no_id_takes_the_address_and_one_without_roles_is_refused() {
    const STAFF: &str = r#"id = "staff"
system = "Example"
format = "Staff, CSV"
verified = true
steps = ["Choose Export."]
[match]
headers = ["Full name", "Mail"]
[input]
reader = "table"
[[records]]
[[records.emit]]
kind = "person"
name = "Full name"
email = "Mail"
"#;
    let text = "Full name,Mail,Post\nAna Lind,ana@example.com; ana.private@example.com,Engineer\nBo Marsh,bo@example.com,Engineer\n";
    let (holder, inputs) = review("people.csv", text.as_bytes(), "");
    fs::create_dir_all(inputs.join("profiles")).unwrap();
    let profile = inputs.join("profiles/staff.toml");
    fs::write(&profile, STAFF).unwrap();
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    let expected = "people.csv: the profile `staff` gives nobody a role; say with `columns` under [roster]";
    assert!(code == 2 && error.contains(expected), "{error}");
    fs::write(&profile, format!("{STAFF}role = \"Post\"\n")).unwrap();
    let ana = explained(&inputs, "ana.private@example.com");
    assert!(ana.contains("Ana Lind (ana@example.com), employee"), "{ana}");
}

#[test]
fn a_technical_account_beside_a_list_of_people_has_a_row_of_its_own() {
    let list = "Personalnummer;Vorname;Nachname;E-Mail;Status;Einstellungsdatum;Austrittsdatum;Position;Beschäftigungsart\n\
                1;Ana;Lind;ana@example.com;Aktiv;02.05.2023;;Engineer;Intern\n";
    let (_holder, inputs) = review("mitarbeiter.csv", list.as_bytes(), "");
    fs::write(
        inputs.join("exports/vault.csv"),
        "User,Permission\nci-bot,Read\nana@example.com,Read\n",
    )
    .unwrap();
    fs::write(
        inputs.join("accounts.csv"),
        "System,Account,Person\nvault,ci-bot,ci-bot\n",
    )
    .unwrap();
    let role = "[[role]]\ntitle = \"Technical Account\"\nkind = \"technical\"\n[[role.may]]\nsystem = \"vault\"\nlevels = [\"Read\"]\n";
    let roles = fs::read_to_string(inputs.join("roles.toml")).unwrap() + role;
    fs::write(inputs.join("roles.toml"), roles).unwrap();
    let (code, _, error) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(
        error.contains("accounts.csv:2: cell `Person` holds `ci-bot`, which is nobody in the roster; put an id")
            && error
                .contains("a technical account needs a row of its own in the roster (in a list of an HR system too)"),
        "{error}"
    );
    let with_robot = format!("{list}T1;Build;Robot;;Aktiv;;;Technical Account;Intern\n");
    fs::write(inputs.join("mitarbeiter.csv"), with_robot).unwrap();
    fs::write(inputs.join("accounts.csv"), "System,Account,Person\nvault,ci-bot,T1\n").unwrap();
    let robot = explained(&inputs, "ci-bot");
    assert!(robot.contains("Build Robot (T1), technical account"), "{robot}");
}

#[test]
fn an_account_that_a_sheet_gives_to_somebody_else_is_told_with_its_row() {
    let (holder, inputs) = small();
    fs::write(
        inputs.join("accounts.csv"),
        "System,Account,Person\nvault,bo@example.com,3\n",
    )
    .unwrap();
    let document = internal(&holder, &inputs)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        document.contains(
            "could belong to Bo Marsh (2) or Cy Stone (3); accounts.csv:2 names Cy Stone (3). Correct or remove the row of \
             the accounts sheet that is wrong"
        ),
        "{document}"
    );
    let check = explained(&inputs, "ambiguous-account");
    assert!(check.contains("accounts.csv:2 names: Cy Stone (3)"), "{check}");
    let export = "User,Permission\nbo-admin,Admin\n";
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    fs::write(
        inputs.join("accounts.csv"),
        "System,Account,Person\nvault,bo-admin,3\nvault,bo-admin,2\n",
    )
    .unwrap();
    let bo = explained(&inputs, "bo-admin");
    assert!(
        bo.contains("the accounts sheet, accounts.csv:2 and accounts.csv:3: Bo Marsh (2)"),
        "{bo}"
    );
}

/// What `check` refuses a list of Personio with this header for.
fn refused(header: &str, roster: &str) -> String {
    let list = format!("{header}\n1;Ana;Lind;ana@example.com;Aktiv;02.05.2023;;Engineer;Intern\n");
    let (_holder, inputs) = review("mitarbeiter.csv", list.as_bytes(), roster);
    let (_, _, error) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    error
}

const PERSONIO: &str =
    "Personalnummer;Vorname;Nachname;E-Mail;Status;Einstellungsdatum;Austrittsdatum;Position;Beschäftigungsart";

#[test]
fn a_renamed_column_of_addresses_is_told_and_may_be_ignored() {
    let renamed = PERSONIO.replace("E-Mail", "Work Mail");
    let error = refused(&renamed, "");
    assert_eq!(
        error.matches("Work Mail").count(),
        3,
        "once, with what to write: {error}"
    );
    assert!(
        error.contains("mitarbeiter.csv:1: column `Work Mail` is not read, but looks like the column `")
            && error.contains("give it that name in the file")
            && error.contains("`columns = { email = \"Work Mail\" }` under [roster]")
            && error.contains("`ignore = [\"Work Mail\"]` under [roster]"),
        "{error}"
    );
    for (header, roster) in [(renamed.as_str(), "ignore = [\"work mail\"]"), (PERSONIO, "")] {
        let error = refused(header, roster);
        assert!(!error.contains("Mail"), "{error}");
    }
}

#[test]
fn a_renamed_column_that_tells_the_product_is_named_with_the_product() {
    let error = refused(&PERSONIO.replace("Position", "Stelle"), "");
    for part in [
        "no profile fits the file; its headers seem to be `Personalnummer`",
        "nearest are `personio-people` (Personio: ",
        "which wants `Position` too",
        "nor has it the usual headers of a staff list (no header row",
        "or give the columns of the file their names back",
    ] {
        assert!(error.contains(part), "`{part}` is not in:\n{error}");
    }
}

#[test]
fn a_list_that_does_not_tell_who_works_by_contract_leaves_that_check_open() {
    let reviewed = |header: &str| {
        let list = format!("{header}\n1;Ana;Lind;ana@example.com;Aktiv;02.05.2023;;Engineer;Extern\n");
        let (holder, inputs) = review("mitarbeiter.csv", list.as_bytes(), "");
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        let internal = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
        let outcome = internal.lines().find(|line| line.starts_with("| contractor-grant "));
        outcome.unwrap().to_owned()
    };
    let without = reviewed(&PERSONIO.replace("Beschäftigungsart", "Anstellungsart"));
    assert!(
        without.contains("not judged: the staff list does not tell who works by contract"),
        "{without}"
    );
    let with = reviewed(PERSONIO);
    assert!(!with.contains("not judged"), "{with}");
}

#[test]
fn days_of_workday_that_can_mean_two_are_asked_for() {
    let header = "Employee ID,Worker,Business Title,Worker Type,Hire Date,Termination Date,Active Status,Work Email";
    let list = format!("{header}\n1,Ana Lind,Engineer,Employee,05/06/2023,,Yes,ana@example.com\n");
    let (_holder, inputs) = review("people.csv", list.as_bytes(), "");
    let (code, _, error) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert!(
        code == 2 && error.contains("`05/06/2023`") && error.contains("dates = ["),
        "{error}"
    );
}

#[test]
fn declared_columns_are_read_beside_those_of_the_profile() {
    let header = "Personalnummer;Vorname;Nachname;Work Mail;Status;Einstellungsdatum;Abgang am;Position;Anstellung;Rolle 2;\
                  Notebook;login vault";
    let list = format!(
        "{header}\n\
         1;Ana;Lind;ana@example.com, ana.private@example.com;Aktiv;02.05.2023;;Engineer;Intern;;nein;alind\n\
         2;Bo;Marsh;bo@example.com;Aktiv;14.11.2022;;Engineer;Externer Dienstleister;Tester;;bmarsh\n\
         3;Cy;Stone;cy@example.com;Inaktiv;14.11.2022;02.02.2024;Engineer;Intern;;;cstone\n\
         4;Em;Novak;em@example.com;Inaktiv;01.06.2020;;Engineer;Intern;;;eno\n"
    );
    let roster = "separator = \",\"\nwords = { no = [\"nein\"] }\n[roster.columns]\nemail = \"Work Mail\"\nend = \"Abgang am\"\n\
                  employment = \"Anstellung\"\nfurther-roles = \"Rolle 2\"\nworkstation = \"Notebook\"\n";
    let (_holder, inputs) = review("mitarbeiter.csv", list.as_bytes(), roster);
    let roles = fs::read_to_string(inputs.join("roles.toml")).unwrap() + "[[role]]\ntitle = \"Tester\"\n";
    fs::write(inputs.join("roles.toml"), roles).unwrap();
    for (subject, part) in [
        ("ana.private@example.com", "Ana Lind (1), employee"),
        ("bmarsh", "Bo Marsh (2), contractor"),
        ("Cy Stone", "to: 2024-02-02"),
        ("Em Novak", "to: left, day not told"),
        ("Bo Marsh", "roles: Engineer, Tester"),
    ] {
        let said = explained(&inputs, subject);
        assert!(said.contains(part), "{part}: {said}");
    }
    let file = inputs.join("mitarbeiter.csv");
    let (code, text, error) = said(&run(&[
        "profiles",
        "test",
        file.to_str().unwrap(),
        "--inputs",
        inputs.to_str().unwrap(),
    ]));
    assert_eq!((code, error.as_str()), (0, ""), "{text}");
    assert!(
        text.contains("personio-people") && text.contains("end=2024-02-02"),
        "{text}"
    );
}

#[test]
fn a_declared_column_that_the_list_lacks_is_told_with_where_it_is_declared() {
    for (key, name) in [("email", "Work Mail"), ("workstation", "Laptop")] {
        let error = refused(PERSONIO, &format!("columns = {{ {key} = \"{name}\" }}\n"));
        for part in [
            format!("mitarbeiter.csv:1: there is no column `{name}` in its header"),
            "write its name in review.toml as it stands here".to_owned(),
            format!("`columns` under [roster] says that it holds `{key}`"),
        ] {
            assert!(error.contains(&part), "{part}: {error}");
        }
    }
}

#[test]
fn a_list_that_is_mapped_as_a_whole_is_read_by_no_profile() {
    let roster = "columns = { id = \"Personalnummer\", name = \"Nachname\", role = \"Position\", \
                  employment = \"Beschäftigungsart\", email = \"E-Mail\" }\n";
    let error = refused(PERSONIO, roster);
    assert!(
        error.contains("cell `Beschäftigungsart` holds `Intern`, expected one of `employee`, `contractor`"),
        "{error}"
    );
}

#[test]
fn a_word_for_employment_is_told_by_a_trial_as_by_a_report() {
    let list = format!("{PERSONIO}\n1;Ana;Lind;ana@example.com;Aktiv;02.05.2023;;Engineer;Leihe\n");
    let (holder, inputs) = review("mitarbeiter.csv", list.as_bytes(), "");
    let expected = "cell `Beschäftigungsart` holds `Leihe`, expected one of `employee`, `contractor`";
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code == 2 && error.contains("holds `Leihe`"), "{error}");
    let trial = |inputs: &std::path::Path| {
        let file = inputs.join("mitarbeiter.csv");
        said(&run(&[
            "profiles",
            "test",
            file.to_str().unwrap(),
            "--inputs",
            inputs.to_str().unwrap(),
        ]))
    };
    let (code, text, _) = trial(&inputs);
    assert!(code == 1 && text.contains(expected), "{text}");
    replace(
        &inputs.join("review.toml"),
        "file = \"mitarbeiter.csv\"",
        "file = \"mitarbeiter.csv\"\nwords = { contractor = [\"Leihe\"] }",
    );
    let (code, text, _) = trial(&inputs);
    assert_eq!(code, 0, "{text}");
    fs::remove_file(inputs.join("review.toml")).unwrap();
    let (code, text, _) = trial(&inputs);
    assert!(code == 1 && text.contains(expected), "nothing names the file: {text}");
}

#[test]
fn of_two_last_days_the_earlier_one_is_the_end() {
    let people = |dates: &str, status: &str| {
        let header = PERSONIO.replace("Austrittsdatum", "Austrittsdatum;Letzter Arbeitstag");
        let list = format!("{header}\n3;Cy;Stone;cy@example.com;{status};14.11.2022;{dates};Engineer;Intern\n");
        review("mitarbeiter.csv", list.as_bytes(), "")
    };
    for (dates, status, end) in [
        ("31.03.2024;02.02.2024", "Aktiv", "2024-02-02"),
        ("02.02.2024;31.03.2024", "Aktiv", "2024-02-02"),
        (";02.02.2024", "Inaktiv", "2024-02-02"),
        ("02.02.2024;", "Inaktiv", "2024-02-02"),
        (";", "Inaktiv", "left, day not told"),
    ] {
        let (_holder, inputs) = people(dates, status);
        let cy = explained(&inputs, "Cy Stone");
        assert!(cy.contains(&format!("to: {end}")), "{dates}: {cy}");
    }
    let (_holder, inputs) = people("31.03.2024;bald", "Aktiv");
    let (code, _, error) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert!(code == 2 && error.contains("holds `bald`"), "{error}");
}

#[test]
fn a_column_of_last_days_under_any_name_is_told() {
    for name in [
        "Leaving date",
        "Contract End",
        "left",
        "Exit date",
        "termination",
        "Terminated on",
        "valid until",
        "Austritt",
        "Austrittsdatum",
        "Vertragsende",
        "befristet bis",
        "Last working day",
    ] {
        let list = format!("id,name,role,employment,{name}\n1,Ana Lind,Engineer,employee,2024-01-31\n");
        let told = |roster: &str| {
            let (holder, inputs) = review("people.csv", list.as_bytes(), roster);
            said(&report(&inputs, &holder.path().join("out")))
        };
        let (code, _, error) = told("");
        let expected = format!("column `{name}` is not read, but looks like the column `end`");
        assert!(code == 2 && error.contains(&expected), "{name}: {error}");
        assert!(
            error.contains(&format!("`columns = {{ end = \"{name}\" }}`")),
            "{error}"
        );
        let (code, _, error) = told(&format!("ignore = [\"{name}\"]"));
        assert!(code < 2, "{error}");
        // and where the list has its column of last days it is another one
        let (holder, inputs) = review(
            "people.csv",
            format!("end,{list}").replace("\n1", "\n,1").as_bytes(),
            "",
        );
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        assert!(code < 2, "{name}: {error}");
    }
}

#[test]
fn a_status_does_not_stand_in_for_the_column_of_last_days() {
    let list = |header: &str| format!("{header}\n1,Ana Lind,Engineer,2023-05-02,ana@example.com,yes,2024-01-31\n");
    let told = |header: &str| {
        let (holder, inputs) = review("people.csv", list(header).as_bytes(), "");
        said(&report(&inputs, &holder.path().join("out")))
    };
    let usual = "Employee ID,Worker,Business Title,Hire Date,Work Email,Active Status";
    let (code, _, error) = told(&format!("{usual},Leaving date"));
    assert!(
        code == 2
            && error.contains(
                "people.csv:1: column `Leaving date` is not read, but looks like the last day of people, of which the \
                 profile `workday-people` finds no column"
            ),
        "{error}"
    );
    let (code, _, error) = told(&format!("{usual},Termination Date"));
    assert!(code < 2, "{error}");
}

#[test]
fn a_recognised_staff_list_tells_which_accounts_are_technical() {
    let list = "Employee ID,Worker,Business Title,Hire Date,Work Email,Termination Date,Kind\n\
                1,Ana Lind,Engineer,2023-05-02,alind@example.com,,\n\
                2,Build Robot,Robot,2023-05-02,robot@example.com,,technical\n";
    let (_holder, inputs) = review("people.csv", list.as_bytes(), "");
    fs::write(
        inputs.join("exports/vault.csv"),
        "User,Permission\nrobot@example.com,Read\n",
    )
    .unwrap();
    let told = explained(&inputs, "robot@example.com");
    assert!(told.contains("technical"), "{told}");
    let (_holder, inputs) = review("people.csv", list.as_bytes(), "ignore = [\"kind\"]");
    fs::write(
        inputs.join("exports/vault.csv"),
        "User,Permission\nrobot@example.com,Read\n",
    )
    .unwrap();
    assert!(!explained(&inputs, "robot@example.com").contains("technical"));
    let odd = list.replace("technical", "full time");
    let (holder, inputs) = review("people.csv", odd.as_bytes(), "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code == 2 && error.contains("cell `Kind` holds `full time`"), "{error}");
}
