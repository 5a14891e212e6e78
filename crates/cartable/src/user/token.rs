//! `cartable user token`: a token of the programming interface, from the command line.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::Seat;
use domain::token::{LONGEST_DAYS, Scope};
use store::{By, NewToken, VerbError};
use web::api::sheet::scopes_of;
use web::wording::Label as _;
use web::wording::tokens::create_refused;
use web::{Clock, Mint, token};

use super::{UNREADABLE, login, name, seat};
use crate::database::Place;

/// What `user token` takes.
#[derive(Debug, clap::Args)]
pub struct Token {
    #[command(flatten)]
    place: Place,
    /// Identifiant du compte au nom duquel le programme agira.
    #[arg(long, value_name = "IDENTIFIANT", value_parser = login)]
    login: String,
    /// Siège sur lequel il agira ; inutile si le compte n'en a qu'un.
    #[arg(long, value_name = "SIÈGE", value_parser = seat)]
    seat: Option<Seat>,
    /// Nom de la cité de ce siège ; inutile si le compte n'en a qu'une.
    #[arg(long, value_name = "CITÉ", value_parser = name)]
    cite: Option<String>,
    /// À quoi servira le jeton.
    #[arg(long, value_name = "USAGE", value_parser = name)]
    label: String,
    /// Portée, à répéter : items:read, loans:write… ; « all » pour toutes celles que le siège permet.
    #[arg(long = "scope", value_name = "PORTÉE", required = true, value_parser = scope)]
    scopes: Vec<Wanted>,
    /// Durée de vie en jours, un an au plus.
    #[arg(long, value_name = "JOURS", default_value_t = 90, hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(1..=i64::from(LONGEST_DAYS)))]
    days: u16,
}

/// A scope that was typed.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    All,
    One(Scope),
}

fn scope(text: &str) -> Result<Wanted, String> {
    if text == "all" {
        return Ok(Wanted::All);
    }
    text.parse().map(Wanted::One).map_err(|_| {
        let known: Vec<_> = Scope::ALL.iter().map(|scope| scope.code()).collect();
        format!("« {text} » n'est pas une portée. Il y a : all, {}.", known.join(", "))
    })
}

/// Makes the token and prints it, alone on standard output; whatever else is said goes beside.
pub async fn run(wanted: Token) -> Result<ExitCode> {
    let mint = Mint::new(Clock::system());
    let store = wanted.place.open_existing().await?;
    let account = store.account_by_login(&wanted.login).await.context(UNREADABLE)?;
    let Some(account) = account else { bail!("Aucun compte « {} ».", wanted.login) };
    let held: Vec<_> = account
        .seats
        .iter()
        .filter(|held| wanted.seat.is_none_or(|seat| held.seat == seat))
        .filter(|held| wanted.cite.as_ref().is_none_or(|cite| held.cite_name == *cite))
        .collect();
    let held = match held[..] {
        [] => bail!("Ce compte n'a pas ce siège dans cette cité."),
        [only] => only,
        _ => bail!("Ce compte a plusieurs sièges : précisez --seat et --cite."),
    };
    let allowed = scopes_of(held.seat);
    if allowed.is_empty() {
        bail!("Le siège « {} » n'offre rien aux programmes.", held.seat.label());
    }
    let mut scopes = Vec::new();
    for one in &wanted.scopes {
        match one {
            Wanted::All => scopes.extend(&allowed),
            Wanted::One(scope) if allowed.contains(scope) => scopes.push(*scope),
            Wanted::One(scope) => {
                bail!("Le siège « {} » ne permet pas la portée {scope}.", held.seat.label())
            }
        }
    }
    let secret: [u8; 32] = mint.bytes();
    let (label, days) = (wanted.label.clone(), wanted.days);
    let new = NewToken { id: mint.id(), token_hash: token::hash(&secret), label, scopes, days };
    let by = By { account: account.id, cite: held.cite, seat: held.seat };
    match store.create_token(&new, by, Clock::system().now()).await {
        Ok(()) => {}
        Err(VerbError::Refused(why)) => bail!("{}", create_refused(why)),
        Err(error) => return Err(error).context("Le jeton n'a pas pu être créé."),
    }
    eprintln!("Jeton créé pour {} jours ; il ne sera plus jamais affiché :", new.days);
    println!("{}", token::written(&secret));
    super::closed(store).await
}
