//! Pages as people leave them: what is carried, and what is told instead of guessed.

use access_review::import;
use access_review::model::page::{Known, Page};

/// A row of text copied from a page, under its head.
fn copied(status: &str) -> String {
    format!("| Category | Activity | Scope | Status |\n| Cloud | Hosting | Named people only | {status} |\n")
}

/// A cell of storage format, in a page.
fn storage(status: &str) -> String {
    format!(
        "<table><tbody><tr><th>Category</th><th>Activity</th><th>Scope</th><th>Status</th></tr><tr><td>Cloud</td><td>Hosting</td><td /><td>{status}</td></tr></tbody></table>"
    )
}

fn read(page: &str) -> Page {
    import::read(page.as_bytes(), None).unwrap()
}

/// The numbers of a page, a line each, then what was not placed.
fn told(page: &Page) -> (Vec<String>, Vec<&str>) {
    let counts = page.counts.iter().map(|count| {
        let nouns = [&count.system, &count.resource, &count.level, &count.role].map(String::as_str);
        format!("{}: {} ({})", nouns.join("/"), count.people, count.contractors)
    });
    (
        counts.collect(),
        page.unplaced.iter().map(|one| one.text.as_str()).collect(),
    )
}

#[track_caller]
fn gives(page: &str, counts: &[&str], unplaced: &[&str]) {
    let page = read(page);
    let (found, left) = told(&page);
    assert_eq!(
        (found, left),
        (counts.iter().map(|&text| text.to_owned()).collect(), unplaced.to_vec())
    );
}

const HEAD: &str = "Nimbus Holds what we run. Permissions - Admin : May do all. - Stage Deploy : May roll out. ";

#[test]
fn a_level_is_the_same_word_run_together() {
    gives(
        &copied(&format!(
            "{HEAD}- Admin 1 Engineer ( 1 Contractor ) - StageDeploy 2 Engineer"
        )),
        &["Nimbus//Admin/Engineer: 1 (1)", "Nimbus//Stage Deploy/Engineer: 2 (0)"],
        &[],
    );
}

#[test]
fn a_renamed_level_is_carried_as_it_is_spelled_and_told() {
    gives(
        &copied(&format!("{HEAD}- Admin 1 Engineer - StageDeployers 2 Agent 1 Engineer")),
        &[
            "Nimbus//Admin/Engineer: 1 (0)",
            "Nimbus//StageDeployers/Agent: 2 (0)",
            "Nimbus//StageDeployers/Engineer: 1 (0)",
        ],
        &["StageDeployers"],
    );
    gives(
        &storage(
            "<p><strong>Nimbus</strong></p><p>Holds it.</p><p><strong>Permissions</strong></p><ul><li>Admin : All.</li></ul><ul><li>Admin<ul><li>1 Engineer</li></ul></li><li>StageDeployers<ul><li>2 Engineer</li></ul></li></ul>",
        ),
        &[
            "Nimbus//Admin/Engineer: 1 (0)",
            "Nimbus//StageDeployers/Engineer: 2 (0)",
        ],
        &["StageDeployers"],
    );
}

#[test]
fn a_renamed_level_that_nothing_sets_apart_is_told_with_its_numbers() {
    gives(
        &copied(&format!(
            "{HEAD}- Admin 1 Engineer ( 1 Contractor ) StageDeployers 2 Engineer 1 Agent"
        )),
        &["Nimbus//Admin/Engineer: 1 (1)"],
        &["StageDeployers", "2 Engineer", "1 Agent"],
    );
    gives(
        &copied(&format!("{HEAD}- Admin 1 Engineer StageDeployers 2 Engineer")),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &["StageDeployers", "2 Engineer"],
    );
}

