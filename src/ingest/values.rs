//! Texts of cells to values: dates, yes and no, status, last login, employment, kind, end.
//!
//! Comes in: a trimmed text. Goes out: a value, nothing where it was not collected, or what was expected instead.
//! The spellings are those of the model's `Words`, which hold the usual ones too.

use std::cell::RefCell;

use jiff::civil::{Date, DateTime};

use self::dates::Dates;
use self::unclear::Notes;
use super::compared::{is_hidden, listed, same_word};
use crate::model::credential::Secrets;
use crate::model::policy::RoleKind;
use crate::model::roster::End;
use crate::model::snapshot::{LastLogin, Status};
use crate::model::source::Unclear;
use crate::model::system::{Export, Words};
use crate::model::texts::Texts;

mod dates;
mod unclear;

/// How the values of one file are written.
pub(super) struct Values<'a> {
    dates: Dates<'a>,
    words: Words,
    /// Words beside those for somebody who left on a day that is not told.
    left: &'a [String],
    /// Words for somebody who is still there.
    there: &'a [String],
    /// The day on which the file is judged; none where that is not known.
    today: Option<Date>,
    /// Last logins read before: files say the same few days again and again.
    read: RefCell<Texts<Option<LastLogin>>>,
    /// Cells that cannot be read, of rows that count all the same.
    unclear: RefCell<Notes>,
}

/// How a text ends that says both that somebody has left and that their last day is not over.
pub(super) const STILL_TO_COME: &str = " is still to come";

/// How many distinct last logins are remembered.
const REMEMBERED: usize = 4096;

impl<'a> Values<'a> {
    /// As `review.toml` declares them.
    pub(super) fn declared(export: &'a Export) -> Self {
        Self::of(&export.dates, &export.words)
    }

    /// As a profile declares them.
    pub(super) fn of(dates: &'a [String], words: &Words) -> Self {
        Self {
            dates: Dates::declared(dates),
            words: words.clone(),
            left: &[],
            there: &[],
            today: None,
            read: RefCell::default(),
            unclear: RefCell::default(),
        }
    }

    /// With the declared words for somebody who left on a day that is not told, and for somebody who is still there.
    pub(super) fn leaving(self, declared: Option<&'a Words>) -> Self {
        let left = declared.map_or(&[][..], |words| &words.left);
        let there = declared.map_or(&[][..], |words| &words.unknown);
        Self { left, there, ..self }
    }

    /// As judged on a day.
    pub(super) fn on(self, today: Option<Date>) -> Self {
        Self { today, ..self }
    }

    /// Whether a day is over; every day is where nobody says on which day the file is judged.
    pub(super) fn is_past(&self, text: &str) -> Result<bool, String> {
        if self.is_unknown(text) || is_any(text, &self.words.never) {
            return Ok(false);
        }
        let day = self.date(text)?;
        Ok(self.today.is_none_or(|today| day <= today))
    }

    /// Whether a day is after the one on which the file is judged, where that is known.
    pub(super) fn is_to_come(&self, day: Date) -> bool {
        self.today.is_some_and(|today| day > today)
    }

    /// With words that `review.toml` declares for this very file: they go before those of its product.
    pub(super) fn spelt(mut self, declared: &Words) -> Self {
        self.words = declared.before(self.words);
        self
    }

    /// Notes that a cell cannot be read whose row says all that it must.
    pub(super) fn unclear(&self, line: u64, column: &str, reason: String) {
        self.unclear.borrow_mut().add(line, column, reason);
    }

    /// What was noted of such cells.
    pub(super) fn told(self) -> Vec<Unclear> {
        self.unclear.into_inner().finish()
    }

    /// A time, or the beginning of a day.
    pub(super) fn moments(&self, text: &str) -> Result<(DateTime, DateTime), String> {
        self.dates.moments(text)
    }

    /// A date.
    pub(super) fn date(&self, text: &str) -> Result<Date, String> {
        self.dates.read(text)
    }

