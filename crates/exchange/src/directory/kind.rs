//! What a school of the directory is.

use domain::identifiers::names::matching_key;

domain::vocabulary! {
    /// What kind of school.
    SchoolKind {
        /// École maternelle alone.
        Maternelle = "maternelle",
        /// École élémentaire alone.
        Elementaire = "elementaire",
        /// École primaire: maternelle and élémentaire under one roof.
        Primaire = "primaire",
        /// Collège.
        College = "college",
        /// Lycée of any kind.
        Lycee = "lycee",
        /// Whatever else the directory lists: services, information centres, care institutions.
        Other = "other",
    }
}

domain::vocabulary! {
    /// Éducation prioritaire: a label of the school's, never of a pupil's.
    EducationPriority {
        /// Réseau d'éducation prioritaire.
        Rep = "rep",
        /// Réseau d'éducation prioritaire renforcé.
        RepPlus = "rep_plus",
    }
}

impl SchoolKind {
    /// From the directory's type, and for a school of the first degree its two marks.
    pub(super) fn read(kind: &str, maternelle: bool, elementaire: bool) -> Self {
        match (matching_key(kind).as_str(), maternelle, elementaire) {
            ("ecole", true, true) => Self::Primaire,
            ("ecole", true, false) => Self::Maternelle,
            ("ecole", false, _) => Self::Elementaire,
            ("college", _, _) => Self::College,
            (kind, _, _) if kind.split(' ').next() == Some("lycee") => Self::Lycee,
            _ => Self::Other,
        }
    }
}

impl EducationPriority {
    /// `REP`, `REP+`; anything else is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().replace(' ', "").as_str() {
            "REP" => Some(Self::Rep),
            "REP+" => Some(Self::RepPlus),
            _ => None,
        }
    }
}
