//! Why a request is not answered, as `application/problem+json` (RFC 9457), in French.

use std::fmt::Debug;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::VerbError;
use utoipa::ToSchema;

use crate::error::{PageError, Problem};
use crate::state::AppState;

/// The type of every problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A field to correct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Le champ, par exemple `items[0].serial` ; vide pour l’ensemble.
    pub field: String,
    /// Ce qui ne va pas et quoi faire.
    pub detail: String,
}

/// The body of a problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Toujours `about:blank` : le code dit le reste.
    #[schema(example = "about:blank")]
    pub r#type: &'static str,
    /// Le statut HTTP.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    pub status: u16,
    /// En deux ou trois mots.
    #[schema(example = "Ce n’est pas possible")]
    pub title: String,
    /// Ce qui s’est passé et quoi faire.
    pub detail: String,
    /// Un mot stable, pour les programmes.
    #[schema(example = "order_taken")]
    pub code: String,
    /// Les champs à corriger, s’il y en a.
    #[schema(max_items = 1000)]
    pub errors: Vec<FieldError>,
    /// Ce qu’il faut donner à l’administrateur après un problème du serveur.
    pub reference: Option<String>,
}

/// What a handler answers instead of its result.
#[derive(Debug)]
pub enum ApiError {
    /// 400: no JSON, or parameters that make no sense.
    Unreadable(String, Vec<FieldError>),
    /// 401: no token, or one that is not good; the challenge's error code, if one was sent.
    NoToken(Option<&'static str>),
    /// 403: the seat may not do this.
    Seat,
    /// 403: the token may not do this.
    Scope(domain::token::Scope),
    /// 404: nothing there, or nothing this seat may know of.
    NotFound,
    /// 409: a rule refuses: its code and its sentence.
    Refused(String, String),
    /// 413: the body is larger than so many bytes.
    TooLarge(usize),
    /// 415: the body is not announced as JSON.
    NotJson,
    /// 422: fields that do not fit.
    Invalid(Vec<FieldError>),
    /// 500, or whatever a page would answer.
    Page(PageError),
}

impl ApiError {
    /// What a verb answered instead of its result; `say` words its refusal, whose name is the code.
    #[must_use]
    pub fn of_verb<R: Debug>(error: VerbError<R>, say: impl FnOnce(R) -> String) -> Self {
        match error {
            VerbError::Refused(refusal) => Self::Refused(code_of(&refusal), say(refusal)),
            VerbError::OtherContent => Self::Refused(
                "other_content".to_owned(),
                "Cet identifiant a déjà servi, avec un autre contenu. Seule la première demande compte : \
                 rien n’a été fait. Prenez un nouvel identifiant pour une nouvelle demande."
                    .to_owned(),
            ),
            VerbError::Failed(failure) => Self::Page(PageError::Failed(failure)),
        }
    }

    /// One field to correct.
    #[must_use]
    pub fn field(field: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), detail: detail.into() }])
    }
}

