//! Rows, private to the store: plain columns, no behaviour, no relation magic.
#![allow(missing_docs, reason = "rows are private; the migrations document the columns")]

pub mod account;
pub mod agreement;
pub mod agreement_answer;
pub mod child;
pub mod cite;
pub mod commitment;
pub mod donor;
pub mod fund_line;
pub mod guardian;
pub mod household;
pub mod import;
pub mod import_change;
pub mod item;
pub mod item_move;
pub mod journal;
pub mod journal_head;
pub mod loan;
pub mod loan_item;
pub mod lot;
pub mod mapping;
pub mod need;
pub mod notification;
pub mod plan;
pub mod policy;
pub mod referral;
pub mod reservation;
pub mod round;
pub mod school;
pub mod seat;
pub mod session;
pub mod settlement;
pub mod submission;
pub mod tag_counter;
