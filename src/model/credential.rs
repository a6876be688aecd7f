//! Passwords and keys of an account, where an export tells since when they are the same.

use jiff::civil::Date;

/// What the files tell of the passwords and keys of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// Its password; none is not collected.
    pub password: Option<Secrets>,
    /// Its keys; none is not collected.
    pub keys: Option<Secrets>,
    /// Whether it owns the whole of the system, so that nothing can be taken away from it; none is not collected.
    pub root: Option<bool>,
}

impl Credentials {
    /// Whether what is told of an account does not tell of every such secret since when it is the same.
    pub fn lack(told: Option<&Self>, of: fn(&Self) -> Option<Secrets>) -> bool {
        told.and_then(of).is_none_or(|secrets| secrets.gap)
    }

    /// What two files tell together.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let both = |one: Option<Secrets>, other: Option<Secrets>| match (one, other) {
            (Some(one), Some(other)) => Some(one.joined(other)),
            (one, other) => one.or(other),
        };
        Self {
            password: both(self.password, other.password),
            keys: both(self.keys, other.keys),
            root: self.root.max(other.root),
        }
    }
}

/// All passwords, or all keys, of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Whether one at least is known to be in use.
    pub in_use: bool,
    /// Of those in use, the first day since which one is the same.
    pub since: Option<Date>,
    /// Whether of one at least it is not told whether it is in use, or since when.
    pub gap: bool,
}

impl Secrets {
    /// There is none in use.
    pub const NONE: Self = Self {
        in_use: false,
        since: None,
        gap: false,
    };

    /// One is in use, and nobody knows since when.
    pub const UNDATED: Self = Self {
        in_use: true,
        since: None,
        gap: true,
    };

    /// Whether one is in use is not told.
    pub const UNTOLD: Self = Self {
        in_use: false,
        since: None,
        gap: true,
    };

    /// One is in use and the same since this day.
    pub fn since(day: Date) -> Self {
        Self {
            in_use: true,
            since: Some(day),
            gap: false,
        }
    }

    /// These and others: the oldest counts.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            in_use: self.in_use || other.in_use,
            since: self.since.into_iter().chain(other.since).min(),
            gap: self.gap || other.gap,
        }
    }

    /// Whether one of them is in use, if that is certain.
    pub fn any(self) -> Option<bool> {
        (self.in_use || !self.gap).then_some(self.in_use)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn of_two_keys_the_older_one_counts_and_a_gap_stays_one() {
        let (old, new) = (Secrets::since(date(2020, 1, 1)), Secrets::since(date(2021, 1, 1)));
        assert_eq!(new.joined(old), old);
        assert_eq!(Secrets::NONE.joined(old), old);
        assert_eq!(Secrets::NONE.joined(Secrets::UNTOLD).any(), None);
        assert_eq!(Secrets::NONE.joined(Secrets::NONE).any(), Some(false));
        let partly = old.joined(Secrets::UNTOLD);
        assert_eq!((partly.any(), partly.since, partly.gap), (Some(true), old.since, true));
        assert_eq!(Secrets::UNDATED.any(), Some(true));
    }

    #[test]
    fn what_one_file_leaves_open_another_tells() {
        let password = Credentials {
            password: Some(Secrets::NONE),
            ..Credentials::default()
        };
        let root = Credentials {
            keys: Some(Secrets::UNDATED),
            root: Some(true),
            ..Credentials::default()
        };
        let both = password.joined(root);
        assert_eq!(both, root.joined(password));
        assert_eq!(
            (both.password, both.keys),
            (Some(Secrets::NONE), Some(Secrets::UNDATED))
        );
        assert_eq!(both.root, Some(true));
    }
}
