//! The canonical text of a plan, which its digest is taken of.

use std::fmt::Write as _;

use super::certificate::{Bounds, Certificate, CutOffs, StageProof};
use super::eligibility::LotRefusal;
use super::pin::DevicesCounted;
use super::plan::{Plan, Rank, Served, Share, Source};
use super::reason::{LineLeft, Reason};

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
        if self.stopped {
            writeln!(out, "stopped")?;
        }
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
            write_proof(out, name, stage)?;
        }
        for a in &self.assignments {
            write!(out, "give\t{}\t", a.need)?;
            match &a.source {
                Source::Stock { lot } => out.write_str(lot)?,
                Source::Purchase { item, fund } => write!(out, "buy\t{item}\t{fund}")?,
            }
            writeln!(out, "\t{}\t{}\t{}", a.kind, a.choice, a.fit)?;
        }
        self.write_purchases(out)?;
        for line in &self.lines {
            write!(out, "need\t{}\t{}\t{}\t", line.need, line.draw, line.class)?;
            write_rank(out, Some(line.rank))?;
            write_reason(out, &line.reason)?;
        }
        for class in &self.classes {
            write!(out, "class\t{}\t", class.served_ahead)?;
            write_rank(out, class.threshold)?;
            write!(out, "\t{}", class.lots.join("|"))?;
            for offer in &class.offers {
                write!(out, "\t{}|{}", offer.fund, offer.item)?;
            }
            writeln!(out)?;
        }
        for lot in &self.lots {
            writeln!(out, "lot\t{}\t{}\t{}", lot.lot, lot.units, lot.used)?;
        }
        self.write_certificate(out)
    }

    /// Plans kept before there were purchases have none of this, and their text is what it was.
    fn write_purchases(&self, out: &mut String) -> std::fmt::Result {
        if self.edition < 3 {
            return Ok(());
        }
        for order in &self.orders {
            let cents = order.amount.cents();
            writeln!(out, "order\t{}\t{}\t{}\t{cents}", order.fund, order.item, order.units)?;
        }
        writeln!(out, "cost\t{}\nspread\t{}", self.cost_cents, self.spread_cents)?;
        if let Some(between) = &self.between {
            writeln!(out, "between\t{}\t{}", between.by, between.score_without)?;
            write_served(out, "without", &between.served_without)?;
            for share in &between.shares {
                let Share { tier, place, needs, served } = share;
                writeln!(out, "share\t{tier}\t{place}\t{needs}\t{served}")?;
            }
        }
        for (tier, proof) in &self.proof.tiers {
            write_proof(out, &format!("tier {tier}"), *proof)?;
        }
        write_proof(out, "cost", self.proof.cost)?;
        write_proof(out, "spread", self.proof.spread)
    }

    fn write_certificate(&self, out: &mut String) -> std::fmt::Result {
        match &self.certificate {
            Certificate::CutOffs(cut_offs) => write_cut_offs(out, cut_offs),
            Certificate::Bounds(bounds) => write_bounds(out, bounds),
        }
    }
}

fn write_proof(out: &mut String, name: &str, stage: StageProof) -> std::fmt::Result {
    match stage {
        StageProof::Exact => writeln!(out, "proof\t{name}\texact"),
        StageProof::Bound { limit, claim: None } => {
            writeln!(out, "proof\t{name}\tbound\t{limit}")
        }
        StageProof::Bound { limit, claim: Some(claim) } => {
            writeln!(out, "proof\t{name}\tbound\t{limit}\t{claim}")
        }
    }
}

fn write_cut_offs(out: &mut String, cut_offs: &CutOffs) -> std::fmt::Result {
    for (name, ranks) in [("lambda", &cut_offs.lambda), ("mu", &cut_offs.mu)] {
        for &rank in ranks {
            write!(out, "{name}\t")?;
            write_rank(out, rank)?;
            out.push('\n');
        }
    }
    let fit = &cut_offs.fit;
    writeln!(out, "prices\t{}\t{}\t{:?}\t{:?}", fit.source, fit.sink, fit.class, fit.lot)
}

fn write_bounds(out: &mut String, bounds: &Bounds) -> std::fmt::Result {
    for at in &bounds.stages {
        writeln!(out, "bound\t{:?}\t{:?}\t{:?}", at.stage, at.lots, at.funds)?;
        writeln!(out, "bound\t{:?}\t{:?}\t{:?}", at.orders, at.minimums, at.switches)?;
        writeln!(out, "bound\t{:?}", at.kept)?;
    }
    Ok(())
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
        Reason::ServiStock | Reason::ServiAchat => {}
        Reason::DecisionManuelle { served, author, why } => {
            write!(out, "\t{served}\t{author}\t{why}")?;
        }
        Reason::FratrieDejaServie { counted } => {
            let DevicesCounted { children, children_per_device, devices_at_most, devices } =
                counted;
            write!(out, "\t{children}\t{children_per_device}\t{devices_at_most}\t{devices}")?;
        }
        Reason::Doublon { of, author } => write!(out, "\t{of}\t{author}")?,
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
        Reason::FondsNonEligible { refusals, offers } => {
            write_refusals(out, refusals)?;
            for refusal in offers {
                write!(out, "\t{}|{}:{}", refusal.fund, refusal.item, refusal.rule)?;
            }
        }
        Reason::FondsEpuise { lines } => write_lines(out, lines)?,
        Reason::MinimumDeCommande { item, minimum, lines } => {
            write!(out, "\t{item}\t{minimum}")?;
            write_lines(out, lines)?;
        }
        Reason::LotIncomplet { bundle, missing, lines } => {
            write!(out, "\t{bundle}\t{}", missing.join("|"))?;
            write_lines(out, lines)?;
        }
        Reason::QuotaAtteint { by, of, tier, most } => {
            let tier = tier.map_or_else(|| "-".to_owned(), |tier| tier.to_string());
            write!(out, "\t{by}\t{of}\t{tier}\t{most}")?;
        }
    }
    writeln!(out)
}

fn write_lines(out: &mut String, lines: &[LineLeft]) -> std::fmt::Result {
    for line in lines {
        let (left, price) = (line.left.cents(), line.price.cents());
        write!(out, "\t{}|{}|{left}|{}|{price}", line.kind, line.fund, line.item)?;
    }
    Ok(())
}

fn write_refusals(out: &mut String, refusals: &[LotRefusal]) -> std::fmt::Result {
    for refusal in refusals {
        write!(out, "\t{}:{}", refusal.lot, refusal.rule)?;
    }
    Ok(())
}
