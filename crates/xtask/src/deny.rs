//! cargo-deny: what may be built into the program.

use anyhow::{Context, Result};

use crate::shell;

/// The version whose checks `deny.toml` was written for.
const VERSION: &str = "0.20.2";

/// Brings cargo-deny into the cargo home if it is not there; it comes as source only.
pub fn install() -> Result<()> {
    if shell::ask(shell::cargo().args(["deny", "--version"])).is_some() {
        return Ok(());
    }
    eprintln!("setup: compiling cargo-deny {VERSION}, once: about four minutes on two cores");
    let mut install = shell::cargo();
    install.args(["install", "cargo-deny", "--locked", "--version", VERSION]);
    // It runs for a second: what counts is how soon it is there.
    for (setting, value) in
        [("LTO", "off"), ("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "16"), ("DEBUG", "false")]
    {
        install.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
    shell::run(&mut install).context("installing cargo-deny")
}

/// Checks dependencies, licences and sources always, known vulnerabilities if their list can be had.
pub fn check() -> Result<()> {
    shell::run(shell::cargo().args(["deny", "check", "bans", "licenses", "sources"]))?;
    // The list is a git repository: out of reach on a closed network, which is no fault of the code.
    if shell::ask(shell::cargo().args(["deny", "fetch", "db"])).is_none() {
        println!("advisories: NOT CHECKED, their database cannot be reached from here");
        return Ok(());
    }
    shell::run(shell::cargo().args(["deny", "check", "advisories"]))
}
