//! What the fund bought, by where it is now.

use documents::BoughtOutput;
use domain::stock::ItemState;
use store::{BoughtKind, BoughtThings};

use crate::wording::{Label as _, capital};

/// Where things are: what is no item was used up.
pub(crate) fn output(bought: &BoughtThings) -> BoughtOutput {
    let mut output = BoughtOutput {
        label: match &bought.what {
            BoughtKind::Items(kind) => capital(kind.label()),
            BoughtKind::Other(label) => label.clone(),
        },
        lent: 0,
        in_stock: 0,
        elsewhere: 0,
        lost: 0,
    };
    for (state, many) in &bought.states {
        *match state {
            Some(ItemState::Lent) => &mut output.lent,
            Some(ItemState::Available | ItemState::Reserved) => &mut output.in_stock,
            Some(ItemState::Lost) => &mut output.lost,
            Some(ItemState::ToCheck | ItemState::Repair | ItemState::Gone) | None => {
                &mut output.elsewhere
            }
        } += many;
    }
    output
}
