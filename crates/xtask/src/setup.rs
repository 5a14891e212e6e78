//! What building and testing need, and installing what is missing.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{chromium, deny, outsiders, postgres, shell};

/// Something that must be on the machine, and the Debian packages that bring it.
struct Need {
    /// What it is for, in a few words.
    purpose: &'static str,
    present: fn() -> bool,
    packages: &'static [&'static str],
}

/// For building alone.
const BUILD: &[Need] = &[
    Need {
        purpose: "compiling SQLite, and linking",
        present: links,
        packages: &["gcc", "libc6-dev"],
    },
    Need {
        purpose: "compiling the solver HiGHS",
        present: || {
            ["cmake", "make", "c++"].iter().all(|program| shell::which(program).is_some())
                && has_libclang()
        },
        packages: &["cmake", "make", "g++", "libclang-dev"],
    },
];

/// For the tests on PostgreSQL.
const DATABASE: Need = Need {
    purpose: "the tests on PostgreSQL",
    present: || postgres::programs().is_some(),
    packages: &["postgresql"],
};

/// For the journeys in a browser, with a font to draw text in.
const BROWSER: Need = Need {
    purpose: "the journeys in a browser",
    present: || {
        chromium::browser().is_some()
            && shell::which("chromedriver").is_some()
            && shell::which("pgrep").is_some()
    },
    packages: &["chromium", "chromium-driver", "fonts-dejavu-core", "procps"],
};

/// For papers in the languages of families: Arabic, Bengali, Ethiopic and Tamil, then Chinese.
const FONTS: Need = Need {
    purpose: "papers in every language",
    present: || {
        let folder = PathBuf::from("/usr/share/fonts/truetype");
        let files = ["noto/NotoNaskhArabic-Regular.ttf", "droid/DroidSansFallbackFull.ttf"];
        files.iter().all(|file| folder.join(file).is_file())
    },
    packages: &["fonts-noto-core", "fonts-droid-fallback"],
};

/// For opening our files as others do.
const SPREADSHEETS: Need = Need {
    purpose: "opening exports in LibreOffice",
    present: || outsiders::libreoffice::program().is_some(),
    packages: &["libreoffice-calc-nogui", "libreoffice-core-nogui"],
};

/// For checking pages with axe-core.
const NODE: Need = Need {
    purpose: "fetching axe-core",
    present: || shell::which("npm").is_some(),
    packages: &["nodejs", "npm"],
};

/// For fuzzing: its engine is C++.
const FUZZER: Need = Need {
    purpose: "building the fuzzer",
    present: || shell::which("c++").is_some(),
    packages: &["g++"],
};

/// For measuring the engine beside others.
const LEMON: Need = Need {
    purpose: "measuring beside LEMON",
    present: || PathBuf::from("/usr/include/lemon/network_simplex.h").is_file(),
    packages: &["g++", "liblemon-dev"],
};

/// For the outside checks that are written in Python.
const PYTHON: Need = Need {
    purpose: "the outside checks",
    present: || {
        shell::ask(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_some()
    },
    packages: &["python3", "python3-venv"],
};

/// What one kind of work needs beyond the build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Tests against a database server.
    Database,
    /// Papers in every language.
    Papers,
    /// Journeys in a browser.
    Browser,
    /// Another program that opens our files.
    Spreadsheets,
    /// The check of licences and sources.
    Licences,
    /// Format and lints.
    Style,
    /// Fuzzing the readers of files.
    Fuzzing,
    /// What programs that others wrote find.
    Outsiders,
    /// The engine beside its peers.
    Peers,
}

/// Installs all that any task needs.
pub fn everything() -> Result<()> {
    prepare(&[For::Style, For::Database, For::Papers, For::Browser, For::Licences])?;
    println!("setup: nothing is missing");
    Ok(())
}

/// Installs what the build and these kinds of work need: packages first, all in one go.
pub fn prepare(works: &[For]) -> Result<()> {
    let axe_is_missing = works.contains(&For::Browser) && axe_is_missing();
    let mut needs: Vec<&Need> = BUILD.iter().collect();
    if works.contains(&For::Database) {
        needs.push(&DATABASE);
    }
    if works.contains(&For::Papers) {
        needs.push(&FONTS);
    }
    if works.contains(&For::Browser) {
        needs.push(&BROWSER);
    }
    if works.contains(&For::Fuzzing) {
        needs.push(&FUZZER);
    }
    if works.contains(&For::Outsiders) || works.contains(&For::Peers) {
        needs.push(&PYTHON);
    }
    if works.contains(&For::Peers) {
        needs.push(&LEMON);
    }
    if works.contains(&For::Spreadsheets) {
        needs.push(&SPREADSHEETS);
    }
    if axe_is_missing {
        needs.push(&NODE);
    }
    ensure(&needs)?;
    if works.contains(&For::Style) {
        install_style()?;
    }
    if works.contains(&For::Licences) {
        deny::install()?;
    }
    if axe_is_missing {
        install_axe()?;
    }
    Ok(())
}

