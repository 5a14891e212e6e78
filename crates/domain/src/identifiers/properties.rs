//! What every identifier keeps: its normal form reads back as itself, decoration changes nothing, and no
//! text makes a reader panic.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;

/// The texts that people and spreadsheets write, and any other.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-9]{0,34}",
        "[0-9A-Zqwe=\"' .,+/()-]{0,40}",
        "Q[PN][0-9AB]{4,7}[NMI]?"
    ]
}

/// The first character that makes a sound identifier of a body.
fn ended<T>(body: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    ('0'..='9').chain('A'..='Z').find_map(|end| parse(&format!("{body}{end}")))
}

/// One property a type: of a generated body that can be ended soundly, whatever decorates its normal form.
macro_rules! reads_back {
    ($($test:ident: $type:ident from $body:literal;)+) => {
        /// Of the bodies, so many can be ended that the properties say something.
        #[test]
        fn bodies_are_mostly_sound() {
            let mut runner = TestRunner::deterministic();
            $(
                let body = proptest::string::string_regex($body).unwrap();
                let bodies = (0..64).map(|_| body.new_tree(&mut runner).unwrap().current());
                let sound = bodies.filter(|body| ended(body, |text| $type::parse(text).ok()).is_some());
                let sound = sound.count();
                assert!(sound >= 12, "{}: {sound} of 64", stringify!($type));
            )+
        }

        proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        $(
            #[test]
            fn $test(body in $body, text in any_text()) {
                if let Some(value) = ended(&body, |text| $type::parse(text).ok()) {
                    let written = value.to_string();
                    let decorated = [
                        written.clone(),
                        format!(" {}\t", written.to_lowercase()),
                        format!("=\"{written}\""),
                    ];
                    for again in decorated {
                        prop_assert_eq!($type::parse(&again), Ok(value.clone()), "{}", again);
                    }
                }
                if let Ok(value) = $type::parse(&text) {
                    prop_assert_eq!($type::parse(value.as_str()), Ok(value));
                }
            }
        )+
        }
    };
}

reads_back! {
    asset_tag: AssetTag from "[A-Z]{2,5}(TAB|ORD|TEL|CLE)[0-9]{2,6}";
    cite_code: CiteCode from "cite-[0-9]{2}";
    commune_code: CommuneCode from "([0-8][1-9]|2A|2B|97)[0-9]{2}";
    iccid: Iccid from "8933[0-9]{14,15}";
    imei: Imei from "[0-9]{14}";
    ine: Ine from "[0-9]{10}|[0-9]{9}[A-Z]|[0-9]{4}A[0-9]{5}";
    isbn13: Isbn13 from "97[89][0-9]{9}";
    mef: Mef from "[1-3][0-9]{8,9}";
    msisdn: Msisdn from "0[1-79][0-9]{7}|\\+[1-9][0-9]{8,12}";
    postal_code: PostalCode from "[0-8][1-9][0-9]{2}";
    qpv_of_2015: QpvCode from "QP(0[0-8][1-9]|02A|97[1-6])[0-9]{2}";
    qpv_of_2024: QpvCode from "QN(0[0-8][1-9]|02B|97[1-6])[0-9]{2}";
    rna: Rna from "W[0-9]{8}";
    serial_number: SerialNumber from "[A-Z0-9]{2,39}";
    siren: Siren from "[0-9]{8}";
    siret_of_the_post_office: Siret from "3560000000[0-9]{3}";
    siret: Siret from "21310555[45][0-9]{4}";
    uai: Uai from "0[0-9]{6}|620[0-9]{4}|97[0-9]{5}";
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn eid(body in "89[0-9]{28}", text in any_text()) {
        let value = (0..97).find_map(|check| Eid::parse(&format!("{body}{check:02}")).ok()).unwrap();
        prop_assert_eq!(Eid::parse(value.as_str()), Ok(value));
        let _ = Eid::parse(&text);
    }

    /// What `read` makes whole is sound to `parse`, and what `parse` takes is never warned away.
    #[test]
    fn what_is_read_is_sound(text in any_text(), digits in "(89)?[0-9]{14,18}") {
        for text in [&text, &digits] {
            if let Ok(read) = Imei::read(text) {
                prop_assert_eq!(Imei::parse(read.value.as_str()), Ok(read.value));
            }
            if let Ok(read) = Iccid::read(text) {
                prop_assert_eq!(Iccid::parse(read.value.as_str()), Ok(read.value));
            }
            if let Ok(read) = Uai::read(text) {
                prop_assert_eq!(Uai::parse(text), Ok(read.value));
            }
            prop_assert!(Imei::parse(text).is_err() || Imei::read(text).is_ok());
            prop_assert!(Iccid::parse(text).is_err() || Iccid::read(text).is_ok());
        }
    }

    /// The digits that a spreadsheet dropped are gone: nothing is made of what is left.
    #[test]
    fn a_rounded_number_is_never_taken(mantissa in "[1-9],[0-9]{1,5}", power in 4..32u8) {
        let rounded = format!("{mantissa}E+{power}");
        prop_assert_eq!(Imei::read(&rounded), Err(ImeiError::ScientificNotation));
        prop_assert_eq!(Iccid::read(&rounded), Err(IccidError::ScientificNotation));
        prop_assert_eq!(Eid::parse(&rounded), Err(EidError::ScientificNotation));
        prop_assert_eq!(Msisdn::parse(&rounded), Err(MsisdnError::ScientificNotation));
        prop_assert_eq!(Siren::parse(&rounded), Err(SirenError::ScientificNotation));
        prop_assert_eq!(Siret::parse(&rounded), Err(SiretError::ScientificNotation));
        prop_assert_eq!(Mef::parse(&rounded), Err(MefError::ScientificNotation));
        prop_assert_eq!(Isbn13::parse(&rounded), Err(Isbn13Error::ScientificNotation));
        prop_assert_eq!(PostalCode::parse(&rounded), Err(PostalCodeError::ScientificNotation));
        prop_assert_eq!(CommuneCode::parse(&rounded), Err(CommuneCodeError::ScientificNotation));
        prop_assert_eq!(SerialNumber::parse(&rounded), Err(SerialNumberError::ScientificNotation));
    }
}
