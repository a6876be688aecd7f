//! Faults on demand.

use super::http::{Request, Response};

/// What goes wrong.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// This answer, and nothing is done.
    Answer(Response),
    /// It is done, and this is the answer.
    Done(Response),
    /// Somebody asks for the same just before.
    Second,
    /// It is done, and the answer is lost.
    Lost,
    /// It is done, and the answer comes a byte at a time.
    Slow,
}

/// Where, and how often.
pub(crate) struct Fault {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    pub(crate) times: u32,
}

/// The fault that a request meets, if any.
pub(crate) fn next(faults: &mut [Fault], request: &Request) -> Option<Kind> {
    let fault = faults
        .iter_mut()
        .find(|fault| fault.times > 0 && fault.method == request.method && request.path.contains(fault.path))?;
    fault.times -= 1;
    Some(fault.kind.clone())
}
