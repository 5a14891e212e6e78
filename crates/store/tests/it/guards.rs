//! What the database itself refuses, whatever the code does, each by its name.

use domain::Seat;
use domain::ids::CensusLinkId;
use domain::stock::{ItemKind, Restriction};
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{day, people};
use store::testing::builders::households::{in_need, school};
use store::testing::builders::rounds::shelf;
use store::{GiveLink, Pay, on_both};
use uuid::Uuid;

use crate::givens::{adopted, settled};

/// Two families whose tablets are reserved, one of them handed over; a plan left aside; a debt.
async fn given(fresh: &Fresh) {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    let people = people(store).await;
    let first = in_need(store, 1, by).await;
    for n in 2..=3 {
        in_need(store, n, by).await;
    }
    shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    adopted(store, first, by).await;
    let settlement = settled(store, &people).await;
    let pay = Pay { form: Uuid::from_u128(8_003), settlement, reference: "DP-1".into(), on: day() };
    store.pay(&pay, people.accountant, start()).await.unwrap();
    let link = GiveLink {
        id: CensusLinkId(Uuid::from_u128(8_004)),
        school: school(store, by).await,
        class: None,
        token_hash: [1; 32],
        expires: start() + jiff::SignedDuration::from_hours(24),
    };
    store.give_link(&link, by, start()).await.unwrap();
}

