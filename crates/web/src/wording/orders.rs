//! French words for orders: their lines, what came of them, invoices, payment orders.

use domain::fund::{
    ComplementRefused as ComplementRule, MatchDifference, OrderLineFault, PricedFault,
};
use domain::fund::{PaymentClock, TotalsFault};
use jiff::civil::Date;
use store::{
    CertifyDeliveryRefused, ComplementRefused, NoteDeliveryRefused, NoteInvoiceRefused,
    OrderPaymentRefused,
};

use super::{French as _, count, thousands};

/// Until when an invoice is to be paid.
#[must_use]
pub fn due(due: Date, today: Date) -> String {
    if due < today {
        format!("en retard depuis le {}", due.short())
    } else {
        format!("à payer avant le {}", due.short())
    }
}

/// An order that comes to nothing.
pub const NOTHING: &str = "« Montant » : la commande ne peut pas être de zéro.";

/// A price below nothing.
#[must_use]
pub fn below_nothing(label: &str) -> String {
    format!("« {label} » : un prix ne peut pas être négatif.")
}

/// What is no number of units.
#[must_use]
pub fn not_units(typed: &str) -> String {
    format!("« {typed} » ne convient pas : indiquez un nombre entier d’unités.")
}

/// The field that a disagreement of an invoice is about.
#[must_use]
pub const fn total_field(fault: &TotalsFault) -> &'static str {
    match fault {
        TotalsFault::Vat { .. } => "tva",
        TotalsFault::Gross { .. } | TotalsFault::TooLarge => "ttc",
        TotalsFault::NoLine
        | TotalsFault::LineVat { .. }
        | TotalsFault::LineTooLarge { .. }
        | TotalsFault::Net { .. } => "ht",
    }
}

/// Why lines make no order.
#[must_use]
pub fn priced(fault: PricedFault) -> String {
    match fault {
        PricedFault::Line { line, why: OrderLineFault::NoQuantity } => {
            format!("Ligne {line} : indiquez une quantité d’au moins 1.")
        }
        PricedFault::Line { line, .. } => {
            format!("Ligne {line} : vérifiez le prix et la quantité.")
        }
        PricedFault::Total { typed, sum } => format!(
            "Le montant indiqué est de {typed}, mais les lignes font {sum} toutes taxes comprises : corrigez l’un ou l’autre."
        ),
    }
}

/// What an invoice's foot disagrees with.
#[must_use]
pub fn totals(fault: &TotalsFault) -> String {
    match fault {
        TotalsFault::NoLine => {
            "La facture n’a aucune ligne : indiquez au moins un montant.".to_owned()
        }
        TotalsFault::LineVat { line, typed, computed } => {
            format!("Ligne {line} : la TVA indiquée est de {typed}, son taux donne {computed}.")
        }
        TotalsFault::LineTooLarge { line } => format!("Ligne {line} : le montant est trop grand."),
        TotalsFault::Net { typed, sum } => {
            format!("Total hors taxes : la facture dit {typed}, ses lignes font {sum}.")
        }
        TotalsFault::Vat { typed, sum } => {
            format!("Total de TVA : la facture dit {typed}, ses lignes font {sum}.")
        }
        TotalsFault::Gross { typed, sum } => {
            format!("Total TTC : la facture dit {typed}, ses lignes font {sum}.")
        }
        TotalsFault::TooLarge => "Le montant est trop grand : vérifiez-le.".to_owned(),
    }
}

/// A difference between order, deliveries and invoices. Lines are named by their number.
#[must_use]
pub fn difference(difference: &MatchDifference) -> String {
    use MatchDifference as D;
    let units = |many: i64| count(many.unsigned_abs(), "unité", "unités");
    match *difference {
        D::ReceivedMoreThanOrdered { line, ordered, received } => format!(
            "Ligne {line} : {} certifiées pour {} commandées.",
            units(received),
            thousands(ordered.into())
        ),
        D::ReceivedNotOrdered { line, .. } => {
            format!("Ligne {line} : reçue sans avoir été commandée.")
        }
        D::InvoicedMoreThanReceived { line, received, invoiced } => format!(
            "Ligne {line} : {} facturées, {} certifiées.",
            units(invoiced),
            thousands(received.unsigned_abs())
        ),
        D::InvoicedMoreThanOrdered { line, ordered, invoiced } => format!(
            "Ligne {line} : {} facturées, {} commandées.",
            units(invoiced),
            thousands(ordered.into())
        ),
        D::CreditedMoreThanInvoiced { line, units: many } => {
            format!("Ligne {line} : les avoirs reprennent {} de trop.", units(many))
        }
        D::UnitPriceDiffers { line, ordered, invoiced, .. } => format!(
            "Ligne {line} : facturée {invoiced} hors taxes, {ordered} au prix de la commande."
        ),
        D::VatRateDiffers { line, ordered, invoiced, .. } => {
            format!("Ligne {line} : facturée à {invoiced} % de TVA, commandée à {ordered} %.")
        }
        D::InvoicedNotOrdered { amount, .. } => {
            format!("{} facturés pour ce qui n’a pas été commandé.", amount.gross())
        }
        D::NotReceivedYet { line, units: many } => {
            format!("Ligne {line} : {} à recevoir encore.", units(many))
        }
        D::NotInvoicedYet { line, units: many, .. } => {
            format!("Ligne {line} : {} à facturer encore.", units(many))
        }
    }
}

