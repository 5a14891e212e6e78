//! schemathesis reads the OpenAPI document of a served demonstration, and tries to make the interface
//! answer what it does not say, or fail. Each seat that has scopes of its own is tried with its token.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::cache;
use crate::keeper::Keeper;
use crate::shell;

/// A new major version changes options and checks: it is chosen here, on purpose.
const VERSION: &str = "schemathesis>=4.32,<5";

/// The logins of the demonstration whose seats see different things.
const LOGINS: [&str; 3] = ["agent", "principal", "delegue"];

/// How the checks are set.
const SETTINGS: &str = include_str!("schemathesis.toml");

/// `$1` the program, `$2` the database, `$3` the port.
const BEGIN: &str = r#""$1" serve --database "$2" --listen "127.0.0.1:$3" & served=$!"#;

const END: &str = r#"kill "$served"; wait "$served""#;

/// Installs it, serves a demonstration, lets it loose on each seat.
pub fn check() -> Result<()> {
    let tool = install()?;
    shell::run(shell::cargo().args(["build", "--workspace", "--all-targets"]))?;
    let program = shell::program()?;
    let made = shell::ask(Command::new("mktemp").args(["-d", "/tmp/cartable-outsiders-XXXXXX"]));
    let Some(folder) = made.filter(|path| path.starts_with("/tmp/cartable-outsiders-")) else {
        bail!("cannot make a folder in /tmp");
    };
    let database = format!("sqlite://{folder}/cartable.db");
    let port = shell::free_port()?;
    let text = program.to_str().context("a path that is not text")?;
    let mut fill = Command::new(&program);
    shell::run(fill.args(["demo", "--no-serve", "--database", &database]).stdout(Stdio::null()))?;
    let tokens = LOGINS.map(|login| token(&program, &database, login));
    let served = [text, &database, &port.to_string()];
    let _keeper = Keeper::start(folder.as_ref(), BEGIN, END, &served)?;
    wait_for(port)?;
    let settings = format!("{folder}/schemathesis.toml");
    std::fs::write(&settings, SETTINGS).context("writing the settings")?;
    let mut failed = Vec::new();
    for (login, token) in LOGINS.into_iter().zip(tokens) {
        println!("\n--> as {login}");
        let mut run = Command::new(&tool);
        run.args(["--config-file", &settings, "run"]);
        run.arg(format!("http://127.0.0.1:{port}/api/v1/openapi.json"));
        run.current_dir(&folder).env("CARTABLE_TOKEN", token?);
        if shell::run(&mut run).is_err() {
            failed.push(login);
        }
    }
    // Whatever it sent, the invariants hold.
    shell::run(Command::new(&program).args(["check", "--database", &database]))?;
    if failed.is_empty() { Ok(()) } else { bail!("findings as {}", failed.join(", ")) }
}

/// A Python environment of its own in the cache, made once.
fn install() -> Result<PathBuf> {
    let folder = cache()?.join("schemathesis-4");
    let tool = folder.join("bin/schemathesis");
    if !tool.is_file() {
        let made = shell::run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        made.context("type this line, then try again: apt-get install -y python3-venv")?;
    }
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", VERSION]);
    shell::run(&mut pip).context("fetching schemathesis from PyPI")?;
    Ok(tool)
}

/// A token with every scope that the login's seat allows.
fn token(program: &Path, database: &str, login: &str) -> Result<String> {
    let mut make = Command::new(program);
    make.args(["user", "token", "--login", login, "--label", "schemathesis", "--scope", "all"]);
    let told = shell::ask(make.args(["--days", "1", "--database", database]));
    told.with_context(|| format!("no token for {login}"))
}

/// Waits until somebody listens.
fn wait_for(port: u16) -> Result<()> {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if started.elapsed() > Duration::from_secs(30) {
            bail!("`cartable serve` does not listen");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
