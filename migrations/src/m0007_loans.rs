//! Loans. The partial unique index is invariant 1: an item is in at most one open loan.

crate::step!(
    "m0007_loans",
    r"
CREATE TABLE loans (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    lent_at BIGINT NOT NULL,
    lent_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    CONSTRAINT loans_household FOREIGN KEY (household_id) REFERENCES households (id),
    CONSTRAINT loans_due_after CHECK (due_on >= lent_on)
)
;;
CREATE INDEX loans_by_household ON loans (household_id)
;;
CREATE INDEX loans_by_due ON loans (cite_id, due_on)
;;
CREATE TABLE loan_items (
    loan_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    need_id {uuid},
    grade_out TEXT NOT NULL,
    grade_in TEXT,
    outcome TEXT,
    closed_at BIGINT,
    CONSTRAINT loan_items_pk PRIMARY KEY (loan_id, item_id),
    CONSTRAINT loan_items_loan FOREIGN KEY (loan_id) REFERENCES loans (id),
    CONSTRAINT loan_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT loan_items_need FOREIGN KEY (need_id) REFERENCES needs (id),
    CONSTRAINT loan_items_closed CHECK ((outcome IS NULL) = (closed_at IS NULL)),
    CONSTRAINT loan_items_outcome_known CHECK (outcome IS NULL OR outcome IN ('returned', 'lost'))
)
;;
CREATE UNIQUE INDEX loan_items_one_open_per_item ON loan_items (item_id) WHERE closed_at IS NULL
"
);
