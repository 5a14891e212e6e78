//! One paper, taken apart.

use super::BundleError;
use super::tokens::{Token, Tokens};

/// What a paper's file consists of, as far as it must be tied to others.
pub(super) struct Parts<'a> {
    pub(super) pages: u32,
    pub(super) kids: Vec<u32>,
    pub(super) tags: u32,
    pub(super) tag_kids: Vec<u32>,
    /// From the key of a page to its tags.
    pub(super) parents: Vec<(u32, u32)>,
    pub(super) next_parent: u32,
    pub(super) identifiers: Vec<(Vec<u8>, u32)>,
    /// `/RoleMap<<…>>`, as it is.
    pub(super) roles: &'a [u8],
    pub(super) outline: Option<Outline>,
    pub(super) info: &'a [u8],
    pub(super) xmp: &'a [u8],
    pub(super) language: &'a [u8],
    pub(super) identifier: &'a [u8],
    /// Does it claim PDF/UA?
    pub(super) claims: bool,
    /// All other objects, by their numbers.
    pub(super) objects: Vec<(u32, &'a [u8])>,
}

/// The head of a paper's outline.
pub(super) struct Outline {
    pub(super) number: u32,
    pub(super) first: u32,
    pub(super) last: u32,
}

impl<'a> Parts<'a> {
    pub(super) fn of(pdf: &'a [u8]) -> Result<Self, BundleError> {
        let at = find_last(pdf, b"trailer\n").ok_or(BundleError::Layout("trailer"))?;
        let trailer = &pdf[at..];
        let objects = objects(pdf).ok_or(BundleError::Layout("objects"))?;
        let body = |number: u32| {
            let found = objects.iter().find(|(known, _)| *known == number);
            found.map(|(_, body)| *body).ok_or(BundleError::Layout("object"))
        };
        let root = reference(trailer, b"/Root").ok_or(BundleError::Layout("root"))?;
        let info = reference(trailer, b"/Info").ok_or(BundleError::Layout("description"))?;
        let catalog = body(root)?;
        let pages = reference(catalog, b"/Pages").ok_or(BundleError::Layout("pages"))?;
        let xmp = reference(catalog, b"/Metadata").ok_or(BundleError::Layout("metadata"))?;
        let tags = reference(catalog, b"/StructTreeRoot").ok_or(BundleError::Layout("tags"))?;
        let tree = body(tags)?;
        let head = reference(catalog, b"/Outlines");
        let outline = match head {
            None => None,
            Some(number) => {
                let head = body(number)?;
                let ends = reference(head, b"/First").zip(reference(head, b"/Last"));
                ends.map(|(first, last)| Outline { number, first, last })
            }
        };
        let tied = [Some(root), Some(info), Some(pages), Some(xmp), Some(tags), head];
        let xmp = body(xmp)?;
        Ok(Self {
            pages,
            kids: references(after(body(pages)?, b"/Kids["), b']'),
            tags,
            tag_kids: references(after(tree, b"/K["), b']'),
            parents: pairs(after(tree, b"/Nums[")),
            next_parent: number(after(tree, b"/ParentTreeNextKey ")).unwrap_or(0),
            identifiers: named(after(tree, b"/IDTree<</Names[")),
            roles: roles(tree),
            outline,
            info: body(info)?,
            xmp,
            language: text(after(catalog, b"/Lang")).ok_or(BundleError::Layout("language"))?,
            identifier: upto(after(trailer, b"/ID"), b']')
                .ok_or(BundleError::Layout("identifier"))?,
            claims: find(xmp, b"pdfuaid:part").is_some(),
            objects: objects
                .into_iter()
                .filter(|(number, _)| !tied.contains(&Some(*number)))
                .collect(),
        })
    }
}

/// Every object, by the table of references.
fn objects(pdf: &[u8]) -> Option<Vec<(u32, &[u8])>> {
    let place = after(&pdf[find_last(pdf, b"startxref\n")?..], b"startxref\n");
    let table = usize::try_from(number(place)?).ok()?;
    let rows = pdf.get(table..)?;
    let many = number(after(rows, b"xref\n0 "))?;
    let begins = find(rows, b"f\r\n")? + 3;
    let mut found = Vec::new();
    for object in 1..many {
        let row = rows.get(begins + (object as usize - 1) * 20..)?;
        let start: usize = std::str::from_utf8(row.get(..10)?).ok()?.parse().ok()?;
        found.push((object, start));
    }
    let mut starts: Vec<usize> = found.iter().map(|(_, start)| *start).chain([table]).collect();
    starts.sort_unstable();
    let body = |(object, start): (u32, usize)| {
        let end = *starts.get(starts.binary_search(&start).ok()? + 1)?;
        let whole = pdf.get(start..end)?;
        let from = find(whole, b" obj\n")? + 5;
        Some((object, whole.get(from..find_last(whole, b"\nendobj")?)?))
    };
    found.into_iter().map(body).collect()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|here| here == word)
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|here| here == word)
}

/// What follows a word; nothing if it is not there.
fn after<'a>(bytes: &'a [u8], word: &[u8]) -> &'a [u8] {
    find(bytes, word).map_or(&[], |at| &bytes[at + word.len()..])
}

fn upto(bytes: &[u8], last: u8) -> Option<&[u8]> {
    bytes.iter().position(|byte| *byte == last).map(|at| &bytes[..=at])
}

fn number(bytes: &[u8]) -> Option<u32> {
    match Tokens::of(bytes).next()? {
        Token::Number(number) => Some(number),
        _ => None,
    }
}

fn reference(bytes: &[u8], name: &[u8]) -> Option<u32> {
    number(after(bytes, &[name, b" "].concat()))
}

fn text(bytes: &[u8]) -> Option<&[u8]> {
    match Tokens::of(bytes).next()? {
        Token::Text(text) => Some(text),
        _ => None,
    }
}

/// The numbers of a list, each with a 0 after it, up to a bracket.
fn references(bytes: &[u8], last: u8) -> Vec<u32> {
    let listed = upto(bytes, last).unwrap_or_default();
    numbers(listed).chunks(2).map(|pair| pair[0]).collect()
}

/// The keys of a list, each with a number and a 0 after it.
fn pairs(bytes: &[u8]) -> Vec<(u32, u32)> {
    let listed = upto(bytes, b']').unwrap_or_default();
    numbers(listed).chunks_exact(3).map(|three| (three[0], three[1])).collect()
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let number = |token| if let Token::Number(number) = token { Some(number) } else { None };
    Tokens::of(bytes).filter_map(number).collect()
}

/// Names in round brackets, each with a reference after it.
fn named(bytes: &[u8]) -> Vec<(Vec<u8>, u32)> {
    let mut found = Vec::new();
    let mut name: Option<&[u8]> = None;
    for token in Tokens::of(bytes) {
        match token {
            Token::Text(text) => name = text.get(1..text.len() - 1),
            Token::Number(number) => {
                found.extend(name.take().map(|name| (name.to_vec(), number)));
            }
            Token::Other(b"]") => break,
            _ => {}
        }
    }
    found
}

/// `/RoleMap<<…>>`: it holds names alone.
fn roles(tree: &[u8]) -> &[u8] {
    let Some(at) = find(tree, b"/RoleMap<<") else { return &[] };
    let length = find(&tree[at..], b">>").map_or(0, |end| end + 2);
    &tree[at..at + length]
}
