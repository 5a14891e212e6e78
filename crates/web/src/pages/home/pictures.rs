//! The pictures of the dashboards. Who does not see families reads no count of them under five.

use domain::Seat;
use domain::disclosure::{Audience, Shown, disclose_row};
use domain::stock::{ItemKind, ItemState};
use store::{CiteFigures, Figures, NeedCounts, StaffCounts};

use crate::charts::{BarChart, StackedChart};
use crate::who::sees_families;
use crate::wording::disclosure::shown;
use crate::wording::{Label as _, kinds};

/// Needs by kind: served, reserved, waiting.
pub(super) fn needs(figures: &Figures, seat: Seat) -> StackedChart {
    let parts = ["servi", "réservé", "en attente"];
    let chart = StackedChart::new("besoins", "Les besoins", "Besoin", &parts);
    let row = |chart: StackedChart, label, counts: NeedCounts| {
        let values = [counts.served, counts.reserved, counts.open];
        if sees_families(seat) {
            chart.row(label, &values)
        } else {
            chart.row_disclosed(label, &disclose_row(&values, Audience::Inside))
        }
    };
    let chart = row(chart, "appareil", figures.devices);
    row(chart, "connexion", figures.connections)
}

/// A part of the stock picture: its name, and the states it counts.
type Part = (&'static str, &'static [ItemState]);

const FREE: Part = ("disponible", &[ItemState::Available]);
const RESERVED: Part = ("réservé", &[ItemState::Reserved]);
const LENT: Part = ("prêté", &[ItemState::Lent]);
/// Reserved items are reserved needs: apart, they would be a hidden count of families.
const PROMISED: Part = ("réservé ou prêté", &[ItemState::Reserved, ItemState::Lent]);
const WORKSHOP: Part = ("en vérification ou réparation", &[ItemState::ToCheck, ItemState::Repair]);
const OUT: Part = ("perdu ou sorti", &[ItemState::Lost, ItemState::Gone]);

/// Items by kind and state.
pub(super) fn stock(figures: &Figures, seat: Seat) -> StackedChart {
    let parts: &[Part] = if sees_families(seat) {
        &[FREE, RESERVED, LENT, WORKSHOP, OUT]
    } else {
        &[FREE, PROMISED, WORKSHOP, OUT]
    };
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let mut chart = StackedChart::new("stock", "Le matériel", "Matériel", &names);
    for kind in ItemKind::ALL {
        let of = |states: &[ItemState]| -> u64 {
            states.iter().filter_map(|state| figures.stock.get(&(*kind, *state))).sum()
        };
        let values: Vec<u64> = parts.iter().map(|(_, states)| of(states)).collect();
        if values.iter().any(|value| *value > 0) {
            chart = chart.row(kinds(*kind), &values);
        }
    }
    chart
}

/// People per seat.
pub(super) fn staff(counts: &StaffCounts) -> BarChart {
    let empty = BarChart::new("sieges", "Qui siège dans la cité", ("Siège", "Personnes"));
    Seat::ALL.iter().fold(empty, |chart, seat| {
        chart.bar(seat.label(), counts.seats.get(seat).copied().unwrap_or(0))
    })
}

/// Needs served in each cité, as far as they may be read.
pub(super) fn national(cites: &[CiteFigures]) -> Vec<BarChart> {
    let of = |id, title, cell: fn(&CiteFigures) -> Shown| {
        let empty = BarChart::new(id, title, ("Cité", "Besoins servis"));
        cites.iter().fold(empty, |chart, cite| {
            let read = cell(cite);
            let drawn = if let Shown::Exact(count) = read { count } else { 0 };
            chart.bar_read_as(&cite.name, drawn, shown(read), 1)
        })
    };
    vec![
        of("appareils", "Familles servies d’un appareil", |cite| cite.devices.1),
        of("connexions", "Familles servies d’une connexion", |cite| cite.connections.1),
    ]
}
