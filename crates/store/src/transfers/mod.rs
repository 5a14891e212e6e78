//! Items that go from one cité to another, in two steps: sent, then received. The one room that reads
//! across cités, and only what a transfer names: things, their numbers and states, never a family.

pub mod read;
pub mod receive;
pub mod send;
pub mod take_back;

domain::vocabulary! {
    /// What became of an item of a transfer.
    Arrival {
        /// It is on its way.
        OnTheWay = "on_the_way",
        /// The other cité has it, under a number of its own.
        Received = "received",
        /// The other cité said that it did not arrive.
        NotArrived = "not_arrived",
        /// It is the sender's again.
        TakenBack = "taken_back",
    }
}
