//! What a register is found by is right, and whoever changed is touched.

use super::people::{Register, Touched};

impl Register {
    /// The same people, as if nothing had happened yet.
    pub(crate) fn untouched(&self) -> Self {
        let (households, guardians) = (self.households.clone(), self.guardians.clone());
        Self::of(households, guardians, self.children.clone()).unwrap()
    }

    /// Panics unless the indexes are those of the people, and whoever differs from `before`, which became
    /// this register, is touched.
    pub(crate) fn check(&self, before: &Self) {
        let anew = self.untouched();
        assert_eq!(self.guardians_by, anew.guardians_by);
        assert_eq!(self.children_by, anew.children_by);
        let Touched { households, guardians, children } = &self.touched;
        let differ = |id| self.households.get(id) != before.households.get(id);
        let mut moved = self.households.keys().chain(before.households.keys());
        assert!(moved.all(|id| !differ(id) || households.contains(id)));
        for (one, other) in [(self, before), (before, self)] {
            for (id, record) in &one.guardians {
                let same = other.guardians.get(id) == Some(record);
                assert!(same || guardians.contains(id), "{record:?}");
                assert!(same || households.contains(&record.household), "{record:?}");
            }
            for (id, record) in &one.children {
                let known = other.children.get(id);
                assert!(known == Some(record) || children.contains(id), "{record:?}");
                let home = known.is_some_and(|known| known.household == record.household);
                assert!(home || households.contains(&record.household), "{record:?}");
            }
        }
    }
}
