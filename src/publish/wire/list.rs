//! Lists that come in parts: read to their end, which they have to have.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::Wire;
use crate::publish::remote::{listed, text};

/// How many parts of a list are read at most.
const PARTS: usize = 100;

/// As many times as long as one answer, all parts of a list may take.
pub(super) const PATIENCE: u32 = 5;

impl Wire {
    /// Every entry of a list that comes in parts.
    pub(in crate::publish) fn list(&self, path: &str) -> anyhow::Result<Vec<Value>> {
        let begun = Instant::now();
        let mut all = Vec::new();
        let mut asked = BTreeSet::new();
        let mut path = path.to_owned();
        while asked.len() < PARTS && asked.insert(path.clone()) {
            if begun.elapsed() > self.patience {
                bail!(
                    "the site's list of `{path}` has no end after {} seconds; run the same command again later, or give each \
                     answer more time with `--timeout`",
                    self.patience.as_secs()
                );
            }
            let part = self.value(&path)?;
            all.extend_from_slice(listed(&part, "/results")?);
            let next = text(&part, "/_links/next");
            if next.is_empty() {
                return Ok(all);
            }
            path = self.within(&next)?;
        }
        bail!("the site's list of `{path}` has no end")
    }

    /// The path of the next page of a list, as the site names it: within the site whatever host it names.
    pub(in crate::publish) fn within(&self, next: &str) -> anyhow::Result<String> {
        let path = match next.split_once("://") {
            Some((_, rest)) => rest
                .find('/')
                .and_then(|at| rest.get(at..))
                .context("a list leads nowhere")?,
            None => next,
        };
        // Cloud writes `/wiki/…`, Data Center its context or nothing; the address ends with that already.
        let context = self.base.address().rsplit_once('/').map_or("", |(_, context)| context);
        let repeated = format!("/{context}/");
        Ok(match path.find(&repeated) {
            Some(at) if !context.is_empty() => path.get(at + repeated.len() - 1..).unwrap_or(path).to_owned(),
            _ => path.to_owned(),
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    use super::super::tests::wire;

    /// The address of a site whose list goes on for ever, each part after so long; it names the next part by what `name` makes of
    /// its number.
    fn endless(pause: Duration, name: fn(usize) -> usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let mut stream = stream;
                let _ = stream.read(&mut [0; 4_096]);
                thread::sleep(pause);
                let body = format!(
                    "{{\"results\":[1],\"_links\":{{\"next\":\"/list?from={}\"}}}}",
                    name(number)
                );
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all((head + &body).as_bytes());
            }
        });
        address
    }

    #[test]
    fn a_list_without_an_end_is_given_up() {
        for (address, timeout) in [
            (endless(Duration::ZERO, |_| 7), 5_000),
            (endless(Duration::ZERO, |number| number), 5_000),
        ] {
            let error = wire(&address, Duration::from_millis(timeout))
                .list("/list")
                .unwrap_err();
            assert!(error.to_string().contains("has no end"), "{error:#}");
        }
        let slow = endless(Duration::from_millis(60), |number| number);
        let error = wire(&slow, Duration::from_millis(100)).list("/list").unwrap_err();
        assert!(error.to_string().contains("seconds"), "{error:#}");
    }
}
