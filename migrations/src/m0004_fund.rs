//! Fund lines, notifications, the troïka's agreements, commitments and settlements.
//!
//! A line carries its running sums so that `fund_lines_never_overdrawn` can hold at every write;
//! `cartable check` re-derives them from the documents. `reduced` marks a line that a funder's lower
//! notification has brought below nothing.

crate::step!(
    "m0004_fund",
    r"
CREATE TABLE fund_lines (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    funder TEXT NOT NULL,
    fiscal_year BIGINT NOT NULL,
    notified_cents BIGINT NOT NULL,
    open_cents BIGINT NOT NULL,
    settled_cents BIGINT NOT NULL,
    reduced BOOLEAN NOT NULL,
    CONSTRAINT fund_lines_code_once UNIQUE (cite_id, fiscal_year, code),
    CONSTRAINT fund_lines_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT fund_lines_sums_positive CHECK (notified_cents >= 0 AND open_cents >= 0 AND settled_cents >= 0),
    CONSTRAINT fund_lines_never_overdrawn CHECK (reduced OR notified_cents - open_cents - settled_cents >= 0)
)
;;
CREATE TABLE notifications (
    id {uuid} NOT NULL PRIMARY KEY,
    fund_line_id {uuid} NOT NULL,
    amount_cents BIGINT NOT NULL,
    reference TEXT NOT NULL,
    notified_on TEXT NOT NULL,
    CONSTRAINT notifications_reference_once UNIQUE (fund_line_id, reference),
    CONSTRAINT notifications_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT notifications_not_nothing CHECK (amount_cents <> 0)
)
;;
CREATE TABLE agreements (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    fund_line_id {uuid} NOT NULL,
    purpose TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    regime TEXT NOT NULL,
    document TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    asked_by {uuid} NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT agreements_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT agreements_amount CHECK (amount_cents > 0),
    CONSTRAINT agreements_regime_known CHECK (regime IN ('normal', 'before_convention')),
    CONSTRAINT agreements_state_known CHECK (state IN ('asked', 'agreed', 'refused'))
)
;;
CREATE TABLE agreement_answers (
    agreement_id {uuid} NOT NULL,
    seat TEXT NOT NULL,
    answer TEXT NOT NULL,
    account_id {uuid} NOT NULL,
    answered_at BIGINT NOT NULL,
    CONSTRAINT agreement_answers_pk PRIMARY KEY (agreement_id, seat),
    CONSTRAINT agreement_answers_person_once UNIQUE (agreement_id, account_id),
    CONSTRAINT agreement_answers_agreement FOREIGN KEY (agreement_id) REFERENCES agreements (id),
    CONSTRAINT agreement_answers_seat_known CHECK (seat IN ('principal', 'town_copilot', 'prefect_delegate')),
    CONSTRAINT agreement_answers_known CHECK (answer IN ('yes', 'no'))
)
;;
CREATE TABLE commitments (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    fund_line_id {uuid} NOT NULL,
    agreement_id {uuid} NOT NULL,
    supplier TEXT NOT NULL,
    purpose TEXT NOT NULL,
    order_number TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    settled_cents BIGINT NOT NULL,
    state TEXT NOT NULL,
    committed_on TEXT NOT NULL,
    CONSTRAINT commitments_order_once UNIQUE (cite_id, order_number),
    CONSTRAINT commitments_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT commitments_agreement FOREIGN KEY (agreement_id) REFERENCES agreements (id),
    CONSTRAINT commitments_amount CHECK (amount_cents > 0),
    CONSTRAINT commitments_settled CHECK (settled_cents >= 0 AND settled_cents <= amount_cents),
    CONSTRAINT commitments_state_known CHECK (state IN ('open', 'closed', 'cancelled'))
)
;;
CREATE TABLE settlements (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    commitment_id {uuid} NOT NULL,
    supplier TEXT NOT NULL,
    invoice TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    settled_on TEXT NOT NULL,
    settled_by {uuid} NOT NULL,
    state TEXT NOT NULL,
    decided_by {uuid},
    payment_reference TEXT,
    paid_on TEXT,
    rejection_reason TEXT,
    CONSTRAINT settlements_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT settlements_amount CHECK (amount_cents > 0),
    CONSTRAINT settlements_state_known CHECK (state IN ('settled', 'paid', 'rejected')),
    CONSTRAINT settlements_paid CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
    CONSTRAINT settlements_decided CHECK ((state = 'settled') = (decided_by IS NULL)),
    CONSTRAINT settlements_two_persons CHECK (decided_by IS NULL OR decided_by <> settled_by)
)
;;
CREATE UNIQUE INDEX settlements_invoice_once ON settlements (cite_id, supplier, invoice) WHERE state <> 'rejected'
;;
CREATE INDEX settlements_by_commitment ON settlements (commitment_id)
;;
CREATE INDEX commitments_by_line ON commitments (fund_line_id)
"
);
