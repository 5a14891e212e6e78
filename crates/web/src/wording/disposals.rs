//! Leaving for good: why, where to, and why not.

use domain::disposal::{Destination, DisposalFault, DisposalReason, Mistake, Proof, Stays};
use domain::wipe::NotWiped;
use store::{DisposeRefused, TakeBackDisposalRefused};

use super::Label;

impl Label for Destination {
    fn label(&self) -> &'static str {
        match self {
            Self::PublicBody => "cession à un autre organisme public",
            Self::Domaines => "vente par les Domaines",
            Self::Association => "don à une association",
            Self::BackToDonor => "retour au donateur",
            Self::Recycled => "recyclage par un éco-organisme",
            Self::WrittenOff => "perdu ou volé : sortie d’inventaire seulement",
        }
    }
}

impl Label for DisposalReason {
    fn label(&self) -> &'static str {
        match self {
            Self::Obsolete => "trop ancien",
            Self::BeyondRepair => "irréparable",
            Self::Surplus => "plus utile ici",
            Self::Lost => "perdu ou volé, et pas retrouvé",
        }
    }
}

impl Label for Proof {
    fn label(&self) -> &'static str {
        match self {
            Self::NoData => "ne garde pas de données",
            Self::Wiped => "effacé, ou jamais utilisé",
            Self::Destroyed => "détruit, sur certificat",
            Self::Absent => "absent",
        }
    }
}

impl Label for Mistake {
    fn label(&self) -> &'static str {
        match self {
            Self::WrongItems => "ce ne sont pas ces objets",
            Self::WrongAct => "ce n’est pas cet acte, ou pas cette destination",
            Self::NotDecided => "rien n’est encore décidé",
        }
    }
}

/// Why a decision is not right in itself.
#[must_use]
pub const fn fault(fault: DisposalFault) -> &'static str {
    match fault {
        DisposalFault::HowMany => {
            "Il faut au moins un objet coché, et pas plus de 300 : scannez-les, ou cochez-les dans la liste du matériel."
        }
        DisposalFault::NoActNumber => {
            "« Numéro de l’acte » est vide : rien ne sort du registre sans décision."
        }
        DisposalFault::ActToCome => {
            "Cet acte est daté d’un jour à venir : enregistrez la réforme quand il est pris."
        }
        DisposalFault::NoRecipient => {
            "« Destinataire » est vide : écrivez le nom de l’organisme, de l’association ou de l’éco-organisme."
        }
        DisposalFault::NoSlip => {
            "« Numéro du bordereau » est vide : l’éco-organisme le remet quand il reprend le matériel."
        }
        DisposalFault::ValueNotChecked => {
            "Cochez la case de la valeur : un don n’est possible que si aucun objet ne vaut plus de 300 €. Au-delà, choisissez une autre destination."
        }
        DisposalFault::LostOrNot => {
            "« Perdu ou volé » va avec la sortie d’inventaire, et avec elle seule : accordez le motif et la destination."
        }
        DisposalFault::FirstYear => {
            "Cette année n’est pas possible : indiquez une année entre 1990 et celle de l’acte."
        }
    }
}

/// Why an item stays.
#[must_use]
pub fn stays(why: Stays) -> String {
    match why {
        Stays::Unknown => "n’est pas au registre de votre cité.".to_owned(),
        Stays::State(state) => {
            format!("est « {} » : il ne peut pas sortir maintenant.", state.label())
        }
        Stays::IsLost => {
            "est perdu : choisissez la sortie d’inventaire, ou notez qu’il est retrouvé.".to_owned()
        }
        Stays::NotLost => "n’est pas perdu : choisissez une autre destination.".to_owned(),
        Stays::Confided => {
            "est confié à une école ou à un organisme : il le rend d’abord.".to_owned()
        }
        Stays::InIncident => {
            "a une déclaration de casse, de perte ou de vol en cours : terminez-la d’abord.".to_owned()
        }
        Stays::NotWiped(NotWiped::NoCertificate) => {
            "est dit effacé avec certificat : écrivez le numéro de ce certificat.".to_owned()
        }
        Stays::NotWiped(_) => {
            "garde peut-être ce qu’on y a fait : effacez-le, et dites ici comment.".to_owned()
        }
        Stays::NotDestroyed => {
            "ne peut pas être effacé : il ne part que pour être détruit, avec le numéro du certificat de destruction.".to_owned()
        }
        Stays::Locked => {
            "est peut-être verrouillé par un ancien compte : vérifiez, puis cochez la case du verrou d’activation.".to_owned()
        }
    }
}

/// Why nothing left.
#[must_use]
pub fn dispose_refused(refused: &DisposeRefused) -> String {
    let one = |(tag, why): &(Option<String>, Stays)| {
        let tag = tag.as_deref().unwrap_or("Un objet");
        format!("{tag} {}", stays(*why))
    };
    let each: Vec<String> = refused.0.iter().map(one).collect();
    format!("{} Rien n’est sorti.", each.join(" "))
}

/// Why a disposal was not taken back.
#[must_use]
pub const fn take_back_refused(refused: TakeBackDisposalRefused) -> &'static str {
    match refused {
        TakeBackDisposalRefused::Unknown => "Cette réforme n’est pas de votre cité.",
        TakeBackDisposalRefused::TakenBack => "Cette réforme est déjà annulée.",
        TakeBackDisposalRefused::TooLate => {
            "Cette réforme est d’un autre jour : elle ne s’annule que le jour de sa saisie. Recevez de nouveau le matériel s’il est revenu."
        }
    }
}
