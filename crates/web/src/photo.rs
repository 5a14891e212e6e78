//! A photo of a label, read by the server: for browsers that cannot read a code by themselves.
//!
//! What comes in is anybody's file: its bytes and its pixels are limited before anything is decoded, two
//! photos at most are read at a time, on threads that may fail, and the photo is not kept.

use std::io::Cursor;
use std::sync::LazyLock;

use image::{DynamicImage, GrayImage, ImageDecoder as _, ImageReader, Limits, imageops};
use rxing::common::HybridBinarizer;
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader as _};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiUseMultiFormatReader,
    RXingResult,
};
use tokio::sync::Semaphore;

/// The most bytes of a photo: what a telephone makes is a third of it.
pub const MOST_BYTES: usize = 15_000_000;
/// The most pixels on a side, and in all: 50 million are 50 MB in shades of grey, 200 in colours.
const MOST_SIDE: u32 = 12_000;
const MOST_PIXELS: u64 = 50_000_000;
/// The sides at which a photo is looked at: codes that fill it are read small, the others need more.
const SIDES: [u32; 3] = [1_000, 1_800, 3_200];
/// The most codes of one photo.
const MOST_CODES: usize = 8;

/// Photos read at a time.
static READING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Why a photo was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoError {
    /// More bytes or pixels than are looked at.
    TooLarge,
    /// No JPEG, PNG or WebP, or a broken one.
    NotAPhoto,
    /// No code is seen on it.
    NoCode,
}

/// The codes on a photo, each once, in no order.
///
/// # Errors
/// [`PhotoError`].
pub async fn codes(bytes: Vec<u8>) -> Result<Vec<String>, PhotoError> {
    if bytes.len() > MOST_BYTES {
        return Err(PhotoError::TooLarge);
    }
    let _turn = READING.acquire().await;
    // Whatever a hostile photo makes the decoder do, it does on a thread of its own.
    let read = tokio::task::spawn_blocking(move || read(&bytes)).await;
    read.unwrap_or(Err(PhotoError::NotAPhoto))
}

fn read(bytes: &[u8]) -> Result<Vec<String>, PhotoError> {
    let photo = open(bytes)?;
    for side in SIDES {
        let seen = seen(&smaller(&photo, side));
        if !seen.is_empty() {
            return Ok(seen);
        }
        if photo.width().max(photo.height()) <= side {
            break;
        }
    }
    Err(PhotoError::NoCode)
}

/// The photo in shades of grey, the right way up.
fn open(bytes: &[u8]) -> Result<GrayImage, PhotoError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PhotoError::NotAPhoto)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_PIXELS * 5);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unread(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PhotoError::TooLarge);
    }
    let turned = decoder.orientation().ok();
    let mut photo = DynamicImage::from_decoder(decoder).map_err(|error| unread(&error))?;
    if let Some(turned) = turned {
        photo.apply_orientation(turned);
    }
    Ok(photo.into_luma8())
}

fn unread(error: &image::ImageError) -> PhotoError {
    match error {
        image::ImageError::Limits(_) => PhotoError::TooLarge,
        _ => PhotoError::NotAPhoto,
    }
}

fn smaller(photo: &GrayImage, side: u32) -> GrayImage {
    let (width, height) = photo.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return photo.clone();
    }
    let scaled = |length: u32| {
        let scaled = u64::from(length) * u64::from(side) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    imageops::thumbnail(photo, scaled(width), scaled(height))
}

/// Every code that is seen, with a text that people could type.
fn seen(photo: &GrayImage) -> Vec<String> {
    let (width, height) = photo.dimensions();
    if width < 20 || height < 20 {
        return Vec::new();
    }
    let formats = [
        BarcodeFormat::CODE_128,
        BarcodeFormat::CODE_39,
        BarcodeFormat::EAN_13,
        BarcodeFormat::QR_CODE,
        BarcodeFormat::DATA_MATRIX,
    ];
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(formats.into_iter().collect()),
        ..DecodeHints::default()
    };
    let source = Luma8LuminanceSource::new(photo.as_raw().clone(), width, height);
    let Ok(source) = source else { return Vec::new() };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let mut reader = GenericMultipleBarcodeReader::new(MultiUseMultiFormatReader::default());
    let found = reader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    let mut codes: Vec<String> = found.iter().filter_map(text).collect();
    codes.sort();
    codes.dedup();
    codes.truncate(MOST_CODES);
    codes
}

