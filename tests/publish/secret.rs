//! Where the token comes from. That nothing shows it is looked at after every run of these tests, in `world`.

use std::fs;

use super::world::{TOKEN, World};
use crate::support::replace;

#[cfg(unix)]
#[test]
fn a_file_with_safe_permissions_will_do_and_no_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::cloud();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("token");
    fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let name = file.to_str().unwrap();
    for (mode, code, words) in [
        (0o600, 0, "well           account: Audit Robot"),
        (0o400, 0, "well           account: Audit Robot"),
        (0o640, 2, "(its permissions are 640); run `chmod 600"),
    ] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        world.run_as(&["doctor", "--token-file", name], None).is(code, &[words]);
    }
    world
        .run(&["doctor", "--token-file", "none"])
        .is(2, &["cannot read the token file `none`"]);
}

#[test]
fn what_is_no_token_is_not_sent() {
    let world = World::cloud();
    for (token, words) in [("EXAMPLE two words", "holds blanks"), ("  ", "there is no token")] {
        world.run_as(&["doctor"], Some(token)).is(2, &[words]);
    }
    assert!(world.traffic().is_empty());
}

#[test]
fn a_token_in_review_toml_is_refused_unseen() {
    let world = World::cloud();
    replace(
        &world.review(),
        "space = \"SEC\"",
        "token = \"EXAMPLE-secret\"\nspace = \"SEC\"",
    );
    let said = world.run(&["doctor"]);
    said.is(2, &["`token` has no place in this file", "make a new token"]);
    assert!(!said.err.contains("EXAMPLE-secret"), "{}", said.err);
}
