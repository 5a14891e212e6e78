//! The route sheet: one line per route — method, path, who, handler. The router is built from it, so
//! nothing is reachable that is not on it (`router`). One function per noun; add your line to yours.
//!
//! Longer than other files, since it is one sheet on purpose: who may do what is read in one place.

mod fund;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::MethodRouter;
use domain::Seat;

use crate::api::{self, ApiLine};
use crate::state::AppState;
use crate::{assets, pages};

/// Bytes of a form's body.
const FORM_LIMIT: usize = 2_000_000;
/// Bytes of an upload: a file of 50 MB and what multipart puts around it.
const UPLOAD_LIMIT: usize = 50_010_000;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; the session, if there is one, is known.
    Anyone,
    /// Whoever holds the secret that ends the path; who is signed in is not even looked at.
    Link,
    /// Whoever is signed in, on any seat.
    SignedIn,
    /// Whoever is signed in on one of these seats.
    Seats(&'static [Seat]),
}

impl Access {
    /// Does it let a person on this seat in?
    #[must_use]
    pub fn admits(self, seat: Seat) -> bool {
        match self {
            Self::Anyone | Self::Link | Self::SignedIn => true,
            Self::Seats(seats) => seats.contains(&seat),
        }
    }
}

/// One line of the sheet.
#[derive(Clone)]
pub struct RouteLine {
    /// GET (which answers HEAD too) or POST.
    pub method: Method,
    /// The path as axum matches it.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// The most bytes its body may have.
    pub limit: usize,
    /// What the interface for programs asks and says of it; nothing for a page.
    pub api: Option<ApiLine>,
    pub(crate) handler: MethodRouter<AppState>,
}

impl RouteLine {
    /// Takes files of up to 50 MB.
    #[must_use]
    fn upload(mut self) -> Self {
        self.limit = UPLOAD_LIMIT;
        self
    }
}

fn get<H: Handler<T, AppState>, T: 'static>(
    path: &'static str,
    access: Access,
    handler: H,
) -> RouteLine {
    RouteLine {
        method: Method::GET,
        path,
        access,
        limit: FORM_LIMIT,
        api: None,
        handler: axum::routing::get(handler),
    }
}

fn post<H: Handler<T, AppState>, T: 'static>(
    path: &'static str,
    access: Access,
    handler: H,
) -> RouteLine {
    RouteLine {
        method: Method::POST,
        path,
        access,
        limit: FORM_LIMIT,
        api: None,
        handler: axum::routing::post(handler),
    }
}

/// Every route there is.
#[must_use]
pub fn sheet() -> Vec<RouteLine> {
    [
        session(),
        house(),
        families(),
        referrals(),
        schools(),
        files(),
        stock(),
        shelf_end(),
        supplies(),
        incidents(),
        sims(),
        receiving(),
        rounds(),
        loans(),
        parcels(),
        provisions(),
        transfers(),
        fund::lines(),
        fund::orders(),
        donors(),
        exports(),
        accounts(),
        programs(),
    ]
    .concat()
}

fn session() -> Vec<RouteLine> {
    use Access::{Anyone, SignedIn};
    vec![
        get("/connexion", Anyone, pages::session::sign_in::page),
        post("/connexion", Anyone, pages::session::sign_in::submit),
        post("/deconnexion", SignedIn, pages::session::sign_out::submit),
        get("/siege", SignedIn, pages::session::seat::page),
        post("/siege", SignedIn, pages::session::seat::submit),
    ]
}

fn house() -> Vec<RouteLine> {
    use Access::{Anyone, SignedIn};
    vec![
        get("/", SignedIn, pages::home::page),
        get("/sante", Anyone, pages::health::page),
        get("/static/{file}", Anyone, assets::serve),
    ]
}

fn families() -> Vec<RouteLine> {
    use pages::{census, families};
    // Names, telephones and needs: who lends sees them, nobody else does.
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/familles", AGENT, families::list::page),
        get("/familles/appel", AGENT, families::call::page),
        post("/familles/appel", AGENT, families::call::submit),
        get("/familles/nouvelle", AGENT, families::new::page),
        post("/familles/nouvelle", AGENT, families::new::submit),
        get("/familles/{id}", AGENT, families::show::page),
        get("/familles/{id}/besoins", AGENT, families::record::page),
        post("/familles/{id}/besoins", AGENT, families::record::submit),
        post("/familles/{id}/contact", AGENT, families::contact::submit),
        get("/familles/{id}/effacer", AGENT, families::erase::page),
        post("/familles/{id}/effacer", AGENT, families::erase::submit),
        get("/recensement", AGENT, census::list::page),
        get("/recensement/ecole", AGENT, census::school::page),
        post("/recensement/ecole", AGENT, census::school::submit),
    ]
}

