//! A small cité in full life: something behind every page, for every seat.

mod big;
mod money;
mod parcels;
mod sims;

use domain::Seat;
use domain::delivery::{DeliveredLot, Delivery, Giver, Origin, ReceivedItem, Terms};
use domain::disposal::{Destination, Disposal, DisposalReason, Handing};
use domain::identifiers::SerialNumber;
use domain::ids::{
    AccountStatementId, AgreementFileId, AgreementId, AttachmentId, BatchId, CatalogueItemId,
    CensusLinkId, CommitmentId, ConventionId, DeliveryRoundId, DisposalId, DonorId, ForecastId,
    FundLineId, HouseholdId, ImportId, IncidentId, ItemId, KitId, LoanId, LotId, NeedId,
    OwnCategoryId, ParcelId, PlanId, PolicyId, ProvisionId, ReferralId, RelayPointId,
    ReservationId, RoundId, SchoolId, SeatId, SettlementId, StocktakeId, SupplyId, TokenId,
    TransferId,
};
use domain::incident::IncidentKind;
use domain::loan::{Besides, HandOver, HandedOver, Lend};
use domain::people::census::ImportKind;
use domain::people::equipment::{Connection, Equipment};
use domain::provision::{Custodian, Provide, ProvisionTerms};
use domain::signature::{Manner, Signature};
use domain::stock::{Grade, ItemKind, Level, LotCondition, Restriction, TransferMode};
use domain::transfer::SendTransfer;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, in_need, school};
use store::testing::builders::referrals::referred;
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::supplies::{kit, pencils};
use store::{
    AdoptPlan, Attach, BatchChoice, BatchEnd, BatchPaper, By, DeclareIncident, GiveLink, NewChild,
    NewToken, OpenStocktake, PrintBatch, SaveMapping, ScanStocktake, School, Shows, StageImport,
    Store,
};
use uuid::Uuid;

pub use big::{FAMILIES, big, household};
pub use sims::{PIN, PUK};

/// A school's file, as ONDE writes it.
const PUPILS: &[u8] = include_bytes!("../fixtures/onde/pupils_a.csv");

/// The secret of its link.
const TOKEN: &str = "6a69b1f0c2d34e5f8091a2b3c4d5e6f708192a3b";

/// The ids of what the cité 0 holds.
#[derive(Debug, Clone)]
pub struct City {
    /// The agent who made it.
    pub agent: By,
    /// Their seat.
    pub seat: SeatId,
    /// The rules of both rounds.
    pub policy: PolicyId,
    /// Families with needs.
    pub families: Vec<HouseholdId>,
    /// The town's tablets.
    pub lot: LotId,
    /// Laptops of a donor, for older pupils.
    pub donor_lot: LotId,
    /// A free item.
    pub item: ItemId,
    /// A loan that runs.
    pub loan: LoanId,
    /// A loan that is late.
    pub late: LoanId,
    /// Pencils on the shelf.
    pub supply: SupplyId,
    /// A kit with some of them.
    pub kit: KitId,
    /// Some that a family was given.
    pub gift: LoanId,
    /// The scan of its signed paper.
    pub attachment: AttachmentId,
    /// A laptop that nobody finds.
    pub incident: IncidentId,
    /// The round whose plan is adopted.
    pub adopted_round: RoundId,
    /// The round that is open.
    pub open_round: RoundId,
    /// The plan that is adopted.
    pub adopted_plan: PlanId,
    /// The plan that is proposed.
    pub proposed_plan: PlanId,
    /// A need of both plans.
    pub need: NeedId,
    /// A unit set aside.
    pub reservation: ReservationId,
    /// A file waiting for its confirmation.
    pub import: ImportId,
    /// What the columns of some files say.
    pub mapping: Uuid,
    /// The families' school.
    pub school: SchoolId,
    /// A link given to it.
    pub link: CensusLinkId,
    /// A family sent in, which waits for the agent.
    pub referral: ReferralId,
    /// A fund line.
    pub line: FundLineId,
    /// An agreement given.
    pub agreement: AgreementId,
    /// An agreement asked.
    pub asked: AgreementId,
    /// An order.
    pub commitment: CommitmentId,
    /// Its invoice.
    pub settlement: SettlementId,
    /// A token of the agent's.
    pub token: TokenId,
    /// Something on offer.
    pub offered: CatalogueItemId,
    /// A SIM card, described.
    pub sim: ItemId,
    /// A printer on its way to another cité.
    pub transfer: TransferId,
    /// Printers that a school has, and gives back late.
    pub provision: ProvisionId,
    /// Papers printed together.
    pub batch: BatchId,
    /// A stocktake that runs.
    pub stocktake: StocktakeId,
    /// A shop that keeps bags.
    pub relay: RelayPointId,
    /// A bag on a round.
    pub parcel: ParcelId,
    /// That round.
    pub delivery: DeliveryRoundId,
    /// A telephone recycled by an act.
    pub disposal: DisposalId,
}

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(90_000 + n).into()
}

