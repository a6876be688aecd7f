//! How wide the columns of a table are.

/// What a cell asks of the columns it covers.
pub(super) struct Wish {
    /// Its first column and the one behind its last.
    pub(super) columns: (usize, usize),
    /// Width of its widest unbreakable part.
    pub(super) least: f32,
    /// Width of its longest line.
    pub(super) most: f32,
}

/// How much wider than its text a small table is.
const AIR: f32 = 1.25;
/// The part of the page's width that a small table takes at the most.
const SMALL: f32 = 0.6;

/// The widths of `count` columns in `total`: as declared, else by what the cells ask.
pub(super) fn widths(declared: &[u8], count: usize, total: f32, wishes: &[Wish]) -> Vec<f32> {
    let sum: f32 = declared.iter().map(|part| f32::from(*part)).sum();
    if declared.len() == count && declared.iter().all(|part| *part > 0) {
        return declared.iter().map(|part| total * f32::from(*part) / sum).collect();
    }
    let mut least = vec![0.0_f32; count];
    let mut most = vec![0.0_f32; count];
    for span in 1..=count {
        for wish in wishes.iter().filter(|wish| wish.columns.1 - wish.columns.0 == span) {
            widen(&mut least, wish.columns, wish.least);
            widen(&mut most, wish.columns, wish.most);
        }
    }
    // A line of prose asks for more than it needs; its square root still tells it from a word.
    for (most, least) in most.iter_mut().zip(&least) {
        let easy = total / 5.0;
        *most = if *most > easy {
            (easy + (easy * (*most - easy)).sqrt()).min(*most)
        } else {
            *most
        }
        .max(*least);
    }
    let (floor, wanted): (f32, f32) = (least.iter().sum(), most.iter().sum());
    if floor >= total {
        return least.iter().map(|width| width * total / floor).collect();
    }
    if wanted <= total {
        // A small table stays small: figures stand beside what they are the figures of.
        let scale = if wanted * AIR <= total * SMALL {
            AIR
        } else {
            total / wanted
        };
        return most.iter().map(|width| width * scale).collect();
    }
    shared(total, &least, &most)
}

/// Widths in less than all columns ask for: one that asks for no more than its even share gets that, so that what is short
/// is not broken, and the others divide the rest.
fn shared(total: f32, least: &[f32], most: &[f32]) -> Vec<f32> {
    let mut columns: Vec<(usize, f32, f32)> = least
        .iter()
        .zip(most)
        .enumerate()
        .map(|(column, (least, most))| (column, *least, *most))
        .collect();
    columns.sort_by(|one, next| one.2.total_cmp(&next.2));
    let mut widths = most.to_vec();
    let (mut rest, mut open) = (total, columns.as_slice());
    while let [(_, _, most), others @ ..] = open {
        let even = rest / open.iter().map(|_| 1.0).sum::<f32>();
        let needed: f32 = others.iter().map(|(_, least, _)| *least).sum();
        if *most > even || rest - most < needed {
            break;
        }
        (rest, open) = (rest - most, others);
    }
    let (floor, wanted): (f32, f32) = (
        open.iter().map(|(_, least, _)| *least).sum(),
        open.iter().map(|(_, _, most)| *most).sum(),
    );
    let share = (rest - floor) / (wanted - floor).max(f32::EPSILON);
    for (column, least, most) in open {
        if let Some(width) = widths.get_mut(*column) {
            *width = least + (most - least) * share;
        }
    }
    widths
}

/// Widens the columns of a cell, each by the same, until they have room for `width`.
fn widen(columns: &mut [f32], (first, end): (usize, usize), width: f32) {
    let Some(columns) = columns.get_mut(first..end) else {
        return;
    };
    let have: f32 = columns.iter().sum();
    let count = columns.iter().map(|_| 1.0).sum::<f32>();
    if width > have {
        for column in columns {
            *column += (width - have) / count;
        }
    }
}
