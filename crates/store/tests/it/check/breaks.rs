//! One way at least to break each thing that `check` looks at, the way back, and how each finding
//! begins. Where one change breaks two rules, both are named.

/// What breaks, what mends, what is found.
pub type Break = (&'static str, &'static str, &'static [&'static str]);

/// All of them.
pub const BREAKS: &[Break] = &[
    // The journal.
    (
        "UPDATE journal SET verb = verb || 'x' WHERE seq = 3",
        "UPDATE journal SET verb = substr(verb, 1, length(verb) - 1) WHERE seq = 3",
        &["journal: line 3 was altered"],
    ),
    (
        "UPDATE journal SET facts = facts || ' ' WHERE seq = 4",
        "UPDATE journal SET facts = substr(facts, 1, length(facts) - 1) WHERE seq = 4",
        &["journal: line 4 was altered"],
    ),
    (
        "UPDATE journal_head SET seq = seq + 1",
        "UPDATE journal_head SET seq = seq - 1",
        &["journal: the head says"],
    ),
    (
        "CREATE TABLE aside AS SELECT * FROM journal WHERE seq = 2; DELETE FROM journal WHERE seq = 2",
        "INSERT INTO journal SELECT * FROM aside; DROP TABLE aside",
        &["journal: line 2 is missing", "journal: line 3 was altered", "form "],
    ),
    (
        "UPDATE submissions SET seq = seq + 1000 WHERE verb = 'settle'",
        "UPDATE submissions SET seq = seq - 1000 WHERE verb = 'settle'",
        &["form 00000000-0000-0000-0000-000000001f42: names the missing journal line 10"],
    ),
    // Items.
    (
        "UPDATE item_moves SET seq = seq + 1000 WHERE item_id IN (SELECT id FROM items WHERE kind = 'laptop')",
        "UPDATE item_moves SET seq = seq - 1000 WHERE item_id IN (SELECT id FROM items WHERE kind = 'laptop')",
        &["item T1-2-0001: a move names the missing journal line 10"],
    ),
    (
        "UPDATE items SET state = 'repair' WHERE kind = 'laptop'",
        "UPDATE items SET state = 'available' WHERE kind = 'laptop'",
        &["item T1-2-0001: its moves do not lead to its state repair"],
    ),
    (
        "UPDATE loan_items SET outcome = 'returned', closed_at = 1 WHERE loan_id = (SELECT id FROM loans ORDER BY id DESC LIMIT 1); \
         UPDATE loans SET still_out = FALSE WHERE id = (SELECT id FROM loans ORDER BY id DESC LIMIT 1)",
        "UPDATE loan_items SET outcome = NULL, closed_at = NULL; UPDATE loans SET still_out = TRUE",
        &["item T1-1-0003: state lent, open loans 0"],
    ),
    (
        "UPDATE item_moves SET from_state = 'to_check', wipe = 'recorded' WHERE item_id IN (SELECT id FROM items WHERE kind = 'laptop')",
        "UPDATE item_moves SET from_state = NULL, wipe = 'none' WHERE item_id IN (SELECT id FROM items WHERE kind = 'laptop')",
        &[
            "item T1-2-0001: its moves do not lead to its state available",
            "item T1-2-0001: freed at journal line 21 without a wipe",
        ],
    ),
    // Other hands.
    (
        "INSERT INTO provisions SELECT id, id, NULL, id, 'x', NULL, 1, '2026-09-01', NULL FROM cites WHERE tag_prefix = 'TSA'; \
         INSERT INTO provision_items SELECT p.id, i.id, 'new', NULL, NULL, NULL FROM provisions p, items i WHERE i.kind = 'laptop'",
        "DELETE FROM provision_items; DELETE FROM provisions",
        &["item T1-2-0001: state available, not as its provision says"],
    ),
    (
        "INSERT INTO transfers SELECT a.id, a.id, b.id, 'x', NULL, 1, '2026-09-01', NULL FROM cites a, cites b \
         WHERE a.tag_prefix = 'TSA' AND b.tag_prefix = 'TSB'; \
         INSERT INTO transfer_items SELECT t.id, i.id, 'on_the_way', NULL FROM transfers t, items i WHERE i.kind = 'laptop'",
        "DELETE FROM transfer_items; DELETE FROM transfers",
        &["item T1-2-0001: not where its transfer says"],
    ),
    (
        "UPDATE loans SET still_out = NOT still_out",
        "UPDATE loans SET still_out = NOT still_out",
        &[
            "loan 00000000-0000-0000-0000-000000000001: listed as out: false, against its lines",
            "loan 00000000-0000-0000-0000-000000000002: listed as out: false, against its lines",
        ],
    ),
    // What is counted, and what is given.
    (
        "UPDATE supply_lots SET on_hand = 19",
        "UPDATE supply_lots SET on_hand = 18",
        &["supply lot 00000000-0000-0000-0000-000000029bf9: 19 on hand, its moves add up to 18"],
    ),
    (
        "INSERT INTO gift_items SELECT g.id, i.id, NULL, 'new' FROM gifts g, items i WHERE i.kind = 'laptop'",
        "DELETE FROM gift_items",
        &["item T1-2-0001: given, and still available"],
    ),
    // Bags.
    (
        "UPDATE parcels SET state = 'collected', ended_at = 1",
        "UPDATE parcels SET state = 'prepared', ended_at = NULL",
        &["bag 1: state collected, open lines 1", "bag 1: state collected, against"],
    ),
    (
        "UPDATE parcel_items SET closed_at = 1",
        "UPDATE parcel_items SET closed_at = NULL",
        &[
            "item T1-5-0001: state reserved, held reservations 0",
            "bag 1: state prepared, open lines 0",
        ],
    ),
    // What left by a decision.
    (
        "UPDATE disposal_items SET seq = seq - 1",
        "UPDATE disposal_items SET seq = seq + 1",
        &[
            "item T1-3-0001: disposed of, and gone",
            "item T1-3-0001: left at journal line 42 by no disposal",
        ],
    ),
    (
        "UPDATE disposal_items SET proof = 'no_data'",
        "UPDATE disposal_items SET proof = 'wiped'",
        &["item T1-3-0001: left at journal line 42 without a wipe"],
    ),
    // Reservations and needs.
    (
        "UPDATE reservations SET state = 'released' WHERE state = 'held'",
        "UPDATE reservations SET state = 'held' WHERE state = 'released'",
        &["item T1-1-000", "need "],
    ),
    (
        "UPDATE needs SET state = 'withdrawn' WHERE state = 'reserved'",
        "UPDATE needs SET state = 'reserved' WHERE state = 'withdrawn'",
        &["need "],
    ),
    (
        "UPDATE needs SET state = 'withdrawn' WHERE state = 'served'",
        "UPDATE needs SET state = 'served' WHERE state = 'withdrawn'",
        &["need ", "need "],
    ),
    (
        "CREATE TABLE aside AS SELECT need_id FROM reservations WHERE state = 'posted'; \
         UPDATE loan_items SET need_id = NULL WHERE need_id IN (SELECT need_id FROM aside)",
        "UPDATE loan_items SET need_id = (SELECT need_id FROM aside) WHERE need_id IS NULL; DROP TABLE aside",
        &["reservation ", "need "],
    ),
    (
        "UPDATE reservations SET household_id = (SELECT household_id FROM loans ORDER BY id DESC LIMIT 1) WHERE state = 'posted'",
        "UPDATE reservations SET household_id = (SELECT household_id FROM loans ORDER BY id LIMIT 1) WHERE state = 'posted'",
        &[
            "reservation ",
            "plan 00000000-0000-0000-0000-000000013c69: 2 reservations for 2 assignments",
        ],
    ),
    // The fund.
    (
        "UPDATE fund_lines SET notified_cents = notified_cents + 1",
        "UPDATE fund_lines SET notified_cents = notified_cents - 1",
        &[
            "fund line VE-147: notified is 10001 cents, its documents say 10000",
            "fund line VE-147: notified is 10001 cents, the journal says 10000",
        ],
    ),
    (
        "UPDATE fund_lines SET open_cents = open_cents - 1",
        "UPDATE fund_lines SET open_cents = open_cents + 1",
        &[
            "fund line VE-147: open is 2999 cents, its documents say 3000",
            "fund line VE-147: open is 2999 cents, the journal says 3000",
        ],
    ),
    (
        "UPDATE fund_lines SET settled_cents = settled_cents + 1",
        "UPDATE fund_lines SET settled_cents = settled_cents - 1",
        &[
            "fund line VE-147: settled is 1001 cents, its documents say 1000",
            "fund line VE-147: settled is 1001 cents, the journal says 1000",
        ],
    ),
    // A letter and its line changed together: only the journal knows.
    (
        "UPDATE notifications SET amount_cents = 3999; UPDATE fund_lines SET notified_cents = 3999",
        "UPDATE notifications SET amount_cents = 10000; UPDATE fund_lines SET notified_cents = 10000",
        &[
            "fund line VE-147: notified is 3999 cents, the journal says 10000",
            "fund line VE-147: overdrawn by 1 cents",
        ],
    ),
    (
        "UPDATE settlements SET state = 'rejected', decided_by = id",
        "UPDATE settlements SET state = 'settled', decided_by = NULL",
        &["commitment BC-8001: settled 1000 cents, its settlements say 0"],
    ),
    (
        "UPDATE settlements SET amount_cents = 900; UPDATE commitments SET settled_cents = 900; UPDATE fund_lines SET open_cents = open_cents + 100, settled_cents = settled_cents - 100; \
         UPDATE invoices SET net_cents = net_cents - 1, gross_cents = gross_cents - 1",
        "UPDATE settlements SET amount_cents = 1000; UPDATE commitments SET settled_cents = 1000; UPDATE fund_lines SET open_cents = open_cents - 100, settled_cents = settled_cents + 100; \
         UPDATE invoices SET net_cents = net_cents + 1, gross_cents = gross_cents + 1",
        &[
            "fund line VE-147: open is 3100 cents, the journal says 3000",
            "fund line VE-147: settled is 900 cents, the journal says 1000",
            "invoice F-1: 999 cents, its lines say 1000",
            "invoice F-1: settled 900 cents, it says 999",
        ],
    ),
    (
        "INSERT INTO delivery_lines SELECT id, 4, 2, NULL FROM deliveries",
        "DELETE FROM delivery_lines",
        &["commitment BC-8001: line 4, 2 received for 0 ordered"],
    ),
    (
        "UPDATE commitments SET state = 'closed'",
        "UPDATE commitments SET state = 'open'",
        &[
            "commitment BC-8001: state closed, 3000 cents not settled",
            "fund line VE-147: open is 3000 cents, its documents say 0",
        ],
    ),
    // The troïka.
    (
        "UPDATE agreements SET state = 'asked' WHERE purpose = 'Clés 4G'",
        "UPDATE agreements SET state = 'agreed' WHERE purpose = 'Clés 4G'",
        &[
            "agreement 00000000-0000-0000-0000-000000001b5a: 4000 cents committed, 0 agreed",
            "agreement 00000000-0000-0000-0000-000000001b5a: state asked, 3 yes by 3 persons",
        ],
    ),
    (
        "UPDATE agreements SET state = 'withdrawn', withdrawn_at = 1 WHERE purpose = 'Clés 4G'",
        "UPDATE agreements SET state = 'agreed', withdrawn_at = NULL WHERE purpose = 'Clés 4G'",
        &[
            "agreement 00000000-0000-0000-0000-000000001b5a: 4000 cents committed, 0 agreed",
            "agreement 00000000-0000-0000-0000-000000001b5a: state withdrawn, 3 yes by 3 persons",
        ],
    ),
    // Two of three would have been enough up to this amount, and one no would not have refused.
    (
        "UPDATE agreements SET rule = 'two_of_three', rule_limit_cents = 5000, state = 'refused' WHERE purpose = 'Clés 4G'",
        "UPDATE agreements SET rule = 'unanimous', rule_limit_cents = NULL, state = 'agreed' WHERE purpose = 'Clés 4G'",
        &[
            "agreement 00000000-0000-0000-0000-000000001b5a: 4000 cents committed, 0 agreed",
            "agreement 00000000-0000-0000-0000-000000001b5a: state refused, 3 yes by 3 persons",
        ],
    ),
    (
        "UPDATE agreement_files SET sha256 = substr(sha256, 2) || substr(sha256, 1, 1)",
        "UPDATE agreement_files SET sha256 = substr(sha256, 64) || substr(sha256, 1, 63)",
        &[
            "agreement 00000000-0000-0000-0000-0000000011fe: file 00000000-0000-0000-0000-0000000011ff",
        ],
    ),
    (
        "UPDATE agreements SET amount_cents = 3999 WHERE purpose = 'Clés 4G'",
        "UPDATE agreements SET amount_cents = 5000 WHERE purpose = 'Clés 4G'",
        &["agreement 00000000-0000-0000-0000-000000001b5a: 4000 cents committed, 3999 agreed"],
    ),
    (
        "UPDATE agreement_answers SET answer = 'no' WHERE seat = 'town_copilot'",
        "UPDATE agreement_answers SET answer = 'yes'",
        &["agreement 00000000-0000-0000-0000-000000001b5a: state agreed, 2 yes by 3 persons"],
    ),
    // What plans buy: 5 € of a request of 10 € set aside; then the whole, but not on the line; then behind a
    // request that was taken back.
    (
        "INSERT INTO plan_purchases SELECT a.id, p.id, c.id, 1, 500 FROM agreements a, plans p, catalogue_items c WHERE a.purpose = 'Housses' AND p.state = 'adopted'; \
         UPDATE fund_lines SET reserved_cents = 500",
        "DELETE FROM plan_purchases; UPDATE fund_lines SET reserved_cents = 0",
        &[
            "fund line VE-147: reserved is 500 cents, the journal says 0",
            "agreement 00000000-0000-0000-0000-0000000011fe: state asked, 500 cents set aside, 0 needs behind it",
        ],
    ),
    (
        "INSERT INTO plan_purchases SELECT a.id, p.id, c.id, 1, 1000 FROM agreements a, plans p, catalogue_items c WHERE a.purpose = 'Housses' AND p.state = 'adopted'",
        "DELETE FROM plan_purchases",
        &["fund line VE-147: reserved is 0 cents, its documents say 1000"],
    ),
    (
        "INSERT INTO plan_purchases SELECT a.id, p.id, c.id, 1, 0 FROM agreements a, plans p, catalogue_items c WHERE a.purpose = 'Housses' AND p.state = 'adopted'; \
         UPDATE agreements SET state = 'withdrawn', withdrawn_at = 1 WHERE purpose = 'Housses'; \
         INSERT INTO plan_purchase_needs SELECT p.agreement_id, n.need_id, 1, 'waiting' FROM plan_purchases p, reservations n WHERE n.state = 'held'",
        "DELETE FROM plan_purchase_needs; DELETE FROM plan_purchases; \
         UPDATE agreements SET state = 'asked', withdrawn_at = NULL WHERE purpose = 'Housses'",
        &[
            "agreement 00000000-0000-0000-0000-0000000011fe: state withdrawn, 0 cents set aside, 1 needs behind it",
        ],
    ),
    // Plans and rounds.
    (
        "UPDATE plans SET digest = digest || 'x' WHERE state = 'proposed'",
        "UPDATE plans SET digest = substr(digest, 1, length(digest) - 1) WHERE state = 'proposed'",
        &[
            "plan 00000000-0000-0000-0000-000000013c6a: not as the journal's keep_plan says",
            "plan 00000000-0000-0000-0000-000000013c6a: altered",
        ],
    ),
    (
        "UPDATE plans SET content = content || 'x' WHERE state = 'proposed'",
        "UPDATE plans SET content = substr(content, 1, length(content) - 1) WHERE state = 'proposed'",
        &["plan 00000000-0000-0000-0000-000000013c6a: altered"],
    ),
    (
        "UPDATE plans SET situation = replace(situation, '\"kind\":\"tablet\"', '\"kind\":\"phone\"') WHERE state = 'proposed'",
        "UPDATE plans SET situation = replace(situation, '\"kind\":\"phone\"', '\"kind\":\"tablet\"') WHERE state = 'proposed'",
        &["plan 00000000-0000-0000-0000-000000013c6a: 7 violations"],
    ),
    (
        "UPDATE plans SET state = 'proposed'",
        "UPDATE plans SET state = 'adopted' WHERE id IN (SELECT plan_id FROM reservations)",
        &[
            "round Tour 1: state adopted, adopted plans 0",
            "plan 00000000-0000-0000-0000-000000013c69: not as the journal's adopt_plan says",
            "plan 00000000-0000-0000-0000-000000013c69: 2 reservations for 0 assignments",
        ],
    ),
    (
        "UPDATE rounds SET state = 'abandoned'",
        "UPDATE rounds SET state = 'adopted'",
        &["round Tour 1: state abandoned, adopted plans 1"],
    ),
    (
        "CREATE TABLE aside AS SELECT * FROM rounds; UPDATE aside SET name = 'Tour 8', state = 'open', id = policy_id; \
         INSERT INTO rounds SELECT * FROM aside; UPDATE aside SET name = 'Tour 9', id = cite_id; \
         INSERT INTO rounds SELECT * FROM aside",
        "DELETE FROM rounds WHERE name <> 'Tour 1'; DROP TABLE aside",
        &["cité 00000000-0000-0000-0000-000000000001: 2 open rounds"],
    ),
    // Cités.
    (
        "UPDATE items SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSB') WHERE kind = 'laptop'",
        "UPDATE items SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSA')",
        &["items "],
    ),
    (
        "UPDATE schools SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSB')",
        "UPDATE schools SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSA')",
        &["children ", "children ", "children "],
    ),
    (
        "UPDATE loans SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSB') WHERE id = (SELECT id FROM loans ORDER BY id LIMIT 1)",
        "UPDATE loans SET cite_id = (SELECT id FROM cites WHERE tag_prefix = 'TSA')",
        &["loans ", "loan_items ", "loan_items "],
    ),
    // The forgotten.
    (
        "UPDATE households SET forgotten_at = NULL WHERE label = ''",
        "UPDATE households SET forgotten_at = 1 WHERE label = ''",
        &["household 00000000-0000-0000-0000-000000011174: half forgotten"],
    ),
    (
        "UPDATE guardians SET household_id = (SELECT id FROM households WHERE label = '') WHERE family_name = 'Essai2'",
        "UPDATE guardians SET household_id = (SELECT id FROM households WHERE label = 'Essai2') WHERE family_name = 'Essai2'",
        &["household 00000000-0000-0000-0000-000000011174: half forgotten"],
    ),
];
