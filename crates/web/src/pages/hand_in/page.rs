//! The page a school fills in.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use store::{HeldLink, LinkState, RollPupil};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::guard::link_proof;
use crate::intake::by_hand::Answers;
use crate::intake::parts::{Part, Row, parts};
use crate::link::{closed, discreet, link_hash};
use crate::page::Page;
use crate::state::AppState;
use crate::wording::French as _;
use crate::wording::roll::progress;

/// A part of the list, as a step that can be gone to.
pub(super) struct Step {
    pub label: String,
    pub pupils: usize,
    pub answered: usize,
}

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/hand_in/page.html")]
pub(super) struct HandInPage {
    page: Page,
    form: Form,
    link: HeldLink,
    token: String,
    proof: String,
    steps: Vec<Step>,
    part: usize,
    rows: Vec<Row>,
    note: String,
}

/// Shows the list, as it was left.
pub async fn page(
    State(app): State<AppState>,
    page: Page,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let now = app.clock.now();
    let found = app.store.held_link(link_hash(&token), now).await?;
    let Some(link) = found.filter(|link| link.state == LinkState::Open) else {
        return Ok(closed(page).await);
    };
    let roll = app.store.roll_behind(&link).await?;
    let answers = Answers::kept(&link.draft);
    let part = form.value("partie").parse().unwrap_or(1);
    let form = Form::empty().with("id", app.mint.uuid());
    Ok(discreet(HandInPage::of(page, form, (link, token), &roll, &answers, part)))
}

impl HandInPage {
    /// The part `part` of the list (from 1), with what is told so far.
    pub fn of(
        page: Page,
        form: Form,
        (link, token): (HeldLink, String),
        roll: &[RollPupil],
        answers: &Answers,
        part: usize,
    ) -> Self {
        let parts = parts(roll);
        let part = part.clamp(1, parts.len());
        let step = |part: &Part| Step {
            label: part.label.clone(),
            pupils: part.pupils.len(),
            answered: answers.answered(&part.pupils),
        };
        Self {
            steps: parts.iter().map(step).collect(),
            rows: parts[part - 1].rows(answers),
            proof: link_proof(&token),
            note: answers.note.clone(),
            page,
            form,
            link,
            token,
            part,
        }
    }

    fn step(&self) -> &Step {
        &self.steps[self.part - 1]
    }

    fn next(&self) -> Option<&Step> {
        self.steps.get(self.part)
    }

    fn progress(&self) -> String {
        let pupils = self.steps.iter().map(|step| step.pupils).sum();
        progress(self.steps.iter().map(|step| step.answered).sum(), pupils)
    }

    /// The form's id, as it was minted or sent.
    fn id(&self) -> Option<Uuid> {
        self.form.value("id").parse().ok()
    }
}

impl HandInPage {
    /// As an answer of this status.
    pub fn with_status(self, status: axum::http::StatusCode) -> Response {
        discreet((status, self).into_response())
    }
}
