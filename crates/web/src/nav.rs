//! The navigation: what there is, shown only where the route sheet lets the seat in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::Method;
use domain::Seat;

use crate::routes::{Access, sheet};

/// One entry as the layout shows it.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// French label.
    pub label: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Is the visitor there, or below?
    pub current: bool,
}

/// Label and path, in the order shown. A path that the sheet does not know is not shown.
const ENTRIES: &[(&str, &str)] = &[
    ("Accueil", "/"),
    ("Recherche", "/recherche"),
    ("Familles", "/familles"),
    ("Orientations", "/orientations"),
    ("Matériel", "/materiel"),
    ("Cartes SIM", "/cartes-sim"),
    ("Attribution", "/attributions"),
    ("Guichet", "/guichet"),
    ("Prêts", "/prets"),
    ("Écoles et organismes", "/mises-a-disposition"),
    ("Fonds", "/fonds"),
    ("Donateurs", "/donateurs"),
    ("Exports", "/exports"),
    ("Comptes", "/comptes"),
    ("La cité", "/cite"),
];

/// Who may GET a path; read once from the sheet.
static ACCESS: LazyLock<BTreeMap<&'static str, Access>> = LazyLock::new(|| {
    sheet()
        .into_iter()
        .filter(|line| line.method == Method::GET)
        .map(|line| (line.path, line.access))
        .collect()
});

/// May this seat open this path of the sheet (as written there, `/prets/{id}`)?
#[must_use]
pub fn may_open(seat: Seat, path: &str) -> bool {
    ACCESS.get(path).is_some_and(|access| access.admits(seat))
}

/// The entries a seat may open, seen from a path.
#[must_use]
pub fn links(seat: Seat, here: &str) -> Vec<NavLink> {
    ENTRIES
        .iter()
        .filter(|(_, path)| may_open(seat, path))
        .map(|&(label, path)| NavLink { label, path, current: is_below(here, path) })
        .collect()
}

fn is_below(here: &str, path: &str) -> bool {
    here == path || path != "/" && here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn the_current_entry_covers_what_lies_below_it() {
        assert!(is_below("/prets/12", "/prets"));
        assert!(is_below("/", "/"));
        assert!(!is_below("/prets", "/"));
        assert!(!is_below("/pretsx", "/prets"));
    }
}
