//! The plan in a few lines that a person can read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use domain::Euros;
use domain::allocation::{Order, PlaceKind, Plan, Policy, Reason, Rule, Served, Share, StageProof};

/// Who is served, by tier, against the former practice; why the others are not; where the files are.
pub(super) fn of(plan: &Plan, policy: &Policy, folder: &Path) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_summary(&mut text, plan, policy, folder);
    text
}

fn write_summary(
    out: &mut String,
    plan: &Plan,
    policy: &Policy,
    folder: &Path,
) -> std::fmt::Result {
    let total = |served: &Served| served.values().sum::<u64>();
    let rule = match plan.rule {
        Rule::Strict => "stricte",
        Rule::Count => "par nombre",
    };
    writeln!(out, "Règle {rule}, tirage de graine {}.", plan.seed)?;
    cut_short(out, plan, policy)?;
    writeln!(out, "{} besoins servis sur {}.", total(&plan.served), plan.lines.len())?;
    tiers(out, plan)?;
    writeln!(
        out,
        "\nFamilles gagnées sur la pratique ancienne : {:+}.\nScore {}, écart aux souhaits {}.",
        plan.gained(),
        plan.score,
        plan.fit
    )?;
    reasons(out, plan)?;
    between(out, plan)?;
    money(out, plan)?;
    proof(out, plan)?;
    writeln!(out, "Empreinte : {}", plan.digest)?;
    write!(
        out,
        "Fichiers écrits dans {} : assignments.csv, orders.csv, unmet.csv, plan.json.",
        folder.display()
    )
}

/// What kept the search from its end, if anything did.
fn cut_short(out: &mut String, plan: &Plan, policy: &Policy) -> std::fmt::Result {
    if plan.stopped {
        return writeln!(
            out,
            "Recherche arrêtée avant la fin : ce plan est le meilleur trouvé jusque-là, il est contrôlé, \
             mais un autre peut servir mieux ; refaire le calcul n’en redonnera pas forcément un pareil."
        );
    }
    let is_settled = |(_, proof, value): &(String, StageProof, i64)| proof.settles(*value);
    match policy.work_limit {
        Some(nodes) if !stages(plan).iter().all(is_settled) => writeln!(
            out,
            "Recherche limitée à {nodes} nœuds par calcul (work_limit) : elle n’est pas allée à son terme, \
             et la refaire redonnera ce plan."
        ),
        _ => Ok(()),
    }
}

