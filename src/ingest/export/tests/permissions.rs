//! Permissions, groups, levels and resources.

use super::*;

#[test]
fn only_the_highest_of_ordered_levels_counts_for_one_on_one_resource_in_all_files() {
    let (mut world, system) = with_repositories();
    let records = [
        (
            Kind::Grant,
            false,
            [(Account, "a"), (Resource, "app"), (Level, "r\nw")].as_slice(),
        ),
        (
            Kind::Grant,
            false,
            [(Account, "a"), (Resource, "app"), (Level, "m")].as_slice(),
        ),
        (
            Kind::Grant,
            false,
            [(Account, "a"), (Resource, "lib"), (Level, "r")].as_slice(),
        ),
        (
            Kind::Grant,
            false,
            [(Account, "a"), (Resource, "app"), (Level, "other")].as_slice(),
        ),
        (
            Kind::Grant,
            false,
            [(Group, "g"), (Resource, "app"), (Level, "w")].as_slice(),
        ),
    ];
    let mut ordered = file("first", &[]);
    ordered.records = records.iter().map(|record| vec![own(record)]).collect();
    ordered.reading.levels = Levels {
        order: ["m", "w", "r"].map(str::to_owned).into(),
        meaning: [("admin", "m"), ("write", "w"), ("read", "r")]
            .map(|(word, raw)| (word.to_owned(), vec![raw.to_owned()]))
            .into(),
    };
    let mut second = file(
        "second",
        &[&[(Kind::Grant, false, &[(Account, "a"), (Resource, "app"), (Level, "r")])]],
    );
    second.reading.levels = ordered.reading.levels.clone();
    let read = read(&mut world, system, &[ordered, second]);
    assert_eq!(read.held(), ["a app Admin", "a app other", "a lib Read"]);
    let of_groups = |grant: &&crate::model::snapshot::Grant| matches!(grant.principal, Principal::Group(_));
    assert_eq!(read.access.grants.iter().filter(of_groups).count(), 1);
    assert_eq!(read.rows("first").0, 5);
}

#[test]
fn what_is_held_on_every_resource_is_held_on_each_and_what_nothing_maps_hides_nothing() {
    let (mut world, system) = with_repositories();
    let mut ordered = file(
        "ordered",
        &[
            &[(Kind::Grant, true, &[(Account, "a"), (Level, "m")])],
            &[(Kind::Grant, false, &[(Account, "a"), (Resource, "app"), (Level, "r")])],
            &[(
                Kind::Grant,
                false,
                &[(Account, "b"), (Resource, "app"), (Level, "mxm\nr")],
            )],
            &[(
                Kind::Grant,
                false,
                &[(Account, "c"), (Resource, "app"), (Level, "m\nn")],
            )],
        ],
    );
    ordered.reading.levels = Levels {
        order: ["mxm", "m", "n", "r"].map(str::to_owned).into(),
        meaning: [("admin", "m"), ("read", "r")]
            .map(|(word, raw)| (word.to_owned(), vec![raw.to_owned()]))
            .into(),
    };
    let read = read(&mut world, system, &[ordered]);
    let expected = ["a app Admin", "a lib Admin", "b app Read", "b app mxm", "c app Admin"];
    assert_eq!(read.held(), expected);
}

