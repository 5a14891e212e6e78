//! Style sheet and scripts, inside the binary, under a name that changes with their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    served_as: String,
}

/// Name, content type, content. A new file is one line here and `page::asset("name")` in a template.
const FILES: &[(&str, &str, &[u8])] = &[
    ("cartable.css", "text/css; charset=utf-8", include_bytes!("../assets/cartable.css")),
    ("live.js", "text/javascript; charset=utf-8", include_bytes!("../assets/live.js")),
    ("signature.js", "text/javascript; charset=utf-8", include_bytes!("../assets/signature.js")),
    ("scan.js", "text/javascript; charset=utf-8", include_bytes!("../assets/scan.js")),
    ("cartable.svg", "image/svg+xml", include_bytes!("../assets/cartable.svg")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|&(name, content_type, bytes)| {
            let hash = hex::encode(&Sha256::digest(bytes)[..6]);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            Asset { name, content_type, bytes, served_as: format!("{stem}.{hash}.{ending}") }
        })
        .collect()
});

/// The address of a file; empty for a name that is not there.
#[must_use]
pub fn url(name: &str) -> String {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    found.map_or_else(String::new, |asset| format!("/static/{}", asset.served_as))
}

/// Answers a file for ever, or 404: another version's name is another content.
pub async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.served_as == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.bytes).into_response()
}
