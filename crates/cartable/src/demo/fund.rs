//! Two fund lines of 15 000 €, as the note's double yearly endowment.

use anyhow::Result;
use domain::Euros;
use domain::fund::{LineTerms, Purse};
use store::{LineSettings, Notify, OpenLine};

use super::Filling;

/// (code, label, funder)
const LINES: &[(&str, &str, &str)] = &[
    ("VILLE", "Ville, programme 147", "Ministère de la Ville"),
    ("EDUC", "Éducation, programme 230", "Ministère de l’Éducation nationale"),
];

/// The amount of each; data, never a rule.
const CENTS: i64 = 1_500_000;

/// Opens and notifies both lines.
pub async fn fill(filling: &mut Filling<'_>) -> Result<()> {
    for (code, label, funder) in LINES {
        let line = OpenLine {
            id: filling.dice.id(),
            code: (*code).into(),
            label: (*label).into(),
            funder: (*funder).into(),
            fiscal_year: filling.today.year(),
            settings: LineSettings::of(Purse::CiteFund),
            terms: LineTerms::default(),
        };
        filling.store.open_line(&line, filling.principal, filling.now).await?;
        let letter = Notify {
            id: filling.dice.id(),
            line: line.id,
            amount: Euros::from_cents(CENTS),
            reference: format!("Notification {code} {}", filling.today.year()),
            on: filling.today,
            conditions: String::new(),
        };
        filling.store.notify(&letter, filling.principal, filling.now).await?;
    }
    Ok(())
}
