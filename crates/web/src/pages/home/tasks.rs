//! What waits for a seat: a sentence, and the page where it is done.

use domain::Seat;
use domain::fund::AgreementState;
use domain::stock::ItemState;
use jiff::civil::Date;
use store::{Figures, FundWaits, RoundState, StaffCounts, WaitingPaper};

use crate::error::PageError;
use crate::nav::may_open;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;

/// An invoice is told of from so many days before its last.
const NEAR_DAYS: i8 = 7;

/// Something that waits.
pub(super) struct Task {
    pub(super) sentence: String,
    pub(super) path: &'static str,
}

/// The tasks of one seat, as they are found.
struct Tasks {
    seat: Seat,
    found: Vec<Task>,
}

impl Tasks {
    /// Nothing waits where there are none, or where this seat may not go.
    fn add(&mut self, many: u64, (one, several): (&str, &str), path: &'static str) {
        let page = path.split(['?', '#']).next().unwrap_or(path);
        if many > 0 && may_open(self.seat, page) {
            self.found.push(Task { sentence: count(many, one, several), path });
        }
    }
}

/// What waits for whoever lends, agrees, holds or pays.
pub(super) async fn of_the_table(
    app: &AppState,
    who: &Who,
    figures: &Figures,
) -> Result<Vec<Task>, PageError> {
    let mut tasks = Tasks { seat: who.seat(), found: Vec::new() };
    if who.seat() == Seat::TownAgent {
        of_agent(&mut tasks, figures);
        tasks.add(
            app.store.received_referrals(0, 1, who.by()).await?.1,
            ("orientation reçue", "orientations reçues"),
            "/orientations/recues",
        );
        tasks.add(
            app.store.late_provisions(app.clock.today(), who.by()).await?,
            (
                "prêt en retard à une école ou à un organisme",
                "prêts en retard à des écoles ou des organismes",
            ),
            "/mises-a-disposition?voir=en-retard",
        );
        tasks.add(
            app.store.transfers_to_receive(who.by()).await?,
            ("transfert d’une autre cité à recevoir", "transferts d’autres cités à recevoir"),
            "/materiel/transferts",
        );
        let latest = app.store.rounds(0, 1, who.by()).await?.0;
        let open = latest.iter().filter(|round| round.state == RoundState::Open).count() as u64;
        tasks.add(
            open,
            ("tour d’attribution ouvert", "tours d’attribution ouverts"),
            "/attributions",
        );
        let free: u64 = in_state(figures, ItemState::Available);
        let waiting = figures.devices.open + figures.connections.open;
        if open == 0 && free > 0 {
            let several = "besoins en attente et du matériel libre : un tour peut s’ouvrir";
            let one = "besoin en attente et du matériel libre : un tour peut s’ouvrir";
            tasks.add(waiting, (one, several), "/attributions");
        }
    }
    if Seat::TROIKA.contains(&who.seat()) {
        tasks.add(
            app.store.agreements_to_answer(app.clock.today(), who.by()).await?.len() as u64,
            ("accord attend votre réponse", "accords attendent votre réponse"),
            "/fonds/accords",
        );
    }
    if who.seat() == Seat::Principal {
        let agreements = app.store.agreements(who.by()).await?;
        let to_commit = agreements.iter().filter(|one| {
            one.state == AgreementState::Agreed && one.remainder.cents() == one.amount.cents()
        });
        tasks.add(
            to_commit.count() as u64,
            ("accord donné, rien n’est encore engagé", "accords donnés, rien n’est encore engagé"),
            "/fonds/engagements/nouveau",
        );
        of_the_chain(&mut tasks, &app.store.fund_waits(who.by()).await?, app.clock.today());
    }
    if who.seat() == Seat::Accountant {
        tasks.add(
            app.store.settlements_to_pay(who.by()).await?.len() as u64,
            ("facture à payer", "factures à payer"),
            "/fonds#factures",
        );
    }
    Ok(tasks.found)
}

/// What waits for whoever orders: from the delivery to the payment order.
fn of_the_chain(tasks: &mut Tasks, waits: &FundWaits, today: Date) {
    let many = |some: &[WaitingPaper]| some.len() as u64;
    tasks.add(
        many(&waits.to_certify),
        ("livraison à certifier", "livraisons à certifier"),
        "/fonds/a-faire#certifier",
    );
    tasks.add(
        many(&waits.to_settle),
        ("facture à liquider", "factures à liquider"),
        "/fonds/a-faire#liquider",
    );
    tasks.add(
        many(&waits.to_order),
        ("paiement à ordonner", "paiements à ordonner"),
        "/fonds/a-faire#mandater",
    );
    tasks.add(
        waits.due_within(NEAR_DAYS, today) as u64,
        (
            "facture à payer dans les sept jours, ou en retard",
            "factures à payer dans les sept jours, ou en retard",
        ),
        "/fonds/a-faire",
    );
}

fn in_state(figures: &Figures, wanted: ItemState) -> u64 {
    let of = figures.stock.iter().filter(|((_, state), _)| *state == wanted);
    of.map(|(_, many)| many).sum()
}

fn of_agent(tasks: &mut Tasks, figures: &Figures) {
    tasks.add(
        figures.to_hand_over,
        ("matériel réservé à remettre", "matériels réservés à remettre"),
        "/attributions/reservations",
    );
    tasks.add(figures.overdue, ("prêt en retard", "prêts en retard"), "/prets/retards");
    tasks.add(
        in_state(figures, ItemState::ToCheck),
        ("appareil à vérifier", "appareils à vérifier"),
        "/materiel?etat=to_check",
    );
    tasks.add(figures.imports, ("fichier à confirmer", "fichiers à confirmer"), "/fichiers");
    tasks.add(
        figures.to_ask,
        ("famille dont l’équipement est à noter", "familles dont l’équipement est à noter"),
        "/familles?voir=a-noter",
    );
}

/// What waits for whoever opens accounts and keeps what the papers say.
pub(super) async fn of_administrator(
    app: &AppState,
    who: &Who,
    staff: &StaffCounts,
) -> Result<Vec<Task>, PageError> {
    let mut tasks = Tasks { seat: who.seat(), found: Vec::new() };
    let missing = app.store.cite(who.cite()).await?.missing().len() as u64;
    tasks.add(
        missing,
        ("mention manque sur les papiers", "mentions manquent sur les papiers"),
        "/cite",
    );
    tasks.add(
        staff.locked,
        ("compte suspendu après trop d’essais", "comptes suspendus après trop d’essais"),
        "/comptes",
    );
    tasks.add(staff.seatless, ("compte sans siège", "comptes sans siège"), "/comptes");
    Ok(tasks.found)
}
