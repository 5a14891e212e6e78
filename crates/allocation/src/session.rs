//! A situation that changes, and the plan that follows it.
//!
//! After every change the plan is that of a full solve, bit for bit: the theorems of the stock core (a unit
//! more takes from nobody; a need more displaces at most one, of lower rank) then say how little moves.

use domain::allocation::{
    InputError, Moved, Pin, Plan, Policy, Rows, Situation, SituationNeed, moves,
};

use crate::{Infeasible, plan};

/// One change of a situation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A need more.
    Need(SituationNeed),
    /// A need given up, by id.
    Cancelled(String),
    /// The units of a lot, by id: arrived or lost.
    Units(String, u32),
    /// A decision by hand; it replaces the one there was.
    Pin(Pin),
    /// A decision taken back, by need id.
    Unpinned(String),
}

/// Why a change was not made; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// It names what is not there.
    #[error("there is no {0:?}")]
    Unknown(String),
    /// It makes no situation.
    #[error("{} faults, the first: {:?}", .0.len(), .0.first())]
    Input(Vec<InputError>),
    /// No plan keeps it.
    #[error(transparent)]
    Infeasible(#[from] Infeasible),
}

/// A situation, its policy and its plan.
#[derive(Debug, Clone)]
pub struct Session {
    situation: Situation,
    policy: Policy,
    plan: Plan,
}

impl Session {
    /// Solves a situation.
    ///
    /// # Errors
    /// [`Infeasible`].
    pub fn new(situation: Situation, policy: Policy) -> Result<Self, Infeasible> {
        let plan = plan(&situation, &policy)?;
        Ok(Self { situation, policy, plan })
    }

    /// The plan as it stands.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The situation as it stands.
    #[must_use]
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// Makes one change, and answers who is given something else.
    ///
    /// # Errors
    /// [`ChangeRefused`].
    pub fn apply(&mut self, change: Change) -> Result<Vec<Moved>, ChangeRefused> {
        let mut rows = self.situation.rows().clone();
        make(&mut rows, change)?;
        let situation = Situation::new(rows).map_err(ChangeRefused::Input)?;
        let plan = plan(&situation, &self.policy)?;
        let moved = moves(&self.plan, &plan);
        (self.situation, self.plan) = (situation, plan);
        Ok(moved)
    }
}

fn make(rows: &mut Rows, change: Change) -> Result<(), ChangeRefused> {
    match change {
        Change::Need(need) => rows.needs.push(need),
        Change::Cancelled(id) => {
            let before = rows.needs.len();
            rows.needs.retain(|need| need.need != id);
            rows.pins.retain(|pin| pin.need != id);
            if rows.needs.len() == before {
                return Err(ChangeRefused::Unknown(id));
            }
        }
        Change::Units(id, units) => match rows.lots.iter_mut().find(|lot| lot.lot == id) {
            Some(lot) => lot.units = units,
            None => return Err(ChangeRefused::Unknown(id)),
        },
        Change::Pin(pin) => {
            rows.pins.retain(|known| known.need != pin.need);
            rows.pins.push(pin);
        }
        Change::Unpinned(id) => {
            let before = rows.pins.len();
            rows.pins.retain(|pin| pin.need != id);
            if rows.pins.len() == before {
                return Err(ChangeRefused::Unknown(id));
            }
        }
    }
    Ok(())
}