    /// When an account was last used.
    pub(super) fn last_login(&self, text: &str) -> Result<Option<LastLogin>, String> {
        if let Some(before) = self.read.borrow().get(text) {
            return Ok(*before);
        }
        let last_login = self.last_login_anew(text)?;
        let mut read = self.read.borrow_mut();
        if read.len() < REMEMBERED {
            // a text that is not remembered is read again
            let _ = read.add(text, last_login);
        }
        Ok(last_login)
    }

    fn last_login_anew(&self, text: &str) -> Result<Option<LastLogin>, String> {
        if self.is_unknown(text) {
            return Ok(None);
        }
        if is_any(text, &self.words.never) {
            return Ok(Some(LastLogin::Never));
        }
        self.date(text).map(|date| Some(LastLogin::On(date))).map_err(|why| {
            // What is no word, or may be a secret, is not proposed as one.
            if text.contains(|sign: char| sign.is_ascii_digit()) || is_hidden(text) {
                return why;
            }
            format!(
                "{why}; a word is declared there too, as `words = {{ never = [{text:?}] }}` of an account that was never \
                 used, or as `unknown` if nobody knows"
            )
        })
    }

    /// When somebody left or will leave.
    pub(super) fn end(&self, text: &str) -> Result<Option<End>, String> {
        let own = &self.words.left;
        let left = || own.iter().chain(self.left.iter().filter(|word| !is_any(word, own)));
        if self.is_unknown(text) || is_any(text, self.there) {
            return Ok(None);
        }
        if left().any(|word| same_word(word, text)) {
            return Ok(Some(End::Untold));
        }
        if text.ends_with(STILL_TO_COME) {
            return Err(
                "so that the status and the last day contradict each other; correct the one that is wrong, and leave \
                        the status active where somebody only will leave"
                    .to_owned(),
            );
        }
        let day = self.date(text).map_err(|why| {
            if text.bytes().any(|byte| byte.is_ascii_digit()) {
                return why;
            }
            format!(
                "{why}; who has left without a known day is told by {}; if this is meant as such a word, or as one for somebody \
                 who is still there, {}",
                listed(left()),
                choices(text, "under [roster]", ["there", "left"])
            )
        });
        day.map(|day| Some(End::On(day)))
    }

    /// Since when a password or key is the same: a day; or whether there is one.
    pub(super) fn secret(&self, text: &str) -> Result<Secrets, String> {
        if self.is_unknown(text) {
            return Ok(Secrets::UNTOLD);
        }
        if is_any(text, &self.words.no) {
            return Ok(Secrets::NONE);
        }
        if is_any(text, &self.words.yes) {
            return Ok(Secrets::UNDATED);
        }
        self.date(text).map(Secrets::since)
    }

    /// Yes or no.
    pub(super) fn yes_no(&self, text: &str) -> Result<Option<bool>, String> {
        let words = &self.words;
        self.word(text, &[(true, "yes", &words.yes), (false, "no", &words.no)])
    }

    /// Whether an account can log in.
    pub(super) fn status(&self, text: &str) -> Result<Option<Status>, String> {
        let words = &self.words;
        let meanings = [
            (Status::Active, "active", &words.active),
            (Status::Disabled, "disabled", &words.disabled),
            (Status::Pending, "pending", &words.pending),
        ];
        self.word(text, &meanings)
    }

    /// Whether somebody works by contract.
    pub(super) fn contractor(&self, text: &str) -> Result<Option<bool>, String> {
        let words = &self.words;
        of_roster(
            text,
            [
                ("employee", false, &words.employee),
                ("contractor", true, &words.contractor),
            ],
        )
    }

    /// Whether somebody of the roster needs a notebook.
    pub(super) fn workstation(&self, text: &str) -> Result<Option<bool>, String> {
        let words = &self.words;
        of_roster(text, [("yes", true, &words.yes), ("no", false, &words.no)])
    }

    /// Person, technical or shared account.
    pub(super) fn kind(&self, text: &str) -> Result<Option<RoleKind>, String> {
        let words = &self.words;
        of_roster(
            text,
            [
                ("person", RoleKind::Person, &words.person),
                ("technical", RoleKind::Technical, &words.technical),
                ("shared", RoleKind::Shared, &words.shared),
            ],
        )
    }

