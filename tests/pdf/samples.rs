//! Documents to print: one like the published page, one like an internal report. All names are made up.

use access_review::model::block::{Block, Cell, Document, Front, Inline, Row, Scope, Table};

/// The front matter of a sample.
pub(crate) fn front(title: &str, edition: &str, classification: &str) -> Front {
    Front {
        title: title.to_owned(),
        organisation: "Example Ltd".to_owned(),
        date: "2021-10-06".to_owned(),
        period: "2021 Q3".to_owned(),
        edition: edition.to_owned(),
        classification: classification.to_owned(),
        language: "en-GB".to_owned(),
        ..Front::default()
    }
}

/// Plain text.
pub(crate) fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

/// A paragraph.
pub(crate) fn plain(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

/// A label.
pub(crate) fn label(words: &str) -> Block {
    Block::Paragraph(vec![Inline::Strong(vec![text(words)])])
}

/// A list of one-line items.
pub(crate) fn list(items: &[&str]) -> Block {
    Block::List(items.iter().map(|item| vec![plain(item)]).collect())
}

/// A heading.
pub(crate) fn heading(level: u8, id: &str, words: &str) -> Block {
    Block::Heading {
        level,
        id: Some(id.to_owned()),
        text: vec![text(words)],
    }
}

/// A cell.
pub(crate) fn cell(header: Option<Scope>, rowspan: u16, blocks: Vec<Block>) -> Cell {
    Cell {
        header,
        rowspan,
        colspan: 1,
        blocks,
    }
}

/// A header row.
pub(crate) fn head(names: &[&str]) -> Row {
    Row {
        cells: names
            .iter()
            .map(|name| cell(Some(Scope::Column), 1, vec![plain(name)]))
            .collect(),
    }
}

/// A level with its counts.
fn level(name: &str, counts: &[&str]) -> Vec<Block> {
    vec![plain(name), list(counts)]
}

/// A system of the page: name, description, definitions, and what stands below "Access".
fn system(name: &str, what: &str, definitions: &[(&str, &str)], access: Vec<Block>) -> Vec<Block> {
    let item = |(name, meaning): &(&str, &str)| {
        vec![Block::Paragraph(vec![
            Inline::Strong(vec![text(name)]),
            text(": "),
            text(meaning),
        ])]
    };
    let mut blocks = vec![label(name), plain(what), label("Permissions")];
    blocks.push(Block::List(definitions.iter().map(item).collect()));
    blocks.push(label("Access"));
    blocks.extend(access);
    blocks
}

/// The source code system with nine repositories.
fn repositories() -> Vec<Block> {
    let mut access = Vec::new();
    for number in 1..=9 {
        access.push(label(&format!("Repository{number}")));
        let write: &[&str] = match number {
            1..=5 => &["6 Software Developer ( 1 Contractor )", "1 Product Owner"],
            6 => &[
                "1 DevOps Engineer",
                "6 Software Developer ( 1 Contractor )",
                "2 Test Engineer",
                "1 Product Owner",
                "1 Technical Account",
            ],
            _ => &[
                "1 DevOps Engineer",
                "6 Software Developer ( 1 Contractor )",
                "2 Test Engineer",
                "1 Product Owner",
            ],
        };
        access.push(Block::List(vec![
            level("Admin", &["1 DevOps Engineer", "2 Product Owner"]),
            level("Write", write),
        ]));
    }
    system(
        "Bitbucket Cloud",
        "Keeps the source code of our products and builds them.",
        &[
            ("Admin", "may create and delete repositories and change their settings."),
            ("Write", "may push and merge changes and start a build by hand."),
            ("Read", "may read the code, the build logs and the pull requests."),
        ],
        access,
    )
}

/// A cloud account and its bastion.
fn cloud(stage: &str) -> Vec<Block> {
    let mut blocks = system(
        &format!("AWS {stage}"),
        "A separate account that holds nothing but the resources of this environment.",
        &[
            ("Admin", "may list, create, delete and change every resource."),
            (
                "Container Image Admin",
                "may list, create, delete and (in snapshot repositories) change container images.",
            ),
            (
                "S3 Backup",
                "may list, create, delete and change what lies in the backup bucket.",
            ),
            (
                "Stage Deploy",
                "may list, create, delete and change Kubernetes resources and list container images.",
            ),
        ],
        vec![Block::List(vec![
            level(
                "Admin",
                &[
                    "1 DevOps Engineer",
                    "3 Infrastructure Engineer ( 3 Contractor )",
                    "1 Software Developer",
                ],
            ),
            level("Container Image Admin", &["1 Technical Account"]),
            level("S3 Backup", &["1 Technical Account"]),
            level("Stage Deploy", &["2 Software Developer ( 1 Contractor )"]),
        ])],
    );
    blocks.extend(system(
        &format!("AWS {stage} Bastion"),
        "A small instance that leads to the internal network and its databases.",
        &[
            ("Root", "may administer the operating system."),
            ("User", "may log in and reach the internal network."),
        ],
        vec![Block::List(vec![
            level(
                "Root",
                &["1 DevOps Engineer", "1 Infrastructure Engineer ( 1 Contractor )"],
            ),
            level(
                "User",
                &[
                    "1 DevOps Engineer",
                    "2 Infrastructure Engineer ( 2 Contractor )",
                    "3 Software Developer ( 1 Contractor )",
                    "1 Test Engineer",
                    "1 Technical Account",
                ],
            ),
        ])],
    ));
    blocks
}

/// A row of the page.
fn activity(group: Option<(u16, &str)>, name: &str, scope: &[&str], status: Vec<Block>) -> Row {
    let mut cells = Vec::new();
    if let Some((rows, name)) = group {
        cells.push(cell(Some(Scope::RowGroup), rows, vec![plain(name)]));
    }
    cells.push(cell(Some(Scope::Row), 1, vec![plain(name)]));
    cells.push(cell(None, 1, vec![list(scope)]));
    cells.push(cell(None, 1, status));
    Row { cells }
}

/// The published page.
pub(crate) fn published(widths: &[u8]) -> Document {
    let source = [
        "Access only for people of the product team",
        "Only minimal permissions are granted",
        "No unauthorised access",
    ];
    let cloud_scope = [
        "Console access is restricted to authorised persons",
        "SSH access is protected by keys and MFA",
        "Databases are reached from the internal network only",
        "Only minimal permissions are granted",
        "No unauthorised access",
    ];
    let artifacts = system(
        "JFrog Artifactory",
        "Keeps build logs and artefacts.",
        &[
            ("Admin", "may create and delete repositories and change their settings."),
            ("Read", "may list and download artefacts."),
        ],
        vec![list(&["Repository1", "Repository2"])],
    );
    let monitoring = system(
        "Datadog",
        "Keeps logs and watches the staging and production environments.",
        &[
            ("Admin", "may administer everything; cannot delete logs."),
            ("Read", "may read monitors, dashboards and logs."),
        ],
        vec![Block::List(vec![
            level(
                "Admin",
                &["1 DevOps Engineer", "1 Software Developer", "1 Technical Account"],
            ),
            level(
                "Read",
                &[
                    "1 Infrastructure Engineer ( 1 Contractor )",
                    "4 Software Developer",
                    "3 Support Agent",
                    "3 Product Owner",
                ],
            ),
        ])],
    );
    let table = Table {
        widths: widths.to_vec(),
        head: vec![head(&["Category", "Activity", "Scope", "Status of the internal audit"])],
        body: vec![
            activity(
                Some((3, "Product Development Environment")),
                "Product Team Workstations",
                &[
                    "Virus protection is up to date",
                    "Disks are fully encrypted",
                    "No unauthorised access",
                ],
                vec![
                    label("Product Team Workstations"),
                    plain("The notebooks of all 15 members of the product team were checked."),
                ],
            ),
            activity(None, "Source Code Management System", &source, repositories()),
            activity(None, "Artifact Management System", &source, artifacts),
            activity(
                Some((1, "Staging Environment")),
                "AWS Staging Environment",
                &cloud_scope,
                cloud("Stage"),
            ),
            activity(
                Some((1, "Production Environment")),
                "AWS Production Environment",
                &cloud_scope,
                cloud("Prod"),
            ),
            activity(
                Some((1, "Log Analysis and Monitoring")),
                "Datadog Logging and Monitoring System",
                &source,
                monitoring,
            ),
        ],
    };
    let blocks = vec![plain("Audit date: 06 October 2021"), Block::Table(table)];
    Document {
        front: front("Annual access audit", "Public edition", "Public"),
        blocks,
    }
}

/// People whose names need more than ASCII, and their logins.
const PEOPLE: [(&str, &str); 7] = [
    ("Łukasz Żółkiewski", "lukasz.zolkiewski"),
    ("Nguyễn Thị Minh Phượng", "nguyen.minh"),
    ("Ελένη Παπαδοπούλου", "eleni.papadopoulou"),
    ("Ольга Щербакова", "olga.shcherbakova"),
    ("Żofia Ćwiąkalska-Wiśniewska", "zofia.cwiakalska-wisniewska"),
    ("José Núñez Ávila", "jose.nunez"),
    ("Árvíztűrő Győző", "arvizturo.gyozo"),
];

/// A table of ninety grants in seven columns.
fn grants() -> Table {
    let rows = (0..90).map(|row: usize| {
        let (name, login) = PEOPLE[row % PEOPLE.len()];
        let values = [
            format!("{}", 1000 + row),
            name.to_owned(),
            format!("{login}@product-development.example.com"),
            format!("svc_{login}_{row:03}"),
            format!("example-org/platform-infrastructure_deployment.{row}"),
            ["Admin", "Write", "Read"][row % 3].to_owned(),
            format!("exports/bitbucket-cloud/2021-10-06_permissions.csv:{}", row + 2),
        ];
        let cell = |(index, value): (usize, &String)| cell((index == 0).then_some(Scope::Row), 1, vec![plain(value)]);
        Row {
            cells: values.iter().enumerate().map(cell).collect(),
        }
    });
    let columns = ["Id", "Person", "E-mail", "Login", "Resource", "Level", "Evidence"];
    Table {
        widths: Vec::new(),
        head: vec![head(&columns)],
        body: rows.collect(),
    }
}

/// An internal report of several pages.
pub(crate) fn internal() -> Document {
    let long = "Every line of every export was read and ended in exactly one of three ways: it was used, it was set aside \
        with a reason, or it was rejected with the line and the reason. The numbers below add up, and where they do not, \
        the run fails before anything is written. ";
    let mut blocks = vec![
        heading(1, "summary", "Summary"),
        Block::Paragraph(vec![
            text(long),
            text("See the "),
            Inline::Link {
                to: "#grants".to_owned(),
                text: vec![text("list of all grants")],
            },
            text(" and the "),
            Inline::Link {
                to: "https://www.example.com/policy?year=2021".to_owned(),
                text: vec![text("declared policy")],
            },
            text("."),
            Inline::Break,
            text("Questions go to the compliance officer."),
        ]),
        list(&[
            "3 findings of high severity",
            "12 findings of medium severity",
            "No finding is open for longer than a year",
        ]),
        heading(1, "findings", "Findings"),
    ];
    for (index, (name, login)) in PEOPLE.iter().enumerate() {
        blocks.push(heading(
            2,
            &format!("finding-{index}"),
            &format!("Orphan account {login}"),
        ));
        blocks.push(plain(&format!("{name}: {}", long.repeat(1 + index % 3))));
        blocks.push(label("Evidence"));
        blocks.push(Block::List(vec![
            vec![
                plain("Export"),
                list(&[
                    "exports/bitbucket-cloud/2021-10-06_permissions.csv, line 14",
                    "exports/aws/credential_report.csv, line 3",
                ]),
            ],
            vec![plain("Roster"), list(&["people.csv has no such login"])],
        ]));
    }
    let sum = |name: &str, span: u16, figures: &[&str]| {
        let mut cells = vec![Cell {
            header: Some(Scope::Row),
            rowspan: 1,
            colspan: span,
            blocks: vec![plain(name)],
        }];
        cells.extend(figures.iter().map(|figure| cell(None, 1, vec![plain(figure)])));
        Row { cells }
    };
    let rows = Table {
        widths: vec![40, 20, 20, 20],
        head: vec![head(&["Export", "Used", "Set aside", "Rejected"])],
        body: vec![
            sum("bitbucket.csv", 1, &["120", "3", "0"]),
            sum("aws.csv", 1, &["18", "0", "1"]),
            sum("All of them", 3, &["142"]),
        ],
    };
    blocks.extend([heading(1, "rows", "Rows accounted for"), Block::Table(rows)]);
    blocks.extend([
        heading(1, "grants", "All grants"),
        plain("One line a grant."),
        Block::Table(grants()),
    ]);
    Document {
        front: front("Internal access review", "Internal edition", "Confidential"),
        blocks,
    }
}
