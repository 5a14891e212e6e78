//! The end of the year: the accounts against the ledger, what is left carried over and paid back, both lines
//! closed, and the report on the town ministry's grant.

use std::fmt::Write as _;
use std::num::NonZeroU32;

use anyhow::{Context, Result};
use domain::Euros;
use domain::fund::{
    AccountSystem, Amount, Beneficiaries, BudgetCodes, Category, Objective, PaymentNumber,
    PaymentOrderRow, PublicGroup, ReportDraft, ReportRow, RowStatus,
};
use domain::ids::AccountStatementId;
use jiff::civil::{Date, date};
use store::{
    CancelCommitment, CarryOverLine, CloseLine, ExplainDifference, ImportStatement, PlanForecast,
    Repay, SaveGrantReport,
};

use super::{Year, noon};

/// What goes to 2021, and what goes back to the ministry.
const CARRIED: i64 = 500_000;
const REPAID: i64 = 55_600;
const EDUCATION_CARRIED: i64 = 390_600;

/// Closes the year.
pub(super) async fn fill(year: &mut Year<'_, '_>) -> Result<()> {
    give_up_rest(year).await?;
    let statement = reconcile(year).await?;
    explain(year, statement).await?;
    let store = year.filling.store;
    let principal = year.principal();
    let on = date(2021, 1, 18);
    let now = noon(on)?;
    let mut next = Vec::new();
    for (line, cents, act) in [
        (year.town, CARRIED, "DBM n° 1, 2021"),
        (year.education, EDUCATION_CARRIED, "DBM n° 1, 2021"),
    ] {
        let carry = CarryOverLine {
            id: year.id(),
            from: line,
            next: year.id(),
            amount: Amount::from_cents(cents)?,
            act: act.into(),
            on,
        };
        next.push(store.carry_over(&carry, principal, now).await?);
    }
    let repay = Repay {
        id: year.id(),
        line: year.town,
        amount: Amount::from_cents(REPAID)?,
        reference: "OR-2021-004".into(),
        on,
    };
    store.repay(&repay, principal, now).await?;
    for line in [year.town, year.education] {
        let close = CloseLine { form: year.id(), line, on };
        store.close_line(&close, principal, now).await?;
    }
    let plans = PlanForecast {
        id: year.id(),
        line: next[1],
        label: "Forfaits 20 Go, reconduits".into(),
        spending: Category::Connection.into(),
        monthly: Amount::from_cents(990)?,
        units: NonZeroU32::new(60).context("sixty")?,
        from: date(2021, 2, 1),
        to: date(2022, 1, 31),
        commitment: None,
    };
    store.plan_forecast(&plans, principal, now).await?;
    report(year, date(2021, 2, 10)).await
}

/// What the credit note gave back is not ordered again: it is free for the year's end.
async fn give_up_rest(year: &mut Year<'_, '_>) -> Result<()> {
    let store = year.filling.store;
    let on = date(2020, 12, 14);
    for order in store.commitments(year.principal()).await? {
        if order.is_open() {
            let cancel = CancelCommitment { form: year.id(), commitment: order.id };
            store.cancel_commitment(&cancel, year.principal(), noon(on)?).await?;
        }
    }
    Ok(())
}

/// What the accounts say on 31 December: the payment orders, one of them a day later than ours, and two of
/// another budget.
async fn reconcile(year: &mut Year<'_, '_>) -> Result<AccountStatementId> {
    let store = year.filling.store;
    let lines = store.fund_lines(year.principal()).await?;
    let codes = |line| {
        let line = lines.iter().find(|one| one.id == line);
        line.map(|line| line.settings.codes.clone()).unwrap_or_default()
    };
    let orders = store.commitments(year.principal()).await?;
    let mut rows = Vec::new();
    for debt in store.settlements(year.principal()).await? {
        let (Some(number), Some(ordered), Some(_)) =
            (debt.payment_order, debt.ordered_on, debt.paid_on)
        else {
            continue;
        };
        let line = orders.iter().find(|order| order.id == debt.commitment).map(|order| order.line);
        let line = line.context("an order")?;
        let late = number == "DP-2020-000431";
        rows.push(PaymentOrderRow {
            number: PaymentNumber::parse(&number)?,
            date: Some(if late { ordered.tomorrow()? } else { ordered }),
            codes: codes(line),
            amount: debt.amount,
            bordereau: debt.bordereau,
            supplier: debt.supplier,
        });
    }
    for (number, cents) in [("DP-2020-000402", 84_210), ("DP-2020-000477", 12_640)] {
        rows.push(PaymentOrderRow {
            number: PaymentNumber::parse(number)?,
            date: Some(date(2020, 9, 8)),
            codes: BudgetCodes::new("ALO", "VIABI", "0ENTR"),
            amount: Euros::from_cents(cents),
            bordereau: None,
            supplier: "Chauffage du Rhône (inventé)".into(),
        });
    }
    let import = ImportStatement {
        id: year.id(),
        system: AccountSystem::Opale,
        fiscal_year: 2020,
        as_of: date(2020, 12, 31),
        file_name: "opale-2020.csv".into(),
        sha256: store::sha256(listed(&rows).as_bytes()),
        rows,
    };
    store.import_statement(&import, year.accountant, noon(date(2021, 1, 8))?).await?;
    Ok(import.id)
}

