//! Following links, as somebody would who has never seen the program.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::Seat;
use web::routes::{Access, RouteLine};

use crate::html;

/// The most bytes of a page: half a second on a poor telephone line.
pub const HEAVIEST: usize = 150_000;

/// A walk over the site by links alone, from the home page.
#[derive(Debug)]
pub struct Crawl {
    seat: Seat,
    most: usize,
    waiting: VecDeque<(String, String)>,
    known: BTreeSet<String>,
    /// For each line of the sheet, the addresses that links led to.
    pub reached: BTreeMap<&'static str, Vec<String>>,
    /// Fragments that links name, by the address they are on.
    fragments: BTreeMap<String, BTreeSet<String>>,
    /// What is wrong, with where.
    pub faults: Vec<String>,
}

impl Crawl {
    /// A walk of this seat; `most` addresses a line of the sheet are opened.
    #[must_use]
    pub fn new(seat: Seat, most: usize) -> Self {
        let waiting = VecDeque::from([("/".to_owned(), "the start".to_owned())]);
        Self {
            seat,
            most,
            waiting,
            known: BTreeSet::from(["/".to_owned()]),
            reached: BTreeMap::new(),
            fragments: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// The next address to open.
    pub fn next_path(&mut self) -> Option<String> {
        while let Some((path, from)) = self.waiting.pop_front() {
            let Some(line) = line_of(&path, "GET") else {
                self.faults.push(format!("{from} links to {path}, which is on no line"));
                continue;
            };
            if !line.access.admits(self.seat) {
                let seat = self.seat;
                self.faults.push(format!("{from} links to {path}, closed to {seat}"));
                continue;
            }
            let reached = self.reached.entry(line.path).or_default();
            if reached.len() < self.most {
                reached.push(path.clone());
                return Some(path);
            }
        }
        None
    }

    /// Notes what came back, and the links of a page.
    pub fn saw(&mut self, path: &str, status: u16, content_type: &str, body: &[u8]) {
        if status != 200 {
            self.faults.push(format!("{path} answers {status}"));
            return;
        }
        if !content_type.starts_with("text/html") {
            return;
        }
        let page = String::from_utf8_lossy(body).into_owned();
        self.faults
            .extend(faults_of(&page, self.seat).into_iter().map(|what| format!("{path}: {what}")));
        let here = path.split('?').next().unwrap_or(path);
        for link in
            tags(&page, "a").chain(tags(&page, "link")).filter_map(|tag| attribute(&tag, "href"))
        {
            let (target, fragment) = match link.split_once('#') {
                Some((target, fragment)) => (target, Some(fragment)),
                None => (link.as_str(), None),
            };
            let target = if target.is_empty() { path } else { target };
            if !target.starts_with('/') {
                if !target.starts_with("tel:") && !target.starts_with("mailto:") {
                    self.faults.push(format!("{here} leads out of the site: {target}"));
                }
                continue;
            }
            if let Some(fragment) = fragment {
                self.fragments.entry(target.to_owned()).or_default().insert(fragment.to_owned());
            }
            if self.known.insert(target.to_owned()) {
                self.waiting.push_back((target.to_owned(), path.to_owned()));
            }
        }
        let ids: BTreeSet<String> = ids(&page).into_iter().collect();
        for fragment in self.fragments.get(path).into_iter().flatten() {
            if !ids.contains(fragment) {
                self.faults.push(format!("{path} has no #{fragment}"));
            }
        }
    }

    /// The lines a seat may open that no link led to.
    #[must_use]
    pub fn missed(&self) -> Vec<&'static str> {
        let open = web::sheet().into_iter().filter(|line| {
            line.api.is_none() && line.method == "GET" && line.access.admits(self.seat)
        });
        open.map(|line| line.path).filter(|path| !self.reached.contains_key(path)).collect()
    }
}

/// The line of the sheet an address falls on: a written word goes before a place.
#[must_use]
pub fn line_of(path: &str, method: &str) -> Option<RouteLine> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let matching = web::sheet().into_iter().filter(|line| {
        let wanted: Vec<&str> = line.path.split('/').collect();
        line.method.as_str() == method
            && wanted.len() == parts.len()
            && wanted
                .iter()
                .zip(&parts)
                .all(|(want, part)| want == part || (want.starts_with('{') && !part.is_empty()))
    });
    matching.min_by_key(|line| line.path.matches('{').count())
}

