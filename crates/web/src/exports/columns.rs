//! The titles of each file and their widths, in the order of the cells of `rows`, `fund` and `decisions`.

use domain::export::ExportKind;
use exchange::out::Column;

/// A title, and how wide its column is shown.
type Shown = (&'static str, u8);

/// The columns of a kind.
pub(super) fn of(kind: ExportKind) -> Vec<Column> {
    let columns = match kind {
        ExportKind::Items => ITEMS,
        ExportKind::Sims => SIMS,
        ExportKind::Loans => LOANS,
        ExportKind::Needs => NEEDS,
        ExportKind::Households => HOUSEHOLDS,
        ExportKind::WaitingList => WAITING_LIST,
        ExportKind::Decisions => DECISIONS,
        ExportKind::FundLines => FUND_LINES,
        ExportKind::Operations => OPERATIONS,
        ExportKind::Journal => JOURNAL,
        // These are no table: each of their sheets has columns of its own.
        ExportKind::Statement | ExportKind::BeforeConvention | ExportKind::Cerfa15059 => &[],
    };
    columns.iter().map(|&(title, width)| Column { title, width }).collect()
}

const ITEMS: &[Shown] = &[
    ("Numéro d’inventaire", 20),
    ("Type", 20),
    ("État", 18),
    ("Condition", 14),
    ("Numéro de série", 22),
    ("IMEI", 18),
    ("ICCID", 23),
    ("Numéro de ligne", 18),
    ("Reçu le", 12),
    ("Lot", 26),
    ("Origine", 14),
    ("Cession", 10),
];

const SIMS: &[Shown] = &[
    ("ICCID", 23),
    ("Numéro de ligne", 18),
    ("Numéro d’inventaire", 20),
    ("Type", 20),
    ("IMEI", 18),
    ("État", 18),
    ("Reçu le", 12),
    ("Opérateur", 20),
    ("Formule", 44),
    ("État de la ligne", 18),
    ("Activée le", 12),
    ("Valable jusqu’au", 16),
    ("Dernière utilisation", 20),
];

const LOANS: &[Shown] = &[
    ("Prêt", 38),
    ("Famille", 24),
    ("Numéro d’inventaire", 20),
    ("Type", 20),
    ("Numéro de série", 22),
    ("IMEI", 18),
    ("Remis le", 12),
    ("À rendre le", 12),
    ("Condition à la remise", 20),
    ("Issue", 14),
    ("Terminé le", 20),
    ("Condition au retour", 20),
];

const NEEDS: &[Shown] = &[
    ("Besoin", 38),
    ("Famille", 24),
    ("Demande", 12),
    ("État", 12),
    ("Prioritaire", 12),
    ("Demandé le", 12),
];

const HOUSEHOLDS: &[Shown] = &[
    ("Famille", 24),
    ("Responsable", 26),
    ("Mobile", 18),
    ("Téléphone", 18),
    ("Courriel", 26),
    ("Autres responsables", 40),
    ("Adresse", 32),
    ("Code postal", 12),
    ("Commune", 20),
    ("Quartier prioritaire", 18),
    ("Langue", 12),
    ("Enfants", 9),
    ("Prénoms et classes", 40),
    ("Équipement", 26),
    ("Connexion", 26),
    ("Accepte un prêt", 16),
    ("Accepte du reconditionné", 24),
    ("Perdue de vue", 14),
    ("Inscrite le", 20),
];

const WAITING_LIST: &[Shown] =
    &[("Rang", 8), ("Famille", 24), ("Demande", 12), ("Prioritaire", 12), ("Demandé le", 12)];

const DECISIONS: &[Shown] = &[
    ("Rang", 8),
    ("Priorité", 10),
    ("Points", 8),
    ("Famille", 24),
    ("Demande", 12),
    ("École", 30),
    ("Décision", 14),
    ("Matériel proposé", 22),
    ("Origine", 36),
    ("Motif", 90),
    ("Besoin", 38),
];

const FUND_LINES: &[Shown] = &[
    ("Exercice", 10),
    ("Code", 14),
    ("Ligne", 32),
    ("Financeur", 28),
    ("Notifié", 16),
    ("Reporté", 16),
    ("Réservé", 16),
    ("Engagé, à liquider", 18),
    ("Liquidé", 16),
    ("Disponible", 16),
];

const OPERATIONS: &[Shown] = &[
    ("Date", 12),
    ("Opération", 14),
    ("État", 12),
    ("Exercice", 10),
    ("Ligne", 14),
    ("Fournisseur", 26),
    ("Objet", 30),
    ("Numéro de commande", 20),
    ("Numéro de facture", 20),
    ("Engagé", 16),
    ("Liquidé", 16),
    ("Payé", 16),
    ("Mandat ou demande de paiement", 26),
    ("Référence de paiement", 22),
    ("Motif de rejet", 30),
];

const JOURNAL: &[Shown] = &[
    ("Numéro", 10),
    ("Quand", 20),
    ("Action", 22),
    ("Sur", 14),
    ("Identifiant", 38),
    ("Compte", 38),
    ("Siège", 18),
    ("Résultat", 60),
    ("Empreinte", 66),
];
