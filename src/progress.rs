//! What a run is at, told on the terminal while it lasts longer than a second; nothing in a pipe, nothing if not wanted.
//!
//! One more stage: a variant of [`Stage`], and where it begins.

use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// When it is first shown.
const AFTER: Duration = Duration::from_secs(1);

/// How often it is shown anew where nothing else happens.
const EVERY: Duration = Duration::from_millis(250);

/// A line on the terminal that says how far the run is, and goes when it is done.
#[derive(Debug)]
pub struct Progress(ProgressBar);

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading what is declared, and the staff list.
    Declared,
    /// Reading the exports of so many systems.
    Systems(usize),
    /// Judging and counting.
    Judging,
    /// Rendering the public page, and proving that it names nobody.
    Public,
    /// Rendering the internal document.
    Internal,
    /// Writing the files and reading them back.
    Writing,
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Declared => "Reading what is declared",
            Self::Systems(_) => "Reading the exports of systems:",
            Self::Judging => "Judging and counting",
            Self::Public => "Rendering the public page",
            Self::Internal => "Rendering the internal document",
            Self::Writing => "Writing the files and reading them back",
        }
    }
}

impl Progress {
    /// Of a run; told nowhere if it is to be quiet or the terminal is none.
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if !quiet {
            let later = bar.downgrade();
            thread::spawn(move || {
                thread::sleep(AFTER);
                if let Some(bar) = later.upgrade().filter(|bar| !bar.is_finished()) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(EVERY);
                }
            });
        }
        Self(bar)
    }

    /// Begins a stage.
    pub fn begin(&self, stage: Stage) {
        let template = match stage {
            Stage::Systems(number) => {
                self.0.set_length(number as u64);
                self.0.set_position(0);
                "{msg} {pos} of {len} done ({elapsed})"
            }
            Stage::Declared | Stage::Judging | Stage::Public | Stage::Internal | Stage::Writing => "{msg} ({elapsed})",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
        self.0.set_message(stage.words());
    }

    /// One of a stage's number is done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
