//! `cartable export`: what the register holds, as a file.

mod file;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::export::{ExportKind, ExportPurpose, FileFormat, FundPart, LoanSelection};
use domain::ids::{FundLineId, PlanId};
use jiff::civil::Date;
use store::{Cite, ExportRefused, FundScope, LogExport, Store, VerbError};
use web::exports::{Export, as_of, pour};
use web::form::parse_date;
use web::wording::Label as _;
use web::wording::exports as say;
use web::{Clock, Mint};

use self::file::File;
use crate::database::Place;

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Quoi : items, sims, loans, needs, households, waiting-list, decisions, fund-lines, operations, statement, before-convention, cerfa15059, journal.
    #[arg(value_name = "QUOI", value_parser = kind)]
    kind: ExportKind,
    #[command(flatten)]
    place: Place,
    /// Fichier à écrire ; sa fin dit son format : .csv, .xlsx ou .ods, et .pdf pour decisions, operations, statement, before-convention et cerfa15059.
    #[arg(long, value_name = "FICHIER")]
    out: PathBuf,
    /// Nom de la cité éducative, s'il y en a plusieurs.
    #[arg(long, value_name = "CITÉ")]
    cite: Option<String>,
    /// Prêts en cours ce jour-là, par exemple 2026-06-30.
    #[arg(long, value_name = "JOUR", value_parser = day)]
    as_of: Option<Date>,
    /// Prêts en cours (open) ou terminés (past) ; sans cette option, tous.
    #[arg(long, value_name = "ÉTAT", value_parser = state, conflicts_with = "as_of")]
    state: Option<State>,
    /// Plan dont on veut les décisions (decisions) : la fin de l'adresse de sa page.
    #[arg(long, value_name = "PLAN", value_parser = plan_id)]
    plan: Option<PlanId>,
    /// Mois de la situation du fonds (statement), par exemple 2026-10 ; sans cette option, le mois en cours.
    #[arg(long, value_name = "MOIS", value_parser = month)]
    month: Option<Date>,
    /// Exercice (operations, before-convention, cerfa15059) ; sans cette option, l'année en cours.
    #[arg(long, value_name = "ANNÉE", value_parser = clap::value_parser!(i16).range(2000..2100))]
    year: Option<i16>,
    /// Code de la ligne dont on rend compte (cerfa15059), s'il y en a plusieurs.
    #[arg(long, value_name = "CODE")]
    line: Option<String>,
    /// Adresse que les gens tapent (variable CARTABLE_PUBLIC_URL) : chaque chiffre d'un PDF du fonds y mène à ses pièces.
    #[arg(
        long,
        env = "CARTABLE_PUBLIC_URL",
        value_name = "URL",
        hide_env = true,
        value_parser = crate::serve::public_url
    )]
    public_url: Option<String>,
    /// Usage du fichier, demandé pour des données personnelles : desk, follow_up, stocktake, access_request, audit, transfer.
    #[arg(long, value_name = "USAGE", value_parser = purpose)]
    purpose: Option<ExportPurpose>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Open,
    Past,
}

fn kind(text: &str) -> Result<ExportKind, String> {
    text.parse().map_err(|_| {
        let known: Vec<_> = ExportKind::ALL.iter().map(|one| one.code()).collect();
        format!("« {text} » ne s'exporte pas. Il y a : {}.", known.join(", "))
    })
}

fn day(text: &str) -> Result<Date, String> {
    parse_date(text)
        .ok_or_else(|| format!("« {text} » n'est pas un jour : écrivez par exemple 2026-06-30."))
}

fn month(text: &str) -> Result<Date, String> {
    parse_date(&format!("{text}-01"))
        .ok_or_else(|| format!("« {text} » n'est pas un mois : écrivez par exemple 2026-10."))
}

fn state(text: &str) -> Result<State, String> {
    match text {
        "open" => Ok(State::Open),
        "past" => Ok(State::Past),
        _ => Err(format!(
            "« {text} » n'est pas un état : écrivez open (en cours) ou past (terminés)."
        )),
    }
}