    /// Whether nothing was collected.
    pub(super) fn is_unknown(&self, text: &str) -> bool {
        text.is_empty() || is_any(text, &self.words.unknown)
    }

    fn word<T: Copy>(&self, text: &str, meanings: &[(T, &'static str, &Vec<String>)]) -> Result<Option<T>, String> {
        if self.is_unknown(text) {
            return Ok(None);
        }
        if let Some((value, ..)) = meanings.iter().find(|(.., words)| is_any(text, words)) {
            return Ok(Some(*value));
        }
        let known = meanings.iter().flat_map(|(.., words)| *words);
        let keys = meanings.iter().map(|(_, key, _)| *key);
        Err(format!(
            "expected one of {} or nothing; {}",
            listed(known),
            choices(text, "where review.toml names the file", keys.chain(["unknown"]))
        ))
    }
}

/// One of two meanings that only the roster has.
fn of_roster<T: Copy, const N: usize>(
    text: &str,
    meanings: [(&'static str, T, &Vec<String>); N],
) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Some((_, value, _)) = meanings.iter().find(|(_, _, words)| is_any(text, words)) {
        return Ok(Some(*value));
    }
    let mut known: Vec<&String> = Vec::new();
    for word in meanings.iter().flat_map(|(_, _, words)| *words) {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    let keys = meanings.map(|(key, ..)| key);
    Err(format!(
        "expected one of {}; {}",
        listed(known),
        choices(text, "under [roster]", keys)
    ))
}

/// What to do about a word: to say in a place what it means, which may be several things, unless it is too odd to be shown,
/// let alone to be declared.
fn choices(text: &str, place: &str, keys: impl IntoIterator<Item = &'static str>) -> String {
    if is_hidden(text) {
        return "correct the cell or export it again, as what stands in it looks like no such word".to_owned();
    }
    let words = keys.into_iter().map(|key| format!("words = {{ {key} = [{text:?}] }}"));
    format!("say {place} which of these is true: {}", listed(words))
}

fn is_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| same_word(word, text))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    fn declared() -> Words {
        Words {
            yes: words(&["On", "true"]),
            no: words(&["no"]),
            unknown: words(&["N/A"]),
            never: words(&["Never accessed"]),
            active: words(&["enabled"]),
            disabled: words(&["Gone", "suspended"]),
            pending: words(&["invited"]),
            employee: words(&["employee", "Permanent"]),
            contractor: words(&["contractor"]),
            person: words(&["person"]),
            technical: words(&["technical", "Service"]),
            shared: words(&["shared", "Team"]),
            left: words(&["left", "Terminated"]),
        }
    }

    fn values(words: &Words) -> Values<'static> {
        Values::of(&[], words)
    }

    #[test]
    fn spellings_are_read_whatever_their_case() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.yes_no("TRUE"), Ok(Some(true)));
        assert_eq!(values.yes_no("on"), Ok(Some(true)));
        assert_eq!(values.yes_no("No"), Ok(Some(false)));
        assert_eq!(values.status("Suspended"), Ok(Some(Status::Disabled)));
        assert_eq!(values.status("gone"), Ok(Some(Status::Disabled)));
        assert_eq!(values.status("Invited"), Ok(Some(Status::Pending)));
        assert_eq!(values.status("enabled"), Ok(Some(Status::Active)));
    }

    #[test]
    fn employment_and_kind_have_words_of_their_own() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.contractor("permanent"), Ok(Some(false)));
        assert_eq!(values.contractor("Contractor"), Ok(Some(true)));
        assert_eq!(values.kind("service"), Ok(Some(RoleKind::Technical)));
        assert_eq!(values.kind("Person"), Ok(Some(RoleKind::Person)));
        assert_eq!(values.kind("team"), Ok(Some(RoleKind::Shared)));
        assert_eq!((values.kind(""), values.contractor("")), (Ok(None), Ok(None)));
    }

    #[test]
    fn unknown_is_neither_yes_nor_no() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.yes_no(""), Ok(None));
        assert_eq!(values.yes_no("n/a"), Ok(None));
        assert_eq!(values.status(""), Ok(None));
        assert_eq!(values.last_login(""), Ok(None));
        assert_eq!(values.last_login("N/A"), Ok(None));
    }

    #[test]
    fn a_secret_is_a_day_or_there_or_not_or_untold() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.secret("N/A"), Ok(Secrets::UNTOLD));
        assert_eq!(values.secret("no"), Ok(Secrets::NONE));
        assert_eq!(values.secret("true"), Ok(Secrets::UNDATED));
        assert_eq!(values.secret("2021-09-30"), Ok(Secrets::since(date(2021, 9, 30))));
        assert!(values.secret("soon").is_err());
    }

    #[test]
    fn last_login_is_a_day_or_never() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.last_login("never accessed"), Ok(Some(LastLogin::Never)));
        assert_eq!(
            values.last_login("2021-09-30"),
            Ok(Some(LastLogin::On(date(2021, 9, 30))))
        );
        assert!(values.last_login("soon").is_err());
    }

    #[test]
    fn an_end_is_a_day_or_that_somebody_left() {
        let words = declared();
        let values = values(&words);
        assert_eq!(values.end("2021-09-30"), Ok(Some(End::On(date(2021, 9, 30)))));
        assert_eq!(values.end("LEFT"), Ok(Some(End::Untold)));
        assert_eq!(values.end("terminated"), Ok(Some(End::Untold)));
        assert_eq!((values.end(""), values.end("N/A")), (Ok(None), Ok(None)));
        let more = Words {
            left: vec!["Gone".to_owned()],
            unknown: vec!["Away".to_owned()],
            ..Words::default()
        };
        let leaving = Values::of(&[], &words).leaving(Some(&more));
        assert_eq!(
            (leaving.end("gone"), leaving.end("away")),
            (Ok(Some(End::Untold)), Ok(None))
        );
        let message = values.end("gone").err().unwrap_or_default();
        assert!(
            message.contains("told by `left`, `Terminated`") && message.contains("`words = { left = [\"gone\"] }`"),
            "{message}"
        );
    }

    #[test]
    fn what_may_be_a_secret_is_no_word_to_declare_and_not_repeated() {
        let words = declared();
        let values = values(&words);
        let secret = "hunter2hunter2";
        let messages = [
            values.yes_no(secret).err(),
            values.status(secret).err(),
            values.workstation(secret).err(),
            values.last_login(secret).err(),
            values.end(secret).err(),
        ];
        for message in messages {
            let message = message.unwrap_or_default();
            assert!(message.contains("expected"), "{message}");
            assert!(
                !message.contains("hunter2") && !message.contains("words ="),
                "{message}"
            );
        }
    }

    #[test]
    fn other_words_are_refused_with_the_choices() {
        let words = declared();
        let values = values(&words);
        let message = values.yes_no("maybe").err().unwrap_or_default();
        assert!(
            message.contains("expected one of `On`, `true`, `no` or nothing"),
            "{message}"
        );
        assert!(
            message.contains(
                "`words = { yes = [\"maybe\"] }`, `words = { no = [\"maybe\"] }`, `words = { unknown = [\"maybe\"] }`"
            ),
            "{message}"
        );
        let message = values.status("asleep").err().unwrap_or_default();
        assert!(
            message.contains("`enabled`, `Gone`, `suspended`, `invited`"),
            "{message}"
        );
        assert!(
            message.contains("`words = { active = [\"asleep\"] }`, `words = { disabled = [\"asleep\"] }`"),
            "{message}"
        );
        let message = values.last_login("lately").err().unwrap_or_default();
        assert!(message.contains("`words = { never = [\"lately\"] }`"), "{message}");
        let message = values.workstation("maybe").err().unwrap_or_default();
        assert!(
            message.contains("under [roster] which of these is true: `words = { yes = [\"maybe\"] }`, `words = { no ="),
            "{message}"
        );
    }
}
