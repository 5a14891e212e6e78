//! `/materiel/lots/{id}/etiquettes`: labels to print and stick, a code to scan and the number to read.
//! Never a name: a label is seen by whoever sees the thing.

use std::fmt::Write as _;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::ids::LotId;
use qrcode::{Color, QrCode};
use store::Lot;

use super::lot::of_lot;
use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;

/// One label.
struct Sticker {
    tag: String,
    kind: &'static str,
    code: Code,
}

/// A QR code as one SVG path, a unit a module, its quiet zone left to the template.
struct Code {
    width: usize,
    path: String,
}

/// The labels of a lot.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/labels.html")]
pub struct Labels {
    page: Page,
    lot: Lot,
    stickers: Vec<Sticker>,
    paging: Paging,
}

/// Shows them, fifty a page.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<LotId>,
) -> Result<Labels, PageError> {
    let (lot, items, paging) = of_lot(&app, &who, id, paging).await?;
    let sticker = |found: store::FoundItem| {
        let code = code(&found.item.tag).map_err(PageError::fault)?;
        Ok(Sticker { kind: found.item.kind.label(), code, tag: found.item.tag })
    };
    let stickers = items.into_iter().map(sticker).collect::<Result<_, PageError>>()?;
    Ok(Labels { page, lot, stickers, paging })
}

/// The code of a number, which a scanner types back. Dark modules side by side are one stroke.
fn code(tag: &str) -> Result<Code, qrcode::types::QrError> {
    let code = QrCode::new(tag)?;
    let (width, colours) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Ok(Code { width, path })
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_has_its_three_corners_and_stays_small() {
        let code = code("TLS-TAB-0042-7").unwrap();
        assert_eq!(code.width, 21, "the smallest code holds an inventory number");
        for corner in ["M0 0h7v1h-7z", "M14 0h7v1h-7z", "M0 20h7v1h-7z"] {
            assert!(code.path.contains(corner), "{}", code.path);
        }
        assert!(code.path.len() < 2_500, "{} bytes", code.path.len());
    }
}
