//! One plan's digest, and nothing else: for processes by the hundred.

use domain::allocation::Policy;

use crate::folder;

pub fn print(path: &str, rule: &str) {
    let policy = Policy::new(rule.parse().unwrap(), 0);
    println!("{}", allocation::plan(&folder::read(path, false), &policy).unwrap().digest);
}
