//! A throw-away PostgreSQL cluster on a free port of 127.0.0.1.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::keeper::Keeper;
use crate::shell;

/// A running cluster; dropping it stops it and removes its files.
pub struct Postgres {
    port: u16,
    _keeper: Keeper,
}

/// Nothing here outlives a test run, so nothing needs to survive a power cut.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c max_connections=400 -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off";

/// `$1` initdb, `$2` pg_ctl, `$3` options of the server, then the words that make a command another
/// user's (none when we are not root).
const BEGIN: &str = r#"initdb=$1; pg_ctl=$2; options=$3; shift 3
    "$@" "$initdb" --pgdata="$folder/data" --username=cartable --auth=trust --encoding=UTF8 --no-locale --no-sync &&
    "$@" "$pg_ctl" --pgdata="$folder/data" --log="$folder/log" --options="$options" --wait --timeout=60 start ||
    { cat "$folder/log"; false; }"#;

const END: &str = r#""$@" "$pg_ctl" --pgdata="$folder/data" --mode=immediate --wait stop"#;

impl Postgres {
    /// Makes and starts a cluster.
    pub fn start() -> Result<Self> {
        let programs =
            programs().context("PostgreSQL is not installed (Debian package postgresql)")?;
        // initdb refuses root: the cluster belongs to Debian's user for it.
        let as_other: &[&str] =
            if shell::is_root() { &["runuser", "-u", "postgres", "--"] } else { &[] };
        let folder = folder(as_other)?;
        let port = shell::free_port()?;
        let options =
            format!("{SETTINGS} -c unix_socket_directories={} -p {port}", folder.display());
        let initdb = programs.join("initdb");
        let pg_ctl = programs.join("pg_ctl");
        let mut arguments = vec![text(&initdb)?, text(&pg_ctl)?, &options];
        arguments.extend(as_other);
        let keeper =
            Keeper::start(&folder, BEGIN, END, &arguments).context("PostgreSQL does not start")?;
        Ok(Self { port, _keeper: keeper })
    }

    /// The address of its first database; tests make their own beside it.
    pub fn url(&self) -> String {
        format!("postgres://cartable@127.0.0.1:{}/postgres", self.port)
    }
}

/// The folder of the server's programs: Debian keeps them off the path.
pub fn programs() -> Option<PathBuf> {
    let told = shell::ask(Command::new("pg_config").arg("--bindir")).map(PathBuf::from);
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter_map(|folder| Some((version(&folder)?, folder.join("bin"))))
        .collect();
    installed.sort();
    let newest_first = installed.into_iter().rev().map(|(_, folder)| folder);
    told.into_iter().chain(newest_first).find(|folder| folder.join("initdb").is_file())
}

/// A new folder of the user who will run the server.
fn folder(as_other: &[&str]) -> Result<PathBuf> {
    let words: Vec<&str> =
        as_other.iter().copied().chain(["mktemp", "-d", "/tmp/cartable-pg-XXXXXX"]).collect();
    let made = shell::ask(Command::new(words[0]).args(&words[1..]).current_dir("/"));
    match made {
        Some(path) if path.starts_with("/tmp/cartable-pg-") => Ok(PathBuf::from(path)),
        _ => bail!("cannot make a folder for PostgreSQL: {} failed", words.join(" ")),
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is not text")
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::Postgres;

    #[test]
    fn a_cluster_answers_while_it_is_held_and_not_after() {
        let postgres = Postgres::start().expect("starts");
        let address = ("127.0.0.1", postgres.port);
        TcpStream::connect(address).expect("answers");
        drop(postgres);
        assert!(TcpStream::connect(address).is_err());
    }
}