fn schools() -> Vec<RouteLine> {
    use pages::census::{links, paper, show, type_in};
    use pages::hand_in;
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/recensement/ecoles/{id}", AGENT, show::page),
        get("/recensement/ecoles/{id}/liste.pdf", AGENT, paper::page),
        get("/recensement/ecoles/{id}/saisie", AGENT, type_in::page),
        post("/recensement/ecoles/{id}/saisie", AGENT, type_in::submit),
        post("/recensement/ecoles/{id}/liens", AGENT, links::give),
        post("/recensement/liens/{id}/retirer", AGENT, links::revoke),
        post("/recensement/liens/{id}/lu", AGENT, links::clear_note),
        // A school without an account: names of one class, and nothing else that is known.
        get("/remise/{token}", Access::Link, hand_in::page),
        post("/remise/{token}", Access::Link, hand_in::submit),
    ]
}

fn referrals() -> Vec<RouteLine> {
    use pages::referrals::{list, new, received, show};
    // Who is followed by the PRE: its referent, of their own, and who runs the case; nobody else.
    const REFERENT: Access = Access::Seats(&[Seat::PreReferent]);
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/orientations", REFERENT, list::page),
        get("/orientations/nouvelle", REFERENT, new::page),
        post("/orientations/nouvelle", REFERENT, new::submit),
        get("/orientations/recues", AGENT, received::page),
        get("/orientations/recues/{id}", AGENT, show::page),
        post("/orientations/recues/{id}/rattacher", AGENT, show::tie),
        post("/orientations/recues/{id}/sans-suite", AGENT, show::close),
    ]
}

fn files() -> Vec<RouteLine> {
    use pages::files::{columns, decide, list, show};
    // Files hold names, or say where things are: whoever lends takes them in.
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/fichiers", AGENT, list::page),
        post("/fichiers", AGENT, list::submit).upload(),
        post("/fichiers/correspondances/{id}/oublier", AGENT, list::forget_mapping),
        get("/fichiers/{id}", AGENT, show::page),
        get("/fichiers/{id}/colonnes", AGENT, columns::page),
        post("/fichiers/{id}/colonnes", AGENT, columns::submit),
        post("/fichiers/{id}/choix", AGENT, decide::keep_choices),
        post("/fichiers/{id}/confirmer", AGENT, decide::confirm),
        post("/fichiers/{id}/abandonner", AGENT, decide::give_up),
        post("/fichiers/{id}/annuler", AGENT, decide::undo),
    ]
}

fn stock() -> Vec<RouteLine> {
    use pages::stock::{list, lot, receive, show};
    // An item's page says which family has it.
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/recherche", AGENT, pages::search::page),
        get("/materiel", AGENT, list::page),
        get("/materiel/reception", AGENT, receive::page),
        post("/materiel/reception", AGENT, receive::submit).upload(),
        get("/materiel/lots", AGENT, lot::list),
        get("/materiel/lots/{id}", AGENT, lot::page),
        post("/materiel/lots/{id}", AGENT, lot::add),
        get("/materiel/{id}", AGENT, show::page),
        post("/materiel/{id}", AGENT, show::act),
    ]
}

fn shelf_end() -> Vec<RouteLine> {
    use pages::disposals::{list, new, show};
    use pages::stock::as_of;
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/materiel/au", AGENT, as_of::page),
        get("/materiel/au.csv", AGENT, as_of::csv),
        get("/materiel/reformes", AGENT, list::page),
        get("/materiel/reformes.csv", AGENT, list::csv),
        get("/materiel/reformes/nouvelle", AGENT, new::page),
        post("/materiel/reformes/nouvelle", AGENT, new::submit).upload(),
        get("/materiel/reformes/{id}", AGENT, show::page),
        get("/materiel/reformes/{id}/proces-verbal.pdf", AGENT, show::paper),
        post("/materiel/reformes/{id}/annuler", AGENT, show::take_back),
    ]
}

fn supplies() -> Vec<RouteLine> {
    use pages::supplies::{kits, list, new, show};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/fournitures", AGENT, list::page),
        get("/fournitures/nouvelle", AGENT, new::page),
        post("/fournitures/nouvelle", AGENT, new::submit),
        get("/fournitures/kits/nouveau", AGENT, kits::page),
        post("/fournitures/kits/nouveau", AGENT, kits::submit),
        get("/fournitures/kits/{id}", AGENT, kits::show),
        post("/fournitures/kits/{id}/retirer", AGENT, kits::retire),
        get("/fournitures/{id}", AGENT, show::page),
        post("/fournitures/{id}", AGENT, show::receive),
        post("/fournitures/{id}/compte", AGENT, show::recount),
    ]
}