/// Fills the cité 0.
///
/// # Panics
/// When the store refuses: a given that fails is a failed test.
#[expect(clippy::too_many_lines, reason = "a line for each thing behind a page, in one place")]
pub async fn full(store: &Store) -> City {
    let agent = seated(store, 0, Seat::TownAgent).await;
    let mut families = Vec::new();
    for n in 1..=12 {
        families.push(in_need(store, n, agent).await);
    }
    let lot = shelf(store, 1, ItemKind::Tablet, 8, &Restriction::default(), agent).await;
    let unit = |nth: u128| ItemId(Uuid::from_u128(lot.0.as_u128() + nth));
    let donor_lot = donated(store, agent).await;
    let money = money::fund(store).await;
    let loan = lend(store, 1, families[0], unit(1), date(2026, 9, 1), agent).await;
    let late = lend(store, 2, families[1], unit(2), date(2026, 5, 2), agent).await;
    let supply = pencils(store, 1, 40, agent).await;
    let kit = kit(store, 1, supply, 2, agent).await;
    let gift = given(store, families[2], supply, agent).await;
    let laptop = ItemId(Uuid::from_u128(donor_lot.0.as_u128() + 3));
    let incident = missing(store, laptop, agent).await;
    let (adopted_round, adopted_plan) = propose(store, 1, agent).await;
    let order = AdoptPlan { form: id(30), plan: adopted_plan };
    store.adopt_plan(&order, agent, start()).await.expect("an adopted plan");
    let held = store.reservations(None, 0, 50, agent).await.expect("reservations").0;
    shelf(store, 3, ItemKind::Tablet, 2, &Restriction::default(), agent).await;
    let sim = sims::cards(store, agent).await;
    let (relay, parcel, delivery) = parcels::packed(store, families[3], agent).await;
    let open_round = round(store, 2, agent).await;
    let offered = money::open_money(store, open_round, money.0, agent).await;
    let proposed_plan = keep_plan(store, 2, open_round, agent).await;
    let here = school(store, agent).await;
    let (import, mapping, link) = told(store, here, agent).await;
    let kept = store.plan(proposed_plan, agent).await.expect("a database").expect("a plan");
    let policy = store.current_policy(agent).await.expect("a database").expect("a policy");
    City {
        agent,
        seat: seat(store).await,
        policy: policy.id,
        families,
        lot,
        donor_lot,
        item: ItemId(Uuid::from_u128(donor_lot.0.as_u128() + 1)),
        loan,
        late,
        supply,
        kit,
        gift,
        incident,
        attachment: scanned(store, gift, agent).await,
        adopted_round,
        open_round,
        adopted_plan,
        proposed_plan,
        need: kept.plan.lines[0].need.parse().expect("a need's id"),
        reservation: held[0].id,
        import,
        mapping,
        school: here,
        link,
        referral: referred(store, 0, 1).await,
        line: money.0,
        agreement: money.1,
        asked: money.2,
        commitment: money.3,
        settlement: money.4,
        token: token(store, agent).await,
        offered,
        sim,
        transfer: sent(store, agent).await,
        provision: provided(store, here, agent).await,
        batch: printed(store, agent).await,
        stocktake: counted(store, agent).await,
        relay,
        parcel,
        delivery,
        disposal: recycled(store, agent).await,
    }
}

/// The agreements of both loans, in a file of a few bytes.
async fn printed(store: &Store, by: By) -> BatchId {
    let which = BatchChoice::HandedOver { from: date(2020, 1, 1), to: date(2026, 9, 1) };
    let (id, paper) = (id(910), BatchPaper::Agreement);
    let order = PrintBatch { id, paper, which, beside: None };
    let now = start();
    let run = store.begin_batch(&order, by, (date(2026, 9, 1), now)).await.expect("a batch");
    let (key, file) = ((id, run.expect("begun")), b"%PDF-1.7\n%%EOF".to_vec());
    let size = file.len() as u64;
    assert!(store.keep_batch_part(key, 0, file, now).await.expect("a piece"));
    assert!(store.tell_batch(key, (2, 0), now).await.expect("told"));
    store.end_batch(key, BatchEnd::Ready { pages: 2, size }, now).await.expect("an end");
    id
}