fn text(found: &RXingResult) -> Option<String> {
    let text = found.getText().trim();
    let plain = !text.is_empty() && text.chars().count() <= domain::scan::LONGEST_CODE;
    (plain && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Luma};

    use super::*;

    /// A QR code of eight pixels a module on white.
    fn label(text: &str) -> GrayImage {
        let code = qrcode::QrCode::new(text).unwrap();
        let side = u32::try_from(code.width()).unwrap();
        let colours = code.to_colors();
        GrayImage::from_fn((side + 8) * 8, (side + 8) * 8, |x, y| {
            let (x, y) = ((x / 8).wrapping_sub(4), (y / 8).wrapping_sub(4));
            let dark =
                x < side && y < side && colours[(y * side + x) as usize] == qrcode::Color::Dark;
            Luma([if dark { 20 } else { 235 }])
        })
    }

    fn file(photo: &GrayImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        photo.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A Code 128 (set B) by hand: the patterns of ISO/IEC 15417, three pixels a bar.
    fn bars(text: &str) -> GrayImage {
        const PATTERNS: &str = include_str!("photo/code128.txt");
        let patterns: Vec<&str> = PATTERNS.split_whitespace().collect();
        let mut values = vec![104];
        values.extend(text.bytes().map(|byte| usize::from(byte) - 32));
        let sum = values[0]
            + values[1..].iter().enumerate().map(|(n, value)| (n + 1) * value).sum::<usize>();
        values.extend([sum % 103, 106]);
        let widths: Vec<u32> = values
            .iter()
            .flat_map(|value| patterns[*value].bytes().map(|byte| u32::from(byte - b'0')))
            .collect();
        let mut line = vec![235_u8; 60];
        for (nth, width) in widths.iter().enumerate() {
            line.extend(std::iter::repeat_n(
                if nth % 2 == 0 { 20 } else { 235 },
                (width * 3) as usize,
            ));
        }
        line.extend([235; 60]);
        let width = u32::try_from(line.len()).unwrap();
        GrayImage::from_fn(width, 160, |x, y| {
            Luma([if (20..140).contains(&y) { line[x as usize] } else { 235 }])
        })
    }

    #[tokio::test]
    async fn labels_are_read_from_photos() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let read = codes(file(&label("TLS-TAB-0042-7"), format)).await;
            assert_eq!(read, Ok(vec!["TLS-TAB-0042-7".to_owned()]), "{format:?}");
            let read = codes(file(&bars("R52N80ABCDE"), format)).await;
            assert_eq!(read, Ok(vec!["R52N80ABCDE".to_owned()]), "{format:?}");
        }
    }

    #[tokio::test]
    async fn a_label_held_sideways_or_far_away_is_read() {
        let turned = imageops::rotate90(&bars("R52N80ABCDE"));
        assert_eq!(
            codes(file(&turned, ImageFormat::Png)).await,
            Ok(vec!["R52N80ABCDE".to_owned()])
        );
        let mut far = GrayImage::from_pixel(4_000, 3_000, Luma([200]));
        imageops::overlay(&mut far, &label("TLS-TAB-0042-7"), 1_500, 1_200);
        let read = codes(file(&far, ImageFormat::Jpeg)).await;
        assert_eq!(read, Ok(vec!["TLS-TAB-0042-7".to_owned()]));
    }

    #[tokio::test]
    async fn what_is_no_photo_is_said_so_and_breaks_nothing() {
        let good = file(&label("TLS-TAB-0042-7"), ImageFormat::Png);
        for bytes in [
            Vec::new(),
            b"GIF89a".to_vec(),
            b"%PDF-1.7".to_vec(),
            good[..good.len() / 3].to_vec(),
            vec![0xff, 0xd8, 0xff],
        ] {
            assert_eq!(codes(bytes).await, Err(PhotoError::NotAPhoto));
        }
        let blank = GrayImage::from_pixel(300, 300, Luma([255]));
        assert_eq!(codes(file(&blank, ImageFormat::Png)).await, Err(PhotoError::NoCode));
        let dot = GrayImage::from_pixel(1, 1, Luma([0]));
        assert_eq!(codes(file(&dot, ImageFormat::Png)).await, Err(PhotoError::NoCode));
        assert_eq!(codes(vec![0; MOST_BYTES + 1]).await, Err(PhotoError::TooLarge));
    }

    #[tokio::test]
    async fn a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_unpacked() {
        // The header of a PNG of 60 000 by 60 000: width and height, then the header's checksum.
        let mut bomb = file(&GrayImage::from_pixel(20, 20, Luma([0])), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let sum = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(codes(bomb).await, Err(PhotoError::TooLarge));
        let wide = GrayImage::from_pixel(11_000, 5_000, Luma([0]));
        assert_eq!(
            codes(file(&wide, ImageFormat::Png)).await,
            Err(PhotoError::TooLarge),
            "55 million"
        );
    }

    #[tokio::test]
    async fn bytes_changed_anywhere_break_nothing() {
        for (photo, format) in
            [(label("TLS-TAB-0042-7"), ImageFormat::Jpeg), (bars("R52N80ABCDE"), ImageFormat::Png)]
        {
            let good = file(&photo, format);
            let mut state = 12_345_u32;
            for _ in 0..60 {
                let mut bytes = good.clone();
                for _ in 0..8 {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let at = state as usize % bytes.len();
                    bytes[at] = (state >> 24) as u8;
                }
                let _ = codes(bytes).await;
            }
        }
    }

    /// The checksum of a PNG's chunk (ISO/IEC 15948 annex D).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 }
            })
        })
    }
}
