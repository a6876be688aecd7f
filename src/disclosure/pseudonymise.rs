//! The same review with every private string replaced: what is counted and printed publicly must not notice.
//!
//! The lists below name every field, so that a new field of the model does not compile until somebody has decided
//! whether it is private.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::claim::{self, Approval, Decided, Look, Statement};
use crate::model::evidence::{Attestation, Document};
use crate::model::exception::{Excepted, Exception};
use crate::model::finding::{Finding, Subject};
use crate::model::inventory::{Company, Inventory, Listed, Meant, Provider, Scope};
use crate::model::list::{Alert, List};
use crate::model::policy::{Policy, Role, Rule, Separation};
use crate::model::private::Private;
use crate::model::procedure::{Asset, Covered, Procedure, Row};
use crate::model::review::Review;
use crate::model::reviewed::Reviewed;
use crate::model::roster::{Employment, Identity};
use crate::model::settings::{PutRight, RosterSource, Settings};
use crate::model::snapshot::{Access, Account, Claim, Device, Group, Resource, Snapshot};
use crate::model::source::{Reason, Rejected, Rows, Source, Unclear};
use crate::model::system::{
    AccessRules, Export, Recognised, Resources, SetAsideRule, System, SystemKind, WorkstationRules,
};

/// What is done with each private string.
type Visit<'a> = &'a mut dyn FnMut(&mut String);

/// Gives the review under pseudonyms. Equal strings get equal pseudonyms and different ones different; their order is
/// turned round and their lengths change, so that nothing can depend on either.
#[must_use]
pub fn pseudonymise(review: &Review) -> Review {
    let mut review = review.clone();
    let mut strings = BTreeSet::new();
    visit_review(&mut review, &mut |text| {
        strings.insert(text.clone());
    });
    let pseudonyms: BTreeMap<String, String> = (strings.into_iter().rev().enumerate())
        .map(|(number, text)| (text, format!("pseudonym-{number:08}{}", "-x".repeat(number % 7))))
        .collect();
    visit_review(&mut review, &mut |text| {
        if let Some(pseudonym) = pseudonyms.get(text) {
            text.clone_from(pseudonym);
        }
    });
    review
}

fn visit_review(review: &mut Review, visit: Visit<'_>) {
    let Review {
        settings,
        snapshot,
        findings,
        unjudged: _,
        standings: _,
        statements: _,
        gaps: _,
        audited: _,
        counts: _,
        notebooks: _,
        sums: _,
        companies: _,
        figures: _,
        // the officer's own words, which are scanned
        version: _,
        removed: _,
        own_exceptions: _,
    } = review;
    visit_settings(settings, visit);
    visit_snapshot(snapshot, visit);
    for Finding {
        check: _,
        severity: _,
        subject,
        evidence: _,
        disposition: _,
        closure: _,
    } in findings
    {
        let Subject {
            text,
            system: _,
            account: _,
            identity: _,
            candidates: _,
            resource: _,
            levels: _,
            role: _,
            source: _,
            exception: _,
            line: _,
            extract: _,
        } = subject;
        private(text, visit);
    }
}

