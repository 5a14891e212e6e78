//! `/fonds/engagements/{commitment}/facture`: an invoice or a credit note, its lines beside the order's.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Euros;
use domain::fund::{InvoiceFoot, InvoicePart, Taxed, VatRate, check_totals, vat_by_line};
use domain::ids::{CommitmentId, InvoiceId};
use store::{CommitmentBook, InvoicedLine, NoteInvoice, NoteInvoiceRefused, VerbError};

use super::commit::siret;
use super::order_lines::LineOffers;
use crate::error::PageError;
use crate::form::{Form, amount_sentence};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, orders as say};

/// The names of one line's fields: units, and their price without tax.
struct Place {
    line: u32,
    label: String,
    units: String,
    net: String,
    rate: VatRate,
}

impl Place {
    fn all(book: &CommitmentBook) -> Vec<Self> {
        let place = |one: &store::OrderedLine| {
            let line = one.price.line();
            let (units, net) = (format!("unites.{line}"), format!("ht.{line}"));
            Self { line, label: one.label.clone(), units, net, rate: one.price.rate() }
        };
        book.lines.iter().map(place).collect()
    }
}

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/invoice.html")]
pub struct NewInvoice {
    page: Page,
    form: Form,
    book: CommitmentBook,
    places: Vec<Place>,
    offers: LineOffers,
}

impl NewInvoice {
    fn of(app: &AppState, page: Page, book: CommitmentBook, form: Form) -> Self {
        let (places, offers) = (Place::all(&book), LineOffers::on(app.clock.today()));
        Self { page, form, book, places, offers }
    }
}

/// Shows the form, filled in with what came and is not invoiced yet.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<CommitmentId>,
) -> Result<NewInvoice, PageError> {
    let book = app.store.commitment(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let mut form =
        Form::empty().with("id", app.mint.uuid()).with("recue_le", app.clock.today().short());
    if let Some(siret) = &book.commitment.siret {
        form = form.with("siret", siret.as_str());
    }
    let lines = book.matched.iter().flat_map(domain::fund::ThreeWay::lines);
    for one in lines {
        let waits = one.received.units - one.invoiced.units;
        let ordered = book.lines.iter().find(|line| line.price.line() == one.line);
        let cost = ordered.and_then(|line| line.price.cost_of(waits));
        if let Some(cost) = cost.filter(|_| waits > 0) {
            form = form.with(&format!("unites.{}", one.line), waits);
            form = form.with(&format!("ht.{}", one.line), cost.net().plain(','));
        }
    }
    Ok(NewInvoice::of(&app, page, book, form))
}

/// Notes the invoice.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(commitment): Path<CommitmentId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: InvoiceId = form.hidden("id")?;
    let book = app.store.commitment(commitment, who.by()).await?.ok_or(PageError::NotFound)?;
    let number = form.text("numero", "Numéro de facture", 60);
    let siret = siret(&mut form);
    let issued_on = form.date("emise_le", "Date de la facture");
    let received_on = form.date("recue_le", "Reçue le");
    let lines = lines(&mut form, &book);
    let (Some(number), Some(siret), Some(issued_on), Some(received_on), Some(lines)) =
        (number, siret, issued_on, received_on, lines)
    else {
        return Ok(again(NewInvoice::of(&app, page, book, form)));
    };
    let today = app.clock.today();
    let order = NoteInvoice { id, commitment, siret, number, issued_on, received_on, lines, today };
    match app.store.note_invoice(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/engagements/{commitment}#factures"),
            "Facture notée : elle reste à liquider.",
        )),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                NoteInvoiceRefused::NumberTaken => "numero",
                NoteInvoiceRefused::OtherSupplier => "siret",
                NoteInvoiceRefused::BeforeOrder(_) => "emise_le",
                NoteInvoiceRefused::InFuture | NoteInvoiceRefused::ReceivedBeforeIssued => {
                    "recue_le"
                }
                _ => "ttc",
            };
            let form = form.refused(field, say::invoice(why));
            Ok(refused(NewInvoice::of(&app, page, book, form)))
        }
        Err(error) => Err(PageError::of_verb(error, say::invoice)),
    }
}

