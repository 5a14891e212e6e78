//! `cartable serve`: listens until told to stop.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use store::Store;
use tokio::net::TcpListener;
use web::AppState;

use crate::database::Place;
use crate::texts::Texts;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    listening: Listening,
    #[command(flatten)]
    texts: Texts,
}

/// Where to listen, and how people come there.
#[derive(Debug, Clone, clap::Args)]
pub struct Listening {
    /// Adresse d'écoute (variable CARTABLE_LISTEN ; par défaut 127.0.0.1:8080).
    #[arg(
        long,
        env = "CARTABLE_LISTEN",
        value_name = "ADRESSE:PORT",
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        hide_env = true,
        value_parser = socket
    )]
    listen: SocketAddr,
    /// Adresse que les gens tapent, par exemple <https://cartable.ville.fr> (variable CARTABLE_PUBLIC_URL).
    #[arg(
        long,
        env = "CARTABLE_PUBLIC_URL",
        value_name = "URL",
        hide_env = true,
        value_parser = public_url
    )]
    public_url: Option<String>,
}

/// Opens the database, says where, serves.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { place, listening, texts } = arguments;
    texts.share()?;
    let listener = listening.bind().await?;
    let store = place.open().await?;
    store.complete_erasures().await.with_context(|| {
        let list = place.erasures();
        format!("La liste des familles effacées {} ne s'écrit pas.", list.path().display())
    })?;
    let empty = !store.has_accounts().await.context("La base ne se lit pas.")?;
    let at = listener.local_addr()?;
    println!("Cartable est ouvert sur {}", listening.address(at));
    listening.warn(at);
    if empty {
        println!(
            "La base est vide. Créez le premier compte administrateur, dans un autre terminal ouvert dans ce même dossier :"
        );
        println!("  {}", crate::user::first_administrator(&place));
        if place.shown() != place.database {
            println!("(Remplacez « … » par le mot de passe de la base, qui ne s'affiche pas.)");
        }
    }
    serve(listener, store, &listening).await
}

/// Serves until told to stop; over HTTPS, cookies travel on it alone.
pub async fn serve(listener: TcpListener, store: Store, listening: &Listening) -> Result<ExitCode> {
    let state = AppState::system(store.clone(), listening.is_https());
    let state = state.at(listening.public_url.clone());
    crate::stop::serve_until_told(listener, state, store).await
}

impl Listening {
    /// Takes the address, before anything else is done.
    pub async fn bind(&self) -> Result<TcpListener> {
        TcpListener::bind(self.listen).await.with_context_by(|error| match error.kind() {
            ErrorKind::AddrNotAvailable => format!(
                "Cette machine n'a pas l'adresse {}. Écrivez par exemple --listen 127.0.0.1:8080.",
                self.listen.ip()
            ),
            ErrorKind::PermissionDenied => format!(
                "L'écoute sur {} n'est pas permise : prenez un port à partir de 1024, par exemple \
                 --listen 127.0.0.1:8080.",
                self.listen
            ),
            _ => format!(
                "L'adresse {} n'est pas libre : un autre programme l'utilise peut-être. \
                 Choisissez-en une autre avec --listen, par exemple --listen 127.0.0.1:8081.",
                self.listen
            ),
        })
    }

    /// Do people come by HTTPS?
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// An address that can be opened.
    pub fn address(&self, at: SocketAddr) -> String {
        let here = match at.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", SocketAddr::new(here, at.port())))
    }

    /// Warns when passwords would cross a network in clear.
    pub fn warn(&self, at: SocketAddr) {
        if !at.ip().is_loopback() && !self.is_https() {
            eprintln!(
                "Attention : sur {at}, les mots de passe et les pages passent en clair sur le réseau. Placez devant \
                 Cartable un serveur mandataire qui parle HTTPS, et donnez son adresse : --public-url https://…"
            );
        }
    }
}

/// A context that depends on what went wrong.
trait ContextBy<T> {
    fn with_context_by(self, say: impl FnOnce(&std::io::Error) -> String) -> Result<T>;
}

impl<T> ContextBy<T> for std::io::Result<T> {
    fn with_context_by(self, say: impl FnOnce(&std::io::Error) -> String) -> Result<T> {
        self.map_err(|error| {
            let sentence = say(&error);
            anyhow::Error::new(error).context(sentence)
        })
    }
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("« {text} » n'est pas une adresse suivie d'un port, comme 127.0.0.1:8080.")
    })
}

pub(crate) fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '@', ' ', '?', '#']) => {
            Ok(text.to_owned())
        }
        _ => Err("écrivez l'adresse du site seule, comme https://cartable.ville.fr.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Listening, public_url, socket};

    fn listening(listen: &str, public: Option<&str>) -> Listening {
        Listening {
            listen: listen.parse().expect("an address"),
            public_url: public.map(|url| public_url(url).expect("an address")),
        }
    }

    #[test]
    fn the_address_said_can_be_opened() {
        for (listen, public, said) in [
            ("127.0.0.1:80", None, "http://127.0.0.1:80"),
            ("0.0.0.0:8080", None, "http://127.0.0.1:8080"),
            ("[::]:8080", None, "http://[::1]:8080"),
            ("0.0.0.0:8080", Some("https://a.fr/"), "https://a.fr"),
        ] {
            let listening = listening(listen, public);
            assert_eq!(listening.address(listening.listen), said);
        }
        assert!(listening("0.0.0.0:1", Some("https://a.fr")).is_https());
        assert!(!listening("0.0.0.0:1", Some("http://a.fr")).is_https());
        assert!(!listening("0.0.0.0:1", None).is_https());
    }

    #[test]
    fn bad_addresses_are_told() {
        socket("8080").unwrap_err();
        socket("127.0.0.1:99999").unwrap_err();
        for url in ["a.fr", "ftp://a.fr", "https://", "https://a.fr/chemin", "https://u:p@a.fr"] {
            public_url(url).unwrap_err();
        }
    }
}
