//! A sample of the report on a grant's use, with every row of the form in circulation (`domain.md` §2.7).

use domain::Euros;
use domain::disclosure::Shown;
use jiff::civil::date;

use crate::{
    BeneficiaryRow, Certification, GrantReport, ObjectiveRow, ReportBlock, ReportContent,
    ReportRow, ReportSection, RowLevel,
};

use RowLevel::{Account, Heading, Part, Total};

/// A row: its level, its label, and what was planned and realised in cents; nothing or less for a blank.
type Row = (RowLevel, &'static str, i64, i64);

const DIRECT_CHARGES: [Row; 25] = [
    (Heading, "Charges directes affectées à l’action", -1, -1),
    (Account, "60 – Achats", 2_200_000, 2_314_733),
    (Part, "Achats matières et fournitures", 2_150_000, 2_277_233),
    (Part, "Autres fournitures", 50_000, 37_500),
    (Account, "61 – Services extérieurs", 60_000, 60_000),
    (Part, "Locations", 0, 0),
    (Part, "Entretien et réparation", 45_000, 48_000),
    (Part, "Assurance", 15_000, 12_000),
    (Part, "Documentation", 0, 0),
    (Account, "62 – Autres services extérieurs", 490_000, 445_000),
    (Part, "Rémunérations intermédiaires et honoraires", 90_000, 55_000),
    (Part, "Publicité, publication", 0, 0),
    (Part, "Déplacements, missions", 0, 0),
    (Part, "Services bancaires, autres", 400_000, 390_000),
    (Account, "63 – Impôts et taxes", 0, 0),
    (Part, "Impôts et taxes sur rémunération", 0, 0),
    (Part, "Autres impôts et taxes", 0, 0),
    (Account, "64 – Charges de personnel", 0, 0),
    (Part, "Rémunération des personnels", 0, 0),
    (Part, "Charges sociales", 0, 0),
    (Part, "Autres charges de personnel", 0, 0),
    (Account, "65 – Autres charges de gestion courante", 0, 0),
    (Account, "66 – Charges financières", 0, 0),
    (Account, "67 – Charges exceptionnelles", 0, 0),
    (Account, "68 – Dotation aux amortissements", 0, 0),
];
const DIRECT_PRODUITS: [Row; 21] = [
    (Heading, "Ressources directes affectées à l’action", -1, -1),
    (Account, "70 – Vente de marchandises, produits finis, prestations de services", 0, 0),
    (Account, "73 – Dotations et produits de tarification", 0, 0),
    (Account, "74 – Subventions d’exploitation", 2_750_000, 2_605_000),
    (Part, "État (préciser le(s) ministère(s))\u{202f}: Ville, BOP 147", 1_500_000, 1_500_000),
    (Part, "État\u{202f}: Éducation nationale, BOP 230", 1_150_000, 1_005_000),
    (Part, "Région(s)", 0, 0),
    (Part, "Département(s)", 0, 0),
    (Part, "Intercommunalité(s)\u{202f}: EPCI", 0, 0),
    (Part, "Commune(s)", 100_000, 100_000),
    (Part, "Organismes sociaux (détailler)", 0, 0),
    (Part, "Fonds européens", 0, 0),
    (Part, "L’agence de services et de paiement (ex-CNASEA, emplois aidés)", 0, 0),
    (Part, "Autres établissements publics", 0, 0),
    (Part, "Aides privées (fondations…)", 0, 0),
    (Account, "75 – Autres produits de gestion courante", 0, 0),
    (Part, "dont cotisations, dons manuels ou legs", 0, 0),
    (Account, "76 – Produits financiers", 0, 0),
    (Account, "77 – Produits exceptionnels", 0, 0),
    (Account, "78 – Reports, ressources non utilisées d’opérations antérieures", 0, 214_733),
    (Account, "79 – Transferts de charges", 0, 0),
];
const INDIRECT: [Row; 4] = [
    (Heading, "Charges indirectes réparties affectées à l’action", -1, -1),
    (Part, "Charges fixes de fonctionnement", 0, 0),
    (Part, "Frais financiers", 0, 0),
    (Part, "Autres", 0, 0),
];
const OWN: [Row; 1] = [(Account, "Ressources propres affectées à l’action", 0, 0)];
const VOLUNTARY_CHARGES: [Row; 5] = [
    (Account, "86 – Emplois des contributions volontaires en nature", 900_000, 1_240_000),
    (Part, "860 – Secours en nature", 0, 0),
    (Part, "861 – Mise à disposition gratuite de biens et services", 900_000, 1_200_000),
    (Part, "862 – Prestations", 0, 0),
    (Part, "864 – Personnel bénévole", 0, 40_000),
];
const VOLUNTARY_PRODUITS: [Row; 4] = [
    (Account, "87 – Contributions volontaires en nature", 900_000, 1_240_000),
    (Part, "870 – Bénévolat", 0, 40_000),
    (Part, "871 – Prestations en nature", 0, 0),
    (Part, "875 – Dons en nature", 900_000, 1_200_000),
];

fn rows(rows: &[Row]) -> Vec<ReportRow> {
    let euros = |cents: i64| (cents > 0).then(|| Euros::from_cents(cents));
    let row = |&(level, label, planned, realised): &Row| ReportRow {
        level,
        label: label.to_owned(),
        planned: euros(planned),
        realised: euros(realised),
    };
    rows.iter().map(row).collect()
}

fn block(charges: &[Row], produits: &[Row]) -> ReportBlock {
    ReportBlock { charges: rows(charges), produits: rows(produits) }
}

/// The report on a year of equipment, balanced to the cent.
#[must_use]
pub fn grant_report() -> GrantReport {
    GrantReport {
        cite: "Cité éducative des Grisettes".to_owned(),
        form: "Cerfa n° 15059*02".to_owned(),
        holder: "collège des Tilleuls".to_owned(),
        siret: "193 100 019 00014".to_owned(),
        rna: String::new(),
        action: "Équiper les familles du numérique".to_owned(),
        grant_reference: "Notification n° 26-147-031 du 12 mars 2026".to_owned(),
        fiscal_year: 2026,
        page: Some("https://cartable.example/fonds/ligne-1/compte-rendu".to_owned()),
        printed_on: date(2027, 2, 10),
        qualitative: qualitative(),
        blocks: vec![
            block(&DIRECT_CHARGES, &DIRECT_PRODUITS),
            block(&INDIRECT, &OWN),
            block(
                &[(Total, "TOTAL DES CHARGES", 2_750_000, 2_819_733)],
                &[(Total, "TOTAL DES PRODUITS", 2_750_000, 2_819_733)],
            ),
            block(&VOLUNTARY_CHARGES, &VOLUNTARY_PRODUITS),
            block(
                &[(Total, "TOTAL", 3_650_000, 4_059_733)],
                &[(Total, "TOTAL", 3_650_000, 4_059_733)],
            ),
        ],
        sentence: Some(
            "La subvention de 15\u{202f}000,00\u{a0}€ représente 53,20\u{a0}% du total des produits (montant \
             attribué / total des produits × 100)."
                .to_owned(),
        ),
        annex: annex(),
        certification: Certification {
            name: String::new(),
            capacity: "principale, ordonnatrice".to_owned(),
            place: "Toulouse".to_owned(),
            on: None,
        },
    }
}

fn text(heading: &str, paragraphs: &[&str]) -> ReportSection {
    let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
    ReportSection { heading: heading.to_owned(), content: ReportContent::Text(paragraphs) }
}

fn qualitative() -> Vec<ReportSection> {
    let reached = |public: &str, reached| BeneficiaryRow { public: public.to_owned(), reached };
    let aimed = |indicator: &str, expected: &str, obtained: &str| ObjectiveRow {
        indicator: indicator.to_owned(),
        expected: expected.to_owned(),
        obtained: obtained.to_owned(),
    };
    vec![
        text(
            "Décrivez précisément la mise en œuvre de l’action",
            &[
                "Le fonds a acheté des tablettes et des clés 4G, prêtées aux familles dont un enfant n’avait ni appareil ni connexion. Le recensement s’est fait par les écoles et les collèges\u{202f}; un barème publié classe les besoins, la troïka décide.",
                "Les remises ont eu lieu dans les établissements, avec un tutoriel dans la langue de la famille, et un interprète pour 46 heures.",
            ],
        ),
        ReportSection {
            heading: "Nombre de bénéficiaires, par type de public".to_owned(),
            content: ReportContent::Beneficiaries(vec![
                reached("Foyers équipés d’un appareil", Shown::Exact(171)),
                reached("Foyers raccordés à l’internet", Shown::Exact(148)),
                reached("Foyers hors quartier prioritaire", Shown::Under(11)),
            ]),
        },
        text(
            "Dates et lieux de réalisation",
            &[
                "Du 2 octobre au 18 décembre 2026\u{202f}; collèges des Tilleuls et Jean-Zay, huit écoles.",
            ],
        ),
        ReportSection {
            heading: "Objectifs atteints au regard des indicateurs".to_owned(),
            content: ReportContent::Objectives(vec![
                aimed("Besoins d’appareil servis", "200", "171"),
                aimed("Délai médian entre le besoin et la remise", "30 jours", "26 jours"),
                aimed("Appareils perdus ou volés", "moins de 5\u{202f}%", "1\u{202f}%"),
            ]),
        },
        text("Autres informations", &["Aucune."]),
    ]
}

fn annex() -> Vec<ReportSection> {
    vec![
        text(
            "Règles de répartition des charges indirectes",
            &["Aucune charge indirecte n’est affectée à l’action."],
        ),
        text(
            "Écarts significatifs entre la prévision et la réalisation",
            &[
                "Le reliquat de 2025 (2\u{202f}147,33\u{202f}€), reporté sur la même notification, a été employé en tablettes\u{202f}: l’achat dépasse la prévision de 5\u{202f}%.",
            ],
        ),
        text(
            "Contributions volontaires en nature",
            &[
                "Quarante ordinateurs donnés, à la valeur déclarée par le donateur\u{202f}; bénévolat compté au salaire minimum.",
            ],
        ),
        text("Observations", &[]),
    ]
}
