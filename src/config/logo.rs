//! The logo: a PNG file beside the inputs comes in, its pixels go out. What else the file holds (texts, places, names of
//! programs and people) goes nowhere.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use png::{ColorType, Decoder, Encoder, Limits, Transformations};

use crate::model::look::{LOGO, Logo};
use crate::model::problem::Problems;

/// So many bytes a logo may have: it stands in every document.
const BYTES: u64 = 1_000_000;
/// So many pixels it may be wide or high.
const PIXELS: u32 = 2_000;
/// How PNG files begin.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads it, where there is one; what is wrong with it is a problem of that file.
pub(super) fn read(inputs: &Path, problems: &mut Problems) -> Option<Logo> {
    let path = inputs.join(LOGO);
    if !path.exists() {
        return None;
    }
    match logo(&path) {
        Ok(logo) => Some(logo),
        Err(error) => {
            problems.add(LOGO, None, format!("{error:#}"));
            None
        }
    }
}

fn logo(path: &Path) -> anyhow::Result<Logo> {
    let size = std::fs::metadata(path).context("the logo cannot be read")?.len();
    if size > BYTES {
        bail!(
            "the logo has {size} bytes, expected at most {BYTES}; save it smaller, as it is printed: 600 pixels are wide enough"
        );
    }
    let bytes = std::fs::read(path).context("the logo cannot be read")?;
    if !bytes.starts_with(PNG) {
        bail!(
            "the logo is {}, expected a PNG picture; open it in a drawing program and save or export it as PNG, as another name does \
             not make another picture of it",
            kind(&bytes)
        );
    }
    decoded(&bytes)
}

/// What a file that is no PNG is, for a person.
fn kind(bytes: &[u8]) -> &'static str {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(512)).unwrap_or_default());
    if bytes.is_empty() {
        "an empty file"
    } else if begins(b"\xff\xd8\xff") {
        "a JPEG picture"
    } else if begins(b"GIF8") {
        "a GIF picture"
    } else if begins(b"RIFF") {
        "a WebP picture"
    } else if text.contains("<svg") {
        "an SVG drawing"
    } else {
        "no picture of a kind that is known"
    }
}

/// The picture of a file. Any depth and any order of rows that PNG has is read; an animated one shows its first picture.
fn decoded(bytes: &[u8]) -> anyhow::Result<Logo> {
    const DAMAGED: &str = "the logo is a damaged PNG picture; save it again";
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: 64_000_000 });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().context(DAMAGED)?;
    let (width, height) = reader.info().size();
    if width > PIXELS || height > PIXELS {
        bail!(
            "the logo is {width} pixels wide and {height} high, expected at most {PIXELS} each; save it smaller, 600 pixels are \
             wide enough"
        );
    }
    let mut samples = vec![0; reader.output_buffer_size().context(DAMAGED)?];
    let frame = reader.next_frame(&mut samples).context(DAMAGED)?;
    samples.truncate(frame.buffer_size());
    let rgba = rgba(&samples, frame.color_type).context(DAMAGED)?;
    Ok(Logo {
        width,
        height,
        pixels: on_white(&rgba),
        png: encoded(&rgba, width, height)?,
    })
}

/// Red, green, blue and opacity of each pixel; none of a picture with a palette, which the decoder resolves.
fn rgba(samples: &[u8], kind: ColorType) -> Option<Vec<u8>> {
    let pixels = samples.chunks(kind.samples());
    let mut all = Vec::with_capacity(pixels.len() * 4);
    for pixel in pixels {
        all.extend(match (kind, pixel) {
            (ColorType::Grayscale, [grey]) => [*grey, *grey, *grey, 255],
            (ColorType::GrayscaleAlpha, [grey, opacity]) => [*grey, *grey, *grey, *opacity],
            (ColorType::Rgb, [red, green, blue]) => [*red, *green, *blue, 255],
            (ColorType::Rgba, [red, green, blue, opacity]) => [*red, *green, *blue, *opacity],
            _ => return None,
        });
    }
    Some(all)
}

/// What is seen of it on white paper.
fn on_white(rgba: &[u8]) -> Arc<[u8]> {
    let seen = rgba.chunks(4).flat_map(|pixel| {
        let opacity = u32::from(pixel.get(3).copied().unwrap_or(255));
        let part = move |part: &u8| {
            let seen = (u32::from(*part) * opacity + 255 * (255 - opacity) + 127) / 255;
            u8::try_from(seen).unwrap_or(255)
        };
        pixel.iter().take(3).map(part)
    });
    seen.collect()
}

/// A PNG file of the pixels alone.
fn encoded(rgba: &[u8], width: u32, height: u32) -> anyhow::Result<Arc<[u8]>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgba);
    let mut writer = encoder.write_header().context("the logo cannot be written")?;
    writer.write_image_data(rgba).context("the logo cannot be written")?;
    writer.finish().context("the logo cannot be written")?;
    Ok(bytes.into())
}
