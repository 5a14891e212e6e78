//! Writes the sample papers into a folder, to be looked at: `cargo run -p documents --example samples -- DIR`.

use documents::{Imprint, Paper, render, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder =
        std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let imprint = samples::imprint();
    put(&folder.join("loan_agreement.pdf"), &samples::loan_agreement(), &imprint)?;
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
