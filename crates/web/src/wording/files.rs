//! Why a file cannot be read, in French: what, where, what to do.

use exchange::{Binary, Column, Encoding, FileError, FileKind};
use store::{ImportRefused, UndoRefused};

use super::{Label, count};

impl Label for FileKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Pupils => "la liste des élèves",
            Self::Guardians => "la liste des responsables",
            Self::Teachers => "la liste des enseignants",
            Self::Needs => "une liste de besoins",
            Self::Stock => "une liste de matériel",
            Self::Schools => "une liste d’établissements",
            Self::Statement => "un état des mandats ou des demandes de paiement",
        }
    }
}

impl Label for Encoding {
    fn label(&self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (texte Unicode)",
            Self::Windows1252 => "Windows-1252 (Europe de l’Ouest)",
            Self::Iso885915 => "ISO-8859-15 (Latin 9)",
        }
    }
}

impl Label for Column {
    fn label(&self) -> &'static str {
        match self {
            Self::FamilyName => "le nom de l’élève",
            Self::UsageName => "le nom d’usage de l’élève",
            Self::FirstName => "le prénom de l’élève",
            Self::FullName => "le nom et le prénom de l’élève",
            Self::BirthDate => "la date de naissance",
            Self::Level => "le niveau ou la classe",
            Self::Class => "la classe",
            Self::Mef => "le code MEF",
            Self::Cycle => "le cycle",
            Self::LeftOn => "la date de sortie",
            Self::Street => "l’adresse",
            Self::PostalCode => "le code postal",
            Self::Commune => "la commune",
            Self::SecondStreet => "la seconde adresse",
            Self::SecondPostalCode => "le code postal de la seconde adresse",
            Self::SecondCommune => "la commune de la seconde adresse",
            Self::Civility => "la civilité du responsable",
            Self::GuardianName => "le nom du responsable",
            Self::GuardianUsageName => "le nom d’usage du responsable",
            Self::GuardianFirstName => "le prénom du responsable",
            Self::GuardianFullName => "le nom et le prénom du responsable",
            Self::Email => "le courriel du responsable",
            Self::Mobile => "le portable du responsable",
            Self::HomePhone => "le téléphone du domicile",
            Self::WorkPhone => "le téléphone du travail",
            Self::ChildName => "le nom de l’enfant",
            Self::ChildUsageName => "le nom d’usage de l’enfant",
            Self::ChildFirstName => "le prénom de l’enfant",
            Self::ChildClass => "la classe de l’enfant",
            Self::Equipment => "l’équipement à la maison",
            Self::NeedsDevice => "le besoin d’un appareil (oui ou non)",
            Self::Connection => "la connexion à la maison",
            Self::NeedsConnection => "le besoin d’une connexion (oui ou non)",
            Self::Language => "la langue de contact",
            Self::AcceptsLoan => "un prêt est accepté (oui ou non)",
            Self::AcceptsRefurbished => "le reconditionné est accepté (oui ou non)",
            Self::Prioritised => "signalé par l’école (oui ou non)",
            Self::PupilMark => "le repère de l’élève dans Cartable",
            Self::Kind => "le type d’appareil",
            Self::Model => "le modèle",
            Self::Serial => "le numéro de série",
            Self::Imei => "l’IMEI",
            Self::Iccid => "le numéro de carte SIM (ICCID)",
            Self::Msisdn => "le numéro de téléphone",
            Self::FormerTag => "l’ancien numéro d’inventaire",
            Self::Donor => "le donateur",
            Self::Acceptance => "l’acte d’acceptation du don",
            Self::ReceivedOn => "la date de réception",
            Self::Status => "l’état dans l’ancien registre",
            Self::HeldBy => "à qui il est prêté dans l’ancien registre",
            Self::Identifier => "un numéro de série, un IMEI ou un ICCID",
            Self::SchoolNumber => "le numéro UAI de l’établissement",
            Self::SchoolName => "le nom de l’établissement",
            Self::SchoolCommune => "le code INSEE de la commune",
            Self::SchoolTown => "la commune de l’établissement",
            Self::SchoolType => "le type d’établissement",
            Self::PaymentOrder => "le numéro de mandat ou de demande de paiement",
            Self::OrderList => "le numéro de bordereau",
            Self::OrderedOn => "la date du mandat ou de la demande de paiement",
            Self::BudgetService => "le service",
            Self::BudgetDomain => "le domaine",
            Self::BudgetActivity => "l’activité",
            Self::Supplier => "le fournisseur",
            Self::Invoice => "le numéro de facture",
            Self::Amount => "le montant TTC",
        }
    }
}

