//! Purses: what a line may spend before its convention is signed, and where its money goes at the year's end.

use domain::Euros;
use domain::fund::{
    AgreementRegime, BeforeConvention, ConventionKind, ConventionRefused, ConventionState, Purse,
    Share, SpendRefused,
};
use domain::ids::{CarryOverId, ConventionId, FundLineId, RepaymentId, RevenueOrderId, SchoolId};
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, asking, came, day, notify, order, order_payment, owed, people,
};
use store::testing::builders::households::school;
use store::{
    CarryOverLine, CarryOverRefused, CloseLine, CloseLineRefused, CommitRefused, CoverSchools,
    CoverSchoolsRefused, LineSettings, NewConvention, NewConventionRefused, Pay, ReachState,
    ReachStateRefused, ReceiveRevenue, ReceiveRevenueRefused, Repay, RepayRefused, SetLineSettings,
    SetLineSettingsRefused, SettingsRefused, Store, VerbError, on_both,
};
use uuid::Uuid;

const CONVENTION: ConventionId = ConventionId(Uuid::from_u128(7_500));

fn convention(state: ConventionState, on: Date) -> NewConvention {
    NewConvention {
        id: CONVENTION,
        kind: ConventionKind::Pooling,
        title: "Convention de mutualisation".into(),
        number: "2026-4".into(),
        schools: Vec::new(),
        state,
        on,
    }
}

fn reach(form: u128, state: ConventionState, on: Date) -> ReachState {
    ReachState { form: Uuid::from_u128(form), convention: CONVENTION, state, on }
}

async fn rests_on_it(
    store: &Store,
    people: &People,
    form: u128,
    line: FundLineId,
    before: BeforeConvention,
) {
    let settings = LineSettings {
        convention: Some(CONVENTION),
        before,
        ..LineSettings::of(Purse::NotifiedEnvelope)
    };
    let order = SetLineSettings { form: Uuid::from_u128(form), line, settings };
    store.set_line_settings(&order, people.principal, start()).await.unwrap();
}

