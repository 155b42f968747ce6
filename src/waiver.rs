//! Marks by which a report waives findings: `<!-- hegui: allow RULE 理由 -->`, and how they are written.

use memchr::memmem;

use crate::span::Span;

/// A note that certain findings are known and may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The whole mark in the text.
    pub span: Span,
    /// How far it reaches.
    pub reach: Reach,
    /// The rules by their ids, as written; empty where the mark is not written as it must be.
    pub rules: Vec<String>,
    /// Why the findings may stand; empty where nothing is said.
    pub reason: String,
}

/// How far a waiver reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `allow`: the block in which the mark stands, or the one after it.
    Block,
    /// `allow-file`: the whole text.
    File,
}

/// The most bytes between the two ends of a mark, so that one that is left open does not take in the report.
const LONGEST: usize = 1000;

/// The marks of a text, in order. Full-width signs, and dashes that a word processor made of hyphens, are taken too.
pub(crate) fn find(text: &str) -> Vec<Waiver> {
    let mut found: Vec<Waiver> = Vec::new();
    // The first letter may be a capital.
    for at in memmem::find_iter(text.as_bytes(), "egui") {
        let after_last = found.last().map_or(0, |last| last.span.end);
        let name = at.saturating_sub(1);
        if name < after_last || !text.as_bytes()[name..at].eq_ignore_ascii_case(b"h") {
            continue;
        }
        let Some(start) = opening(&text[after_last..name]).map(|start| after_last + start) else { continue };
        match closing(&text[name..]) {
            Ok((length, closed)) => {
                let read = parse(&text[name..name + length]);
                found.extend(read.map(|waiver| Waiver { span: Span::new(start, name + closed), ..waiver }));
            }
            Err(length) => {
                let line = text[name..name + length].lines().next().unwrap_or_default();
                let span = Span::new(start, at + "egui".len());
                let broken =
                    |read: Waiver| Waiver { span, reach: read.reach, rules: Vec::new(), reason: String::new() };
                found.extend(parse(line).map(broken));
            }
        }
    }
    found
}

/// Reads what stands inside a mark, or in a comment of a word processor; `None` where it does not speak to the program.
/// The span is left empty.
pub(crate) fn parse(words: &str) -> Option<Waiver> {
    let words = words.trim();
    let name = words.get(.."hegui".len()).filter(|name| name.eq_ignore_ascii_case("hegui"))?;
    let after = &words[name.len()..];
    let order = after.trim_start();
    let colon = order.strip_prefix([':', '：']);
    if colon.is_none() && !(order.len() < after.len() && order.starts_with("allow")) {
        return None;
    }
    let order = colon.unwrap_or(order).trim_start();
    let verb = order.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
    let (verb, rest) = order.split_at(verb);
    let mut waiver = Waiver { span: Span::at(0), reach: Reach::Block, rules: Vec::new(), reason: String::new() };
    match verb.to_ascii_lowercase().as_str() {
        "allow" => {}
        "allow-file" => waiver.reach = Reach::File,
        _ => return Some(waiver),
    }
    let rest = rules(rest.trim_start_matches(is_lead), &mut waiver.rules).trim_start_matches(is_lead);
    if rest.contains(char::is_alphanumeric) {
        waiver.reason = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Some(waiver)
}

/// The text with spaces for the marks, byte for byte as long; line ends stay.
pub(crate) fn without(text: &str, waivers: &[Waiver]) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut after = 0;
    for waiver in waivers {
        prose.push_str(&text[after..waiver.span.start]);
        let blank = text[waiver.span.range()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
        prose.extend(blank);
        after = waiver.span.end;
    }
    prose + &text[after..]
}

/// Takes the names at the head of a text, with commas between them; what is left is the reason.
fn rules<'a>(text: &'a str, names: &mut Vec<String>) -> &'a str {
    let mut rest = text;
    while rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        names.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
        match rest.strip_prefix([',', '，', '、']) {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    rest
}

/// What may stand before the names or the reason and is neither.
fn is_lead(character: char) -> bool {
    character.is_whitespace() || matches!(character, ':' | '：' | '，' | ',' | '、' | '-' | '—' | '–')
}

/// Where the mark begins whose words follow a text: at the `<` of `<!--`.
fn opening(before: &str) -> Option<usize> {
    let before = before.trim_end();
    let bare = before.trim_end_matches(|character| dashes(character) > 0);
    let count: usize = before[bare.len()..].chars().map(dashes).sum();
    let bare = bare.strip_suffix(['!', '！']).filter(|_| count >= 2)?;
    bare.strip_suffix(['<', '＜']).map(str::len)
}

