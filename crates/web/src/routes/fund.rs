//! The fund's lines of the sheet. Who holds, agrees, pays or spends reads every figure; no family is on these
//! pages.

use domain::Seat;

use super::{Access, RouteLine, get, post};
use crate::pages::fund::{
    account_rows, account_statement, account_statements, agreement, agreement_files, agreements,
    ask, before_convention, catalogue, categories, commit, commitment, convention, conventions,
    delivery, forecasts, grant_report, invoice, line, list, new_line, proof, settings, settlement,
    terms, thresholds, troika, waits, year_end,
};

const READERS: Access = Access::Seats(&[
    Seat::TownAgent,
    Seat::Principal,
    Seat::Accountant,
    Seat::TownCopilot,
    Seat::PrefectDelegate,
]);
const TROIKA: Access = Access::Seats(&Seat::TROIKA);
const PRINCIPAL: Access = Access::Seats(&[Seat::Principal]);
const ACCOUNTANT: Access = Access::Seats(&[Seat::Accountant]);
/// Who has the goods in hand.
const RECEIVES: Access = Access::Seats(&[Seat::TownAgent, Seat::Principal]);
const TILL: Access = Access::Seats(&[Seat::Principal, Seat::Accountant]);
const OFFERS: Access = Access::Seats(&[Seat::TownAgent, Seat::Principal]);

/// Lines, conventions, agreements. What has a name of its own stands before what has an id.
pub(super) fn lines() -> Vec<RouteLine> {
    vec![
        get("/fonds", READERS, list::page),
        get("/fonds/nouvelle-ligne", PRINCIPAL, new_line::page),
        post("/fonds/nouvelle-ligne", PRINCIPAL, new_line::submit),
        get("/fonds/catalogue", READERS, catalogue::page),
        post("/fonds/catalogue", OFFERS, catalogue::submit),
        post("/fonds/catalogue/{id}/retirer", OFFERS, catalogue::withdraw),
        get("/fonds/conventions", READERS, conventions::page),
        post("/fonds/conventions", PRINCIPAL, conventions::submit),
        get("/fonds/conventions/{id}", READERS, convention::page),
        post("/fonds/conventions/{id}", PRINCIPAL, convention::reach),
        post("/fonds/conventions/{id}/ecoles", PRINCIPAL, convention::cover),
        get("/fonds/avant-convention", READERS, before_convention::page),
        get("/fonds/comptes", READERS, account_rows::page),
        post("/fonds/comptes", PRINCIPAL, account_rows::submit),
        get("/fonds/categories", READERS, categories::page),
        post("/fonds/categories", PRINCIPAL, categories::submit),
        post("/fonds/categories/{id}/retirer", PRINCIPAL, categories::retire),
        get("/fonds/rapprochements", READERS, account_statements::page),
        post("/fonds/rapprochements", TILL, account_statements::submit).upload(),
        get("/fonds/rapprochements/{id}", READERS, account_statement::page),
        post("/fonds/rapprochements/{id}", TILL, account_statement::explain),
        post("/fonds/previsions/{id}/retirer", PRINCIPAL, forecasts::take_away),
        get("/fonds/a-faire", READERS, waits::page),
        get("/fonds/seuils", READERS, thresholds::page),
        post("/fonds/seuils", PRINCIPAL, thresholds::submit),
        get("/fonds/troika", READERS, troika::page),
        post("/fonds/troika", PRINCIPAL, troika::submit),
        get("/fonds/accords", READERS, agreements::page),
        get("/fonds/accords/nouveau", TROIKA, ask::page),
        post("/fonds/accords", TROIKA, ask::submit).upload(),
        get("/fonds/accords/pieces/{id}", READERS, agreement_files::open),
        get("/fonds/accords/{id}", READERS, agreement::page),
        post("/fonds/accords/{id}", TROIKA, agreement::answer),
        post("/fonds/accords/{id}/pieces", TROIKA, agreement_files::attach).upload(),
        post("/fonds/accords/{id}/retirer", TROIKA, agreement::withdraw),
        post("/fonds/accords/{id}/renoncer", PRINCIPAL, agreement::give_up),
        get("/fonds/accords/{id}/preuve.pdf", READERS, proof::page),
        get("/fonds/{id}", READERS, line::page),
        get("/fonds/{id}/conditions", PRINCIPAL, terms::page),
        post("/fonds/{id}/conditions", PRINCIPAL, terms::submit),
        get("/fonds/{id}/regles", PRINCIPAL, settings::page),
        post("/fonds/{id}/regles", PRINCIPAL, settings::submit),
        post("/fonds/{id}/notifications", PRINCIPAL, line::notify),
        post("/fonds/{id}/recettes", TILL, line::receive),
        get("/fonds/{id}/compte-rendu", READERS, grant_report::page),
        post("/fonds/{id}/compte-rendu", PRINCIPAL, grant_report::submit),
        get("/fonds/{id}/previsions", READERS, forecasts::page),
        post("/fonds/{id}/previsions", PRINCIPAL, forecasts::submit),
        get("/fonds/{id}/fin-d-exercice", PRINCIPAL, year_end::page),
        post("/fonds/{id}/reports", PRINCIPAL, year_end::carry_over),
        post("/fonds/{id}/reversements", PRINCIPAL, year_end::repay),
        post("/fonds/{id}/cloture", PRINCIPAL, year_end::close),
    ]
}

/// Orders, from what is committed to what is paid.
pub(super) fn orders() -> Vec<RouteLine> {
    vec![
        get("/fonds/engagements/nouveau", PRINCIPAL, commit::page),
        post("/fonds/engagements/nouveau", PRINCIPAL, commit::submit),
        get("/fonds/engagements/{id}", READERS, commitment::page),
        post("/fonds/engagements/{id}/annuler", PRINCIPAL, commitment::cancel),
        post("/fonds/engagements/{id}/complements", PRINCIPAL, commitment::complement),
        get("/fonds/engagements/{id}/livraison", RECEIVES, delivery::page),
        post("/fonds/engagements/{id}/livraisons", RECEIVES, delivery::submit),
        post("/fonds/engagements/{id}/livraisons/{delivery}", PRINCIPAL, delivery::certify),
        get("/fonds/engagements/{id}/facture", PRINCIPAL, invoice::page),
        post("/fonds/engagements/{id}/factures", PRINCIPAL, invoice::submit),
        post("/fonds/engagements/{id}/factures/{invoice}", PRINCIPAL, settlement::settle),
        post(
            "/fonds/engagements/{id}/liquidations/{debt}/mandat",
            PRINCIPAL,
            settlement::order_payment,
        ),
        post("/fonds/engagements/{id}/liquidations/{debt}", ACCOUNTANT, settlement::pay),
    ]
}
