//! The tablets enter the register one by one, and most go to a family.

use anyhow::{Result, anyhow};
use domain::delivery::ReceivedItem;
use domain::identifiers::SerialNumber;
use domain::ids::ItemId;
use domain::loan::{HandedOver, Lend, Outcome, TakeBack};
use domain::stock::{Grade, ItemKind};
use jiff::civil::{Date, date};
use store::{AddToLot, Search, VerbError};

use super::chain::Bought;
use super::{TABLETS, Year, noon};

/// Families that have theirs; what is left waits for those who come late.
const LENT: usize = 171;

/// Lost by their families.
const LOST: usize = 2;

/// The day on which they are to be given back.
const DUE: Date = date(2021, 7, 2);

/// Scans the tablets into their lots, and lends them until the summer of 2021.
pub(super) async fn fill(year: &mut Year<'_, '_>, bought: &Bought) -> Result<()> {
    let store = year.filling.store;
    let agent = year.filling.agent;
    let on = date(2020, 5, 19);
    let mut items: Vec<ItemId> = Vec::new();
    for (lot, units) in bought {
        for _ in 0..*units {
            let serial = format!("RHONE-{:04}", items.len());
            let item = ReceivedItem {
                id: year.id(),
                kind: ItemKind::Tablet,
                serial: Some(SerialNumber::parse(&serial)?),
                imei: None,
                iccid: None,
                msisdn: None,
            };
            items.push(item.id);
            store.add_to_lot(&AddToLot { lot: *lot, item }, agent, noon(on)?, on).await?;
        }
    }
    let homes = store.find_households(Search::default(), 0, u64::from(TABLETS), agent).await?.0;
    let on = date(2020, 5, 25);
    let mut shelf = items.into_iter().peekable();
    for home in homes {
        let Some(item) = shelf.peek().copied().filter(|_| year.lent.len() < LENT) else { break };
        let handed = vec![HandedOver::plain(item, Grade::New)];
        let lend = Lend::new(year.id(), home.id, handed, DUE, on);
        let lend = lend.map_err(|faults| anyhow!("{faults:?}"))?;
        match store.lend(&lend, agent, noon(on)?).await {
            Ok(()) => {
                year.lent.push((lend.loan(), item));
                let _ = shelf.next();
            }
            // A family that wants no loan is not lent anything.
            Err(VerbError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The summer of 2021: what was lent comes back.
pub(super) async fn back(year: &mut Year<'_, '_>) -> Result<()> {
    for (nth, (loan, item)) in std::mem::take(&mut year.lent).into_iter().enumerate() {
        let outcome = if nth < LOST { Outcome::Lost } else { Outcome::Returned(Grade::Good) };
        let back = TakeBack::new(year.id(), loan, vec![(item, outcome)]);
        let back = back.map_err(|fault| anyhow!("{fault:?}"))?;
        year.filling.store.take_back(&back, year.filling.agent, noon(DUE)?).await?;
    }
    Ok(())
}