fn visit_settings(settings: &mut Settings, visit: Visit<'_>) {
    let Settings {
        systems,
        roster,
        organisation: _,
        texts: _,
        title: _,
        date: _,
        zone: _,
        period: _,
        language: _,
        look,
        page_resources: _,
        document_rows: _,
        stale_export_days: _,
        contract_expiring_days: _,
        expiring_exception_days: _,
        provider_report_days: _,
        retain_years: _,
        rulings: _,
        activities,
        inventory,
        procedure,
        // ids and opaque ids: what is private of it stands in no public page
        previous: _,
        // neither does what of it is on no page; titles and labels are the officer's own sentences, which are scanned
        publishing: _,
        put_right,
        profiles: _,
    } = settings;
    // besides a colour, and pixels of a picture that is meant to be seen
    private(look.companies.iter_mut().map(|company| &mut company.name), visit);
    visit_put_right(put_right, visit);
    visit_inventory(inventory, visit);
    for System {
        kind,
        id: _,
        name: _,
        formerly: _,
        description: _,
        reviewed,
        login_pattern: _,
        recheck,
        line: _,
    } in systems.values_mut()
    {
        if let Some(Reviewed {
            by,
            statement,
            on: _,
            line: _,
        }) = reviewed
        {
            private([by].into_iter().chain(statement), visit);
        }
        visit_exports(recheck, visit);
        match kind {
            SystemKind::Access(AccessRules {
                resources,
                exports,
                levels: _,
                no_access: _,
                count_rule: _,
                expected: _,
            }) => {
                match resources {
                    Resources::Whole { said: _ } => {}
                    Resources::Labelled {
                        declared,
                        formerly,
                        label: _,
                    } => {
                        private(declared, visit);
                        private(formerly.iter_mut().flat_map(|(was, is)| [was, is]), visit);
                    }
                }
                visit_exports(exports, visit);
            }
            SystemKind::Workstations(WorkstationRules { exports }) => {
                visit_exports(exports, visit);
            }
        }
    }
    for activity in activities.values_mut() {
        visit_claims(&mut activity.scope, visit);
    }
    if let Some(procedure) = procedure {
        visit_procedure(procedure, visit);
    }
    let RosterSource {
        table,
        named: _,
        columns: _,
        separator: _,
        ignore: _,
    } = roster;
    visit_export(table, visit);
}

fn visit_put_right(put_right: &mut [PutRight], visit: Visit<'_>) {
    for PutRight {
        findings,
        by,
        company,
        ticket: _,
        line: _,
    } in put_right
    {
        private(findings.iter_mut().chain([by]).chain(company), visit);
    }
}

fn visit_claims(claims: &mut [Statement], visit: Visit<'_>) {
    for Statement {
        decided,
        text: _,
        line: _,
    } in claims
    {
        match decided {
            Decided::ByNothing | Decided::ByChecks(_) => {}
            Decided::ByHand(Look {
                by,
                company,
                evidence,
                met: _,
                on: _,
            }) => private([by, evidence].into_iter().chain(company), visit),
            Decided::ByList(claim::Listed { files, expected: _ }) => private(files, visit),
        }
    }
}

fn visit_procedure(procedure: &mut Procedure, visit: Visit<'_>) {
    let Procedure {
        perimeter,
        rows,
        title: _,
        introduction: _,
        threats: _,
        regularity: _,
    } = procedure;
    for Asset {
        covers,
        text: _,
        line: _,
    } in perimeter
    {
        for covered in covers {
            match covered {
                Covered::System(_) => {}
                Covered::OutOfScope(name) | Covered::Unknown(name) => private([name], visit),
            }
        }
    }
    for Row {
        claims,
        text: _,
        systems: _,
        in_parts: _,
        line: _,
    } in rows
    {
        visit_claims(claims, visit);
    }
}

fn visit_inventory(inventory: &mut Inventory, visit: Visit<'_>) {
    let Inventory {
        systems,
        companies,
        providers,
    } = inventory;
    for Listed { name, scope, line: _ } in systems {
        private([name], visit);
        match scope {
            Scope::In(meant) => {
                for Meant { id, system: _ } in meant {
                    private([id], visit);
                }
            }
            Scope::Out(reason) => private([reason], visit),
        }
    }
    for Company {
        name,
        agreement,
        end: _,
        line: _,
    } in companies
    {
        private([name, agreement], visit);
    }
    for Provider {
        name,
        report,
        date: _,
        line: _,
    } in providers
    {
        private([name, report], visit);
    }
}

fn visit_exports(exports: &mut [Export], visit: Visit<'_>) {
    for export in exports {
        visit_export(export, visit);
    }
}

