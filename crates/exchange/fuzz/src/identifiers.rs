//! Every identifier, read from every line: none panics, and each one's normal form reads back as itself.

use std::fmt::{Debug, Display};

use domain::identifiers::{
    AssetTag, CiteCode, CommuneCode, Eid, Iccid, Imei, Ine, Isbn13, Mef, Msisdn, PostalCode, QpvCode,
    Rna, SerialNumber, Siren, Siret, TagPrefix, Uai,
};
use domain::people::school_level::SchoolLevel;

/// Lines do not meet: more of them would only make an input slower.
const MOST_LINES: usize = 16;

/// Reads the first lines as everything.
pub fn read_all(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines().take(MOST_LINES) {
        read(line, AssetTag::parse);
        read(line, TagPrefix::parse);
        read(line, CiteCode::parse);
        read(line, CommuneCode::parse);
        read(line, Eid::parse);
        read(line, Iccid::parse);
        read(line, Imei::parse);
        read(line, Ine::parse);
        read(line, Isbn13::parse);
        read(line, Mef::parse);
        read(line, Msisdn::parse);
        read(line, PostalCode::parse);
        read(line, QpvCode::parse);
        read(line, Rna::parse);
        read(line, SerialNumber::parse);
        read(line, Siren::parse);
        read(line, Siret::parse);
        read(line, Uai::parse);
        let _ = (Iccid::read(line), Imei::read(line), Uai::read(line), SchoolLevel::parse(line));
        if let Ok(number) = Msisdn::parse(line) {
            assert_eq!(Msisdn::parse(&number.national()), Ok(number));
        }
    }
}

fn read<T: Display + PartialEq + Debug, E: PartialEq + Debug>(
    line: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) {
    if let Ok(value) = parse(line) {
        assert_eq!(parse(&value.to_string()), Ok(value));
    }
}
