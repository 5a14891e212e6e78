//! French words for files taken out: what they are called, what they hold, what they are for.

use domain::export::{ExportKind, ExportPurpose, FileFormat, FundPart, LoanSelection};
use jiff::civil::Date;
use store::ExportRefused;

use super::{French as _, Label};

impl Label for ExportKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Items => "matériel",
            Self::Sims => "cartes SIM",
            Self::Loans => "prêts",
            Self::Needs => "besoins",
            Self::Households => "familles",
            Self::WaitingList => "liste d’attente",
            Self::Decisions => "décisions d’un plan",
            Self::FundLines => "lignes du fonds",
            Self::Operations => "opérations du fonds",
            Self::Statement => "situation mensuelle du fonds",
            Self::BeforeConvention => "dépenses avant convention",
            Self::Cerfa15059 => "compte rendu financier de subvention",
            Self::Journal => "journal",
        }
    }
}

impl Label for ExportPurpose {
    fn label(&self) -> &'static str {
        match self {
            Self::Desk => "préparer des remises, des retours ou des rendez-vous",
            Self::FollowUp => "relancer des familles ou retrouver celles qu’on a perdues de vue",
            Self::Stocktake => "faire l’inventaire du matériel",
            Self::AccessRequest => "répondre à une personne qui demande ses données",
            Self::Audit => "répondre à un contrôle",
            Self::Transfer => "passer à un autre logiciel",
        }
    }
}

impl Label for FileFormat {
    fn label(&self) -> &'static str {
        match self {
            Self::Csv => "CSV, pour tout tableur et tout logiciel",
            Self::Xlsx => "XLSX, pour Excel",
            Self::Ods => "ODS, pour LibreOffice",
            Self::Pdf => "PDF, pour lire ensemble et pour le dossier de séance",
        }
    }
}

/// What a file holds, in a sentence or two.
#[must_use]
pub const fn holds(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Items => {
            "Tous les appareils avec leurs numéros, leur état et leur lot, sans dire qui les a."
        }
        ExportKind::Sims => "Les cartes SIM avec leur ligne et l’appareil qui les porte.",
        ExportKind::Loans => {
            "Une ligne par objet remis, avec le nom de la famille, l’échéance et le retour."
        }
        ExportKind::Needs => {
            "Les besoins de chaque famille et ce qu’ils sont devenus. Le motif d’une priorité n’y est pas."
        }
        ExportKind::Households => {
            "Les familles, leurs responsables avec téléphone et adresse, leurs enfants avec leur classe."
        }
        ExportKind::WaitingList => {
            "Les besoins en attente, dans l’ordre du dernier plan d’attribution adopté."
        }
        ExportKind::Decisions => {
            "Une ligne par besoin, dans l’ordre du rang : qui est servi, avec quoi, et pourquoi."
        }
        ExportKind::FundLines => {
            "Les lignes avec ce qui est notifié, reporté, réservé, engagé, liquidé et disponible."
        }
        ExportKind::Operations => {
            "Les opérations d’un exercice\u{a0}: engagements, factures et paiements. En PDF, le journal complet, avec le disponible après chacune."
        }
        ExportKind::Statement => {
            "Pour la troïka\u{a0}: ce qui reste sur chaque ligne à la fin d’un mois, les opérations du mois, ce qui a été acheté et où cela se trouve."
        }
        ExportKind::BeforeConvention => {
            "Ce qui a été engagé sans attendre la signature d’une convention, avec l’accord qui le permet."
        }
        ExportKind::Cerfa15059 => {
            "Le compte rendu financier d’une ligne, dans l’ordre du Cerfa 15059*02\u{a0}: bilan, tableau de synthèse, annexe."
        }
        ExportKind::Journal => {
            "Qui a fait quoi et quand, par numéros et par codes : aucun nom n’y est écrit."
        }
    }
}

/// The last part of the page's address, and the beginning of the file's name.
#[must_use]
pub const fn slug(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Items => "materiel",
        ExportKind::Sims => "cartes-sim",
        ExportKind::Loans => "prets",
        ExportKind::Needs => "besoins",
        ExportKind::Households => "familles",
        ExportKind::WaitingList => "liste-d-attente",
        ExportKind::Decisions => "decisions",
        ExportKind::FundLines => "lignes-du-fonds",
        ExportKind::Operations => "operations-du-fonds",
        ExportKind::Statement => "situation-du-fonds",
        ExportKind::BeforeConvention => "avant-convention",
        ExportKind::Cerfa15059 => "compte-rendu-financier",
        ExportKind::Journal => "journal",
    }
}

/// What the part of the fund that a file tells of is asked as.
#[must_use]
pub const fn part(part: FundPart) -> Option<&'static str> {
    match part {
        FundPart::None => None,
        FundPart::Month => Some("Mois"),
        FundPart::Year => Some("Exercice"),
        FundPart::Line => Some("Ligne du fonds"),
    }
}

/// `octobre 2026`.
#[must_use]
pub fn month(month: Date) -> String {
    // The day of a date in words is its first word.
    let date = month.french();
    date.split_once(' ').map_or(date.clone(), |(_, month)| month.to_owned())
}

/// Which loans, in words.
#[must_use]
pub fn loans(which: LoanSelection) -> String {
    match which {
        LoanSelection::All => "tous les prêts".to_owned(),
        LoanSelection::Open => "prêts en cours".to_owned(),
        LoanSelection::Past => "prêts terminés".to_owned(),
        LoanSelection::AsOf { day, .. } => format!("prêts en cours le {}", day.french()),
    }
}

/// Why a file is not taken out.
#[must_use]
pub fn refused(why: ExportRefused) -> String {
    match why {
        ExportRefused::NotYourSeat => "Votre siège ne permet pas d’exporter ces données.",
        ExportRefused::NoPurpose => "Dites à quoi servira ce fichier de données personnelles.",
        ExportRefused::NoPlan => "Ce plan n’est pas connu de votre cité.",
        ExportRefused::NoScope => {
            "Dites de quel mois, de quel exercice ou de quelle ligne de votre cité il s’agit."
        }
        ExportRefused::NoSuchFormat => NO_PDF,
    }
    .to_owned()
}

/// Why a file does not come as pages.
pub const NO_PDF: &str = "Ce fichier ne s’exporte pas en PDF\u{a0}: choisissez un autre format.";
