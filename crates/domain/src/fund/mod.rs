//! The fund: budget lines, the troïka's agreements, commitments, settlements, payments; taxes, thresholds,
//! the match of orders with what came and what is invoiced, the grant's report, the year's end.
//!
//! Pure transitions over integer cents: each takes what is and gives what will be, or the refusal that
//! says why not. Nothing but a funder's reduced notification can bring a line below nothing.

pub mod agreement;
pub mod amount;
mod aside;
pub mod commitment;
pub mod convention;
pub mod grant_report;
pub mod ledger;
pub mod line;
pub mod payment;
pub mod payment_clock;
pub mod purchase;
pub mod purse;
pub mod quote;
pub mod reconcile;
pub mod rules;
pub mod split;
pub mod three_way;
pub mod threshold;
pub mod troika_rule;
pub mod vat;
pub mod year_end;

pub use agreement::{
    AgreementRegime, AgreementState, Answer, AnswerRefused, Answers, Given, Question,
    WithdrawRefused, decide, may_answer, may_withdraw,
};
pub use amount::{Amount, NotPositive};
pub use commitment::{
    CancelRefused, CommitRefused, Commitment, CommitmentState, ComplementRefused, CreditRefused,
    SettleRefused, Standing, cancel, commit, complement, credit, reject, settle, uncredit,
};
pub use convention::{ConventionKind, ConventionLife, ConventionRefused, ConventionState};
pub use grant_report::{
    AccountMap, Beneficiaries, BeneficiariesFault, CERFA_15059_02, Figures, GrantFinancialReport,
    GrantShare, GrantYear, LayoutLine, LineKind, NotACharge, Objective, Percentage, PublicGroup,
    ReportColumn, ReportDraft, ReportFault, ReportImbalance, ReportLayout, ReportLine, ReportRow,
    ReportSection, ReportTotal,
};
pub use ledger::{LedgerAct, LedgerEntry, LedgerFigures};
pub use line::{LineCents, LineSums, NotifyRefused};
pub use payment::{PaymentRefused, SettlementState, may_decide_payment};
pub use payment_clock::{PAYMENT_TERMS, PaymentClock, PaymentTerm, term_on};
pub use purchase::{
    Category, LineTerms, MOST_FLEXIBILITY, MOST_ORDERED, Offered, OwnCategory, Spending,
};
pub use purse::{LINE_MODELS, LineModel, Purse};
pub use quote::{Quote, QuoteFault, QuotePrice};
pub use reconcile::{
    AccountSystem, BudgetCodes, CodeTotals, Explanation, ExplanationFault, NotAPaymentNumber,
    PaymentNumber, PaymentOrderRow, ReconcileRefused, ReconciledRow, Reconciliation, RowDifference,
    RowStatus, reconcile,
};
pub use rules::{BeforeConvention, LineRules, MoreThanWhole, Share, SpendRefused};
pub use split::{ForecastFault, MonthShare, MonthlyForecast, SplitRefused};
pub use three_way::{
    InvoicePart, MatchDifference, MatchRefused, MatchedLine, MatchedPart, OrderLine,
    OrderLineFault, PricedFault, ReceivedPart, ThreeWay, UnitPrice, priced, three_way,
};
pub use threshold::{
    BUNDLED_THRESHOLDS, NotAFamily, PlacedOrder, ProcurementThreshold, PurchaseFamily, SplitOrders,
    ThresholdFault, ThresholdKind, ThresholdLevel, ThresholdStanding, WARN_AT_PERCENT,
    bundled_thresholds, in_force, split_orders, standing,
};
pub use troika_rule::{RuleFault, RuleKind, TroikaRule};
pub use vat::{
    InvoiceFoot, InvoicedLine, KnownRate, NotARate, TaxFault, Taxed, TotalsFault, VatRate,
    VatTerritory, check_totals, is_known, rates_in_force, vat_by_line,
};
pub use year_end::{
    Act, ActFault, CarryOver, CarryOverRefused, ClosingPlan, ClosingRefused, LineOrigin,
    NotClosable, Remainder, Repayment, YearEnd, YearEndRefused, YearEndTotals,
};