fn incidents() -> Vec<RouteLine> {
    use pages::incidents::{list, new, show};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/incidents", AGENT, list::page),
        get("/incidents/nouveau", AGENT, new::page),
        post("/incidents/nouveau", AGENT, new::submit),
        get("/incidents/{id}", AGENT, show::page),
        post("/incidents/{id}", AGENT, show::note),
        get("/incidents/{id}/declaration.pdf", AGENT, show::paper),
        post("/incidents/{id}/clore", AGENT, show::end),
    ]
}

fn sims() -> Vec<RouteLine> {
    use pages::sims::{describe, list, note, order, secret};
    // Who has a card is the agent's, and so are its codes; what is put on it is the principal's.
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    const PRINCIPAL: Access = Access::Seats(&[Seat::Principal]);
    const READERS: Access = Access::Seats(&[Seat::TownAgent, Seat::Principal]);
    vec![
        get("/cartes-sim", READERS, list::page),
        get("/cartes-sim/commande", PRINCIPAL, order::page),
        post("/cartes-sim/commande", PRINCIPAL, order::submit),
        get("/cartes-sim/{id}/fiche", AGENT, describe::page),
        post("/cartes-sim/{id}/fiche", AGENT, describe::submit),
        post("/cartes-sim/{id}/evenements", AGENT, note::submit),
        post("/cartes-sim/{id}/code", AGENT, secret::show),
    ]
}

fn receiving() -> Vec<RouteLine> {
    use pages::stock::{labels, receive, scan, triage};
    use pages::stocktakes::{differences, list, scan as count};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        post("/scan/photo", AGENT, pages::scan::photo::submit).upload(),
        get("/materiel/reception/scanner", AGENT, receive::open::page),
        post("/materiel/reception/scanner", AGENT, receive::open::submit),
        get("/materiel/lots/{id}/scanner", AGENT, scan::page),
        post("/materiel/lots/{id}/scanner", AGENT, scan::submit).upload(),
        post("/materiel/lots/{id}/scanner/annuler", AGENT, scan::remove),
        get("/materiel/lots/{id}/etiquettes", AGENT, labels::page),
        get("/materiel/lots/{id}/etiquettes.pdf", AGENT, labels::print),
        get("/materiel/etiquettes", AGENT, labels::page_of_items),
        get("/materiel/etiquettes.pdf", AGENT, labels::print_of_items),
        get("/materiel/verification", AGENT, triage::page),
        post("/materiel/verification", AGENT, triage::submit).upload(),
        get("/materiel/inventaires", AGENT, list::page),
        post("/materiel/inventaires", AGENT, list::open),
        get("/materiel/inventaires/{id}", AGENT, count::page),
        post("/materiel/inventaires/{id}", AGENT, count::submit).upload(),
        get("/materiel/inventaires/{id}/ecarts", AGENT, differences::page),
        get("/materiel/inventaires/{id}/ecarts.csv", AGENT, differences::csv),
        post("/materiel/inventaires/{id}/fermer", AGENT, count::close),
    ]
}