/// Whether the library that reads C headers is there, where bindgen looks for it.
fn has_libclang() -> bool {
    let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu"];
    let more = ["/usr/lib/aarch64-linux-gnu"].into_iter().chain(folders).map(PathBuf::from);
    let versions = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let llvm = versions.map(|entry| entry.path().join("lib"));
    let named = |path: PathBuf| {
        let files = std::fs::read_dir(path).into_iter().flatten().flatten();
        files.into_iter().any(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.starts_with("libclang.so") || name.starts_with("libclang-")
        })
    };
    std::env::var_os("LIBCLANG_PATH").is_some() || more.chain(llvm).any(named)
}

/// Ubuntu has Chromium as a snap, and no package of this name.
const UBUNTU: &str = " (where apt knows no chromium-driver, as on Ubuntu: install a chromium or google-chrome \
    and a chromedriver of the same version that are on the PATH, such as those of \
    https://googlechromelabs.github.io/chrome-for-testing/, then try again)";

/// Does the C compiler link a program? It may be there without the C library's files.
fn links() -> bool {
    let made = std::env::temp_dir().join(format!("cartable-links-{}", std::process::id()));
    let script = r#"echo "int main(void) { return 0; }" | cc -x c -o "$0" - && "$0""#;
    let linked = shell::ask(Command::new("sh").args(["-c", script]).arg(&made)).is_some();
    // It may never have been made.
    let _ = std::fs::remove_file(made);
    linked
}

/// Brings rustfmt and clippy, which rustup's minimal profile leaves out.
fn install_style() -> Result<()> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(word, _)| shell::ask(shell::cargo().args([word, "--version"])).is_none())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("rustup component add {}", missing.join(" "));
    if shell::which("rustup").is_none() {
        bail!("rustup is not on the path; with it, type this line, then try again:\n\n  {line}\n");
    }
    let mut add = Command::new("rustup");
    add.args(["component", "add"]).args(&missing);
    shell::run(&mut add).with_context(|| format!("type this line, then try again: {line}"))
}

/// Installs the packages of every need that is not met, in one go.
///
/// # Errors
/// When we may not install: the error holds the one line to type.
fn ensure(needs: &[&Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().copied().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let packages = packages.join(" ");
    for need in &missing {
        eprintln!("setup: missing for {}: {}", need.purpose, need.packages.join(" "));
    }
    if shell::which("apt-get").is_none() {
        bail!(
            "this is not a Debian-like machine: install the equivalent of {packages}, then try again"
        );
    }
    let line = format!("apt-get update && apt-get install -y --no-install-recommends {packages}");
    let mut install = if shell::is_root() {
        Command::new("sh")
    } else if shell::ask(Command::new("sudo").args(["-n", "true"])).is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        bail!("type this line, then try again:\n\n  sudo sh -c '{line}'\n");
    };
    let started = Instant::now();
    shell::run(install.args(["-c", &format!("export DEBIAN_FRONTEND=noninteractive; {line}")]))
        .with_context(|| {
            let hint = if packages.contains("chromium-driver") { UBUNTU } else { "" };
            format!("installing {packages}{hint}")
        })?;
    if let Some(need) = missing.iter().find(|need| !(need.present)()) {
        bail!(
            "{} was installed, but what serves {} is still not found",
            need.packages.join(" "),
            need.purpose
        );
    }
    eprintln!("setup: installed {packages} in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Where the tests keep axe-core.
fn axe_folder() -> PathBuf {
    shell::workspace().join("tests/browser")
}

/// Is there a lock file newer than what npm last installed by it?
fn axe_is_missing() -> bool {
    let changed =
        |name: &str| axe_folder().join(name).metadata().and_then(|file| file.modified()).ok();
    changed("package-lock.json").is_some_and(|lock| {
        changed("node_modules/.package-lock.json").is_none_or(|installed| installed < lock)
    })
}

/// Brings axe-core into the test folder, as its lock file says.
fn install_axe() -> Result<()> {
    let mut npm = Command::new("npm");
    npm.current_dir(axe_folder()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    shell::run(&mut npm).context("fetching axe-core")
}
