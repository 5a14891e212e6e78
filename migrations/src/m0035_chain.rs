//! The spending chain: what an order is made of, what came of it, the invoices, the payment orders.
//!
//! An order's lines carry their VAT; units that came are noted in parts and certified (service fait); an
//! invoice has its number once per supplier, by SIREN; its settlement names it, and waits for the accountant
//! once its payment is ordered. A credit note is an invoice below zero, and so is its settlement.
//!
//! Settlements that were there were owed with nothing but a number: they keep it, and have no invoice. Those
//! that waited are taken for ordered, as the accountant could pay them.

use sea_orm_migration::prelude::*;

const TABLES: &str = r"
ALTER TABLE commitments ADD COLUMN supplier_siret TEXT CONSTRAINT commitments_siret CHECK (supplier_siret IS NULL OR length(supplier_siret) = 14)
;;
ALTER TABLE commitments ADD COLUMN category TEXT CONSTRAINT commitments_category_known CHECK (category IS NULL OR category IN ('equipment', 'connection', 'interpreting', 'service', 'media', 'other'))
;;
ALTER TABLE commitments ADD COLUMN quote TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE commitments ADD COLUMN delivered_to {uuid} CONSTRAINT commitments_delivered_to REFERENCES schools (id)
;;
CREATE TABLE order_lines (
    commitment_id {uuid} NOT NULL,
    line BIGINT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT,
    quantity BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    net_cents BIGINT NOT NULL,
    vat_cents BIGINT NOT NULL,
    CONSTRAINT order_lines_pk PRIMARY KEY (commitment_id, line),
    CONSTRAINT order_lines_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT order_lines_labelled CHECK (label <> ''),
    CONSTRAINT order_lines_quantity CHECK (quantity > 0),
    CONSTRAINT order_lines_rate CHECK (rate BETWEEN 0 AND 10000),
    CONSTRAINT order_lines_positive CHECK (net_cents >= 0 AND vat_cents >= 0)
)
;;
CREATE TABLE complements (
    id {uuid} NOT NULL PRIMARY KEY,
    commitment_id {uuid} NOT NULL,
    amount_cents BIGINT NOT NULL,
    reason TEXT NOT NULL,
    committed_on TEXT NOT NULL,
    CONSTRAINT complements_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT complements_amount CHECK (amount_cents > 0),
    CONSTRAINT complements_reasoned CHECK (reason <> '')
)
;;
CREATE INDEX complements_by_commitment ON complements (commitment_id)
;;
CREATE TABLE deliveries (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    commitment_id {uuid} NOT NULL,
    number TEXT NOT NULL,
    delivered_on TEXT NOT NULL,
    school_id {uuid},
    remark TEXT NOT NULL,
    certified_by {uuid},
    certified_on TEXT,
    CONSTRAINT deliveries_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT deliveries_school FOREIGN KEY (school_id) REFERENCES schools (id),
    CONSTRAINT deliveries_number_once UNIQUE (commitment_id, number),
    CONSTRAINT deliveries_numbered CHECK (number <> ''),
    CONSTRAINT deliveries_certified CHECK ((certified_by IS NULL) = (certified_on IS NULL))
)
;;
CREATE TABLE delivery_lines (
    delivery_id {uuid} NOT NULL,
    line BIGINT NOT NULL,
    units BIGINT NOT NULL,
    lot_id {uuid},
    CONSTRAINT delivery_lines_pk PRIMARY KEY (delivery_id, line),
    CONSTRAINT delivery_lines_delivery FOREIGN KEY (delivery_id) REFERENCES deliveries (id),
    CONSTRAINT delivery_lines_lot FOREIGN KEY (lot_id) REFERENCES lots (id),
    CONSTRAINT delivery_lines_units CHECK (units <> 0)
)
;;
CREATE TABLE invoices (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    commitment_id {uuid} NOT NULL,
    supplier TEXT NOT NULL,
    siret TEXT NOT NULL,
    siren TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    received_on TEXT NOT NULL,
    net_cents BIGINT NOT NULL,
    vat_cents BIGINT NOT NULL,
    gross_cents BIGINT NOT NULL,
    CONSTRAINT invoices_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT invoices_number_once UNIQUE (cite_id, siren, number),
    CONSTRAINT invoices_numbered CHECK (number <> ''),
    CONSTRAINT invoices_of_supplier CHECK (length(siret) = 14 AND siren = substr(siret, 1, 9)),
    CONSTRAINT invoices_received_once_issued CHECK (issued_on <= received_on),
    CONSTRAINT invoices_add_up CHECK (gross_cents = net_cents + vat_cents AND gross_cents <> 0)
)
;;
CREATE INDEX invoices_by_commitment ON invoices (commitment_id)
;;
CREATE TABLE invoice_lines (
    invoice_id {uuid} NOT NULL,
    position BIGINT NOT NULL,
    line BIGINT,
    label TEXT NOT NULL,
    units BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    net_cents BIGINT NOT NULL,
    vat_cents BIGINT NOT NULL,
    CONSTRAINT invoice_lines_pk PRIMARY KEY (invoice_id, position),
    CONSTRAINT invoice_lines_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT invoice_lines_rate CHECK (rate BETWEEN 0 AND 10000)
)
;;
ALTER TABLE settlements ADD COLUMN invoice_id {uuid} CONSTRAINT settlements_of_invoice REFERENCES invoices (id)
;;
ALTER TABLE settlements ADD COLUMN remark TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE settlements ADD COLUMN payment_order TEXT
;;
ALTER TABLE settlements ADD COLUMN bordereau TEXT
;;
ALTER TABLE settlements ADD COLUMN ordered_on TEXT
";

/// Once the states are known.
const ORDERED: &str = r"
UPDATE settlements SET state = 'ordered' WHERE state = 'settled'
;;
DROP INDEX settlements_invoice_once
;;
CREATE UNIQUE INDEX settlements_invoice_once ON settlements (cite_id, supplier, invoice) WHERE state <> 'rejected' AND invoice_id IS NULL
;;
CREATE UNIQUE INDEX settlements_one_per_invoice ON settlements (invoice_id) WHERE state <> 'rejected'
;;
CREATE UNIQUE INDEX settlements_payment_order_once ON settlements (cite_id, substr(ordered_on, 1, 4), payment_order) WHERE state <> 'rejected'
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0035_chain"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLES).await?;
        let checks = [
            ("settlements_amount", "amount_cents <> 0"),
            ("settlements_state_known", "state IN ('settled', 'ordered', 'paid', 'rejected')"),
            ("settlements_decided", "(state IN ('settled', 'ordered')) = (decided_by IS NULL)"),
        ];
        crate::remade::checks(manager, "settlements", &checks).await?;
        crate::run(manager, ORDERED).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