/// A telephone that left by an act, to an eco-organism.
async fn recycled(store: &Store, by: By) -> DisposalId {
    let lot = shelf(store, 90, ItemKind::Phone, 1, &Restriction::default(), by).await;
    let handing = Handing {
        destination: Destination::Recycled,
        recipient: Some("Éco-organisme d’essai".into()),
        slip: Some("BSD-1".into()),
        destruction: None,
        value_checked: false,
        unlocked: false,
    };
    let today = date(2026, 9, 1);
    let order = Disposal {
        id: id(905),
        act_number: "2026-118".into(),
        act_on: today,
        reason: DisposalReason::BeyondRepair,
        handing,
        items: vec![ItemId(Uuid::from_u128(lot.0.as_u128() + 1))],
        first_year: None,
        wipe: None,
    };
    let order = order.checked(today).expect("a disposal");
    store.dispose_of(&order, by, start(), today).await.expect("it leaves");
    order.id
}

/// A stocktake that has seen one thing where it should be, one that is lent, and a code of nothing.
async fn counted(store: &Store, by: By) -> StocktakeId {
    let stocktake: StocktakeId = id(900);
    store.open_stocktake(&OpenStocktake { id: stocktake }, by, start()).await.expect("a stocktake");
    for (nth, code) in [(901, "DON-0001"), (902, "S1-1-0001"), (903, "RIEN")] {
        let order = ScanStocktake { form: id(nth), stocktake, code: code.into() };
        store.scan_stocktake(&order, by, start()).await.expect("a scan");
    }
    stocktake
}

/// The seat of the agent who made the cité.
async fn seat(store: &Store) -> SeatId {
    let account = store.account_by_login(&format!("{}-0", Seat::TownAgent)).await;
    account.expect("a database").expect("the agent's account").seats[0].id
}

/// A printer on its way to the cité 5.
async fn sent(store: &Store, by: By) -> TransferId {
    let to = seated(store, 5, Seat::TownAgent).await.cite;
    let lot = shelf(store, 41, ItemKind::Printer, 1, &Restriction::default(), by).await;
    let item = ItemId(Uuid::from_u128(lot.0.as_u128() + 1));
    let act = "Délibération 2026-3".to_owned();
    let order = SendTransfer::new(id(960), to, act, vec![item], date(2026, 9, 1));
    store.send_transfer(&order.expect("an order"), by, start()).await.expect("a transfer");
    id(960)
}

/// Two printers in a school's hands, due before today.
async fn provided(store: &Store, here: SchoolId, by: By) -> ProvisionId {
    let lot = shelf(store, 40, ItemKind::Printer, 2, &Restriction::default(), by).await;
    let unit = |nth: u128| (ItemId(Uuid::from_u128(lot.0.as_u128() + nth)), Grade::New);
    let terms = ProvisionTerms {
        custodian: Custodian::School(here),
        act: Some("Convention 2026-14".to_owned()),
        responsible: Some("directrice".to_owned()),
        due_on: Some(date(2026, 7, 2)),
    };
    let order = Provide::new(id(950), terms, vec![unit(1), unit(2)], date(2026, 5, 2));
    store.provide(&order.expect("an order"), by, start()).await.expect("a provision");
    id(950)
}

/// A token that nobody knows the secret of.
async fn token(store: &Store, by: By) -> TokenId {
    let scopes = vec![domain::token::Scope::ItemsRead];
    let new =
        NewToken { id: id(110), token_hash: [110; 32], label: "Tableur".into(), scopes, days: 90 };
    store.create_token(&new, by, start()).await.expect("a token");
    new.id
}

