//! Messages in and out: frames with a length before them, read on a thread of their own.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// The longest message that is read: a text of the largest size, with every character escaped, fits.
const LONGEST: u64 = 256 << 20;
/// The longest line of a header.
const LONGEST_LINE: u64 = 8 << 10;
/// Messages that wait to be taken; more stay with the client.
const WAITING: usize = 256;
const LENGTH: &str = "content-length:";

/// What was read.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none: what to answer.
    Broken(ErrorCode, String),
}

/// Reads messages until the input ends.
pub(super) fn listen(input: impl Read + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = sync_channel(WAITING);
    thread::spawn(move || {
        let mut frames = Frames { input: BufReader::new(input), length: None, is_told: false };
        while let Ok(Some(incoming)) = frames.next() {
            let is_exit = matches!(&incoming, Incoming::Message(Message::Notification(one)) if one.method == "exit");
            // Whoever takes no more messages has ended.
            if sender.send(incoming).is_err() || is_exit {
                break;
            }
        }
    });
    receiver
}

/// Writes a message.
pub(super) fn send(out: &mut dyn Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n", text.len())?;
    out.write_all(text.as_bytes())?;
    out.flush()
}

struct Frames<R> {
    input: BufReader<R>,
    /// The length that a header has told.
    length: Option<u64>,
    /// What stands where a header should has been told of since the last message.
    is_told: bool,
}

impl<R: Read> Frames<R> {
    /// The next message; after something that is none, the next header is looked for. None at the end.
    fn next(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            let Some(line) = self.line()? else { return Ok(None) };
            if line.trim().is_empty() {
                let Some(length) = self.length.take() else { continue };
                self.is_told = false;
                return self.body(length).map(Some);
            }
            let lower = line.to_ascii_lowercase();
            // What follows a message whose length was wrong may stand before the next header.
            if let Some(at) = lower.rfind(LENGTH) {
                self.length = lower[at + LENGTH.len()..].trim().parse().ok();
                if self.length.is_some() {
                    continue;
                }
            }
            if !lower.starts_with("content-type:") && !self.is_told {
                self.is_told = true;
                let shown: String = line.trim_end().chars().take(60).collect();
                return Ok(Some(Incoming::Broken(ErrorCode::ParseError, format!("消息头无法识别：{shown}"))));
            }
        }
    }

    /// A line with its end, as far as it is not too long.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
    }

    fn body(&mut self, length: u64) -> io::Result<Incoming> {
        if length > LONGEST {
            io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
            let told = format!("消息超过 {} MB 的上限", LONGEST >> 20);
            return Ok(Incoming::Broken(ErrorCode::InvalidRequest, told));
        }
        let mut body = Vec::new();
        self.input.by_ref().take(length).read_to_end(&mut body)?;
        let value: Value = match serde_json::from_slice(&body) {
            Ok(value) => value,
            Err(error) => return Ok(Incoming::Broken(ErrorCode::ParseError, format!("消息不是 JSON：{error}"))),
        };
        let message = serde_json::from_value(value);
        Ok(message.map_or_else(
            |_| Incoming::Broken(ErrorCode::InvalidRequest, "消息不是请求、应答或者通知".to_owned()),
            Incoming::Message,
        ))
    }
}

/// An answer to something that had no id.
pub(super) fn broken(code: ErrorCode, told: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code as i32, "message": told } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Vec<String> {
        let receiver = listen(io::Cursor::new(input.to_vec()));
        let told = |incoming| match incoming {
            Incoming::Message(Message::Request(request)) => request.method,
            Incoming::Message(Message::Notification(notification)) => notification.method,
            Incoming::Message(Message::Response(response)) => format!("answer {}", response.id),
            Incoming::Broken(code, _) => format!("{}", code as i32),
        };
        receiver.into_iter().map(told).collect()
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_no_message_is_told_and_the_next_one_is_read() {
        let ask = r#"{"jsonrpc":"2.0","id":1,"method":"甲"}"#;
        let after = frame(r#"{"method":"乙"}"#);
        for (before, expected) in [
            (frame(ask), vec!["甲", "乙"]),
            (format!("Content-Type: utf-8\r\ncontent-length:{}\r\n\r\n{ask}", ask.len()), vec!["甲", "乙"]),
            (frame("{"), vec!["-32700", "乙"]),
            (frame("[1]"), vec!["-32600", "乙"]),
            (frame("\u{0}"), vec!["-32700", "乙"]),
            (frame(r#"{"id":1e99,"method":"甲"}"#), vec!["乙"]),
            ("Content-Length: x\r\n\r\n".to_owned(), vec!["-32700", "乙"]),
            // Too short, so that the rest stands before the next header; too long, so that the next header is eaten.
            (format!("Content-Length: {}\r\n\r\n{ask}", ask.len() - 4), vec!["-32700", "乙"]),
            ("Content-Length: 99999999999999999999\r\n\r\n".to_owned(), vec!["-32700", "乙"]),
            (frame(&"[".repeat(100_000)), vec!["-32700", "乙"]),
        ] {
            let told = read((before.clone() + &after).as_bytes());
            assert_eq!(told.last().map(String::as_str), Some("乙"), "{before:.80}");
            for expected in expected {
                assert!(told.iter().any(|one| one == expected), "{before:.80}: {told:?}");
            }
        }
        assert_eq!(read(b"Content-Length: 4000000000\r\n\r\n{}"), ["-32600"]);
        assert_eq!(read(&[0xFF; 100_000]).first().map(String::as_str), Some("-32700"));
        assert_eq!(read(b""), Vec::<String>::new());
    }
}
