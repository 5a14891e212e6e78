//! Measures the style sheet: every pair of colours that meets has the contrast WCAG 2.1 AA asks for.

const SHEET: &str = include_str!("../assets/cartable.css");

/// The colour variables of the first `:root` block behind a mark.
fn colours(mark: &str) -> Vec<(&'static str, [u8; 3])> {
    let block = SHEET
        .split_once(mark)
        .unwrap()
        .1
        .split_once(":root {")
        .unwrap()
        .1
        .split_once('}')
        .unwrap()
        .0;
    let pairs = block.split(';').filter_map(|line| line.trim().split_once(": #"));
    let channel = |hex: &str, at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    pairs.map(|(name, hex)| (name, [channel(hex, 0), channel(hex, 2), channel(hex, 4)])).collect()
}

/// Relative luminance, WCAG 2.1.
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text on what lies behind it: 4.5. Borders of controls, focus and drawings: 3.
const PAIRS: &[(&str, &[&str], f64)] = &[
    ("--ink", &["--paper", "--card", "--quiet-paper"], 7.0),
    ("--soft", &["--paper", "--card", "--quiet-paper"], 4.5),
    ("--lead", &["--paper", "--card", "--quiet-paper"], 4.5),
    ("--lead-deep", &["--paper", "--card"], 4.5),
    ("--on-lead", &["--lead", "--lead-deep"], 4.5),
    ("--good", &["--good-paper"], 4.5),
    ("--wait", &["--wait-paper"], 4.5),
    ("--bad", &["--bad-paper", "--paper", "--card"], 4.5),
    ("--quiet", &["--quiet-paper"], 4.5),
    ("--edge", &["--paper", "--card"], 3.0),
    ("--focus", &["--paper", "--card"], 3.0),
    ("--strap", &["--paper", "--card"], 3.0),
    ("--c1", &["--card", "--quiet-paper"], 3.0),
    ("--c2", &["--card", "--quiet-paper"], 3.0),
    ("--c3", &["--card", "--quiet-paper"], 3.0),
    ("--c4", &["--card", "--quiet-paper"], 3.0),
    ("--c5", &["--card", "--quiet-paper"], 3.0),
];

#[test]
fn every_pair_of_colours_that_meets_can_be_read() {
    for mark in ["", "(prefers-color-scheme: dark)"] {
        let colours = colours(mark);
        let of = |name: &str| colours.iter().find(|(found, _)| *found == name).unwrap().1;
        for (front, backs, least) in PAIRS {
            for back in *backs {
                let found = contrast(of(front), of(back));
                assert!(found >= *least, "{front} on {back} {mark}: {found:.2} < {least}");
            }
        }
    }
}

#[test]
fn the_sheet_stays_small_and_loads_nothing() {
    assert!(SHEET.len() <= 25_000, "{} bytes", SHEET.len());
    assert!(!SHEET.contains("url(") && !SHEET.contains("@import"));
}
