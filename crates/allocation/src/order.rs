//! The priority order and the draw.
//!
//! Ties are broken by lot, as public drawings are: by a seed fixed once the needs are frozen and by
//! nothing about the family. Each need draws SHA-256 (FIPS 180-4) of `seed:need id`; the smaller comes
//! first, and anyone can compute it again with `sha256sum`.

use domain::allocation::{Rank, Situation};
use sha2::{Digest as _, Sha256};

/// Needs in order, and where each stands.
pub(crate) struct Order {
    /// Need numbers from first to last.
    pub by_rank: Vec<u32>,
    /// Need numbers by draw alone.
    pub by_draw: Vec<u32>,
    /// Per need, its place in `by_rank`.
    pub place: Vec<u32>,
    /// Per place, the number of its (tier, score): equal places hold equal numbers.
    pub level: Vec<u32>,
    /// Per need, its draw.
    pub draw: Vec<[u8; 32]>,
    /// How many needs were decided by hand: the first places.
    pub decided: u32,
    ranks: Vec<Rank>,
}

impl Order {
    /// Orders the needs, which are in id order. What was decided by hand comes first.
    pub fn of(situation: &Situation, seed: u64) -> Self {
        let needs = situation.needs();
        let is_free: Vec<bool> =
            needs.iter().map(|need| situation.pin(&need.need).is_none()).collect();
        let draw: Vec<[u8; 32]> = needs.iter().map(|need| draw(seed, &need.need)).collect();
        let mut by_draw: Vec<u32> = (0..needs.len() as u32).collect();
        by_draw.sort_unstable_by_key(|&need| (&draw[need as usize], need));
        let mut by_rank = by_draw.clone();
        // Stable: the draw stays the last word.
        by_rank.sort_by_key(|&number| {
            let need = &needs[number as usize];
            (is_free[number as usize], need.tier, std::cmp::Reverse(need.score))
        });
        let mut place = vec![0; needs.len()];
        let mut level = Vec::with_capacity(needs.len());
        let mut ranks: Vec<Rank> = Vec::with_capacity(needs.len());
        for (at, &number) in by_rank.iter().enumerate() {
            place[number as usize] = at as u32;
            let need = &needs[number as usize];
            // All decisions are one level: none can stand for another.
            let same = match at.checked_sub(1).map(|before| by_rank[before] as usize) {
                Some(before) if is_free[before] && is_free[number as usize] => {
                    let before = &needs[before];
                    before.tier == need.tier && before.score == need.score
                }
                Some(before) => is_free[before] == is_free[number as usize],
                None => false,
            };
            level.push(level.last().map_or(0, |&before| if same { before } else { before + 1 }));
            ranks.push(Rank { tier: need.tier, score: need.score, position: at as u32 + 1 });
        }
        let decided = is_free.iter().filter(|free| !**free).count() as u32;
        Self { by_rank, by_draw, place, level, draw, decided, ranks }
    }

    /// The rank at a place.
    pub fn rank(&self, place: u32) -> Rank {
        self.ranks[place as usize]
    }

    /// The (tier, score) number of a need.
    pub fn level_of(&self, need: u32) -> u32 {
        self.level[self.place[need as usize] as usize]
    }
}

fn draw(seed: u64, need: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}:{need}")).into()
}

/// SHA-256 of a text, in lower-case hexadecimal.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
