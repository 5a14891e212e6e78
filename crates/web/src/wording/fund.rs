//! French words for the fund: labels, and a sentence for every refusal.

use domain::Euros;
use domain::fund::{
    AgreementRegime, AgreementState, Answer, CancelRefused, CommitRefused as CommitRule,
    CommitmentState, CreditRefused, NotifyRefused as NotifyRule, PaymentRefused,
    SettleRefused as SettleRule, SettlementState,
};
use store::{
    CancelCommitmentRefused, CommitRefused, NotifyRefused, OpenLineRefused, PayRefused,
    SettleRefused,
};

use super::Label;

impl Label for AgreementState {
    fn label(&self) -> &'static str {
        match self {
            Self::Asked => "en attente de réponses",
            Self::Agreed => "accord donné",
            Self::Refused => "refusé",
            Self::Withdrawn => "demande retirée",
        }
    }
}

impl Label for AgreementRegime {
    fn label(&self) -> &'static str {
        match self {
            Self::Normal => "convention signée",
            Self::BeforeConvention => "avant la signature de la convention",
        }
    }
}

impl Label for Answer {
    fn label(&self) -> &'static str {
        match self {
            Self::Yes => "oui",
            Self::No => "non",
            Self::Recused => "se retire",
        }
    }
}

impl Label for CommitmentState {
    fn label(&self) -> &'static str {
        match self {
            Self::Open => "ouvert",
            Self::Closed => "soldé",
            Self::Cancelled => "annulé",
        }
    }
}

impl Label for SettlementState {
    fn label(&self) -> &'static str {
        match self {
            Self::Settled => "paiement à ordonner",
            Self::Ordered => "à payer",
            Self::Paid => "payée",
            Self::Rejected => "rejetée",
        }
    }
}

const PRINCIPAL: &str = "Seul le principal du collège chef de file peut faire cela.";
const GONE: &str = "Cet élément n’existe pas dans votre cité. Rouvrez la page du fonds.";

/// Why a line is not opened.
#[must_use]
pub fn open_line(why: OpenLineRefused) -> String {
    match why {
        OpenLineRefused::NotYourSeat => PRINCIPAL,
        OpenLineRefused::Settings(why) => super::lines::settings(why),
        OpenLineRefused::CodeTaken => {
            "Une autre ligne de cette année porte déjà ce code : choisissez-en un autre."
        }
    }
    .to_owned()
}

/// Why a notification is not recorded.
#[must_use]
pub fn notify(why: NotifyRefused) -> String {
    match why {
        NotifyRefused::NotYourSeat => PRINCIPAL.to_owned(),
        NotifyRefused::UnknownLine => GONE.to_owned(),
        NotifyRefused::Closed => "Cette ligne est close : plus rien n’y bouge.".to_owned(),
        NotifyRefused::ReferenceTaken => {
            "Une notification de cette ligne porte déjà cette référence.".to_owned()
        }
        NotifyRefused::Rule(NotifyRule::Nothing) => {
            "Le montant d’une notification ne peut pas être zéro.".to_owned()
        }
        NotifyRefused::Rule(NotifyRule::BelowNothing { notified }) => {
            format!("La réduction dépasse ce qui est notifié ({notified}) : vérifiez le montant.")
        }
        NotifyRefused::Rule(NotifyRule::TooLarge) => {
            "Le montant est trop grand : vérifiez-le.".to_owned()
        }
    }
}

/// Why money is not committed.
#[must_use]
pub fn commit(why: CommitRefused) -> String {
    match why {
        CommitRefused::NotYourSeat => PRINCIPAL.to_owned(),
        CommitRefused::UnknownAgreement => GONE.to_owned(),
        CommitRefused::UnknownSchool => {
            "Cet établissement n’existe pas dans votre cité.".to_owned()
        }
        CommitRefused::LinesDiffer { sum } => {
            format!("Les lignes de la commande font {sum} : corrigez le montant ou les lignes.")
        }
        CommitRefused::Spend(why) => super::lines::spend(why),
        CommitRefused::OrderTaken => {
            "Ce numéro de bon de commande a déjà son engagement.".to_owned()
        }
        CommitRefused::Rule(CommitRule::NotAgreed) => {
            "La troïka n’a pas donné son accord : attendez ses réponses.".to_owned()
        }
        CommitRefused::Rule(CommitRule::OverAgreement { remainder }) => {
            format!(
                "L’accord ne permet plus que {remainder} : baissez le montant ou demandez un autre accord."
            )
        }
        CommitRefused::Rule(CommitRule::Short { available }) => short(available),
    }
}

fn short(available: Euros) -> String {
    if available.is_negative() {
        format!(
            "La ligne est à {available} depuis une notification réduite : plus rien ne peut y être engagé."
        )
    } else {
        format!("Il ne reste que {available} de disponible sur la ligne : baissez le montant.")
    }
}

/// Why a commitment is not cancelled.
#[must_use]
pub fn cancel(why: CancelCommitmentRefused) -> String {
    match why {
        CancelCommitmentRefused::NotYourSeat => PRINCIPAL,
        CancelCommitmentRefused::UnknownCommitment => GONE,
        CancelCommitmentRefused::Rule(CancelRefused::NotOpen) => {
            "Cet engagement est déjà soldé ou annulé : il n’y a plus rien à rendre à la ligne."
        }
    }
    .to_owned()
}

/// Why a debt is not recognised.
#[must_use]
pub fn settle(why: SettleRefused) -> String {
    match why {
        SettleRefused::NotYourSeat => PRINCIPAL.to_owned(),
        SettleRefused::UnknownInvoice => GONE.to_owned(),
        SettleRefused::AlreadySettled => "Cette facture est déjà liquidée.".to_owned(),
        SettleRefused::NoServiceDone => {
            "Le service fait n’est pas certifié : notez la livraison et certifiez-la d’abord."
                .to_owned()
        }
        SettleRefused::Differs(differences) => {
            let said: Vec<String> = differences.iter().map(super::orders::difference).collect();
            format!(
                "{} Dites pourquoi vous la liquidez quand même, ou demandez un avoir.",
                said.join(" ")
            )
        }
        SettleRefused::Rule(SettleRule::NotOpen) => {
            "Cet engagement est soldé ou annulé : rien ne peut plus y être liquidé.".to_owned()
        }
        SettleRefused::Rule(SettleRule::OverCommitment { remainder }) => {
            format!(
                "Il ne reste que {remainder} sur cet engagement : complétez-le d’abord, ou demandez un avoir."
            )
        }
        SettleRefused::Credit(CreditRefused { settled }) => {
            format!(
                "Seuls {settled} sont liquidés sur cet engagement : l’avoir ne peut pas dépasser."
            )
        }
    }
}

/// Why a settlement is neither paid nor sent back.
#[must_use]
pub fn pay(why: PayRefused) -> String {
    match why {
        PayRefused::NotYourSeat => "Seul l’agent comptable paie ou rejette.",
        PayRefused::UnknownSettlement => GONE,
        PayRefused::CreditUsed => {
            "L’argent que cet avoir a rendu est déjà utilisé : il ne peut plus être rejeté."
        }
        PayRefused::Rule(PaymentRefused::NotOrdered) => {
            "Le paiement de cette facture n’est pas encore ordonné par le principal."
        }
        PayRefused::Rule(PaymentRefused::AlreadyDecided) => {
            "Cette facture est déjà payée ou rejetée."
        }
        PayRefused::Rule(PaymentRefused::SamePerson) => {
            "Vous avez liquidé cette facture : une autre personne doit la payer."
        }
    }
    .to_owned()
}