#[test]
fn a_spelling_of_the_review_goes_before_the_meaning_of_the_profile() {
    let (mut world, system) = whole();
    let read_level = world.access_rules(system).levels.values_mut().nth(2).unwrap();
    read_level.spellings.push("w".into());
    world.access_rules(system).no_access.push("gone".into());
    let mut levels = file(
        "levels",
        &[
            &[(Kind::Grant, false, &[(Account, "a"), (Level, "w")])],
            &[(Kind::Grant, false, &[(Account, "b"), (Level, "m")])],
            &[(Kind::Grant, false, &[(Account, "c"), (Level, "id-9"), (Name, "Cee")])],
            &[(
                Kind::Grant,
                false,
                &[(Account, "d"), (Level, "GONE"), (Email, "d@example.com")],
            )],
        ],
    );
    levels.reading.levels.meaning = BTreeMap::from([
        ("write".to_owned(), vec!["w".to_owned()]),
        ("admin".to_owned(), vec!["M".to_owned()]),
    ]);
    let names = file(
        "names",
        &[&[(Kind::Name, false, &[(Of, "level"), (Id, "id-9"), (Name, "gone")])]],
    );
    let read = read(&mut world, system, &[levels, names]);
    assert_eq!(read.held(), ["a - Read", "b - Admin"]);
    assert_eq!(read.rows("levels"), (2, 2, 0), "no access, though only a name says so");
    assert_eq!(read.logins().len(), 4, "they are there all the same");
    let facts = read
        .sources
        .values()
        .find(|source| source.file.reveal() == "levels")
        .unwrap()
        .facts;
    assert_eq!(facts.grants, 2);
}

#[test]
fn a_word_among_the_spellings_of_another_means_that_one_where_the_review_has_no_such_level() {
    let mut levels = file(
        "levels",
        &[
            &[(Kind::Grant, false, &[(Account, "a"), (Level, "Primary Owner")])],
            &[(Kind::Grant, false, &[(Account, "b"), (Level, "around")])],
        ],
    );
    levels.reading.levels.meaning = [
        ("admin", "Owner"),
        ("owner", "Primary Owner"),
        ("one", "around\nother"),
        ("other", "one"),
    ]
    .map(|(word, raw)| (word.to_owned(), raw.lines().map(str::to_owned).collect()))
    .into();
    let (mut world, system) = whole();
    assert_eq!(
        read(&mut world, system, &[levels.clone()]).held(),
        ["a - Admin", "b - around"]
    );
    let mut world = World::new();
    let system = world.system("chat", &["Owner", "Admin"]);
    assert_eq!(read(&mut world, system, &[levels]).held(), ["a - Owner", "b - around"]);
}

#[test]
fn every_resource_is_each_of_all_files_and_without_any_the_row_is_rejected() {
    let admin = file("users", &[&[(Kind::Grant, true, &[(Account, "a"), (Level, "Admin")])]]);
    let lists = file("list", &[&[(Kind::Resource, false, &[(Resource, "extra")])]]);
    let (mut world, system) = with_repositories();
    let all = read(&mut world, system, &[admin.clone(), lists]);
    assert_eq!(all.held(), ["a app Admin", "a extra Admin", "a lib Admin"]);

    let mut world = World::new();
    let system = world.repositories("git", &["Admin"], &[]);
    let none = read(&mut world, system, &[admin]);
    assert!(none.held().is_empty());
    assert_eq!(none.rows("users"), (0, 0, 1));
    assert!(none.rejected("users")[0].starts_with("this permission is on every resource of the system"));
}

#[test]
fn a_permission_needs_somebody_a_level_and_a_resource_where_there_are_any() {
    let (mut world, system) = with_repositories();
    let bad = file(
        "bad",
        &[
            &[(
                Kind::Grant,
                false,
                &[(Account, ""), (Group, ""), (Level, "Read"), (Resource, "app")],
            )],
            &[(Kind::Grant, false, &[(Account, "a"), (Level, ""), (Resource, "app")])],
            &[(Kind::Grant, false, &[(Account, "a"), (Level, "Read")])],
            &[(Kind::Grant, false, &[(Account, "a"), (Level, "Read"), (Resource, "")])],
            &[(Kind::Member, false, &[(Group, "g"), (Account, "")])],
            &[(Kind::Device, false, &[(Device, "NB")])],
            &[(Kind::Person, false, &[(Id, "p")])],
        ],
    );
    let read = read(&mut world, system, &[bad]);
    let rejected = read.rejected("bad");
    assert_eq!(rejected.len(), 7);
    let expected = [
        "cell `Account` is empty",
        "cell `Level` is empty",
        "permissions of this system are on resources of their own: where the file names none at all, give it one with \
         `constants = { resource = \"…\" }` in review.toml; where this one stands for several at once (a wildcard), export",
        "cell `Resource` is empty",
        "cell `Account` is empty",
        "this is a notebook, and the system is none that lists notebooks",
        "this is a row of a roster",
    ];
    for (found, expected) in rejected.iter().zip(expected) {
        assert!(found.contains(expected), "{found}");
    }
    assert!(read.logins().is_empty(), "a rejected row leaves nothing behind");
}

