//! What a register is found by is right, and whoever changed is touched.

use super::people::{Register, Touched, Was};

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
        let was = |known| if known { Was::Present } else { Was::Absent };
        assert!(households.iter().all(|(id, of)| *of == was(before.households.contains_key(id))));
        assert!(guardians.iter().all(|(id, of)| *of == was(before.guardians.contains_key(id))));
        assert!(children.iter().all(|(id, of)| *of == was(before.children.contains_key(id))));
        let differ = |id| self.households.get(id) != before.households.get(id);
        let mut moved = self.households.keys().chain(before.households.keys());
        assert!(moved.all(|id| !differ(id) || households.contains_key(id)));
        for (one, other) in [(self, before), (before, self)] {
            for (id, record) in &one.guardians {
                let same = other.guardians.get(id) == Some(record);
                assert!(same || guardians.contains_key(id), "{record:?}");
                assert!(same || households.contains_key(&record.household), "{record:?}");
            }
            for (id, record) in &one.children {
                let known = other.children.get(id);
                assert!(known == Some(record) || children.contains_key(id), "{record:?}");
                let home = known.is_some_and(|known| known.household == record.household);
                assert!(home || households.contains_key(&record.household), "{record:?}");
            }
        }
    }
}