/// The sentence for a file of which nothing was taken in.
#[must_use]
pub fn file_error(error: &FileError) -> String {
    match error {
        FileError::Empty => "Le fichier est vide. Refaites l’export, ouvrez-le pour vérifier qu’il contient des lignes, puis envoyez-le de nouveau.".into(),
        FileError::NotText(binary) => not_text(*binary).into(),
        FileError::NotIn(encoding) => format!(
            "Le fichier ne peut pas être lu en {}. Choisissez un autre encodage : les accents de l’aperçu doivent être justes.",
            encoding.label()
        ),
        FileError::UnclosedQuote { line } => format!(
            "À la ligne {line}, un guillemet est ouvert et jamais fermé : les lignes suivantes seraient avalées. Corrigez ce guillemet dans le fichier, ou refaites l’export, puis envoyez-le de nouveau."
        ),
        FileError::NoHeader => "Aucune ligne ne porte les titres de colonnes attendus. Envoyez le fichier tel qu’il est exporté, sans supprimer la ligne de titres.".into(),
        FileError::MissingColumns(columns) => {
            let names: Vec<&str> = columns.iter().map(Label::label).collect();
            let missing = if names.len() == 1 { "Il manque une colonne" } else { "Il manque des colonnes" };
            format!(
                "{missing} : {}. Refaites l’export en cochant ce qui manque, ou ajoutez-le dans le fichier, puis envoyez-le de nouveau.",
                names.join(", ")
            )
        }
        FileError::WrongKind { expected, found } => format!(
            "Ce fichier est {} ; ici, il faut {}. Envoyez le bon fichier.",
            found.label(),
            expected.label()
        ),
        FileError::Damaged => "Le fichier est abîmé ou coupé en route. Refaites l’export ou le téléchargement, puis envoyez-le de nouveau.".into(),
        FileError::TooLarge => "Le fichier se déplie en plus de données qu’aucune liste n’en a. Vérifiez que c’est le bon fichier ; sinon, envoyez une feuille à la fois, au format CSV.".into(),
        FileError::Encrypted => "Le fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis envoyez-le de nouveau.".into(),
        FileError::PathOut => "L’archive contient un fichier dont le nom sort de son dossier : elle n’est pas ouverte. Refaites l’export depuis le logiciel d’origine.".into(),
        FileError::Entities => "Le fichier XML déclare un type de document ou des entités, ce qu’aucun export de SIECLE ne fait : il n’est pas lu. Refaites l’export.".into(),
        FileError::NoSheet => "Le classeur n’a pas de feuille de ce nom. Choisissez une des feuilles proposées.".into(),
        FileError::NotSiecle => "Ce fichier XML n’est ni l’export des élèves ni celui des responsables de SIECLE. Dans SIECLE, choisissez Exports, En XML, Élèves avec adresses et Responsables.".into(),
        FileError::SiecleWithoutPupils => "L’export des responsables de SIECLE désigne les élèves par leur seul numéro : envoyez avec lui l’export des élèves, en choisissant les deux fichiers ensemble.".into(),
        FileError::OtherSchool { expected, found } => format!(
            "Ce fichier est celui de l’établissement {found}, et non de {expected}. Choisissez le bon établissement, ou le bon fichier."
        ),
        FileError::NoRow => "Le fichier n’a que ses titres de colonnes : aucune ligne en dessous. Refaites l’export en vérifiant la sélection.".into(),
    }
}

