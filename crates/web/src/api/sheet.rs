//! The interface's lines of the route sheet: path, seats, scope, handler, description. The seats are
//! those of the page that does the same.

use axum::handler::Handler;
use axum::http::Method;
use domain::Seat;
use domain::token::Scope;

use super::fund::{
    AgreementOut, CommitmentIn, CommitmentOut, FundLineOut, InvoiceIn, NotificationOut,
    SettlementIn, SettlementOut,
};
use super::households::{HouseholdOut, HouseholdQuery, NeedOut, NeedsIn};
use super::items::{ActionIn, ItemOut, ItemQuery, ItemWithHistory};
use super::line::{ApiLine, Operation};
use super::loans::{LoanIn, LoanOut, LoanQuery, ReturnIn};
use super::lots::{LotIn, LotOut, OneMoreIn};
use super::plans::{BareIn, LineQuery, PlanLineOut, PlanOut};
use super::rounds::{RoundIn, RoundOut, RoundWithPlans};
use super::schools::SchoolOut;
use super::values::{Listed, PageQuery};
use super::{fund, households, items, loans, lots, plans, rounds, schools};
use crate::routes::{Access, RouteLine};
use crate::state::AppState;

/// Bytes of a body of JSON: five hundred items with all their numbers, and some room.
const JSON_LIMIT: usize = 500_000;

const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
const PRINCIPAL: Access = Access::Seats(&[Seat::Principal]);
// No family is behind the fund's figures.
const FUND: Access = Access::Seats(&[
    Seat::TownAgent,
    Seat::Principal,
    Seat::Accountant,
    Seat::TownCopilot,
    Seat::PrefectDelegate,
]);
// The table reads figures and rules; names are the agent's.
const TABLE: Access =
    Access::Seats(&[Seat::TownAgent, Seat::Principal, Seat::PrefectDelegate, Seat::TownCopilot]);

fn get<H: Handler<T, AppState>, T: 'static>(
    path: &'static str,
    access: Access,
    scope: Scope,
    handler: H,
    describe: fn() -> Operation,
) -> RouteLine {
    let api = Some(ApiLine { scope, describe });
    let handler = axum::routing::get(handler);
    RouteLine { method: Method::GET, path, access, limit: JSON_LIMIT, api, handler }
}

fn post<H: Handler<T, AppState>, T: 'static>(
    path: &'static str,
    access: Access,
    scope: Scope,
    handler: H,
    describe: fn() -> Operation,
) -> RouteLine {
    let api = Some(ApiLine { scope, describe });
    let handler = axum::routing::post(handler);
    RouteLine { method: Method::POST, path, access, limit: JSON_LIMIT, api, handler }
}

/// Every line of the interface.
#[must_use]
pub fn lines() -> Vec<RouteLine> {
    [stock(), loan(), family(), round(), money()].concat()
}

fn stock() -> Vec<RouteLine> {
    use Scope::{ItemsRead, ItemsWrite};
    vec![
        get("/api/v1/items", AGENT, ItemsRead, items::list, || {
            Operation::answers::<Listed<ItemOut>>("list_items", "Chercher des appareils")
                .asked::<ItemQuery>()
        }),
        get("/api/v1/items/{id}", AGENT, ItemsRead, items::show, || {
            Operation::answers::<ItemWithHistory>("show_item", "Lire un appareil et son histoire")
        }),
        post("/api/v1/items/{id}/actions", AGENT, ItemsWrite, items::act, || {
            Operation::takes::<ActionIn>(
                "act_on_item",
                "Noter ce que le guichet a fait d’un appareil",
            )
        }),
        get("/api/v1/lots", AGENT, ItemsRead, lots::list, || {
            Operation::answers::<Listed<LotOut>>("list_lots", "Lister les lots")
                .asked::<PageQuery>()
        }),
        post("/api/v1/lots", AGENT, ItemsWrite, lots::receive, || {
            Operation::takes::<LotIn>("receive_lot", "Recevoir un lot")
        }),
        get("/api/v1/lots/{id}", AGENT, ItemsRead, lots::show, || {
            Operation::answers::<LotOut>("show_lot", "Lire un lot")
        }),
        post("/api/v1/lots/{id}/items", AGENT, ItemsWrite, lots::add, || {
            Operation::takes::<OneMoreIn>("add_item", "Ajouter un appareil à un lot")
        }),
    ]
}

fn loan() -> Vec<RouteLine> {
    use Scope::{LoansRead, LoansWrite};
    vec![
        get("/api/v1/loans", AGENT, LoansRead, loans::list, || {
            Operation::answers::<Listed<LoanOut>>("list_loans", "Lister des prêts")
                .asked::<LoanQuery>()
        }),
        post("/api/v1/loans", AGENT, LoansWrite, loans::lend, || {
            Operation::takes::<LoanIn>("lend", "Remettre du matériel à une famille")
        }),
        get("/api/v1/loans/{id}", AGENT, LoansRead, loans::show, || {
            Operation::answers::<LoanOut>("show_loan", "Lire un prêt")
        }),
        post("/api/v1/loans/{id}/returns", AGENT, LoansWrite, loans::take_back, || {
            Operation::takes::<ReturnIn>("take_back", "Reprendre tout ou partie d’un prêt")
        }),
    ]
}