fn rounds() -> Vec<RouteLine> {
    use pages::rounds::{
        adopt, decide, explain, list, money, paper, plan, propose, reservations, rules, rules_edit,
        show, waiting, what_if,
    };
    // Names are the agent's, money is the principal's; the table of the cité reads figures and rules.
    const PRINCIPAL: Access = Access::Seats(&[Seat::Principal]);
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    const TABLE: Access = Access::Seats(&[
        Seat::TownAgent,
        Seat::Principal,
        Seat::PrefectDelegate,
        Seat::TownCopilot,
    ]);
    vec![
        get("/attributions", TABLE, list::page),
        post("/attributions", AGENT, list::submit),
        get("/attributions/attente", AGENT, waiting::page),
        get("/attributions/bareme", TABLE, rules::page),
        post("/attributions/bareme", AGENT, rules::submit),
        get("/attributions/bareme/modifier", AGENT, rules_edit::page),
        post("/attributions/bareme/modifier", AGENT, rules_edit::submit),
        post("/attributions/bareme/essai", AGENT, rules_edit::try_out),
        get("/attributions/bareme/{id}", TABLE, rules::version),
        get("/attributions/reservations", AGENT, reservations::page),
        post("/attributions/reservations/delai", AGENT, reservations::hold),
        post("/attributions/reservations/{id}/liberer", AGENT, reservations::release),
        post("/attributions/reservations/{id}/suivante", AGENT, reservations::pass_on),
        post("/attributions/reservations/{id}/garder", AGENT, reservations::keep),
        get("/attributions/plans/{id}", TABLE, plan::page),
        get("/attributions/plans/{id}/adopter", AGENT, adopt::page),
        post("/attributions/plans/{id}/adopter", AGENT, adopt::submit),
        get("/attributions/plans/{id}/besoins/{need}", AGENT, explain::page),
        get("/attributions/plans/{id}/familles/{household}/explication.pdf", AGENT, paper::page),
        post("/attributions/plans/{id}/arreter", AGENT, propose::stop),
        get("/attributions/{id}", TABLE, show::page),
        post("/attributions/{id}", AGENT, propose::submit),
        get("/attributions/{id}/argent", PRINCIPAL, money::page),
        post("/attributions/{id}/argent", PRINCIPAL, money::submit),
        get("/attributions/{id}/essai", AGENT, what_if::page),
        get("/attributions/{id}/decisions", AGENT, decide::list),
        get("/attributions/{id}/decisions/{need}", AGENT, decide::page),
        post("/attributions/{id}/decisions/{need}", AGENT, decide::submit),
        post("/attributions/{id}/decisions/{need}/retirer", AGENT, decide::take_back),
        post("/attributions/{id}/abandonner", AGENT, show::abandon),
    ]
}

fn loans() -> Vec<RouteLine> {
    use pages::batches;
    use pages::desk::queue;
    use pages::loans::{
        extend, gift, list, new, papers, print, reminders, rollover, show, sign, take_back,
    };
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/guichet", AGENT, queue::page),
        get("/remises/{id}", AGENT, gift::page),
        get("/remises/{id}/quittance.pdf", AGENT, gift::paper),
        get("/prets", AGENT, list::page),
        get("/prets/retards", AGENT, list::overdue),
        get("/prets/nouveau", AGENT, new::page),
        post("/prets/nouveau", AGENT, new::submit),
        get("/prets/papiers", AGENT, batches::new::page),
        post("/prets/papiers", AGENT, batches::new::submit),
        get("/prets/papiers/{id}", AGENT, batches::show::page),
        post("/prets/papiers/{id}/arreter", AGENT, batches::show::stop),
        post("/prets/papiers/{id}/reprendre", AGENT, batches::show::resume),
        get("/prets/papiers/{id}/papiers.pdf", AGENT, batches::show::file),
        get("/prets/{id}", AGENT, show::page),
        get("/prets/{id}/papiers", AGENT, print::list),
        get("/prets/{id}/papier.pdf", AGENT, print::print),
        get("/prets/{id}/convention.pdf", AGENT, print::page),
        get("/prets/{id}/retour", AGENT, take_back::page),
        post("/prets/{id}/retour", AGENT, take_back::submit),
        get("/prets/relances", AGENT, reminders::page),
        get("/prets/rentree", AGENT, rollover::page),
        post("/prets/rentree", AGENT, rollover::submit),
        post("/prets/relances", AGENT, reminders::submit),
        get("/prets/{id}/prolonger", AGENT, extend::page),
        post("/prets/{id}/prolonger", AGENT, extend::submit),
        get("/prets/{id}/pieces", AGENT, papers::page),
        post("/prets/{id}/pieces", AGENT, papers::submit).upload(),
        get("/pieces/{id}", AGENT, papers::open),
        get("/prets/{id}/signature", AGENT, sign::page),
        post("/prets/{id}/signature", AGENT, sign::submit),
    ]
}

fn parcels() -> Vec<RouteLine> {
    use pages::parcels::{list, new, relay, relays, round, rounds, show};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/envois", AGENT, list::page),
        get("/envois/nouveau", AGENT, new::page),
        post("/envois/nouveau", AGENT, new::submit),
        get("/envois/relais", AGENT, relays::page),
        post("/envois/relais", AGENT, relays::submit),
        get("/envois/relais/{id}", AGENT, relay::page),
        post("/envois/relais/{id}", AGENT, relay::submit),
        get("/envois/tournees", AGENT, rounds::page),
        post("/envois/tournees", AGENT, rounds::submit),
        get("/envois/tournees/{id}", AGENT, round::page),
        post("/envois/tournees/{id}", AGENT, round::begin),
        get("/envois/{id}", AGENT, show::page),
        post("/envois/{id}", AGENT, show::note),
        // A shop without an account: numbers on bags, and no family.
        get("/relais/{token}", Access::Link, pages::relay::page),
        post("/relais/{token}", Access::Link, pages::relay::submit),
    ]
}

