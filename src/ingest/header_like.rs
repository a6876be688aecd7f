//! Whether a row, or the keys of a map, may be shown: nothing in them looks like data, still less like a secret.
//!
//! Comes in: the cells of a row, or the maps of a tree. Goes out: yes or no; in doubt no. One more sign of data: a line
//! in [`is_name`]. One more word that columns are named with: in [`USUAL`].

use super::compared::listed;
use super::readers::tree::Node;

/// The longest name of a column that is shown.
const LONGEST: usize = 40;

/// The longest word with letters and digits that may be a name.
const MIXED: usize = 5;

/// The longest word of a name.
const WORD: usize = 24;

/// Whether the cells look like names of columns, and like nothing else.
///
/// One cell alone is a line without columns, where names cannot be told from values unless each begins with a capital.
pub(super) fn is_header(texts: &[String]) -> bool {
    let filled: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    match filled.as_slice() {
        [] => false,
        [line] => {
            let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
            line.split_whitespace()
                .all(|word| capital(word) && is_name(word) && !word.contains(char::is_numeric))
        }
        several => several.iter().all(|text| is_name(text)),
    }
}

/// The names of columns or keys that a message may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Those that are known.
    pub(super) names: Vec<String>,
    /// How many there are beside them.
    pub(super) hidden: usize,
}

impl Shown {
    /// Those of these names that are known to somebody or are words that columns are named with, if they are half of all.
    fn of<'t>(names: impl Iterator<Item = &'t str>, is_known: impl Fn(&str) -> bool) -> Option<Self> {
        let (known, others): (Vec<&str>, Vec<&str>) = names.partition(|name| is_known(name) || is_usual(name));
        (known.len() >= others.len() && !known.is_empty()).then(|| Self {
            names: known.into_iter().map(ToOwned::to_owned).collect(),
            hidden: others.len(),
        })
    }

    /// As messages list them.
    pub(super) fn listed(&self) -> String {
        let names = listed(&self.names);
        match self.hidden {
            0 => names,
            hidden => format!("{names} and {hidden} more that may be data and are not shown"),
        }
    }
}

/// What may be shown of a row of a file that nothing recognises: it is like a header, and half of its names are known. How
/// it is written tells nothing, as a list without a header may begin with anybody's name and password.
pub(super) fn shown(row: &[String], is_known: impl Fn(&str) -> bool) -> Option<Shown> {
    let filled: Vec<&str> = row.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    if !is_header(row) {
        return None;
    }
    // a line without columns is one name, or many
    if let [line] = filled.as_slice()
        && !is_known(line)
    {
        let known = |word: &str| is_known(word) || is_usual(word);
        return line.split_whitespace().all(known).then(|| Shown {
            names: vec![(*line).to_owned()],
            hidden: 0,
        });
    }
    Shown::of(filled.into_iter(), is_known)
}

/// What may be shown of the keys of maps. Those of a map that is kept by login, by address or by secret may not; in a
/// record half are known, or all the records have them.
pub(super) fn shown_keys(maps: &[&[(String, Node)]], is_known: impl Fn(&str) -> bool) -> Option<Shown> {
    let (first, others) = maps.split_first()?;
    let plain = |key: &str| is_name(key.strip_prefix("@odata.").unwrap_or(key));
    if first.is_empty() || !first.iter().all(|(key, _)| plain(key)) {
        return None;
    }
    let keys = || first.iter().map(|(key, _)| key.as_str());
    let in_others = |key: &str| {
        let mut others = others.iter();
        others.all(|other| other.iter().any(|(same, _)| same == key))
    };
    let shared = keys().filter(|key| in_others(key)).count();
    if !others.is_empty() && shared * 2 >= first.len() {
        return Some(Shown {
            names: keys().map(ToOwned::to_owned).collect(),
            hidden: 0,
        });
    }
    Shown::of(keys(), is_known)
}

