//! What the columns of each kind of file can say, and which of them it cannot do without.

use crate::reading::Column::{self, *};
use crate::reading::FileKind;

/// Which columns must be there, each by any of these.
pub(super) type Needed = &'static [(Column, &'static [Column])];

const NAMES: [Column; 4] = [FamilyName, UsageName, FirstName, FullName];
const SCHOOLING: [Column; 6] = [BirthDate, Level, Class, Mef, Cycle, LeftOn];
const HOME: [Column; 3] = [Street, PostalCode, Commune];
const SECOND_HOME: [Column; 3] = [SecondStreet, SecondPostalCode, SecondCommune];
const ADULT: [Column; 4] = [GuardianName, GuardianUsageName, GuardianFirstName, GuardianFullName];
const REACHED: [Column; 4] = [Email, Mobile, HomePhone, WorkPhone];
const CHILD: [Column; 4] = [ChildName, ChildUsageName, ChildFirstName, ChildClass];
const ANSWERS: [Column; 9] = [
    Equipment,
    NeedsDevice,
    Connection,
    NeedsConnection,
    Language,
    AcceptsLoan,
    AcceptsRefurbished,
    Prioritised,
    PupilMark,
];
const THING: [Column; 7] = [Kind, Model, Serial, Imei, Iccid, Msisdn, FormerTag];
const ORIGIN: [Column; 5] = [Donor, Acceptance, ReceivedOn, Status, HeldBy];
const STATEMENT: [Column; 9] = [
    PaymentOrder,
    OrderList,
    OrderedOn,
    BudgetService,
    BudgetDomain,
    BudgetActivity,
    Supplier,
    Invoice,
    Amount,
];
const SCHOOL: [Column; 5] = [SchoolName, SchoolNumber, SchoolTown, SchoolCommune, SchoolType];

impl FileKind {
    /// What a column of such a file can say, in the order in which people are asked.
    #[must_use]
    pub fn columns(self) -> Vec<Column> {
        match self {
            Self::Pupils | Self::Teachers => {
                [&NAMES[..], &SCHOOLING, &HOME, &SECOND_HOME, &ADULT, &REACHED].concat()
            }
            Self::Guardians => [&[Civility], &ADULT[..], &HOME, &REACHED, &CHILD].concat(),
            Self::Needs => [&NAMES[..], &[BirthDate, Class], &ANSWERS].concat(),
            Self::Stock => [&THING[..], &ORIGIN].concat(),
            Self::Schools => SCHOOL.to_vec(),
            Self::Statement => STATEMENT.to_vec(),
        }
    }
}

/// What a file of this kind cannot do without.
pub(super) const fn needed(kind: FileKind) -> Needed {
    match kind {
        FileKind::Pupils | FileKind::Teachers => &[
            (FamilyName, &[FamilyName, UsageName, FullName]),
            (FirstName, &[FirstName, FullName]),
            (BirthDate, &[BirthDate]),
            (Level, &[Level, Class, Mef]),
        ],
        FileKind::Guardians => &[
            (GuardianName, &[GuardianName, GuardianUsageName, GuardianFullName]),
            (GuardianFirstName, &[GuardianFirstName, GuardianFullName]),
            (ChildName, &[ChildName, ChildUsageName]),
            (ChildFirstName, &[ChildFirstName]),
        ],
        FileKind::Needs => &[
            (FamilyName, &[FamilyName, UsageName, FullName]),
            (FirstName, &[FirstName, FullName]),
            (Equipment, &[Equipment, NeedsDevice, Connection, NeedsConnection]),
        ],
        FileKind::Stock => &[(Kind, &[Kind]), (Identifier, &[Serial, Imei, Iccid])],
        FileKind::Schools => {
            &[(SchoolName, &[SchoolName]), (SchoolTown, &[SchoolTown, SchoolCommune])]
        }
        FileKind::Statement => &[(PaymentOrder, &[PaymentOrder]), (Amount, &[Amount])],
    }
}
