//! The Rhône of spring 2020 (founding note, lines 303-313): tablets for 200 pupils of collèges and lycées and
//! 150 telephone plans, bought with a part of the fund without waiting for the signature of the pooling
//! convention; then the year until it is closed, carried over, reconciled and reported. Amounts, suppliers
//! and schools are invented.

mod chain;
mod equipment;
mod year_end;

use anyhow::{Context, Result};
use domain::Euros;
use domain::fund::{
    AgreementRegime, Amount, Answer, BudgetCodes, Category, ConventionKind, ConventionState,
    LineTerms, Purse,
};
use domain::ids::{AgreementId, ConventionId, FundLineId, ItemId, LoanId, SchoolId};
use domain::stock::Level;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::{
    AnswerAgreement, AskAgreement, By, LineSettings, NewConvention, Notify, OpenLine, ReachState,
    ReceiveRevenue,
};
use uuid::Uuid;

use super::Filling;
use super::families::{self, SchoolOfCase, Town};

/// The day on which the case begins.
const FIRST_DAY: Date = date(2020, 4, 2);

/// Tablets, as many as prioritised pupils.
const TABLETS: u32 = 200;

const COLLEGE: &[(&str, u32)] = &[("6e", 12), ("5e", 13), ("4e", 14), ("3e", 15)];
const LYCEE: &[(&str, u32)] = &[("2de", 16), ("1re", 17), ("Tle", 18)];
const SCHOOLS: &[SchoolOfCase] = &[
    ("Collège des Tilleuls", Level::College, COLLEGE),
    ("Collège de la Plaine", Level::College, COLLEGE),
    ("Collège du Rhône", Level::College, COLLEGE),
    ("Lycée des Alpes", Level::Lycee, LYCEE),
];

const RHONE: Town = Town {
    commune: "Lyon",
    postal_code: "69008",
    families: TABLETS,
    schools: SCHOOLS,
    places: [0, 0, 1, 1, 1, 2, 2, 3, 3, 3],
};

/// The instant at which the case begins, and its day.
pub fn begins() -> Result<(Timestamp, Date)> {
    Ok((noon(FIRST_DAY)?, FIRST_DAY))
}

/// Noon in Paris.
fn noon(day: Date) -> Result<Timestamp> {
    let there = day.at(12, 0, 0, 0).in_tz("Europe/Paris").context("noon in Paris")?;
    Ok(there.timestamp())
}

/// Who acts, and what they act on.
struct Year<'a, 'b> {
    filling: &'a mut Filling<'b>,
    accountant: By,
    /// The town's seat and the prefect's.
    others: [By; 2],
    schools: Vec<SchoolId>,
    /// The ministry of the town's line, and the ministry of education's.
    town: FundLineId,
    education: FundLineId,
    convention: ConventionId,
    /// Which loan has which tablet.
    lent: Vec<(LoanId, ItemId)>,
}

impl Year<'_, '_> {
    fn id<T: From<Uuid>>(&mut self) -> T {
        self.filling.dice.id()
    }

    const fn principal(&self) -> By {
        self.filling.principal
    }
}

/// Plays the year, in the order of its days.
pub async fn fill(filling: &mut Filling<'_>, accountant: By, others: [By; 2]) -> Result<()> {
    let schools = families::fill(filling, &RHONE).await?;
    let [town, education] = [(); 2].map(|()| filling.dice.id());
    let convention = filling.dice.id();
    let lent = Vec::new();
    let mut year = Year { filling, accountant, others, schools, town, education, convention, lent };
    open(&mut year).await?;
    chain::fill(&mut year).await?;
    year_end::fill(&mut year).await?;
    equipment::back(&mut year).await
}

/// What was notified on each line: data, never a rule.
const TOWN_CENTS: i64 = 4_500_000;
const EDUCATION_CENTS: i64 = 1_500_000;