/// A key as messages call it.
pub(super) fn called(key: &str) -> String {
    if is_name(key) {
        format!("the key `{key}`")
    } else {
        "a key that looks like data".to_owned()
    }
}

/// Words that columns and keys are named with, in a few languages, and that are nobody's name.
const USUAL: &str = "access account accounts active activity added address admin administrator agent alias allowed app \
application apps archived assigned authentication availability billing branch category city client code comment company \
cost count country created creation customer data database date deactivated deleted department description details device \
devices directory display domain email employee employees enabled encrypted encryption end entitlement environment expires \
expiry feature first firstname folder full fullname function given group groups has host hostname id identifier ids \
inactive index info instance ip is items job key keys kind label last lastname level license link links list locked \
locale location login logins machine mail manager member members metadata mfa middle mode model modified name names next \
note notes number object objects office org organisation organization owner owners page path permission permissions \
person phone plan policies policy position primary principal privilege privileges product profile project projects \
provider realm region remarks repo repositories repository resource resources results right rights role roles rule rules \
scope seat secondary seen serial server service session severity site size source space start state status subject \
surname synced system systems tag tags target team teams tenant time timestamp title total type types updated uid unit url \
user userid username users uuid value values vendor version via who workspace \
abteilung aktiv anmeldung anzahl art austritt beginn benutzer benutzername berechtigung berechtigungen beschreibung datum \
eintritt ende erstellt funktion gerät geräte gruppe gruppen kennung kommentar konto konten letzte mitarbeiter mitglied \
mitglieder nachname nutzer personalnummer recht rechte rolle rollen standort stelle typ unternehmen vorname zugriff \
actif adresse arrivée autorisation compte comptes contrat courriel début fin matricule poste société sortie \
création droit droits dernière groupe groupes membre membres nom \
prénom rôle rôles statut utilisateur utilisateurs \
activo apellido apellidos correo cuenta cuentas estado fecha grupo grupos miembro nombre permiso permisos recurso rol \
roles usuario usuarios \
account attivo azienda cognome gruppo nome permesso permessi ruolo stato utente utenti \
achternaam gebruiker gebruikersnaam groep naam rechten voornaam";

/// Whether any word of a name is one of these.
pub(super) fn is_usual(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| USUAL.split_whitespace().any(|usual| usual == word))
}

/// The words of a name in small letters, without digits: `dbPassword_2` is `db`, `password`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut signs = name.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_next_small = signs.peek().is_some_and(|next| next.is_lowercase());
        let begins = sign.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && is_next_small));
        if begins || !sign.is_alphabetic() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && sign.is_alphabetic()
        {
            word.extend(sign.to_lowercase());
        }
        before = sign;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a text looks like the name of a column or of a key.
pub(super) fn is_name(text: &str) -> bool {
    let odd = |sign: char| matches!(sign, '@' | ':' | '/' | '\\' | '=' | '$' | '+' | '*' | '!');
    let numbered = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let length = word.chars().count();
        length > WORD || digits == length || (digits > 0 && length > MIXED)
    };
    let dotted = text.trim_end_matches('.').contains('.');
    let mut words = text.split(|sign: char| sign.is_whitespace() || matches!(sign, '_' | '(' | ')'));
    text.chars().count() <= LONGEST
        && text.contains(char::is_alphabetic)
        && !text.contains(odd)
        && !dotted
        && !words.any(|word| !word.is_empty() && numbered(word) && !is_ordinal(word))
}

