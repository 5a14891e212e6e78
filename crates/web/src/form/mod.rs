//! Forms that keep what was typed and show every error at once.
//!
//! A handler takes `mut form: Form`, reads each field into its type with the readers of `readers.rs`
//! (each notes its own error and answers nothing), and shows the same page again with `page::again`
//! when one is missing. Templates show the fields through `components/form.html`.

mod choice;
mod readers;
#[cfg(test)]
mod tests;
mod upload;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{header, request};

use crate::error::PageError;

pub use choice::{Choice, choices};
pub use readers::{amount_sentence, parse_date};
pub use upload::{Upload, UploadedFile};

/// The fields sent, in order, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name; its control has the same id, so the summary links to it.
    pub field: String,
    /// What is wrong and what to do, in French.
    pub sentence: String,
}

impl Form {
    /// A form nobody has filled in.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The same form with one more field filled in beforehand.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.fields.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same form, then what another holds: its fields where this one has none of their name, and its
    /// errors.
    #[must_use]
    pub fn after(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self.errors.extend(other.errors);
        self
    }

    /// The same form with nothing in a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// What was typed in a field; empty when it was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Everything sent under a name that repeats (checkboxes, lists), without the empty ones.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&str> {
        let sent =
            self.fields.iter().filter(|(field, value)| field == name && !value.trim().is_empty());
        sent.map(|(_, value)| value.as_str()).collect()
    }

    /// Was this choice ticked or selected?
    #[must_use]
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(field, sent)| field == name && sent == value)
    }

    /// The names of the fields sent, in order, each once (for fields such as `grade.<item id>`).
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (name, _) in &self.fields {
            if !names.contains(&name.as_str()) {
                names.push(name.as_str());
            }
        }
        names
    }

    /// Notes what is wrong with a field; the first sentence per field is kept.
    pub fn refuse(&mut self, field: &str, sentence: impl Into<String>) {
        if self.error(field).is_none() {
            self.errors.push(FieldError { field: field.to_owned(), sentence: sentence.into() });
        }
    }

    /// The same form with an error on a field (for refusals of the store that belong to one field).
    #[must_use]
    pub fn refused(mut self, field: &str, sentence: impl Into<String>) -> Self {
        self.refuse(field, sentence);
        self
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.sentence.as_str())
    }

    /// Everything to correct, in the order the fields were read.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    async fn sent(request: Request) -> Result<Self, PageError> {
        let fields =
            axum_extra::extract::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Ok(axum_extra::extract::Form(fields)) = fields else { return Err(unreadable()) };
        Ok(Self { fields, errors: Vec::new() })
    }

    /// The same form, unless a value holds the character zero: nobody types it, and `PostgreSQL` keeps
    /// no text that has one.
    fn readable(self) -> Result<Self, PageError> {
        let zero =
            self.fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0'));
        if zero { Err(unreadable()) } else { Ok(self) }
    }

    /// Is there something to correct?
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = PageError;

    /// The query of a GET, the body of a POST.
    async fn from_request(request: Request, _state: &S) -> Result<Self, PageError> {
        Self::sent(request).await?.readable()
    }
}

fn unreadable() -> PageError {
    PageError::Unreadable(
        "Le formulaire reçu n’est pas lisible. Rien n’a été enregistré. Rouvrez la page et recommencez.".to_owned(),
    )
}

/// The field `csrf` of a body, whatever its encoding; nothing when it is not there.
pub(crate) async fn csrf_field(parts: request::Parts, bytes: Bytes) -> Option<String> {
    let kind = parts.headers.get(header::CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let request = Request::from_parts(parts, Body::from(bytes));
    if kind.starts_with("multipart/form-data") {
        let mut body = Multipart::from_request(request, &()).await.ok()?;
        while let Some(field) = body.next_field().await.ok()? {
            if field.name() == Some("csrf") {
                return field.text().await.ok();
            }
        }
        return None;
    }
    let form = Form::sent(request).await.ok()?;
    Some(form.value("csrf").to_owned())
}
