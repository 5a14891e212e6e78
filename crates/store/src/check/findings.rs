//! What the check may find: data only, wording is the caller's.

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The journal's line `seq` is missing.
    #[error("journal: line {seq} is missing")]
    JournalGap {
        /// The number expected.
        seq: i64,
    },
    /// A journal line does not hash to its seal, or does not follow the line before.
    #[error("journal: line {seq} was altered")]
    JournalAltered {
        /// The line.
        seq: i64,
    },
    /// The head does not name the last line.
    #[error("journal: the head says {head}, the last line is {last}")]
    JournalHead {
        /// What the head says.
        head: i64,
        /// What there is.
        last: i64,
    },
    /// An item's moves do not follow one another to its state.
    #[error("item {tag}: its moves do not lead to its state {state}")]
    ItemMoves {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
    },
    /// An item is lent without an open loan or provision, or in an open loan without being lent.
    #[error("item {tag}: state {state}, open loans {open}")]
    ItemLoan {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
        /// How many open loans hold it.
        open: usize,
    },
    /// A loan is in the lists of what is out and nothing of it is, or the other way round.
    #[error("loan {loan}: listed as out: {listed}, against its lines")]
    LoanListed {
        /// The loan.
        loan: String,
        /// Is it in the lists?
        listed: bool,
    },
    /// An item that a school or an organisation answers for is in a state that it cannot be in there; or a
    /// family has it from there, and it was given back.
    #[error("item {tag}: state {state}, not as its provision says")]
    ItemProvision {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
    },
    /// An item that was sent to another cité is still here, or is not there as the transfer says.
    #[error("item {tag}: not where its transfer says")]
    ItemTransfer {
        /// Its inventory number at the sender's.
        tag: String,
    },
    /// An item is reserved without a held reservation, or the other way round.
    #[error("item {tag}: state {state}, held reservations {held}")]
    ItemReservation {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
        /// How many held reservations name it.
        held: usize,
    },
    /// A bag under way holds less than was packed, or one that is over still holds something.
    #[error("bag {number}: state {state}, open lines {open}")]
    ParcelLines {
        /// Its number.
        number: i64,
        /// The state it claims.
        state: String,
        /// How many of its lines are open.
        open: i64,
    },
    /// The family has a bag and nothing was handed over by it, or the other way round.
    #[error("bag {number}: state {state}, against what was handed over")]
    ParcelHandOver {
        /// Its number.
        number: i64,
        /// The state it claims.
        state: String,
    },
    /// A need is reserved without a held reservation, or the other way round.
    #[error("need {need}: state {state}, held reservations {held}")]
    NeedReservation {
        /// The need.
        need: String,
        /// The state it claims.
        state: String,
        /// How many held reservations name it.
        held: usize,
    },
    /// A fund line's sum is not that of its documents.
    #[error("fund line {code}: {what} is {kept} cents, its documents say {derived}")]
    FundSum {
        /// The line's code.
        code: String,
        /// Which sum.
        what: &'static str,
        /// What the line holds.
        kept: i64,
        /// What the documents add up to.
        derived: i64,
    },
    /// A fund line is overdrawn and no notification was reduced.
    #[error("fund line {code}: overdrawn by {cents} cents")]
    FundOverdrawn {
        /// The line's code.
        code: String,
        /// By how much.
        cents: i64,
    },
    /// A commitment's settled part is not that of its settlements.
    #[error("commitment {order}: settled {kept} cents, its settlements say {derived}")]
    CommitmentSettled {
        /// The order number.
        order: String,
        /// What the commitment holds.
        kept: i64,
        /// What the settlements add up to.
        derived: i64,
    },
    /// More of an order's line came than was ordered, or more went back than came.
    #[error("commitment {order}: line {line}, {received} received for {ordered} ordered")]
    OverDelivered {
        /// The order number.
        order: String,
        /// The line.
        line: i64,
        /// Units ordered.
        ordered: i64,
        /// Units that came.
        received: i64,
    },
    /// An invoice does not come to its lines.
    #[error("invoice {number}: {kept} cents, its lines say {derived}")]
    InvoiceLines {
        /// Its number.
        number: String,
        /// What it holds.
        kept: i64,
        /// What its lines add up to.
        derived: i64,
    },
    /// A debt is not what its invoice says.
    #[error("invoice {number}: settled {settled} cents, it says {invoiced}")]
    SettledOtherwise {
        /// Its number.
        number: String,
        /// What was settled.
        settled: i64,
        /// What it says.
        invoiced: i64,
    },
    /// More is committed than the troïka agreed to, or without its agreement.
    #[error("agreement {agreement}: {committed} cents committed, {agreed} agreed")]
    AgreementExceeded {
        /// The agreement.
        agreement: String,
        /// What is committed on it.
        committed: i64,
        /// What was agreed; nothing unless the state is agreed.
        agreed: i64,
    },
    /// A kept plan does not pass its audit.
    #[error("plan {plan}: {violations} violations")]
    PlanAudit {
        /// The plan.
        plan: String,
        /// How many.
        violations: usize,
    },
    /// A kept plan cannot be read, or is not the one its digest names.
    #[error("plan {plan}: altered")]
    PlanAltered {
        /// The plan.
        plan: String,
    },
    /// An item was freed without the wipe that its move names, or by a move that owes one.
    #[error("item {tag}: freed at journal line {seq} without a wipe")]
    FreedUnwiped {
        /// Its inventory number.
        tag: String,
        /// The move's number.
        seq: i64,
    },
    /// A lot of something counted does not hold what its moves add up to.
    #[error("supply lot {lot}: {on_hand} on hand, its moves add up to {moved}")]
    SupplyCount {
        /// The lot.
        lot: String,
        /// What its row says.
        on_hand: i64,
        /// What its moves say.
        moved: i64,
    },
    /// An item was given to a family and is still in the register.
    #[error("item {tag}: given, and still {state}")]
    GivenButHeld {
        /// Its inventory number.
        tag: String,
        /// Its state.
        state: String,
    },
    /// An item has left by a decision and is still in the register, or left it otherwise since.
    #[error("item {tag}: disposed of, and {state}")]
    DisposedButHeld {
        /// Its inventory number.
        tag: String,
        /// Its state.
        state: String,
    },
    /// An item left by a decision that does not name it.
    #[error("item {tag}: left at journal line {seq} by no disposal")]
    LeftWithoutDisposal {
        /// Its inventory number.
        tag: String,
        /// The move's number.
        seq: i64,
    },
    /// A device left by a decision with what somebody did on it.
    #[error("item {tag}: left at journal line {seq} without a wipe")]
    LeftUnwiped {
        /// Its inventory number.
        tag: String,
        /// The move's number.
        seq: i64,
    },
    /// A move of an item names no line of the journal.
    #[error("item {tag}: a move names the missing journal line {seq}")]
    MoveLine {
        /// Its inventory number.
        tag: String,
        /// The line it names.
        seq: i64,
    },
    /// A form carried out names no line of the journal.
    #[error("form {form}: names the missing journal line {seq}")]
    SubmissionLine {
        /// The form's id.
        form: String,
        /// The line it names.
        seq: i64,
    },
    /// A fund line's sum is not what the journal's lines add up to.
    #[error("fund line {code}: {what} is {kept} cents, the journal says {derived}")]
    FundJournal {
        /// The line's code.
        code: String,
        /// Which sum.
        what: &'static str,
        /// What the line holds.
        kept: i64,
        /// What the journal adds up to.
        derived: i64,
    },
    /// A commitment is closed without being settled in full, or settled in full without being closed.
    #[error("commitment {order}: state {state}, {left} cents not settled")]
    CommitmentState {
        /// The order number.
        order: String,
        /// The state it claims.
        state: String,
        /// What is not settled.
        left: i64,
    },
    /// An agreement's state is not what its answers come to under its rule, by different persons.
    #[error("agreement {agreement}: state {state}, {yes} yes by {persons} persons")]
    AgreementAnswers {
        /// The agreement.
        agreement: String,
        /// The state it claims.
        state: String,
        /// How many said yes.
        yes: usize,
        /// How many persons answered.
        persons: usize,
    },
    /// A request of an adopted plan holds money or needs against its state.
    #[error(
        "agreement {agreement}: state {state}, {held} cents set aside, {waiting} needs behind it"
    )]
    PlanPurchase {
        /// The agreement.
        agreement: String,
        /// Where it stands.
        state: String,
        /// What it holds on its line.
        held: i64,
        /// How many needs wait for it.
        waiting: usize,
    },
    /// A file beside an agreement is not the one whose hash was kept.
    #[error("agreement {agreement}: file {file} is not the one that was kept")]
    AgreementFile {
        /// The file.
        file: String,
        /// Its agreement.
        agreement: String,
    },
    /// A plan's digest is not the one that the journal says was kept, or adopted; or there is no such
    /// line of an adopted plan, or one of a plan never adopted.
    #[error("plan {plan}: not as the journal's {verb} says")]
    PlanJournal {
        /// The plan.
        plan: String,
        /// Which line of the journal.
        verb: &'static str,
    },
    /// A round is adopted without exactly one adopted plan, or has one without being adopted.
    #[error("round {round}: state {state}, adopted plans {adopted}")]
    RoundPlans {
        /// What the round is called.
        round: String,
        /// The state it claims.
        state: String,
        /// How many of its plans are adopted.
        adopted: usize,
    },
    /// More than one round of a cité is open.
    #[error("cité {cite}: {open} open rounds")]
    OpenRounds {
        /// The cité.
        cite: String,
        /// How many.
        open: usize,
    },
    /// A plan's reservations are not its assignments; a plan that is not adopted has none.
    #[error("plan {plan}: {reserved} reservations for {assigned} assignments, not the same")]
    PlanReservations {
        /// The plan.
        plan: String,
        /// How many reservations it has.
        reserved: usize,
        /// How many assignments it must have them for.
        assigned: usize,
    },
    /// A reservation is handed over without its loan line, or still held with it.
    #[error("reservation {reservation}: state {state}, loan lines {lines}")]
    ReservationLoan {
        /// The reservation.
        reservation: String,
        /// The state it claims.
        state: String,
        /// How many loan lines hand its item over for its need.
        lines: usize,
    },
    /// A need is served without a loan line, or has one without being served.
    #[error("need {need}: state {state}, loan lines {lines}")]
    NeedLoan {
        /// The need.
        need: String,
        /// The state it claims.
        state: String,
        /// How many loan lines serve it.
        lines: usize,
    },
    /// A row names a row of another cité.
    #[error("{table} {id}: names a row of {other} in another cité")]
    OtherCite {
        /// Its table.
        table: &'static str,
        /// The row.
        id: String,
        /// The table of the row it names.
        other: &'static str,
    },
    /// A household is on the list of the forgotten and not erased, or erased and not on the list.
    #[error("household {household}: half forgotten")]
    HalfForgotten {
        /// The household.
        household: String,
    },
    /// A file of papers printed together is not as long as it says, or is there and must not be.
    #[error("batch {batch}: its file has {size} bytes, its pieces {held}")]
    BatchFile {
        /// The batch.
        batch: String,
        /// The bytes it says.
        size: i64,
        /// The bytes of its pieces.
        held: i64,
    },
    /// What a card's line is said to be is not what happened to it.
    #[error("card {tag}: its line is not what happened to it")]
    SimLife {
        /// Its inventory number.
        tag: String,
    },
    /// An order for cards is not what its cards cost.
    #[error("order for cards {order}: {kept} cents, its cards say {derived}")]
    SimOrder {
        /// The order number.
        order: String,
        /// What was committed.
        kept: i64,
        /// What the cards add up to.
        derived: i64,
    },
    /// Rows cannot be read, so that one part of the check could not be done.
    #[error("{part}: cannot be read: {problem}")]
    Unreadable {
        /// The part.
        part: &'static str,
        /// What was found, for whoever mends it.
        problem: String,
    },
}
