//! ChromeDriver on a free port, for the browser journeys.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::keeper::Keeper;
use crate::shell;

/// A running ChromeDriver; dropping it stops it and its browsers, and removes their profiles.
pub struct Driver {
    port: u16,
    _keeper: Keeper,
}

/// `$1` chromedriver, `$2` port. Profiles go into the folder that is removed at the end.
const BEGIN: &str = r#"TMPDIR="$folder" "$1" --port="$2" --log-level=SEVERE & driver=$!"#;

/// A browser whose journey broke off is in our session, whatever process group it gave itself.
const END: &str = r#"kill "$driver"; wait "$driver"
    for left in $(pgrep -s 0); do [ "$left" = $$ ] || kill -KILL "$left"; done"#;

const PATIENCE: Duration = Duration::from_secs(20);

impl Driver {
    /// Starts ChromeDriver and waits until it answers.
    pub fn start() -> Result<Self> {
        let driver = shell::which("chromedriver").context("chromedriver is not installed")?;
        let driver = driver.to_str().context("a path that is not text")?;
        let made = shell::ask(Command::new("mktemp").args(["-d", "/tmp/cartable-chromium-XXXXXX"]));
        let Some(folder) = made.filter(|path| path.starts_with("/tmp/cartable-chromium-")) else {
            bail!("cannot make a folder for Chromium in /tmp");
        };
        let port = shell::free_port()?;
        let keeper = Keeper::start(folder.as_ref(), BEGIN, END, &[driver, &port.to_string()])?;
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > PATIENCE {
                bail!("chromedriver does not listen on port {port} after {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { port, _keeper: keeper })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// The browser itself.
pub fn browser() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::which)
}