fn plan_id(text: &str) -> Result<PlanId, String> {
    text.parse().map_err(|_| {
        format!("« {text} » n'est pas le numéro d'un plan : copiez la fin de l'adresse de sa page.")
    })
}

fn purpose(text: &str) -> Result<ExportPurpose, String> {
    text.parse().map_err(|_| format!("« {text} » n'est pas un usage. {}", purposes()))
}

fn purposes() -> String {
    let known: Vec<_> =
        ExportPurpose::ALL.iter().map(|one| format!("{} ({})", one.code(), one.label())).collect();
    format!("Il y a : {}.", known.join(", "))
}

/// Writes the file; whatever can be refused is refused before anything is written.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let clock = Clock::system();
    let format = format(&arguments)?;
    let loans = loans(&arguments, &clock)?;
    let plan = plan(&arguments)?;
    let (kind, purpose) = (arguments.kind, arguments.purpose);
    if kind.is_personal() && purpose.is_none() {
        bail!(
            "Ce sont des données personnelles : dites à quoi servira le fichier, par --purpose. {}",
            purposes()
        );
    }
    file::complaint(&arguments.out)?;
    let store = arguments.place.open_existing().await?;
    let cite = cite(&store, arguments.cite.as_deref()).await?;
    let id = Mint::new(clock.clone()).uuid();
    let fund = scope(&arguments, &store, &cite, clock.today()).await?;
    let order = LogExport { id, cite: cite.id, kind, format, loans, plan, fund, purpose };
    let mut out = File::create(&arguments.out)?;
    let now = clock.now();
    match store.log_export(&order, None, now).await {
        Ok(()) => {}
        Err(VerbError::Refused(ExportRefused::NoPlan)) => {
            bail!(
                "Cette cité n'a pas de plan de ce numéro : copiez la fin de l'adresse de sa page."
            )
        }
        Err(VerbError::Refused(why)) => bail!("{}", say::refused(why)),
        Err(error) => return Err(error).context("L'export n'a pas pu être inscrit au journal."),
    }
    let who = "la ligne de commande".to_owned();
    let export = Export { order, cite: cite.name, who, now, home: arguments.public_url };
    pour(&store, &export, &mut out)
        .await
        .context("L'export s'est interrompu. Aucun fichier n'a été laissé.")?;
    out.put_in_place().context("Le fichier n'a pas pu être mis à sa place.")?;
    println!("{} : export écrit et inscrit au journal.", arguments.out.display());
    store.close().await.context("La base ne s'est pas fermée proprement.")?;
    Ok(ExitCode::SUCCESS)
}

fn format(arguments: &Arguments) -> Result<FileFormat> {
    let end = arguments.out.extension().map(|end| end.to_string_lossy().to_lowercase());
    let known = arguments.kind.formats();
    match end.as_deref().map(str::parse) {
        Some(Ok(format)) if known.contains(&format) => Ok(format),
        _ => {
            let ends: Vec<String> = known.iter().map(|format| format!(".{format}")).collect();
            let (last, others) = ends.split_last().context("Ce fichier n'a aucun format.")?;
            bail!(
                "{} : la fin du nom dit le format. Terminez-le par {} ou {last}.",
                arguments.out.display(),
                others.join(", ")
            )
        }
    }
}

/// The plan that decisions are of, and nothing else.
fn plan(arguments: &Arguments) -> Result<Option<PlanId>> {
    match (arguments.kind, arguments.plan) {
        (ExportKind::Decisions, None) => {
            bail!("Dites de quel plan, par --plan : la fin de l'adresse de sa page.")
        }
        (ExportKind::Decisions, plan) => Ok(plan),
        (_, Some(_)) => bail!("L'option --plan ne va qu'avec les décisions (decisions)."),
        (_, None) => Ok(None),
    }
}

