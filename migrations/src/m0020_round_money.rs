//! Rounds that buy: what can be ordered, what a line's money may buy, how much of it a round may use, what
//! was decided by hand, and the searches that run.

crate::step!(
    "m0020_round_money",
    r"
CREATE TABLE catalogue_items (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    condition TEXT NOT NULL,
    price_cents BIGINT NOT NULL,
    minimum_order BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT catalogue_items_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT catalogue_items_price CHECK (price_cents > 0),
    CONSTRAINT catalogue_items_minimum CHECK (minimum_order >= 0 AND minimum_order <= 1000000),
    CONSTRAINT catalogue_items_state_known CHECK (state IN ('offered', 'withdrawn'))
)
;;
CREATE UNIQUE INDEX catalogue_items_label_once ON catalogue_items (cite_id, label) WHERE state = 'offered'
;;
ALTER TABLE fund_lines ADD COLUMN terms TEXT NOT NULL DEFAULT '{}'
;;
CREATE TABLE round_funds (
    round_id {uuid} NOT NULL,
    fund_line_id {uuid} NOT NULL,
    most_cents BIGINT NOT NULL,
    CONSTRAINT round_funds_pk PRIMARY KEY (round_id, fund_line_id),
    CONSTRAINT round_funds_round FOREIGN KEY (round_id) REFERENCES rounds (id),
    CONSTRAINT round_funds_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT round_funds_amount CHECK (most_cents > 0)
)
;;
CREATE TABLE pins (
    round_id {uuid} NOT NULL,
    need_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    seat TEXT NOT NULL,
    decision TEXT NOT NULL,
    ground TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    CONSTRAINT pins_pk PRIMARY KEY (round_id, need_id),
    CONSTRAINT pins_round FOREIGN KEY (round_id) REFERENCES rounds (id),
    CONSTRAINT pins_need FOREIGN KEY (need_id) REFERENCES needs (id),
    CONSTRAINT pins_account FOREIGN KEY (account_id) REFERENCES accounts (id)
)
;;
CREATE INDEX pins_by_need ON pins (need_id)
;;
CREATE TABLE solves (
    plan_id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    round_id {uuid} NOT NULL,
    state TEXT NOT NULL,
    stop_asked BOOLEAN NOT NULL,
    done BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    served BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    fault TEXT NOT NULL,
    CONSTRAINT solves_round FOREIGN KEY (round_id) REFERENCES rounds (id),
    CONSTRAINT solves_progress CHECK (done >= 0 AND done <= steps AND served >= 0),
    CONSTRAINT solves_state_known CHECK (state IN ('running', 'kept', 'failed'))
)
;;
CREATE UNIQUE INDEX solves_one_running_per_round ON solves (round_id) WHERE state = 'running'
"
);
