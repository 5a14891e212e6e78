//! What is written on a few of the prepaid 4G keys: some wait for their activation, one has run out.

use anyhow::Result;
use domain::sim::{EventKind, Prepaid, SecretKind, SimSecret, Subscription};
use jiff::Span;
use store::{DescribeSim, ItemSearch, NoteSim};

use super::Filling;
use super::dice::Dice;

/// Dice of their own, so that what is drawn after them stays what it was.
const SEED: u64 = 4_004;

/// Keys described; the others wait on the list of what is to be described.
const DESCRIBED: u64 = 12;

/// Describes the first keys.
pub async fn fill(filling: &mut Filling<'_>) -> Result<()> {
    let mut dice = Dice::apart(SEED);
    let search =
        ItemSearch { kind: Some(domain::stock::ItemKind::Hotspot), ..ItemSearch::default() };
    let keys = filling.store.find_items(&search, 0, DESCRIBED, filling.agent).await?.0;
    for (nth, key) in (0_i64..).zip(keys) {
        let deadline = filling.today.checked_add(Span::new().days(8 + 10 * nth))?;
        let describe = DescribeSim {
            form: dice.id(),
            item: key.item.id,
            operator: if nth % 3 == 0 { "Opérateur Azur" } else { "Opérateur Vermeil" }.into(),
            customer: Some("CLIENT-DEMO".into()),
            volume_mb: Some(20_000),
            subscription: Subscription::Prepaid(Prepaid {
                activate_before: Some(deadline),
                validity_days: 180,
                rechargeable: nth % 3 == 0,
            }),
            pin: Some(SimSecret::parse(SecretKind::Pin, "0000")?),
            puk: Some(SimSecret::parse(SecretKind::Puk, &format!("{:08}", 31_415_926 + nth))?),
        };
        let (agent, now, today) = (filling.agent, filling.now, filling.today);
        filling.store.describe_sim(&describe, agent, now, today).await?;
        let happened: &[EventKind] = match nth {
            0..=2 => &[],
            3 => &[EventKind::Activated, EventKind::Exhausted],
            4 => &[EventKind::Activated, EventKind::Suspended],
            _ => &[EventKind::Activated],
        };
        for kind in happened {
            let note = NoteSim { form: dice.id(), item: key.item.id, kind: *kind, on: today };
            filling.store.note_sim(&note, agent, now, today).await?;
        }
    }
    Ok(())
}
