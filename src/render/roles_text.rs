//! The declared roles as `roles.toml`.

use serde::Serialize;
use toml::value::Datetime;

use crate::model::policy::{Policy, Role, RoleKind, Rule};
use crate::model::private::Private;
use crate::model::settings::Settings;

/// What the text begins with.
const HEAD: &str = include_str!("../../templates/roles-head.toml");

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct File<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without_rules: Vec<&'a str>,
    policy: Option<Approved<'a>>,
    role: Vec<RoleTable<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    separation: Vec<SeparationTable<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exception: Vec<ExceptionTable<'a>>,
}

#[derive(Serialize)]
struct Approved<'a> {
    version: &'a str,
    #[serde(rename = "approved-by")]
    by: &'a str,
    #[serde(rename = "approved-on")]
    on: Datetime,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct RoleTable<'a> {
    title: &'a str,
    kind: Option<&'static str>,
    contractors: Option<bool>,
    needs_workstation: Option<bool>,
    break_glass: Option<bool>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    formerly: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    must: Vec<RuleTable<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    may: Vec<RuleTable<'a>>,
}

#[derive(Serialize)]
struct RuleTable<'a> {
    system: &'a str,
    levels: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<&'a str>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct SeparationTable<'a> {
    name: &'a str,
    reason: &'a str,
    side: Vec<RuleTable<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ExceptionTable<'a> {
    check: &'static str,
    #[serde(flatten)]
    subject: std::collections::BTreeMap<&'static str, String>,
    reason: &'a str,
    approved_by: &'a str,
    ticket: Option<&'a str>,
    granted: Datetime,
    expires: Datetime,
}

/// The text's bytes.
///
/// # Errors
/// When a day is one that TOML cannot hold.
pub fn toml(policy: &Policy, settings: &Settings) -> anyhow::Result<Vec<u8>> {
    let day = |day: jiff::civil::Date| day.to_string().parse::<Datetime>();
    let approved = policy.approval.as_ref().map(|approval| {
        anyhow::Ok(Approved {
            version: &approval.version,
            by: approval.by.reveal(),
            on: day(approval.on)?,
        })
    });
    let separations = policy.separations.iter().map(|separation| SeparationTable {
        name: &separation.name,
        reason: &separation.reason,
        side: separation.sides.iter().map(|side| rule(side, settings)).collect(),
    });
    let exceptions = policy.exceptions.values().map(|exception| {
        anyhow::Ok(ExceptionTable {
            check: exception.check.0,
            subject: exception.subject.parts(settings).into_iter().collect(),
            reason: &exception.reason,
            approved_by: Private::reveal(&exception.approved_by),
            ticket: exception.ticket.as_deref(),
            granted: day(exception.granted)?,
            expires: day(exception.expires)?,
        })
    });
    let without = policy.without_rules.iter();
    let file = File {
        without_rules: without.map(|system| settings.systems[*system].id.as_str()).collect(),
        policy: approved.transpose()?,
        role: policy.roles.values().map(|declared| role(declared, settings)).collect(),
        separation: separations.collect(),
        exception: exceptions.collect::<anyhow::Result<_>>()?,
    };
    Ok(format!("{HEAD}\n{}", toml::to_string(&file)?).into_bytes())
}

fn role<'a>(role: &'a Role, settings: &'a Settings) -> RoleTable<'a> {
    let yes = |flag: bool| flag.then_some(true);
    let rules = |rules: &'a [Rule]| rules.iter().map(|one| rule(one, settings)).collect();
    RoleTable {
        title: &role.title,
        kind: (role.kind == RoleKind::Technical).then_some("technical"),
        contractors: yes(role.contractors),
        needs_workstation: yes(role.needs_workstation),
        break_glass: yes(role.break_glass),
        formerly: &role.formerly,
        must: rules(&role.must),
        may: rules(&role.may),
    }
}

fn rule<'a>(rule: &'a Rule, settings: &'a Settings) -> RuleTable<'a> {
    RuleTable {
        system: &settings.systems[rule.system].id,
        levels: rule.level_names(settings),
        resources: rule.resources.iter().map(|pattern| pattern.text.as_str()).collect(),
        reason: rule.reason.as_deref(),
    }
}
