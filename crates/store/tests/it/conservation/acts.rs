//! What people do to the register, at random.

use domain::disposal::Destination;
use domain::incident::IncidentKind;
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::parcel::ParcelAct;
use domain::sim::EventKind;
use domain::stock::{Grade, ItemKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const KINDS: [ItemKind; 3] = [ItemKind::Tablet, ItemKind::Laptop, ItemKind::Hotspot];

/// One act; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
pub enum Act {
    Receive(ItemKind, usize),
    Lend {
        home: usize,
        items: Vec<usize>,
    },
    /// The family comes for all that is set aside for it.
    Collect {
        home: usize,
    },
    TakeBack {
        loan: usize,
        items: Vec<(usize, Outcome)>,
    },
    Desk(usize, DeskAction),
    Record {
        home: usize,
        lacks: bool,
    },
    OpenRound,
    AbandonRound,
    /// Makes a plan; adopts it at once, or leaves it to age.
    Propose {
        adopt: bool,
    },
    Adopt(usize),
    Release(usize),
    /// What the desk does besides.
    More(More),
    Hands(Hands),
}

/// What happens to things on the shelf, and what a family takes home with them.
#[derive(Debug, Clone)]
pub enum More {
    /// A lot of keys that are given, not lent.
    ReceiveGifts(usize),
    AddToLot(usize),
    /// The scan of an item was a slip.
    RemoveScanned(usize),
    /// Checked without a word of a wipe.
    Unwiped(usize),
    FailWipe(usize),
    CheckMany(Vec<usize>),
    HandOver {
        home: usize,
        items: Vec<usize>,
        pieces: u32,
        kit: bool,
    },
    Pack {
        home: usize,
        items: Vec<usize>,
        relay: bool,
    },
    Carry(usize, ParcelAct),
    PassOn(usize),
    KeepLonger(usize),
    Extend {
        loan: usize,
        months: i32,
    },
    Declare(usize, IncidentKind),
    EndIncident(usize),
    OpenStocktake,
    Scan(usize),
    CloseStocktake,
    ReceiveSupply(u32),
    CountSupply(usize, u32),
    NoteSim(usize, EventKind),
    Dispose {
        items: Vec<usize>,
        destination: Destination,
        wiped: Option<bool>,
        certificate: bool,
        unlocked: bool,
    },
    TakeBackDisposal(usize, bool),
}

/// What goes into other hands than a family's.
#[derive(Debug, Clone)]
pub enum Hands {
    /// To the families' school without an end, until later than any loan begins with, or until sooner; or
    /// to an organisation.
    Provide {
        items: Vec<usize>,
        to: Custodian,
    },
    EndProvision {
        provision: usize,
        items: Vec<(usize, Outcome)>,
    },
    Send(Vec<usize>),
    /// The neighbour receives all of it, or all but the first.
    ArriveThere(usize, bool),
    TakeTransferBack(usize),
    /// The neighbour sends one back.
    ComeBack(usize),
}

/// Into whose hands.
#[derive(Debug, Clone, Copy)]
pub enum Custodian {
    School,
    SchoolUntilLate,
    SchoolUntilSoon,
    Organisation,
}

const DESTINATIONS: [Destination; 3] =
    [Destination::Association, Destination::Recycled, Destination::WrittenOff];
const EVENTS: [EventKind; 6] = [
    EventKind::Activated,
    EventKind::Used,
    EventKind::Exhausted,
    EventKind::Suspended,
    EventKind::Resumed,
    EventKind::Cancelled,
];

const CUSTODIANS: [Custodian; 4] = [
    Custodian::School,
    Custodian::SchoolUntilLate,
    Custodian::SchoolUntilSoon,
    Custodian::Organisation,
];

fn many() -> impl Strategy<Value = usize> + Clone {
    any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20))
}

fn outcome() -> impl Strategy<Value = Outcome> + Clone {
    let grades = select(Grade::ALL.to_vec()).prop_map(Outcome::Returned);
    prop_oneof![4 => grades, 1 => Just(Outcome::Lost)]
}