/// A number that counts columns, as in `access_key_1_active`.
fn is_ordinal(word: &str) -> bool {
    word.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cells: &[&str]) -> bool {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        is_header(&cells)
    }

    #[test]
    fn names_of_columns_are_a_header_and_data_is_none() {
        assert!(shown(&["User name", "Password", "Console sign-in link"]));
        assert!(shown(&["user", "access_key_1_active", "", "No."]));
        assert!(shown(&["Name     Role      Email"]));
        for data in [
            &["bo", "EXAMPLE-wJalrXUtnFEMI-SECRETVALUE"][..],
            &["bo", "Hunter2-EXAMPLE"],
            &["bo@example.com", "admin"],
            &["1", "Bo", "Admin"],
            &["bo", "2024-01-01"],
            &["db.example.com:5432:app:bo:EXAMPLE"],
            &["bo normal horse"],
            &["root:EXAMPLEnohash:19000:0:99999:7:::"],
            &[],
        ] {
            assert!(!shown(data), "{data:?}");
        }
    }

    #[test]
    fn a_row_is_shown_where_half_of_its_names_are_known() {
        let row = |cells: &[&str]| -> Vec<String> { cells.iter().map(ToString::to_string).collect() };
        let shown = |first: &[&str]| {
            let shown = super::shown(&row(first), |text| matches!(text, "Wer" | "Rolle" | "Who What"));
            shown.map_or_else(String::new, |shown| shown.listed())
        };
        assert_eq!(
            shown(&["Wer", "Was"]),
            "`Wer` and 1 more that may be data and are not shown"
        );
        assert_eq!(shown(&["user", "right"]), "`user`, `right`");
        assert_eq!(
            shown(&["Nom", "Prénom", "Horse", "", "Staple"]),
            "`Nom`, `Prénom` and 2 more that may be data and are not shown"
        );
        assert_eq!(shown(&["createdAt", "shoe_size_type"]), "`createdAt`, `shoe_size_type`");
        assert_eq!(shown(&["Name     Role      Email"]), "`Name     Role      Email`");
        assert_eq!(shown(&["Who What"]), "`Who What`");
        for hidden in [
            &["Was", "Wo", "Wer"][..],
            &["Ada", "Sunshine"],
            &["Ada Lovelace", "Sunshine"],
            &["Sunshine"],
            &["Correct Horse Battery User"],
            &["Name     Role      Sunshine"],
            &["user", "bo@example.com"],
        ] {
            assert_eq!(shown(hidden), "", "{hidden:?}");
        }
    }

    #[test]
    fn keys_are_shown_where_they_are_the_names_of_a_record() {
        let text = |text: &str| Node::Text(text.to_owned());
        let map = |entries: &[(&str, Node)]| -> Vec<(String, Node)> {
            let entries = entries.iter();
            entries.map(|(key, node)| ((*key).to_owned(), node.clone())).collect()
        };
        let known = |key: &str| key == "login";
        let one = |entries: &[(&str, Node)]| shown_keys(&[&map(entries)], known).is_some();
        assert!(one(&[("type", text("x")), ("users", Node::List(Vec::new()))]));
        assert!(one(&[("items", Node::List(Vec::new()))]));
        assert!(one(&[("login", text("x")), ("right", text("y"))]));
        assert!(one(&[("@odata.context", text("x")), ("value", Node::List(Vec::new()))]));
        assert!(!one(&[("sunshine", text("ada")), ("dragon", text("bo"))]));
        assert!(!one(&[("sunshine", Node::List(Vec::new()))]), "a list by name");
        assert!(!one(&[("sunshine", Node::List(Vec::new())), ("dragon", text("bo"))]));
        assert!(!one(&[
            ("bo@example.com", text("x")),
            ("users", Node::List(Vec::new()))
        ]));
        assert!(!one(&[("login", text("x")), ("EXAMPLE0wJalrXUtnFEMI", text("y"))]));
        assert!(!one(&[]));
        let records = [map(&[("who", text("a"))]), map(&[("who", text("b"))])];
        let records: Vec<&[(String, Node)]> = records.iter().map(Vec::as_slice).collect();
        assert!(shown_keys(&records, known).is_some(), "two records have the same keys");
        let kept = [
            map(&[("ada", text("a"))]),
            map(&[("ada", text("b"))]),
            map(&[("bo", text("c"))]),
        ];
        let kept: Vec<&[(String, Node)]> = kept.iter().map(Vec::as_slice).collect();
        assert_eq!(shown_keys(&kept, known), None);
    }
}
