//! What a scanned code is: known by its form alone, before anybody looks it up (`domain.md` §5.1).

use crate::delivery::ItemNumber;
use crate::identifiers::{AssetTag, Iccid, Imei, SerialNumber, SerialNumberError};
use crate::stock::ItemKind;

/// The most signs of a code that is read; longer texts are no number of a device.
pub const LONGEST_CODE: usize = 200;

/// What a scanned code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// One of our own labels.
    Tag(AssetTag),
    /// The number of a radio: 15 digits whose last one agrees.
    Imei(Imei),
    /// The number of a SIM card: 19 or 20 digits that begin with 89.
    Iccid(Iccid),
    /// The bar code of a product: the same on every box, so it names none of them.
    Product(String),
    /// Anything else: a maker's serial number.
    Serial(SerialNumber),
}

/// Tells what a code is.
///
/// # Errors
/// When it is not even a serial number.
pub fn recognised(text: &str) -> Result<Code, SerialNumberError> {
    let text = text.trim();
    if let Ok(tag) = AssetTag::parse(text) {
        return Ok(Code::Tag(tag));
    }
    if let Ok(iccid) = Iccid::parse(text) {
        return Ok(Code::Iccid(iccid));
    }
    if let Ok(imei) = Imei::parse(text) {
        return Ok(Code::Imei(imei));
    }
    if is_product_code(text) {
        return Ok(Code::Product(text.to_owned()));
    }
    // Some makers print a letter before the number for machines: `S` for serial (ANSI MH10.8.2).
    SerialNumber::parse(text).map(Code::Serial)
}

/// Is this an EAN-13, as printed on the box of every tablet of a model (GS1 General Specifications §7.9)?
#[must_use]
pub fn is_product_code(text: &str) -> bool {
    if text.len() != 13 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weighed = text.bytes().zip([1, 3].into_iter().cycle());
    let sum: u32 = weighed.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    sum > 0 && sum.is_multiple_of(10)
}

/// The numbers read for one device so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The maker's serial number.
    pub serial: Option<SerialNumber>,
    /// The radio's number.
    pub imei: Option<Imei>,
    /// The SIM card's number.
    pub iccid: Option<Iccid>,
}

/// Why a code is not taken for the device at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// One of our own labels: the device has a number already.
    OurLabel(AssetTag),
    /// The bar code of the product.
    Product(String),
    /// The number is already read for this device, with another value.
    SecondOf(ItemNumber),
    /// A SIM card's number where another number is awaited of a device that has none.
    NoSim,
    /// It is no number at all.
    Unreadable(SerialNumberError),
}

impl Read {
    /// What is awaited next of a device of `kind`; nothing when it can be received. `radio` asks tablets
    /// and laptops for their IMEI too: those with a SIM card have one, and a complaint needs it (§3.4).
    #[must_use]
    pub fn awaited(&self, kind: ItemKind, radio: bool) -> Option<ItemNumber> {
        asked(kind, radio).iter().copied().find(|number| !self.has(*number))
    }

    /// May it be received as it stands, though more is asked of its kind? An IMEI can be unreadable; the
    /// SIM card of a 4G key cannot be left out.
    #[must_use]
    pub fn suffices(&self, kind: ItemKind) -> bool {
        match kind {
            ItemKind::Hotspot | ItemKind::Sim => self.iccid.is_some(),
            _ => self.serial.is_some() || self.imei.is_some() || self.iccid.is_some(),
        }
    }

    /// Takes a code for the device at hand, in whatever order its numbers are scanned.
    ///
    /// # Errors
    /// [`NotTaken`]; nothing is taken then.
    pub fn take(&mut self, text: &str, kind: ItemKind) -> Result<(), NotTaken> {
        match recognised(text).map_err(NotTaken::Unreadable)? {
            Code::Tag(tag) => Err(NotTaken::OurLabel(tag)),
            Code::Product(code) => Err(NotTaken::Product(code)),
            Code::Imei(imei) => put(&mut self.imei, imei, ItemNumber::Imei),
            // A laptop or a printer has no SIM card: nineteen digits on it are something else.
            Code::Iccid(_) if matches!(kind, ItemKind::Laptop | ItemKind::Printer) => {
                Err(NotTaken::NoSim)
            }
            Code::Iccid(iccid) => put(&mut self.iccid, iccid, ItemNumber::Iccid),
            Code::Serial(serial) => put(&mut self.serial, serial, ItemNumber::Serial),
        }
    }

