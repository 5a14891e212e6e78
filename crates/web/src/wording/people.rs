//! Words for families: what they have, what they need, why they come first.

use domain::identifiers::Msisdn;
use domain::people::census::{Field, ImportKind};
use domain::people::class_level::ClassLevel;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use domain::people::rollover::Rollover;
use domain::stock::ItemState;
use store::{ForgetRefused, HistoryLine, Household, ImportState, Mention, MovedItem};

use super::Label;

macro_rules! words {
    ($($name:ident { $($variant:ident => $label:literal),+ $(,)? })+) => {$(
        impl Label for $name {
            fn label(&self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    )+};
}

/// What is needed: `appareil`, `2e appareil`, `connexion`.
#[must_use]
pub fn needed(kind: NeedKind, nth: u8) -> String {
    match nth {
        0 | 1 => kind.label().to_owned(),
        nth => format!("{nth}e {}", kind.label()),
    }
}

words! {
    Equipment {
        Unknown => "pas encore demandé",
        None => "aucun appareil",
        SmartphoneOnly => "un smartphone, rien d’autre",
        Shared => "un appareil à partager",
        Enough => "un appareil par enfant",
    }
    Connection {
        Unknown => "pas encore demandé",
        None => "aucune connexion",
        Limited => "connexion limitée (forfait du téléphone, débit trop faible)",
        Good => "bonne connexion",
    }
    NeedKind {
        Device => "appareil",
        Connection => "connexion",
    }
    NeedState {
        Open => "en attente",
        Reserved => "réservé",
        Served => "servi",
        Withdrawn => "retiré",
    }
    PriorityReason {
        SchoolReport => "signalement de l’établissement",
        Pre => "suivi par le programme de réussite éducative",
        RemoteMentor => "mentorat à distance sans appareil",
        TownService => "orientation par un service de la ville",
    }
    ContactLanguage {
        French => "français",
        English => "anglais",
        Arabic => "arabe",
        Spanish => "espagnol",
        Italian => "italien",
        Portuguese => "portugais",
        Romanian => "roumain",
        Russian => "russe",
        Ukrainian => "ukrainien",
        Turkish => "turc",
        Albanian => "albanais",
        Persian => "persan",
        Pashto => "pachto",
        Urdu => "ourdou",
        Bengali => "bengali",
        Tamil => "tamoul",
        Chinese => "chinois",
        Vietnamese => "vietnamien",
        Soninke => "soninké",
        Bambara => "bambara",
        Somali => "somali",
        Tigrinya => "tigrigna",
    }
    ImportKind {
        Pupils => "liste des élèves",
        Guardians => "liste des responsables",
        Needs => "liste de besoins",
        Items => "liste de matériel",
        Sims => "liste de cartes SIM",
        Donations => "liste de dons",
        Schools => "liste d’écoles",
    }
    ImportState {
        Staged => "à vérifier",
        Applied => "enregistré",
        Dropped => "abandonné",
        Undone => "annulé",
    }
    Rollover {
        Stays => "reste dans son école",
        Moves => "change d’école",
        Leaves => "quitte l’école",
        Unknown => "classe à vérifier",
    }
    Mention {
        LeadSchool => "collège chef de file",
        LenderName => "nom du prêteur",
        LenderAddress => "adresse du prêteur",
        LenderSignatory => "qui signe pour le prêteur",
        ActReference => "acte qui autorise les prêts",
        Contact => "qui appeler en cas de panne",
        DpoContact => "délégué à la protection des données",
        Tutorial => "tutoriel pour les familles",
        Sender => "qui relance, en un mot neutre",
    }
    Field {
        School => "école",
        Level => "niveau",
        Class => "classe",
        Address => "adresse",
        Mobile => "mobile",
        Phone => "téléphone",
        Email => "courriel",
        Equipment => "équipement",
        Connection => "connexion",
        Language => "langue de contact",
        AcceptsLoan => "accepte un prêt",
        AcceptsRefurbished => "accepte le reconditionné",
        Priority => "priorité",
        Serial => "numéro de série",
        Imei => "IMEI",
        Iccid => "carte SIM",
        Msisdn => "numéro de téléphone",
        FormerTag => "ancien numéro",
        Uai => "numéro UAI",
    }
    ClassLevel {
        Tps => "toute petite section",
        Ps => "petite section",
        Ms => "moyenne section",
        Gs => "grande section",
        Cp => "CP",
        Ce1 => "CE1",
        Ce2 => "CE2",
        Cm1 => "CM1",
        Cm2 => "CM2",
        Sixieme => "6e",
        Cinquieme => "5e",
        Quatrieme => "4e",
        Troisieme => "3e",
        Seconde => "seconde",
        Premiere => "première",
        Terminale => "terminale",
        Cap => "CAP",
        Superieur => "après le bac",
    }
}

/// The colour of a need's badge.
#[must_use]
pub const fn need_tone(state: &NeedState) -> &'static str {
    match state {
        NeedState::Open | NeedState::Reserved => "wait",
        NeedState::Served => "good",
        NeedState::Withdrawn => "quiet",
    }
}

/// Why a family is not erased, and what to do first.
#[must_use]
pub const fn forget_refused(why: ForgetRefused) -> &'static str {
    match why {
        ForgetRefused::OpenLoan => {
            "Cette famille a encore du matériel : enregistrez d’abord son retour, ou sa perte."
        }
        ForgetRefused::Reserved => {
            "Du matériel est réservé pour cette famille : libérez d’abord la réservation."
        }
        ForgetRefused::Packed => {
            "Une pochette est en route vers cette famille : reprenez-la, ou notez qu’elle l’a reçue, d’abord."
        }
        ForgetRefused::Unknown => "Cette famille n’est pas dans le registre.",
    }
}