const fn not_text(binary: Binary) -> &'static str {
    match binary {
        Binary::Zip => {
            "Cette archive ne contient ni export de SIECLE, ni classeur, ni une seule liste CSV. Décompressez-la, puis envoyez le fichier qu’il faut."
        }
        Binary::OldSpreadsheet => {
            "Ce fichier est un classeur d’un ancien format (XLS). Ouvrez-le, choisissez « Enregistrer sous », type XLSX ou ODS, puis envoyez le nouveau fichier."
        }
        Binary::Pdf => {
            "Ce fichier est un PDF. Il faut le fichier de l’export (CSV, XLSX ou ODS), pas le document imprimable."
        }
        Binary::Picture => {
            "Ce fichier est une image. Il faut le fichier de l’export (CSV, XLSX ou ODS)."
        }
        Binary::Other => {
            "Ce fichier n’est ni une liste, ni un classeur. Il faut le fichier de l’export (CSV, XLSX ou ODS), envoyé tel quel."
        }
    }
}

/// Why a file can no longer be decided.
#[must_use]
pub fn import_refused(reason: ImportRefused) -> String {
    match reason {
        ImportRefused::Unknown => "Ce fichier n’existe pas.",
        ImportRefused::Applied => {
            "Ce fichier est déjà enregistré : il ne peut plus être abandonné."
        }
        ImportRefused::Dropped => "Ce fichier a été abandonné. Envoyez-le de nouveau.",
        ImportRefused::Undone => "Cet import a été annulé. Envoyez le fichier de nouveau.",
        ImportRefused::Moved => "Le registre a changé : rouvrez la page du fichier.",
        ImportRefused::LabelTaken => {
            "Un lot de votre cité porte déjà ce nom : rien n’a été enregistré. Changez le nom du lot dans « Colonnes et réglages »."
        }
        ImportRefused::NumbersExhausted => {
            "Les 999 999 numéros d’inventaire de ce type sont tous donnés : rien n’a été enregistré."
        }
    }
    .to_owned()
}

/// Why an import is not taken back.
#[must_use]
pub fn undo_refused(reason: UndoRefused) -> String {
    match reason {
        UndoRefused::Unknown => "Ce fichier n’existe pas.".to_owned(),
        UndoRefused::NotApplied => {
            "Ce fichier n’est pas enregistré : il n’y a rien à annuler.".to_owned()
        }
        UndoRefused::TooLate => {
            "Cet import date de plus de trente jours : ce qu’il a remplacé n’est plus gardé. Corrigez les fiches une à une.".to_owned()
        }
        UndoRefused::Touched(rows) => format!(
            "L’import ne peut plus être annulé : {} depuis. Rien n’a été changé. Corrigez les fiches une à une.",
            count(rows as u64, "fiche a été modifiée ou utilisée", "fiches ont été modifiées ou utilisées")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_wrong_place_is_a_sentence_whichever_it_is() {
        for (expected, found, sentence) in [
            (
                FileKind::Stock,
                FileKind::Pupils,
                "Ce fichier est la liste des élèves ; ici, il faut une liste de matériel. Envoyez le bon fichier.",
            ),
            (
                FileKind::Guardians,
                FileKind::Stock,
                "Ce fichier est une liste de matériel ; ici, il faut la liste des responsables. Envoyez le bon fichier.",
            ),
            (
                FileKind::Pupils,
                FileKind::Teachers,
                "Ce fichier est la liste des enseignants ; ici, il faut la liste des élèves. Envoyez le bon fichier.",
            ),
        ] {
            assert_eq!(file_error(&FileError::WrongKind { expected, found }), sentence);
        }
    }
}