#[test]
fn a_star_lists_the_members_of_all_groups_but_those_that_only_are_members() {
    let (mut world, system) = whole();
    let files = file(
        "iam",
        &[
            &[(Kind::Group, false, &[(Group, "*")])],
            &[(Kind::Grant, false, &[(Group, "role/ops"), (Level, "Admin")])],
            &[(Kind::Member, false, &[(Group, "role/ops"), (MemberGroup, "provider")])],
        ],
    );
    let read = read(&mut world, system, &[files]);
    assert_eq!(read.unresolved(), ["provider"]);
}

#[test]
fn a_file_may_say_itself_through_which_group_a_permission_is_held() {
    let (mut world, system) = whole();
    let flat = file(
        "flat",
        &[&[(Kind::Grant, false, &[(Account, "a"), (Level, "Admin"), (Via, "devs")])]],
    );
    let read = read(&mut world, system, &[flat]);
    assert_eq!(read.held(), ["a - Admin devs"]);
    assert!(read.access.unresolved().is_empty(), "the file tells who holds it");
}

#[test]
fn a_record_is_rejected_as_soon_as_any_of_its_facts_is_at_once_or_at_the_end() {
    let (mut world, system) = with_repositories();
    let at_once = file(
        "at-once",
        &[&[
            (Kind::Account, false, &[(Account, "a")]),
            (Kind::Grant, false, &[(Account, "a"), (Level, "Admin")]),
            (
                Kind::Grant,
                false,
                &[(Account, "a"), (Level, "Read"), (Resource, "app")],
            ),
        ]],
    );
    let read1 = read(&mut world, system, &[at_once]);
    assert_eq!(read1.rows("at-once"), (0, 0, 1));
    assert!(read1.rejected("at-once")[0].contains("on resources of their own"));
    assert_eq!(read1.held(), ["a app Read"], "what was understood stays as evidence");

    let mut world = World::new();
    let system = world.repositories("git", &["Admin"], &[]);
    let at_the_end = file(
        "end",
        &[&[
            (Kind::Account, false, &[(Account, "a")]),
            (Kind::Grant, true, &[(Account, "a"), (Level, "Admin")]),
        ]],
    );
    let read2 = read(&mut world, system, &[at_the_end]);
    assert_eq!(read2.rows("end"), (0, 0, 1));
    assert_eq!(read2.logins(), ["a"]);
}

#[test]
fn only_a_file_that_holds_everything_lists_the_members_of_a_group() {
    for listing in ["*", "devs"] {
        for coverage in [Coverage::Full, Coverage::Unknown, Coverage::Partial] {
            let grants = file(
                "grants",
                &[&[(Kind::Grant, false, &[(Group, "devs"), (Level, "Admin")])]],
            );
            let mut groups = file("groups", &[&[(Kind::Group, false, &[(Group, listing)])]]);
            groups.coverage = coverage;
            let (mut world, system) = whole();
            let read1 = read(&mut world, system, &[grants.clone(), groups.clone()]);
            let expected: &[&str] = if coverage == Coverage::Full { &[] } else { &["devs"] };
            assert_eq!(read1.unresolved(), expected, "{listing} {coverage:?}");

            let bad = (
                Kind::Member,
                false,
                vec![(Group, "devs".to_owned()), (Account, String::new())],
            );
            groups.records.push(vec![bad]);
            let (mut world, system) = whole();
            let read2 = read(&mut world, system, &[grants, groups]);
            assert_eq!(read2.unresolved(), ["devs"], "a rejected row may be the member");
        }
    }
}

