//! The fund as it is read back.

use domain::Euros;
use domain::fund::{
    Amount, BeforeConvention, BudgetCodes, Category, CommitmentState, LineRules, LineSums,
    LineTerms, Purse, SettlementState, Taxed, ThreeWay,
};
use domain::identifiers::Siret;
use domain::ids::{
    AccountId, AgreementId, CarryOverId, CommitmentId, ConventionId, DeliveryId, FundLineId,
    InvoiceId, LotId, NotificationId, RepaymentId, RevenueOrderId, SchoolId, SettlementId,
};
use domain::stock::ItemKind;
use jiff::civil::Date;
use serde::Serialize;

use super::asked::Agreement;
use super::orders::{InvoicedLine, OrderedLine, ReceivedUnits};

/// A budget line of one funder and one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    /// Its id.
    pub id: FundLineId,
    /// Its code in the town's or the collège's books.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Who pays into it.
    pub funder: String,
    /// The calendar year it belongs to (exercice).
    pub fiscal_year: i16,
    /// Its sums.
    pub sums: LineSums,
    /// What its money may buy.
    pub terms: LineTerms,
    /// Where its money comes from, and when it may be spent.
    pub settings: LineSettings,
    /// The day on which it was closed.
    pub closed_on: Option<Date>,
}

impl FundLine {
    /// When it may be spent.
    #[must_use]
    pub const fn rules(&self) -> LineRules {
        LineRules {
            fiscal_year: self.fiscal_year,
            from: self.settings.from,
            until: self.settings.until,
            before: self.settings.before,
            closed: self.closed_on.is_some(),
        }
    }
}

/// Where a line's money comes from, and when it may be spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineSettings {
    /// The purse.
    pub purse: Purse,
    /// How the books find it.
    pub codes: BudgetCodes,
    /// Not spent before this day.
    pub from: Option<Date>,
    /// Not spent after this day.
    pub until: Option<Date>,
    /// The convention that its money rests on.
    pub convention: Option<ConventionId>,
    /// What may be spent before that convention is signed.
    pub before: BeforeConvention,
    /// Within how many months of the year's end its financial report is due.
    pub report_months: Option<u8>,
}

impl LineSettings {
    /// Of this purse, with no code, no limit in time and no convention.
    #[must_use]
    pub fn of(purse: Purse) -> Self {
        Self {
            purse,
            codes: BudgetCodes::default(),
            from: None,
            until: None,
            convention: None,
            before: BeforeConvention::Allowed,
            report_months: None,
        }
    }
}

/// An amount announced in writing; negative for a reduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// How much.
    pub amount: Euros,
    /// The letter's or order's reference.
    pub reference: String,
    /// The letter's date.
    pub on: Date,
    /// What the funder asks in return, in its words.
    pub conditions: String,
}

/// Money received on a line (titre de recette): what is in the till is not what was notified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevenueOrder {
    /// Its id.
    pub id: RevenueOrderId,
    /// How much; negative when it was undone.
    pub amount: Euros,
    /// Its number.
    pub number: String,
    /// The day it was received.
    pub on: Date,
}

/// Money that goes from a year to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    /// Its id.
    pub id: CarryOverId,
    /// The line it leaves.
    pub from: FundLineId,
    /// The line it reaches.
    pub to: FundLineId,
    /// How much.
    pub amount: Amount,
    /// The act that says so (budget amendment).
    pub act: String,
    /// When.
    pub on: Date,
}

/// Money given back to the funder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repayment {
    /// Its id.
    pub id: RepaymentId,
    /// How much.
    pub amount: Amount,
    /// The order to pay back.
    pub reference: String,
    /// When.
    pub on: Date,
}

/// Money reserved for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRecord {
    /// Its id.
    pub id: CommitmentId,
    /// Its line.
    pub line: FundLineId,
    /// That line's label.
    pub line_label: String,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Who is paid.
    pub supplier: String,
    /// What for.
    pub purpose: String,
    /// The order's number (bon de commande).
    pub order_number: String,
    /// The day it was committed.
    pub on: Date,
    /// Its money.
    pub money: domain::fund::Commitment,
    /// Was it committed before the convention of its line was signed?
    pub before_convention: bool,
    /// The supplier's SIRET, where it is known.
    pub siret: Option<Siret>,
    /// What it counts as, where that was said.
    pub category: Option<Category>,
    /// The number of the quote that it follows; may be empty.
    pub quote: String,
    /// The school that it is delivered to.
    pub delivered_to: Option<SchoolId>,
}