/// What is refused when so much is ordered on this day.
async fn ordered(
    store: &Store,
    people: &People,
    number: u128,
    cents: i64,
    on: Date,
) -> Result<(), SpendRefused> {
    let agreement = domain::ids::AgreementId(Uuid::from_u128(7_002));
    let order = store::Commit { on, ..order(agreement, number, cents) };
    match store.commit(&order, people.principal, start()).await {
        Ok(()) => Ok(()),
        Err(VerbError::Refused(CommitRefused::Spend(why))) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

on_both! {
    async fn before_the_convention_only_the_early_release_is_spent_and_it_is_marked(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 1_000_010, 1_000_000).await;
        let new = convention(ConventionState::Drafted, date(2026, 8, 1));
        store.note_convention(&new, people.principal, start()).await.unwrap();
        let release = BeforeConvention::EarlyRelease(Share::FIFTEEN_PERCENT);
        rests_on_it(store, &people, 7_501, line, release).await;
        // 15 % of 10 000,10 € are 1 500,01 €.
        assert_eq!(ordered(store, &people, 8_000, 100_000, day()).await, Ok(()));
        let over = SpendRefused::OverEarlyRelease { left: Euros::from_cents(50_001) };
        assert_eq!(ordered(store, &people, 8_001, 50_002, day()).await, Err(over));
        assert_eq!(ordered(store, &people, 8_001, 50_001, day()).await, Ok(()));
        // What is cancelled may be released again.
        let cancel = store::CancelCommitment { form: Uuid::from_u128(7_502), commitment: domain::ids::CommitmentId(Uuid::from_u128(8_000)) };
        store.cancel_commitment(&cancel, people.principal, start()).await.unwrap();
        assert_eq!(ordered(store, &people, 8_002, 100_000, day()).await, Ok(()));
        // Signed on the day of the order: no limit but the line's, and no mark.
        store.reach_convention_state(&reach(7_503, ConventionState::Signed, day()), people.principal, start()).await.unwrap();
        assert_eq!(ordered(store, &people, 8_003, 700_000, day()).await, Ok(()));
        let marked: Vec<bool> = store.commitments(people.delegate).await.unwrap().iter().map(|one| one.before_convention).collect();
        assert_eq!(marked, [true, true, true, false]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn nothing_is_spent_where_nothing_may_be_before_the_signature(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 100_000, 100_000).await;
        store.note_convention(&convention(ConventionState::Sent, day()), people.principal, start()).await.unwrap();
        rests_on_it(store, &people, 7_501, line, BeforeConvention::Forbidden).await;
        assert_eq!(ordered(store, &people, 8_000, 1, day()).await, Err(SpendRefused::NotSigned));
        // A question asked now says so by itself, whatever its form said.
        let ask = asking(7_020, line, 1);
        store.ask_agreement(&ask, people.principal, start()).await.unwrap();
        let kept = store.agreement(ask.id, people.delegate).await.unwrap().unwrap();
        assert_eq!(kept.regime, AgreementRegime::BeforeConvention);
    }
}

on_both! {
    async fn a_line_is_spent_in_its_year_and_between_its_days(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 100_000, 100_000).await;
        let settings = LineSettings {
            from: Some(date(2026, 3, 1)),
            until: Some(date(2026, 10, 31)),
            ..LineSettings::of(Purse::CiteFund)
        };
        let order = SetLineSettings { form: Uuid::from_u128(7_500), line, settings };
        store.set_line_settings(&order, people.principal, start()).await.unwrap();
        let early = SpendRefused::TooEarly(date(2026, 3, 1));
        assert_eq!(ordered(store, &people, 8_000, 1, date(2026, 2, 28)).await, Err(early));
        let late = SpendRefused::TooLate(date(2026, 10, 31));
        assert_eq!(ordered(store, &people, 8_000, 1, date(2026, 11, 1)).await, Err(late));
        assert_eq!(ordered(store, &people, 8_000, 1, date(2027, 1, 1)).await, Err(SpendRefused::OtherYear(2026)));
        assert_eq!(ordered(store, &people, 8_000, 1, date(2026, 10, 31)).await, Ok(()));
    }
}

on_both! {
    async fn settings_and_conventions_that_break_a_rule_change_nothing(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 100_000, 100_000).await;
        let set = |settings| SetLineSettings { form: Uuid::from_u128(7_600), line, settings };
        let plain = LineSettings::of(Purse::CiteFund);
        for (settings, expected) in [
            (LineSettings { from: Some(day()), until: Some(date(2026, 8, 31)), ..plain.clone() }, SettingsRefused::DaysReversed),
            (LineSettings { before: BeforeConvention::Forbidden, ..plain.clone() }, SettingsRefused::NoConvention),
            (LineSettings { convention: Some(CONVENTION), ..plain.clone() }, SettingsRefused::UnknownConvention),
        ] {
            let refused = store.set_line_settings(&set(settings), people.principal, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(SetLineSettingsRefused::Settings(why))) if why == expected), "{refused:?}");
        }
        let other = store.set_line_settings(&set(plain.clone()), people.copilot, start()).await;
        assert!(matches!(other, Err(VerbError::Refused(SetLineSettingsRefused::NotYourSeat))));

        let new = convention(ConventionState::Sent, day());
        let other = store.note_convention(&new, people.delegate, start()).await;
        assert!(matches!(other, Err(VerbError::Refused(NewConventionRefused::NotYourSeat))));
        let stranger = NewConvention { schools: vec![SchoolId(Uuid::from_u128(1))], ..new.clone() };
        let unknown = store.note_convention(&stranger, people.principal, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(NewConventionRefused::UnknownSchool))));
        assert_eq!(store.conventions(people.principal).await.unwrap(), [], "nothing was kept of it");
        store.note_convention(&new, people.principal, start()).await.unwrap();
        let twin = NewConvention { id: ConventionId(Uuid::from_u128(7_501)), ..new.clone() };
        let taken = store.note_convention(&twin, people.principal, start()).await;
        assert!(matches!(taken, Err(VerbError::Refused(NewConventionRefused::TitleTaken))));
        let back = store.reach_convention_state(&reach(7_601, ConventionState::Drafted, day()), people.principal, start()).await;
        let expected = ConventionRefused::NotForward(ConventionState::Sent);
        assert!(matches!(back, Err(VerbError::Refused(ReachStateRefused::Rule(why))) if why == expected), "{back:?}");
        let here = school(store, people.principal).await;
        let cover = CoverSchools { form: Uuid::from_u128(7_602), convention: CONVENTION, schools: vec![here] };
        store.cover_schools(&cover, people.principal, start()).await.unwrap();
        assert_eq!(store.conventions(people.copilot).await.unwrap()[0].schools, [here]);
        // Another cité's principal finds neither.
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        assert_eq!(store.conventions(foreign).await.unwrap(), []);
        let unknown = store.cover_schools(&CoverSchools { form: Uuid::from_u128(7_603), ..cover }, foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(CoverSchoolsRefused::Unknown))));
        let unknown = store.reach_convention_state(&reach(7_604, ConventionState::Signed, day()), foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(ReachStateRefused::Unknown))));
        let theirs = SetLineSettings { form: Uuid::from_u128(7_605), line, settings: plain };
        let unknown = store.set_line_settings(&theirs, foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(SetLineSettingsRefused::UnknownLine))));
    }
}

