//! What explains a printed number.

use super::*;

fn number(review: &Review, subject: &str) -> NumberFacts {
    match explain(review, subject).unwrap() {
        Explanation::Number(facts) => facts,
        Explanation::Check(_)
        | Explanation::Notebooks(_)
        | Explanation::Identity(_)
        | Explanation::Account(_)
        | Explanation::Grant(_)
        | Explanation::Finding(_) => panic!("`{subject}` is no number"),
    }
}

#[test]
fn a_number_tells_who_is_counted_by_which_rows_and_rules_and_who_is_left_out() {
    let review = company().review();
    let facts = number(&review, "The git / Repository1 / Write / Software Developer");
    assert_eq!((facts.people, facts.contractors), (1, 0));
    assert_eq!(facts.resource.as_deref(), Some("tidewater/core"));
    assert_eq!(facts.counted.len(), 1);
    assert_eq!(facts.counted[0].person.as_ref().unwrap().id, "P01");
    let grants = &facts.counted[0].accounts[0].grants;
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].rows.len(), 2);
    assert_eq!(grants[0].rows[0].file, "exports/git.csv");
    let rule = grants[0].rule.as_ref().unwrap();
    assert_eq!(
        (rule.role.as_str(), rule.place.as_str()),
        ("Software Developer", "roles.toml, line 1")
    );
    assert!(grants[0].findings.is_empty());
    let left_out: Vec<(&str, Option<&str>)> = facts
        .left_out
        .iter()
        .map(|out| {
            (
                out.reason.as_str(),
                out.party.person.as_ref().map(|person| person.name.as_str()),
            )
        })
        .collect();
    let disabled = &facts.left_out[0].party.accounts[0];
    assert_eq!(disabled.grants.len(), 1, "what they hold elsewhere is another number");
    let leaver = facts.left_out.iter().find(|out| out.reason == "left").unwrap();
    assert_eq!(
        leaver.party.accounts[0].grants[0].rule, None,
        "whoever left may hold nothing"
    );
    assert_eq!(
        left_out,
        [
            ("disabled", Some("Mira Holt")),
            ("left", Some("Gone Person")),
            ("pending", Some("Noah Berg")),
            ("unidentified", None)
        ]
    );
}

#[test]
fn a_number_is_found_as_it_is_printed_whatever_the_case_and_spaces() {
    let review = company().review();
    for subject in [
        "Repository1/write/ci/cd engineer",
        "  the GIT /Repository1 /  Write/ CI / CD  Engineer ",
    ] {
        assert_eq!(number(&review, subject).bearer, "CI/CD Engineer");
    }
    assert_eq!(number(&review, "The aws / Admin / CI/CD Engineer").people, 1);
    assert_eq!(number(&review, "admin / ci/cd engineer").system, "The aws");
    assert_eq!(number(&review, "Repository1 / Write / Former Member").people, 1);
    assert_eq!(number(&review, "Repository1 / Write / Unidentified Account").people, 1);
}

#[test]
fn a_number_that_is_not_printed_is_0_and_tells_who_was_left_out() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let grants = &mut world.access(git).grants;
    grants.retain(|grant| matches!(grant.principal, Principal::Account(account) if account.get() == 2));
    let review = world.review();
    let facts = number(&review, "The git / Repository1 / Write / Software Developer");
    assert_eq!(facts.people, 0);
    assert_eq!(facts.left_out.len(), 1);
    assert_eq!(facts.left_out[0].reason, "pending");
}

#[test]
fn a_level_that_no_definition_maps_has_no_definition_and_a_finding() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let account = world.snapshot.access[0].accounts.iter().next().unwrap().0;
    world.grant(git, account, "tidewater/web", "Root");
    let facts = number(&world.review(), "Repository2 / Unmapped level / Software Developer");
    assert_eq!((facts.people, facts.definition), (1, None));
    let grant = &facts.counted[0].accounts[0].grants[0];
    assert_eq!((grant.level.as_str(), grant.mapped), ("Root", false));
    assert_eq!(grant.findings, ["unmapped-level"]);
}

#[test]
fn a_lower_level_is_left_out_where_only_the_highest_counts() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let rules = world.access_rules(git);
    rules.count_rule = crate::model::system::CountRule::Highest;
    for (level, rank) in rules.levels.values_mut().zip([2, 1]) {
        level.rank = Some(rank);
    }
    let facts = number(&world.review(), "The git / Repository1 / Write / Software Developer");
    assert_eq!(facts.people, 0);
    assert!(facts.left_out.iter().any(|out| out.reason == "lower"));
}

#[test]
fn a_number_of_two_systems_is_ambiguous_and_both_full_names_are_listed() {
    let review = company().review();
    let message = error(&review, "Repository1 / Write / Software Developer");
    assert_eq!(
        message,
        "`Repository1 / Write / Software Developer` can mean any of \
         `The git / Repository1 / Write / Software Developer`, \
         `The jar / Repository1 / Write / Software Developer`; type one of them"
    );
}

#[test]
fn the_counts_and_their_explanations_agree() {
    let review = company().review();
    for count in &review.counts {
        let name = [
            review.settings.systems[count.system].name.clone(),
            crate::explain::number::label(&review, count).unwrap_or_default(),
            crate::explain::number::level(&review, count),
            crate::explain::number::bearer(&review, count),
        ];
        let name: Vec<String> = name.into_iter().filter(|part| !part.is_empty()).collect();
        let facts = number(&review, &name.join(" / "));
        assert_eq!(facts.people, count.people);
        assert_eq!(facts.counted.len() as u64, count.people, "{name:?}");
    }
}

#[test]
fn the_text_of_a_number_reads_from_top_to_bottom() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    world.access(git).grants.truncate(2);
    let facts = explain(&world.review(), "The git / Repository1 / Write / Software Developer").unwrap();
    let expected = [
        "Category / Activity of git",
        "The git / Repository1 / Write / Software Developer: 1",
        "  Repository1 is tidewater/core",
        "",
        "Counted:",
        "",
        "Mira Holt (P01), employee",
        "  The git: mira, active",
        "    theirs because the roster declares this login",
        "    Write on tidewater/core, printed as Repository1",
        "      read from exports/git.csv, line 8",
        "      read from exports/git.csv, line 9",
        "      allowed to Software Developer by roles.toml, line 1",
    ];
    assert_eq!(printed(&facts).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_system_without_numbers_says_why() {
    let mut world = company();
    let wiki = world.system("wiki", &["Edit"]);
    let files = "its files (1) give 1 account, and none that is active holds a permission";
    world.account(wiki, "somebody", Holder::Nobody);
    for typed in ["wiki", "the WIKI"] {
        let message = error(&world.review(), typed);
        assert!(
            message.contains("no number of the system `The wiki`") && message.contains(files),
            "{message}"
        );
    }
    world.access(wiki).coverage = None;
    let message = error(&world.review(), "wiki");
    assert!(
        message.contains("no `[[system.export]]` of review.toml names a file of it"),
        "{message}"
    );
    world.settings.activities = Arena::default();
    let message = error(&world.review(), "wiki");
    assert!(
        message.contains("no `[[activity]]` of review.toml names it"),
        "{message}"
    );
    let message = error(&company().review(), "git");
    assert!(
        message.contains("`git` stands for more than one number; type one of `The git / "),
        "{message}"
    );
}