fn family() -> Vec<RouteLine> {
    use Scope::{NeedsRead, NeedsWrite, SchoolsRead};
    vec![
        get("/api/v1/households", AGENT, NeedsRead, households::list, || {
            Operation::answers::<Listed<HouseholdOut>>("list_households", "Chercher des familles")
                .asked::<HouseholdQuery>()
        }),
        post("/api/v1/households/{id}/needs", AGENT, NeedsWrite, households::record, || {
            Operation::takes::<NeedsIn>(
                "record_needs",
                "Noter ce qu’une famille a, et donc ses besoins",
            )
        }),
        get("/api/v1/needs", AGENT, NeedsRead, households::waiting, || {
            Operation::answers::<Listed<NeedOut>>("list_needs", "Lister les besoins en attente")
                .asked::<PageQuery>()
        }),
        get("/api/v1/schools", AGENT, SchoolsRead, schools::list, || {
            Operation::answers::<Listed<SchoolOut>>("list_schools", "Lister les écoles")
                .asked::<PageQuery>()
        }),
    ]
}

fn round() -> Vec<RouteLine> {
    use Scope::{PlansRead, PlansWrite};
    vec![
        get("/api/v1/rounds", TABLE, PlansRead, rounds::list, || {
            Operation::answers::<Listed<RoundOut>>("list_rounds", "Lister les tours d’attribution")
                .asked::<PageQuery>()
        }),
        post("/api/v1/rounds", AGENT, PlansWrite, rounds::open, || {
            Operation::takes::<RoundIn>("open_round", "Ouvrir un tour : les besoins sont gelés")
        }),
        get("/api/v1/rounds/{id}", TABLE, PlansRead, rounds::show, || {
            Operation::answers::<RoundWithPlans>("show_round", "Lire un tour et ses plans")
        }),
        post("/api/v1/rounds/{id}/plans", AGENT, PlansWrite, plans::propose, || {
            Operation::takes::<BareIn>("propose_plan", "Calculer un plan et le garder")
        }),
        get("/api/v1/plans/{id}", TABLE, PlansRead, plans::show, || {
            Operation::answers::<PlanOut>("show_plan", "Lire un plan")
        }),
        get("/api/v1/plans/{id}/lines", AGENT, PlansRead, plans::lines, || {
            Operation::answers::<Listed<PlanLineOut>>(
                "list_plan_lines",
                "Lire un plan, besoin par besoin",
            )
            .asked::<LineQuery>()
        }),
        post("/api/v1/plans/{id}/adoption", AGENT, PlansWrite, plans::adopt, || {
            Operation::takes::<BareIn>("adopt_plan", "Adopter un plan : le matériel est réservé")
        }),
    ]
}

fn money() -> Vec<RouteLine> {
    use Scope::{FundRead, FundWrite};
    vec![
        get("/api/v1/fund-lines", FUND, FundRead, fund::list, || {
            Operation::answers::<Listed<FundLineOut>>(
                "list_fund_lines",
                "Lister les lignes du fonds",
            )
            .asked::<PageQuery>()
        }),
        get("/api/v1/fund-lines/{id}", FUND, FundRead, fund::show, || {
            Operation::answers::<FundLineOut>("show_fund_line", "Lire une ligne et ses chiffres")
        }),
        get("/api/v1/fund-lines/{id}/notifications", FUND, FundRead, fund::notifications, || {
            Operation::answers::<Listed<NotificationOut>>(
                "list_notifications",
                "Lister les notifications d’une ligne",
            )
            .asked::<PageQuery>()
        }),
        get("/api/v1/fund-lines/{id}/agreements", FUND, FundRead, fund::agreements, || {
            Operation::answers::<Listed<AgreementOut>>(
                "list_agreements",
                "Lister les accords d’une ligne",
            )
            .asked::<PageQuery>()
        }),
        get("/api/v1/fund-lines/{id}/commitments", FUND, FundRead, fund::commitments, || {
            Operation::answers::<Listed<CommitmentOut>>(
                "list_commitments",
                "Lister les engagements d’une ligne",
            )
            .asked::<PageQuery>()
        }),
        get("/api/v1/fund-lines/{id}/settlements", FUND, FundRead, fund::settlements, || {
            Operation::answers::<Listed<SettlementOut>>(
                "list_settlements",
                "Lister les liquidations d’une ligne",
            )
            .asked::<PageQuery>()
        }),
        post("/api/v1/commitments", PRINCIPAL, FundWrite, fund::commit, || {
            Operation::takes::<CommitmentIn>("commit", "Engager une dépense")
        }),
        get("/api/v1/commitments/{id}", FUND, FundRead, fund::commitment, || {
            Operation::answers::<CommitmentOut>("show_commitment", "Lire un engagement")
        }),
        post("/api/v1/commitments/{id}/invoices", PRINCIPAL, FundWrite, fund::invoice, || {
            Operation::takes::<InvoiceIn>("note_invoice", "Noter une facture reçue")
        }),
        post("/api/v1/commitments/{id}/settlements", PRINCIPAL, FundWrite, fund::settle, || {
            Operation::takes::<SettlementIn>("settle", "Liquider une facture")
        }),
    ]
}

/// What a token on this seat may be allowed to do: nothing that no line would let it do.
#[must_use]
pub fn scopes_of(seat: Seat) -> Vec<Scope> {
    let mine = lines().into_iter().filter(|line| line.access.admits(seat));
    let mut scopes: Vec<Scope> = mine.filter_map(|line| Some(line.api?.scope)).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
