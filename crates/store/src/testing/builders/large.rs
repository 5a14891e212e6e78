//! A register as large as one likes, for what must not slow down with it: written in bulk behind the verbs'
//! back, with the rows that the verbs would leave. Every constraint of the database holds, the journal's
//! chain too; the plan behind what is set aside is an empty one.

use std::ops::Range;

use domain::identifiers::{AssetTag, TagPrefix};
use domain::ids::{HouseholdId, ItemId, LoanId};
use domain::reminder::SOON_DAYS;
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use sea_orm::{DatabaseTransaction, EntityTrait, TransactionTrait};
use uuid::Uuid;

use super::cites::{cite, start};
use super::stock::TODAY;
use crate::base::columns::{Day, Instant};
use crate::base::journal::Entry;
use crate::base::rows::insert;
use crate::entities::{
    child, guardian, household, item, item_move, journal, journal_head, loan, loan_item, lot, need,
    plan, policy, reservation, round, school, sim,
};
use crate::{By, Store};

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Items: eight in ten tablets and laptops, two in ten SIM cards. Of all of them, two in five are out (a
    /// quarter of those late, a quarter due soon), one in ten set aside.
    pub items: u32,
    /// Families, with one child and one guardian each.
    pub families: u32,
    /// Loans that are over, three steps of an item's life each.
    pub past_loans: u32,
}

/// Schools of any size: a cité has as many whatever its stock.
const SCHOOLS: u32 = 40;
/// Rows kept before they are written.
const CHUNK: u32 = 10_000;

const HOMES: u128 = 1 << 64;
const ITEMS: u128 = 2 << 64;
const LOANS: u128 = 3 << 64;
const OTHERS: u128 = 4 << 64;

const fn id(room: u128, n: u32) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + room + n as u128)
}

/// The item of a number, from 0.
#[must_use]
pub const fn item_of(n: u32) -> ItemId {
    ItemId(id(ITEMS, n))
}

/// The family of a number, from 0.
#[must_use]
pub const fn family_of(n: u32) -> HouseholdId {
    HouseholdId(id(HOMES, n))
}

/// The open loan of a number, from 0.
#[must_use]
pub const fn open_loan(n: u32) -> LoanId {
    LoanId(id(LOANS, n))
}

impl Size {
    /// Items that are out; those of the first numbers.
    #[must_use]
    pub const fn out(self) -> u32 {
        self.items / 5 * 2
    }

    const fn set_aside(self) -> u32 {
        self.items / 10
    }

    /// One in five is a card; every fifth number.
    fn kind(n: u32) -> ItemKind {
        match n % 5 {
            4 => ItemKind::Sim,
            3 => ItemKind::Laptop,
            _ => ItemKind::Tablet,
        }
    }

    fn state(self, n: u32) -> ItemState {
        if n < self.out() {
            ItemState::Lent
        } else if n < self.out() + self.set_aside() {
            ItemState::Reserved
        } else {
            ItemState::Available
        }
    }

    /// The day an open loan is due: a quarter are late, a quarter due soon.
    fn due_on(n: u32) -> Date {
        let spread = i64::from(n / 4);
        let days = match n % 4 {
            0 => -1 - spread % 200,
            1 => spread % SOON_DAYS,
            _ => 40 + spread % 200,
        };
        TODAY.saturating_add(days.days())
    }
}

/// Fills the cité of `by`, which holds nothing yet.
///
/// # Panics
/// When the database refuses, or more is set aside than there are families.
pub async fn large(store: &Store, size: Size, by: By) {
    assert!(size.set_aside() <= size.families, "one need a family");
    let tx = store.db.begin().await.expect("a transaction");
    let mut book = Book::of(&tx, by).await;
    people(&tx, size, by).await;
    stock(&tx, size, &mut book).await;
    past(&tx, size, &mut book).await;
    open(&tx, size, &mut book).await;
    set_aside(&tx, size, &mut book).await;
    book.close(&tx).await;
    tx.commit().await.expect("a register kept");
}

/// The journal in the making.
struct Book {
    by: By,
    seq: i64,
    hash: String,
    lines: Vec<journal::Model>,
}

impl Book {
    async fn of(tx: &DatabaseTransaction, by: By) -> Self {
        let head = journal_head::Entity::find_by_id(1).one(tx).await.expect("a database");
        let head = head.expect("a head");
        Self { by, seq: head.seq, hash: head.hash, lines: Vec::new() }
    }

