//! Running the program in a folder of its own, without the variables of whoever runs the tests.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use store::testing::{Database, Untouched};
use store::{By, NewSession, Proof, Store};

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A program that serves until it is stopped; dropped, it is killed.
pub struct Serving {
    child: Child,
    said: Arc<Mutex<String>>,
    /// The address it printed.
    pub home: String,
}

/// A database at which nothing was made yet, and the options that lead to it.
pub struct Place {
    pub at: Untouched,
    pub options: Vec<String>,
}

/// The program, about to run in `folder`.
pub fn cartable(folder: &Path) -> Command {
    let program = std::env::var_os("CARTABLE_BIN")
        .expect("CARTABLE_BIN names the built program: run the tests by `cargo xtask test`");
    let mut command = Command::new(program);
    command.current_dir(folder).env("TMPDIR", folder);
    for name in ["DATABASE", "KEY_FILE", "LISTEN", "PUBLIC_URL", "TEXTS"] {
        command.env_remove(format!("CARTABLE_{name}"));
    }
    command.env_remove("RUST_LOG");
    command
}

/// Runs to the end, with `input` on standard input.
pub fn run(command: &mut Command, input: &str) -> Ended {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut typed = child.stdin.take().expect("a pipe");
    // A program that refuses at once reads nothing.
    let _ = typed.write_all(input.as_bytes());
    drop(typed);
    let output = child.wait_with_output().expect("the program ends");
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Starts a program that serves, and waits until it has printed its address.
pub fn serve(command: &mut Command) -> Serving {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let said = Arc::new(Mutex::new(String::new()));
    listen(child.stdout.take().expect("a pipe"), &said);
    listen(child.stderr.take().expect("a pipe"), &said);
    let mut serving = Serving { child, said, home: String::new() };
    // The warning, on the other output, names an address too and may come first.
    serving.home = serving.wait_for(|said| {
        let opens = |line: &&str| line.starts_with("Ouvrez") || line.starts_with("Cartable est");
        let line = said.lines().find(opens)?;
        line.split_whitespace().find(|word| word.starts_with("http")).map(str::to_owned)
    });
    serving
}

/// Keeps what is said, as it is said.
fn listen(pipe: impl Read + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let mut said = said.lock().expect("no panic while writing");
            said.push_str(&line);
            said.push('\n');
        }
    });
}

impl Serving {
    /// What it has printed so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("no panic while writing").clone()
    }

    /// Waits until what it printed has what is looked for.
    pub fn wait_for<T>(&mut self, found: impl Fn(&str) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(value) = found(&self.said()) {
                return value;
            }
            let ended = self.child.try_wait().expect("a state");
            assert!(ended.is_none(), "ended {ended:?}: {}", self.said());
            assert!(started.elapsed() < Duration::from_secs(60), "{}", self.said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Its number among processes.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Has it not ended yet?
    pub fn is_there(&mut self) -> bool {
        self.child.try_wait().expect("a state").is_none()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// The code it ends with.
    pub fn ends(&mut self, within: Duration) -> Option<i32> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a state") {
                return status.code();
            }
            assert!(started.elapsed() < within, "still there: {}", self.said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The status and the page, redirections not followed.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut answer = agent().get(format!("{}{path}", self.home)).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// Signs in; the session's cookie as it was set, or nothing when refused.
    pub fn sign_in(&self, login: &str, password: &str) -> Option<String> {
        let fields = [("csrf", ""), ("login", login), ("password", password)];
        let answer = agent()
            .post(format!("{}/connexion", self.home))
            .header("Origin", &self.home)
            .send_form(fields)
            .expect("an answer");
        let cookie = answer.headers().get("set-cookie")?.to_str().ok()?.to_owned();
        (answer.status() == 303).then_some(cookie)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The cookie of somebody of the builders' first cité, who could not sign in by a password.
pub async fn session(store: &Store, by: By) -> String {
    let account = store.account_by_login(&format!("{}-0", by.seat)).await.unwrap().unwrap();
    let now = web::Clock::system().now();
    let new = NewSession {
        token_hash: web::guard::token_hash(&[9; 32]),
        account: by.account,
        seat: account.seats[0].id,
        expires: now + jiff::SignedDuration::from_hours(1),
        proof: Proof::Password(account.password_hash),
    };
    store.open_session(&new, now).await.unwrap();
    format!("{}={}", web::cookies::SESSION, "09".repeat(32))
}

pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
    config.timeout_global(Some(Duration::from_secs(30))).build().into()
}

impl Place {
    /// A place of this kind, in a folder of its own.
    pub async fn new(kind: Database) -> Self {
        let at = kind.untouched().await;
        let options = vec!["--database".to_owned(), at.url.clone()];
        Self { at, options }
    }

    /// The program with these words, led to this place.
    pub fn cartable(&self, words: &[&str]) -> Command {
        let mut command = cartable(self.at.folder.path());
        command.args(words).args(&self.options);
        command
    }

    /// Files in its folder, by name.
    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.at.folder.path()).expect("a folder");
        let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut files: Vec<_> = entries.map(|entry| name(entry.expect("an entry"))).collect();
        files.sort();
        files
    }

    /// Makes an administrator with this password.
    pub fn administrator(&self, login: &str, password: &str) -> Ended {
        let mut add = self.cartable(&["user", "add", "--login", login, "--name", "Alix Bonnet"]);
        add.args(["--seat", "administrator", "--cite", "Ma cité", "--prefix", "ABC"]);
        run(add.arg("--password-stdin"), &format!("{password}\n"))
    }
}

impl Ended {
    /// Checks the code and that each of these was said, on either output.
    pub fn expect(self, code: i32, sentences: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        for sentence in sentences {
            let said = self.out.contains(sentence) || self.err.contains(sentence);
            assert!(said, "{sentence:?} is not in {self:?}");
        }
        self
    }
}

/// Runs one body on both databases.
macro_rules! on_each {
    (async fn $name:ident($place:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($place: crate::command_line::program::Place) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body(crate::command_line::program::Place::new(store::testing::Database::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body(crate::command_line::program::Place::new(store::testing::Database::Postgres).await).await;
            }
        }
    };
}
pub(crate) use on_each;
