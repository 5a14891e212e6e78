//! What a scan control sends: a code that was typed, or a photo of it. The control is the macro `scan` of
//! `components/scan.html`; its form is `multipart/form-data`, its route ends in `.upload()`.

use crate::form::Upload;
use crate::photo;
use crate::wording::scan::photo_error;

/// The name of the photo's control.
pub const PHOTO: &str = "photo";

/// The codes of a scan: the one typed in `field`, or those on the photo. Notes what is wrong on the form.
pub async fn codes(upload: &mut Upload, field: &str) -> Option<Vec<String>> {
    let typed = upload.form.value(field).trim().to_owned();
    if !typed.is_empty() {
        if typed.chars().count() <= domain::scan::LONGEST_CODE {
            return Some(vec![typed]);
        }
        upload.form.refuse(field, "Ce code est trop long pour un numéro d’appareil.");
        return None;
    }
    let photo = upload.files.iter().position(|(name, _)| name == PHOTO);
    let Some(photo) = photo else {
        upload.form.refuse(field, "Aucun code : scannez une étiquette, ou tapez le numéro.");
        return None;
    };
    let (_, file) = upload.files.swap_remove(photo);
    match photo::codes(file.bytes).await {
        Ok(codes) => Some(codes),
        Err(why) => {
            upload.form.refuse(PHOTO, photo_error(why));
            None
        }
    }
}
