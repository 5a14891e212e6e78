//! Rows that refer to each other are of one cité (invariant 8).

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use super::Finding;
use crate::Failure;

/// A table with a cité, its column that names a row, and the table of that row.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("children", "household_id", "households"),
    ("children", "school_id", "schools"),
    ("needs", "household_id", "households"),
    ("imports", "school_id", "schools"),
    ("census_links", "school_id", "schools"),
    ("fund_lines", "convention_id", "conventions"),
    ("agreements", "fund_line_id", "fund_lines"),
    ("agreements", "own_category_id", "own_categories"),
    ("commitments", "fund_line_id", "fund_lines"),
    ("commitments", "agreement_id", "agreements"),
    ("commitments", "delivered_to", "schools"),
    ("deliveries", "commitment_id", "commitments"),
    ("deliveries", "school_id", "schools"),
    ("invoices", "commitment_id", "commitments"),
    ("settlements", "commitment_id", "commitments"),
    ("settlements", "invoice_id", "invoices"),
    ("lots", "donor_id", "donors"),
    ("lots", "commitment_id", "commitments"),
    ("items", "lot_id", "lots"),
    ("rounds", "policy_id", "policies"),
    ("plans", "round_id", "rounds"),
    ("reservations", "plan_id", "plans"),
    ("reservations", "need_id", "needs"),
    ("reservations", "item_id", "items"),
    ("reservations", "household_id", "households"),
    ("loans", "household_id", "households"),
    ("gifts", "household_id", "households"),
    ("supply_lots", "supply_id", "supplies"),
    ("supply_lots", "donor_id", "donors"),
    ("supply_lots", "commitment_id", "commitments"),
    ("incidents", "item_id", "items"),
    ("incidents", "loan_id", "loans"),
    ("reminders", "household_id", "households"),
    ("parcels", "household_id", "households"),
    ("parcels", "relay_id", "relay_points"),
    ("parcels", "delivery_round_id", "delivery_rounds"),
    ("provisions", "school_id", "schools"),
    ("provisions", "organisation_id", "organisations"),
];

/// Tables without a cité of their own, which join two that have one: the column that names the first
/// row, its table, the column that names the second, its table.
const JOINTS: &[(&str, &str, &str, &str, &str)] = &[
    ("convention_members", "convention_id", "conventions", "school_id", "schools"),
    ("carry_overs", "from_line_id", "fund_lines", "to_line_id", "fund_lines"),
    ("forecasts", "fund_line_id", "fund_lines", "commitment_id", "commitments"),
    ("forecasts", "fund_line_id", "fund_lines", "own_category_id", "own_categories"),
    ("plan_purchases", "agreement_id", "agreements", "plan_id", "plans"),
    ("plan_purchases", "plan_id", "plans", "item_id", "catalogue_items"),
    ("plan_purchase_needs", "agreement_id", "agreements", "need_id", "needs"),
    ("delivery_lines", "delivery_id", "deliveries", "lot_id", "lots"),
    ("loan_items", "loan_id", "loans", "item_id", "items"),
    ("loan_items", "loan_id", "loans", "need_id", "needs"),
    ("item_moves", "item_id", "items", "household_id", "households"),
    ("gift_items", "gift_id", "gifts", "item_id", "items"),
    ("gift_items", "gift_id", "gifts", "need_id", "needs"),
    ("parcel_items", "parcel_id", "parcels", "item_id", "items"),
    ("parcel_items", "parcel_id", "parcels", "need_id", "needs"),
    ("disposal_items", "disposal_id", "disposals", "item_id", "items"),
    ("kit_parts", "kit_id", "kits", "supply_id", "supplies"),
    ("supply_moves", "supply_lot_id", "supply_lots", "gift_id", "gifts"),
    ("batch_papers", "batch_id", "batches", "loan_id", "loans"),
    ("sims", "item_id", "items", "commitment_id", "commitments"),
    ("sim_events", "item_id", "items", "commitment_id", "commitments"),
    ("provision_items", "provision_id", "provisions", "item_id", "items"),
    ("loan_items", "loan_id", "loans", "provision_id", "provisions"),
];

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    for (table, column, other) in REFERENCES {
        let sql = format!(
            "SELECT a.id AS id FROM {table} a JOIN {other} b ON b.id = a.{column} \
             WHERE a.cite_id <> b.cite_id ORDER BY a.id"
        );
        strangers(tx, &sql, table, other, findings).await?;
    }
    for (table, column, first, second_column, second) in JOINTS {
        let sql = format!(
            "SELECT j.{column} AS id FROM {table} j JOIN {first} a ON a.id = j.{column} \
             JOIN {second} b ON b.id = j.{second_column} \
             WHERE a.cite_id <> b.cite_id ORDER BY j.{column}"
        );
        strangers(tx, &sql, table, second, findings).await?;
    }
    Ok(())
}

async fn strangers(
    tx: &DatabaseTransaction,
    sql: &str,
    table: &'static str,
    other: &'static str,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    for row in tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql)).await? {
        let id: Uuid = row.try_get("", "id")?;
        findings.push(Finding::OtherCite { table, id: id.to_string(), other });
    }
    Ok(())
}
