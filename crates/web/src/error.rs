//! Why a page cannot be shown. The response carries a `Problem`; `dress` turns it into a page in the
//! layout of whoever asked, so no handler has to.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use store::VerbError;

/// What a handler answers instead of its page.
#[derive(Debug)]
pub enum PageError {
    /// 404: nothing there, or nothing this seat may know of (another cité's id answers the same).
    NotFound,
    /// 403: the seat may not do this.
    Forbidden,
    /// 403: the form carries no token of this session; it may come from a page left open, or from elsewhere.
    StaleForm,
    /// 409: a rule refuses; a full French sentence saying what and what to do.
    Refused(String),
    /// 400: the request makes no sense even as a wrong form; a full French sentence.
    Unreadable(String),
    /// 413: the body is larger than the route takes, in megabytes.
    TooLarge(usize),
    /// 500: the database failed.
    Failed(store::Failure),
    /// 500: anything else that is not the visitor's doing; for the log only.
    Fault(String),
}

impl PageError {
    /// A refusal with its sentence.
    #[must_use]
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }

    /// What a store verb answered instead of its result; `say` words its refusal.
    #[must_use]
    pub fn of_verb<R>(error: VerbError<R>, say: impl FnOnce(R) -> String) -> Self {
        match error {
            VerbError::Refused(refusal) => Self::Refused(say(refusal)),
            VerbError::OtherContent => Self::refused(
                "Ce formulaire a déjà été envoyé, avec un autre contenu. Seul le premier envoi compte. \
                 Rouvrez la page pour voir ce qui a été enregistré, puis recommencez si besoin.",
            ),
            VerbError::Failed(failure) => Self::Failed(failure),
        }
    }

    /// An internal fault; the text goes to the log, never to the visitor.
    #[must_use]
    pub fn fault(what: impl std::fmt::Display) -> Self {
        Self::Fault(what.to_string())
    }
}

impl From<store::Failure> for PageError {
    fn from(failure: store::Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What `dress` needs to write an error page.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The heading.
    pub title: &'static str,
    /// What happened and what to do, in French.
    pub sentence: String,
    /// For the log only.
    pub fault: Option<String>,
}

impl Problem {
    /// The wording of a status that nobody gave a reason for (router and extractor rejections).
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (title, sentence) = match status {
            StatusCode::NOT_FOUND => (
                "Page introuvable",
                "Cette adresse ne mène à rien, ou à quelque chose que votre siège ne voit pas. Vérifiez l’adresse ou repartez de l’accueil.",
            ),
            StatusCode::FORBIDDEN => (
                "Accès réservé",
                "Votre siège ne permet pas d’ouvrir cette page. Si vous avez un autre siège, changez de siège ; sinon, demandez à l’administrateur de votre cité.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "Action impossible à cette adresse",
                "Cette page ne s’ouvre pas de cette façon. Repartez de l’accueil et utilisez les boutons de la page.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::BAD_REQUEST => (
                "Demande illisible",
                "Le formulaire reçu n’est pas lisible. Rien n’a été enregistré. Rouvrez la page et recommencez.",
            ),
            _ => ("Demande impossible", "La demande n’a pas pu aboutir. Rien n’a été enregistré."),
        };
        Self { title, sentence: sentence.to_owned(), fault: None }
    }

    fn stale_form() -> Self {
        Self {
            title: "Page trop ancienne",
            sentence: "Ce formulaire vient d’une page restée ouverte trop longtemps ou d’une autre connexion. \
                       Rien n’a été enregistré. Rouvrez la page et recommencez."
                .to_owned(),
            fault: None,
        }
    }

    fn fault(cause: String) -> Self {
        Self {
            title: "Un problème de notre côté",
            sentence:
                "La demande n’a pas abouti et rien n’a été enregistré. Réessayez dans un instant. \
                       Si cela continue, donnez la référence ci-dessous à votre administrateur."
                    .to_owned(),
            fault: Some(cause),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, problem) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, Problem::of_status(StatusCode::NOT_FOUND)),
            Self::Forbidden => (StatusCode::FORBIDDEN, Problem::of_status(StatusCode::FORBIDDEN)),
            Self::StaleForm => (StatusCode::FORBIDDEN, Problem::stale_form()),
            Self::Refused(sentence) => (
                StatusCode::CONFLICT,
                Problem { title: "Ce n’est pas possible", sentence, fault: None },
            ),
            Self::Unreadable(sentence) => (
                StatusCode::BAD_REQUEST,
                Problem { title: "Demande illisible", sentence, fault: None },
            ),
            Self::TooLarge(megabytes) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                Problem {
                    title: "Fichier trop lourd",
                    sentence: format!(
                        "L’envoi dépasse {megabytes} Mo, le maximum accepté ici. Rien n’a été enregistré. \
                         Découpez le fichier ou enlevez ce qui est inutile, puis recommencez."
                    ),
                    fault: None,
                },
            ),
            Self::Failed(failure) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                Problem::fault(format!("{failure}: {failure:?}")),
            ),
            Self::Fault(cause) => (StatusCode::INTERNAL_SERVER_ERROR, Problem::fault(cause)),
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(problem);
        response
    }
}