/// What a family is called; one that was erased is called nothing any more.
#[must_use]
pub const fn family(label: &str) -> &str {
    if label.is_empty() { "famille effacée" } else { label }
}

/// What a line of history says of a family, with the items it moved.
#[must_use]
pub fn history(line: &HistoryLine) -> String {
    let did = |what: &str, items: &[&MovedItem]| {
        let tags: Vec<&str> = items.iter().map(|one| one.tag.as_str()).collect();
        if tags.is_empty() { what.to_owned() } else { format!("{what} : {}", tags.join(", ")) }
    };
    let all: Vec<&MovedItem> = line.items.iter().collect();
    match line.entry.verb.as_str() {
        "create_household" => "Famille inscrite".to_owned(),
        "tie_referral" => "Orientation rattachée à la famille".to_owned(),
        "record_needs" => "Équipement et besoins notés".to_owned(),
        "adopt_plan" => did("Matériel réservé par un tour d’attribution", &all),
        "release_reservation" => did("Réservation libérée", &all),
        "lend" | "hand_over" => did("Matériel remis", &all),
        "pack_parcel" => did("Mis en pochette", &all),
        "carry_parcel" | "act_at_relay" | "begin_delivery" => {
            let went = |to: &[ItemState]| all.iter().any(|one| to.contains(&one.to));
            match () {
                () if went(&[ItemState::Lent, ItemState::Gone]) => did("Pochette remise", &all),
                () if went(&[ItemState::Available]) => did("Pochette reprise", &all),
                () => "Pochette en chemin".to_owned(),
            }
        }
        "set_contact" => "Choix noté : relances ou non".to_owned(),
        "pass_on" => did("Réservation passée à la famille suivante", &all),
        "keep_longer" => "Réservation gardée plus longtemps".to_owned(),
        "attach" => "Papier ou photo gardé".to_owned(),
        "sign" => "Signature ajoutée".to_owned(),
        "extend_loan" => "Prêt prolongé".to_owned(),
        "take_back" => {
            let (lost, back): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|one| one.to == ItemState::Lost);
            let parts = [("Matériel rendu", back), ("Matériel déclaré perdu", lost)];
            let said = parts.iter().filter(|(_, items)| !items.is_empty());
            said.map(|(what, items)| did(what, items)).collect::<Vec<_>>().join(" ; ")
        }
        _ => did("Autre opération", &all),
    }
}

/// The telephone of each adult of a family, the mobile one first, as people dial it.
#[must_use]
pub fn phones(home: Option<&Household>) -> Vec<String> {
    let guardians = home.into_iter().flat_map(|home| &home.guardians);
    let numbers = guardians.filter_map(|(_, one)| one.mobile.as_ref().or(one.phone.as_ref()));
    numbers.map(Msisdn::national).collect()
}
