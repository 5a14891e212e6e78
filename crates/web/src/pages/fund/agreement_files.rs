//! What the troïka has before it: reading quotes and documents from a form, adding one, opening one.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Euros;
use domain::fund::{Quote, QuotePrice};
use domain::ids::{AgreementFileId, AgreementId};
use store::{AttachToAgreement, AttachToAgreementRefused, NewAgreementFile, VerbError};

use super::agreement::OneAgreement;
use crate::error::PageError;
use crate::form::{Form, Upload, amount_sentence};
use crate::page::{Page, again, kept_file, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, troika as say};

/// The names of the fields of one quote.
#[derive(Debug, Clone)]
pub struct QuoteFields {
    /// The supplier.
    pub supplier: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: String,
    /// Without tax.
    pub net: String,
    /// The tax.
    pub vat: String,
    /// All taxes included.
    pub gross: String,
    /// The file.
    pub file: String,
    /// The file's id, hidden.
    pub id: String,
}

impl QuoteFields {
    /// The fields of the quote of this name.
    #[must_use]
    pub fn new(quote: &str) -> Self {
        let field = |name: &str| format!("{quote}_{name}");
        Self {
            supplier: field("fournisseur"),
            number: field("numero"),
            on: field("date"),
            net: field("ht"),
            vat: field("tva"),
            gross: field("ttc"),
            file: field("fichier"),
            id: field("id"),
        }
    }

    /// Is there anything in them?
    #[must_use]
    pub fn filled(&self, form: &Form) -> bool {
        let typed = [&self.supplier, &self.number, &self.on, &self.net, &self.vat, &self.gross];
        typed.iter().any(|name| !form.value(name).trim().is_empty())
    }

    /// Is there something to correct in them?
    #[must_use]
    pub fn wrong(&self, form: &Form) -> bool {
        let all =
            [&self.supplier, &self.number, &self.on, &self.net, &self.vat, &self.gross, &self.file];
        all.iter().any(|name| form.error(name).is_some())
    }

    /// The quote and its file; nothing when one is missing or wrong, each noted.
    pub fn read(&self, upload: &mut Upload) -> Option<(Quote, Vec<u8>)> {
        let sent = upload.file(&self.file);
        let form = &mut upload.form;
        let supplier = form.text(&self.supplier, "Fournisseur", 120);
        let number = form.optional_text(&self.number, "Numéro du devis", 60);
        let on = form.date(&self.on, "Date du devis");
        let gross = form.amount(&self.gross, "Total TTC");
        let net = optional_euros(form, &self.net, "Montant HT");
        let vat = optional_euros(form, &self.vat, "TVA");
        let (Some(sent), Some(supplier), Some(number), Some(on), Some(gross), Some(net), Some(vat)) =
            (sent, supplier, number, on, gross, net, vat)
        else {
            return None;
        };
        match QuotePrice::new(net, vat, gross) {
            Ok(price) => {
                let number = number.unwrap_or_default();
                Some((Quote { supplier, number, on, price }, sent.bytes))
            }
            Err(why) => {
                form.refuse(&self.gross, say::quote("Total TTC", why));
                None
            }
        }
    }
}

/// An amount that may be left out; `Some(None)` when it was.
fn optional_euros(form: &mut Form, field: &str, label: &str) -> Option<Option<Euros>> {
    let typed = form.value(field).trim();
    if typed.is_empty() {
        return Some(None);
    }
    match Euros::parse(typed) {
        Ok(euros) => Some(Some(euros)),
        Err(why) => {
            let sentence = amount_sentence(label, typed, why);
            form.refuse(field, sentence);
            None
        }
    }
}

/// A quote, in words.
#[must_use]
pub fn named(quote: &Quote) -> String {
    if quote.number.is_empty() {
        format!("{}, devis du {}", quote.supplier, quote.on.short())
    } else {
        format!("{}, devis n° {} du {}", quote.supplier, quote.number, quote.on.short())
    }
}

/// Adds a quote, or another document, to a request that nobody has answered.
pub async fn attach(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    Path(agreement): Path<AgreementId>,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: AgreementFileId = upload.form.hidden("id")?;
    if app.store.agreement(agreement, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let fields = QuoteFields::new("devis");
    let quoted = upload.form.value("nature") != "document";
    let (read, field) = if quoted {
        let read = fields.read(&mut upload);
        (read.map(|(quote, content)| (String::new(), Some(quote), content)), fields.file.as_str())
    } else {
        let sent = upload.file("piece");
        let label = upload.form.text("piece_nom", "Ce que c’est", 120);
        (label.zip(sent).map(|(label, sent)| (label, None, sent.bytes)), "piece")
    };
    let form = upload.form;
    let shown = |form| OneAgreement::of(&app, &who, (page, &headers), agreement, form);
    let Some((label, quote, content)) = read else {
        return Ok(again(shown(form).await?));
    };
    let order =
        AttachToAgreement { agreement, file: NewAgreementFile { id, label, quote, content } };
    match app.store.attach_to_agreement(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/accords/{agreement}"), "Pièce ajoutée.")),
        Err(VerbError::Refused(AttachToAgreementRefused::UnknownAgreement)) => {
            Err(PageError::NotFound)
        }
        Err(VerbError::Refused(why)) => {
            Ok(refused(shown(form.refused(field, say::attach(why))).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::attach)),
    }
}

/// Opens a file.
pub async fn open(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<AgreementFileId>,
) -> Result<Response, PageError> {
    let found = app.store.agreement_file(id, who.by()).await?;
    let (media_type, bytes) = found.ok_or(PageError::NotFound)?;
    Ok(kept_file(media_type, bytes))
}