#[test]
fn a_group_spelt_in_two_ways_is_not_known_to_be_empty() {
    let grants = file(
        "grants",
        &[&[(Kind::Grant, false, &[(Group, "Readers"), (Level, "Admin")])]],
    );
    let users = file(
        "users",
        &[
            &[(Kind::Group, false, &[(Group, "*")])],
            &[(Kind::Member, false, &[(Group, "readers"), (Account, "a")])],
        ],
    );
    let (mut world, system) = whole();
    assert_eq!(read(&mut world, system, &[grants, users]).unresolved(), ["Readers"]);
}

#[test]
fn an_id_is_that_of_the_one_group_that_a_fact_names() {
    let (mut world, system) = whole();
    let groups = file(
        "groups",
        &[
            &[(Kind::Group, false, &[(Group, "a\nb\nc"), (Id, "x")])],
            &[(Kind::Group, false, &[(Group, "d"), (Id, "y")])],
        ],
    );
    let read = read(&mut world, system, &[groups]);
    let ids = read.access.groups.values().flat_map(|group| &group.ids);
    assert_eq!(ids.map(Private::reveal).collect::<Vec<_>>(), ["y"]);
}

/// A record that is a group, with what it holds.
fn records_of_groups() -> Vec<Records> {
    let text = Expression {
        origin: Origin::Text("group".to_owned()),
        split: None,
        extract: None,
        rewrite: Vec::new(),
        skip: Vec::new(),
    };
    let emit = |kind, slot: Slot| Emit {
        kind,
        when: None,
        each: Vec::new(),
        unpivot: None,
        fields: BTreeMap::from([(slot, text.clone())]),
        every_resource: false,
        flags: Flags::default(),
    };
    vec![Records {
        paths: Vec::new(),
        fill_down: Vec::new(),
        keys: Vec::new(),
        set_aside: Vec::new(),
        reject: Vec::new(),
        otherwise: None,
        emits: vec![emit(Kind::Group, Group), emit(Kind::Grant, Group)],
    }]
}

#[test]
fn a_group_without_the_record_that_tells_what_it_holds_makes_the_file_partial() {
    let member: &[Given<'_>] = &[(Kind::Member, false, &[(Group, "admins"), (Account, "a")])];
    let inner: &[Given<'_>] = &[(Kind::Member, false, &[(Group, "ops"), (MemberGroup, "elsewhere")])];
    let record: &[Given<'_>] = &[(Kind::Group, false, &[(Group, "admins"), (Id, "g-1")])];
    let mut users = file("users", &[member, &[(Kind::Group, false, &[(Group, "ops")])], inner]);
    users.reading.records = records_of_groups();
    let (mut world, system) = whole();
    let alone = read(&mut world, system, &[users.clone()]);
    assert_eq!(
        alone.cut("users"),
        Some(
            "record 1 names a member of the group `admins`, and no record of the group itself, in whichever file, tells what \
             that group holds beside what lists of permissions say; add the list of groups (`access-review profiles list` \
             names it)"
        )
    );
    assert_eq!(alone.rows("users"), (3, 0, 0));

    let mut groups = file("groups", &[record]);
    groups.reading.records = records_of_groups();
    let (mut world, system) = whole();
    let both = read(&mut world, system, &[users.clone(), groups]);
    assert_eq!(both.cut("users"), None, "another file has the record");

    users.reading.records = Vec::new();
    let (mut world, system) = whole();
    let lists = read(&mut world, system, &[users]);
    assert_eq!(lists.cut("users"), None, "what a group holds, other files tell");
}

#[test]
fn of_several_groups_without_a_record_the_first_is_told() {
    let mut users = file(
        "users",
        &[
            &[(Kind::Member, false, &[(Group, "zoo\nadmins"), (Account, "a")])],
            &[(Kind::Member, false, &[(Group, "admins\nbees"), (Account, "b")])],
        ],
    );
    users.reading.records = records_of_groups();
    let (mut world, system) = whole();
    let read = read(&mut world, system, &[users]);
    let expected = "record 1 names a member of the group `admins`, and no record of the group itself, in whichever file, \
                    tells what that group holds beside what lists of permissions say, and so it is with 2 more; add the list of \
                    groups (`access-review profiles list` names it)";
    assert_eq!(read.cut("users"), Some(expected));
}
