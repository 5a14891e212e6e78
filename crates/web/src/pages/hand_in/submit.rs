//! What a school sends: answers kept for later, or handed in.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use store::{HandIn, HeldLink, HeldLinkRefused, LinkState, RollPupil, VerbError};
use uuid::Uuid;

use super::page::HandInPage;
use crate::error::PageError;
use crate::form::Form;
use crate::intake::by_hand::Answers;
use crate::link::{closed, discreet, link_hash};
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::wording::roll::{class, progress};

/// The most letters of the note.
const LONGEST_NOTE: usize = 500;

/// It is done.
#[derive(Template, WebTemplate)]
#[template(path = "pages/hand_in/done.html")]
struct Done {
    page: Page,
    link: HeldLink,
    progress: String,
    noted: bool,
}

/// What was sent, read.
struct Sent {
    id: Uuid,
    link: HeldLink,
    token: String,
    roll: Vec<RollPupil>,
    answers: Answers,
    part: usize,
}

/// Keeps or hands in.
pub async fn submit(
    State(app): State<AppState>,
    page: Page,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let found = app.store.held_link(link_hash(&token), app.clock.now()).await?;
    // The form that handed it in may come twice: it is answered as the first time.
    let usable = |link: &HeldLink| link.state == LinkState::Open || link.handed_in_form == Some(id);
    let Some(link) = found.filter(usable) else { return Ok(closed(page).await) };
    let roll = app.store.roll_behind(&link).await?;
    let part: usize = form.value("partie").parse().unwrap_or(1);
    let mut answers = Answers::kept(&link.draft);
    answers.take(&form, &roll)?;
    form.value("absents").trim().clone_into(&mut answers.note);
    let noted = form.optional_text("absents", "Élèves absents de cette liste", LONGEST_NOTE);
    let sent = Sent { id, link, token, roll, answers, part };
    let handing_in = form.value("geste") == "remettre";
    if handing_in {
        check(&mut form, &sent);
    }
    if noted.is_none() || form.has_errors() {
        let Sent { link, token, roll, answers, part, .. } = sent;
        let shown = HandInPage::of(page, form, (link, token), &roll, &answers, part);
        return Ok(shown.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    if handing_in { hand_in(&app, page, sent).await } else { keep(&app, page, &form, &sent).await }
}

/// What stands in the way of handing in.
fn check(form: &mut Form, sent: &Sent) {
    if sent.answers.answered(&sent.roll) == 0 && sent.answers.note.is_empty() {
        form.refuse(
            "liste",
            "Aucune réponse n’est cochée : répondez au moins pour un élève, ou écrivez un mot à la ville.",
        );
    }
    for pupil in sent.answers.reported_for_nothing(&sent.roll).into_iter().take(5) {
        form.refuse(
            "liste",
            format!(
                "{} {} est à signaler, mais rien n’est dit de son foyer : cochez l’équipement ou la connexion, ou retirez « à signaler ».",
                pupil.first_name, pupil.family_name
            ),
        );
    }
    if !form.ticked("fini") {
        form.refuse(
            "fini",
            "Cochez « J’ai terminé » pour remettre la liste : le lien ne servira plus ensuite. Sinon, gardez vos réponses pour plus tard.",
        );
    }
}

/// Keeps the answers; the same link finds them again.
async fn keep(app: &AppState, page: Page, form: &Form, sent: &Sent) -> Result<Response, PageError> {
    let answered = sent.answers.answered(&sent.roll);
    let draft = sent.answers.to_text();
    let hash = link_hash(&sent.token);
    match app.store.keep_answers(hash, &draft, answered, app.clock.now()).await {
        Ok(()) => {
            let next = form.value("geste").strip_prefix("partie.").and_then(|n| n.parse().ok());
            let part: usize = next.unwrap_or(sent.part);
            let sentence = "Vos réponses sont gardées. Rien n’est encore remis : vous pouvez fermer cette page et la retrouver par le même lien.";
            let path = format!("/remise/{}?partie={part}", sent.token);
            Ok(discreet(see_other_saying(&path, sentence)))
        }
        Err(VerbError::Refused(HeldLinkRefused::Closed)) => Ok(closed(page).await),
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Vos réponses ont été gardées trop de fois par ce lien : remettez-les maintenant, ou demandez un autre lien à la ville.".to_owned()
        })),
    }
}

/// Hands in: a file that waits for an agent.
async fn hand_in(app: &AppState, page: Page, sent: Sent) -> Result<Response, PageError> {
    let Sent { id, link, token, roll, answers, .. } = sent;
    let list = answers.list(&roll);
    let what = link.class.as_deref().map_or_else(|| "toute l’école".to_owned(), class);
    let order = HandIn {
        form: id,
        token_hash: link_hash(&token),
        file_name: &format!("Réponses de l’école, {what}"),
        content: list.as_ref().map(|list| list.content.as_slice()),
        settings: list.as_ref().map_or("", |list| list.settings.as_str()),
        note: &answers.note,
    };
    match app.store.hand_in(&order, app.clock.now()).await {
        Ok(()) => {
            let progress = progress(answers.answered(&roll), roll.len());
            let noted = !answers.note.is_empty();
            // No other address to go to: the link has ended. Opened again, the same form says the same.
            Ok(discreet(Done { page, link, progress, noted }))
        }
        Err(VerbError::Refused(_)) => Ok(closed(page).await),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
