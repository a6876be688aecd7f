//! What the commands say on the terminal: templates filled with figures.
//!
//! One more: a file in `templates/terminal/` and a variant here.

use serde::Serialize;
use tera::{Context, Tera};

use crate::model::harmless::harmless;

/// Something a command says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The end of `report`.
    Report,
    /// The findings of `check`.
    Check,
    /// The changes of `diff`.
    Diff,
    /// What `prune` finds.
    Prune,
    /// The end of `init`.
    Init,
    /// The end of `accounts export`.
    Accounts,
    /// All profiles.
    Profiles,
    /// One profile.
    Profile,
    /// A file and what is read from it.
    Trial,
    /// The end of `profiles sheet`.
    Sheet,
    /// The end of `sources init`.
    Sources,
    /// The end of `policy suggest`.
    Policy,
    /// What `publish` would do or did.
    Publish,
    /// The end of `publish pull`.
    Pull,
    /// What `publish doctor` finds.
    Doctor,
    /// The end of `policy export` and `policy import`.
    Roles,
    /// The end of `import`, where it writes a file.
    Import,
    /// The end of `templates eject`.
    Templates,
}

/// The parts that messages include.
const PARTS: [(&str, &str); 2] = [
    ("totals", include_str!("../templates/terminal/totals.txt")),
    ("statements", include_str!("../templates/terminal/statements.txt")),
];

/// Fills a message with its figures.
pub fn print(message: Message, context: &impl Serialize) -> anyhow::Result<String> {
    let text = match message {
        Message::Report => include_str!("../templates/terminal/report.txt"),
        Message::Check => include_str!("../templates/terminal/check.txt"),
        Message::Diff => include_str!("../templates/terminal/diff.txt"),
        Message::Prune => include_str!("../templates/terminal/prune.txt"),
        Message::Init => include_str!("../templates/terminal/init.txt"),
        Message::Accounts => include_str!("../templates/terminal/accounts.txt"),
        Message::Profiles => include_str!("../templates/terminal/profiles.txt"),
        Message::Profile => include_str!("../templates/terminal/profile.txt"),
        Message::Trial => include_str!("../templates/terminal/trial.txt"),
        Message::Sources => include_str!("../templates/terminal/sources.txt"),
        Message::Policy => include_str!("../templates/terminal/policy.txt"),
        Message::Roles => include_str!("../templates/terminal/roles.txt"),
        Message::Import => include_str!("../templates/terminal/import.txt"),
        Message::Templates => include_str!("../templates/terminal/templates.txt"),
        Message::Publish => include_str!("../templates/terminal/publish.txt"),
        Message::Pull => include_str!("../templates/terminal/publish-pull.txt"),
        Message::Doctor => include_str!("../templates/terminal/publish-doctor.txt"),
        Message::Sheet => include_str!("../templates/terminal/sheet.txt"),
    };
    let mut tera = Tera::new();
    // Every template is escaped: no value can steer the terminal or begin a line of its own.
    tera.autoescape_on([""]);
    tera.set_escape_fn(|value, into| into.write_all(harmless(value).as_bytes()));
    tera.add_raw_templates(PARTS.into_iter().chain([("message", text)]))?;
    Ok(tera.render("message", &Context::from_serialize(context)?)?)
}