fn carry(number: u128, from: FundLineId, cents: i64) -> CarryOverLine {
    CarryOverLine {
        id: CarryOverId(Uuid::from_u128(number)),
        from,
        next: FundLineId(Uuid::from_u128(number + 50)),
        amount: amount(cents),
        act: "DBM n° 2".into(),
        on: date(2026, 12, 31),
    }
}

fn repay(number: u128, line: FundLineId, cents: i64) -> Repay {
    Repay {
        id: RepaymentId(Uuid::from_u128(number)),
        line,
        amount: amount(cents),
        reference: format!("OR-{number}"),
        on: date(2026, 12, 31),
    }
}

fn close(form: u128, line: FundLineId) -> CloseLine {
    CloseLine { form: Uuid::from_u128(form), line, on: date(2026, 12, 31) }
}

/// What all the cité's lines have to spend, and what they have available.
async fn everywhere(store: &Store, people: &People) -> (i64, i64) {
    let lines = store.fund_lines(people.principal).await.unwrap();
    let resources = lines.iter().map(|line| line.sums.resources().cents()).sum();
    (resources, lines.iter().map(|line| line.sums.available().cents()).sum())
}

on_both! {
    async fn what_is_left_goes_on_or_back_and_the_line_is_closed(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, agreement) = agreed_line(store, &people, 100_000, 100_000).await;
        store.commit(&order(agreement, 8_000, 30_000), people.principal, start()).await.unwrap();
        assert_eq!(everywhere(store, &people).await, (100_000, 70_000));
        let short = store.carry_over(&carry(7_700, line, 70_001), people.principal, start()).await;
        let available = Euros::from_cents(70_000);
        assert!(matches!(short, Err(VerbError::Refused(CarryOverRefused::Short { available: left })) if left == available), "{short:?}");
        let other = store.carry_over(&carry(7_700, line, 1), people.copilot, start()).await;
        assert!(matches!(other, Err(VerbError::Refused(CarryOverRefused::NotYourSeat))));
        let next = store.carry_over(&carry(7_700, line, 40_000), people.principal, start()).await.unwrap();
        assert_eq!(everywhere(store, &people).await, (100_000, 70_000), "the sum before is the sum after");
        // Sent again it is one; a second one goes to the same line of the next year.
        assert_eq!(store.carry_over(&carry(7_700, line, 40_000), people.principal, start()).await.unwrap(), next);
        assert_eq!(store.carry_over(&carry(7_701, line, 5_000), people.principal, start()).await.unwrap(), next);
        let book = store.fund_line(next, people.delegate).await.unwrap().unwrap();
        assert_eq!((book.line.fiscal_year, book.line.sums.available().cents()), (2027, 45_000));
        assert_eq!((book.line.code.as_str(), book.carry_overs.len()), ("VE-147", 2));

        let left = store.close_line(&close(7_710, line), people.principal, start()).await;
        assert!(matches!(left, Err(VerbError::Refused(CloseLineRefused::OpenCommitments(open))) if open.cents() == 30_000), "{left:?}");
        came(store, &people, 8_000).await;
        owed(store, &people, 8_100, 8_000, 30_000).await;
        let left = store.close_line(&close(7_711, line), people.principal, start()).await;
        assert!(matches!(left, Err(VerbError::Refused(CloseLineRefused::Left(left))) if left.cents() == 25_000), "{left:?}");
        let short = store.repay(&repay(7_720, line, 25_001), people.principal, start()).await;
        assert!(matches!(short, Err(VerbError::Refused(RepayRefused::Short { .. }))), "{short:?}");
        store.repay(&repay(7_720, line, 25_000), people.principal, start()).await.unwrap();
        let twice = Repay { id: RepaymentId(Uuid::from_u128(7_721)), ..repay(7_720, next, 1) };
        store.repay(&twice, people.principal, start()).await.unwrap();
        let twice = Repay { id: RepaymentId(Uuid::from_u128(7_722)), ..repay(7_720, next, 1) };
        let taken = store.repay(&twice, people.principal, start()).await;
        assert!(matches!(taken, Err(VerbError::Refused(RepayRefused::ReferenceTaken))));
        let unpaid = store.close_line(&close(7_712, line), people.principal, start()).await;
        assert!(matches!(unpaid, Err(VerbError::Refused(CloseLineRefused::Unpaid(1)))), "{unpaid:?}");
        store.order_payment(&order_payment(8_199, 8_100), people.principal, start()).await.unwrap();
        let unpaid = store.close_line(&close(7_714, line), people.principal, start()).await;
        assert!(matches!(unpaid, Err(VerbError::Refused(CloseLineRefused::Unpaid(1)))), "{unpaid:?}");
        let pay = Pay {
            form: Uuid::from_u128(8_200),
            settlement: domain::ids::SettlementId(Uuid::from_u128(8_100)),
            reference: "DP-1".into(),
            on: day(),
        };
        store.pay(&pay, people.accountant, start()).await.unwrap();
        store.close_line(&close(7_713, line), people.principal, start()).await.unwrap();

        // Closed: nothing moves on it any more.
        let closed = store.notify(&notify(line, 7_730, 100), people.principal, start()).await;
        assert!(matches!(closed, Err(VerbError::Refused(store::NotifyRefused::Closed))));
        let closed = store.carry_over(&carry(7_731, line, 1), people.principal, start()).await;
        assert!(matches!(closed, Err(VerbError::Refused(CarryOverRefused::Closed))));
        let closed = store.repay(&repay(7_732, line, 1), people.principal, start()).await;
        assert!(matches!(closed, Err(VerbError::Refused(RepayRefused::Closed))));
        let closed = store.close_line(&close(7_733, line), people.principal, start()).await;
        assert!(matches!(closed, Err(VerbError::Refused(CloseLineRefused::Closed))));
        let settings = SetLineSettings { form: Uuid::from_u128(7_734), line, settings: LineSettings::of(Purse::CiteFund) };
        let closed = store.set_line_settings(&settings, people.principal, start()).await;
        assert!(matches!(closed, Err(VerbError::Refused(SetLineSettingsRefused::Closed))));
        for (past, id) in [(line, 0), (next, 44_999)] {
            let then = store.fund_line_at(past, start(), people.principal).await.unwrap().unwrap();
            assert_eq!(then.available().cents(), id, "the journal derives it");
        }
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_carry_over_keeps_its_origin(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 100_000, 100_000).await;
        let other = store::OpenLine {
            id: FundLineId(Uuid::from_u128(7_800)),
            code: "VE-147".into(),
            label: "Autre".into(),
            funder: "Une fondation".into(),
            fiscal_year: 2027,
            settings: LineSettings::of(Purse::Donors),
            terms: domain::fund::LineTerms::default(),
        };
        store.open_line(&other, people.principal, start()).await.unwrap();
        let refused = store.carry_over(&carry(7_700, line, 1), people.principal, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CarryOverRefused::OtherOrigin))), "{refused:?}");
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        let refused = store.carry_over(&carry(7_701, line, 1), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CarryOverRefused::UnknownLine))));
        let refused = store.repay(&repay(7_702, line, 1), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RepayRefused::UnknownLine))));
        let refused = store.close_line(&close(7_703, line), foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CloseLineRefused::UnknownLine))));
    }
}