    fn note(&mut self, verb: &str, subject: &str, subject_id: Uuid) -> i64 {
        self.seq += 1;
        let mut line = Entry {
            seq: self.seq,
            at: start(),
            account: Some(self.by.account),
            seat: Some(self.by.seat.code().to_owned()),
            cite: Some(self.by.cite),
            verb: verb.to_owned(),
            subject: subject.to_owned(),
            subject_id,
            facts: "{}".to_owned(),
            previous: std::mem::take(&mut self.hash),
            hash: String::new(),
        };
        line.hash = line.sealed();
        self.hash.clone_from(&line.hash);
        self.lines.push(line.into());
        self.seq
    }

    async fn write(&mut self, tx: &DatabaseTransaction) {
        insert::<journal::Entity>(tx, std::mem::take(&mut self.lines)).await.expect("lines");
    }

    async fn close(mut self, tx: &DatabaseTransaction) {
        self.write(tx).await;
        let head = journal_head::ActiveModel {
            id: sea_orm::Set(1),
            seq: sea_orm::Set(self.seq),
            hash: sea_orm::Set(self.hash),
        };
        journal_head::Entity::update(head).exec(tx).await.expect("a head");
    }
}

async fn people(tx: &DatabaseTransaction, size: Size, by: By) {
    let cite = Uuid::from(by.cite);
    let schools = (0..SCHOOLS).map(|n| school::Model {
        id: id(OTHERS, n),
        cite_id: cite,
        name: format!("École {n}"),
        uai: None,
        commune: "Toulouse".into(),
    });
    insert::<school::Entity>(tx, schools.collect()).await.expect("schools");
    for first in (0..size.families).step_by(CHUNK as usize) {
        let numbers = first..size.families.min(first + CHUNK);
        let homes = numbers.clone().map(|n| household::Model {
            id: family_of(n).into(),
            cite_id: cite,
            label: format!("Famille{n:06}"),
            search_key: format!("06398{n:05} camille famille{n:06} sacha"),
            address: format!("{n} rue de l'Essai"),
            postal_code: "31100".into(),
            commune: "Toulouse".into(),
            in_qpv: n % 3 == 0,
            lost_contact: false,
            contact_language: "fr".into(),
            equipment: "none".into(),
            connection: "good".into(),
            accepts_loan: true,
            accepts_refurbished: true,
            created_at: Instant::from(start()),
            forgotten_at: None,
            no_contact: false,
        });
        insert::<household::Entity>(tx, homes.collect()).await.expect("families");
        persons(tx, size, numbers, by).await;
    }
}

/// The guardian, the child and the need of each of these families.
async fn persons(tx: &DatabaseTransaction, size: Size, numbers: Range<u32>, by: By) {
    let cite = Uuid::from(by.cite);
    let guardians = numbers.clone().map(|n| guardian::Model {
        id: id(HOMES << 8, n),
        household_id: family_of(n).into(),
        family_name: format!("Famille{n:06}"),
        first_name: "Camille".into(),
        match_key: format!("camille famille{n:06}"),
        lives_elsewhere: false,
        mobile: Some(format!("+336398{n:05}")),
        phone: None,
        email: None,
    });
    insert::<guardian::Entity>(tx, guardians.collect()).await.expect("guardians");
    let children = numbers.clone().map(|n| child::Model {
        id: id(HOMES << 9, n),
        cite_id: cite,
        household_id: family_of(n).into(),
        school_id: id(OTHERS, n % SCHOOLS),
        family_name: format!("Famille{n:06}"),
        first_name: "Sacha".into(),
        match_key: format!("sacha famille{n:06}"),
        birth_year: 2018,
        birth_seal: format!("{n:06}"),
        level: "elementaire".into(),
        grade_label: "CE1".into(),
        class_name: "CE1 A".into(),
    });
    insert::<child::Entity>(tx, children.collect()).await.expect("children");
    let needs = numbers.map(|n| need::Model {
        id: id(HOMES << 10, n),
        cite_id: cite,
        household_id: family_of(n).into(),
        kind: "device".into(),
        slot: 1,
        state: if n < size.set_aside() { "reserved" } else { "open" }.into(),
        priority: None,
        opened_on: Day(TODAY),
    });
    insert::<need::Entity>(tx, needs.collect()).await.expect("needs");
}

