//! QR codes: labels to stick, links to open on another device.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// A QR code as one SVG path, a unit a module, its quiet zone left to the template.
#[derive(Debug, Clone)]
pub struct Code {
    /// Modules on a side.
    pub width: usize,
    /// The dark ones.
    pub path: String,
}

/// The code of a text, which a scanner types back. Dark modules side by side are one stroke.
///
/// # Errors
/// When the text is longer than a code holds (some two thousand letters).
pub fn code(text: &str) -> Result<Code, qrcode::types::QrError> {
    let code = QrCode::new(text)?;
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
