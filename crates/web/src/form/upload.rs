//! A form with a file. Its route line ends in `.upload()`, its tag has `enctype="multipart/form-data"`.

use axum::extract::{FromRequest, Multipart, Request};

use super::{Form, unreadable};
use crate::error::PageError;

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// The name the sender's machine gives it; for display only.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The fields of a form and its files.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The other fields.
    pub form: Form,
    /// The files, each with the name of its field; a file control left empty is not among them.
    pub files: Vec<(String, UploadedFile)>,
}

impl Upload {
    /// The file of a field; notes an error on the form when none was chosen or it is empty.
    pub fn file(&mut self, field: &str) -> Option<UploadedFile> {
        let found = self.files.iter().find(|(name, _)| name == field).map(|(_, file)| file.clone());
        match found {
            None => {
                self.form.refuse(
                    field,
                    "Aucun fichier n’a été choisi. Choisissez le fichier à envoyer.",
                );
                None
            }
            Some(file) if file.bytes.is_empty() => {
                let sentence = format!(
                    "Le fichier « {} » est vide. Refaites l’export, puis envoyez-le de nouveau.",
                    file.name
                );
                self.form.refuse(field, sentence);
                None
            }
            found => found,
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let mut body = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
        let mut upload = Self::default();
        while let Some(field) = body.next_field().await.map_err(|_| unreadable())? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(ToOwned::to_owned) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|_| unreadable())?.to_vec();
                    if !(file_name.is_empty() && bytes.is_empty()) {
                        upload.files.push((name, UploadedFile { name: file_name, bytes }));
                    }
                }
                None => {
                    upload.form.fields.push((name, field.text().await.map_err(|_| unreadable())?));
                }
            }
        }
        upload.form = upload.form.readable()?;
        Ok(upload)
    }
}
