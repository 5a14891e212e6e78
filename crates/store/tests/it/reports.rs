//! Reports on the fund: the grant's year, where categories go, the accounts' statements, what is planned.

use std::num::NonZeroU32;

use domain::fund::{
    AccountSystem, BudgetCodes, Category, ForecastFault, LedgerAct, PaymentNumber, PaymentOrderRow,
    ReportDraft, ReportFault, ReportImbalance, ReportRow, RowDifference, RowStatus,
};
use domain::ids::{
    AccountExplanationId, AccountStatementId, CarryOverId, CommitmentId, ForecastId, FundLineId,
    SettlementId,
};
use domain::{Euros, Seat};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, came, day, order, order_payment, owed, people,
};
use store::{
    CarryOverLine, DropForecast, DropForecastRefused, ExplainDifference, ExplainDifferenceRefused,
    ImportStatement, ImportStatementRefused, OutOfOrdinary, Pay, PlanForecast, PlanForecastRefused,
    SaveGrantReport, SaveGrantReportRefused, SetAccounts, SetAccountsRefused, Store, VerbError,
    figures_after, on_both,
};
use uuid::Uuid;

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(8_800_000 + n)
}

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

/// An order of 600 €, invoiced and paid for 500.
async fn bought(store: &Store, people: &People) -> FundLineId {
    let (line, agreement) = agreed_line(store, people, 100_000, 80_000).await;
    let mut one = order(agreement, 1, 60_000);
    one.category = Some(Category::Connection);
    store.commit(&one, people.principal, start()).await.unwrap();
    came(store, people, 1).await;
    owed(store, people, 2, 1, 50_000).await;
    store.order_payment(&order_payment(3, 2), people.principal, start()).await.unwrap();
    line
}

fn save(form: u128, line: FundLineId, draft: ReportDraft) -> SaveGrantReport {
    SaveGrantReport { form: id(form), line, draft }
}

on_both! {
    async fn a_grant_s_year_is_the_ledger_and_what_is_written_beside(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let line = bought(store, &people).await;
        let cite = people.principal.cite;
        let book = store.grant_book(line, cite).await.unwrap().unwrap();
        assert_eq!(book.report.row(ReportRow::BankingAndOther).realised, euros(50_000), "the form has no row for plans");
        assert_eq!(book.report.row(ReportRow::State).realised, euros(100_000));
        assert!(matches!(book.report.imbalances()[..], [ReportImbalance::Totals { .. }]), "the year is not over");
        // What is left goes on: income is what was used.
        let carry = CarryOverLine {
            id: CarryOverId(id(1)),
            from: line,
            next: FundLineId(id(2)),
            amount: amount(40_000),
            act: "DBM 1".into(),
            on: day(),
        };
        store.carry_over(&carry, people.principal, start()).await.unwrap();
        let book = store.grant_book(line, cite).await.unwrap().unwrap();
        let [ReportImbalance::Totals { charges, produits, .. }] = book.report.imbalances()[..] else { panic!("open still") };
        assert_eq!((charges, produits), (euros(50_000), euros(60_000)), "100 € are still ordered");
        // Another row for plans, volunteers beside the ledger.
        let rows = [(Category::Connection, ReportRow::Rentals)].into();
        store.set_accounts(&SetAccounts { form: id(3), rows, own: [].into() }, people.principal, start()).await.unwrap();
        let mut draft = ReportDraft { action: "Équiper".into(), ..ReportDraft::default() };
        draft.planned.insert(ReportRow::Rentals, euros(60_000));
        draft.beside.insert(ReportRow::Volunteers, euros(900));
        store.save_grant_report(&save(4, line, draft.clone()), people.principal, start()).await.unwrap();
        store.save_grant_report(&save(4, line, draft.clone()), people.principal, start()).await.unwrap();
        let book = store.grant_book(line, cite).await.unwrap().unwrap();
        assert_eq!((book.report.row(ReportRow::Rentals).realised, book.draft.action.as_str()), (euros(50_000), "Équiper"));
        assert_eq!(book.report.row(ReportRow::Volunteers).realised, euros(900));
        assert_eq!(book.references, ["N-7003"]);

        draft.planned.insert(ReportRow::State, euros(-1));
        let refused = store.save_grant_report(&save(5, line, draft.clone()), people.principal, start()).await;
        let why = SaveGrantReportRefused::Figures(ReportFault::NegativePlan { row: ReportRow::State });
        assert!(matches!(refused, Err(VerbError::Refused(found)) if found == why), "{refused:?}");
        draft.planned.clear();
        let refused = store.save_grant_report(&save(6, FundLineId(id(99)), draft.clone()), people.principal, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(SaveGrantReportRefused::UnknownLine))), "{refused:?}");
        for by in [people.copilot, people.delegate, people.accountant] {
            let refused = store.save_grant_report(&save(7, line, draft.clone()), by, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(SaveGrantReportRefused::NotYourSeat))), "{refused:?}");
            let refused = store.set_accounts(&SetAccounts { form: id(8), rows: [].into(), own: [].into() }, by, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(SetAccountsRefused::NotYourSeat))), "{refused:?}");
        }
        let income = [(Category::Media, ReportRow::State)].into();
        let refused = store.set_accounts(&SetAccounts { form: id(9), rows: income, own: [].into() }, people.principal, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(SetAccountsRefused::NotACharge(_)))), "{refused:?}");
        // Another cité neither sees it nor writes it.
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.grant_book(line, foreign.cite).await.unwrap(), None);
        let refused = store.save_grant_report(&save(10, line, ReportDraft::default()), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(SaveGrantReportRefused::UnknownLine))), "{refused:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

