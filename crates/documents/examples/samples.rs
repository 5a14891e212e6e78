//! Writes the sample papers that no family reads into a folder, to be looked at: `cargo run -p documents
//! --example samples -- DIR`. `cartable papers` writes the others.


use documents::{Imprint, Paper, render, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder =
        std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let imprint = samples::imprint();
    let press = documents::Press::of_this_machine()?;
    let l = std::env::args().nth(2).and_then(|l| documents::Language::new(&l));
    std::fs::write(folder.join("loan_agreement.pdf"), press.render(&samples::loan_agreement(), l.as_ref(), &imprint)?)?;
    if l.is_some() { return Ok(()); }
    put(&folder.join("donor_report.pdf"), &samples::donor_report(), &imprint)?;
    put(&folder.join("class_list.pdf"), &samples::class_list(), &imprint)?;
    put(&folder.join("agreement_proof.pdf"), &samples::agreement_proof(), &imprint)?;
    put(&folder.join("decision_list.pdf"), &samples::decision_list(300), &imprint)?;
    put(&folder.join("algorithm_explanation.pdf"), &samples::algorithm_explanation(), &imprint)
}

fn put<P: Paper>(
    path: &std::path::Path,
    paper: &P,
    imprint: &Imprint,
) -> Result<(), Box<dyn std::error::Error>> {
    Ok(std::fs::write(path, render(paper, imprint)?)?)
}
