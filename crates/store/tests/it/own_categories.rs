//! The categories that a cité keeps itself: named by requests and forecasts, told apart in the report and against
//! thresholds.

use std::num::NonZeroU32;

use domain::fund::{Category, LineTerms, ReportRow, Spending};
use domain::ids::{ForecastId, FundLineId, OwnCategoryId};
use domain::{Euros, Seat};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, answering, asking, came, day, order, order_payment, owed, people,
};
use store::{
    AddOwnCategory, AddOwnCategoryRefused, AskAgreement, AskRefused, By, PlanForecast,
    PlanForecastRefused, RetireOwnCategory, RetireOwnCategoryRefused, SetAccounts,
    SetAccountsRefused, SetLineTerms, Store, VerbError, on_both,
};
use uuid::Uuid;

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(8_700_000 + n)
}

fn category(n: u128, under: Category, label: &str) -> AddOwnCategory {
    AddOwnCategory { id: OwnCategoryId(id(n)), under, label: label.into(), family: false }
}

fn writing(n: u128) -> Spending {
    Spending { category: Category::Service, own: Some(OwnCategoryId(id(n))) }
}

async fn add(store: &Store, one: &AddOwnCategory, by: By) -> Option<AddOwnCategoryRefused> {
    match store.add_own_category(one, by, start()).await {
        Ok(()) => None,
        Err(VerbError::Refused(why)) => Some(why),
        Err(other) => panic!("{other}"),
    }
}

async fn asked(store: &Store, ask: &AskAgreement, by: By) -> Option<AskRefused> {
    match store.ask_agreement(ask, by, start()).await {
        Ok(()) => None,
        Err(VerbError::Refused(why)) => Some(why),
        Err(other) => panic!("{other}"),
    }
}

fn forecast(n: u128, line: FundLineId, spending: Spending) -> PlanForecast {
    PlanForecast {
        id: ForecastId(id(n)),
        line,
        label: "Ateliers".into(),
        spending,
        monthly: amount(10_000),
        units: NonZeroU32::MIN,
        from: day(),
        to: date(2027, 3, 31),
        commitment: None,
    }
}

/// An order of 100 € in a request of this category, invoiced and paid.
async fn bought(store: &Store, people: &People, number: u128, line: FundLineId, on: Spending) {
    let ask = AskAgreement { spending: on, ..asking(number, line, 10_000) };
    store.ask_agreement(&ask, people.copilot, start()).await.unwrap();
    for (nth, by) in [people.principal, people.copilot, people.delegate].into_iter().enumerate() {
        let answer = answering(number + 10 + nth as u128, ask.id, domain::fund::Answer::Yes);
        store.answer_agreement(&answer, by, start()).await.unwrap();
    }
    let one = order(ask.id, number + 1, 10_000);
    store.commit(&one, people.principal, start()).await.unwrap();
    came(store, people, number + 1).await;
    owed(store, people, number + 2, number + 1, 10_000).await;
    let paid = order_payment(number + 3, number + 2);
    store.order_payment(&paid, people.principal, start()).await.unwrap();
}