/// What is wrong with a page by itself.
#[must_use]
pub fn faults_of(page: &str, seat: Seat) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    must(page.len() <= HEAVIEST, &format!("{} bytes", page.len()));
    must(page.contains("<html lang=\"fr\">"), "does not say that it is in French");
    must(page.matches("<h1").count() == 1, "has not one first heading");
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
    must(
        title.is_some_and(|title| title.trim_start_matches(" – ").len() > "– Cartable".len()),
        "has no title",
    );
    for broken in breakable(page) {
        must(false, &format!("a line may begin with a sign: …{broken}…"));
    }
    for tag in tags(page, "script") {
        let own = attribute(&tag, "src").is_some_and(|src| src.starts_with("/static/"));
        must(own && tag.contains(" defer"), &format!("needs a script: {tag}"));
    }
    for tag in all_tags(page) {
        let handler = attributes(&tag).into_iter().find(|(name, _)| name.starts_with("on"));
        must(handler.is_none(), &format!("handles an event in its text: {tag}"));
        must(
            attribute(&tag, "href").is_none_or(|href| !href.starts_with("javascript:")),
            "a link is a script",
        );
    }
    let mut seen = BTreeSet::new();
    for id in ids(page) {
        must(seen.insert(id.clone()), &format!("the id {id} stands twice"));
    }
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let tag = format!("<form{}>", form.split('>').next().unwrap_or_default());
        let (action, method) =
            (attribute(&tag, "action").unwrap_or_default(), attribute(&tag, "method"));
        let method = method.unwrap_or_else(|| "get".to_owned()).to_ascii_uppercase();
        let line = line_of(&action, &method);
        must(line.is_some(), &format!("a form goes nowhere: {method} {action}"));
        if let Some(line) = line {
            must(line.access.admits(seat), &format!("offers {method} {action}, closed to {seat}"));
            must(
                method == "GET" || line.access == Access::Anyone || html::csrf(form).is_some(),
                &format!("{action} has no token"),
            );
        }
        let button = tags(form, "button").chain(tags(form, "input")).any(|tag| {
            let kind = attribute(&tag, "type");
            if tag.starts_with("<button") {
                kind.is_none_or(|kind| kind == "submit")
            } else {
                kind.is_some_and(|kind| kind == "submit")
            }
        });
        must(button, &format!("the form {action} cannot be sent"));
    }
    faults
}

/// Where a French sign may be parted from its word: an ordinary space before « : ; ? ! » or inside
/// quotation marks.
fn breakable(page: &str) -> Vec<String> {
    let text: String =
        page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    let letters: Vec<char> = text.chars().collect();
    let wrong = |two: &[char]| matches!(two, [' ', ':' | ';' | '?' | '!' | '»'] | ['«', ' ']);
    let places = letters.windows(2).enumerate().filter(|(_, two)| wrong(two));
    places
        .map(|(at, _)| {
            letters[at.saturating_sub(20)..(at + 10).min(letters.len())].iter().collect()
        })
        .collect()
}

/// Every tag of a page, as it is written.
fn all_tags(page: &str) -> impl Iterator<Item = String> {
    let tags =
        page.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    tags.map(|rest| format!("<{}", rest.split('>').next().unwrap_or_default()))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The tags of one name.
pub fn tags(page: &str, name: &str) -> impl Iterator<Item = String> {
    let start = format!("<{name}");
    all_tags(page).filter(move |tag| {
        tag.strip_prefix(&start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}

/// The attributes of a tag with their values.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (text, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            value = html::unescaped(text);
            rest = after;
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(char::is_whitespace).unwrap_or(bare.len());
            value = bare[..end].to_owned();
            rest = &bare[end..];
        }
        if !name.is_empty() {
            found.push((name, value));
        }
        rest = rest.trim_start();
    }
    found
}

/// The value of an attribute of a tag.
#[must_use]
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    attributes(tag).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn ids(page: &str) -> Vec<String> {
    all_tags(page).filter_map(|tag| attribute(&tag, "id")).collect()
}