    fn has(&self, number: ItemNumber) -> bool {
        match number {
            ItemNumber::Serial => self.serial.is_some(),
            ItemNumber::Imei => self.imei.is_some(),
            ItemNumber::Iccid => self.iccid.is_some(),
        }
    }
}

fn put<T: PartialEq>(place: &mut Option<T>, value: T, number: ItemNumber) -> Result<(), NotTaken> {
    match place {
        Some(known) if *known != value => Err(NotTaken::SecondOf(number)),
        _ => {
            *place = Some(value);
            Ok(())
        }
    }
}

/// The numbers asked of a kind, in the order of the prompt.
const fn asked(kind: ItemKind, radio: bool) -> &'static [ItemNumber] {
    match (kind, radio) {
        (ItemKind::Phone, _) | (ItemKind::Tablet, true) => &[ItemNumber::Serial, ItemNumber::Imei],
        (ItemKind::Hotspot, _) => &[ItemNumber::Imei, ItemNumber::Iccid],
        (ItemKind::Sim, _) => &[ItemNumber::Iccid],
        (ItemKind::Tablet | ItemKind::Laptop | ItemKind::Printer, _) => &[ItemNumber::Serial],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_by_their_form() {
        for (text, what) in [
            ("356938035643809", "imei"),
            ("356938035643808", "serial"),
            ("8933012345678901231", "iccid"),
            ("3017620422003", "product"),
            ("3017620422004", "serial"),
            ("0000000000000", "nothing"),
            ("R52N80ABCDE", "serial"),
            ("TLS-TAB-0042-F", "tag or serial"),
        ] {
            let found = match recognised(text) {
                Ok(Code::Tag(_)) => "tag",
                Ok(Code::Imei(_)) => "imei",
                Ok(Code::Iccid(_)) => "iccid",
                Ok(Code::Product(_)) => "product",
                Ok(Code::Serial(_)) => "serial",
                Err(_) => "nothing",
            };
            assert!(what.contains(found), "{text}: {found}");
        }
        assert!(recognised("").is_err());
    }

    #[test]
    fn our_own_label_is_no_new_device() {
        let prefix = crate::identifiers::TagPrefix::parse("TLS").unwrap();
        let tag = AssetTag::new(&prefix, ItemKind::Tablet, 42).unwrap();
        let mut read = Read::default();
        let taken = read.take(tag.as_str(), ItemKind::Tablet);
        assert_eq!(taken, Err(NotTaken::OurLabel(tag)));
        assert_eq!(read, Read::default());
    }

    #[test]
    fn a_phone_is_asked_for_two_numbers_in_either_order() {
        for codes in [["R52N80A", "356938035643809"], ["356938035643809", "R52N80A"]] {
            let mut read = Read::default();
            assert_eq!(read.awaited(ItemKind::Phone, false), Some(ItemNumber::Serial));
            read.take(codes[0], ItemKind::Phone).unwrap();
            assert!(read.awaited(ItemKind::Phone, false).is_some());
            read.take(codes[1], ItemKind::Phone).unwrap();
            assert_eq!(read.awaited(ItemKind::Phone, false), None);
        }
    }

    #[test]
    fn a_second_serial_number_is_another_device() {
        let mut read = Read::default();
        read.take("R52N80A", ItemKind::Phone).unwrap();
        assert_eq!(read.take("r52n80a", ItemKind::Phone), Ok(()), "the same label twice");
        let second = read.take("R52N80B", ItemKind::Phone);
        assert_eq!(second, Err(NotTaken::SecondOf(ItemNumber::Serial)));
    }

    #[test]
    fn a_key_needs_its_sim_card_and_a_tablet_its_imei_only_when_asked() {
        let mut key = Read::default();
        key.take("356938035643809", ItemKind::Hotspot).unwrap();
        assert!(!key.suffices(ItemKind::Hotspot));
        assert_eq!(key.awaited(ItemKind::Hotspot, false), Some(ItemNumber::Iccid));
        key.take("8933012345678901231", ItemKind::Hotspot).unwrap();
        assert_eq!(key.awaited(ItemKind::Hotspot, false), None);
        let mut tablet = Read::default();
        tablet.take("R52N80A", ItemKind::Tablet).unwrap();
        assert_eq!(tablet.awaited(ItemKind::Tablet, false), None);
        assert_eq!(tablet.awaited(ItemKind::Tablet, true), Some(ItemNumber::Imei));
        assert!(tablet.suffices(ItemKind::Tablet));
    }
}
