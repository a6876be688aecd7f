//! Whose each account is.

use access_review::model::pattern::Pattern;
use access_review::model::snapshot::{Holder, Match, Snapshot};
use access_review::model::system::Field;

use super::review::{Review, exported};

/// The holder of the first account: ids with the rule.
fn holder(snapshot: &Snapshot) -> Vec<(String, Match)> {
    let holder = &snapshot.access[0].accounts.values().next().unwrap().holder;
    let found = match holder {
        Holder::Nobody => Vec::new(),
        Holder::Identity(identity, rule) => vec![(*identity, *rule)],
        Holder::Several(all) => all.clone(),
    };
    let id = |identity| snapshot.roster.identities[identity].id.reveal().to_owned();
    found.into_iter().map(|(identity, rule)| (id(identity), rule)).collect()
}

fn held_by(login: &str) -> Vec<(String, Match)> {
    holder(&exported(format!("User,Repository,Permission\n{login},alpha,read\n")).read())
}

fn one(id: &str, rule: Match) -> Vec<(String, Match)> {
    vec![(id.to_owned(), rule)]
}

#[test]
fn a_declared_login_leads_to_its_identity() {
    assert_eq!(held_by("bo2"), one("p2", Match::Login));
    assert_eq!(held_by("ci-bot"), one("t1", Match::Login));
}

#[test]
fn an_address_leads_to_its_identity_whatever_its_case() {
    assert_eq!(held_by("Bo.Lind@Example.org"), one("p2", Match::Email));
}

#[test]
fn the_address_of_an_account_leads_to_its_identity() {
    let mut review = exported("User,Repository,Permission,Mail\n4711,alpha,read,ANNA@example.org\n");
    review.column(Field::Email, "Mail");
    assert_eq!(holder(&review.read()), one("p1", Match::Email));
}

#[test]
fn neither_a_display_name_nor_likeness_leads_anywhere() {
    let mut review = exported("User,Repository,Permission,Name\nBO2,alpha,read,Bo Lind\n");
    review.column(Field::Name, "Name");
    assert_eq!(holder(&review.read()), []);
}

#[test]
fn a_login_of_two_or_of_one_with_the_address_of_another_is_of_several() {
    let mut review = exported("User,Repository,Permission,Mail\nbo,alpha,read,anna@example.org\n");
    review.column(Field::Email, "Mail");
    let both = vec![("p1".to_owned(), Match::Email), ("p2".to_owned(), Match::Login)];
    assert_eq!(holder(&review.read()), both);

    let review: Review = exported("User,Repository,Permission\nshared,alpha,read\n");
    let people = "id,name,role,employment,login git\np1,A,Tester,employee,shared\np2,B,Tester,employee,shared\n";
    review.file("people.csv", people);
    let both = vec![("p1".to_owned(), Match::Login), ("p2".to_owned(), Match::Login)];
    assert_eq!(holder(&review.read()), both);
}

/// The holder of the first account where the logins of the system fit a pattern.
fn by_pattern(login: &str, pattern: &str) -> Vec<(String, Match)> {
    let mut review = exported(format!("User,Repository,Permission\n{login},alpha,read\n"));
    let pattern = Pattern::whole(pattern).unwrap();
    let systems = &mut review.settings.systems;
    systems
        .values_mut()
        .for_each(|system| system.login_pattern = Some(pattern.clone()));
    holder(&review.read())
}

#[test]
fn a_pattern_leads_to_whom_it_captures_and_only_where_nothing_else_does() {
    let local = "(?<local>.+?)(-adm)?";
    assert_eq!(by_pattern("bo.lind-adm", local), one("p2", Match::Pattern));
    assert_eq!(by_pattern("Bo.Lind", local), one("p2", Match::Pattern));
    assert_eq!(
        by_pattern("bo.lind@example.org-x", "(?<email>.+)-x"),
        one("p2", Match::Pattern)
    );
    assert_eq!(by_pattern("adm-P2", "adm-(?<id>.+)"), one("p2", Match::Pattern));
    assert_eq!(
        by_pattern("bo2", "bo(?<id>.+)"),
        one("p2", Match::Login),
        "a declared login goes before"
    );
    assert!(
        by_pattern("bo.lind-root", "(?<local>.+)-adm").is_empty(),
        "the pattern has to fit the whole login"
    );
    assert!(by_pattern("nobody-adm", local).is_empty());
}