fn loans(arguments: &Arguments, clock: &Clock) -> Result<Option<LoanSelection>> {
    if arguments.kind != ExportKind::Loans {
        if arguments.as_of.is_some() || arguments.state.is_some() {
            bail!("Les options --as-of et --state ne vont qu'avec les prêts (loans).");
        }
        return Ok(None);
    }
    Ok(Some(match (arguments.as_of, arguments.state) {
        (Some(day), _) if day > clock.today() => {
            bail!("--as-of {day} : ce jour est à venir, indiquez un jour passé.")
        }
        (Some(day), _) => as_of(day).context("Ce jour est hors du calendrier.")?,
        (None, Some(State::Open)) => LoanSelection::Open,
        (None, Some(State::Past)) => LoanSelection::Past,
        (None, None) => LoanSelection::All,
    }))
}

/// The month, the year or the line that is told.
async fn scope(
    arguments: &Arguments,
    store: &Store,
    cite: &Cite,
    today: Date,
) -> Result<FundScope> {
    let part = arguments.kind.scope();
    if arguments.month.is_some() && part != FundPart::Month {
        bail!("L'option --month ne va qu'avec la situation du fonds (statement).");
    }
    if arguments.year.is_some() && !matches!(part, FundPart::Year | FundPart::Line) {
        bail!("L'option --year ne va qu'avec operations, before-convention et cerfa15059.");
    }
    if arguments.line.is_some() && part != FundPart::Line {
        bail!("L'option --line ne va qu'avec le compte rendu financier (cerfa15059).");
    }
    let year = arguments.year.unwrap_or_else(|| today.year());
    Ok(match part {
        FundPart::None => FundScope::default(),
        FundPart::Month => {
            let month = arguments.month.unwrap_or(today).first_of_month();
            if month > today {
                bail!("--month {} : ce mois est à venir.", month.strftime("%Y-%m"));
            }
            FundScope { month: Some(month), ..FundScope::default() }
        }
        FundPart::Year => FundScope { year: Some(year), ..FundScope::default() },
        FundPart::Line => {
            let line = line(arguments.line.as_deref(), store, cite, year).await?;
            FundScope { line: Some(line), year: Some(year), month: None }
        }
    })
}

/// The line of a year that is named by its code, or the only one there is.
async fn line(code: Option<&str>, store: &Store, cite: &Cite, year: i16) -> Result<FundLineId> {
    let lines = store.export_fund_lines(cite.id).await.context("La base ne se lit pas.")?;
    let mut lines: Vec<_> = lines.into_iter().filter(|line| line.fiscal_year == year).collect();
    let codes: Vec<String> = lines.iter().map(|line| format!("« {} »", line.code)).collect();
    let codes = codes.join(", ");
    match code {
        _ if lines.is_empty() => bail!("Cette cité n'a aucune ligne pour l'exercice {year}."),
        Some(code) => match lines.into_iter().find(|line| line.code == code) {
            Some(line) => Ok(line.id),
            None => bail!("Il n'y a pas de ligne « {code} » en {year}. Il y a : {codes}."),
        },
        None => match (lines.pop(), lines.is_empty()) {
            (Some(only), true) => Ok(only.id),
            _ => bail!(
                "Il y a plusieurs lignes en {year} : dites laquelle par --line. Il y a : {codes}."
            ),
        },
    }
}

/// The cité named, or the only one there is.
async fn cite(store: &Store, name: Option<&str>) -> Result<Cite> {
    let mut cites = store.cites().await.context("La base ne se lit pas.")?;
    let names: Vec<String> = cites.iter().map(|cite| format!("« {} »", cite.name)).collect();
    let names = names.join(", ");
    match name {
        Some(name) => match cites.into_iter().find(|cite| cite.name == name) {
            Some(cite) => Ok(cite),
            None => bail!("Il n'y a pas de cité « {name} ». Il y a : {names}."),
        },
        None => match (cites.pop(), cites.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(_), false) => {
                bail!("Il y a plusieurs cités : dites laquelle par --cite. Il y a : {names}.")
            }
            (None, _) => bail!("Cette base n'a encore aucune cité : il n'y a rien à exporter."),
        },
    }
}
