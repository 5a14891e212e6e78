//! French words for SIM cards: states, events, lists, and a sentence for every refusal.

use domain::sim::{
    EventKind, NotPossible, Plan, PlanFault, SecretFault, SecretKind, SimState, Subscription,
};
use store::{
    CardRefusal, DescribeSimRefused, MOST_LINES, NoteSimRefused, OrderForSimsRefused,
    ShowSecretRefused, SimList,
};

use super::{French as _, Label, count};

impl Label for SimState {
    fn label(&self) -> &'static str {
        match self {
            Self::Stocked => "à activer",
            Self::Active => "en service",
            Self::Exhausted => "volume épuisé",
            Self::Suspended => "suspendue",
            Self::Expired => "expirée",
            Self::Cancelled => "résiliée",
        }
    }
}

impl Label for EventKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Stocked => "carte enregistrée",
            Self::Activated => "ligne activée",
            Self::ToppedUp => "rechargée",
            Self::Exhausted => "volume épuisé",
            Self::Suspended => "ligne suspendue",
            Self::Resumed => "ligne rétablie",
            Self::Expired => "ligne expirée",
            Self::Cancelled => "ligne résiliée",
            Self::Used => "utilisation constatée",
            Self::Subscribed => "forfait commandé",
        }
    }
}

impl Label for SimList {
    fn label(&self) -> &'static str {
        match self {
            Self::ToActivate => "à activer bientôt",
            Self::Ending => "finissent avant leur prêt",
            Self::Unused => "prêtées et jamais utilisées",
            Self::Bare => "à décrire",
        }
    }
}

impl Label for SecretKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Pin => "code PIN",
            Self::Puk => "code PUK",
        }
    }
}

/// The colour of a state's badge.
#[must_use]
pub const fn tone(state: &SimState) -> &'static str {
    match state {
        SimState::Active => "good",
        SimState::Stocked | SimState::Exhausted => "wait",
        SimState::Suspended | SimState::Expired => "bad",
        SimState::Cancelled => "quiet",
    }
}

/// What was bought, in a line: "prépayée, 30 jours après activation, rechargeable".
#[must_use]
pub fn subscription(card: &Subscription) -> String {
    match card {
        Subscription::Prepaid(card) => format!(
            "prépayée, {} après activation, {}",
            count(u64::from(card.validity_days), "jour", "jours"),
            if card.rechargeable { "rechargeable" } else { "non rechargeable" }
        ),
        Subscription::Plan(plan) => format!(
            "forfait de {} par mois, du {} au {}",
            plan.monthly(),
            plan.starts_on().short(),
            plan.ends_on().short()
        ),
    }
}

/// A volume: "20 Go", "500 Mo".
#[must_use]
pub fn volume(megabytes: &u32) -> String {
    if megabytes.is_multiple_of(1_000) {
        format!("{}\u{a0}Go", megabytes / 1_000)
    } else {
        format!("{megabytes}\u{a0}Mo")
    }
}

/// The rule by which months are counted, with the count.
#[must_use]
pub fn months(plan: &Plan) -> String {
    format!(
        "{} : chaque mois commencé compte en entier, le premier et le dernier compris",
        count(u64::from(plan.months()), "mois", "mois")
    )
}

/// Why a plan is none.
#[must_use]
pub fn plan_fault(fault: PlanFault) -> String {
    match fault {
        PlanFault::EndsBeforeStart => {
            "La fin du forfait vient avant son début : corrigez une des deux dates.".to_owned()
        }
        PlanFault::TooLong { months } => {
            format!("Ce forfait durerait {months} mois : 120 au plus, vérifiez les dates.")
        }
    }
}

/// Why a code is none; the code itself is never repeated.
#[must_use]
pub fn secret_fault(kind: SecretKind, fault: SecretFault) -> String {
    let what = match kind {
        SecretKind::Pin => "Le code PIN a de 4 à 8 chiffres",
        SecretKind::Puk => "Le code PUK a 8 chiffres",
    };
    match fault {
        SecretFault::NotDigits => format!("{what}, et rien d’autre : retapez-le."),
        SecretFault::Length { found } => format!("{what}, pas {found} : retapez-le."),
    }
}