/// The convention in preparation, both lines, their letters and their money.
async fn open(year: &mut Year<'_, '_>) -> Result<()> {
    let store = year.filling.store;
    let principal = year.principal();
    let convention = NewConvention {
        id: year.convention,
        kind: ConventionKind::Pooling,
        title: "Convention de mutualisation des quatre cités".into(),
        number: "2020-06".into(),
        state: ConventionState::Drafted,
        on: date(2020, 4, 3),
        schools: year.schools[..3].to_vec(),
    };
    store.note_convention(&convention, principal, noon(date(2020, 4, 3))?).await?;
    let lines = [
        (
            year.town,
            "VILLE",
            "Ville, programme 147",
            "Ministère de la Ville",
            TOWN_CENTS,
            ["AP", "PVILLE", "16CITE"],
        ),
        (
            year.education,
            "EDUC",
            "Éducation, programme 230",
            "Ministère de l’Éducation nationale",
            EDUCATION_CENTS,
            ["VE", "CITED", "16CITE"],
        ),
    ];
    for (id, code, label, funder, cents, [service, domaine, activite]) in lines {
        let settings = LineSettings {
            codes: BudgetCodes::new(service, domaine, activite),
            convention: Some(year.convention),
            report_months: Some(6),
            ..LineSettings::of(Purse::CiteFund)
        };
        let open = OpenLine {
            id,
            code: code.into(),
            label: label.into(),
            funder: funder.into(),
            fiscal_year: 2020,
            settings,
            terms: LineTerms::default(),
        };
        store.open_line(&open, principal, noon(date(2020, 4, 3))?).await?;
        let letter = Notify {
            id: year.id(),
            line: id,
            amount: Euros::from_cents(cents),
            reference: format!("Notification {code} 2020"),
            on: date(2020, 4, 6),
            conditions:
                "Équiper les élèves repérés comme prioritaires ; compte rendu sous six mois.".into(),
        };
        store.notify(&letter, principal, noon(date(2020, 4, 6))?).await?;
    }
    Ok(())
}

/// Notes money received.
async fn received(
    year: &mut Year<'_, '_>,
    line: FundLineId,
    cents: i64,
    number: &str,
    on: Date,
) -> Result<()> {
    let amount = Euros::from_cents(cents);
    let order = ReceiveRevenue { id: year.id(), line, amount, number: number.into(), on };
    Ok(year.filling.store.receive_revenue(&order, year.accountant, noon(on)?).await?)
}

/// Notes that the convention is signed.
async fn sign(year: &mut Year<'_, '_>, on: Date) -> Result<()> {
    for state in [ConventionState::Sent, ConventionState::Signed] {
        let reach = ReachState { form: year.id(), convention: year.convention, state, on };
        year.filling.store.reach_convention_state(&reach, year.principal(), noon(on)?).await?;
    }
    Ok(())
}

/// What is asked of the troïka.
struct Asked {
    line: FundLineId,
    purpose: &'static str,
    axis: &'static str,
    category: Category,
    cents: i64,
    on: Date,
}

/// Asks, and the three seats say yes the day after.
async fn agreed(year: &mut Year<'_, '_>, asked: Asked) -> Result<AgreementId> {
    let store = year.filling.store;
    let ask = AskAgreement {
        id: year.id(),
        line: asked.line,
        purpose: asked.purpose.into(),
        axis: asked.axis.into(),
        spending: asked.category.into(),
        off_terms: String::new(),
        amount: Amount::from_cents(asked.cents)?,
        regime: AgreementRegime::BeforeConvention,
        document: format!("PV du {}", asked.on.strftime("%d/%m/%Y")),
        deadline: None,
        files: Vec::new(),
        on: asked.on,
    };
    store.ask_agreement(&ask, year.principal(), noon(asked.on)?).await?;
    let on = asked.on.tomorrow()?;
    let [town, delegate] = year.others;
    for by in [year.principal(), town, delegate] {
        let answer = AnswerAgreement {
            form: year.id(),
            agreement: ask.id,
            answer: Answer::Yes,
            remark: String::new(),
            on,
        };
        store.answer_agreement(&answer, by, noon(on)?).await?;
    }
    Ok(ask.id)
}
