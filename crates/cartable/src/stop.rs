//! Being told to stop: politely once, at once the second time.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::AppState;

/// How long requests under way may take to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// Signals that ask the program to stop.
struct Signals {
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
}

/// Serves until told to stop, ends what is under way, closes the database.
pub async fn serve_until_told(
    listener: TcpListener,
    state: AppState,
    store: Store,
) -> Result<ExitCode> {
    let mut signals = Signals::new().context("Le programme ne peut pas attendre d'arrêt.")?;
    let (tell, told) = oneshot::channel::<()>();
    let server = web::serve(listener, state, async {
        // An error means that the sender is gone: stopping, too.
        let _ = told.await;
    });
    let asked = async {
        signals.next().await;
        eprintln!("Arrêt : les demandes en cours se terminent.");
        // The server may have ended by itself: nobody is left to be told.
        let _ = tell.send(());
        tokio::select! {
            () = signals.next() => true,
            () = tokio::time::sleep(PATIENCE) => false,
        }
    };
    tokio::select! {
        served = server => served.context("Le service s'est arrêté.")?,
        at_once = asked => {
            eprintln!("Les demandes encore en cours sont abandonnées ; rien n'en est enregistré à moitié.");
            if at_once {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    match tokio::time::timeout(Duration::from_secs(5), store.close()).await {
        Ok(closed) => closed.context("La base ne s'est pas fermée proprement.")?,
        Err(_) => eprintln!("La base ne répond plus : elle n'est pas attendue."),
    }
    Ok(ExitCode::SUCCESS)
}

/// Has something done when the program is told to stop, beside whatever it is doing; told twice, it ends at
/// once.
pub fn when_told(tell: impl FnOnce() + Send + 'static) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    std::thread::spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            tell();
            signals.next().await;
        });
        eprintln!("\nArrêt immédiat : rien n'a été écrit à moitié.");
        std::process::exit(1);
    });
    Ok(())
}

impl Signals {
    #[cfg(unix)]
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminated: signal(SignalKind::terminate())?,
            interrupted: signal(SignalKind::interrupt())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! { _ = self.terminated.recv() => {}, _ = self.interrupted.recv() => {} }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        // Without a signal to wait for, the program ends when it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