/// Who is served, priority by priority, beside the former practice and the other rule.
fn tiers(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let other = match plan.rule {
        _ if plan.other_rule.is_empty() => "",
        Rule::Strict => "  Autre règle (par nombre)",
        Rule::Count => "  Autre règle (stricte)",
    };
    writeln!(out, "\nPriorité  Besoins  Servis  Pratique ancienne{other}")?;
    let mut asked = Served::new();
    for line in &plan.lines {
        *asked.entry(line.rank.tier).or_default() += 1;
    }
    for (tier, asked) in &asked {
        let of = |served: &Served| served.get(tier).copied().unwrap_or_default();
        let (served, former) = (of(&plan.served), of(&plan.former_practice));
        write!(out, "{tier:>8}  {asked:>7}  {served:>6}  {former:>17}")?;
        if !other.is_empty() {
            write!(out, "  {:>11}", of(&plan.other_rule))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How the served are spread, and what that costs.
fn between(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let Some(between) = &plan.between else { return Ok(()) };
    let name = match between.by {
        PlaceKind::School => "établissement",
        PlaceKind::Commune => "commune",
    };
    writeln!(out, "\nPriorité  Besoins  Servis  Par {name}")?;
    for Share { tier, place, needs, served } in &between.shares {
        writeln!(out, "{tier:>8}  {needs:>7}  {served:>6}  {place}")?;
    }
    if between.served_without.is_empty() && plan.stopped {
        return Ok(());
    }
    let total = |served: &Served| served.values().sum::<u64>().cast_signed();
    writeln!(
        out,
        "Prix de cette équité : {} besoins servis et {} de score en moins.",
        total(&between.served_without) - total(&plan.served),
        between.score_without.cast_signed() - plan.score.cast_signed()
    )
}

/// What is to be bought, and on which line.
fn money(out: &mut String, plan: &Plan) -> std::fmt::Result {
    if plan.orders.is_empty() {
        return Ok(());
    }
    let spent = Euros::from_cents(i64::try_from(plan.cost_cents).unwrap_or(i64::MAX));
    writeln!(out, "\nÀ acheter, pour {spent} :")?;
    for order in &plan.orders {
        let Order { fund, item, units, amount } = order;
        writeln!(out, "{units:>6}  {item}, ligne {fund} : {amount}")?;
    }
    Ok(())
}

/// The stages by name, how far each is proved, and the value reached.
fn stages(plan: &Plan) -> Vec<(String, StageProof, i64)> {
    let all = i64::try_from(plan.lines.len()).unwrap_or(i64::MAX);
    let served = plan.proof.tiers.iter().map(|(tier, proof)| {
        let served = plan.served.get(tier).copied().unwrap_or_default();
        (format!("servis en priorité {tier}"), *proof, served.cast_signed())
    });
    let mut stages: Vec<(String, StageProof, i64)> = served.collect();
    if stages.is_empty() {
        stages.push(("besoins servis".to_owned(), plan.proof.served, all));
    }
    for (name, proof, value) in [
        ("score", plan.proof.score, plan.score),
        ("dépense", plan.proof.cost, plan.cost_cents),
        ("emploi des lignes", plan.proof.spread, plan.spread_cents),
        ("écart aux souhaits", plan.proof.fit, plan.fit),
    ] {
        stages.push((name.to_owned(), proof, value.cast_signed()));
    }
    stages
}

/// How far each stage is proved: in integers alone, by the solver's search, or not.
fn proof(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let stages = stages(plan);
    if stages.iter().all(|(_, proof, _)| *proof == StageProof::Exact) {
        return writeln!(
            out,
            "\nPreuve : exacte à chaque étape, contrôlée par l’auditeur indépendant."
        );
    }
    writeln!(out, "\nPreuve, contrôlée par l’auditeur indépendant :")?;
    for (name, proof, value) in stages {
        let told = match proof {
            StageProof::Exact => "exacte".to_owned(),
            StageProof::Bound { claim: Some(claim), .. } if claim == value => {
                "recherche menée à son terme par le solveur".to_owned()
            }
            StageProof::Bound { limit: i64::MAX, .. } => "non menée à son terme".to_owned(),
            StageProof::Bound { limit, .. } => format!("non menée à son terme (limite {limit})"),
        };
        writeln!(out, "  {name} : {told}")?;
    }
    Ok(())
}

/// What is said of a plan that holds.
pub(super) fn verified(plan: &Plan) -> String {
    let mut text = format!("Le plan {} tient.\n", plan.digest);
    if plan.stopped {
        text.push_str("Sa recherche a été arrêtée avant la fin.\n");
    }
    // Writing to a String cannot fail.
    let _ = proof(&mut text, plan);
    text.trim_end().to_owned()
}

fn reasons(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for line in plan.unmet() {
        let reason = match &line.reason {
            Reason::ServiStock | Reason::ServiAchat => continue,
            Reason::DecisionManuelle { served: true, .. } => continue,
            Reason::DecisionManuelle { .. } => "une décision prise à la main les met de côté",
            Reason::FratrieDejaServie { .. } => {
                "la règle des fratries compte déjà assez d’appareils"
            }
            Reason::Doublon { .. } => "ils sont saisis deux fois",
            Reason::FondsNonEligible { .. } => "aucune ligne du fonds ne peut payer pour eux",
            Reason::FondsEpuise { .. } => "le stock et les lignes du fonds sont épuisés",
            Reason::MinimumDeCommande { .. } => {
                "la quantité minimale de commande n’est pas atteinte"
            }
            Reason::LotIncomplet { .. } => "il manque une pièce de l’ensemble demandé",
            Reason::QuotaAtteint { .. } => "le quota de leur école ou de leur commune est atteint",
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