/// SQL that must be refused, and by what: the constraint on `PostgreSQL`, its columns on `SQLite`
/// where that names no constraint.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "INSERT INTO loans SELECT need_id, cite_id, household_id, 1, '2026-09-01', '2027-06-30', FALSE FROM reservations WHERE state = 'posted'; \
         INSERT INTO loan_items SELECT need_id, item_id, NULL, 'new', NULL, NULL, NULL, '{}', NULL, NULL FROM reservations WHERE state = 'posted'",
        "loan_items_one_open_per_item",
        "loan_items.item_id",
    ),
    ("UPDATE journal SET verb = 'x' WHERE seq = 1", "journal_append_only", "journal_append_only"),
    ("DELETE FROM journal WHERE seq = 1", "journal_append_only", "journal_append_only"),
    (
        "UPDATE reservations SET item_id = (SELECT item_id FROM reservations WHERE state = 'held' ORDER BY id LIMIT 1) WHERE state = 'held'",
        "reservations_one_held_per_item",
        "reservations.item_id",
    ),
    (
        "UPDATE reservations SET need_id = (SELECT need_id FROM reservations WHERE state = 'held' ORDER BY id LIMIT 1) WHERE state = 'held'",
        "reservations_one_held_per_need",
        "reservations.need_id",
    ),
    ("UPDATE plans SET state = 'adopted'", "plans_one_adopted_per_round", "plans.round_id"),
    (
        "UPDATE settlements SET decided_by = settled_by",
        "settlements_two_persons",
        "settlements_two_persons",
    ),
    (
        "INSERT INTO agreements (id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, state) \
         SELECT cite_id, cite_id, id, 'x', 1, 'normal', '', '2026-09-01', id, 'asked' FROM fund_lines; \
         INSERT INTO agreement_answers (agreement_id, seat, answer, account_id, answered_at) SELECT cite_id, 'principal', 'yes', id, 1 FROM fund_lines; \
         INSERT INTO agreement_answers (agreement_id, seat, answer, account_id, answered_at) SELECT cite_id, 'town_copilot', 'yes', id, 1 FROM fund_lines",
        "agreement_answers_person_once",
        "agreement_answers.account_id",
    ),
    (
        "UPDATE agreement_answers SET answer = 'no' WHERE seat = 'principal'",
        "agreement_answers_immutable",
        "agreement_answers_immutable",
    ),
    (
        "DELETE FROM agreement_answers WHERE seat = 'principal'",
        "agreement_answers_immutable",
        "agreement_answers_immutable",
    ),
    (
        "UPDATE agreements SET rule = 'consultative'",
        "agreements_question_immutable",
        "agreements_question_immutable",
    ),
    (
        "UPDATE agreements SET amount_cents = 1",
        "agreements_question_immutable",
        "agreements_question_immutable",
    ),
    (
        "UPDATE agreements SET state = 'refused'",
        "agreements_decided_once",
        "agreements_decided_once",
    ),
    (
        "INSERT INTO agreements (id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, state) \
         SELECT cite_id, cite_id, id, 'x', 1, 'normal', '', '2026-09-01', id, 'withdrawn' FROM fund_lines",
        "agreements_withdrawn",
        "agreements_withdrawn",
    ),
    (
        "INSERT INTO agreements (id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, state, rule) \
         SELECT cite_id, cite_id, id, 'x', 1, 'normal', '', '2026-09-01', id, 'asked', 'two_of_three' FROM fund_lines",
        "agreements_rule_limit",
        "agreements_rule_limit",
    ),
    (
        "INSERT INTO agreements (id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, state) \
         SELECT cite_id, cite_id, id, 'x', 1, 'normal', '', '2026-09-01', id, 'asked' FROM fund_lines; \
         INSERT INTO agreement_answers (agreement_id, seat, answer, account_id, answered_at) SELECT cite_id, 'principal', 'recused', id, 1 FROM fund_lines",
        "agreement_answers_recusal_said",
        "agreement_answers_recusal_said",
    ),
    (
        "INSERT INTO troika_rules SELECT id, id, 'two_of_three', NULL, 'x', '2026-09-01', 1 FROM cites",
        "troika_rules_limit",
        "troika_rules_limit",
    ),
    (
        "INSERT INTO forecasts SELECT id, id, 'x', 'media', 1, 1, '2026-09-02', '2026-09-01', NULL, NULL, NULL FROM fund_lines",
        "forecasts_months",
        "forecasts_months",
    ),
    (
        "INSERT INTO own_categories SELECT id, cite_id, 'media', 'Radio', NULL, FALSE, NULL FROM fund_lines; \
         INSERT INTO own_categories SELECT cite_id, cite_id, 'other', 'radio', NULL, FALSE, NULL FROM fund_lines",
        "own_categories_label_once",
        "own_categories_label_once",
    ),
    (
        "INSERT INTO own_categories SELECT id, id, 'x', 'Radio', NULL, FALSE, NULL FROM cites",
        "own_categories_category_known",
        "own_categories_category_known",
    ),
    (
        "INSERT INTO own_categories SELECT id, id, 'media', 'Radio', NULL, FALSE, NULL FROM cites; UPDATE own_categories SET category = 'other'",
        "own_categories_immutable",
        "own_categories_immutable",
    ),
    (
        "INSERT INTO own_categories SELECT id, id, 'media', 'Radio', NULL, FALSE, NULL FROM cites; \
         INSERT INTO agreements (id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, state, category, own_category_id) \
         SELECT cite_id, cite_id, id, 'x', 1, 'normal', '', '2026-09-01', id, 'asked', 'other', cite_id FROM fund_lines",
        "agreements_own_category_fits",
        "agreements_own_category_fits",
    ),
    (
        "INSERT INTO own_categories SELECT id, id, 'media', 'Radio', NULL, FALSE, NULL FROM cites; \
         INSERT INTO forecasts SELECT id, id, 'x', 'other', 1, 1, '2026-09-01', '2026-09-01', NULL, NULL, cite_id FROM fund_lines",
        "forecasts_own_category_fits",
        "forecasts_own_category_fits",
    ),
    (
        "INSERT INTO account_rows SELECT id, 'x', '60.other' FROM cites",
        "account_rows_category_known",
        "account_rows_category_known",
    ),
    (
        "INSERT INTO account_statements SELECT id, id, 'gfc', 2026, '2026-09-01', 'x', 'x', 1 FROM cites",
        "account_statements_hashed",
        "account_statements_hashed",
    ),
    (
        "INSERT INTO account_statements SELECT id, id, 'gfc', 2026, '2026-09-01', 'x', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 1 FROM cites; \
         UPDATE account_statements SET fiscal_year = 2027",
        "account_statements_immutable",
        "account_statements_immutable",
    ),
    (
        "INSERT INTO troika_rules SELECT id, id, 'unanimous', NULL, '', '2026-09-01', 1 FROM cites",
        "troika_rules_by_act",
        "troika_rules_by_act",
    ),
    (
        "INSERT INTO agreement_files SELECT a.id, a.id, 'x', 'application/pdf', 1, 'x', l.token_hash, 1 FROM agreements a, census_links l",
        "agreement_files_hashed",
        "agreement_files_hashed",
    ),
    (
        "UPDATE seats SET deputy = TRUE WHERE seat = 'accountant'",
        "seats_deputy_of_troika",
        "seats_deputy_of_troika",
    ),
    (
        "INSERT INTO census_links SELECT school_id, cite_id, school_id, NULL, token_hash, created_by, 1, 2, '', 0, NULL, NULL, '', NULL FROM census_links",
        "census_links_token_once",
        "census_links.token_hash",
    ),
    (
        "UPDATE census_links SET handed_in_at = 1, handed_in_form = id, revoked_at = 1",
        "census_links_ends_once",
        "census_links_ends_once",
    ),
    ("UPDATE census_links SET handed_in_at = 1", "census_links_form", "census_links_form"),
    (
        "UPDATE census_links SET draft = '{}', revoked_at = 1",
        "census_links_draft",
        "census_links_draft",
    ),
    ("UPDATE census_links SET note = 'x'", "census_links_note", "census_links_note"),
    (
        "UPDATE fund_lines SET open_cents = 10000",
        "fund_lines_never_overdrawn",
        "fund_lines_never_overdrawn",
    ),
    (
        "INSERT INTO round_funds SELECT r.id, f.id, 0 FROM rounds r, fund_lines f",
        "round_funds_amount",
        "round_funds_amount",
    ),
    (
        "INSERT INTO catalogue_items SELECT id, id, 'x', 'tablet', 'equipment', 'new', 0, 0, 'offered' FROM cites",
        "catalogue_items_price",
        "catalogue_items_price",
    ),
    (
        "INSERT INTO catalogue_items SELECT id, id, 'x', 'tablet', 'equipment', 'new', 1, 0, 'offered' FROM cites; \
         INSERT INTO catalogue_items SELECT c.id, c.cite_id, 'x', 'tablet', 'equipment', 'new', 1, 0, 'offered' FROM rounds c",
        "catalogue_items_label_once",
        "catalogue_items.cite_id",
    ),
    (
        "INSERT INTO solves SELECT id, cite_id, id, 'running', FALSE, 0, 1, 0, 1, 1, '' FROM rounds; \
         INSERT INTO solves SELECT cite_id, cite_id, id, 'running', FALSE, 0, 1, 0, 1, 1, '' FROM rounds",
        "solves_one_running_per_round",
        "solves.round_id",
    ),
    (
        "UPDATE needs SET kind = 'device', slot = 1, state = 'open'",
        "needs_one_active_per_slot",
        "needs.household_id",
    ),
    (
        "UPDATE needs SET slot = 2 WHERE kind = 'connection'",
        "needs_slot_possible",
        "needs_slot_possible",
    ),
    (
        "UPDATE needs SET slot = 10 WHERE kind = 'device'",
        "needs_slot_possible",
        "needs_slot_possible",
    ),
    (
        "INSERT INTO rounds SELECT policy_id, cite_id, policy_id, 'A', 1, '[]', 1, 1, 'open' FROM rounds; \
         INSERT INTO rounds SELECT cite_id, cite_id, policy_id, 'B', 1, '[]', 1, 1, 'open' FROM rounds WHERE name = 'A'",
        "rounds_one_open_per_cite",
        "rounds.cite_id",
    ),
];

on_both! {
    async fn the_database_refuses_by_name(fresh) {
        given(&fresh).await;
        for (sql, constraint, on_sqlite) in REFUSED {
            let name = if fresh.is_postgres() { constraint } else { on_sqlite };
            let refused = fresh.run(&format!("BEGIN; {sql}; COMMIT")).await;
            match refused {
                Err(sentence) => assert!(sentence.contains(name), "{sql}: {sentence}"),
                Ok(()) => panic!("{constraint} let it through"),
            }
        }
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_journal_is_not_emptied_at_one_stroke(fresh) {
        given(&fresh).await;
        if fresh.is_postgres() {
            let refused = fresh.run("TRUNCATE journal CASCADE").await.unwrap_err();
            assert!(refused.contains("journal_append_only"), "{refused}");
        } else {
            // SQLite knows no TRUNCATE, and its DELETE of all runs the trigger for each row.
            let refused = fresh.run("DELETE FROM journal").await.unwrap_err();
            assert!(refused.contains("journal_append_only"), "{refused}");
        }
    }
}