on_both! {
    async fn what_is_received_is_noted_by_the_till_and_moves_no_sum(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (line, _) = agreed_line(store, &people, 100_000, 100_000).await;
        let receive = |number: u128, cents| ReceiveRevenue {
            id: RevenueOrderId(Uuid::from_u128(number)),
            line,
            amount: Euros::from_cents(cents),
            number: "TR-1".into(),
            on: day(),
        };
        store.receive_revenue(&receive(7_900, 60_000), people.accountant, start()).await.unwrap();
        let taken = store.receive_revenue(&receive(7_901, 1), people.principal, start()).await;
        assert!(matches!(taken, Err(VerbError::Refused(ReceiveRevenueRefused::NumberTaken))));
        let nothing = store.receive_revenue(&receive(7_902, 0), people.principal, start()).await;
        assert!(matches!(nothing, Err(VerbError::Refused(ReceiveRevenueRefused::Nothing))));
        let other = store.receive_revenue(&receive(7_903, 1), people.copilot, start()).await;
        assert!(matches!(other, Err(VerbError::Refused(ReceiveRevenueRefused::NotYourSeat))));
        let foreign = seated(store, 1, domain::Seat::Accountant).await;
        let unknown = store.receive_revenue(&receive(7_904, 1), foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(ReceiveRevenueRefused::UnknownLine))));
        let book = store.fund_line(line, people.copilot).await.unwrap().unwrap();
        assert_eq!((book.revenue.len(), book.revenue[0].amount.cents()), (1, 60_000));
        assert_eq!(book.line.sums.available().cents(), 100_000);
    }
}
