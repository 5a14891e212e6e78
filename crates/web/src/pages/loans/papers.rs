//! `/prets/{id}/pieces`: the signed paper scanned, photos; and `/pieces/{id}`, one of them.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{AttachmentId, LoanId};
use store::{Attach, AttachRefused, Attachment, Shows, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, kept_file, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _};

/// The files beside a hand-over.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/papers.html")]
pub struct Papers {
    page: Page,
    form: Form,
    hand_over: LoanId,
    label: String,
    /// `prets` or `remises`: where its page is.
    noun: &'static str,
    id: AttachmentId,
    files: Vec<Attachment>,
    shows: Vec<Choice>,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (hand_over, id): (LoanId, AttachmentId),
) -> Result<Papers, PageError> {
    let (noun, label) = match app.store.loan(hand_over, who.by()).await? {
        Some(loan) => ("prets", loan.label),
        None => {
            let gift = app.store.gift(hand_over, who.by()).await?;
            ("remises", gift.ok_or(PageError::NotFound)?.label)
        }
    };
    let files = app.store.attachments(hand_over, who.by()).await?;
    Ok(Papers { page, form, hand_over, label, noun, id, files, shows: choices(Shows::ALL) })
}

/// Shows what is kept, and a form to add to it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
) -> Result<Papers, PageError> {
    let form = Form::empty().with("montre", Shows::SignedOut);
    shown(&app, &who, page, form, (id, app.mint.id())).await
}

/// Keeps a file.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(hand_over): Path<LoanId>,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: AttachmentId = upload.form.hidden("id")?;
    let shows: Option<Shows> = upload.form.choice("montre", "Ce que montre le fichier");
    let sent = upload.file("fichier");
    let form = upload.form;
    let (Some(shows), Some(sent)) = (shows, sent) else {
        return Ok(again(shown(&app, &who, page, form, (hand_over, id)).await?));
    };
    let order = Attach { id, hand_over, shows, content: &sent.bytes };
    match app.store.attach(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/prets/{hand_over}/pieces"), "Fichier gardé.")),
        Err(VerbError::Refused(AttachRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("fichier", sentence(why));
            Ok(refused(shown(&app, &who, page, form, (hand_over, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| sentence(why).to_owned())),
    }
}

/// Opens a file.
pub async fn open(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<AttachmentId>,
) -> Result<Response, PageError> {
    let found = app.store.attachment(id, who.by()).await?;
    let (media_type, bytes) = found.ok_or(PageError::NotFound)?;
    Ok(kept_file(media_type, bytes))
}

const fn sentence(why: AttachRefused) -> &'static str {
    match why {
        AttachRefused::Unknown => "Cette remise n’est pas connue de votre cité.",
        AttachRefused::Empty => "Ce fichier est vide : refaites la photo ou le scan.",
        AttachRefused::TooLarge => {
            "Ce fichier dépasse 10 Mo : refaites la photo en plus petit, ou scannez en noir et blanc."
        }
        AttachRefused::OtherKind => {
            "Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG : enregistrez-le dans un de ces formats."
        }
        AttachRefused::TooMany => "Vingt fichiers sont déjà gardés ici : c’est le plus possible.",
    }
}