#[test]
fn brackets_may_touch_and_companies_stand_in_them() {
    gives(
        &copied(&format!(
            "{HEAD}- Admin 4 Engineer( 3 Contractor ) 2 Agent (1 contractors) 3 Tester ( 2 Contractor of Hired Hands ) 1 Owner"
        )),
        &[
            "Nimbus//Admin/Engineer: 4 (3)",
            "Nimbus//Admin/Agent: 2 (1)",
            "Nimbus//Admin/Tester: 3 (2)",
            "Nimbus//Admin/Owner: 1 (0)",
        ],
        &[],
    );
    for (bracket, is_told) in [
        ("3 Contractor: 1 of Hired Hands, 2 of Northquay ( UK ) Ltd", true),
        ("3 Contractor of Northquay ( UK ) Ltd", true),
        ("3 Contractor: 2 of Hired Hands, 2 of Northquay Ltd", false),
        ("3 Contractor of whom 2 left", false),
        ("3 Contractor: two of Hired Hands", false),
        ("3 Contractor on leave", false),
    ] {
        let bracket = format!("( {bracket} )");
        let told = [bracket.as_str()];
        gives(
            &copied(&format!("{HEAD}- Admin 4 Engineer {bracket} 1 Owner")),
            &["Nimbus//Admin/Engineer: 4 (3)", "Nimbus//Admin/Owner: 1 (0)"],
            if is_told { &[] } else { &told },
        );
    }
}

#[test]
fn a_bracket_that_tells_something_else_is_told() {
    gives(
        &copied(&format!(
            "{HEAD}- Admin 4 Engineer ( 3 Hired Hands ) - Stage Deploy 1 Agent ( L2 )"
        )),
        &["Nimbus//Stage Deploy/Agent ( L2 ): 1 (0)"],
        &["4 Engineer ( 3 Hired Hands )"],
    );
}

#[test]
fn groups_from_outside_and_new_roles_are_carried() {
    gives(
        &storage(
            "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li><p>Admin: All.</p></li></ul><p>Access</p><ul><li><p>Admin</p><ul><li><p>5 Brightwave&rsquo;s support team</p></li><li><p>1 M&eacute;dia Officer ( 1 Contractor )</p></li></ul></li></ul>",
        ),
        &[
            "Nimbus//Admin/Brightwave\u{2019}s support team: 5 (0)",
            "Nimbus//Admin/M\u{e9}dia Officer: 1 (1)",
        ],
        &[],
    );
}

#[test]
fn numbers_that_cannot_be_true_are_told() {
    gives(
        &copied(&format!(
            "{HEAD}- Admin 1 Engineer ( 2 Contractor ) 1 Agent 2 Agent 01 Owner"
        )),
        &["Nimbus//Admin/Agent: 1 (0)"],
        &["1 Engineer ( 2 Contractor )", "2 Agent 01 Owner"],
    );
}

#[test]
fn a_name_is_told_from_what_is_glued_to_it_where_something_shows_its_end() {
    let status = "NimbusHolds what we run. Permissions - Admin : All. - Admin 1 Engineer";
    let known = Known {
        systems: vec!["Nimbus".to_owned()],
        ..Known::default()
    };
    let page = import::read(copied(status).as_bytes(), Some(&known)).unwrap();
    assert_eq!(told(&page).0, ["Nimbus//Admin/Engineer: 1 (0)"]);
    // Without it nothing shows where the name ends, and nothing is placed.
    gives(&copied(status), &[], &["1 Engineer"]);
    gives(
        &storage(
            "<p><strong>Nimbus</strong>Holds what we run.</p><p>Permissions</p><ul><li>Admin : All.</li></ul><ul><li>Admin<ul><li>1 Engineer</li></ul></li></ul>",
        ),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &[],
    );
}

#[test]
fn a_role_of_which_nothing_shows_the_end_is_told() {
    let head = "Forge Holds the code. Permissions - Admin : All. - Write : Some. ";
    gives(
        &copied(&format!(
            "{head}Payments - Admin 1 Engineer 2 Owner Ledger - Write 1 Engineer"
        )),
        &["Forge/Payments/Admin/Engineer: 1 (0)"],
        &["2 Owner Ledger", "1 Engineer"],
    );
    // Where the same role stands elsewhere with its end, the rest is the resource.
    gives(
        &copied(&format!(
            "{head}Payments - Admin 1 Engineer 2 Owner Ledger - Write 1 Engineer 3 Owner"
        )),
        &[
            "Forge/Payments/Admin/Engineer: 1 (0)",
            "Forge/Payments/Admin/Owner: 2 (0)",
            "Forge/Ledger/Write/Engineer: 1 (0)",
            "Forge/Ledger/Write/Owner: 3 (0)",
        ],
        &[],
    );
}

