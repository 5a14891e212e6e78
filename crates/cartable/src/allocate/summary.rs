//! The plan in a few lines that a person can read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use domain::allocation::{Plan, Reason, Rule, Served};

/// Who is served, by tier, against the former practice; why the others are not; where the files are.
pub(super) fn of(plan: &Plan, folder: &Path) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_summary(&mut text, plan, folder);
    text
}

fn write_summary(out: &mut String, plan: &Plan, folder: &Path) -> std::fmt::Result {
    let total = |served: &Served| served.values().sum::<u64>();
    let (rule, other) = match plan.rule {
        Rule::Strict => ("stricte", "par nombre"),
        Rule::Count => ("par nombre", "stricte"),
    };
    writeln!(out, "Règle {rule}, tirage de graine {}.", plan.seed)?;
    writeln!(out, "{} besoins servis sur {}.", total(&plan.served), plan.lines.len())?;
    writeln!(out, "\nPriorité  Besoins  Servis  Pratique ancienne  Autre règle ({other})")?;
    let mut asked = Served::new();
    for line in &plan.lines {
        *asked.entry(line.rank.tier).or_default() += 1;
    }
    for (tier, asked) in &asked {
        let of = |served: &Served| served.get(tier).copied().unwrap_or_default();
        let (served, former) = (of(&plan.served), of(&plan.former_practice));
        writeln!(
            out,
            "{tier:>8}  {asked:>7}  {served:>6}  {former:>17}  {:>11}",
            of(&plan.other_rule)
        )?;
    }
    writeln!(
        out,
        "\nFamilles gagnées sur la pratique ancienne : {:+}.\nScore {}, écart aux souhaits {}.",
        plan.gained(),
        plan.score,
        plan.fit
    )?;
    reasons(out, plan)?;
    writeln!(out, "\nPreuve : exacte à chaque étape, contrôlée par l’auditeur indépendant.")?;
    writeln!(out, "Empreinte : {}", plan.digest)?;
    write!(
        out,
        "Fichiers écrits dans {} : assignments.csv, orders.csv, unmet.csv, plan.json.",
        folder.display()
    )
}

fn reasons(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for line in plan.unmet() {
        let reason = match &line.reason {
            Reason::ServiStock => continue,
            Reason::AucunLotAdmissible { .. } => "aucun lot ne leur est ouvert",
            Reason::StockEpuiseALaPriorite { .. } => "le stock est épuisé avant leur rang",
            Reason::Arbitrage { .. } => {
                "à égalité de priorité et de points, les souhaits puis le tirage ont décidé"
            }
            Reason::ResteReserve { .. } => "ce qui reste est réservé à d’autres publics",
        };
        *counts.entry(reason).or_default() += 1;
    }
    if !counts.is_empty() {
        writeln!(out, "\nNon servis :")?;
    }
    counts.iter().try_for_each(|(reason, count)| writeln!(out, "{count:>6}  {reason}"))
}
