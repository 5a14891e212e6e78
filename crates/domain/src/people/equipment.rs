//! What a household has at home, and the needs that follow from it (`domain.md` §0.4, §0.5).

use crate::stock::ItemKind;

crate::vocabulary! {
    /// What the children of a household have to work on.
    Equipment {
        /// Nobody has asked yet.
        Unknown = "unknown",
        /// Nothing.
        None = "none",
        /// A smartphone and nothing else: connected, but no document can be opened or written.
        SmartphoneOnly = "smartphone_only",
        /// A computer or a tablet that several share.
        Shared = "shared",
        /// Enough for every child.
        Enough = "enough",
    }
}

crate::vocabulary! {
    /// How a household reaches the network.
    Connection {
        /// Nobody has asked yet.
        Unknown = "unknown",
        /// Not at all.
        None = "none",
        /// By a telephone's allowance, or too little for a video.
        Limited = "limited",
        /// Well.
        Good = "good",
    }
}

crate::vocabulary! {
    /// What is needed.
    NeedKind {
        /// Something to work on.
        Device = "device",
        /// A way to the network.
        Connection = "connection",
    }
}

impl NeedKind {
    /// The need that an item of this kind meets; a printer meets neither of today's two.
    #[must_use]
    pub const fn met_by(kind: ItemKind) -> Option<Self> {
        match kind {
            ItemKind::Hotspot | ItemKind::Sim => Some(Self::Connection),
            ItemKind::Tablet | ItemKind::Laptop | ItemKind::Phone => Some(Self::Device),
            ItemKind::Printer => None,
        }
    }
}

crate::vocabulary! {
    /// Where a need stands.
    NeedState {
        /// Waiting for a round.
        Open = "open",
        /// An item is set aside for it.
        Reserved = "reserved",
        /// Met by a loan.
        Served = "served",
        /// No longer a need.
        Withdrawn = "withdrawn",
    }
}

impl NeedState {
    /// Is the need still to be met? A household has at most one such need of each kind and slot.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Open | Self::Reserved)
    }
}

/// One shared device is enough for so many children and no more: the founding note speaks of families
/// "de plus de 2 enfants".
pub const CHILDREN_PER_SHARED_DEVICE: usize = 2;

/// The needs that follow from what a household has, for so many children. Not asked is not needed.
#[must_use]
pub fn needs_of(equipment: Equipment, connection: Connection, children: usize) -> Vec<NeedKind> {
    let device = match equipment {
        Equipment::None | Equipment::SmartphoneOnly => true,
        Equipment::Shared => children > CHILDREN_PER_SHARED_DEVICE,
        Equipment::Unknown | Equipment::Enough => false,
    };
    let network = matches!(connection, Connection::None | Connection::Limited);
    [(device, NeedKind::Device), (network, NeedKind::Connection)]
        .into_iter()
        .filter_map(|(needed, kind)| needed.then_some(kind))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smartphone_alone_is_a_need_and_a_shared_device_is_one_from_three_children_on() {
        use NeedKind::{Connection as Network, Device};
        for (equipment, connection, children, needs) in [
            (Equipment::None, Connection::None, 1, vec![Device, Network]),
            (Equipment::SmartphoneOnly, Connection::Limited, 1, vec![Device, Network]),
            (Equipment::SmartphoneOnly, Connection::Good, 1, vec![Device]),
            (Equipment::Shared, Connection::Good, 2, vec![]),
            (Equipment::Shared, Connection::Good, 3, vec![Device]),
            (Equipment::Enough, Connection::None, 5, vec![Network]),
            (Equipment::Unknown, Connection::Unknown, 5, vec![]),
        ] {
            assert_eq!(
                needs_of(equipment, connection, children),
                needs,
                "{equipment} {connection} {children}"
            );
        }
    }
}
