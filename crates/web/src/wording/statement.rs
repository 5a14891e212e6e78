//! French words for what was done on the fund, for what is out of the ordinary, and for the accounts that it is
//! set against.

use domain::Euros;
use domain::fund::{
    AccountSystem, BudgetCodes, LedgerAct, NotAPaymentNumber, ReconciledRow, Reconciliation,
    RowDifference, RowStatus,
};
use exchange::statement::{StatementFault, StatementWrong};
use jiff::civil::Date;
use store::{ExplainDifferenceRefused, ImportStatementRefused, OutOfOrdinary};

use super::{French as _, Label, count};

impl Label for LedgerAct {
    fn label(&self) -> &'static str {
        match self {
            Self::Notified => "notification",
            Self::Received => "recette",
            Self::CarriedIn => "report de l’exercice précédent",
            Self::CarriedOut => "report à l’exercice suivant",
            Self::Repaid => "reversement au financeur",
            Self::Agreed => "accord de la troïka",
            Self::Reserved => "réservation",
            Self::Committed => "engagement",
            Self::Complemented => "complément d’engagement",
            Self::Cancelled => "annulation d’engagement",
            Self::Certified => "service fait",
            Self::Invoiced => "facture",
            Self::Settled => "liquidation",
            Self::PaymentOrdered => "demande de paiement",
            Self::Rejected => "rejet du comptable",
            Self::Paid => "paiement",
            Self::Closed => "clôture",
        }
    }
}

impl Label for AccountSystem {
    fn label(&self) -> &'static str {
        match self {
            Self::Opale => "Op@le",
            Self::Gfc => "GFC",
        }
    }
}

impl Label for RowStatus {
    fn label(&self) -> &'static str {
        match self {
            Self::Equal => "identique",
            Self::Explained => "écart expliqué",
            Self::Open => "écart à expliquer",
        }
    }
}

/// What is above a statement's sheets.
#[must_use]
pub fn statement_title(cite: &str, month: Date, as_of: Date) -> String {
    let month = month.strftime("%m/%Y");
    format!(
        "{cite} – situation du fonds, {month}, opérations inscrites jusqu’au {}",
        as_of.french()
    )
}

/// What is to become of what is left on a line.
#[must_use]
pub const fn remainder(closed: bool, left_at_the_end: bool) -> &'static str {
    match (closed, left_at_the_end) {
        (true, _) => "ligne close",
        (false, true) => "à reporter sur l’exercice suivant, ou à reverser",
        (false, false) => "",
    }
}

/// What there is to know of an operation that is out of the ordinary.
#[must_use]
pub fn out_of_ordinary(why: &OutOfOrdinary, party: &str) -> String {
    match why {
        OutOfOrdinary::BeforeConvention(on) => {
            format!("{party} : engagé le {}, avant la signature de la convention", on.french())
        }
        OutOfOrdinary::OtherCategory(reason) => {
            format!("hors des catégories de la ligne, motif : {reason}")
        }
        OutOfOrdinary::SameSupplier(rank) => {
            format!("{party} : {rank}e commande de l’année au même fournisseur")
        }
        OutOfOrdinary::OutsideConvention(school) => {
            format!("livré à {school}, qu’aucune convention en vigueur ne couvre")
        }
        OutOfOrdinary::LatePayment(days) => {
            let days = u64::from(days.unsigned_abs());
            format!("{party} : payée {} après l’échéance", count(days, "jour", "jours"))
        }
    }
}

/// The three codes of a line of the accounts, as they are written one after the other.
#[must_use]
pub fn codes(codes: &BudgetCodes) -> String {
    let all = [codes.service(), codes.domaine(), codes.activite()];
    let said: Vec<&str> = all.into_iter().filter(|code| !code.is_empty()).collect();
    if said.is_empty() { "sans code".to_owned() } else { said.join(" / ") }
}

/// Where the differences of a reconciliation stand, in a few words; nothing where there is none.
#[must_use]
pub fn explained(found: &Reconciliation) -> String {
    stands(found.rows().iter().map(ReconciledRow::status))
}

/// The same of the rows of one budget line, on either side.
#[must_use]
pub fn explained_of(found: &Reconciliation, codes: &BudgetCodes) -> String {
    let of_line = found.rows().iter().filter(|row| {
        let sides = [row.ours.as_ref(), row.theirs.as_ref()];
        sides.into_iter().flatten().any(|side| side.codes == *codes)
    });
    stands(of_line.map(ReconciledRow::status))
}

