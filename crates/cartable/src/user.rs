//! `cartable user`: accounts and tokens, from the command line.

mod token;

use std::io::BufRead;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::Seat;
use domain::ids::{AccountId, CiteId, SeatId};
use store::{HeldSeat, NewAccount, NewAccountRefused, NewCite, NewCiteRefused, Store, VerbError};
use web::wording::Label as _;
use web::wording::accounts::weak;
use web::{Clock, Mint};

use crate::database::Place;
use crate::database::address::quoted;

const UNREADABLE: &str = "La base ne se lit pas.";

/// The most characters of a login or a name.
const LONGEST: usize = 200;

/// The line that makes the first administrator of this very database; the first-run page shows its like.
pub fn first_administrator(place: &Place) -> String {
    let program = std::env::args().next().filter(|word| word.contains('/'));
    let program = program.map_or_else(|| "cartable".to_owned(), |word| quoted(&word));
    format!(
        "{program} user add --login admin --name \"Prénom Nom\" --seat administrator --cite \"Ma cité\" --prefix ABC{}",
        place.options()
    )
}

/// What can be done with accounts.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Crée un compte avec un premier siège, ou ajoute un siège à un compte.
    Add(Add),
    /// Crée un jeton pour un programme, au nom d'un compte, et l'écrit sur la sortie standard.
    Token(token::Token),
}

/// What `user add` takes.
#[derive(Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    place: Place,
    /// Identifiant de connexion, sans espace.
    #[arg(long, value_name = "IDENTIFIANT", value_parser = login)]
    login: String,
    /// Nom affiché.
    #[arg(long, value_name = "NOM", value_parser = name)]
    name: String,
    /// Siège : town_agent, principal, accountant, town_copilot, prefect_delegate, administrator, national_reader.
    #[arg(long, value_name = "SIÈGE", value_parser = seat)]
    seat: Seat,
    /// Nom de la cité éducative ; elle est créée si elle n'existe pas encore.
    #[arg(long, value_name = "CITÉ", value_parser = name)]
    cite: String,
    /// Trois capitales qui commencent les numéros d'inventaire de la cité, à sa création.
    #[arg(long, value_name = "ABC", value_parser = prefix)]
    prefix: Option<String>,
    /// Lit le mot de passe sur l'entrée standard au lieu d'en tirer un.
    #[arg(long)]
    password_stdin: bool,
}

/// As it is kept: signing in puts it in lower case too.
fn login(text: &str) -> Result<String, String> {
    let login = text.trim().to_lowercase();
    if login.is_empty() {
        return Err("l'identifiant est vide.".to_owned());
    }
    if login.contains(char::is_whitespace) || login.contains(char::is_control) {
        return Err(format!("l'identifiant « {login} » contient une espace : écrivez-le sans."));
    }
    if login.chars().count() > LONGEST {
        return Err(format!("l'identifiant est trop long : {LONGEST} signes au plus."));
    }
    Ok(login)
}

fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("ce nom est vide.".to_owned());
    }
    if name.chars().count() > LONGEST || name.contains(char::is_control) {
        return Err(format!("ce nom ne convient pas : une ligne, {LONGEST} signes au plus."));
    }
    Ok(name.to_owned())
}

fn prefix(text: &str) -> Result<String, String> {
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "le préfixe « {text} » ne convient pas : il faut trois capitales, par exemple TLS."
    ))
}

fn seat(text: &str) -> Result<Seat, String> {
    text.parse().map_err(|_| {
        let known: Vec<_> =
            Seat::ALL.iter().map(|seat| format!("{} ({})", seat.code(), seat.label())).collect();
        format!("« {text} » n'est pas un siège. Il y a : {}.", known.join(", "))
    })
}

/// Carries out the command; whatever can be refused is refused before anything is made.
pub async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Add(add) => run_add(add).await,
        Command::Token(wanted) => token::run(wanted).await,
    }
}

async fn run_add(add: Add) -> Result<ExitCode> {
    let mint = Mint::new(Clock::system());
    let (password, drawn) = password(&add, &mint)?;
    let store = add.place.open_for_accounts().await?;
    let known = store.account_by_login(&add.login).await.context(UNREADABLE)?;
    let cite = find_or_create_cite(&store, &add, &mint).await?;
    let now = Clock::system().now();
    if let Some(known) = known {
        let held = HeldSeat {
            id: mint.id(),
            seat: add.seat,
            cite,
            cite_name: add.cite.clone(),
            deputy: false,
        };
        store.give_seat(known.id, &held, None, now).await.context("Le siège n'a pas été donné.")?;
        println!(
            "Le compte « {} » existait déjà : il a maintenant ce siège. Son nom et son mot de passe n'ont pas changé.",
            add.login
        );
        return closed(store).await;
    }
    let new = NewAccount {
        id: mint.id::<AccountId>(),
        login: add.login.clone(),
        name: add.name.clone(),
        password_hash: web::password::hash(&password, mint.bytes())
            .context("Le mot de passe n'a pas pu être chiffré.")?,
        seat_id: mint.id::<SeatId>(),
        seat: add.seat,
        cite,
        deputy: false,
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
    closed(store).await
}

async fn closed(store: Store) -> Result<ExitCode> {
    store.close().await.context("La base ne s'est pas fermée proprement.")?;
    Ok(ExitCode::SUCCESS)
}

async fn find_or_create_cite(store: &Store, add: &Add, mint: &Mint) -> Result<CiteId> {
    if let Some(known) =
        store.cites().await.context(UNREADABLE)?.into_iter().find(|cite| cite.name == add.cite)
    {
        if let Some(prefix) = add.prefix.as_ref().filter(|prefix| **prefix != known.tag_prefix) {
            bail!(
                "La cité « {} » existe déjà, avec le préfixe {} et non {prefix}. Rien n'a été changé.",
                add.cite,
                known.tag_prefix
            );
        }
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
        tutorial: String::new(),
        sender: String::new(),
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
    if let Err(why) = web::password::check(&password, &add.login) {
        bail!("{} Rien n'a été créé.", weak(why));
    }
    Ok((password, false))
}

#[cfg(test)]
mod tests {
    use super::{login, name, prefix, seat};

    #[test]
    fn what_is_typed_is_kept_as_signing_in_reads_it() {
        assert_eq!(login(" Camille.ROUX ").as_deref(), Ok("camille.roux"));
        for bad in ["", "  ", "camille roux", "a\tb"] {
            login(bad).unwrap_err();
        }
        assert_eq!(name(" Ma cité ").as_deref(), Ok("Ma cité"));
        name(" ").unwrap_err();
        for bad in ["", "abc", "ABCD", "ÀBC"] {
            prefix(bad).unwrap_err();
        }
        assert!(seat("agent").unwrap_err().contains("town_agent (agent municipal)"));
    }
}