#[test]
fn columns_may_have_other_names_be_fewer_and_cells_be_missing() {
    let status = "Nimbus Holds it all. Permissions Admin : All. Admin 1 Engineer";
    for table in [
        format!("| Category | Activity | Short description | Status of the audit |\n| Cloud | Hosting | {status} |"),
        format!(
            "| Category | Activity | Short description | Status |\n| Cloud | Other | Words | We validated 3 of 3 notebooks. |\n| Hosting | | {status} |"
        ),
        format!("| Activity | Status |\n| Hosting | {status} |"),
        format!("| Area | What | Words | Result |\n| Cloud | Hosting | Words | {status} |")
            .replace("Result", "Internal status"),
    ] {
        let page = read(&table);
        assert_eq!(
            told(&page),
            (vec!["Nimbus//Admin/Engineer: 1 (0)".to_owned()], vec![]),
            "{table}"
        );
        assert_eq!(page.counts[0].activity, "Hosting", "{table}");
    }
    let page = "<table><tr><th>Activity<th>Scope<th>Status<tr><td>Hosting<td><p>Nimbus</p><p>Holds it all.</p><p>Permissions</p><ul><li>Admin : All.</ul><ul><li>Admin<ul><li>1 Engineer</ul></ul></table>";
    assert_eq!(read(page).counts[0].activity, "Hosting");
}

#[test]
fn prose_is_told_and_never_counted() {
    gives(
        &copied("During the audit, 2 subcontractor users were removed who no longer work on our apps."),
        &[],
        &["During the audit, 2 subcontractor users were removed who no longer work on our apps."],
    );
    gives(
        &copied("Notebooks We validated the notebooks of all 15 people."),
        &[],
        &[],
    );
    gives(
        &copied("Nimbus Holds it all. Permissions Admin : All. No active account holds a permission."),
        &[],
        &[],
    );
    let page = storage(
        "<p><strong>Nimbus</strong></p><p>Exported on 06 October 2021, and again on 08 October 2021 after it. During the audit 2 accounts were removed.</p><p>Permissions</p><ul><li>Admin : All.</li></ul><p>This page sums up its 300 resources.</p><ul><li>Admin<ul><li>1 Engineer</li></ul></li></ul>",
    );
    gives(
        &page,
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &["This page sums up its 300 resources."],
    );
}

#[test]
fn notebooks_may_stand_behind_a_system() {
    gives(
        &storage(
            "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li>Admin : All.</li></ul><ul><li>Admin<ul><li>1 Engineer</li></ul></li></ul><p><strong>Laptops</strong></p><p>Exported on 20 March 2023, and again.</p><p>We validated 1 of 3 laptops.</p><p>We removed 2 accounts.</p>",
        ),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &["We removed 2 accounts."],
    );
}

#[test]
fn what_stands_in_the_wrong_place_is_told() {
    let status = "Nimbus Holds it all. Permissions Admin : All. Admin 1 Engineer";
    gives(
        &format!(
            "4 Engineer had access.\n{}",
            copied(status).replace("Named people only", "Named people only 3 Engineer")
        ),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &["Named people only 3 Engineer", "4 Engineer had access."],
    );
    gives(
        &copied(status).replace(" : All.", ""),
        &[],
        &["Nimbus Holds it all. Permissions Admin Admin 1 Engineer"],
    );
}

#[test]
fn editors_leave_copies_lozenges_and_tables_in_tables() {
    let level = "<ul><li><p>Admin<ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"title\">KEEP</ac:parameter><ac:parameter ac:name=\"colour\">Green</ac:parameter></ac:structured-macro></p><ul><li><p>1 Engineer</p></li></ul></li></ul>";
    let cell = format!(
        "<p><strong>Nim</strong><strong>bus</strong> <ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Red</ac:parameter><ac:parameter ac:name=\"title\">2 OPEN</ac:parameter></ac:structured-macro></p><p>Permissions</p><ul><li>Admin : <ac:link><ri:user ri:account-id=\"557058:1\" /></ac:link>All.</li></ul>{level}"
    );
    let doubled = format!(
        "<ac:adf-extension><ac:adf-node type=\"panel\"><ac:adf-attribute key=\"panel-type\">note</ac:adf-attribute><ac:adf-content>{cell}</ac:adf-content></ac:adf-node><ac:adf-fallback>{cell}</ac:adf-fallback></ac:adf-extension>"
    );
    // What an editor shows as a coloured word is no part of the name, and the number in it is told.
    let page = read(&storage(&doubled).replace("2 OPEN", "OPEN"));
    assert_eq!(told(&page), (vec!["Nimbus//Admin/Engineer: 1 (0)".to_owned()], vec![]));

    let nested = "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li>Admin : All.</li><li>Read : Some.</li></ul><table><tbody><tr><td>Admin</td><td>1 Engineer</td></tr><tr><td>Read</td><td>2 Engineer ( 1 Contractor )</td></tr></tbody></table>";
    gives(
        &storage(nested),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Engineer: 2 (1)"],
        &[],
    );
    // A table around the audit's, as layouts of old pages are.
    let around = format!("<table><tbody><tr><td>{}</td></tr></tbody></table>", storage(nested));
    gives(
        &around,
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Engineer: 2 (1)"],
        &[],
    );
}

