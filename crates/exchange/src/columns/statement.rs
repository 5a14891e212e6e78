//! The titles of a list of payment orders, as Op@le, GFC and bursars write them (`domain.md` §2.2 and
//! §2.4), folded.

use crate::reading::Column;

/// What a folded title says. A title that may mean several things counts only where no other is clearer:
/// `Montant` beside `Montant TTC` is an amount without VAT, or of the order.
pub(super) fn column(title: &str, titles: &[String]) -> Option<Column> {
    clear(title).or_else(|| {
        let clearer = |column: &Column| titles.iter().any(|title| clear(title) == Some(*column));
        vague(title).filter(|column| !clearer(column))
    })
}

fn clear(title: &str) -> Option<Column> {
    let numbered = without_number(title);
    Some(match numbered.unwrap_or(title) {
        "mandat"
        | "mandats"
        | "dp"
        | "demande de paiement"
        | "demande paiement"
        | "mandat dp"
        | "dp mandat"
        | "mandat ou dp"
        | "mandat demande de paiement"
        | "demande de paiement mandat" => Column::PaymentOrder,
        "bordereau"
        | "bord"
        | "brd"
        | "bordereau de mandats"
        | "bordereau mandat"
        | "bordereau de mandat"
        | "bordereau d emission" => Column::OrderList,
        "facture" | "facture fournisseur" | "facture du fournisseur" => Column::Invoice,
        "service" | "code service" | "serv" => Column::BudgetService,
        "domaine" | "code domaine" | "dom" => Column::BudgetDomain,
        "activite" | "code activite" | "activ" | "act" => Column::BudgetActivity,
        _ if numbered.is_some() => return None,
        "fournisseur"
        | "nom fournisseur"
        | "nom du fournisseur"
        | "nom tiers"
        | "nom du tiers"
        | "raison sociale"
        | "raison sociale du tiers"
        | "raison sociale du fournisseur"
        | "libelle tiers"
        | "libelle du tiers"
        | "libelle fournisseur" => Column::Supplier,
        "date mandat"
        | "date du mandat"
        | "date de mandat"
        | "date dp"
        | "date de la dp"
        | "date de dp"
        | "date demande de paiement"
        | "date de la demande de paiement"
        | "date de mandatement"
        | "date mandatement"
        | "date d emission"
        | "date emission"
        | "date du mandat dp"
        | "date mandat dp"
        | "emis le"
        | "mandate le" => Column::OrderedOn,
        _ => return clear_amount(title),
    })
}

fn clear_amount(title: &str) -> Option<Column> {
    let clear = matches!(
        without_unit(title),
        "montant ttc"
            | "montant mandate"
            | "montant mandate ttc"
            | "montant du mandat"
            | "montant mandat"
            | "montant mandat ttc"
            | "montant dp"
            | "montant de la dp"
            | "montant dp ttc"
            | "montant demande de paiement"
            | "montant de la demande de paiement"
            | "montant liquide ttc"
            | "total ttc"
            | "ttc"
    );
    clear.then_some(Column::Amount)
}

fn vague(title: &str) -> Option<Column> {
    Some(match without_unit(title) {
        "numero" | "n" | "no" | "num" => Column::PaymentOrder,
        "date"
        | "date comptable"
        | "date de prise en charge"
        | "date prise en charge"
        | "date de paiement"
        | "date paiement" => Column::OrderedOn,
        "tiers" | "creancier" | "beneficiaire" => Column::Supplier,
        "piece" | "numero de piece" | "n piece" | "n de piece" | "reference piece" => {
            Column::Invoice
        }
        "montant" | "montant total" | "montant paye" | "montant net" | "montant liquide"
        | "mandate" => Column::Amount,
        _ => return None,
    })
}

/// `montant` of `montant en euros`.
fn without_unit(title: &str) -> &str {
    let units = [" en euros", " euros", " en eur", " eur"];
    units.iter().find_map(|unit| title.strip_suffix(unit)).unwrap_or(title)
}

/// What a title says the number of: `mandat` of `n mandat`, `numero du mandat` and `ref mandat`.
fn without_number(title: &str) -> Option<&str> {
    let (word, rest) = title.split_once(' ')?;
    let numbers = matches!(word, "numero" | "n" | "no" | "num" | "ref" | "reference");
    let rest = ["de la ", "du ", "de l ", "de ", "d "]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
    numbers.then_some(rest)
}