fn row(number: &str, cents: i64, on: Date) -> PaymentOrderRow {
    PaymentOrderRow {
        number: PaymentNumber::parse(number).unwrap(),
        date: Some(on),
        codes: BudgetCodes::default(),
        amount: euros(cents),
        bordereau: None,
        supplier: String::new(),
    }
}

fn statement(n: u128, rows: Vec<PaymentOrderRow>) -> ImportStatement {
    ImportStatement {
        id: AccountStatementId(id(n)),
        system: AccountSystem::Gfc,
        fiscal_year: 2026,
        as_of: day(),
        file_name: "gfc.csv".into(),
        sha256: format!("{n:064}"),
        rows,
    }
}

on_both! {
    async fn every_difference_with_the_accounts_is_explained_or_open(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let _ = bought(store, &people).await;
        let by = people.accountant;
        let import = statement(20, vec![row("M-2", 49_900, day()), row("M-77", 1_000, day())]);
        store.import_statement(&import, by, start()).await.unwrap();
        store.import_statement(&import, by, start()).await.unwrap();
        let read = || async { store.reconciled_statement(import.id, by).await.unwrap().unwrap().unwrap() };
        let found = read().await.reconciliation;
        let told: Vec<_> = found.rows().iter().map(|row| (row.number().unwrap().as_str(), row.status())).collect();
        assert_eq!(told, [("M-2", RowStatus::Open), ("M-77", RowStatus::Open)]);
        let differs = vec![RowDifference::AmountDiffers { ours: euros(50_000), theirs: euros(49_900), by: euros(-100) }];
        assert_eq!(found.rows()[0].differences, differs);
        let explain = |n, number: &str, differences: &[RowDifference], text: &str| ExplainDifference {
            id: AccountExplanationId(id(n)),
            statement: import.id,
            number: PaymentNumber::parse(number).unwrap(),
            differences: differences.to_vec(),
            text: text.into(),
        };
        let why = explain(21, "M-2", &differs, "Escompte d'un euro");
        store.explain_difference(&why, people.principal, start()).await.unwrap();
        let found = read().await.reconciliation;
        assert_eq!(found.rows()[0].status(), RowStatus::Explained);
        assert_eq!(found.open().count(), 1);
        // Explained already, explained otherwise than seen, without a word, by a seat that does not reconcile.
        let refused = store.explain_difference(&explain(22, "M-2", &differs, "Encore"), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExplainDifferenceRefused::NotOpen))), "{refused:?}");
        let refused = store.explain_difference(&explain(23, "M-77", &differs, "Autre"), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExplainDifferenceRefused::NotOpen))), "{refused:?}");
        let refused = store.explain_difference(&explain(24, "M-77", &found.rows()[1].differences, " "), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExplainDifferenceRefused::Words(_)))), "{refused:?}");
        for seat in [people.copilot, people.delegate] {
            let refused = store.explain_difference(&explain(25, "M-77", &found.rows()[1].differences, "x"), seat, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(ExplainDifferenceRefused::NotYourSeat))), "{refused:?}");
            let refused = store.import_statement(&statement(26, vec![row("1", 1, day())]), seat, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(ImportStatementRefused::NotYourSeat))), "{refused:?}");
        }
        // What the accountant pays changes nothing; what is paid twice in the accounts is open.
        let pay = Pay { form: id(27), settlement: SettlementId(Uuid::from_u128(2)), reference: "V-1".into(), on: day() };
        store.pay(&pay, by, start()).await.unwrap();
        assert_eq!(read().await.reconciliation.open().count(), 1);
        let refuse = |order: ImportStatement| async move { store.import_statement(&order, by, start()).await };
        let same = ImportStatement { id: AccountStatementId(id(28)), ..import.clone() };
        assert!(matches!(refuse(same).await, Err(VerbError::Refused(ImportStatementRefused::SameFile))));
        assert!(matches!(refuse(statement(29, Vec::new())).await, Err(VerbError::Refused(ImportStatementRefused::Empty))));
        let early = ImportStatement { as_of: date(2025, 12, 31), ..statement(30, import.rows.clone()) };
        assert!(matches!(refuse(early).await, Err(VerbError::Refused(ImportStatementRefused::BeforeItsYear))));
        let foreign = seated(store, 1, Seat::Accountant).await;
        assert!(store.reconciled_statement(import.id, foreign).await.unwrap().is_none());
        let refused = store.explain_difference(&explain(31, "M-77", &found.rows()[1].differences, "x"), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExplainDifferenceRefused::UnknownStatement))), "{refused:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