#[test]
fn lists_may_be_flat_broken_or_in_a_code_block() {
    gives(
        &storage(
            "<p><strong>Nimbus</strong><br/>Holds it.</p><p>Permissions:</p><p>Admin : All.<br/>Read : Some.</p><p>Admin<br/>- 1 Engineer<br/>- 2 Agent</p><p>Read<br/>1 Agent</p>",
        ),
        &[
            "Nimbus//Admin/Engineer: 1 (0)",
            "Nimbus//Admin/Agent: 2 (0)",
            "Nimbus//Read/Agent: 1 (0)",
        ],
        &[],
    );
    gives(
        &storage(
            "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li>Admin : All.</li></ul><ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[Admin\n1 Engineer]]></ac:plain-text-body></ac:structured-macro>",
        ),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &[],
    );
    gives(
        &storage(
            "<p><strong>Forge</strong></p><p>Permissions</p><ul><li>Admin : All.</li></ul><ul><li>Ledger<ul><li>Admin<ul><li>1 Engineer</li></ul></li></ul></li><li>Payments<ul><li>Admin<ul><li>2 Engineer</li></ul></li></ul></li></ul>",
        ),
        &[
            "Forge/Ledger/Admin/Engineer: 1 (0)",
            "Forge/Payments/Admin/Engineer: 2 (0)",
        ],
        &[],
    );
}

#[test]
fn cells_that_cover_several_rows_or_columns_are_read_once() {
    let status = "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li>Admin : All.</li></ul><ul><li>Admin<ul><li>1 Engineer</li></ul></li></ul>";
    let page = format!(
        "<table><tr><th>Category<th>Activity<th>Scope<th>Status<tr><td rowspan=3>Cloud<td>Hosting<td rowspan=2>Same<td rowspan=2>{status}<tr><td>More hosting<tr><td colspan=2>Rest<td>{}</table>",
        status.replace("Nimbus", "Cumulus")
    );
    let page = read(&page);
    let activities: Vec<(&str, &str)> = page
        .counts
        .iter()
        .map(|count| (count.activity.as_str(), count.system.as_str()))
        .collect();
    assert_eq!(activities, [("Hosting", "Nimbus"), ("Rest", "Cumulus")]);
}

/// A system with two levels, in storage format: what holds the second level, then what it holds.
fn two_levels(second: &str, held: &str) -> String {
    storage(&format!(
        "<p><strong>Nimbus</strong></p><p>Holds what we run.</p><p><strong>Permissions</strong></p><ul><li><p>Admin : All.</p></li>\
         <li><p>Read : Some.</p></li></ul><ul><li><p>Admin</p><ul><li><p>1 Engineer</p></li></ul></li>\
         <li>{second}<ul>{held}</ul></li></ul>"
    ))
}

fn macro_of(name: &str, body: &str) -> String {
    format!("<ac:structured-macro ac:name=\"{name}\">{body}</ac:structured-macro>")
}

#[test]
fn what_is_no_text_is_told_and_its_numbers_go_to_nobody_else() {
    let agents = "<li><p>2 Agent</p></li>";
    gives(
        &two_levels("<p>Read</p>", agents),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Agent: 2 (0)"],
        &[],
    );
    let include = macro_of(
        "include",
        "<ac:parameter ac:name=\"\"><ac:link><ri:page ri:content-title=\"B\" /></ac:link></ac:parameter>",
    );
    for (level, shown) in [
        (
            "<p><ac:image><ri:attachment ri:filename=\"a.png\" /></ac:image></p>",
            "[no-text:image]",
        ),
        (&format!("<p>{include}</p>"), "[no-text:include]"),
        ("<p><br /></p>", "[no-text:nothing]"),
    ] {
        gives(
            &two_levels(level, agents),
            &["Nimbus//Admin/Engineer: 1 (0)"],
            &[shown, "2 Agent"],
        );
    }
    // In place of a number, and of a system.
    gives(
        &two_levels("<p>Read</p>", &format!("<li><p>{include}</p></li>{agents}")),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Agent: 2 (0)"],
        &["[no-text:include]"],
    );
    gives(
        &two_levels("<p>Read</p>", agents).replace("</td></tr></tbody>", &format!("{include}</td></tr></tbody>")),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Agent: 2 (0)"],
        &["[no-text:include]"],
    );
    // What a page hides is no part of it.
    let hidden = macro_of(
        "excerpt",
        "<ac:parameter ac:name=\"hidden\">true</ac:parameter><ac:rich-text-body><p>4 Tester</p></ac:rich-text-body>",
    );
    gives(
        &two_levels("<p>Read</p>", &format!("{agents}<li>{hidden}</li>")),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Agent: 2 (0)"],
        &[],
    );
}