fn stands(rows: impl Iterator<Item = RowStatus>) -> String {
    let (mut explained, mut open) = (0_u64, 0_u64);
    for row in rows {
        match row {
            RowStatus::Equal => {}
            RowStatus::Explained => explained += 1,
            RowStatus::Open => open += 1,
        }
    }
    let told = |many: u64, one, several| (many > 0).then(|| count(many, one, several));
    let parts = [
        told(explained, "écart expliqué", "écarts expliqués"),
        told(open, "écart à expliquer", "écarts à expliquer"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Rows that cannot be read.
pub const WRONG_ROWS: &str = "Rien n’a été enregistré : des lignes du fichier ne se lisent pas. Elles sont nommées plus bas.";

/// What is wrong with a row of the file.
#[must_use]
pub fn fault(line: u64, fault: &StatementFault) -> String {
    let why = match fault.wrong {
        StatementWrong::Blank => "rien n’y est écrit".to_owned(),
        StatementWrong::ScientificNotation => {
            "un tableur l’a arrondi, ses derniers chiffres sont perdus".to_owned()
        }
        StatementWrong::NotADay => "ce n’est pas une date".to_owned(),
        StatementWrong::NotAnAmount(_) => "ce n’est pas un montant".to_owned(),
        StatementWrong::TooManyCells { expected, found } => {
            format!(
                "{found} cellules pour {expected} titres, un séparateur s’est glissé dans un texte"
            )
        }
    };
    format!("Ligne {line}, {} : « {} », {why}.", fault.column.label(), fault.text)
}

/// What is no number of a payment order.
#[must_use]
pub fn not_a_number(line: u64, typed: &str, why: NotAPaymentNumber) -> String {
    let why = match why {
        NotAPaymentNumber::Empty => "il est vide",
        NotAPaymentNumber::Zero => "il ne compte que des zéros",
        NotAPaymentNumber::TooLong => "il est trop long",
        NotAPaymentNumber::Control => "il contient un caractère invisible",
    };
    format!("Ligne {line}, numéro « {typed} » : {why}.")
}

/// Why a statement is not kept.
#[must_use]
pub fn import(why: ImportStatementRefused) -> String {
    match why {
        ImportStatementRefused::NotYourSeat => {
            "Seuls le principal et l’agent comptable rapprochent les comptes."
        }
        ImportStatementRefused::Empty => "Ce fichier ne contient aucun mandat.",
        ImportStatementRefused::BeforeItsYear => "« Arrêté au » : ce jour est avant l’exercice.",
        ImportStatementRefused::SameFile => "Ce fichier est déjà enregistré pour cet exercice.",
    }
    .to_owned()
}

/// Why a difference is not explained.
#[must_use]
pub fn explain(why: &ExplainDifferenceRefused) -> String {
    match why {
        ExplainDifferenceRefused::NotYourSeat => {
            "Seuls le principal et l’agent comptable expliquent un écart."
        }
        ExplainDifferenceRefused::UnknownStatement => "Cet état n’existe pas.",
        ExplainDifferenceRefused::NotOpen => {
            "Cet écart n’est plus le même, ou il est déjà expliqué : relisez la page."
        }
        ExplainDifferenceRefused::Words(_) => {
            "« Explication » : écrivez une phrase, de 500 caractères au plus."
        }
        ExplainDifferenceRefused::TooLarge => "Les montants de cet état sont trop grands.",
    }
    .to_owned()
}

/// Rows of the accounts that are of no line of the fund.
#[must_use]
pub fn others(many: u64, sum: Euros) -> String {
    let rows = count(many, "mandat d’un autre budget", "mandats d’autres budgets");
    format!("L’état contient aussi {rows} ({sum}), qui ne sont d’aucune ligne du fonds.")
}

/// What differs between our row and the accounts'.
#[must_use]
pub fn difference(one: &RowDifference) -> String {
    match one {
        RowDifference::OnlyHere { amount } => {
            format!("{amount} dans le registre, absent de la comptabilité")
        }
        RowDifference::OnlyThere { amount } => {
            format!("{amount} dans la comptabilité, absent du registre")
        }
        RowDifference::AmountDiffers { ours, theirs, by } => {
            format!("{ours} dans le registre, {theirs} dans la comptabilité : écart de {by}")
        }
        RowDifference::DatedDifferently { ours, theirs } => format!(
            "daté du {} dans le registre, du {} dans la comptabilité",
            ours.french(),
            theirs.french()
        ),
        RowDifference::CodesDiffer { ours, theirs } => {
            format!(
                "imputé sur {} dans le registre, sur {} dans la comptabilité",
                codes(ours),
                codes(theirs)
            )
        }
    }
}