on_both! {
    async fn a_cite_keeps_its_categories_under_the_program_s(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let by = people.principal;
        let one = category(1, Category::Service, "Écriture");
        for other in [people.copilot, people.delegate, people.accountant] {
            assert_eq!(add(store, &one, other).await, Some(AddOwnCategoryRefused::NotYourSeat));
        }
        assert_eq!(add(store, &one, by).await, None);
        assert_eq!(add(store, &one, by).await, None, "a second click");
        let again = category(2, Category::Media, "écriture");
        assert_eq!(add(store, &again, by).await, Some(AddOwnCategoryRefused::LabelTaken));
        let found = store.own_categories(by.cite).await.unwrap();
        assert_eq!(found.iter().map(|one| (one.label.as_str(), one.under, one.retired)).collect::<Vec<_>>(), [("Écriture", Category::Service, false)]);
        // Another cité has the same name for its own, and neither sees nor retires this one.
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.own_categories(foreign.cite).await.unwrap(), []);
        let retire = |form, category| RetireOwnCategory { form: id(form), category: OwnCategoryId(id(category)) };
        let refused = store.retire_own_category(&retire(50, 1), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RetireOwnCategoryRefused::UnknownCategory))), "{refused:?}");
        assert_eq!(add(store, &category(3, Category::Media, "écriture"), foreign).await, None);
        let refused = store.retire_own_category(&retire(51, 1), people.copilot, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RetireOwnCategoryRefused::NotYourSeat))), "{refused:?}");
        store.retire_own_category(&retire(52, 1), by, start()).await.unwrap();
        store.retire_own_category(&retire(52, 1), by, start()).await.unwrap();
        let refused = store.retire_own_category(&retire(53, 1), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RetireOwnCategoryRefused::UnknownCategory))), "{refused:?}");
        assert_eq!(add(store, &category(4, Category::Media, "ÉCRITURE"), by).await, None, "its name is free again");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn requests_and_forecasts_name_what_is_in_use_in_their_cite(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let by = people.principal;
        let (line, _) = agreed_line(store, &people, 900_000, 10_000).await;
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(add(store, &category(1, Category::Service, "Écriture"), by).await, None);
        assert_eq!(add(store, &category(9, Category::Service, "Conte"), foreign).await, None);
        let under_another = Spending { category: Category::Media, ..writing(1) };
        for (nth, wrong) in [writing(2), writing(9), under_another].into_iter().enumerate() {
            let ask = AskAgreement { spending: wrong, ..asking(60 + nth as u128, line, 100) };
            assert_eq!(asked(store, &ask, by).await, Some(AskRefused::UnknownCategory));
            let refused = store.plan_forecast(&forecast(70 + nth as u128, line, wrong), by, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(PlanForecastRefused::UnknownCategory))), "{refused:?}");
        }
        // A line that pays the category above pays it, another does not.
        for (form, categories, expected) in [(80, vec![Category::Service], None), (81, vec![Category::Media], Some(AskRefused::OffTerms))] {
            let terms = LineTerms { categories, ..LineTerms::default() };
            store.set_line_terms(&SetLineTerms { form: id(form), line, terms }, by, start()).await.unwrap();
            let ask = AskAgreement { spending: writing(1), ..asking(form, line, 100) };
            assert_eq!(asked(store, &ask, by).await, expected);
        }
        store.plan_forecast(&forecast(73, line, writing(1)), by, start()).await.unwrap();
        let shown = store.agreements(by).await.unwrap();
        assert!(shown.iter().any(|one| one.spending == Some(writing(1))));
        assert_eq!(store.forecasts(by.cite).await.unwrap()[0].spending, writing(1));
        let retire = RetireOwnCategory { form: id(52), category: OwnCategoryId(id(1)) };
        store.retire_own_category(&retire, by, start()).await.unwrap();
        let late = AskAgreement { spending: writing(1), ..asking(82, line, 100) };
        assert_eq!(asked(store, &late, by).await, Some(AskRefused::UnknownCategory), "out of use");
        let shown = store.agreements(by).await.unwrap();
        assert!(shown.iter().any(|one| one.spending == Some(writing(1))), "what named it keeps it");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_report_and_the_thresholds_tell_them_apart_where_the_cite_says_so(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let by = people.principal;
        let (line, _) = agreed_line(store, &people, 900_000, 10_000).await;
        let apart = AddOwnCategory { family: true, ..category(2, Category::Service, "Conteur") };
        assert_eq!(add(store, &category(1, Category::Service, "Écriture"), by).await, None);
        assert_eq!(add(store, &apart, by).await, None);
        for (number, on) in [(9_100, writing(1)), (9_200, writing(2)), (9_300, Category::Service.into())] {
            bought(store, &people, number, line, on).await;
        }
        let orders = store.counted_orders(2026, by).await.unwrap();
        let families: Vec<_> = orders.iter().map(|one| one.placed.family.to_string()).collect();
        assert_eq!(families, ["service".to_owned(), id(2).to_string(), "service".to_owned()]);

        let rows = async || {
            let report = store.grant_book(line, by.cite).await.unwrap().unwrap().report;
            [ReportRow::Fees, ReportRow::Publicity].map(|row| report.row(row).realised)
        };
        let euros = Euros::from_cents;
        assert_eq!(rows().await, [euros(30_000), euros(0)], "all go where the category above goes");
        let send = |form, own| SetAccounts { form: id(form), rows: [].into(), own: [own].into() };
        let publicity = Some(ReportRow::Publicity);
        store.set_accounts(&send(90, (OwnCategoryId(id(1)), publicity)), by, start()).await.unwrap();
        assert_eq!(rows().await, [euros(20_000), euros(10_000)]);
        store.set_accounts(&send(91, (OwnCategoryId(id(1)), None)), by, start()).await.unwrap();
        assert_eq!(rows().await, [euros(30_000), euros(0)]);
        let refused = store.set_accounts(&send(92, (OwnCategoryId(id(1)), Some(ReportRow::State))), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(SetAccountsRefused::NotACharge(_)))), "{refused:?}");
        let foreign = seated(store, 1, Seat::Principal).await;
        let refused = store.set_accounts(&send(93, (OwnCategoryId(id(1)), publicity)), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(SetAccountsRefused::UnknownCategory))), "{refused:?}");
        assert_eq!(rows().await, [euros(30_000), euros(0)], "nothing was half done");
        assert_eq!(store.check().await.unwrap(), []);
    }
}
