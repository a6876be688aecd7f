//! Sheets of a workbook as texts, and the sheets in which roles can be declared.
//!
//! One more column of the roles: its name in [`RolesSheet::columns`], where both who reads and who writes look.

/// A way to read the sheets of a workbook; the error says why it cannot be read.
pub type ReadWorkbook = fn(&[u8]) -> Result<Vec<SheetTexts>, String>;

/// A sheet with the cells that hold something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetTexts {
    /// What it is called.
    pub name: String,
    /// Whether people who open the workbook do not see it.
    pub hidden: bool,
    /// Rows in which anything stands.
    pub rows: Vec<RowTexts>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTexts {
    /// Its number, from 1.
    pub row: u64,
    /// Column, from 0, and the trimmed text, or why that cannot be trusted.
    pub cells: Vec<(usize, Result<String, String>)>,
}

/// What a workbook is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declares {
    /// The roles, and the exceptions if they have no file of their own.
    Roles,
    /// The exceptions alone.
    Exceptions,
}

impl Declares {
    /// The sheets that it may have.
    pub fn sheets(self) -> &'static [RolesSheet] {
        match self {
            Self::Roles => &RolesSheet::ALL,
            Self::Exceptions => &[RolesSheet::Exceptions],
        }
    }

    /// Those that it has to have.
    pub fn needed(self) -> &'static [RolesSheet] {
        match self {
            Self::Roles => &[RolesSheet::Roles, RolesSheet::Access],
            Self::Exceptions => &[RolesSheet::Exceptions],
        }
    }
}

/// A sheet of the roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RolesSheet {
    /// Version and approval, and the systems whose rules are still to be written.
    Policy,
    /// A row a role, in print order.
    Roles,
    /// A row a rule: what a role may or must hold.
    Access,
    /// Two rows a separation: what nobody may hold together.
    Separation,
    /// A row an exception.
    Exceptions,
}

impl RolesSheet {
    /// All, in the workbook's order.
    pub const ALL: [Self; 5] = [
        Self::Policy,
        Self::Roles,
        Self::Access,
        Self::Separation,
        Self::Exceptions,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "Policy",
            Self::Roles => "Roles",
            Self::Access => "Access",
            Self::Separation => "Separation",
            Self::Exceptions => "Exceptions",
        }
    }

    /// The names of its columns, as they are written; they may stand in any order.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Policy => &["version", "approved by", "approved on", "without rules"],
            Self::Roles => &[
                "title",
                "kind",
                "contractors",
                "needs workstation",
                "break-glass",
                "formerly",
            ],
            Self::Access => &["role", "system", "resource", "level", "may or must", "reason"],
            Self::Separation => &["name", "reason", "system", "resource", "level", "side reason"],
            Self::Exceptions => &[
                "check",
                "identity",
                "account",
                "system",
                "level",
                "resource",
                "file",
                "separation",
                "reason",
                "approved by",
                "ticket",
                "granted",
                "expires",
            ],
        }
    }
}

impl RolesSheet {
    /// Whether a column may be left out: one that few workbooks need.
    pub fn may_lack(self, column: &str) -> bool {
        self == Self::Exceptions && column == "separation"
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let known = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ];
        for (column, expected) in known {
            assert_eq!(letters(column), expected);
        }
    }
}
