//! `/scan/photo`: the codes on a photo, for the script of the scan control.

use axum::Json;
use serde::Serialize;

use crate::form::Upload;
use crate::photo;
use crate::scan::PHOTO;
use crate::wording::scan::photo_error;

/// What is on a photo.
#[derive(Debug, Serialize)]
pub struct Seen {
    /// The codes, each once.
    codes: Vec<String>,
    /// Why there is none, in French.
    sentence: Option<&'static str>,
}

/// Reads the photo; keeps nothing.
pub async fn submit(mut upload: Upload) -> Json<Seen> {
    let none = |sentence| Json(Seen { codes: Vec::new(), sentence: Some(sentence) });
    let Some(at) = upload.files.iter().position(|(name, _)| name == PHOTO) else {
        return none("Aucune photo n’a été envoyée.");
    };
    let (_, file) = upload.files.swap_remove(at);
    match photo::codes(file.bytes).await {
        Ok(codes) => Json(Seen { codes, sentence: None }),
        Err(why) => none(photo_error(why)),
    }
}