/// The lines of an invoice, whose sum is its foot to the cent. Nothing when something is wrong, and the form
/// says what.
fn lines(form: &mut Form, book: &CommitmentBook) -> Option<Vec<InvoicedLine>> {
    let foot = foot(form);
    let mut parts = Vec::new();
    let mut sound = true;
    for place in Place::all(book) {
        let (units, net) = (form.value(&place.units).trim(), form.value(&place.net).trim());
        if units.is_empty() && net.is_empty() {
            continue;
        }
        let units = units.parse::<i32>();
        if units.is_err() {
            let typed = form.value(&place.units).to_owned();
            form.refuse(&place.units, say::not_units(&typed));
        }
        let net = amount(form, &place.net, &format!("{}, hors taxes", place.label));
        match (units, net) {
            (Ok(units), Some(net)) => {
                parts.push((Some(place.line), place.label, units, net, place.rate));
            }
            _ => sound = false,
        }
    }
    if book.lines.is_empty() || !form.value("autre_ht").trim().is_empty() {
        sound &= besides(form, book, &foot, &mut parts);
    }
    let (true, Some(foot)) = (sound, foot) else { return None };
    summed(form, parts, foot)
}

/// What an invoice says of one line, before its tax.
type Part = (Option<u32>, String, i32, Euros, VatRate);

/// What was not ordered line by line: all of it where the order has no lines, carriage and the like else.
fn besides(
    form: &mut Form,
    book: &CommitmentBook,
    foot: &Option<InvoiceFoot>,
    parts: &mut Vec<Part>,
) -> bool {
    let rate: Option<u16> = form.choice("autre_taux", "Taux de TVA");
    let Some(rate) = rate.and_then(|rate| VatRate::from_hundredths(rate).ok()) else {
        return false;
    };
    if book.lines.is_empty() {
        let Some(foot) = foot else { return false };
        let units = if foot.gross.is_negative() { -1 } else { 1 };
        parts.push((None, book.commitment.purpose.clone(), units, foot.net, rate));
        return true;
    }
    let label = form.text("autre", "Autre ligne", 120);
    let net = amount(form, "autre_ht", "Autre ligne, hors taxes");
    let (Some(label), Some(net)) = (label, net) else { return false };
    parts.push((None, label, if net.is_negative() { -1 } else { 1 }, net, rate));
    true
}

/// The totals at the foot of an invoice; a credit note's are typed above zero and kept below.
fn foot(form: &mut Form) -> Option<InvoiceFoot> {
    let net = amount(form, "ht", "Total hors taxes");
    let vat = amount(form, "tva", "Total de TVA");
    let gross = amount(form, "ttc", "Total TTC");
    Some(InvoiceFoot { net: net?, vat: vat?, gross: gross? })
}

/// An amount, turned below zero on a credit note.
fn amount(form: &mut Form, field: &str, label: &str) -> Option<Euros> {
    let typed = form.value(field).to_owned();
    match Euros::parse(&typed) {
        Ok(amount) if form.ticked("avoir") => Some(Euros::from_cents(-amount.cents().abs())),
        Ok(amount) => Some(amount),
        Err(why) => {
            form.refuse(field, amount_sentence(label, &typed, why));
            None
        }
    }
}

/// The lines with the tax that the foot says, spread over them to the cent.
fn summed(form: &mut Form, parts: Vec<Part>, foot: InvoiceFoot) -> Option<Vec<InvoicedLine>> {
    let nets: Vec<_> = parts.iter().map(|(_, _, _, net, rate)| (*net, *rate)).collect();
    let vats = vat_by_line(&nets, foot.vat);
    let own = || nets.iter().map(|(net, rate)| Taxed::of_net(*net, *rate).map(Taxed::vat));
    let vats = vats.or_else(|| own().collect::<Result<Vec<_>, _>>().ok()).unwrap_or_default();
    let lines: Vec<domain::fund::InvoicedLine> = nets
        .iter()
        .zip(&vats)
        .map(|((net, rate), vat)| domain::fund::InvoicedLine { net: *net, rate: *rate, vat: *vat })
        .collect();
    if let Err(faults) = check_totals(&lines, foot) {
        for fault in faults {
            form.refuse(say::total_field(&fault), say::totals(&fault));
        }
        return None;
    }
    let credit = form.ticked("avoir");
    let made = parts.into_iter().zip(vats).map(|((line, label, units, net, rate), vat)| {
        let units = if credit { -units.abs() } else { units };
        let amount = Taxed::typed(net, rate, vat).ok()?;
        Some(InvoicedLine { label, part: InvoicePart { line, units, rate, amount } })
    });
    made.collect()
}
