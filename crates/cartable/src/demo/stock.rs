//! 90 town tablets, 40 laptops from a donor for collège and lycée only, 60 prepaid 4G keys.

use anyhow::{Result, anyhow};
use domain::delivery::{DeliveredLot, Delivery, Giver, Origin, ReceivedItem, Terms};
use domain::identifiers::{Iccid, Imei, SerialNumber};
use domain::stock::{ItemKind, Level, LotCondition, Restriction, TransferMode};

use super::Filling;
use super::dice::with_luhn;

/// The three lots of the case.
pub async fn fill(filling: &mut Filling<'_>) -> Result<()> {
    let donor = Origin::Donor {
        giver: Giver::New {
            donor: filling.dice.id(),
            name: "Fondation Horizon (donateur inventé)".into(),
        },
        acceptance: Some("Délibération 2020-17 du 30 avril 2020 (inventée)".into()),
    };
    let for_older =
        Restriction { levels: vec![Level::College, Level::Lycee], ..Restriction::default() };
    let none = Restriction::default();
    receive(
        filling,
        "Première dotation de la ville",
        ItemKind::Tablet,
        90,
        Origin::Town,
        LotCondition::New,
        none.clone(),
    )
    .await?;
    receive(
        filling,
        "Don d’ordinateurs",
        ItemKind::Laptop,
        40,
        donor,
        LotCondition::Refurbished,
        for_older,
    )
    .await?;
    receive(
        filling,
        "Clés 4G prépayées",
        ItemKind::Hotspot,
        60,
        Origin::Town,
        LotCondition::New,
        none,
    )
    .await
}

async fn receive(
    filling: &mut Filling<'_>,
    label: &str,
    kind: ItemKind,
    count: u32,
    origin: Origin,
    condition: LotCondition,
    restriction: Restriction,
) -> Result<()> {
    let mut items = Vec::new();
    for number in 0..count {
        items.push(item(filling, kind, number)?);
    }
    let received_on = filling.today;
    let terms = Terms { origin, condition, mode: TransferMode::Loan, restriction, received_on };
    let lot = DeliveredLot { lot: filling.dice.id(), label: label.into(), kind, items };
    let delivery = Delivery::of_one(terms, lot).map_err(|faults| anyhow!("{faults:?}"))?;
    filling.store.receive(&delivery, filling.agent, filling.now).await?;
    Ok(())
}

fn item(filling: &mut Filling<'_>, kind: ItemKind, number: u32) -> Result<ReceivedItem> {
    let hotspot = kind == ItemKind::Hotspot;
    let imei = with_luhn(&format!("35000000{number:06}"));
    let iccid = with_luhn(&format!("893301000000{number:06}"));
    Ok(ReceivedItem {
        id: filling.dice.id(),
        kind,
        serial: Some(SerialNumber::parse(&format!(
            "DEMO-{}-{number:04}",
            kind.code().to_uppercase()
        ))?),
        imei: if hotspot { Some(Imei::parse(&imei)?) } else { None },
        iccid: if hotspot { Some(Iccid::parse(&iccid)?) } else { None },
        msisdn: None,
    })
}
