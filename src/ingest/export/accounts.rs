//! The accounts of one system, gathered from the rows of all its files.
//!
//! Comes in: logins, with what rows say of them and by which other identifiers they go. Goes out: the accounts; those
//! that turn out to be one are joined at the end, see [`super::joins`].
//! Every attribute remembers where it was read first. A later row that says something else is refused with both
//! places; it never overwrites. Of two last logins the later one stands, for a system may tell it in several places, with
//! each permission for instance; and a display name of a recognised file is only shown, see [`Named`].

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use super::attributes::Attributes;
use super::fields::Fields;
use crate::ingest::compared::{address_key, login_key, same_word};
use crate::model::arena::{Arena, Ix};
use crate::model::credential::Credentials;
use crate::model::private::Private;
use crate::model::profile::{Form, Reading};
use crate::model::snapshot::{Account, Holder, LastLogin};
use crate::model::source::{Place, Source};
use crate::model::texts::Texts;

/// The accounts met so far.
#[derive(Default)]
pub(super) struct Accounts {
    met: Arena<Account>,
    by_login: Texts<Ix<Account>>,
    known: Vec<Known>,
    uses: Vec<Use>,
    claims: Vec<Claim>,
    /// Of accounts that have one id of a kind only, that id, and where it was read first.
    own_ids: HashMap<Ix<Account>, (String, Place)>,
    /// Logins that ids stand for, with where that was read.
    named: Vec<(String, String, Place)>,
    /// What recognised files say against one another.
    pub(super) conflicts: Vec<Conflict>,
    /// Files of records, which have no lines.
    trees: BTreeSet<Ix<Source>>,
    /// What the display name is worth that is being read.
    pub(super) named_by: Named,
}

/// What tells the display name of an account. The better one is shown, and of two that are as good the first of the
/// alphabet, so that the order of files decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// A file whose columns `review.toml` maps; its names must agree.
    #[default]
    ByHand,
    /// A recognised file that lists accounts.
    List,
    /// A recognised file that mentions it.
    Mention,
}

/// That a row of a recognised file says something else of an account than an earlier one.
pub(super) struct Conflict {
    /// What it says, as it is to be told.
    says: String,
    /// Where.
    pub(super) here: Place,
    /// Where it was read first.
    before: Place,
    /// What to do about it.
    remedy: &'static str,
}

/// What to do about what two rows say of one account.
const CORRECT: &str = "correct the one that is wrong, or export again";

/// The same, where they may be two accounts.
const OF_TWO: &str = "where these are two accounts of one name, as in two directories or on two hosts, declare a `[[system]]` \
                      for each; where they are one, correct the id that is wrong, or export again";

impl Conflict {
    /// Both places in words.
    pub(super) fn message(&self, sources: &Arena<Source>) -> String {
        let before = sources[self.before.source].show(self.before.line);
        format!("{} than {before} does; {}", self.says, self.remedy)
    }

    /// Whether one file contradicts itself.
    pub(super) fn within_a_file(&self) -> bool {
        self.here.source == self.before.source
    }
}

/// That an account goes by another identifier.
pub(super) struct Claim {
    /// The account, by its login.
    pub(super) account: Ix<Account>,
    /// The identifier.
    pub(super) id: String,
    /// Where that was read.
    pub(super) place: Place,
}

/// Where each attribute of an account was read first.
#[derive(Clone, Copy, Default)]
pub(super) struct Known {
    pub(super) name: Option<Place>,
    pub(super) email: Option<Place>,
    pub(super) status: Option<Place>,
    /// Whether the status is proved, so that it counts whatever other rows say.
    pub(super) proved: bool,
    pub(super) mfa: Option<Place>,
    /// What tells its display name.
    pub(super) named_by: Named,
    /// Whether anything lets it sign in; none if no file says.
    pub(super) signs_in: Option<bool>,
    /// Whether a file whose columns `review.toml` maps has it.
    pub(super) by_hand: bool,
}

/// What usual rows look at of an account they know, apart from the rest, which is large.
struct Use {
    /// As usual rows tell it.
    last_login: LastLogin,
    /// The file of the usual row that told it.
    source: Option<Ix<Source>>,
    /// Whether a file whose columns `review.toml` maps has it.
    by_hand: bool,
}

impl Default for Use {
    fn default() -> Self {
        Self {
            last_login: LastLogin::Unknown,
            source: None,
            by_hand: false,
        }
    }
}

impl Known {
    /// Whether another display name is to be shown.
    pub(super) fn is_better_named(self, account: &Account, by: Named, name: &str) -> bool {
        let before = account.name.as_ref().map(Private::reveal);
        match (self.name, before) {
            (Some(_), Some(before)) => match by.cmp(&self.named_by) {
                Ordering::Less => true,
                Ordering::Equal => by != Named::ByHand && name < before,
                Ordering::Greater => false,
            },
            (None, _) | (_, None) => true,
        }
    }
}

