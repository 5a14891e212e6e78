//! Why a file cannot be read, in French: what, where, what to do.

use exchange::{Binary, Column, Encoding, FileError, FileKind};

use super::Label;

impl Label for FileKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Pupils => "la liste des élèves",
            Self::Guardians => "la liste des responsables",
            Self::Teachers => "la liste des enseignants",
            Self::Stock => "une liste de matériel",
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
            Self::FirstName => "le prénom de l’élève",
            Self::BirthDate => "la date de naissance",
            Self::Level => "le niveau ou la classe",
            Self::GuardianName => "le nom du responsable",
            Self::GuardianFirstName => "le prénom du responsable",
            Self::ChildName => "le nom de l’enfant",
            Self::ChildFirstName => "le prénom de l’enfant",
            Self::Kind => "le type d’appareil",
            Self::Identifier => "un numéro de série, un IMEI ou un ICCID",
            Self::SchoolName => "le nom de l’établissement",
            Self::SchoolCommune => "le code INSEE de la commune",
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
        FileError::NoRow => "Le fichier n’a que ses titres de colonnes : aucune ligne en dessous. Refaites l’export en vérifiant la sélection.".into(),
    }
}

const fn not_text(binary: Binary) -> &'static str {
    match binary {
        Binary::Zip | Binary::OldSpreadsheet => {
            "Ce fichier est un classeur (Excel ou LibreOffice), pas un fichier CSV. Ouvrez-le, choisissez « Enregistrer sous », type CSV, puis envoyez le fichier CSV."
        }
        Binary::Pdf => {
            "Ce fichier est un PDF. Il faut le fichier CSV de l’export, pas le document imprimable."
        }
        Binary::Picture => "Ce fichier est une image. Il faut le fichier CSV de l’export.",
        Binary::Other => {
            "Ce fichier n’est pas du texte. Il faut le fichier CSV de l’export, envoyé tel quel."
        }
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
