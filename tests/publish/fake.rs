//! A Confluence of a few pages on this machine, for tests: Cloud or Data Center, with its rewrites, its ways to say no, and
//! faults on demand. `http` speaks, `state` remembers, `cloud` and `data_center` answer, `rewrite` does to bodies what
//! Confluence does, `schema` holds each request to what the interface takes.

pub(crate) mod cloud;
pub(crate) mod data_center;
pub(crate) mod fault;
pub(crate) mod http;
pub(crate) mod rewrite;
pub(crate) mod schema;
pub(crate) mod state;

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use fault::{Fault, Kind};
use http::{Request, Response};
use state::State;

/// Which product it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Product {
    Cloud,
    DataCenter,
}

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) request: Request,
}

impl Exchange {
    /// Whether it could have changed something.
    pub(crate) fn writes(&self) -> bool {
        self.request.method != "GET"
    }
}

/// What is behind the lock.
pub(crate) struct Inside {
    pub(crate) state: State,
    pub(crate) faults: Vec<Fault>,
    pub(crate) traffic: Vec<Exchange>,
    /// Requests that the interface would not take.
    pub(crate) violations: Vec<String>,
}

/// A running site.
#[derive(Clone)]
pub(crate) struct Fake {
    port: u16,
    product: Product,
    inside: Arc<Mutex<Inside>>,
}

impl Fake {
    /// Starts one on a free port, or on this one, that knows one token.
    pub(crate) fn start(product: Product, token: &str, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let inside = Arc::new(Mutex::new(Inside {
            state: State::new(token, port),
            faults: Vec::new(),
            traffic: Vec::new(),
            violations: Vec::new(),
        }));
        let fake = Self { port, product, inside };
        let served = fake.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let fake = served.clone();
                thread::spawn(move || fake.serve(stream));
            }
        });
        fake
    }

    /// The address that review.toml names.
    pub(crate) fn address(&self) -> String {
        let context = match self.product {
            Product::Cloud => "/wiki",
            Product::DataCenter => "/confluence",
        };
        format!("http://127.0.0.1:{}{context}", self.port)
    }

    /// What is behind the lock.
    pub(crate) fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The next `times` requests of this method whose path holds these words meet a fault.
    pub(crate) fn fault(&self, method: &'static str, path: &'static str, kind: Kind, times: u32) {
        self.inside().faults.push(Fault {
            method,
            path,
            kind,
            times,
        });
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some(request) = Request::read(&mut stream) else {
            return;
        };
        let fault = fault::next(&mut self.inside().faults, &request);
        let response = match &fault {
            Some(Kind::Answer(response)) => response.clone(),
            Some(Kind::Done(response)) => {
                self.answer(&request);
                response.clone()
            }
            Some(Kind::Second) => {
                self.answer(&request);
                self.answer(&request)
            }
            Some(Kind::Lost | Kind::Slow) | None => self.answer(&request),
        };
        self.inside().traffic.push(Exchange { request });
        match fault {
            Some(Kind::Lost) => _ = stream.shutdown(Shutdown::Both),
            Some(Kind::Slow) => response.write_slowly(&mut stream),
            Some(Kind::Answer(_) | Kind::Done(_) | Kind::Second) | None => response.write(&mut stream),
        }
    }

    fn answer(&self, request: &Request) -> Response {
        let mut inside = self.inside();
        if let Some(file) = request.path.strip_prefix("/media/") {
            return media(&mut inside, request, file);
        }
        let violations = schema::violations(self.product, request);
        if !violations.is_empty() {
            let response = Response::error(422, &violations.join("; "));
            inside.violations.extend(violations);
            return response;
        }
        match self.product {
            Product::Cloud => cloud::answer(&mut inside.state, request),
            Product::DataCenter => data_center::answer(&mut inside.state, request),
        }
    }
}

/// What an attachment holds, from a host of its own that is to get no token.
fn media(inside: &mut Inside, request: &Request, file: &str) -> Response {
    if !request.authorization.is_empty() {
        inside.violations.push("another host gets the credential".to_owned());
    }
    let (page, id) = file.split_once('/').unwrap();
    let page = &inside.state.pages[&page.parse::<u64>().unwrap()];
    let found = page.attachments.iter().find(|one| one.id == id).unwrap();
    Response {
        status: 200,
        headers: Vec::new(),
        kind: "application/octet-stream",
        body: found.bytes.clone(),
    }
}