impl Accounts {
    /// Every account that was met.
    pub(super) fn places(&self) -> impl Iterator<Item = Ix<Account>> + use<> {
        let places: Vec<Ix<Account>> = self.met.iter().map(|(place, _)| place).collect();
        places.into_iter()
    }

    /// Every account as it was met, with what is known of it and by which other identifiers it goes.
    pub(super) fn told(&self) -> impl Iterator<Item = (Ix<Account>, &Account, Known, BTreeSet<&str>)> {
        let mut ids: HashMap<Ix<Account>, BTreeSet<&str>> = HashMap::new();
        for claim in &self.claims {
            ids.entry(claim.account).or_default().insert(&claim.id);
        }
        let known = self.met.iter().zip(&self.known);
        known.map(move |((place, account), known)| (place, account, *known, ids.remove(&place).unwrap_or_default()))
    }

    /// All of them, each with what is known of it, and by which identifiers they go.
    pub(super) fn finish(mut self) -> anyhow::Result<(Arena<Account>, Vec<Known>, Vec<Claim>)> {
        for (id, login, place) in std::mem::take(&mut self.named) {
            let is_met = |text: &str| self.by_login.get(login_key(text).as_ref()).is_some();
            if is_met(&id) || is_met(&login) {
                let account = self.place(&login, place)?;
                self.claim(account, &id, place);
            }
        }
        for (account, told) in self.met.values_mut().zip(&self.uses) {
            account.last_login = account.last_login.later(told.last_login);
        }
        Ok((self.met, self.known, self.claims))
    }

    /// Begins a file that a profile reads.
    pub(super) fn begin(&mut self, reading: &Reading, source: Ix<Source>, named_by: Named) {
        self.named_by = named_by;
        match reading.form {
            Form::Json(_) | Form::Yaml(_) | Form::Xml(_) => {
                self.trees.insert(source);
            }
            Form::Table { .. } | Form::Delimited { .. } | Form::Fixed { .. } | Form::Lines { .. } => {}
        }
    }

    /// Notes that an id stands for a login, which need not be met.
    pub(super) fn name(&mut self, id: &str, login: &str, place: Place) {
        self.named.push((id.to_owned(), login.to_owned(), place));
    }

    /// Notes that an account goes by another identifier.
    pub(super) fn claim(&mut self, account: Ix<Account>, id: &str, place: Place) {
        if login_key(self.met[account].login.reveal()) != login_key(id) {
            let id = id.to_owned();
            self.claims.push(Claim { account, id, place });
        }
    }

    /// Notes the only id of its kind that an account has; another one is that of somebody else of the same name.
    pub(super) fn one_id(&mut self, account: Ix<Account>, ids: &mut dyn Iterator<Item = &str>, here: Place) {
        let Some(id) = ids.next() else {
            return;
        };
        let (before, place) = self.own_ids.entry(account).or_insert_with(|| (id.to_owned(), here));
        if login_key(before) == login_key(id) {
            return;
        }
        let says = format!("`{id}` is another id of account `{}`", self.met[account].login.reveal());
        self.conflicts.push(Conflict {
            says,
            here,
            before: *place,
            remedy: OF_TWO,
        });
    }

    /// Notes that a list of accounts has it.
    pub(super) fn list(&mut self, account: Ix<Account>) {
        self.met[account].listed = true;
    }

    /// Notes whether anything lets it sign in.
    pub(super) fn sign_in(&mut self, account: Ix<Account>, signs_in: Option<bool>) {
        if let Some(known) = self.known.get_mut(account.get()) {
            known.signs_in = known.signs_in.max(signs_in);
        }
    }

    /// Why a row cannot be true of an account if the rows before it are. What recognised files say against one another is
    /// noted, to be told when all of them are read.
    pub(super) fn contradiction(
        &mut self,
        login: &str,
        said: &Attributes<'_>,
        fields: &Fields<'_>,
        here: Place,
    ) -> Option<String> {
        if said.is_silent() {
            return None;
        }
        let (says, before) = self.contradicted(login, said, fields)?;
        if self.named_by == Named::ByHand {
            let whence = if before.source == here.source {
                ""
            } else {
                " of another file of this system"
            };
            let what = if self.trees.contains(&before.source) {
                "record number"
            } else {
                "line"
            };
            let line = before.line;
            return Some(format!("{says} than {what} {line}{whence} does; {CORRECT}"));
        }
        let remedy = CORRECT;
        self.conflicts.push(Conflict {
            says,
            here,
            before,
            remedy,
        });
        None
    }