async fn stock(tx: &DatabaseTransaction, size: Size, book: &mut Book) {
    let (by, prefix) = (book.by, TagPrefix::parse(&cite(0).tag_prefix).expect("a prefix"));
    let received = book.note("receive", "lot", id(OTHERS, 100));
    let kinds = [ItemKind::Tablet, ItemKind::Laptop, ItemKind::Sim];
    let lots = (100..).zip(kinds).map(|(n, kind)| lot::Model {
        id: id(OTHERS, n),
        cite_id: by.cite.into(),
        label: format!("Livraison {n}"),
        origin: "town".into(),
        donor_id: None,
        commitment_id: None,
        acceptance: None,
        kind: kind.code().into(),
        condition: "new".into(),
        mode: "loan".into(),
        restriction: "{}".into(),
        received_on: Day(date(2024, 1, 15)),
        expected: None,
    });
    insert::<lot::Entity>(tx, lots.collect()).await.expect("lots");
    for first in (0..size.items).step_by(CHUNK as usize) {
        let numbers = first..size.items.min(first + CHUNK);
        let items = numbers.clone().map(|n| {
            let kind = Size::kind(n);
            let place = kinds.iter().position(|known| *known == kind).unwrap_or(0);
            let card = kind == ItemKind::Sim;
            let spread = u64::from(n) * 7_919 % 1_000_003;
            item::Model {
                id: item_of(n).into(),
                cite_id: by.cite.into(),
                lot_id: id(OTHERS, 100 + u32::try_from(place).unwrap_or(0)),
                kind: kind.code().into(),
                tag: AssetTag::new(&prefix, kind, n + 1).expect("a number").to_string(),
                serial: (!card).then(|| format!("R52{spread:07}")),
                imei: (kind == ItemKind::Tablet)
                    .then(|| format!("35{:013}", spread + u64::from(n) * 31)),
                iccid: card.then(|| format!("8933{n:015}")),
                msisdn: card.then(|| format!("+3370{n:07}")),
                former_tag: None,
                state: size.state(n).code().into(),
                grade: Grade::Good.code().into(),
                received_on: Day(date(2024, 1, 15)),
            }
        });
        insert::<item::Entity>(tx, items.collect()).await.expect("items");
        let moves = numbers.clone().map(|n| step(n, received, (None, ItemState::Available), None));
        insert::<item_move::Entity>(tx, moves.collect()).await.expect("moves");
        cards(tx, numbers, by).await;
    }
}

/// What is described of those that are cards.
async fn cards(tx: &DatabaseTransaction, numbers: Range<u32>, by: By) {
    let cards = numbers.filter(|n| Size::kind(*n) == ItemKind::Sim).map(|n| sim::Model {
        item_id: item_of(n).into(),
        cite_id: by.cite.into(),
        operator: "Opérateur".into(),
        customer: None,
        volume_mb: Some(20_000),
        subscription: "prepaid".into(),
        activate_before: Some(Day(TODAY.saturating_add(i64::from(n % 400).days()))),
        validity_days: Some(180),
        rechargeable: Some(true),
        monthly_cents: None,
        starts_on: None,
        ends_on: None,
        commitment_id: None,
        pin_sealed: None,
        puk_sealed: None,
        state: "stocked".into(),
        activated_on: None,
        valid_until: None,
        used_on: None,
    });
    insert::<sim::Entity>(tx, cards.collect()).await.expect("cards");
}

fn step(
    n: u32,
    seq: i64,
    (from, to): (Option<ItemState>, ItemState),
    home: Option<u32>,
) -> item_move::Model {
    item_move::Model {
        item_id: item_of(n).into(),
        seq,
        from_state: from.map(|state| state.code().to_owned()),
        to_state: to.code().to_owned(),
        grade: Grade::Good.code().to_owned(),
        at: Instant::from(start()),
        household_id: home.map(|home| family_of(home).into()),
        wipe: "before".to_owned(),
    }
}

/// Loans that are over: each item goes to family after family, and is checked in between.
async fn past(tx: &DatabaseTransaction, size: Size, book: &mut Book) {
    use ItemState::{Available, Lent, ToCheck};
    for first in (0..size.past_loans).step_by(CHUNK as usize) {
        let (mut loans, mut lines, mut moves) = (Vec::new(), Vec::new(), Vec::new());
        for n in first..size.past_loans.min(first + CHUNK) {
            let (item, home) = (n % size.items, n % size.families);
            let loan = id(LOANS << 8, n);
            let lent = book.note("lend", "loan", loan);
            moves.push(step(item, lent, (Some(Available), Lent), Some(home)));
            let back = book.note("take_back", "loan", loan);
            moves.push(step(item, back, (Some(Lent), ToCheck), Some(home)));
            let checked = book.note("at_desk", "item", item_of(item).into());
            moves.push(step(item, checked, (Some(ToCheck), Available), None));
            let day = date(2025, 9, 1).saturating_add(i64::from(n % 200).days());
            loans.push(loan_row(loan, home, book.by, (day, date(2026, 6, 30))));
            lines.push(line_row(loan, item, Some(start())));
        }
        insert::<loan::Entity>(tx, loans).await.expect("loans");
        insert::<loan_item::Entity>(tx, lines).await.expect("their items");
        insert::<item_move::Entity>(tx, moves).await.expect("moves");
        book.write(tx).await;
    }
}