/// Why a card is not described.
#[must_use]
pub fn describe(why: DescribeSimRefused) -> String {
    match why {
        DescribeSimRefused::NotYourSeat => AGENT,
        DescribeSimRefused::Unknown => "Cet objet n’est pas connu de votre cité.",
        DescribeSimRefused::NoCard => {
            "Cet objet n’a pas de carte SIM : seuls une carte, une clé 4G ou un appareil avec un ICCID en ont une."
        }
        DescribeSimRefused::PlanOnFund => {
            "Le fonds paie un forfait sur cette carte jusqu’à sa fin : il ne se remplace pas à la main."
        }
        DescribeSimRefused::Contradicts => {
            "La ligne a été activée après cette date limite : vérifiez la date."
        }
    }
    .to_owned()
}

const AGENT: &str = "Seul l’agent municipal peut faire cela.";

/// Why something is not noted.
#[must_use]
pub fn note(why: NoteSimRefused) -> String {
    match why {
        NoteSimRefused::NotYourSeat => AGENT.to_owned(),
        NoteSimRefused::NotDescribed => {
            "Cette carte n’est pas encore décrite : décrivez-la d’abord.".to_owned()
        }
        NoteSimRefused::NotByHand => {
            "Une recharge ou un forfait se commande sur le fonds, il ne se note pas à la main."
                .to_owned()
        }
        NoteSimRefused::Rule(why) => capital(&not_possible(why)),
    }
}

fn capital(text: &str) -> String {
    super::capital(text) + "."
}

/// Why it cannot have happened, as the end of a sentence.
fn not_possible(why: NotPossible) -> String {
    match why {
        NotPossible::InTheFuture => {
            "cette date n’est pas encore là : indiquez un jour passé".into()
        }
        NotPossible::BeforeLast { last } => format!(
            "autre chose est déjà arrivé à cette ligne le {} : indiquez ce jour ou un jour suivant",
            last.french()
        ),
        NotPossible::Cancelled => "la ligne est résiliée : plus rien ne peut lui arriver".into(),
        NotPossible::NotActivated => {
            "la ligne n’est pas activée : notez d’abord son activation".into()
        }
        NotPossible::AlreadyActivated => "la ligne est déjà activée".into(),
        NotPossible::TooLate { deadline } => format!(
            "la date limite d’activation était le {} : corrigez-la si elle est fausse, sinon résiliez la ligne",
            deadline.french()
        ),
        NotPossible::AlreadySuspended => "la ligne est déjà suspendue".into(),
        NotPossible::NotSuspended => "la ligne n’est pas suspendue".into(),
        NotPossible::NotRechargeable => "cette carte ne se recharge pas".into(),
    }
}

/// Why a code is not shown.
#[must_use]
pub fn show_secret(why: ShowSecretRefused) -> String {
    match why {
        ShowSecretRefused::NotYourSeat => AGENT,
        ShowSecretRefused::NotKept => "Ce code n’est pas enregistré pour cette carte.",
        ShowSecretRefused::AlreadyShown => {
            "Ce code a déjà été affiché une fois par ce bouton. Rouvrez la page de la carte pour l’afficher de nouveau : chaque affichage est noté."
        }
    }
    .to_owned()
}

/// Why nothing was ordered.
#[must_use]
pub fn order(why: &OrderForSimsRefused) -> String {
    match why {
        OrderForSimsRefused::NotYourSeat => super::fund::commit(store::CommitRefused::NotYourSeat),
        OrderForSimsRefused::OutOfRange => format!(
            "Une commande porte sur 1 à {MOST_LINES} cartes, et son total ne dépasse pas dix chiffres d’euros."
        ),
        OrderForSimsRefused::OtherCategory => {
            "Les conditions de cette ligne du fonds n’y permettent pas de connexion : choisissez un accord sur une autre ligne.".to_owned()
        }
        OrderForSimsRefused::Cards(cards) => {
            let each = cards.iter().take(20).map(|(tag, why)| {
                let tag = tag.as_deref().unwrap_or("Une carte");
                format!("{tag} : {}.", card(*why))
            });
            format!("{} Rien n’a été engagé.", each.collect::<Vec<_>>().join(" "))
        }
        OrderForSimsRefused::Commit(why) => super::fund::commit(*why),
    }
}

fn card(why: CardRefusal) -> String {
    match why {
        CardRefusal::Unknown => "elle n’est pas connue de votre cité".into(),
        CardRefusal::NoCard => "cet objet n’a pas de carte SIM".into(),
        CardRefusal::NotDescribed => {
            "l’agent municipal ne l’a pas encore décrite, on ne sait pas si elle se recharge".into()
        }
        CardRefusal::HasPlan(last) => format!(
            "elle a déjà un forfait jusqu’au {} : un autre ne commence qu’après",
            last.french()
        ),
        CardRefusal::Rule(why) => not_possible(why),
    }
}
