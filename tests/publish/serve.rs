//! The fake Confluence on its own, for `.ci/run`: `fake_confluence cloud PORT`, with the token that follows. Says on its output
//! each request that could have changed something, and runs until it is ended.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a part of the tests"
)]
#![expect(dead_code, reason = "the tests use more of the fake")]

mod fake;

use std::thread;
use std::time::Duration;

use fake::{Exchange, Fake, Product};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let product = match arguments[1].as_str() {
        "cloud" => Product::Cloud,
        _ => Product::DataCenter,
    };
    let fake = Fake::start(product, &arguments[3], arguments[2].parse().unwrap());
    println!("ready");
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