/// Where the words of a mark end, and where the mark does, `-->` counted in.
///
/// # Errors
/// How far was looked in vain: to the next mark at most, so that many of them cost no more than long ones.
fn closing(words: &str) -> Result<(usize, usize), usize> {
    let (mut run, mut count) = (0, 0);
    let mut looked = 0;
    for (at, character) in words.char_indices().take_while(|(at, _)| *at < LONGEST) {
        looked = at + character.len_utf8();
        match character {
            '>' | '＞' if count >= 2 => return Ok((run, looked)),
            '<' | '＜' if words[looked..].starts_with(['!', '！']) => return Err(at),
            _ if dashes(character) == 0 => count = 0,
            _ => {
                run = if count == 0 { at } else { run };
                count += dashes(character);
            }
        }
    }
    Err(looked)
}

/// How many hyphens a character stands for.
fn dashes(character: char) -> usize {
    match character {
        '-' | '－' => 1,
        '—' | '–' => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each mark says, and the text without marks.
    fn read(text: &str) -> (Vec<String>, String) {
        let waivers = find(text);
        let shown = waivers.iter().map(|waiver| {
            let reach = if waiver.reach == Reach::File { "file " } else { "" };
            format!("{reach}{}|{}", waiver.rules.join("+"), waiver.reason)
        });
        let prose = without(text, &waivers);
        assert_eq!(prose.len(), text.len());
        (shown.collect(), prose.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn marks_are_read_however_they_are_typed() {
        for (mark, said) in [
            ("<!-- hegui: allow vague 已核实 -->", "vague|已核实"),
            ("<!--hegui:allow vague 已核实-->", "vague|已核实"),
            ("<!-- hegui：allow　vague　已核实，不改。 -->", "vague|已核实，不改。"),
            ("<！－－ Hegui： allow vague：已核实 －－＞", "vague|已核实"),
            ("<!— hegui: allow vague 已核实 —>", "vague|已核实"),
            ("<!-- hegui allow vague 已核实 -->", "vague|已核实"),
            ("<!--\nhegui: allow vague\n县里统一要求，\n见A->B\n-->", "vague|县里统一要求， 见A->B"),
            ("<!-- hegui: allow-file vague,late，old 、 far 已核实 -->", "file vague+late+old+far|已核实"),
            ("<!-- hegui: allow vague， 2024年已核实 -->", "vague|2024年已核实"),
            ("<!-- hegui: allow vague已核实 -->", "vague|已核实"),
            ("<!-- hegui: allow vague -->", "vague|"),
            ("<!-- hegui: allow vague —— 。 -->", "vague|"),
            ("<!-- hegui: allow -->", "|"),
            ("<!-- hegui: allow 含糊 已核实 -->", "|含糊 已核实"),
            ("<!-- hegui: alow vague 已核实 -->", "|"),
        ] {
            assert_eq!(read(mark), (vec![said.to_owned()], String::new()), "{mark}");
            let around = format!("甲{mark}乙\n{mark}\n丙");
            assert_eq!(read(&around), (vec![said.to_owned(); 2], "甲 乙 丙".to_owned()), "{mark}");
        }
    }

    #[test]
    fn other_comments_are_none() {
        for text in [
            "<!-- hegui 是检查工具 -->",
            "hegui: allow vague 已核实",
            "<!-- 见 hegui: allow vague 理由 -->",
            "<!-- chegui: a -->",
            "egui",
        ] {
            assert_eq!(read(text).0, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_mark_left_open_takes_in_nothing() {
        let open = "<!-- hegui: allow vague 已核实\n一、主要举措\n";
        let (said, prose) = read(&format!("{open}{}<!-- hegui: allow late 已核实 -->", "全年。".repeat(400)));
        assert_eq!(said, ["|", "late|已核实"]);
        assert!(prose.contains("一、主要举措"));
        assert_eq!(read("<!-- hegui: allow vague 已核实\n甲<!-- 乙 -->").0, ["|"]);
        for piece in [
            "<!-- hegui:",
            "<!--",
            "hegui",
            "　",
            "<!-- hegui: allow a 理由 -->",
            "- hegui",
            "<!-- hegui: allow a,b 理由 ",
        ] {
            find(&piece.repeat(200_000));
        }
    }
}
