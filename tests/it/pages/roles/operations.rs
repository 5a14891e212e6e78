//! The operations of a fund, as data.

use domain::Seat;

/// An operation: what it is, who may do it, the page of its form, where it goes, what it says. Ids of the
/// cité stand in braces.
pub(super) type Operation = (
    &'static str,
    &'static [Seat],
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const PRINCIPAL: &[Seat] = &[Seat::Principal];
const CONVENTIONS: &str = "/fonds/conventions";
const NEW_LINE: &str = "/fonds/nouvelle-ligne";
const NEW_ORDER: &str = "/fonds/engagements/nouveau";
const SIRET: &str = "110 043 015 00012";

/// The operations of a fund, in the order of its chain.
pub(super) const OPERATIONS: &[Operation] = &[
    (
        "convention",
        PRINCIPAL,
        CONVENTIONS,
        CONVENTIONS,
        &[
            ("nature", "grant"),
            ("titre", "Attributive"),
            ("etape", "drafted"),
            ("le", "01/09/2026"),
        ],
    ),
    (
        "convention's step",
        PRINCIPAL,
        "{new convention}",
        "{new convention}",
        &[("etape", "voted"), ("le", "01/09/2026")],
    ),
    ("schools covered", PRINCIPAL, "{pooling}", "{pooling}/ecoles", &[("ecoles", "{school id}")]),
    (
        "category",
        PRINCIPAL,
        "/fonds/categories",
        "/fonds/categories",
        &[("nom", "Contes"), ("sous", "service")],
    ),
    ("category retired", PRINCIPAL, "/fonds/categories", "/fonds/categories/{own id}/retirer", &[]),
    (
        "rows of the report",
        PRINCIPAL,
        "/fonds/comptes",
        "/fonds/comptes",
        &[
            ("equipment", "60.other"),
            ("connection", "62.other"),
            ("interpreting", "62.fees"),
            ("service", "62.fees"),
            ("media", "62.publicity"),
            ("other", "60.other"),
        ],
    ),
    (
        "rule of the troïka",
        PRINCIPAL,
        "/fonds/troika",
        "/fonds/troika",
        &[("regle", "unanimous"), ("acte", "COPIL"), ("depuis", "01/09/2026")],
    ),
    (
        "article offered",
        &[Seat::Principal, Seat::TownAgent],
        "/fonds/catalogue",
        "/fonds/catalogue",
        &[
            ("label", "Souris"),
            ("kind", "laptop"),
            ("category", "equipment"),
            ("condition", "new"),
            ("price", "9,00"),
            ("minimum", "0"),
        ],
    ),
    (
        "article withdrawn",
        &[Seat::Principal, Seat::TownAgent],
        "/fonds/catalogue",
        "/fonds/catalogue/{article id}/retirer",
        &[],
    ),
    (
        "line",
        PRINCIPAL,
        NEW_LINE,
        NEW_LINE,
        &[
            ("label", "Autre"),
            ("code", "X-1"),
            ("funder", "Ville"),
            ("year", "2026"),
            ("purse", "town_budget"),
        ],
    ),
    ("line closed", PRINCIPAL, "{new line}/fin-d-exercice", "{new line}/cloture", &[]),
    ("terms", PRINCIPAL, "{line}/conditions", "{line}/conditions", &[("flexibility", "3")]),
    (
        "rules of a line",
        PRINCIPAL,
        "{line}/regles",
        "{line}/regles",
        &[("purse", "cite_fund"), ("before", "allowed"), ("months", "6")],
    ),
    (
        "notification",
        PRINCIPAL,
        "{line}",
        "{line}/notifications",
        &[("amount", "10,00"), ("reference", "N-2"), ("on", "01/09/2026")],
    ),
    (
        "money received",
        &[Seat::Principal, Seat::Accountant],
        "{line}",
        "{line}/recettes",
        &[("received", "10,00"), ("number", "TR-9"), ("received_on", "01/09/2026")],
    ),
    (
        "request",
        &Seat::TROIKA,
        "/fonds/accords/nouveau",
        "/fonds/accords",
        &[
            ("line", "{line id}"),
            ("purpose", "Étuis"),
            ("categorie", "equipment"),
            ("amount", "20,00"),
            ("regime", "normal"),
        ],
    ),
    ("withdrawal", &Seat::TROIKA, "{new request}", "{new request}/retirer", &[]),
    ("answer", &Seat::TROIKA, "{asked}", "{asked}", &[("answer", "yes")]),
    (
        "order",
        PRINCIPAL,
        NEW_ORDER,
        NEW_ORDER,
        &[
            ("agreement", "{agreement id}"),
            ("supplier", "F"),
            ("purpose", "Housses"),
            ("order_number", "BC-9"),
            ("amount", "10,00"),
        ],
    ),
    (
        "complement",
        PRINCIPAL,
        "{order}",
        "{order}/complements",
        &[("amount", "5,00"), ("motif", "Port")],
    ),
    (
        "delivery",
        &[Seat::Principal, Seat::TownAgent],
        "{order}/livraison",
        "{order}/livraisons",
        &[("numero", "BL-9"), ("le", "01/09/2026")],
    ),
    ("certificate", PRINCIPAL, "{order}", "{order}/livraisons/{delivery id}", &[]),
    (
        "invoice",
        PRINCIPAL,
        "{order}/facture",
        "{order}/factures",
        &[
            ("numero", "F-9"),
            ("siret", SIRET),
            ("emise_le", "01/09/2026"),
            ("recue_le", "01/09/2026"),
            ("autre_taux", "0"),
            ("ht", "5,00"),
            ("tva", "0,00"),
            ("ttc", "5,00"),
        ],
    ),
    ("settlement", PRINCIPAL, "{order}", "{order}/factures/{invoice id}", &[]),
    (
        "payment order",
        PRINCIPAL,
        "{order}",
        "{order}/liquidations/{new debt id}/mandat",
        &[("mandat", "DP-9")],
    ),
    (
        "payment",
        &[Seat::Accountant],
        "{order}",
        "{order}/liquidations/{debt id}",
        &[("decision", "pay"), ("reference", "V-9")],
    ),
    (
        "forecast",
        PRINCIPAL,
        "{line}/previsions",
        "{line}/previsions",
        &[
            ("objet", "Radio"),
            ("categorie", "media"),
            ("mensuel", "10,00"),
            ("nombre", "1"),
            ("debut", "01/10/2026"),
            ("fin", "31/12/2026"),
        ],
    ),
    (
        "forecast dropped",
        PRINCIPAL,
        "{line}/previsions",
        "/fonds/previsions/{forecast id}/retirer",
        &[],
    ),
    (
        "explanation",
        &[Seat::Principal, Seat::Accountant],
        "/fonds/rapprochements/{statement id}",
        "/fonds/rapprochements/{statement id}",
        &[("motif-0", "Deux ordres en un mandat"), ("motif-1", "Deux ordres en un mandat")],
    ),
    (
        "threshold",
        PRINCIPAL,
        "/fonds/seuils",
        "/fonds/seuils",
        &[
            ("nature", "local_quotes"),
            ("montant", "500,00"),
            ("devis", "3"),
            ("depuis", "01/01/2026"),
            ("source", "Acte 3"),
        ],
    ),
    ("report", PRINCIPAL, "{line}/compte-rendu", "{line}/compte-rendu", &[("action", "Équiper")]),
    (
        "carry-over",
        PRINCIPAL,
        "{line}/fin-d-exercice",
        "{line}/reports",
        &[("amount", "1,00"), ("act", "DBM")],
    ),
    (
        "repayment",
        PRINCIPAL,
        "{line}/fin-d-exercice",
        "{line}/reversements",
        &[("repaid", "1,00"), ("reference", "OR-9")],
    ),
    ("order cancelled", PRINCIPAL, "{order}", "{order}/annuler", &[]),
];

/// What the walk leaves to others: two are uploads (`pages::reports`, `pages::troika`), one needs a plan's
/// purchase (`pages::plan_money`).
pub(super) const ELSEWHERE: &[&str] =
    &["/fonds/rapprochements", "/fonds/accords/{id}/pieces", "/fonds/accords/{id}/renoncer"];
