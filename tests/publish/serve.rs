//! The fake Confluence on its own, for `.ci/run`: `fake-confluence cloud PORT TOKEN`. Says on its output
//! each request that could have changed something, and runs until it is ended.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a part of the tests"
)]
#![expect(dead_code, reason = "the tests use more of the fake")]
#![expect(clippy::print_stderr, reason = "it has no caller to tell")]

mod fake;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use fake::state::{DRAFTS, INDEX, PARENT, PROCEDURE, SPACE, USER};
use fake::{Exchange, Fake, Product};

const USAGE: &str = "usage: fake-confluence cloud|data-center PORT TOKEN
for example: cargo run --example fake-confluence -- cloud 8090 EXAMPLE-token";

/// Product, port and token, if they are said.
fn said<'a>(arguments: &[&'a str]) -> Option<(Product, u16, &'a str)> {
    let &[product, port, token] = arguments else {
        return None;
    };
    let product = match product {
        "cloud" => Product::Cloud,
        "data-center" => Product::DataCenter,
        _ => return None,
    };
    Some((product, port.parse().ok().filter(|port| *port > 0)?, token))
}

/// What `[confluence]` has to name, in one line: a line for each request follows.
fn ready(fake: &Fake, product: Product) -> String {
    let user = match product {
        Product::Cloud => format!("user {USER}, "),
        Product::DataCenter => String::new(),
    };
    let inside = fake.inside();
    let named = [
        ("parent", PARENT),
        ("draft-parent", DRAFTS),
        ("index", INDEX),
        ("procedure", PROCEDURE),
    ];
    let pages = named.map(|(key, id)| format!("{key} {id} \"{}\"", inside.state.pages[&id].title));
    format!("ready: {}, {user}space {SPACE}, {}", fake.address(), pages.join(", "))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((product, port, token)) = said(&parts) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let fake = Fake::start(product, token, port);
    println!("{}", ready(&fake, product));
    loop {
        thread::sleep(Duration::from_millis(50));
        let traffic = std::mem::take(&mut fake.inside().traffic);
        for exchange in traffic.iter().filter(|exchange| Exchange::writes(exchange)) {
            println!("{} {}", exchange.request.method, exchange.request.path);
        }
        for violation in fake.inside().violations.drain(..) {
            println!("violation: {violation}");
        }
    }
}