async fn open(tx: &DatabaseTransaction, size: Size, book: &mut Book) {
    let (mut loans, mut lines, mut moves) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..size.out() {
        let home = (n * 7 + 3) % size.families;
        let loan = Uuid::from(open_loan(n));
        let lent = book.note("lend", "loan", loan);
        moves.push(step(n, lent, (Some(ItemState::Available), ItemState::Lent), Some(home)));
        loans.push(loan_row(loan, home, book.by, (date(2025, 9, 1), Size::due_on(n))));
        lines.push(line_row(loan, n, None));
    }
    insert::<loan::Entity>(tx, loans).await.expect("loans");
    insert::<loan_item::Entity>(tx, lines).await.expect("their items");
    insert::<item_move::Entity>(tx, moves).await.expect("moves");
}

fn loan_row(id: Uuid, home: u32, by: By, (on, due): (Date, Date)) -> loan::Model {
    loan::Model {
        id,
        cite_id: by.cite.into(),
        household_id: family_of(home).into(),
        lent_at: Instant::from(start()),
        lent_on: Day(on),
        due_on: Day(due),
    }
}

fn line_row(loan: Uuid, item: u32, closed: Option<Timestamp>) -> loan_item::Model {
    let good = || Grade::Good.code().to_owned();
    loan_item::Model {
        loan_id: loan,
        item_id: item_of(item).into(),
        need_id: None,
        grade_out: good(),
        grade_in: closed.map(|_| good()),
        outcome: closed.map(|_| "returned".to_owned()),
        closed_at: closed.map(Instant::from),
        points_out: "{}".to_owned(),
        points_in: None,
        provision_id: None,
    }
}

/// A plan that set things aside for the first families.
async fn set_aside(tx: &DatabaseTransaction, size: Size, book: &mut Book) {
    let (cite, plan_id) = (Uuid::from(book.by.cite), id(OTHERS, 203));
    let json = || "{}".to_owned();
    let rules = policy::Model {
        id: id(OTHERS, 201),
        cite_id: cite,
        version: 1,
        content: json(),
        published_at: Instant::from(start()),
    };
    insert::<policy::Entity>(tx, vec![rules]).await.expect("rules");
    let adopted = round::Model {
        id: id(OTHERS, 202),
        cite_id: cite,
        policy_id: id(OTHERS, 201),
        name: "Tour".into(),
        frozen_seq: 1,
        needs: "[]".into(),
        seed: 0,
        frozen_at: Instant::from(start()),
        state: "adopted".into(),
    };
    insert::<round::Entity>(tx, vec![adopted]).await.expect("a round");
    let adopted = plan::Model {
        id: plan_id,
        cite_id: cite,
        round_id: id(OTHERS, 202),
        base_seq: 1,
        situation: json(),
        scores: json(),
        policy: json(),
        content: json(),
        digest: String::new(),
        made_at: Instant::from(start()),
        state: "adopted".into(),
    };
    insert::<plan::Entity>(tx, vec![adopted]).await.expect("a plan");
    let until = start().saturating_add(SignedDuration::from_hours(500)).expect("a later instant");
    let held = (0..size.set_aside()).map(|n| reservation::Model {
        id: id(OTHERS << 8, n),
        cite_id: cite,
        plan_id,
        need_id: id(HOMES << 10, n),
        item_id: item_of(size.out() + n).into(),
        household_id: family_of(n).into(),
        rank: i64::from(n) + 1,
        state: "held".into(),
        hold_until: Some(Instant::from(until)),
        passed_from: None,
    });
    insert::<reservation::Entity>(tx, held.collect()).await.expect("reservations");
    let adopted = book.note("adopt_plan", "plan", plan_id);
    let moves = (0..size.set_aside()).map(|n| {
        let states = (Some(ItemState::Available), ItemState::Reserved);
        step(size.out() + n, adopted, states, Some(n))
    });
    insert::<item_move::Entity>(tx, moves.collect()).await.expect("moves");
}
