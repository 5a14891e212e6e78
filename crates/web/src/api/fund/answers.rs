//! What is answered about the fund.

use domain::fund::{
    AgreementRegime, AgreementState, Category, CommitmentState, RuleKind, SettlementState,
};
use serde::Serialize;
use store::{Agreement, CommitmentRecord, FundLine, Notification, SettlementRecord};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::values::{Code, Day, Money};

type Regime = Code<AgreementRegime>;
type Agreed = Code<AgreementState>;
type Stands = Code<CommitmentState>;
type Sort = Code<Category>;
type Rule = Code<RuleKind>;
type Debt = Code<SettlementState>;

/// Une ligne du fonds et ses chiffres : disponible = notifié − engagé − liquidé.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundLineOut {
    /// Son identifiant.
    id: Uuid,
    /// Son code.
    code: String,
    /// Son nom.
    label: String,
    /// Qui l’abonde.
    funder: String,
    /// L’exercice.
    fiscal_year: i16,
    /// Ce que le financeur a notifié.
    notified: Money,
    /// Engagé et pas encore liquidé.
    committed: Money,
    /// Liquidé, payé ou non.
    settled: Money,
    /// Ce qui reste ; négatif seulement après une notification réduite.
    available: Money,
}

impl From<FundLine> for FundLineOut {
    fn from(line: FundLine) -> Self {
        Self {
            id: line.id.into(),
            code: line.code,
            label: line.label,
            funder: line.funder,
            fiscal_year: line.fiscal_year,
            notified: Money(line.sums.notified()),
            committed: Money(line.sums.open_commitments()),
            settled: Money(line.sums.settled()),
            available: Money(line.sums.available()),
        }
    }
}

/// Une notification du financeur ; négative pour une réduction.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationOut {
    /// Son identifiant.
    id: Uuid,
    /// Le montant.
    amount: Money,
    /// La référence du courrier.
    reference: String,
    /// La date du courrier.
    on: Day,
}

impl From<Notification> for NotificationOut {
    fn from(letter: Notification) -> Self {
        Self {
            id: letter.id.into(),
            amount: Money(letter.amount),
            reference: letter.reference,
            on: Day(letter.on),
        }
    }
}

/// Un accord demandé à la troïka.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementOut {
    /// Son identifiant.
    id: Uuid,
    /// La ligne qui paierait.
    line: Uuid,
    /// L’objet.
    purpose: String,
    /// Le montant, au plus.
    amount: Money,
    /// Ce qui peut encore être engagé.
    remainder: Money,
    /// Avant ou après la convention.
    regime: Regime,
    /// Où il en est.
    state: Agreed,
    /// Le jour de la demande.
    asked_on: Day,
    /// La catégorie de dépense ; absente des demandes anciennes.
    category: Option<Sort>,
    /// L’axe du plan d’action, s’il est dit.
    axis: Option<String>,
    /// Le jour pour lequel les réponses sont demandées.
    deadline: Option<Day>,
    /// La règle sous laquelle elle est décidée.
    rule: Rule,
    /// Jusqu’à quel montant deux sièges suffisent, sous la règle « deux sur trois ».
    rule_limit: Option<Money>,
    /// L’acte qui a fixé cette règle.
    rule_act: Option<String>,
}

impl From<Agreement> for AgreementOut {
    fn from(agreement: Agreement) -> Self {
        Self {
            id: agreement.id.into(),
            line: agreement.line.into(),
            purpose: agreement.purpose,
            amount: Money(agreement.amount.euros()),
            remainder: Money(agreement.remainder),
            regime: Code(agreement.regime),
            state: Code(agreement.state),
            asked_on: Day(agreement.asked_on),
            category: agreement.spending.map(|on| Code(on.category)),
            axis: Some(agreement.axis).filter(|axis| !axis.is_empty()),
            deadline: agreement.question.deadline.map(Day),
            rule: Code(agreement.question.rule.kind()),
            rule_limit: agreement.question.rule.limit().map(|limit| Money(limit.euros())),
            rule_act: Some(agreement.rule_act).filter(|act| !act.is_empty()),
        }
    }
}

/// Un engagement.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentOut {
    /// Son identifiant.
    id: Uuid,
    /// Sa ligne.
    line: Uuid,
    /// Son accord.
    agreement: Uuid,
    /// Le fournisseur.
    supplier: String,
    /// L’objet.
    purpose: String,
    /// Le numéro du bon de commande.
    order_number: String,
    /// Le jour.
    on: Day,
    /// Le montant.
    amount: Money,
    /// Ce qui en est liquidé.
    settled: Money,
    /// Où il en est.
    state: Stands,
}

impl From<CommitmentRecord> for CommitmentOut {
    fn from(commitment: CommitmentRecord) -> Self {
        Self {
            id: commitment.id.into(),
            line: commitment.line.into(),
            agreement: commitment.agreement.into(),
            supplier: commitment.supplier,
            purpose: commitment.purpose,
            order_number: commitment.order_number,
            on: Day(commitment.on),
            amount: Money(commitment.money.amount.euros()),
            settled: Money(commitment.money.settled),
            state: Code(commitment.money.state),
        }
    }
}

/// Une facture liquidée.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettlementOut {
    /// Son identifiant.
    id: Uuid,
    /// Son engagement.
    commitment: Uuid,
    /// Le numéro de la facture.
    invoice: String,
    /// Le montant.
    amount: Money,
    /// Le jour.
    on: Day,
    /// Où elle en est.
    state: Debt,
    /// La référence du paiement.
    payment_reference: Option<String>,
    /// Le jour du paiement.
    paid_on: Option<Day>,
    /// Pourquoi l’agent comptable l’a rejetée.
    rejection_reason: Option<String>,
}

impl From<SettlementRecord> for SettlementOut {
    fn from(debt: SettlementRecord) -> Self {
        Self {
            id: debt.id.into(),
            commitment: debt.commitment.into(),
            invoice: debt.invoice,
            amount: Money(debt.amount),
            on: Day(debt.on),
            state: Code(debt.state),
            payment_reference: debt.payment_reference,
            paid_on: debt.paid_on.map(Day),
            rejection_reason: debt.rejection_reason,
        }
    }
}
