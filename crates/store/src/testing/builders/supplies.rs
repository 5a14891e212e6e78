//! Counted things and kits, for the real verbs.

use domain::ids::{KitId, SupplyId, SupplyLotId};
use domain::kit::Parts;
use domain::stock::ItemKind;
use domain::supply::SupplyNature;
use uuid::Uuid;

use super::cites::start;
use super::stock::TODAY;
use crate::{By, NewKit, NewSupply, ReceiveSupply, Store, SupplyOrigin};

/// So many pencils, in one lot.
///
/// # Panics
/// When the store refuses.
pub async fn pencils(store: &Store, n: u128, pieces: u32, by: By) -> SupplyId {
    let id = SupplyId(Uuid::from_u128(170_000 + n));
    let label = format!("Crayons {n}");
    let order = NewSupply { id, label, nature: SupplyNature::Consumable, low_at: 5 };
    store.add_supply(&order, by, start()).await.expect("pencils");
    let lot = SupplyLotId(Uuid::from_u128(171_000 + n));
    let origin = SupplyOrigin::Town;
    let order = ReceiveSupply { lot, supply: id, pieces, origin, received_on: TODAY };
    store.receive_supply(&order, by, start()).await.expect("a box");
    id
}

/// A kit of one tablet and some pieces of a thing.
///
/// # Panics
/// When the store refuses.
pub async fn kit(store: &Store, n: u128, supply: SupplyId, pieces: u32, by: By) -> KitId {
    let id = KitId(Uuid::from_u128(172_000 + n));
    let parts = Parts::new([(ItemKind::Tablet, 1)], [(supply, pieces)]);
    let order = NewKit { id, label: format!("Kit {n}"), parts };
    store.add_kit(&order, by, start()).await.expect("a kit");
    id
}