    /// What a row says else of an account than an earlier one, and where that is.
    fn contradicted(&self, login: &str, said: &Attributes<'_>, fields: &Fields<'_>) -> Option<(String, Place)> {
        let by_hand = self.named_by == Named::ByHand;
        let place = *self.by_login.get(login_key(login).as_ref())?;
        let (account, known) = (&self.met[place], self.known.get(place.get())?);
        let differs = |before: Option<&Private>, now: Option<&str>| match (before, now) {
            (Some(before), Some(now)) => !same_word(before.reveal(), now),
            (_, None) | (None, _) => false,
        };
        let is_other = |before: Option<&Private>, now: Option<&str>| match (before, now) {
            (Some(before), Some(now)) => address_key(before.reveal()) != address_key(now),
            (_, None) | (None, _) => false,
        };
        let attributes = [
            (
                &fields.name,
                known.name,
                by_hand && known.named_by == Named::ByHand && differs(account.name.as_ref(), said.name.as_deref()),
            ),
            (
                &fields.email,
                known.email,
                is_other(account.email.as_ref(), said.email.as_deref()),
            ),
            (
                &fields.status,
                known.status,
                !said.proof && !known.proved && said.status.is_some_and(|now| Some(now) != account.status),
            ),
            (
                &fields.mfa,
                known.mfa,
                said.mfa.is_some_and(|now| Some(now) != account.mfa),
            ),
        ];
        let known_before = attributes
            .iter()
            .find_map(|(input, before, differs)| before.filter(|_| *differs).map(|before| (input, before)));
        let (input, before) = known_before?;
        Some((
            format!("{} says something else about account `{login}`", input.shown()),
            before,
        ))
    }

    /// The account with this login, knowing what the row says of it.
    pub(super) fn learn(&mut self, login: &str, said: &Attributes<'_>, here: Place) -> anyhow::Result<Ix<Account>> {
        let place = self.place(login, here)?;
        let account = &mut self.met[place];
        let Some(known) = self.known.get_mut(place.get()) else {
            return Ok(place);
        };
        if let Some(name) = said.name.as_deref()
            && known.is_better_named(account, self.named_by, name)
        {
            (account.name, known.name, known.named_by) = (Some(Private::new(name)), Some(here), self.named_by);
        }
        if let (None, Some(email)) = (known.email, said.email.as_deref()) {
            (account.email, known.email) = (Some(Private::new(email)), Some(here));
        }
        if let Some(status) = said.status
            && (known.status.is_none() || (said.proof && !known.proved))
        {
            (account.status, known.status, known.proved) = (Some(status), Some(here), said.proof);
        }
        if let (None, Some(mfa)) = (known.mfa, said.mfa) {
            (account.mfa, known.mfa) = (Some(mfa), Some(here));
        }
        if let Some(last_login) = said.last_login {
            account.last_login = account.last_login.later(last_login);
        }
        if let Some(told) = &said.credentials {
            account.credentials = joined(account.credentials.take(), Some(Box::new(*told)));
        }
        if said.tells_of_use() {
            account.is_told_at(here);
        }
        known.by_hand |= self.named_by == Named::ByHand;
        if let Some(told) = self.uses.get_mut(place.get()) {
            told.by_hand = known.by_hand;
        }
        Ok(place)
    }

    /// The account with this login, if a file whose columns `review.toml` maps had it before. A text that is a key is the
    /// key of itself.
    pub(super) fn by_hand(&self, login: &str) -> Option<Ix<Account>> {
        let place = *self.by_login.get(login)?;
        self.uses
            .get(place.get())
            .is_some_and(|told| told.by_hand)
            .then_some(place)
    }

    /// An account, and what is known of it.
    pub(super) fn at(&self, place: Ix<Account>) -> Option<(&Account, &Known)> {
        Some((&self.met[place], self.known.get(place.get())?))
    }

    /// The account with this login, which a file whose columns `review.toml` maps has, and of which it says nothing more.
    pub(super) fn meet(&mut self, login: &str, here: Place) -> anyhow::Result<Ix<Account>> {
        let place = self.place(login, here)?;
        if let (Some(known), Some(told)) = (self.known.get_mut(place.get()), self.uses.get_mut(place.get())) {
            (known.by_hand, told.by_hand) = (true, true);
        }
        Ok(place)
    }

    /// Notes when an account was used, perhaps last.
    pub(super) fn used(&mut self, account: Ix<Account>, day: LastLogin, here: Place) {
        let Some(told) = self.uses.get_mut(account.get()) else {
            return;
        };
        told.last_login = told.last_login.later(day);
        if told.source != Some(here.source) {
            told.source = Some(here.source);
            self.met[account].is_told_at(here);
        }
    }

    fn place(&mut self, login: &str, here: Place) -> anyhow::Result<Ix<Account>> {
        let key = login_key(login);
        if let Some(place) = self.by_login.get(&key) {
            return Ok(*place);
        }
        let place = self.met.push(Account {
            login: Private::new(login),
            ids: Vec::new(),
            listed: false,
            name: None,
            email: None,
            status: None,
            mfa: None,
            last_login: LastLogin::Unknown,
            credentials: None,
            holder: Holder::Nobody,
            place: here,
            told: Vec::new(),
        })?;
        self.known.push(Known::default());
        self.uses.push(Use::default());
        self.by_login.add(&key, place)?;
        Ok(place)
    }
}

/// What two files tell of the passwords and keys of one account.
pub(super) fn joined(one: Option<Box<Credentials>>, other: Option<Box<Credentials>>) -> Option<Box<Credentials>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Box::new(one.joined(*other))),
        (one, other) => one.or(other),
    }
}