#[test]
fn an_item_below_a_number_is_no_further_role() {
    gives(
        &two_levels(
            "<p>Read</p>",
            "<li><p>2 Agent</p><ul><li><p>1 Contractor</p></li></ul></li><li><p>3 Tester</p></li>",
        ),
        &[
            "Nimbus//Admin/Engineer: 1 (0)",
            "Nimbus//Read/Agent: 2 (0)",
            "Nimbus//Read/Tester: 3 (0)",
        ],
        &["1 Contractor"],
    );
    gives(
        &two_levels("<p>Read</p>", "<li><p>2 Agent</p><p>1 of them on leave</p></li>"),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Agent: 2 (0)"],
        &["1 of them on leave"],
    );
}

/// Two systems in one cell: the first in bold type, the second as it is given.
fn two_systems(second: &str) -> String {
    storage(&format!(
        "<p><strong>Nimbus</strong></p><p>Holds what we run.</p><p><strong>Permissions</strong></p><ul><li><p>Admin : All.</p></li>\
         </ul><p><strong>Access</strong></p><ul><li><p>Admin</p><ul><li><p>3 Engineer ( 1 Contractor )</p></li><li><p>2 Owner</p></li></ul>\
         </li></ul>{second}<p>The way in.</p><p><strong>Permissions</strong></p><ul><li><p>Root : All.</p></li></ul>\
         <p><strong>Access</strong></p><ul><li><p>Root</p><ul><li><p>4 Agent</p></li></ul></li></ul>"
    ))
}

const NIMBUS: [&str; 2] = ["Nimbus//Admin/Engineer: 3 (1)", "Nimbus//Admin/Owner: 2 (0)"];

#[test]
fn a_name_that_lost_its_bold_type_takes_no_number_from_the_system_before_it() {
    let page = two_systems("<p>Bastion</p>");
    gives(&page, &NIMBUS, &["Bastion", "4 Agent"]);
    let known = Known {
        systems: vec!["Nimbus".to_owned(), "Bastion".to_owned()],
        ..Known::default()
    };
    let whole = [NIMBUS.as_slice(), &["Bastion//Root/Agent: 4 (0)"]].concat();
    for second in [
        "<p>Bastion</p>",
        "<p>What follows is new.</p><p>Bastion</p>",
        "<p><strong>Bastion</strong></p>",
    ] {
        let page = import::read(two_systems(second).as_bytes(), Some(&known)).unwrap();
        assert_eq!(
            told(&page),
            (whole.iter().map(|&line| line.to_owned()).collect(), vec![]),
            "{second}"
        );
        assert!(page.inferred_systems.is_empty(), "{second}");
    }
    // What no system is called is none, be it bold or not.
    gives(&two_systems("<p>What follows is new.</p>"), &NIMBUS, &["4 Agent"]);
    gives(
        &two_systems("<p><strong>Root</strong></p>"),
        &NIMBUS,
        &["Root", "4 Agent"],
    );
    gives(&two_systems("<p><strong>Bastion</strong></p>"), &whole, &[]);
}

#[test]
fn a_resource_before_a_name_without_bold_type_is_no_system() {
    let page = two_systems("<p><strong>Repository2</strong></p><p>Nobody.</p><p>Bastion</p>").replace(
        "<p><strong>Access</strong></p><ul><li><p>Admin",
        "<p><strong>Repository1</strong></p><ul><li><p>Admin",
    );
    let nimbus = NIMBUS.map(|line| line.replace("//", "/Repository1/"));
    gives(&page, &[&nimbus[0], &nimbus[1]], &["Repository2", "4 Agent"]);
    let known = Known {
        systems: vec!["Bastion".to_owned()],
        ..Known::default()
    };
    let page = import::read(page.as_bytes(), Some(&known)).unwrap();
    assert_eq!(
        told(&page).0,
        [nimbus[0].as_str(), &nimbus[1], "Bastion//Root/Agent: 4 (0)"]
    );
}

