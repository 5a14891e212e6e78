//! Which tables a backup holds, in the order in which they can be filled again, and which it leaves out.
//!
//! A table or a column of bytes that a migration adds must be named here: a test walks the schema.

/// A table that a backup holds.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns of bytes: `SQLite` declares them as it declares ids.
    pub bytes: &'static [&'static str],
    /// Its columns that must not live on, and the JSON that each starts again from.
    pub reset: &'static [(&'static str, &'static str)],
}

const fn table(name: &'static str) -> Table {
    Table { name, bytes: &[], reset: &[] }
}

/// What is kept; whatever a row names stands before it.
pub const KEPT: &[Table] = &[
    table("secret_key"),
    table("cites"),
    // Failed attempts and their locks: who restores must be able to sign in.
    Table { reset: &[("failures", "0"), ("locked_until", "null")], ..table("accounts") },
    table("seats"),
    table("troika_rules"),
    table("account_rows"),
    table("own_categories"),
    table("local_thresholds"),
    table("schools"),
    table("households"),
    table("guardians"),
    table("children"),
    table("needs"),
    table("referrals"),
    Table { bytes: &["content"], ..table("imports") },
    table("mappings"),
    table("conventions"),
    table("convention_steps"),
    table("convention_members"),
    table("fund_lines"),
    table("notifications"),
    table("revenue_orders"),
    table("carry_overs"),
    table("repayments"),
    table("grant_reports"),
    table("account_statements"),
    table("account_statement_rows"),
    table("account_explanations"),
    table("agreements"),
    table("agreement_answers"),
    Table { bytes: &["content"], ..table("agreement_files") },
    table("quotes"),
    table("commitments"),
    table("complements"),
    table("forecasts"),
    table("order_lines"),
    table("invoices"),
    table("invoice_lines"),
    table("settlements"),
    table("donors"),
    table("lots"),
    table("deliveries"),
    table("delivery_lines"),
    table("tag_counters"),
    table("items"),
    table("item_moves"),
    Table { bytes: &["pin_sealed", "puk_sealed"], ..table("sims") },
    table("sim_events"),
    table("wipes"),
    table("transfers"),
    table("transfer_items"),
    table("disposals"),
    table("disposal_items"),
    table("stocktakes"),
    table("stocktake_scans"),
    table("stocktake_differences"),
    table("policies"),
    table("catalogue_items"),
    table("rounds"),
    table("round_funds"),
    table("pins"),
    table("plans"),
    table("plan_purchases"),
    table("plan_purchase_needs"),
    table("reservations"),
    table("organisations"),
    table("provisions"),
    table("provision_items"),
    table("loans"),
    table("loan_items"),
    table("loan_accessories"),
    Table { bytes: &["token_hash"], ..table("relay_points") },
    table("delivery_rounds"),
    Table { bytes: &["code_sealed"], ..table("parcels") },
    table("parcel_items"),
    table("incidents"),
    table("incident_steps"),
    table("loan_extensions"),
    table("reminders"),
    table("supplies"),
    table("supply_lots"),
    table("supply_moves"),
    table("gifts"),
    table("gift_items"),
    table("kits"),
    table("kit_parts"),
    table("signatures"),
    Table { bytes: &["content"], ..table("attachments") },
    table("journal"),
    table("journal_head"),
    table("submissions"),
    table("forgotten"),
];

/// What is left out, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("sessions", "whoever was signed in signs in again"),
    ("api_tokens", "whoever gave a program a token gives it another"),
    ("census_links", "a link is a right for some days: whoever still needs one is given another"),
    ("solves", "a search that ran is begun again; the plan that it kept is there"),
    ("import_changes", "what an import replaced is kept for a month, to undo it, and nowhere else"),
    ("batches", "papers printed together are printed again from the register"),
    ("batch_papers", "with their batch"),
    ("batch_parts", "with their batch: a file of families for some days, and nowhere else"),
    ("seaql_migrations", "the restored database notes its own steps; the manifest names the last"),
];

/// The kept table of this name.
pub fn kept(name: &str) -> Option<&'static Table> {
    KEPT.iter().find(|table| table.name == name)
}
