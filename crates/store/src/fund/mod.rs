//! The fund's verbs and books. A line's running sums change in the transaction of the document that
//! changes them; every journal line of the fund says by how much (`deltas`), so that the sums can be
//! re-derived at any past date.

pub mod agreement_files;
pub mod agreements;
pub mod answers;
pub mod asked;
pub mod behind;
pub mod books;
pub mod bought;
pub mod catalogue;
pub mod commitments;
pub mod complements;
pub mod conventions;
pub mod deliveries;
pub mod derive;
pub mod early;
pub mod forecasts;
pub mod give_up;
pub mod grant_reports;
pub mod invoices;
pub mod ledger;
pub mod lines;
pub mod month;
mod order_book;
pub mod orders;
pub mod own_categories;
pub mod payments;
pub mod plan_money;
pub mod revenue;
pub(crate) mod rows;
pub mod settings;
pub mod settlements;
pub mod statements;
pub mod terms;
pub mod thresholds;
pub mod troika;
pub mod values;
pub mod waits;
pub mod year_end;
