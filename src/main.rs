//! Parses the command line, calls the command, maps the result to an exit code. The only file that prints.

use std::io::Write;
use std::process::ExitCode;

use access_review::cli::Cli;
use access_review::command;
use clap::Parser;

fn main() -> ExitCode {
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