impl CommitmentRecord {
    /// Can it still be settled or cancelled?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.money.state == CommitmentState::Open
    }

    /// Was what is not settled given back?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.money.state == CommitmentState::Cancelled
    }
}

/// A recognised debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementRecord {
    /// Its id.
    pub id: SettlementId,
    /// Its commitment.
    pub commitment: CommitmentId,
    /// Who is paid.
    pub supplier: String,
    /// The supplier's invoice number.
    pub invoice: String,
    /// The invoice itself, since they are kept.
    pub paper: Option<InvoiceId>,
    /// How much; below zero for a credit note.
    pub amount: Euros,
    /// Why it was settled though it differs; may be empty.
    pub remark: String,
    /// The payment order's number, once ordered.
    pub payment_order: Option<String>,
    /// The list that it stands on.
    pub bordereau: Option<String>,
    /// The day it was ordered.
    pub ordered_on: Option<Date>,
    /// The day it was settled.
    pub on: Date,
    /// Who settled it.
    pub by: AccountId,
    /// Where it stands.
    pub state: SettlementState,
    /// The payment's reference, once paid.
    pub payment_reference: Option<String>,
    /// The day it was paid.
    pub paid_on: Option<Date>,
    /// Why the accountant sent it back.
    pub rejection_reason: Option<String>,
}

/// A line with every document behind its figures, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLineBook {
    /// The line.
    pub line: FundLine,
    /// What was notified.
    pub notifications: Vec<Notification>,
    /// What was received.
    pub revenue: Vec<RevenueOrder>,
    /// What came from the year before, and what went to the next.
    pub carry_overs: Vec<CarryOver>,
    /// What was given back.
    pub repayments: Vec<Repayment>,
    /// What the troïka was asked.
    pub agreements: Vec<Agreement>,
    /// What was committed.
    pub commitments: Vec<CommitmentRecord>,
    /// What was settled, and paid.
    pub settlements: Vec<SettlementRecord>,
}

/// More money reserved for an order than at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplementRecord {
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: String,
    /// When.
    pub on: Date,
}

/// What came of an order at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Its id.
    pub id: DeliveryId,
    /// The delivery note's number.
    pub number: String,
    /// The day it came.
    pub on: Date,
    /// The school it came to.
    pub school: Option<SchoolId>,
    /// What is said of it; may be empty.
    pub remark: String,
    /// The day it was certified, once it is (service fait).
    pub certified_on: Option<Date>,
    /// What came of each line.
    pub units: Vec<ReceivedUnits>,
}

/// An invoice, or a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRecord {
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
    /// The supplier's SIRET.
    pub siret: Siret,
    /// Its date.
    pub issued_on: Date,
    /// The day it was received.
    pub received_on: Date,
    /// What it comes to.
    pub total: Taxed,
    /// Its lines.
    pub lines: Vec<InvoicedLine>,
}

/// A commitment with its debts and what it bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentBook {
    /// The commitment.
    pub commitment: CommitmentRecord,
    /// What was ordered.
    pub lines: Vec<OrderedLine>,
    /// What it costs more than at first.
    pub complements: Vec<ComplementRecord>,
    /// What came, oldest first.
    pub deliveries: Vec<DeliveryRecord>,
    /// What was invoiced, oldest first.
    pub invoices: Vec<InvoiceRecord>,
    /// Ordered, certified and invoiced, line by line; none where it has no lines.
    pub matched: Option<ThreeWay>,
    /// Its debts, oldest first.
    pub settlements: Vec<SettlementRecord>,
    /// The lots it bought.
    pub lots: Vec<BoughtLot>,
}

/// A lot bought with a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtLot {
    /// Its id.
    pub id: LotId,
    /// What it is called.
    pub label: String,
    /// What it is made of.
    pub kind: ItemKind,
    /// The day it came in.
    pub received_on: Date,
    /// How many items entered the register.
    pub items: u64,
}
