//! Reading a request: its parameters, its body; every refusal names the field.

use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::problem::{ApiError, FieldError};
use super::values::Object;
use crate::error::PageError;

/// The body of a POST.
#[derive(Debug)]
pub struct Sent<T>(pub T);

/// The parameters of an address; one that the line does not know is refused.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Sent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        // The guard has read it within the line's limit.
        let body = request.into_body().collect().await;
        let bytes = body.map_err(|_| PageError::fault("a body that was read is gone"))?.to_bytes();
        parse(&bytes).map(Self)
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        refusal(&path, error.inner())
    })?;
    json.end().map_err(|error| refusal(".", &error))?;
    Ok(value)
}

fn refusal(path: &str, error: &serde_json::Error) -> ApiError {
    if error.classify() != Category::Data {
        let detail = format!(
            "Le corps n’est pas du JSON lisible (ligne {}, colonne {}). Rien n’a été fait.",
            error.line(),
            error.column()
        );
        return ApiError::Unreadable(detail, Vec::new());
    }
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    let path = if path == "." { "" } else { path };
    let within =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let named = || told.split('`').nth(1).unwrap_or_default();
    let (field, detail) = if told.starts_with("missing field") {
        (within(named()), "Ce champ manque.")
    } else if told.starts_with("unknown field") {
        (path.to_owned(), "Ce champ n’existe pas ici.")
    } else if told.starts_with("duplicate field") {
        (within(named()), "Ce champ figure deux fois.")
    } else if told.starts_with("UUID parsing failed") {
        (path.to_owned(), "Il faut un identifiant UUID.")
    } else if told.starts_with("invalid ") {
        (path.to_owned(), "La valeur n’est pas du type attendu.")
    } else {
        (path.to_owned(), told)
    };
    ApiError::field(&field, detail)
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        Query::<T>::try_from_uri(&parts.uri).map(|Query(asked)| Self(asked)).map_err(|why| {
            let told =
                std::error::Error::source(&why).map_or_else(String::new, ToString::to_string);
            let (field, said) = told.split_once(": ").unwrap_or(("", &told));
            let errors = vec![FieldError { field: field.to_owned(), detail: parameter(said) }];
            let detail = "Un paramètre de l’adresse ne convient pas.";
            ApiError::Unreadable(detail.to_owned(), errors)
        })
    }
}

fn parameter(told: &str) -> String {
    if told.starts_with("unknown field") {
        let name = told.split('`').nth(1).unwrap_or_default();
        format!("« {name} » n’est pas un paramètre de cette adresse.")
    } else if told.starts_with("duplicate field") {
        "Ce paramètre figure deux fois.".to_owned()
    } else if told.starts_with("UUID parsing failed") {
        "Il faut un identifiant UUID.".to_owned()
    } else if told.starts_with("invalid ") {
        "La valeur n’est pas du type attendu.".to_owned()
    } else {
        told.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use uuid::Uuid;

    use super::parse;
    use crate::api::ApiError;
    use crate::api::values::{Few, Object, Text};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its reading is looked at")]
    struct Line {
        id: Uuid,
        label: Text<5>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its reading is looked at")]
    struct Body {
        lines: Few<Object<Line>, 1, 2>,
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place() {
        let id = "00000000-0000-7000-8000-000000000000";
        let one = format!(r#"{{"id":"{id}","label":"a"}}"#);
        for (body, field) in [
            ("{}".to_owned(), "lines"),
            ("[]".to_owned(), ""),
            (format!("[[{one}]]"), ""),
            (format!(r#"{{"lines":[["{id}","a"]]}}"#), "lines[0]"),
            (r#"{"lines":[]}"#.to_owned(), "lines"),
            (format!(r#"{{"lines":[{one},{one},{one}]}}"#), "lines"),
            (format!(r#"{{"lines":[{one}],"x":1}}"#), "x"),
            (r#"{"lines":[{"id":"7","label":"a"}]}"#.to_owned(), "lines[0].id"),
            (
                format!(r#"{{"lines":[{one},{{"id":"{id}","label":"too long"}}]}}"#),
                "lines[1].label",
            ),
            (format!(r#"{{"lines":[{{"id":"{id}","label":" "}}]}}"#), "lines[0].label"),
            (format!(r#"{{"lines":[{{"id":"{id}","label":"\u0000"}}]}}"#), "lines[0].label"),
            (format!(r#"{{"lines":[{{"id":"{id}"}}]}}"#), "lines[0].label"),
        ] {
            match parse::<Body>(body.as_bytes()) {
                Err(ApiError::Invalid(errors)) => assert_eq!(errors[0].field, field, "{body}"),
                other => panic!("{body}: {other:?}"),
            }
        }
        let more = format!(r#"{{"lines":[{one}]}} x"#);
        for body in ["", "{", &more, "\u{feff}{}", "{\"lines\":\"\u{1}\"}"] {
            let read = parse::<Body>(body.as_bytes());
            assert!(matches!(read, Err(ApiError::Unreadable(..))), "{body:?}: {read:?}");
        }
        assert!(parse::<Body>(format!(r#"{{"lines":[{one}]}}"#).as_bytes()).is_ok());
    }
}