fn plan(n: u128, line: FundLineId, from: Date, to: Date) -> PlanForecast {
    PlanForecast {
        id: ForecastId(id(n)),
        line,
        label: "Forfaits".into(),
        spending: Category::Connection.into(),
        monthly: amount(990),
        units: NonZeroU32::new(150).unwrap(),
        from,
        to,
        commitment: None,
    }
}

on_both! {
    async fn what_is_planned_month_by_month_goes_on_into_the_next_year(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let line = bought(store, &people).await;
        let by = people.principal;
        let one = plan(40, line, date(2026, 11, 1), date(2027, 6, 30));
        store.plan_forecast(&one, by, start()).await.unwrap();
        let kept = store.forecasts(by.cite).await.unwrap().remove(0);
        let years: Vec<_> = kept.planned.months.years().iter().map(|year| (year.year, year.months, year.amount.cents())).collect();
        assert_eq!(years, [(2026, 2, 297_000), (2027, 6, 891_000)]);
        let refuse = |order: PlanForecast| async move {
            match store.plan_forecast(&order, by, start()).await {
                Err(VerbError::Refused(why)) => why,
                other => panic!("{other:?}"),
            }
        };
        let reversed = refuse(plan(41, line, date(2027, 6, 30), date(2026, 11, 1))).await;
        assert!(matches!(reversed, PlanForecastRefused::Fault(ForecastFault::Plan(_))), "{reversed:?}");
        assert_eq!(refuse(plan(42, line, date(2025, 12, 31), date(2026, 6, 1))).await, PlanForecastRefused::BeforeTheYear);
        assert_eq!(refuse(plan(43, FundLineId(id(98)), day(), day())).await, PlanForecastRefused::UnknownLine);
        let elsewhere = PlanForecast { commitment: Some(CommitmentId(id(97))), ..plan(44, line, day(), day()) };
        assert_eq!(refuse(elsewhere).await, PlanForecastRefused::UnknownCommitment);
        let ordered = PlanForecast { commitment: Some(CommitmentId(Uuid::from_u128(1))), ..plan(45, line, day(), day()) };
        store.plan_forecast(&ordered, by, start()).await.unwrap();
        for other in [people.copilot, people.delegate, people.accountant] {
            let refused = store.plan_forecast(&plan(46, line, day(), day()), other, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(PlanForecastRefused::NotYourSeat))), "{refused:?}");
            let refused = store.drop_forecast(&DropForecast { form: id(47), forecast: one.id }, other, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(DropForecastRefused::NotYourSeat))), "{refused:?}");
        }
        let foreign = seated(store, 1, Seat::Principal).await;
        let refused = store.drop_forecast(&DropForecast { form: id(48), forecast: one.id }, foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(DropForecastRefused::UnknownForecast))), "{refused:?}");
        let gone = DropForecast { form: id(49), forecast: one.id };
        assert_eq!(store.drop_forecast(&gone, by, start()).await.unwrap(), line);
        assert_eq!(store.drop_forecast(&gone, by, start()).await.unwrap(), line, "a second click");
        assert_eq!(store.forecasts(by.cite).await.unwrap().len(), 1);
        assert_eq!(store.forecasts(foreign.cite).await.unwrap(), []);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_ledger_tells_each_act_with_its_document_and_nothing_of_another_cite(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let line = bought(store, &people).await;
        let cite = people.principal.cite;
        let acts = store.fund_ledger(cite, start()).await.unwrap();
        let told: Vec<_> = acts.iter().map(|act| (act.act, act.number.as_str(), act.amount.cents())).collect();
        let expected = [
            (LedgerAct::Notified, "N-7003", 100_000),
            (LedgerAct::Agreed, "PV du 1er septembre", 80_000),
            (LedgerAct::Committed, "BC-1", 60_000),
            (LedgerAct::Certified, "BL-1", 0),
            (LedgerAct::Invoiced, "F-500002", 50_000),
            (LedgerAct::Settled, "F-500002", 50_000),
            (LedgerAct::PaymentOrdered, "M-2", 50_000),
        ];
        assert_eq!(told, expected);
        let now = figures_after(&acts).unwrap()[&line];
        let shown = store.fund_line(line, people.delegate).await.unwrap().unwrap().line.sums.cents();
        assert_eq!((now.sums, now.agreed.cents(), now.paid.cents()), (shown, 20_000, 0));
        let before = start() - SignedDuration::from_secs(1);
        assert_eq!(store.fund_ledger(cite, before).await.unwrap(), []);
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.fund_ledger(foreign.cite, start()).await.unwrap(), []);
        // The third order of the year with one supplier is told of, and no other is.
        let found = store.fund_exceptions(cite, &[], &acts).await.unwrap();
        assert_eq!(found, []);
        let orders = acts.iter().filter(|act| act.act == LedgerAct::Committed).cloned().collect::<Vec<_>>();
        let earlier = [orders[0].clone(), orders[0].clone()];
        let found = store.fund_exceptions(cite, &earlier, &orders).await.unwrap();
        assert_eq!(found[0].why, OutOfOrdinary::SameSupplier(3));
    }
}
