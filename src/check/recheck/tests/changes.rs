//! What changed between two extracts, and which finding explains it.

use super::*;

#[test]
fn changes_that_findings_ask_for_are_explained_and_others_are_not() {
    let mut c = company();
    let (aws, mira, noah) = (c.aws, c.mira, c.noah);
    let role = c.world.role("Operator");
    c.world.may(role, aws, &["Read", "Write"], &[]);
    c.world.must(role, aws, &["Write"], &[]);
    let ana = c.world.identity("Ana", role);
    let bo = c.world.identity("Bo", role);
    account(&mut c.world, aws, ("ana", Some(ana)), &["Read"]);
    account(&mut c.world, aws, ("bo", Some(bo)), &["Write"]);
    c.world.recheck(aws, |world| {
        // too much becomes less
        account(world, aws, ("mira", Some(mira)), &["Write", "Read"]);
        // what was missing is there
        account(world, aws, ("ana", Some(ana)), &["Read", "Write"]);
        // nobody asked for these
        account(world, aws, ("bo", Some(bo)), &["Write", "Read"]);
        account(world, aws, ("bo2", Some(bo)), &["Read"]);
        account(world, aws, ("noah", Some(noah)), &[]);
        world.access(aws).accounts.values_mut().last().unwrap().status = Some(Status::Disabled);
    });
    assert_eq!(
        keys(&c.world, "unexplained-change"),
        [
            "unexplained-change/aws/bo//Read///permission added",
            "unexplained-change/aws/bo2/////account added",
        ]
    );
    assert_eq!(closure(&c.world, "leaver-access/aws/noah"), Some(Closure::Done));
    assert_eq!(closure(&c.world, "orphan-account/aws/x"), Some(Closure::Done));
}

#[test]
fn a_missing_second_factor_explains_no_change_of_what_is_held() {
    let mut c = company();
    let aws = c.aws;
    let role = c.world.role("Operator");
    c.world.may(role, aws, &["Read", "Write"], &[]);
    let bo = c.world.identity("Bo", role);
    let of_bo = |world: &mut World, level: &str| {
        account(world, aws, ("bo", Some(bo)), &[level]);
        world.access(aws).accounts.values_mut().last().unwrap().mfa = Some(false);
    };
    of_bo(&mut c.world, "Read");
    c.world.recheck(aws, |world| of_bo(world, "Write"));
    assert!(closure(&c.world, "no-mfa/aws/bo").is_some());
    let told = keys(&c.world, "unexplained-change");
    for change in [
        "unexplained-change/aws/bo//Write///permission added",
        "unexplained-change/aws/bo//Read///permission removed",
    ] {
        assert!(told.iter().any(|key| key == change), "{change}: {told:?}");
    }
}

#[test]
fn removals_switches_and_resources_that_nobody_asked_for_are_told() {
    let mut world = World::new();
    let git = world.repositories("git", &["Admin", "Read"], &["one"]);
    world.privileged(git, "Admin");
    let role = world.role("Developer");
    world.may(role, git, &["Read"], &[]);
    let people = ["Mira", "Noah", "Ana"].map(|name| world.identity(name, role));
    for (person, login) in people.into_iter().zip(["mira", "noah", "ana"]) {
        let place = world.owned(git, login, person);
        for name in ["one", "two"] {
            world.grant(git, place, name, "Read");
        }
    }
    world.recheck(git, |world| {
        let mira = world.owned(git, "mira", people[0]);
        world.grant(git, mira, "one", "Read");
        world.grant(git, mira, "one", "Admin");
        world.grant(git, mira, "three", "Read");
        let noah = world.owned(git, "noah", people[1]);
        world.status(git, noah, Status::Disabled);
        world.access(git).resources.values_mut().nth(1).unwrap().listed = false;
    });
    assert_eq!(
        keys(&world, "unexplained-change"),
        [
            "unexplained-change/git//two////resource removed",
            "unexplained-change/git//three////resource added",
            "unexplained-change/git/mira/one/Admin///permission added",
            "unexplained-change/git/noah/////account disabled",
            "unexplained-change/git/noah/one/Read///permission removed",
            "unexplained-change/git/ana/////account removed",
        ]
    );
    assert_eq!(closure(&world, "excess-grant/git/mira/one/Admin"), Some(Closure::New));
    world.access(git).coverage = Some(Coverage::Partial);
    let added: Vec<String> = keys(&world, "unexplained-change");
    assert!(!added.iter().any(|key| key.ends_with("added")), "{added:?}");
}

#[test]
fn a_permission_that_goes_another_way_is_told() {
    let mut world = World::new();
    let aws = world.system("aws", &["Read"]);
    let role = world.role("Developer");
    world.may(role, aws, &["Read"], &[]);
    let mira = world.identity("Mira", role);
    let place = world.owned(aws, "mira", mira);
    let group = world.group(aws, "keepers");
    world.member(aws, group, place);
    world.group_grant(aws, group, "", "Read");
    world.recheck(aws, |world| {
        let place = world.owned(aws, "mira", mira);
        world.grant(aws, place, "", "Read");
    });
    assert_eq!(
        keys(&world, "unexplained-change"),
        ["unexplained-change/aws/mira//Read///permission held another way"]
    );
}

