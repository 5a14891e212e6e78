//! `cartable serve`: listens until told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, Result};
use store::Store;
use tokio::net::TcpListener;
use web::AppState;

use crate::database::Place;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    listening: Listening,
}

/// Where to listen.
#[derive(Debug, Clone, clap::Args)]
pub struct Listening {
    /// Adresse d'écoute.
    #[arg(long, env = "CARTABLE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Opens the database, says where, serves.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let listener = arguments.listening.bind().await?;
    let store = arguments.place.open().await?;
    let empty = !store.has_accounts().await.context("La base ne se lit pas.")?;
    println!("Cartable est ouvert sur http://{}", listener.local_addr()?);
    if empty {
        println!(
            "La base est vide. Créez le premier compte administrateur, dans un autre terminal :"
        );
        println!("  {}", crate::user::FIRST_ADMINISTRATOR);
    }
    serve(listener, store).await
}

impl Listening {
    /// Takes the address, before anything else is done.
    pub async fn bind(&self) -> Result<TcpListener> {
        TcpListener::bind(self.listen).await.with_context(|| {
            format!(
                "L'adresse {} n'est pas libre : un autre programme l'utilise peut-être. \
                 Choisissez-en une autre avec --listen, par exemple --listen 127.0.0.1:8081.",
                self.listen
            )
        })
    }
}

/// Serves until Ctrl-C or a polite kill, then closes the database.
pub async fn serve(listener: TcpListener, store: Store) -> Result<ExitCode> {
    // Behind a proxy (any other address) the public side is HTTPS: cookies then travel on it alone.
    let secure_cookies = !listener.local_addr()?.ip().is_loopback();
    let state = AppState::system(store.clone(), secure_cookies);
    web::serve(listener, state, told_to_stop()).await.context("Le service s'est arrêté.")?;
    store.close().await.context("La base ne s'est pas fermée proprement.")?;
    Ok(ExitCode::SUCCESS)
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    // Without a signal to wait for, the program ends when it is killed.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}