#[test]
fn a_line_that_is_no_number_changes_nothing_for_those_beside_it() {
    for line in [
        "5+1 Agent",
        "~6 Agent ( 1 Contractor )",
        "<del>5 Agent</del>",
        "<s>5</s> 6 Agent",
        "1,006 Agent",
        "1.006 Agent",
        "1 006 Agent",
        "6-7 Agent",
        "-6 Agent",
        "6.5 Agent",
        "six Agent",
        "6<sup>1</sup> Agent",
        "Agent: 6 ( 1 Contractor )",
        "2 x Agent",
        "2x Agent",
        "6 Agent [ 1 Contractor ]",
        "6 Agent [1 Contractor]",
        "6 Agent ( 1 Contractor, 2 Partner )",
        "Agent",
    ] {
        let held = format!("<li><p>2 Tester</p></li><li><p>{line}</p></li><li><p>3 Owner</p></li>");
        let page = read(&two_levels("<p>Read</p>", &held));
        let (counts, left) = told(&page);
        assert_eq!(
            counts,
            [
                "Nimbus//Admin/Engineer: 1 (0)",
                "Nimbus//Read/Tester: 2 (0)",
                "Nimbus//Read/Owner: 3 (0)"
            ],
            "{line}"
        );
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let shown = ["<del>", "</del>", "<s>", "</s>", "<sup>", "</sup>"]
            .iter()
            .fold(line.to_owned(), |text, tag| text.replace(tag, ""));
        assert_eq!(letters(&left.concat()), letters(&shown), "{left:?}");
        assert_eq!(left.len(), 1, "{left:?}");
    }
    // As the first of them, too, and with something below it.
    gives(
        &two_levels(
            "<p>Read</p>",
            "<li><p>~6 Agent</p><ul><li><p>1 Contractor</p></li></ul></li><li><p>3 Owner</p></li>",
        ),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Owner: 3 (0)"],
        &["~6 Agent", "1 Contractor"],
    );
    gives(
        &two_levels(
            "<p>Read</p>",
            "<li><p>2 Tester, 4 Agent</p></li><li><p>3 Owner</p></li>",
        ),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Owner: 3 (0)"],
        &["2 Tester,", "4 Agent"],
    );
}

#[test]
fn a_number_in_a_coloured_word_is_told_and_counts_nobody() {
    let ok = macro_of("status", "<ac:parameter ac:name=\"title\">7 OK</ac:parameter>");
    gives(
        &two_levels(&format!("<p>Read {ok}</p>"), "<li><p>2 Tester</p></li>"),
        &["Nimbus//Admin/Engineer: 1 (0)", "Nimbus//Read/Tester: 2 (0)"],
        &["7 OK"],
    );
}

#[test]
fn in_a_list_of_one_depth_no_level_is_made_of_what_cannot_be_read() {
    let flat = |line: &str| {
        storage(&format!(
            "<p><strong>Nimbus</strong></p><p>Permissions</p><ul><li>Admin : All.</li><li>Read : Some.</li></ul>\
             <p>Admin<br/>- 1 Engineer<br/>{line}<br/>- 2 Agent</p><p>Read<br/>- 3 Agent</p>"
        ))
    };
    gives(
        &flat("- 4 Owner"),
        &[
            "Nimbus//Admin/Engineer: 1 (0)",
            "Nimbus//Admin/Owner: 4 (0)",
            "Nimbus//Admin/Agent: 2 (0)",
            "Nimbus//Read/Agent: 3 (0)",
        ],
        &[],
    );
    gives(
        &flat("- ~4 Owner"),
        &["Nimbus//Admin/Engineer: 1 (0)"],
        &["~4 Owner", "2 Agent", "3 Agent"],
    );
    // In a text without lines, too.
    gives(
        &copied("Nimbus Holds it all. Permissions - Admin : All. - Admin 1,006 Engineer 2 Agent"),
        &[],
        &["Admin 1,006 Engineer", "2 Agent"],
    );
}