/// A file that waits, what the columns of others say, and a link to the school.
async fn told(store: &Store, here: SchoolId, agent: By) -> (ImportId, Uuid, CensusLinkId) {
    let import = StageImport {
        id: id(40),
        kind: ImportKind::Pupils,
        school: Some(here),
        file_name: "CSVExtraction.csv",
        content: PUPILS,
        settings: "{}",
    };
    store.stage_import(&import, agent, start()).await.expect("a staged file");
    let titles = ["enfant".to_owned()];
    let kind = ImportKind::Pupils;
    let mapping = SaveMapping {
        id: id(41),
        kind,
        name: "Essai",
        titles: &titles,
        columns: "[\"full_name\"]",
    };
    store.save_mapping(&mapping, agent, start()).await.expect("a mapping");
    let link = GiveLink {
        id: id(42),
        school: here,
        class: None,
        token_hash: web::link::link_hash(TOKEN),
        expires: start() + jiff::SignedDuration::from_hours(24 * 14),
    };
    store.give_link(&link, agent, start()).await.expect("a link");
    (import.id, mapping.id, link.id)
}

/// Three laptops that a donor keeps for collège and lycée.
async fn donated(store: &Store, by: By) -> LotId {
    let lot: LotId = id(100);
    let items = (1..=3).map(|nth| ReceivedItem {
        id: ItemId(Uuid::from_u128(lot.0.as_u128() + nth)),
        kind: ItemKind::Laptop,
        serial: SerialNumber::parse(&format!("DON-{nth:04}")).ok(),
        imei: None,
        iccid: None,
        msisdn: None,
    });
    let restriction =
        Restriction { levels: vec![Level::College, Level::Lycee], ..Restriction::default() };
    let terms = Terms {
        origin: Origin::Donor {
            giver: Giver::New { donor: id::<DonorId>(101), name: "Fondation d'essai".into() },
            acceptance: None,
        },
        condition: LotCondition::Refurbished,
        mode: TransferMode::Loan,
        restriction,
        received_on: date(2026, 8, 31),
    };
    let label = "Don d'ordinateurs".to_owned();
    let lot = DeliveredLot { lot, label, kind: ItemKind::Laptop, items: items.collect() };
    let lot_id = lot.lot;
    let delivery = Delivery::of_one(terms, lot).expect("a delivery");
    store.receive(&delivery, by, start()).await.expect("a lot received");
    lot_id
}

/// Hands one item over for two months, as if on `day`.
///
/// # Panics
/// When the store refuses.
pub async fn lend(
    store: &Store,
    n: u128,
    home: HouseholdId,
    item: ItemId,
    day: Date,
    by: By,
) -> LoanId {
    let loan: LoanId = id(10 + n);
    let due = day.saturating_add(jiff::Span::new().months(2));
    let items = vec![HandedOver::plain(item, Grade::New)];
    let order = Lend::new(loan, home, items, due, day).expect("an order");
    store.lend(&order, by, start()).await.expect("a loan");
    loan
}

/// Gives a family some pieces, signed for on paper.
async fn given(store: &Store, home: HouseholdId, supply: SupplyId, by: By) -> LoanId {
    let gift: LoanId = id(14);
    let signature = Signature { manner: Manner::OnPaper, read_in: None, interpreter: false };
    let besides =
        Besides { supplies: [(supply, 12)].into(), kit: None, signature: Some(signature) };
    let day = date(2026, 9, 1);
    let order = HandOver::new(gift, home, vec![], besides, day, day).expect("an order");
    store.hand_over(&order, by, start()).await.expect("a gift");
    gift
}

/// The scan of a signed paper.
async fn scanned(store: &Store, hand_over: LoanId, by: By) -> AttachmentId {
    let scan = Attach { id: id(15), hand_over, shows: Shows::SignedOut, content: b"%PDF-1.7 scan" };
    store.attach(&scan, by, start()).await.expect("a scan");
    scan.id
}

/// A laptop that nobody finds.
async fn missing(store: &Store, item: ItemId, by: By) -> IncidentId {
    let kind = IncidentKind::Loss;
    let order = DeclareIncident { id: id(16), item, kind, happened_on: None };
    store.declare_incident(&order, by, start(), date(2026, 9, 1)).await.expect("an incident");
    order.id
}

/// Opens the round `n` and keeps the engine's plan of it.
///
/// # Panics
/// When the store refuses.
pub async fn propose(store: &Store, n: u32, by: By) -> (RoundId, PlanId) {
    let round = round(store, n, by).await;
    let kept = keep_plan(store, n, round, by).await;
    (round, kept)
}

async fn keep_plan(store: &Store, n: u32, round: RoundId, by: By) -> PlanId {
    let base = store.situation(round, by).await.expect("a database").expect("a round");
    let plan = allocation::plan(&base.situation, &base.policy).unwrap();
    let kept: PlanId = id(20 + u128::from(n));
    store.keep_plan(kept, &base, &plan, by, start()).await.expect("a kept plan");
    kept
}