const PRINCIPAL: &str = "Seul le principal du collège chef de file peut faire cela.";
const GONE: &str = "Cet élément n’existe pas dans votre cité. Rouvrez la page du fonds.";
const FUTURE: &str = "« Date » : ce jour n’est pas encore venu.";

/// The days left to pay an invoice.
#[must_use]
pub fn clock(clock: &PaymentClock, today: Date) -> String {
    let due = clock.due_on().french();
    match clock.days_left(today) {
        0 => format!("À payer aujourd’hui, {due}."),
        left if left > 0 => {
            let days = count(u64::from(left.unsigned_abs()), "jour", "jours");
            format!("À payer avant le {due} : il reste {days}.")
        }
        late => {
            let days = count(u64::from(late.unsigned_abs()), "jour", "jours");
            format!(
                "À payer depuis le {due}, {days} de retard : {} d’indemnité au moins, plus les intérêts.",
                clock.late_indemnity(today)
            )
        }
    }
}

/// Why a delivery is not noted.
#[must_use]
pub fn delivery(why: NoteDeliveryRefused) -> String {
    use NoteDeliveryRefused as R;
    match why {
        R::NotYourSeat => {
            "Seuls le principal et l’agent de la ville notent une livraison.".to_owned()
        }
        R::UnknownCommitment | R::UnknownLine => GONE.to_owned(),
        R::UnknownSchool => "Cet établissement n’existe pas dans votre cité.".to_owned(),
        R::Cancelled => "Cette commande est annulée : plus rien ne peut en être reçu.".to_owned(),
        R::NumberTaken => "Ce bon de livraison est déjà noté sur cette commande.".to_owned(),
        R::BeforeOrder(day) => {
            format!("« Date » : la commande est du {}, rien n’a pu arriver avant.", day.french())
        }
        R::InFuture => FUTURE.to_owned(),
        R::Nothing => "Indiquez au moins une quantité reçue.".to_owned(),
        R::OverOrder { line, left } => format!(
            "Ligne {line} : il ne reste que {} à recevoir sur la commande.",
            count(left.into(), "unité", "unités")
        ),
        R::OverReceived { line } => {
            format!("Ligne {line} : vous rendez plus que ce qui est arrivé.")
        }
    }
}

/// Why a delivery is not certified.
#[must_use]
pub fn certify(why: CertifyDeliveryRefused) -> String {
    match why {
        CertifyDeliveryRefused::NotYourSeat => PRINCIPAL,
        CertifyDeliveryRefused::Unknown => GONE,
        CertifyDeliveryRefused::AlreadyCertified => {
            "Le service fait de cette livraison est déjà certifié."
        }
    }
    .to_owned()
}

/// Why an invoice is not noted.
#[must_use]
pub fn invoice(why: NoteInvoiceRefused) -> String {
    use NoteInvoiceRefused as R;
    match why {
        R::NotYourSeat => PRINCIPAL.to_owned(),
        R::UnknownCommitment | R::UnknownLine => GONE.to_owned(),
        R::NumberTaken => "Une facture de ce fournisseur porte déjà ce numéro.".to_owned(),
        R::OtherSupplier => {
            "Ce SIRET n’est pas celui du fournisseur de la commande : vérifiez-le.".to_owned()
        }
        R::ReceivedBeforeIssued => "« Reçue le » : c’est avant la date de la facture.".to_owned(),
        R::BeforeOrder(day) => {
            format!("« Date de la facture » : la commande est du {}.", day.french())
        }
        R::InFuture => "« Reçue le » : ce jour n’est pas encore venu.".to_owned(),
        R::Nothing => "Le montant d’une facture ne peut pas être zéro.".to_owned(),
        R::TooLarge => "Le montant est trop grand : vérifiez-le.".to_owned(),
    }
}

/// Why a payment is not ordered.
#[must_use]
pub fn order_payment(why: OrderPaymentRefused) -> String {
    match why {
        OrderPaymentRefused::NotYourSeat => PRINCIPAL,
        OrderPaymentRefused::UnknownSettlement => GONE,
        OrderPaymentRefused::NotSettled => "Cette facture est déjà mandatée, payée ou rejetée.",
        OrderPaymentRefused::NumberTaken => "Un autre mandat de cette année porte déjà ce numéro.",
    }
    .to_owned()
}

/// Why an order is not raised.
#[must_use]
pub fn complement(why: ComplementRefused) -> String {
    match why {
        ComplementRefused::NotYourSeat => PRINCIPAL.to_owned(),
        ComplementRefused::UnknownCommitment => GONE.to_owned(),
        ComplementRefused::Spend(why) => super::lines::spend(why),
        ComplementRefused::Rule(ComplementRule::Cancelled) => {
            "Cet engagement est annulé : il ne peut plus être complété.".to_owned()
        }
        ComplementRefused::Rule(ComplementRule::TooLarge) => {
            "Le montant est trop grand : vérifiez-le.".to_owned()
        }
        ComplementRefused::Rule(ComplementRule::Commit(why)) => {
            super::fund::commit(store::CommitRefused::Rule(why))
        }
    }
}
