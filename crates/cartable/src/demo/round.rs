//! A catalogue, an open round, and the money that it may use.

use anyhow::Result;
use domain::fund::{Amount, Category, LineTerms, Offered};
use domain::stock::{ItemKind, LotCondition, Restriction};
use store::{OfferItem, OpenRound, SetLineTerms, SetRoundMoney};

use super::Filling;

/// Label, kind, category, condition, cents, minimum order: invented prices, of their time.
const CATALOGUE: &[(&str, ItemKind, Category, LotCondition, i64, u32)] = &[
    ("Tablette 10 pouces", ItemKind::Tablet, Category::Equipment, LotCondition::New, 18_900, 0),
    (
        "Ordinateur reconditionné, par lot de 10",
        ItemKind::Laptop,
        Category::Equipment,
        LotCondition::Refurbished,
        21_000,
        10,
    ),
    ("Ordinateur neuf", ItemKind::Laptop, Category::Equipment, LotCondition::New, 39_900, 0),
    (
        "Clé 4G et trois mois d’abonnement",
        ItemKind::Hotspot,
        Category::Connection,
        LotCondition::New,
        7_450,
        0,
    ),
];

/// What the round may spend on each line: data, never a rule.
const CENTS: i64 = 900_000;

/// Offers the catalogue, gives the lines their terms, opens a round and gives it money.
pub async fn fill(filling: &mut Filling<'_>) -> Result<()> {
    for (label, kind, category, condition, cents, minimum_order) in CATALOGUE {
        let offered = Offered {
            label: (*label).into(),
            kind: *kind,
            category: *category,
            condition: *condition,
            price: Amount::from_cents(*cents)?,
            minimum_order: *minimum_order,
        };
        let new = OfferItem { id: filling.dice.id(), offered };
        filling.store.offer_item(&new, filling.agent, filling.now).await?;
    }
    let lines = filling.store.fund_lines(filling.principal).await?;
    for line in &lines {
        // The town ministry's money is for priority neighbourhoods; the other line is open to all.
        let town = line.code == "VILLE";
        let requires = if town { vec!["qpv".to_owned()] } else { Vec::new() };
        let terms = LineTerms {
            categories: vec![Category::Equipment, Category::Connection],
            restriction: Restriction { requires, ..Restriction::default() },
            flexibility: if town { 1 } else { 5 },
        };
        let order = SetLineTerms { form: filling.dice.id::<uuid::Uuid>(), line: line.id, terms };
        filling.store.set_line_terms(&order, filling.principal, filling.now).await?;
    }
    let round =
        OpenRound { id: filling.dice.id(), name: "Printemps 2020, première dotation".into() };
    filling.store.open_round(&round, || 2020, filling.agent, filling.now).await?;
    let most = Amount::from_cents(CENTS)?;
    let money = SetRoundMoney {
        form: filling.dice.id::<uuid::Uuid>(),
        round: round.id,
        lines: lines.iter().map(|line| (line.id, most)).collect(),
    };
    filling.store.set_round_money(&money, filling.principal, filling.now).await?;
    Ok(())
}
