//! How long to wait before something is asked again, and when to give up.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// How often something is asked at most.
pub(super) const TRIES: u32 = 5;

/// The longest that a site may ask to wait.
const LONGEST: Duration = Duration::from_secs(30);

/// The first wait where the site does not say.
const FIRST: Duration = Duration::from_millis(400);

/// What to do before the next try.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pause {
    /// Wait so long.
    For(Duration),
    /// The site wants so many seconds, which nobody waits at a terminal.
    TooLong(u128),
}

/// The wait after the try of this number, from 0. What the site asks for is kept to; otherwise waits double, each cut by a
/// part of half of it that differs from run to run, so that programs do not come back all at once.
pub(super) fn pause(tried: u32, asked: Option<u128>, part: u64) -> Pause {
    if let Some(seconds) = asked {
        return match u64::try_from(seconds).map(Duration::from_secs) {
            Ok(wait) if wait <= LONGEST => Pause::For(wait),
            _ => Pause::TooLong(seconds),
        };
    }
    let whole = FIRST.saturating_mul(2_u32.saturating_pow(tried)).min(LONGEST);
    let half = whole / 2;
    let cut = half / 1_000 * u32::try_from(part % 1_000).unwrap_or(0);
    Pause::For(whole.saturating_sub(cut))
}

/// A number that differs from run to run.
pub(super) fn chance() -> u64 {
    RandomState::new().hash_one(0_u8)
}

/// The seconds that a `Retry-After` header asks for; none where it names a day, which nobody's clock agrees on.
pub(super) fn seconds(header: &str) -> Option<u128> {
    header.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_bounds_and_what_is_asked_is_kept_to() {
        assert_eq!(pause(0, None, 0), Pause::For(Duration::from_millis(400)));
        assert_eq!(pause(0, None, 999), Pause::For(Duration::from_micros(200_200)));
        assert_eq!(pause(3, None, 1_000), Pause::For(Duration::from_millis(3_200)));
        assert_eq!(pause(60, None, 0), Pause::For(Duration::from_secs(30)));
        assert_eq!(pause(4, Some(0), 7), Pause::For(Duration::ZERO));
        assert_eq!(pause(0, Some(30), 7), Pause::For(Duration::from_secs(30)));
        assert_eq!(pause(0, Some(31), 7), Pause::TooLong(31));
        assert_eq!(
            seconds(" 9223372036854775807 ").map(|asked| pause(0, Some(asked), 0)),
            Some(Pause::TooLong(9_223_372_036_854_775_807))
        );
        assert_eq!(seconds("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }
}