fn visit_export(export: &mut Export, visit: Visit<'_>) {
    let Export {
        file,
        sheet,
        columns,
        constants,
        set_aside,
        line: _,
        encoding: _,
        delimiter: _,
        coverage: _,
        recognised,
        rows: _,
        separators: _,
        dates: _,
        words: _,
        rows_without_account: _,
    } = export;
    visit(file);
    sheet.iter_mut().for_each(&mut *visit);
    columns.values_mut().flatten().for_each(&mut *visit);
    constants.values_mut().for_each(&mut *visit);
    if let Some(Recognised {
        profile: _,
        ignore,
        elsewhere,
    }) = recognised
    {
        ignore.iter_mut().chain(elsewhere).for_each(&mut *visit);
    }
    for SetAsideRule { column, values, reason } in set_aside {
        visit(column);
        values.iter_mut().for_each(&mut *visit);
        visit(reason);
    }
}

fn visit_snapshot(snapshot: &mut Snapshot, visit: Visit<'_>) {
    let Snapshot {
        policy,
        roster,
        access,
        rechecks,
        // what the audit before says reaches the internal document alone, but for labels, which are public
        previous: _,
        reasons: _,
        sources,
        documents,
        lists,
        unread,
    } = snapshot;
    for List {
        file,
        alerts,
        day: _,
        holes: _,
        backups: _,
    } in lists
    {
        private([file], visit);
        for Alert {
            name,
            is_on: _,
            tells: _,
            told: _,
        } in alerts
        {
            private([name], visit);
        }
    }
    for (document, attestation) in documents {
        visit_document(document, visit);
        if let Some(attestation) = attestation {
            visit_attestation(attestation, visit);
        }
    }
    let Policy {
        roles,
        separations,
        approval,
        exceptions,
        file: _,
        exceptions_file: _,
        without_rules: _,
    } = Arc::make_mut(policy);
    if let Some(Approval {
        by,
        version: _,
        on: _,
        line: _,
    }) = approval
    {
        private([by], visit);
    }
    for role in roles.values_mut() {
        let Role {
            may,
            must,
            title: _,
            kind: _,
            contractors: _,
            needs_workstation: _,
            formerly: _,
            break_glass: _,
            line: _,
        } = role;
        visit_rules(may.iter_mut().chain(must), visit);
    }
    for Separation {
        sides,
        name,
        reason,
        line: _,
    } in separations
    {
        visit(name);
        visit(reason);
        visit_rules(sides.iter_mut(), visit);
    }
    for exception in exceptions.values_mut() {
        visit_exception(exception, visit);
    }
    Arc::make_mut(roster)
        .identities
        .values_mut()
        .for_each(|identity| visit_identity(identity, visit));
    for access in access.iter_mut().chain(rechecks) {
        visit_access(access, visit);
    }
    for source in sources.values_mut() {
        visit_source(source, visit);
    }
    private(unread, visit);
}

fn visit_rules<'a>(rules: impl Iterator<Item = &'a mut Rule>, visit: Visit<'_>) {
    for Rule {
        resources,
        reason,
        system: _,
        levels: _,
        line: _,
    } in rules
    {
        // The matcher was used when the resources were judged; only the text could be printed.
        for pattern in resources {
            visit(&mut pattern.text);
        }
        reason.iter_mut().for_each(&mut *visit);
    }
}

fn visit_exception(exception: &mut Exception, visit: Visit<'_>) {
    let Exception {
        subject,
        reason,
        approved_by,
        ticket,
        check: _,
        granted: _,
        expires: _,
        line: _,
    } = exception;
    let Excepted {
        identity,
        account,
        resource,
        file,
        separation,
        within: _,
    } = subject;
    let named = [approved_by].into_iter().chain(identity).chain(account);
    private(named.chain(file).chain(separation), visit);
    // As in rules, only the text could be printed.
    let pattern = resource.iter_mut().map(|pattern| &mut pattern.text);
    [reason].into_iter().chain(ticket).chain(pattern).for_each(visit);
}

