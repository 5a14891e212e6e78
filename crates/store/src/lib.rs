//! The database. With `migrations`, the only room that names `SeaORM`.
//!
//! Entities are private. What is public are verbs: one verb is one transaction, one journal line and
//! one refusal enum. There is one writer at a time, on either database: whoever writes first locks
//! the journal's head (`PostgreSQL`) or the file (`SQLite`, IMMEDIATE), so a verb decides on what is
//! really there; named constraints repeat the rules all the same.

mod attachments;
mod backup;
mod base;
mod batches;
mod census;
mod check;
mod dashboard;
mod disposals;
mod donors;
mod entities;
mod exports;
mod forgetting;
mod fund;
mod incidents;
mod intake;
mod kits;
mod links;
mod loans;
mod parcels;
mod provisions;
mod referrals;
mod reminders;
mod rounds;
mod seats;
mod sims;
mod stock;
mod stocktakes;
mod supplies;
#[cfg(feature = "testing")]
pub mod testing;
mod transfers;

pub use attachments::{
    Attach, AttachRefused, Attachment, LARGEST_ATTACHMENT, MOST_ATTACHMENTS, MediaType, Shows,
};
pub use backup::{
    Archive, ArchiveError, BackupError, Column, Head, Kind, Manifest, RestoreError, Restored,
    TableEntry, restore,
};
pub use base::error::{Failure, VerbError};
pub use base::journal::{Entry, Subject};
pub use base::key::SecretKey;
pub use base::open::{OpenError, Store};
pub use base::reach::{Reached, Schema, sqlite_file};
pub use base::total::Total;
pub use batches::begin::{BatchRefused, MOST_PAPERS, MOST_RUNNING, PrintBatch};
pub use batches::choose::{BatchChoice, BatchPaper, ToPrint};
pub use batches::run::{BatchEnd, LONGEST_PART};
pub use batches::show::{Batch, BatchState, KEPT_DAYS};
pub use census::confirm::{CensusFile, ConfirmImport, DryRun, ImportRefused, Pupil, Rows};
pub use census::create::{NewChild, NewGuardian, NewHousehold, NewHouseholdRefused};
pub use census::find::{FoundHousehold, Search, Which};
pub use census::history::{HistoryLine, MovedItem};
pub use census::household::{Household, Need};
pub use census::imports::{Import, ImportState, LARGEST_IMPORT, StageImport, StageRefused};
pub use census::needs::{HomeState, RecordNeeds, RecordNeedsRefused};
pub use census::pupils::ListedPupil;
pub use census::schools::{NewSchoolRefused, School};
pub use check::Finding;
pub use dashboard::{CiteFigures, Figures, NeedCounts};
pub use disposals::dispose::DisposeRefused;
pub use disposals::show::{DisposalRecord, DisposedItem};
pub use disposals::take_back::{TakeBackDisposal, TakeBackDisposalRefused};
pub use donors::acceptance::{RecordAcceptance, RecordAcceptanceRefused};
pub use donors::report::{DonorLot, LotReport};
pub use exports::ExportPage;
pub use exports::decisions::{ExportedDecision, ExportedPlan};
pub use exports::families::{ExportedHousehold, ExportedNeed};
pub use exports::fund::{ExportedOperation, OperationKind};
pub use exports::items::ExportedItem;
pub use exports::loans::{Back, ExportedLoan};
pub use exports::log::{ExportRefused, FundScope, LogExport};
pub use forgetting::{
    ErasureFile, ErasureFileError, ForgetHousehold, ForgetRefused, Forgotten, NotWritten, ToForget,
};
pub use fund::agreement_files::{
    AgreementFile, AttachToAgreement, AttachToAgreementRefused, FileFault, MOST_AGREEMENT_FILES,
    NewAgreementFile, sha256,
};
pub use fund::agreements::{AskAgreement, AskRefused, WithdrawAgreement, WithdrawAgreementRefused};
pub use fund::answers::{AnswerAgreement, AnswerAgreementRefused};
pub use fund::asked::{Agreement, SeatAnswer};
pub use fund::behind::{Behind, PlanPurchase};
pub use fund::bought::{BoughtKind, BoughtThings};
pub use fund::catalogue::{
    CatalogueItem, OfferItem, OfferItemRefused, OfferState, WithdrawItemRefused,
};
pub use fund::commitments::{CancelCommitment, CancelCommitmentRefused, Commit, CommitRefused};
pub use fund::complements::{Complement, ComplementRefused};
pub use fund::conventions::{
    Convention, CoverSchools, CoverSchoolsRefused, NewConvention, NewConventionRefused, ReachState,
    ReachStateRefused,
};
pub use fund::deliveries::{
    CertifyDelivery, CertifyDeliveryRefused, DeliveredUnits, NoteDelivery, NoteDeliveryRefused,
};
pub use fund::early::{EarlyOrder, EarlyPurse};
pub use fund::forecasts::{
    DropForecast, DropForecastRefused, Forecast, PlanForecast, PlanForecastRefused, Planned,
};
pub use fund::give_up::{GiveUpPurchase, GiveUpRefused};
pub use fund::grant_reports::{
    GrantBook, SaveGrantReport, SaveGrantReportRefused, SetAccounts, SetAccountsRefused,
};
pub use fund::invoices::{NoteInvoice, NoteInvoiceRefused};
pub use fund::ledger::figures_after;
pub use fund::lines::{Notify, NotifyRefused, OpenLine, OpenLineRefused};
pub use fund::month::{FundException, OutOfOrdinary};
pub use fund::orders::{InvoicedLine, OrderedLine, ReceivedUnits};
pub use fund::own_categories::{
    AddOwnCategory, AddOwnCategoryRefused, RetireOwnCategory, RetireOwnCategoryRefused,
};
pub use fund::payments::{Pay, PayRefused, RejectPayment};
pub use fund::plan_money::Claim;
pub use fund::revenue::{ReceiveRevenue, ReceiveRevenueRefused};
pub use fund::settings::{SetLineSettings, SetLineSettingsRefused, SettingsRefused};
pub use fund::settlements::{OrderPayment, OrderPaymentRefused, Settle, SettleRefused};
pub use fund::statements::{
    AccountStatement, ExplainDifference, ExplainDifferenceRefused, ImportStatement,
    ImportStatementRefused, ReconciledStatement,
};
pub use fund::terms::{SetLineTerms, SetLineTermsRefused};
pub use fund::thresholds::{AddThreshold, AddThresholdRefused, CountedOrder};
pub use fund::troika::{DatedRule, SetTroikaRule, SetTroikaRuleRefused, TroikaContact};
pub use fund::values::{
    BoughtLot, CarryOver, CommitmentBook, CommitmentRecord, ComplementRecord, DeliveryRecord,
    FundLine, FundLineBook, InvoiceRecord, LineSettings, Notification, Repayment, RevenueOrder,
    SettlementRecord,
};
pub use fund::waits::{FundWaits, WaitingPaper};
pub use fund::year_end::{
    CarryOverLine, CarryOverRefused, CloseLine, CloseLineRefused, Repay, RepayRefused,
};
pub use incidents::declare::{DeclareIncident, DeclareRefused};
pub use incidents::end::{EndIncident, EndIncidentRefused};
pub use incidents::show::{Incident, Step as IncidentStepDone};
pub use incidents::step::{NoteStep, NoteStepRefused};
pub use intake::mappings::{SaveMapping, SavedMapping};
pub use intake::schools::SchoolEntry;
pub use intake::stock::{StockEntry, StockFile, StockLot};
pub use intake::undo::UndoRefused;
pub use kits::{Kit, NewKit, NewKitRefused, RetireKit, RetireKitRefused};
pub use links::answer::{HandIn, HeldLink, HeldLinkRefused, MOST_SAVES};
pub use links::give::{GiveLink, GiveLinkRefused, GivenLink, LONGEST_LINK, LinkRefused, LinkState};
pub use links::roll::{ClassCount, RollPupil};
pub use loans::extend::{ExtendRefused, Extension};
pub use loans::gifts::Gift;
pub use loans::hand_over::{HandOverRefused, HandedOut};
pub use loans::lend::{ItemRefusal, LendRefused, RefusedItem};
pub use loans::show::{Along, Loan, LoanLine};
pub use loans::sign::{Side, Sign, SignRefused, Signed};
pub use loans::take_back::TakeBackRefused;
pub use parcels::at_relay::{AtRelay, Bag, HeldRelay, RelayActRefused};
pub use parcels::carry::{CarryParcel, CarryRefused};
pub use parcels::pack::PackRefused;
pub use parcels::relays::{OpenRelay, OpenRelayRefused, RelayPoint, RelayRefused};
pub use parcels::rounds::{
    DeliveryRound, PlanDelivery, PlanDeliveryRefused, RefusedStop, Stop, StopRefusal,
};
pub use parcels::show::{Parcel, ParcelFilter};
pub use provisions::custody::HeldBy;
pub use provisions::end::EndProvisionRefused;
pub use provisions::extend::ExtendProvisionRefused;
pub use provisions::provide::ProvideRefused;
pub use provisions::read::{Organisation, Provision, ProvisionHead, ProvisionLine, ProvisionList};
pub use referrals::mine::{MyReferral, Standing};
pub use referrals::received::Referral;
pub use referrals::refer::{NewReferral, NewReferralRefused};
pub use referrals::tie::{
    Answers, CloseReferral, CloseReferralRefused, TieReferral, TieReferralRefused,
};
pub use reminders::contact::{SetContact, SetContactRefused};
pub use reminders::list::ToRemind;
pub use reminders::remind::{MOST_REMINDED, Remind, RemindRefused};
pub use rounds::adopt::{AdoptPlan, AdoptRefused};
pub use rounds::duplicates::LookAlike;
pub use rounds::hold::{LONGEST_HOLD, SetHoldDays, SetHoldDaysRefused};
pub use rounds::lines::{LineFilter, PlanLine};
pub use rounds::money::{RoundFund, SetRoundMoney, SetRoundMoneyRefused};
pub use rounds::names::NamedParts;
pub use rounds::open::{AbandonRoundRefused, OpenRound, OpenRoundRefused, Round, RoundState};
pub use rounds::pass_on::KeepLonger;
pub use rounds::pins::{Given, PinNeed, PinRefused, PinnedNeed};
pub use rounds::plans::{KeepPlanRefused, KeptPlan, PlanHead, PlanState};
pub use rounds::policies::{NewPolicy, Policy, PolicyHead, PublishRefused};
pub use rounds::queue::Awaited;
pub use rounds::release::{ReleaseRefused, ReleaseReservation};
pub use rounds::reservations::{Reservation, ReservationState};
pub use rounds::situation::Base;
pub use rounds::solves::{BeginSolveRefused, Solve, SolveState};
pub use rounds::waiting::Waiting;
pub use seats::accounts::{Account, HeldSeat, NewAccount, NewAccountRefused};
pub use seats::cites::{Cite, DescribeCite, Mention, NewCite, NewCiteRefused};
pub use seats::give::{GiveSeatRefused, TakeSeatBack, TakeSeatBackRefused};
pub use seats::passwords::{ChangePasswordRefused, ResetPasswordRefused, UnlockRefused};
pub use seats::sessions::{NewSession, OpenSessionRefused, Proof, Session};
pub use seats::staff::{Staff, StaffCounts, StaffSeat};
pub use seats::tokens::{NewToken, NewTokenRefused, OpenToken, RevokeTokenRefused, Token};
pub use sims::describe::{DescribeSim, DescribeSimRefused};
pub use sims::find::{SimList, SimSearch};
pub use sims::name::SimOrder;
pub use sims::note::{NoteSim, NoteSimRefused};
pub use sims::order::{CardRefusal, ForSims, MOST_LINES, OrderForSims, OrderForSimsRefused};
pub use sims::secret::{ShowSecret, ShowSecretRefused};
pub use sims::values::{Display, FoundSim, Sim, SimCounts, SimFile, SimStep};
pub use stock::desk::{AtDesk, AtDeskRefused, CheckMany, CheckManyRefused};
pub use stock::find::{FoundItem, ItemSearch, StockCounts};
pub use stock::item::{Bought, ItemFile, Lot, Step};
pub use stock::open_lot::OpenLot;
pub use stock::receive::{AddToLot, KnownNumber, ReceiveRefused};
pub use stock::scanned::{ByCode, Enlisted};
pub use stock::slip::{RemoveScanned, RemoveScannedRefused, SLIP};
pub use stock::values::{Holder, Item};
pub use stock::wipes::WipeRecord;
pub use stocktakes::close::{CloseStocktake, CloseStocktakeRefused};
pub use stocktakes::open::{OpenStocktake, OpenStocktakeRefused};
pub use stocktakes::read::{DifferenceLine, Stocktake};
pub use stocktakes::scan::{ScanStocktake, ScanStocktakeRefused, Scanned};
pub use supplies::draw::Short;
pub use supplies::receive::{
    NewSupply, NewSupplyRefused, ReceiveSupply, ReceiveSupplyRefused, SupplyOrigin,
};
pub use supplies::shelf::{CountSupply, CountSupplyRefused, Supply, SupplyLot};
pub use transfers::Arrival;
pub use transfers::read::{CameFrom, Transfer, TransferHead, TransferLine, WentTo};
pub use transfers::receive::{ReceiveTransfer, ReceiveTransferRefused};
pub use transfers::send::{NotSent, SendTransferRefused};
pub use transfers::take_back::{TakeTransferBack, TakeTransferBackRefused};

use domain::Seat;
use domain::ids::{AccountId, CiteId};

/// Who asks for a verb: an account, in one cité, by one seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The account.
    pub account: AccountId,
    /// The cité the seat is in: no verb reaches beyond it.
    pub cite: CiteId,
    /// The seat.
    pub seat: Seat,
}
