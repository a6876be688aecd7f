//! Parses the command line, calls the command, maps the result to an exit code. The only file that prints.

use std::io::Write;
use std::process::ExitCode;

use access_review::cli::Cli;
use access_review::{bundle, command};
use clap::Parser;

/// The exit code of a run that was broken off by Ctrl-C.
const BROKEN_OFF: i32 = 130;

fn main() -> ExitCode {
    // Without it a run that is broken off leaves a hidden folder, which the next one removes.
    let _ = ctrlc::set_handler(|| {
        let _stopped = bundle::stop();
        std::process::exit(BROKEN_OFF);
    });
    let (text, code) = match command::run(Cli::parse().command) {
        Ok(outcome) => (outcome.text, u8::from(outcome.needs_a_person)),
        Err(error) => {
            let message = command::message(&error);
            // Nothing is left to do where even the message cannot be written.
            let _ = std::io::stderr().lock().write_all(message.as_bytes());
            return ExitCode::from(2);
        }
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // A reader that closed the pipe early (`| head`) has what it wanted.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(code),
    }
}