fn provisions() -> Vec<RouteLine> {
    use pages::provisions::{end, extend, list, new, show};
    // What schools and organisations hold; which family has some of it is the agent's alone to read.
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    const READERS: Access = Access::Seats(&[
        Seat::TownAgent,
        Seat::Principal,
        Seat::TownCopilot,
        Seat::PrefectDelegate,
    ]);
    vec![
        get("/mises-a-disposition", READERS, list::page),
        get("/mises-a-disposition/nouvelle", AGENT, new::page),
        post("/mises-a-disposition/nouvelle", AGENT, new::submit),
        get("/mises-a-disposition/{id}", READERS, show::page),
        get("/mises-a-disposition/{id}/convention.pdf", AGENT, show::paper),
        get("/mises-a-disposition/{id}/retour", AGENT, end::page),
        post("/mises-a-disposition/{id}/retour", AGENT, end::submit),
        get("/mises-a-disposition/{id}/prolonger", AGENT, extend::page),
        post("/mises-a-disposition/{id}/prolonger", AGENT, extend::submit),
    ]
}

fn transfers() -> Vec<RouteLine> {
    use pages::transfers::{file, list, new, show};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    vec![
        get("/materiel/transferts", AGENT, list::page),
        get("/materiel/transferts/nouveau", AGENT, new::page),
        post("/materiel/transferts/nouveau", AGENT, new::submit),
        get("/materiel/transferts/fichier.csv", AGENT, file::csv),
        get("/materiel/transferts/{id}", AGENT, show::page),
        post("/materiel/transferts/{id}/recevoir", AGENT, show::receive),
        post("/materiel/transferts/{id}/reprendre", AGENT, show::take_back),
    ]
}

fn donors() -> Vec<RouteLine> {
    use pages::donors::{list, lot};
    const AGENT: Access = Access::Seats(&[Seat::TownAgent]);
    const READERS: Access = Access::Seats(&[
        Seat::TownAgent,
        Seat::Principal,
        Seat::TownCopilot,
        Seat::PrefectDelegate,
    ]);
    vec![
        get("/donateurs", READERS, list::page),
        get("/donateurs/lots/{id}", READERS, lot::page),
        post("/donateurs/lots/{id}", AGENT, lot::accept),
        get("/donateurs/lots/{id}/rapport.pdf", READERS, lot::paper),
    ]
}

fn exports() -> Vec<RouteLine> {
    use pages::exports::{list, new};
    // Whoever may have one file at least; `ExportKind::open_to` says which.
    const EXPORTERS: Access = Access::Seats(&[
        Seat::TownAgent,
        Seat::Principal,
        Seat::Accountant,
        Seat::TownCopilot,
        Seat::PrefectDelegate,
        Seat::Administrator,
    ]);
    vec![
        get("/exports", EXPORTERS, list::page),
        get("/exports/{kind}", EXPORTERS, new::page),
        post("/exports/{kind}", EXPORTERS, new::submit),
    ]
}

fn accounts() -> Vec<RouteLine> {
    use pages::accounts::{list, password, show};
    use pages::cite::edit;
    const ADMINISTRATOR: Access = Access::Seats(&[Seat::Administrator]);
    vec![
        get("/cite", ADMINISTRATOR, edit::page),
        post("/cite", ADMINISTRATOR, edit::submit),
        get("/comptes", ADMINISTRATOR, list::page),
        post("/comptes", ADMINISTRATOR, list::submit),
        get("/comptes/{id}", ADMINISTRATOR, show::page),
        post("/comptes/{id}/sieges", ADMINISTRATOR, show::give),
        post("/comptes/{id}/sieges/{seat}/retirer", ADMINISTRATOR, show::take_back),
        post("/comptes/{id}/mot-de-passe", ADMINISTRATOR, show::reset),
        post("/comptes/{id}/debloquer", ADMINISTRATOR, show::unlock),
        get("/mot-de-passe", Access::SignedIn, password::page),
        post("/mot-de-passe", Access::SignedIn, password::submit),
    ]
}

fn programs() -> Vec<RouteLine> {
    use Access::{Anyone, SignedIn};
    use pages::programs::{list, show};
    let pages = vec![
        get("/api", Anyone, show::page),
        get("/api/v1/openapi.json", Anyone, api::document::serve),
        get("/jetons", SignedIn, list::page),
        post("/jetons", SignedIn, list::submit),
        post("/jetons/{id}/revoquer", SignedIn, list::revoke),
    ];
    [pages, api::sheet::lines()].concat()
}
