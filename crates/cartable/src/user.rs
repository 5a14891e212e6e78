//! `cartable user`: accounts, from the command line.

use std::io::BufRead;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::Seat;
use domain::ids::{AccountId, CiteId, SeatId};
use store::{HeldSeat, NewAccount, NewAccountRefused, NewCite, NewCiteRefused, Store, VerbError};
use web::password::WeakPassword;
use web::{Clock, Mint};

use crate::database::Place;

/// The line that makes the first administrator; the first-run page shows it too.
pub const FIRST_ADMINISTRATOR: &str = "cartable user add --login admin --name \"Prénom Nom\" --seat administrator --cite \"Ma cité\" --prefix ABC";

/// What can be done with accounts.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Crée un compte avec un premier siège, ou ajoute un siège à un compte.
    Add(Add),
}

/// What `user add` takes.
#[derive(Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    place: Place,
    /// Identifiant de connexion.
    #[arg(long)]
    login: String,
    /// Nom affiché.
    #[arg(long)]
    name: String,
    /// Siège : town_agent, principal, accountant, town_copilot, prefect_delegate, administrator, national_reader.
    #[arg(long)]
    seat: Seat,
    /// Nom de la cité éducative ; elle est créée si elle n'existe pas encore.
    #[arg(long)]
    cite: String,
    /// Trois capitales qui commencent les numéros d'inventaire de la cité, à sa création.
    #[arg(long)]
    prefix: Option<String>,
    /// Lit le mot de passe sur l'entrée standard au lieu d'en tirer un.
    #[arg(long)]
    password_stdin: bool,
}

/// Carries out the command.
pub async fn run(command: Command) -> Result<ExitCode> {
    let Command::Add(add) = command;
    let store = add.place.open().await?;
    let mint = Mint::new(Clock::system());
    let cite = find_or_create_cite(&store, &add, &mint).await?;
    let now = Clock::system().now();
    if let Some(known) = store.account_by_login(&add.login).await? {
        let held = HeldSeat { id: mint.id(), seat: add.seat, cite, cite_name: add.cite.clone() };
        store.give_seat(known.id, &held, None, now).await?;
        println!("Le compte « {} » a maintenant ce siège aussi.", add.login);
        return Ok(ExitCode::SUCCESS);
    }
    let (password, drawn) = password(&add, &mint)?;
    let new = NewAccount {
        id: mint.id::<AccountId>(),
        login: add.login.clone(),
        name: add.name.clone(),
        password_hash: web::password::hash(&password, mint.bytes())?,
        seat_id: mint.id::<SeatId>(),
        seat: add.seat,
        cite,
    };
    match store.create_account(&new, None, now).await {
        Ok(()) => {}
        Err(VerbError::Refused(NewAccountRefused::LoginTaken)) => {
            bail!("L'identifiant « {} » est déjà pris.", add.login)
        }
        Err(error) => return Err(error).context("Le compte n'a pas pu être créé."),
    }
    println!("Le compte « {} » est créé.", add.login);
    if drawn {
        println!("Mot de passe (affiché une seule fois) : {password}");
    }
    Ok(ExitCode::SUCCESS)
}

async fn find_or_create_cite(store: &Store, add: &Add, mint: &Mint) -> Result<CiteId> {
    if let Some(known) = store.cites().await?.into_iter().find(|cite| cite.name == add.cite) {
        return Ok(known.id);
    }
    let Some(prefix) = add.prefix.clone() else {
        bail!(
            "La cité « {} » n'existe pas encore : ajoutez --prefix suivi de trois capitales pour la créer.",
            add.cite
        )
    };
    let new = NewCite {
        id: mint.id(),
        name: add.cite.clone(),
        tag_prefix: prefix,
        lead_school: String::new(),
        lender_name: add.cite.clone(),
        lender_address: String::new(),
        lender_signatory: String::new(),
        act_reference: String::new(),
        contact: String::new(),
        dpo_contact: String::new(),
    };
    match store.create_cite(&new, Clock::system().now()).await {
        Ok(()) => Ok(new.id),
        Err(VerbError::Refused(NewCiteRefused::PrefixForm)) => {
            bail!(
                "Le préfixe « {} » ne convient pas : il faut trois capitales, par exemple TLS.",
                new.tag_prefix
            )
        }
        Err(VerbError::Refused(NewCiteRefused::PrefixTaken)) => {
            bail!("Le préfixe « {} » est déjà celui d'une autre cité.", new.tag_prefix)
        }
        Err(error) => Err(error).context("La cité n'a pas pu être créée."),
    }
}

/// The password, and whether it was drawn here.
fn password(add: &Add, mint: &Mint) -> Result<(String, bool)> {
    if !add.password_stdin {
        return Ok((web::password::drawn(mint.bytes()), true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("Le mot de passe ne se lit pas.")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if let Err(weak) = web::password::check(&password, &add.login) {
        bail!("{}", sentence(weak));
    }
    Ok((password, false))
}

const fn sentence(weak: WeakPassword) -> &'static str {
    match weak {
        WeakPassword::TooShort => {
            "Ce mot de passe est trop court : il faut au moins 12 caractères."
        }
        WeakPassword::TooLong => "Ce mot de passe est trop long.",
        WeakPassword::TooCommon => {
            "Ce mot de passe est trop courant : choisissez-en un que personne ne devine."
        }
        WeakPassword::HoldsLogin => {
            "Ce mot de passe contient l'identifiant : choisissez-en un autre."
        }
    }
}
