//! What adopted plans buy: each request to the troïka that a plan made, what is set aside for it on its
//! line, and the needs behind it.
//!
//! Plans adopted before have none: what they proposed to buy was only said.

crate::step!(
    "m0037_plan_money",
    r"
CREATE TABLE plan_purchases (
    agreement_id {uuid} NOT NULL PRIMARY KEY,
    plan_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    units BIGINT NOT NULL,
    reserved_cents BIGINT NOT NULL,
    CONSTRAINT plan_purchases_agreement FOREIGN KEY (agreement_id) REFERENCES agreements (id),
    CONSTRAINT plan_purchases_plan FOREIGN KEY (plan_id) REFERENCES plans (id),
    CONSTRAINT plan_purchases_item FOREIGN KEY (item_id) REFERENCES catalogue_items (id),
    CONSTRAINT plan_purchases_units CHECK (units > 0),
    CONSTRAINT plan_purchases_reserved CHECK (reserved_cents >= 0)
)
;;
CREATE INDEX plan_purchases_by_plan ON plan_purchases (plan_id)
;;
CREATE TABLE plan_purchase_needs (
    agreement_id {uuid} NOT NULL,
    need_id {uuid} NOT NULL,
    rank BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT plan_purchase_needs_pk PRIMARY KEY (agreement_id, need_id),
    CONSTRAINT plan_purchase_needs_purchase FOREIGN KEY (agreement_id) REFERENCES plan_purchases (agreement_id),
    CONSTRAINT plan_purchase_needs_need FOREIGN KEY (need_id) REFERENCES needs (id),
    CONSTRAINT plan_purchase_needs_state_known CHECK (state IN ('waiting', 'arrived', 'released'))
)
;;
CREATE UNIQUE INDEX plan_purchase_needs_one_waiting ON plan_purchase_needs (need_id) WHERE state = 'waiting'
"
);