impl From<store::Failure> for ApiError {
    fn from(failure: store::Failure) -> Self {
        Self::Page(PageError::Failed(failure))
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

/// The name of a refusal as its code: `OrderTaken` is `order_taken`, `Rule(NotAgreed)` is `not_agreed`.
/// The name comes from the enum itself, so that no refusal can be without a code.
fn code_of(refusal: &impl Debug) -> String {
    let told = format!("{refusal:?}");
    let inner = told.strip_prefix("Rule(").unwrap_or(&told);
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut code = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

fn body(status: StatusCode, code: &str, detail: impl Into<String>) -> ProblemBody {
    ProblemBody {
        r#type: "about:blank",
        status: status.as_u16(),
        title: title(status).to_owned(),
        detail: detail.into(),
        code: code.to_owned(),
        errors: Vec::new(),
        reference: None,
    }
}

const fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Demande illisible",
        StatusCode::UNAUTHORIZED => "Jeton demandé",
        StatusCode::FORBIDDEN => "Accès réservé",
        StatusCode::NOT_FOUND => "Introuvable",
        StatusCode::METHOD_NOT_ALLOWED => "Action impossible à cette adresse",
        StatusCode::CONFLICT => "Ce n’est pas possible",
        StatusCode::PAYLOAD_TOO_LARGE => "Envoi trop lourd",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Type de contenu refusé",
        StatusCode::UNPROCESSABLE_ENTITY => "Champs à corriger",
        _ => "Un problème de notre côté",
    }
}

impl ProblemBody {
    fn answer(&self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Texts and numbers only: writing them cannot fail.
        let text = serde_json::to_string(self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response()
    }
}

const UNKNOWN_TOKEN: &str = "Il faut un jeton qui vaut encore, dans l’en-tête « Authorization: Bearer cartable_… ». \
                             Un jeton se crée à la page « Jetons » de Cartable.";

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let told = match self {
            Self::Page(error) => return error.into_response(),
            Self::NoToken(error) => {
                let told = body(StatusCode::UNAUTHORIZED, "no_token", UNKNOWN_TOKEN);
                return challenged(&told, error.map(|error| format!("error=\"{error}\"")));
            }
            Self::Scope(scope) => {
                let detail = format!(
                    "La portée « {scope} » manque à ce jeton : créez-en un autre qui l’a, à la page « Jetons »."
                );
                let told = body(StatusCode::FORBIDDEN, "insufficient_scope", detail);
                let more = format!("error=\"insufficient_scope\", scope=\"{scope}\"");
                return challenged(&told, Some(more));
            }
            Self::Unreadable(detail, errors) => {
                ProblemBody { errors, ..body(StatusCode::BAD_REQUEST, "unreadable", detail) }
            }
            Self::Seat => body(
                StatusCode::FORBIDDEN,
                "seat",
                "Le siège de ce jeton ne permet pas cette demande, et aucune portée n’y change rien.",
            ),
            Self::NotFound => of_status(StatusCode::NOT_FOUND),
            Self::Refused(code, detail) => body(StatusCode::CONFLICT, &code, detail),
            Self::TooLarge(limit) => body(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                format!(
                    "Le corps dépasse {limit} octets, le maximum accepté ici. Rien n’a été fait."
                ),
            ),
            Self::NotJson => of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::Invalid(errors) => {
                let detail = "Des champs sont à corriger. Rien n’a été fait.";
                let told = body(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail);
                ProblemBody { errors, ..told }
            }
        };
        told.answer()
    }
}

/// With the header by which HTTP says how to come in (RFC 6750 §3).
fn challenged(told: &ProblemBody, more: Option<String>) -> Response {
    let mut response = told.answer();
    let more = more.map(|more| format!(", {more}")).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_str(&format!("Bearer realm=\"cartable\"{more}")) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// The problem of a status that nobody gave a reason for.
fn of_status(status: StatusCode) -> ProblemBody {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (
            "not_found",
            "Cette adresse ne mène à rien, ou à quelque chose que le siège de ce jeton ne voit pas.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "method_not_allowed",
            "Cette adresse ne se demande pas de cette façon : l’en-tête « Allow » dit lesquelles conviennent.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "not_json",
            "Le corps doit être du JSON, annoncé par « Content-Type: application/json ».",
        ),
        _ => ("impossible", "La demande n’a pas pu aboutir. Rien n’a été fait."),
    };
    body(status, code, detail)
}

/// The answer as it leaves: whatever went wrong on the way, with or without our doing, is a problem.
pub(crate) fn dressed(state: &AppState, path: &str, mut response: Response) -> Response {
    let told = response.extensions_mut().remove::<Problem>();
    let status = response.status();
    let ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes() == CONTENT_TYPE.as_bytes());
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    // An id in the path that is no id: nothing is there.
    let bare = told.is_none() && status == StatusCode::BAD_REQUEST;
    let status = if bare { StatusCode::NOT_FOUND } else { status };
    let mut problem = of_status(status);
    if let Some(told) = told {
        // What a page says of a missing page speaks of links and buttons.
        if problem.code == "impossible" {
            problem.detail = told.sentence;
        }
        if let Some(cause) = told.fault {
            let reference = state.mint.uuid().to_string();
            tracing::error!(%reference, %path, %cause, "request failed");
            problem.code = "internal".to_owned();
            problem.reference = Some(reference);
        }
    }
    let mut answer = problem.answer();
    let kept: [HeaderName; 1] = [header::ALLOW];
    for name in kept {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn a_refusal_is_its_own_code() {
        use domain::fund::CommitRefused as Rule;
        use store::CommitRefused;
        assert_eq!(code_of(&CommitRefused::OrderTaken), "order_taken");
        assert_eq!(code_of(&CommitRefused::Rule(Rule::NotAgreed)), "not_agreed");
        let short = Rule::Short { available: domain::Euros::ZERO };
        assert_eq!(code_of(&CommitRefused::Rule(short)), "short");
    }
}