/// The rows as the file of the accounts would list them.
fn listed(rows: &[PaymentOrderRow]) -> String {
    let mut file = "Demande de paiement;Date;Service;Domaine;Activité;Montant TTC\r\n".to_owned();
    for row in rows {
        let day = row.date.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
        let codes = [row.codes.service(), row.codes.domaine(), row.codes.activite()].join(";");
        let _ = write!(file, "{};{day};{codes};{}\r\n", row.number, row.amount.plain(','));
    }
    file
}

/// Says why one order is dated otherwise.
async fn explain(year: &mut Year<'_, '_>, statement: AccountStatementId) -> Result<()> {
    let store = year.filling.store;
    let found = store.reconciled_statement(statement, year.accountant).await?;
    let found = found.context("a statement")??;
    for row in found.reconciliation.rows() {
        if row.status() != RowStatus::Open {
            continue;
        }
        let explain = ExplainDifference {
            id: year.id(),
            statement,
            number: row.number().context("a number")?.clone(),
            differences: row.differences.clone(),
            text: "Bordereau pris en charge le lendemain par l'agence comptable.".into(),
        };
        store.explain_difference(&explain, year.accountant, noon(date(2021, 1, 11))?).await?;
    }
    Ok(())
}

/// The report on the town ministry's grant.
async fn report(year: &mut Year<'_, '_>, on: Date) -> Result<()> {
    let euros = Euros::from_cents;
    let group = |public: &str, count| PublicGroup { public: public.into(), count };
    let objective = |indicator: &str, expected: &str, obtained: &str| Objective {
        indicator: indicator.into(),
        expected: expected.into(),
        obtained: obtained.into(),
    };
    let draft = ReportDraft {
        planned: [
            (ReportRow::OtherSupplies, euros(4_500_000)),
            (ReportRow::State, euros(4_500_000)),
            (ReportRow::Volunteers, euros(120_000)),
            (ReportRow::Volunteering, euros(120_000)),
        ]
        .into(),
        beside: [
            (ReportRow::Volunteers, euros(144_000)),
            (ReportRow::Volunteering, euros(144_000)),
        ]
        .into(),
        siret: "11004301500012".into(),
        action: "Équiper les élèves prioritaires pendant la fermeture des établissements".into(),
        conduct: "Les tablettes ont été commandées sans attendre la signature de la convention de mutualisation, avec l'accord écrit des trois sièges. Elles ont été enregistrées une par une, puis prêtées aux familles repérées par les établissements.".into(),
        places: "Du 10 avril au 18 juin 2020, trois collèges et un lycée de Lyon 8e.".into(),
        beneficiaries: Beneficiaries::new(vec![group("Collégiens", 131), group("Lycéens", 69)])?,
        objectives: vec![
            objective("Élèves équipés d'une tablette", "200", "198"),
            objective("Délai entre l'accord et la première remise", "3 semaines", "40 jours"),
        ],
        information: String::new(),
        sharing: "Aucune charge indirecte n'est répartie.".into(),
        variances: "Deux tablettes brisées à la livraison ont été reprises par le fournisseur (avoir AV-26-0007).".into(),
        in_kind: "Bénévoles du Réseau étudiant, 96 heures à 15 €.".into(),
        observations: String::new(),
        signatory: "Dominique Fabre".into(),
        capacity: "principal du collège chef de file, ordonnateur".into(),
        place: "Lyon".into(),
    };
    let save = SaveGrantReport { form: year.id(), line: year.town, draft };
    year.filling.store.save_grant_report(&save, year.principal(), noon(on)?).await?;
    Ok(())
}