/// What the register began with: loans, rounds and the plain desk.
fn plain() -> impl Strategy<Value = Act> {
    prop_oneof![
        1 => (select(KINDS.to_vec()), 1..4_usize).prop_map(|(kind, many)| Act::Receive(kind, many)),
        4 => (many(), vec(many(), 1..3)).prop_map(|(home, items)| Act::Lend { home, items }),
        3 => many().prop_map(|home| Act::Collect { home }),
        4 => (many(), vec((many(), outcome()), 1..3))
            .prop_map(|(loan, items)| Act::TakeBack { loan, items }),
        5 => (many(), select(DeskAction::ALL.to_vec()))
            .prop_map(|(item, action)| Act::Desk(item, action)),
        3 => (many(), prop::bool::weighted(0.5))
            .prop_map(|(home, lacks)| Act::Record { home, lacks }),
        3 => Just(Act::OpenRound),
        1 => Just(Act::AbandonRound),
        5 => prop::bool::weighted(0.6).prop_map(|adopt| Act::Propose { adopt }),
        4 => many().prop_map(Act::Adopt),
        2 => many().prop_map(Act::Release),
    ]
}

/// Receiving, wiping, leaving: what changes what there is.
fn shelf() -> impl Strategy<Value = More> {
    let wiped = prop_oneof![2 => Just(Some(true)), 2 => Just(Some(false)), 1 => Just(None)];
    let how = (select(DESTINATIONS.to_vec()), wiped, any::<bool>(), prop::bool::weighted(0.8));
    let dispose = (vec(many(), 1..3), how).prop_map(
        |(items, (destination, wiped, certificate, unlocked))| More::Dispose {
            items,
            destination,
            wiped,
            certificate,
            unlocked,
        },
    );
    prop_oneof![
        1 => (1..3_usize).prop_map(More::ReceiveGifts),
        2 => many().prop_map(More::AddToLot),
        2 => many().prop_map(More::RemoveScanned),
        2 => many().prop_map(More::Unwiped),
        2 => many().prop_map(More::FailWipe),
        2 => vec(many(), 1..3).prop_map(More::CheckMany),
        3 => dispose,
        1 => (many(), prop::bool::weighted(0.7)).prop_map(|(one, today)| More::TakeBackDisposal(one, today)),
    ]
}

/// What goes out with a family, comes to harm, is counted.
fn desk() -> impl Strategy<Value = More> {
    let kinds = select(IncidentKind::ALL.to_vec());
    let over = (many(), vec(many(), 0..3), 0..6_u32, prop::bool::weighted(0.3));
    prop_oneof![
        5 => over.prop_map(|(home, items, pieces, kit)| More::HandOver { home, items, pieces, kit }),
        3 => (many(), vec(many(), 0..3), any::<bool>())
            .prop_map(|(home, items, relay)| More::Pack { home, items, relay }),
        7 => (many(), select(ParcelAct::ALL.to_vec()))
            .prop_map(|(bag, act)| More::Carry(bag, act)),
        4 => many().prop_map(More::PassOn),
        2 => many().prop_map(More::KeepLonger),
        2 => (many(), -2..48_i32).prop_map(|(loan, months)| More::Extend { loan, months }),
        3 => (many(), kinds).prop_map(|(item, kind)| More::Declare(item, kind)),
        2 => many().prop_map(More::EndIncident),
        1 => Just(More::OpenStocktake),
        3 => many().prop_map(More::Scan),
        1 => Just(More::CloseStocktake),
        1 => (1..9_u32).prop_map(More::ReceiveSupply),
        1 => (many(), 0..9_u32).prop_map(|(lot, found)| More::CountSupply(lot, found)),
        4 => (many(), select(EVENTS.to_vec())).prop_map(|(item, event)| More::NoteSim(item, event)),
    ]
}

/// What goes into other hands than a family's.
fn hands() -> impl Strategy<Value = Hands> {
    let provide = (vec(many(), 1..3), select(CUSTODIANS.to_vec()));
    let end = (many(), vec((many(), outcome()), 1..3));
    prop_oneof![
        4 => provide.prop_map(|(items, to)| Hands::Provide { items, to }),
        4 => end.prop_map(|(provision, items)| Hands::EndProvision { provision, items }),
        2 => vec(many(), 1..3).prop_map(Hands::Send),
        2 => (many(), any::<bool>()).prop_map(|(transfer, all)| Hands::ArriveThere(transfer, all)),
        1 => many().prop_map(Hands::TakeTransferBack),
        3 => many().prop_map(Hands::ComeBack),
    ]
}

/// A sequence: each act, the minutes before it, and whether its form is sent twice.
pub fn acts() -> impl Strategy<Value = Vec<(Act, i64, bool)>> {
    let act = prop_oneof![
        10 => plain(),
        4 => shelf().prop_map(Act::More),
        6 => desk().prop_map(Act::More),
        3 => hands().prop_map(Act::Hands),
    ];
    vec((act, 0..3_i64, prop::bool::weighted(0.2)), 680..681)
}