fn visit_identity(identity: &mut Identity, visit: Visit<'_>) {
    let Identity {
        id,
        name,
        employment,
        emails,
        logins,
        roles: _,
        kind: _,
        start: _,
        end: _,
        owner: _,
        needs_workstation: _,
        place: _,
    } = identity;
    private([id, name], visit);
    match employment {
        Employment::Employee => {}
        Employment::Contractor { company } => private(company, visit),
    }
    private(emails, visit);
    private(logins.values_mut().flatten(), visit);
}

fn visit_access(access: &mut Access, visit: Visit<'_>) {
    let Access {
        accounts,
        resources,
        unmapped,
        groups,
        devices,
        claims,
        system: _,
        extract: _,
        day: _,
        first_day: _,
        coverage: _,
        tells_root_key: _,
        memberships: _,
        grants: _,
    } = access;
    for account in accounts.values_mut() {
        let Account {
            login,
            ids,
            name,
            email,
            listed: _,
            status: _,
            mfa: _,
            last_login: _,
            credentials: _,
            holder: _,
            place: _,
            told: _,
        } = account;
        private([login].into_iter().chain(ids).chain(name).chain(email), visit);
    }
    for Resource {
        name,
        label: _,
        listed: _,
    } in resources.values_mut()
    {
        private([name], visit);
    }
    for Group {
        name,
        ids,
        listed: _,
        place: _,
    } in groups.values_mut()
    {
        private([name].into_iter().chain(ids), visit);
    }
    private(unmapped.values_mut(), visit);
    for Device {
        name,
        account: _,
        encrypted: _,
        protected: _,
        place: _,
    } in devices
    {
        private([name], visit);
    }
    for Claim {
        place,
        account: _,
        identity: _,
    } in claims
    {
        private([place], visit);
    }
}

fn visit_source(source: &mut Source, visit: Visit<'_>) {
    let Source {
        file,
        sheet,
        sha256,
        rows,
        content: _,
        bytes: _,
        coverage: _,
        cut,
        twin,
        dated: _,
        dated_from: _,
        profile,
        directory: _,
        pointers,
        declared_rows: _,
        unclear,
        parts,
        facts: _,
        entries: _,
        attested,
    } = source;
    if let Some(attestation) = attested {
        visit_attestation(attestation, visit);
    }
    let of_twin = twin.iter_mut().flat_map(|twin| [&mut twin.other, &mut twin.only]);
    private([file].into_iter().chain(cut).chain(parts).chain(of_twin), visit);
    sheet
        .iter_mut()
        .chain([sha256])
        .chain(profile)
        .chain(pointers)
        .for_each(&mut *visit);
    let Rows {
        set_aside,
        rejected,
        total: _,
        used: _,
    } = rows;
    *set_aside = std::mem::take(set_aside)
        .into_iter()
        .map(|(mut reason, rows)| {
            if let Reason::Declared(reason) = &mut reason {
                visit(reason);
            }
            (reason, rows)
        })
        .collect();
    for Unclear { name, cells: _, first } in unclear {
        private([name], visit);
        for Rejected { reason, line: _ } in first {
            private([reason], visit);
        }
    }
    for Rejected { reason, line: _ } in rejected {
        private([reason], visit);
    }
}

/// Visits private strings.
fn visit_attestation(attestation: &mut Attestation, visit: Visit<'_>) {
    let Attestation {
        by,
        instance,
        steps,
        filters,
        sha256,
        proofs,
        line: _,
        at: _,
        count: _,
        coverage: _,
    } = attestation;
    private([by, instance, steps, filters].into_iter().flatten(), visit);
    sha256.iter_mut().for_each(&mut *visit);
    for proof in proofs {
        visit_document(proof, visit);
    }
}

fn visit_document(document: &mut Document, visit: Visit<'_>) {
    let Document { file, sha256, bytes: _ } = document;
    private([file], visit);
    visit(sha256);
}

fn private<'a>(strings: impl IntoIterator<Item = &'a mut Private>, visit: Visit<'_>) {
    for string in strings {
        let mut text = string.reveal().to_owned();
        visit(&mut text);
        *string = Private::new(text);
    }
}
