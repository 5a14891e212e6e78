//! A shell that puts an end to what we started, even if we are killed.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Holds servers and their folder for as long as this value lives.
///
/// The shell waits for the end of its standard input, which is a pipe from us: it closes when this
/// value is dropped, and when this program dies by Ctrl-C or by SIGKILL. The shell is in a session of
/// its own, so that Ctrl-C does not reach it first.
pub struct Keeper {
    shell: Child,
}

impl Keeper {
    /// Runs the script `begin` (arguments as `$1`…), and `end` when the time has come; then removes
    /// `folder`.
    ///
    /// # Errors
    /// When `begin` fails; `end` has then run and the folder is gone.
    pub fn start(folder: &Path, begin: &str, end: &str, arguments: &[&str]) -> Result<Self> {
        let script = format!(
            "trap : INT TERM HUP\nfolder=$1; shift\n\
             if {{ {begin}\n}} >\"$folder.log\" 2>&1 </dev/null; then echo ready; else cat \"$folder.log\"; fi\n\
             exec >&- ; cat >/dev/null\n{{ {end}\n}} >/dev/null 2>&1\nrm -rf -- \"$folder\" \"$folder.log\"\n"
        );
        let shell = Command::new("setsid")
            .args(["--wait", "sh", "-c", &script, "keeper"])
            .arg(folder)
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start setsid (Debian package util-linux)")?;
        let mut keeper = Self { shell };
        let said = keeper.first_words()?;
        if said.trim() != "ready" {
            bail!("{}", said.trim());
        }
        Ok(keeper)
    }

    /// What the shell says before it waits for the end.
    fn first_words(&mut self) -> Result<String> {
        let mut words = String::new();
        if let Some(mut output) = self.shell.stdout.take() {
            std::io::Read::read_to_string(&mut output, &mut words)
                .context("no word from the keeper")?;
        }
        Ok(words)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Nothing can be done about a shell that cannot be waited for.
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::Keeper;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder =
            std::env::temp_dir().join(format!("cartable-keeper-{}-{name}", std::process::id()));
        std::fs::create_dir(&folder).expect("a new folder");
        folder
    }

    #[test]
    fn what_was_begun_is_ended_and_the_folder_goes() {
        let folder = folder("ends");
        let told = folder.with_extension("told");
        let told_text = told.to_str().expect("text");
        let keeper = Keeper::start(
            &folder,
            "echo begun >\"$folder/file\"",
            "cp \"$folder/file\" \"$1\"",
            &[told_text],
        )
        .expect("starts");
        assert!(folder.join("file").exists());
        assert!(!told.exists());
        drop(keeper);
        assert!(!folder.exists());
        assert_eq!(std::fs::read_to_string(&told).expect("the end ran"), "begun\n");
        std::fs::remove_file(told).expect("removes its own file");
    }

    #[test]
    fn a_failed_beginning_says_why_and_leaves_nothing() {
        let folder = folder("fails");
        let error =
            Keeper::start(&folder, "echo no room >&2; false", "true", &[]).err().expect("fails");
        assert_eq!(error.to_string(), "no room");
        assert!(!folder.exists());
    }
}
