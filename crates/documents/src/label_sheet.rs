//! Labels to stick on things: a code to scan, the number to read, the town's name. Never a person's.

use serde::Serialize;

use crate::press::Paper;

/// How labels lie on a sheet, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LabelFormat {
    /// Its stable code, as a form sends it.
    pub code: &'static str,
    /// What is printed on the box of labels.
    pub name: &'static str,
    /// Width and height of the sheet.
    pub page: (f64, f64),
    /// Labels in a row, rows on a sheet.
    pub grid: (usize, usize),
    /// Width and height of a label.
    pub label: (f64, f64),
    /// From the sheet's left and upper edge to the first label.
    pub margin: (f64, f64),
    /// From one label's left and upper edge to the next one's.
    pub pitch: (f64, f64),
}

impl LabelFormat {
    /// Labels on a sheet.
    #[must_use]
    pub const fn per_sheet(&self) -> usize {
        self.grid.0 * self.grid.1
    }
}

const A4: (f64, f64) = (210.0, 297.0);

const fn sheet(
    code: &'static str,
    name: &'static str,
    grid: (usize, usize),
    label: (f64, f64),
    margin: (f64, f64),
    pitch: (f64, f64),
) -> LabelFormat {
    LabelFormat { code, name, page: A4, grid, label, margin, pitch }
}

const fn single(code: &'static str, name: &'static str, label: (f64, f64)) -> LabelFormat {
    LabelFormat { code, name, page: label, grid: (1, 1), label, margin: (0.0, 0.0), pitch: label }
}

/// The formats sold in every shop, by the makers' own templates (Avery-Zweckform for the sheets, Brother
/// and Dymo for the rolls).
pub const LABEL_FORMATS: &[LabelFormat] = &[
    sheet(
        "l7160",
        "A4, 21 étiquettes de 63,5 × 38,1 mm (Avery L7160)",
        (3, 7),
        (63.5, 38.1),
        (7.25, 15.15),
        (66.0, 38.1),
    ),
    sheet(
        "l7159",
        "A4, 24 étiquettes de 63,5 × 33,9 mm (Avery L7159)",
        (3, 8),
        (63.5, 33.9),
        (7.25, 12.9),
        (66.0, 33.9),
    ),
    sheet(
        "l6011",
        "A4, 27 étiquettes résistantes de 63,5 × 29,6 mm (Avery L6011)",
        (3, 9),
        (63.5, 29.6),
        (7.25, 15.3),
        (66.0, 29.6),
    ),
    sheet(
        "3657",
        "A4, 40 étiquettes de 48,5 × 25,4 mm (Avery 3657)",
        (4, 10),
        (48.5, 25.4),
        (8.0, 21.5),
        (48.5, 25.4),
    ),
    sheet(
        "l7651",
        "A4, 65 étiquettes de 38,1 × 21,2 mm (Avery L7651)",
        (5, 13),
        (38.1, 21.2),
        (4.75, 10.7),
        (40.6, 21.2),
    ),
    sheet(
        "l7163",
        "A4, 14 étiquettes de 99,1 × 38,1 mm (Avery L7163)",
        (2, 7),
        (99.1, 38.1),
        (4.65, 15.15),
        (101.6, 38.1),
    ),
    single("r62", "Rouleau de 62 mm, coupé à 29 mm (Brother DK-22205)", (62.0, 29.0)),
    single("r29x90", "Étiquette de 29 × 90 mm (Brother DK-11201)", (90.0, 29.0)),
    single("r57x32", "Étiquette de 57 × 32 mm (Dymo 11354)", (57.0, 32.0)),
];

/// One label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StickyLabel {
    /// The inventory number with its check digit.
    pub tag: String,
    /// What the thing is.
    pub kind: String,
    /// Modules on a side of its code.
    pub width: usize,
    /// The dark modules, as an SVG path of one unit a module.
    pub path: String,
}

/// Labels in a format. Their code holds the inventory number and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelSheet {
    /// How they lie.
    pub format: LabelFormat,
    /// What people call the town; may be blank.
    pub town: String,
    /// Labels already taken from the first sheet.
    pub used: usize,
    /// Only the outlines of the labels and a ruler, to see whether the printer keeps sizes.
    pub calibration: bool,
    /// The labels, in order.
    pub labels: Vec<StickyLabel>,
}

impl Paper for LabelSheet {
    const TEMPLATE: &'static str = "label_sheet.typ";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Press, write};
    use typst_pdf::PdfStandard;

    fn labels(many: usize) -> Vec<StickyLabel> {
        let label = |n| StickyLabel {
            tag: format!("TLS-TAB-{n:04}-7"),
            kind: "tablette".into(),
            width: 21,
            path: "M0 0h7v1h-7zM14 0h7v1h-7zM0 20h7v1h-7z".into(),
        };
        (1..=many).map(label).collect()
    }

    fn labelled(format: LabelFormat, many: usize, used: usize) -> LabelSheet {
        let town = "Ville de Toulouse".to_owned();
        LabelSheet { format, town, used, calibration: false, labels: labels(many) }
    }

    #[test]
    fn every_format_fits_its_sheet_and_overlaps_nowhere() {
        for format in LABEL_FORMATS {
            let (columns, rows) = (format.grid.0 as f64, format.grid.1 as f64);
            let right = format.margin.0 + (columns - 1.0) * format.pitch.0 + format.label.0;
            let lower = format.margin.1 + (rows - 1.0) * format.pitch.1 + format.label.1;
            assert!(right <= format.page.0 + 0.01, "{}: {right} mm wide", format.code);
            assert!(lower <= format.page.1 + 0.01, "{}: {lower} mm high", format.code);
            assert!(format.pitch.0 >= format.label.0 && format.pitch.1 >= format.label.1);
            // The same on both sides, so that a sheet put in the other way round still fits.
            assert!((format.page.0 - right - format.margin.0).abs() < 0.6, "{}", format.code);
            assert!((format.page.1 - lower - format.margin.1).abs() < 0.7, "{}", format.code);
        }
    }

    #[test]
    fn a_part_used_sheet_is_begun_where_it_was_left() {
        let format = LABEL_FORMATS[0];
        for (many, used, pages) in [(21, 0, 1), (22, 0, 2), (21, 1, 2), (1, 20, 1), (90, 0, 5)] {
            let set =
                Press::shared().unwrap().set_in_type(&labelled(format, many, used), None).unwrap();
            assert_eq!(set.pages().len(), pages, "{many} labels after {used}");
        }
    }

    #[test]
    fn every_format_is_an_accessible_paper() {
        for format in LABEL_FORMATS {
            for calibration in [false, true] {
                let sheet = LabelSheet { calibration, ..labelled(*format, 2, 0) };
                let press = Press::shared().unwrap();
                let set = press.set_in_type(&sheet, None).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(
                    set.pages().len(),
                    if format.per_sheet() == 1 && !calibration { 2 } else { 1 }
                );
                write(&set, &crate::samples::imprint(), &[PdfStandard::Ua_1])
                    .expect("meets PDF/UA-1");
            }
        }
    }
}
