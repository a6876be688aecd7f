//! `[style]` and the logo: what is taken, and what is wrong with what is not.

use std::fs;

use super::world::{REVIEW, ROLES, accepted, folder, problems, review_refuses};
use access_review::model::look::{LOGO, Logo};
use access_review::{check, config, ingest};
use png::{BitDepth, ColorType, Encoder};

/// A good review with this colour.
fn coloured(accent: &str) -> String {
    format!("{REVIEW}\n[style]\naccent = \"{accent}\"\n")
}

#[test]
fn a_colour_that_can_be_read_is_taken() {
    let accent = |review: &str| accepted(review, ROLES).settings.look.accent;
    assert_eq!(accent(REVIEW), None);
    assert_eq!(accent(&coloured("#1D4f7c")), Some([29, 79, 124]));
}

#[test]
fn a_colour_that_is_none_or_too_light_is_refused_with_what_was_measured() {
    let style = |line: &str| format!("[style]\n{line} # here\n\n[roster]\n");
    let [word, light, near, other] = [
        "accent = \"navy\"",
        "accent = \"#7aa8d0\"",
        "accent = \"#767676\"",
        "colour = \"#1d4f7c\"",
    ]
    .map(style);
    review_refuses(&[
        (
            "[roster]\n",
            &word,
            "`accent` is `navy`, expected a colour as `#` and six digits",
        ),
        (
            "[roster]\n",
            &light,
            "`accent` is `#7aa8d0`, which has a contrast of 2.51 to 1 on white and of 2.07 to 1 on the heads of tables, where \
             WCAG AA asks for 4.5 to 1 at least; take a darker one, for example `#",
        ),
        ("[roster]\n", &near, "a contrast of 4.54 to 1 on white and of 3.7"),
        (
            "[roster]\n",
            &other,
            "unknown key `colour` in `[style]`, expected `accent`",
        ),
    ]);
}

/// A picture of two by one pixels.
fn picture(kind: ColorType, depth: BitDepth, samples: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(kind);
    encoder.set_depth(depth);
    if kind == ColorType::Indexed {
        encoder.set_palette(vec![10, 20, 30, 40, 50, 60]);
    }
    encoder
        .add_text_chunk("Author".to_owned(), "Example Person".to_owned())
        .unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The logo that becomes of a file.
fn logo(bytes: &[u8]) -> Logo {
    let inputs = folder(REVIEW, ROLES);
    fs::create_dir(inputs.path().join("templates")).unwrap();
    fs::write(inputs.path().join(LOGO), bytes).unwrap();
    let config = config::load(inputs.path(), None, &check::ids(), ingest::workbook).unwrap();
    config.settings.look.logo.unwrap()
}

#[test]
fn every_kind_of_png_is_read_to_its_pixels_and_nothing_else_of_it() {
    for (kind, depth, samples, expected) in [
        (
            ColorType::Rgb,
            BitDepth::Eight,
            &[1, 2, 3, 4, 5, 6][..],
            [1, 2, 3, 4, 5, 6],
        ),
        (ColorType::Grayscale, BitDepth::Eight, &[7, 8], [7, 7, 7, 8, 8, 8]),
        (
            ColorType::Grayscale,
            BitDepth::One,
            &[0b0100_0000],
            [0, 0, 0, 255, 255, 255],
        ),
        (
            ColorType::GrayscaleAlpha,
            BitDepth::Eight,
            &[0, 0, 9, 255],
            [255, 255, 255, 9, 9, 9],
        ),
        (
            ColorType::Rgba,
            BitDepth::Eight,
            &[0, 0, 0, 51, 4, 5, 6, 255],
            [204, 204, 204, 4, 5, 6],
        ),
        (ColorType::Indexed, BitDepth::Eight, &[1, 0], [40, 50, 60, 10, 20, 30]),
        (
            ColorType::Rgb,
            BitDepth::Sixteen,
            &[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0],
            [1, 2, 3, 4, 5, 6],
        ),
    ] {
        let bytes = picture(kind, depth, samples);
        assert!(bytes.windows(7).any(|window| window == b"Example"));
        let logo = logo(&bytes);
        assert_eq!((logo.width, logo.height), (2, 1));
        assert_eq!(*logo.pixels, expected, "{kind:?} {depth:?}");
        assert!(!logo.png.windows(7).any(|window| window == b"Example"));
    }
}

#[test]
fn a_picture_whose_rows_are_interlaced_is_read() {
    #[rustfmt::skip]
    let bytes = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x02,
        0x00, 0x00, 0x00, 0x02, 0x08, 0x00, 0x00, 0x00, 0x01, 0x20, 0xda, 0x62, 0x6e, 0x00, 0x00, 0x00, 0x0f, 0x49, 0x44, 0x41,
        0x54, 0x78, 0xda, 0x63, 0x60, 0x60, 0x70, 0x60, 0x68, 0xf8, 0x0f, 0x00, 0x03, 0x06, 0x01, 0xc0, 0xd1, 0x6f, 0xc8, 0x33,
        0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];
    let grey = |part: u8| [part; 3];
    assert_eq!(*logo(&bytes).pixels, [grey(0), grey(64), grey(128), grey(255)].concat());
}

#[test]
fn a_file_that_is_no_logo_is_named_with_what_is_wrong() {
    let whole = picture(ColorType::Rgb, BitDepth::Eight, &[1, 2, 3, 4, 5, 6]);
    let mut wide = Vec::new();
    let mut encoder = Encoder::new(&mut wide, 2_001, 1);
    encoder.set_color(ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0; 2_001]).unwrap();
    writer.finish().unwrap();
    for (bytes, saying) in [
        (
            b"\xff\xd8\xff\xe0".to_vec(),
            "the logo is a JPEG picture, expected a PNG picture; open it",
        ),
        (b"GIF89a".to_vec(), "is a GIF picture"),
        (b"RIFF....WEBP".to_vec(), "is a WebP picture"),
        (b"<?xml version=\"1.0\"?><svg>".to_vec(), "is an SVG drawing"),
        (b"logo".to_vec(), "is no picture of a kind that is known"),
        (Vec::new(), "is an empty file"),
        (
            vec![0; 1_000_001],
            "has 1000001 bytes, expected at most 1000000; save it smaller",
        ),
        (wide, "is 2001 pixels wide and 1 high, expected at most 2000 each"),
        (whole[..60].to_vec(), "the logo is a damaged PNG picture; save it again"),
    ] {
        let inputs = folder(REVIEW, ROLES);
        fs::create_dir(inputs.path().join("templates")).unwrap();
        fs::write(inputs.path().join(LOGO), bytes).unwrap();
        let found = problems(inputs.path());
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(
            found[0].starts_with("templates/logo.png: ") && found[0].contains(saying),
            "{found:#?}"
        );
    }
}