#[test]
fn a_privileged_level_in_the_place_of_another_is_not_explained_by_it() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    let root = crate::model::system::Level {
        name: "Root".into(),
        definition: String::new(),
        spellings: Vec::new(),
        rank: None,
        formerly: Vec::new(),
        privileged: true,
    };
    c.world.access_rules(aws).levels.push(root).unwrap();
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Root", "Read"]);
    });
    assert_eq!(
        keys(&c.world, "unexplained-change"),
        ["unexplained-change/aws/mira//Root///permission added"]
    );
    c.world.access_rules(aws).expected.privileged_holders = Some(Holders {
        min: Some(2),
        max: None,
    });
    assert!(keys(&c.world, "unexplained-change").is_empty(), "too few held one");
}

#[test]
fn an_accepted_invitation_explains_an_account_that_is_active_now_and_nothing_else_does() {
    let mut c = company();
    let aws = c.aws;
    let ana = c.world.account(aws, "ana", Holder::Nobody);
    c.world.status(aws, ana, Status::Pending);
    let bo = c.world.account(aws, "bo", Holder::Nobody);
    c.world.status(aws, bo, Status::Disabled);
    let cy = c.world.account(aws, "cy", Holder::Nobody);
    c.world.status(aws, cy, Status::Active);
    c.world.recheck(aws, |world| {
        world.account(aws, "ana", Holder::Nobody);
        world.account(aws, "bo", Holder::Nobody);
        let cy = world.account(aws, "cy", Holder::Nobody);
        world.status(aws, cy, Status::Pending);
    });
    let unexplained = keys(&c.world, "unexplained-change");
    assert!(
        unexplained.contains(&"unexplained-change/aws/bo/////account enabled".to_owned()),
        "{unexplained:?}"
    );
    assert!(
        unexplained.contains(&"unexplained-change/aws/cy/////account pending".to_owned()),
        "{unexplained:?}"
    );
    assert!(!unexplained.iter().any(|key| key.contains("/ana/")), "{unexplained:?}");
}

#[test]
fn an_account_that_passes_from_one_person_to_another_is_told() {
    let mut c = company();
    let (aws, mira, noah) = (c.aws, c.mira, c.noah);
    let role = c.world.snapshot.roster.identities[mira].roles.first;
    let zoe = c.world.identity("Zoe", role);
    account(&mut c.world, aws, ("desk", Some(mira)), &["Read"]);
    account(&mut c.world, aws, ("kept", Some(mira)), &["Read"]);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        account(world, aws, ("desk", Some(zoe)), &["Read"]);
        account(world, aws, ("kept", None), &["Read"]);
        account(world, aws, ("noah", Some(noah)), &["Read"]);
        account(world, aws, ("x", Some(zoe)), &["Read"]);
    });
    let passed = |login: &str| format!("unexplained-change/aws/{login}/////account passed to somebody else");
    assert_eq!(
        keys(&c.world, "unexplained-change"),
        [passed("desk")],
        "that x is somebody's now was asked for; the recheck may tell less of whose `kept` is"
    );
    c.world.again(aws, |world| {
        let accounts = &mut world.access(aws).accounts;
        let kept = accounts.values_mut().find(|account| account.login.reveal() == "kept");
        kept.unwrap().email = Some(Private::new("somebody@example.com"));
    });
    assert_eq!(keys(&c.world, "unexplained-change"), [passed("desk"), passed("kept")]);
}

#[test]
fn what_goes_with_somebody_who_left_between_the_extracts_is_explained_by_that() {
    let mut c = company();
    let (aws, mira, noah) = (c.aws, c.mira, c.noah);
    let role = c.world.snapshot.roster.identities[mira].roles.first;
    let zoe = c.world.identity("Zoe", role);
    account(&mut c.world, aws, ("zoe", Some(zoe)), &["Read"]);
    c.world.access(aws).day = date(2021, 10, 1);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        account(world, aws, ("noah", Some(noah)), &["Read"]);
        world.access(aws).day = date(2021, 10, 5);
    });
    let removed = "unexplained-change/aws/zoe/////account removed".to_owned();
    assert!(keys(&c.world, "unexplained-change").contains(&removed));
    c.world.somebody(zoe).end = Some(End::On(date(2021, 10, 5)));
    assert!(
        keys(&c.world, "unexplained-change").contains(&removed),
        "the last allowed day"
    );
    c.world.somebody(zoe).end = Some(End::On(date(2021, 10, 4)));
    assert!(!keys(&c.world, "unexplained-change").contains(&removed));
    let left = keys(&c.world, "leaver-access");
    assert!(
        !left.iter().any(|key| key.contains("zoe")),
        "they were to be there at the first extract: {left:?}"
    );
}

#[test]
fn a_notebook_that_passes_from_one_person_to_another_is_told() {
    let mut world = World::new();
    let list = world.notebooks("notebooks");
    let role = world.role("Developer");
    let (mira, zoe) = (world.identity("Mira", role), world.identity("Zoe", role));
    world.role_of(role).needs_workstation = true;
    let fill = |world: &mut World, owner: Ix<Identity>| {
        let mine = world.owned(list, "mira", mira);
        world.device(list, mine, Some(true), Some(true));
        let account = if owner == mira {
            mine
        } else {
            world.owned(list, "zoe", zoe)
        };
        world.device(list, account, Some(true), Some(true));
        for (device, name) in world.access(list).devices.iter_mut().zip(["A", "B"]) {
            device.name = Private::new(name);
        }
    };
    fill(&mut world, mira);
    world.recheck(list, |world| fill(world, zoe));
    assert_eq!(
        keys(&world, "unexplained-change"),
        ["unexplained-change/notebooks/zoe/////notebook passed to somebody else: B"]
    );
    world.somebody(zoe).needs_workstation = true;
    assert!(keys(&world, "unexplained-change").is_empty(), "Zoe lacked one");
}
