//! Invariant 2: received − gone = sum over states, per kind, at any past date; whatever verbs came, in
//! whatever order, refused ones too.

mod acts;
mod model;
mod world;

use std::collections::BTreeMap;

use domain::Seat;
use domain::stock::ItemState;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, terms, unit};
use store::{By, Step, Store, on_both};

use acts::{Act, acts};
use model::{Counts, Model};
use world::{Tally, World};

/// Sequences on each database, each in a cité of its own beside the others.
const SEQUENCES: u8 = 20;
/// Verbs done or refused on each database, all sequences together; a form sent again is none.
const VERBS: u32 = 10_000;
/// Families of a cité.
const HOMES: u8 = 4;
/// Instants looked back at, a sequence.
const LOOKS_BACK: usize = 25;

/// How often each verb must be done, and those that can be refused so, for the walk to prove something.
const OFTEN: u32 = 5;
/// Verbs of which some must be refused.
const REFUSED: [&str; 32] = [
    "adopt",
    "arrive_there",
    "carry",
    "pack",
    "check_many",
    "close_stocktake",
    "declare",
    "desk",
    "dispose",
    "end_incident",
    "end_provision",
    "extend",
    "fail_wipe",
    "hand_over",
    "keep_longer",
    "lend",
    "lend_on",
    "note_sim",
    "open_round",
    "open_stocktake",
    "pass_on",
    "provide",
    "record",
    "release",
    "remove_scanned",
    "scan",
    "send",
    "take_back",
    "take_back_disposal",
    "take_transfer_back",
    "unwiped",
    "hand_over_kit",
];
/// All of them, those never refused too.
const KNOWN: usize = 42;
/// The neighbour's number: no sequence has it.
const NEIGHBOUR: u8 = 25;

/// A town with four families that lack everything and a first lot of each kind.
async fn world(store: &Store, n: u8) -> World {
    let by = seated(store, n, Seat::TownAgent).await;
    let mut model = Model::default();
    for home in 0..HOMES {
        let home = in_need(store, u128::from(n * HOMES + home) + 1, by).await;
        model.arrive(home);
    }
    let neighbour = seated(store, NEIGHBOUR, Seat::TownAgent).await;
    let mut world = World::new(store.clone(), (by, neighbour), n, model).await;
    world.open_relay().await;
    for kind in acts::KINDS {
        let items = (0..2).map(|_| unit(kind, world.next_unit())).collect::<Vec<_>>();
        let lot = world.next_form();
        store.receive(&delivery(lot, items.clone(), terms()), by, start()).await.unwrap();
        world.entered(lot, false, &items);
    }
    world.model.remember(start());
    world
}

/// Every item's life, the oldest step first.
async fn lives(store: &Store, model: &Model, by: By) -> Vec<(domain::stock::ItemKind, Vec<Step>)> {
    let mut lives = Vec::new();
    for unit in model.units() {
        let file = store.item(unit.id, by).await.unwrap().unwrap();
        let steps: Vec<_> = file.steps.into_iter().rev().collect();
        assert_eq!(steps[0].from, None, "{} was received first", file.item.tag);
        for pair in steps.windows(2) {
            assert_eq!(pair[1].from, Some(pair[0].to), "{} never jumps", file.item.tag);
        }
        assert_eq!(steps.last().unwrap().to, file.item.state, "{} is where it went", file.item.tag);
        lives.push((file.item.kind, steps));
    }
    lives
}

/// What the moves say of the past instant `at`; received less gone is what was held, per kind.
fn past(lives: &[(domain::stock::ItemKind, Vec<Step>)], at: Timestamp) -> Counts {
    let mut counts = Counts::new();
    let (mut received, mut gone) = (BTreeMap::new(), BTreeMap::new());
    for (kind, steps) in lives {
        let steps: Vec<_> = steps.iter().filter(|step| step.at <= at).collect();
        let Some(last) = steps.last() else { continue };
        *counts.entry((*kind, last.to)).or_default() += 1;
        *received.entry(*kind).or_insert(0) += steps.iter().filter(|s| s.from.is_none()).count();
        let left = steps.iter().filter(|step| step.to == ItemState::Gone).count();
        let back = steps.iter().filter(|step| step.from == Some(ItemState::Gone)).count();
        *gone.entry(*kind).or_insert(0) += left - back;
    }
    for (kind, received) in received {
        let held = counts.iter().filter(|((of, state), _)| *of == kind && state.is_held());
        let held: u64 = held.map(|(_, many)| many).sum();
        assert_eq!(held, (received - gone[&kind]) as u64, "{kind} at {at}");
    }
    counts
}

on_both! {
    async fn items_are_conserved_at_any_past_date(fresh) {
        let mut runner = TestRunner::deterministic();
        let mut tally = Tally::new();
        for n in 0..SEQUENCES {
            let mut world = world(&fresh.store, n).await;
            let by = world.by;
            let acts: Vec<(Act, i64, bool)> = acts().new_tree(&mut runner).unwrap().current();
            let mut now = start();
            for (nth, (act, pause, twice)) in acts.iter().enumerate() {
                now += jiff::SignedDuration::from_mins(*pause);
                world.play(act, *twice, now).await;
                world.model.remember(now);
                let counted = fresh.store.stock_by_state(by).await.unwrap();
                let before = &acts[nth.saturating_sub(9)..=nth];
                assert_eq!(counted, world.model.counts(), "act {nth} of sequence {n}: {before:#?}");
            }
            let told = format!("sequence {n}");
            world.compare().await;
            let lives = lives(&fresh.store, &world.model, by).await;
            let span = now.duration_since(start()).as_mins();
            for _ in 0..LOOKS_BACK {
                // Every half minute from just before the start: between the acts, and on them.
                let halves = (0..=span * 2).new_tree(&mut runner).unwrap().current();
                let at = start() + jiff::SignedDuration::from_secs(halves * 30 - 30);
                assert_eq!(past(&lives, at), world.model.at(at), "at {at} of {told}");
                let ends = at + jiff::SignedDuration::from_millis(1);
                let kinds = fresh.store.stock_before(ends, by).await.unwrap();
                let counts: Counts = kinds.iter().flat_map(|of| {
                    of.states.iter().map(|(state, many)| ((of.kind, *state), *many))
                }).collect();
                assert_eq!(counts, world.model.at(at), "as it is told of {at} in {told}");
                assert!(kinds.iter().all(domain::stock_at::KindAt::is_conserved), "{kinds:?}");
            }
            assert_eq!(fresh.store.check().await.unwrap(), [], "{told}");
            for (verb, (done, refused)) in world.tally {
                let all = tally.entry(verb).or_default();
                *all = (all.0 + done, all.1 + refused);
            }
        }
        // A walk that never got there proves nothing.
        let ways = ["collect", "lend_on", "passed_to_next", "passed_to_shelf"];
        let verbs = tally.iter().filter(|(verb, _)| !ways.contains(verb));
        let verbs: u32 = verbs.map(|(_, (done, refused))| done + refused).sum();
        assert!(verbs >= VERBS, "{verbs} verbs: {tally:?}");
        let rare: Vec<_> = tally.iter().filter(|(_, (done, _))| *done < OFTEN).collect();
        assert!(rare.is_empty(), "hardly ever done: {rare:?}");
        let rare: Vec<_> = REFUSED.iter().filter(|verb| tally[*verb].1 < OFTEN).collect();
        assert!(rare.is_empty(), "hardly ever refused: {rare:?} of {tally:?}");
        assert_eq!(tally.len(), KNOWN, "every verb: {tally:?}");
    }
}
