//! Measures a batch of loan agreements in two languages: `cargo run --release -p documents --example many --
//! HOW_MANY FILE [LANGUAGE]`.

use documents::{Labelled, Language, Press, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let many: usize = words.first().map_or(Ok(300), |word| word.parse())?;
    let file = words.get(1).map_or("many.pdf", String::as_str);
    let language = words.get(2).and_then(|word| Language::new(word));
    let press = Press::of_this_machine()?;
    let begun = std::time::Instant::now();
    let papers = (0..many).map(|number| {
        let mut paper = samples::loan_agreement();
        paper.reference = format!("GRI-P-{number:04}");
        paper.borrowers[0].name = format!("Famille {number} {}", "abcdefghij".repeat(number % 3));
        let label = paper.reference.clone();
        Labelled { label, paper, beside: language.as_ref(), imprint: samples::imprint() }
    });
    let out = std::io::BufWriter::new(std::fs::File::create(file)?);
    press.render_many(papers, out, |_| {})?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("{many} papers, {:.2} s, {peak}", begun.elapsed().as_secs_f64());
    Ok(())
}
