//! The canonical text of a plan, which its digest is taken of.

use std::fmt::Write as _;

use super::eligibility::{FailedRule, LotRefusal};
use super::plan::{Plan, Rank, Served, StageProof};
use super::reason::Reason;

impl Plan {
    /// Every field but the digest, one fact a line, fields parted by tabs (which no id can hold).
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_canonical(&mut text);
        text
    }

    fn write_canonical(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "cartable plan {}", self.edition)?;
        writeln!(out, "rule\t{}\nseed\t{}", self.rule, self.seed)?;
        for (name, served) in [
            ("served", &self.served),
            ("other", &self.other_rule),
            ("former", &self.former_practice),
        ] {
            write_served(out, name, served)?;
        }
        writeln!(out, "score\t{}\nfit\t{}", self.score, self.fit)?;
        for (name, stage) in
            [("served", self.proof.served), ("score", self.proof.score), ("fit", self.proof.fit)]
        {
            match stage {
                StageProof::Exact => writeln!(out, "proof\t{name}\texact")?,
                StageProof::Bound { limit } => writeln!(out, "proof\t{name}\tbound\t{limit}")?,
            }
        }
        for a in &self.assignments {
            writeln!(out, "give\t{}\t{}\t{}\t{}\t{}", a.need, a.lot, a.kind, a.choice, a.fit)?;
        }
        for line in &self.lines {
            write!(out, "need\t{}\t{}\t{}\t", line.need, line.draw, line.class)?;
            write_rank(out, Some(line.rank))?;
            write_reason(out, &line.reason)?;
        }
        for class in &self.classes {
            write!(out, "class\t{}\t", class.served_ahead)?;
            write_rank(out, class.threshold)?;
            writeln!(out, "\t{}", class.lots.join("|"))?;
        }
        for lot in &self.lots {
            writeln!(out, "lot\t{}\t{}\t{}", lot.lot, lot.units, lot.used)?;
        }
        self.write_certificate(out)
    }

    fn write_certificate(&self, out: &mut String) -> std::fmt::Result {
        let certificate = &self.certificate;
        for (name, ranks) in [("lambda", &certificate.lambda), ("mu", &certificate.mu)] {
            for &rank in ranks {
                write!(out, "{name}\t")?;
                write_rank(out, rank)?;
                out.push('\n');
            }
        }
        let fit = &certificate.fit;
        writeln!(out, "prices\t{}\t{}\t{:?}\t{:?}", fit.source, fit.sink, fit.class, fit.lot)
    }
}

fn write_served(out: &mut String, name: &str, served: &Served) -> std::fmt::Result {
    served.iter().try_for_each(|(tier, count)| writeln!(out, "{name}\t{tier}\t{count}"))
}

fn write_rank(out: &mut String, rank: Option<Rank>) -> std::fmt::Result {
    match rank {
        Some(rank) => write!(out, "{}.{}.{}", rank.tier, rank.score, rank.position),
        None => out.write_char('-'),
    }
}

fn write_reason(out: &mut String, reason: &Reason) -> std::fmt::Result {
    write!(out, "\t{}", reason.code())?;
    match reason {
        Reason::ServiStock => {}
        Reason::AucunLotAdmissible { refusals } => write_refusals(out, refusals)?,
        Reason::StockEpuiseALaPriorite { next_for } => write!(out, "\t{}", next_for.join("|"))?,
        Reason::ResteReserve { reserved, next_for } => {
            write!(out, "\t{}", next_for.join("|"))?;
            write_refusals(out, reserved)?;
        }
        Reason::Arbitrage { strict, reserved, next_for } => {
            write!(out, "\t{strict}\t{}", next_for.join("|"))?;
            write_refusals(out, reserved)?;
        }
    }
    writeln!(out)
}

fn write_refusals(out: &mut String, refusals: &[LotRefusal]) -> std::fmt::Result {
    for refusal in refusals {
        write!(out, "\t{}:", refusal.lot)?;
        match &refusal.rule {
            FailedRule::Kind => out.write_str("kind")?,
            FailedRule::Commune => out.write_str("commune")?,
            FailedRule::Level => out.write_str("level")?,
            FailedRule::Requires { flag } => write!(out, "requires {flag}")?,
            FailedRule::Refuses { flag } => write!(out, "refuses {flag}")?,
            FailedRule::LoanNotAccepted => out.write_str("loan")?,
            FailedRule::RefurbishedNotAccepted => out.write_str("refurbished")?,
        }
    }
    Ok(())
}
