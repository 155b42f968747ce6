//! Text in the cells of a terminal: how wide it is, where a line may break, what must not reach the terminal.

use unicode_width::UnicodeWidthChar;

/// Marks that do not stand at the start of a line.
const CLOSING: &str = "，。；：！？、）》〉」』】〕”’％…—,.;:!?)]}%";
/// Marks that do not stand at the end of a line.
const OPENING: &str = "（《〈「『【〔“‘([{";

/// The cells of a character; ambiguous ones (“ ” … — ·) count as one.
pub(super) fn char_cells(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The cells of a text.
pub(super) fn cells(text: &str) -> usize {
    text.chars().map(char_cells).sum()
}

/// What is shown for a character: control characters and those that steer the terminal become a visible
/// sign of one cell, variation selectors nothing, so that every terminal agrees on the width.
pub(super) fn shown(character: char) -> Option<char> {
    match character {
        '\t' => Some(' '),
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)),
        '\x7f' => Some('␡'),
        '\u{2028}' | '\u{2029}' => Some('␤'),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => None,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        other => Some(other),
    }
}

/// The text on one line: line ends are spaces, nothing in it steers the terminal.
pub(super) fn one_line(text: &str) -> String {
    text.trim_end_matches('\n').replace("\r\n", "\n").chars().filter_map(flat).collect()
}

/// The first characters on one line, with `…` where the rest is left out.
pub(super) fn cut_end(text: &str, room: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    let mut fits = 0;
    for character in text.chars().filter_map(flat) {
        used += char_cells(character);
        if used > room {
            line.truncate(fits);
            line.push('…');
            return line;
        }
        line.push(character);
        if used < room {
            fits = line.len();
        }
    }
    line
}

/// Both ends of the text on one line, more of the end, with `…` where the middle is left out.
pub(super) fn cut_middle(text: &str, room: usize) -> String {
    let line = one_line(text);
    if cells(&line) <= room {
        return line;
    }
    let room = room.saturating_sub(1);
    let tail_room = room - room / 3;
    let mut used = 0;
    let kept = line.char_indices().rev().take_while(|&(_, character)| {
        used += char_cells(character);
        used <= tail_room
    });
    let tail = kept.last().map_or("", |(at, _)| &line[at..]);
    let mut used = cells(tail);
    let head = line.chars().take_while(|&character| {
        used += char_cells(character);
        used <= room
    });
    let mut cut: String = head.collect();
    cut.push('…');
    cut.push_str(tail);
    cut
}

/// Lines of at most `rest` cells, the first one of at most `first`. Closing marks stay off the start of a line,
/// opening ones off its end, numbers and Latin words in one piece, where the width allows.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.trim_end().split('\n') {
        let paragraph: Vec<char> = paragraph.chars().filter_map(flat).collect();
        let before = lines.len();
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(&paragraph) {
            let width: usize = piece.iter().copied().map(char_cells).sum();
            let room = |lines: &Vec<String>| if lines.is_empty() { first } else { rest };
            if used > 0 && used + width > room(&lines) && piece != [' '] {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            for &character in piece {
                if used > 0 && used + char_cells(character) > room(&lines) {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    used = 0;
                }
                if used > 0 || character != ' ' || lines.is_empty() {
                    used += char_cells(character);
                    line.push(character);
                }
            }
        }
        // A space that fell on the end of a full line has opened one with nothing in it.
        if !line.is_empty() || lines.len() == before {
            lines.push(line.trim_end().to_owned());
        }
    }
    lines
}

/// Lines of at most `room` cells, as few as possible and about equally long.
pub(super) fn wrap_even(text: &str, room: usize) -> Vec<String> {
    let cells = cells(text);
    let even = cells.div_ceil(cells.div_ceil(room.max(1)).max(1)) + 2;
    let lines = wrap(text, room, room);
    let even = wrap(text, room.min(even), room.min(even));
    if even.len() > lines.len() { lines } else { even }
}

/// Adds a paragraph after a name; further lines stand under its first character. `painted` is the name as it is
/// printed, with colour or without.
pub(super) fn hang(name: &str, painted: &str, text: &str, width: usize, out: &mut String) {
    let indent = cells(name);
    let room = width.saturating_sub(indent);
    for (index, line) in wrap(text, room, room).iter().enumerate() {
        match index {
            0 => out.push_str(painted),
            _ if line.is_empty() => {}
            _ => out.push_str(&" ".repeat(indent)),
        }
        out.push_str(line);
        out.push('\n');
    }
}

fn flat(character: char) -> Option<char> {
    if matches!(character, '\n' | '\r') { Some(' ') } else { shown(character) }
}

/// The stretches between which a line may break.
fn pieces(text: &[char]) -> impl Iterator<Item = &[char]> {
    text.chunk_by(|&left, &right| !may_break(left, right))
}

fn may_break(left: char, right: char) -> bool {
    if left == ' ' || right == ' ' {
        return true;
    }
    let narrow = |character: char| char_cells(character) < 2 && !OPENING.contains(character);
    let glued = CLOSING.contains(right) || OPENING.contains(left) || char_cells(right) == 0;
    // “ and ” are narrow, but they break as Chinese marks do.
    let word = narrow(left) && narrow(right) && !"”’…—".contains(left);
    !glued && !word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_becomes_visible() {
        assert_eq!(one_line("a\u{1b}[31m\r\nb\tc\u{7f}\u{9b}\u{202e}❤\u{fe0f}"), "a␛[31m b c␡��❤");
        for code in (0..0x2500).chain(0xe000..0x11000).chain(0xe0000..0xe0200) {
            let Some(character) = char::from_u32(code) else { continue };
            let text = one_line(&character.to_string());
            assert!(!text.chars().any(char::is_control), "{code:x}");
        }
    }

    #[test]
    fn a_cut_text_keeps_to_its_room() {
        assert_eq!(cut_end("法治政府", 8), "法治政府");
        assert_eq!(cut_end("法治政府", 7), "法治政…");
        assert_eq!(cut_end("法治政府", 6), "法治…");
        assert_eq!(cut_end("abc", 2), "a…");
        assert_eq!(cut_middle("报告/二〇二四/沙门镇.docx", 20), "报告/二…/沙门镇.docx");
        for room in 1..40 {
            let path = "D:\\工作\\2024年度\\法治政府建设\\沙门镇2024年度报告（定稿）.docx";
            assert!(cells(&cut_middle(path, room)) <= room, "{room}");
            assert!(cells(&cut_end(path, room)) <= room, "{room}");
        }
    }

    #[test]
    fn lines_break_where_chinese_breaks() {
        assert_eq!(wrap("全年解答法律咨询4次，接待群众。", 15, 14), ["全年解答法律咨", "询4次，接待群", "众。"]);
        assert_eq!(wrap("书写“法治”二字", 6, 6), ["书写", "“法治”", "二字"]);
        assert_eq!(wrap("见 GB/T 9704 一节", 10, 8), ["见 GB/T", "9704 一", "节"]);
        assert_eq!(wrap("第一行\n第二行", 20, 20), ["第一行", "第二行"]);
        assert_eq!(wrap("法治 政府", 4, 4), ["法治", "政府"]);
        assert_eq!(wrap("法治 \n\n政府", 4, 4), ["法治", "", "政府"]);
        assert_eq!(wrap("", 20, 20), [""]);
    }

    #[test]
    fn even_lines_leave_no_single_character_over() {
        assert_eq!(wrap_even("此处与前文不一致，请核对", 22), ["此处与前文不一", "致，请核对"]);
        assert_eq!(wrap_even("请核对", 22), ["请核对"]);
        assert_eq!(wrap_even("", 22), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "……。。。。。。。。。。https://example.org/very/long/path?with=query“（《〈「「「「「「「「「";
        for width in 2..40 {
            let lines = wrap(text, width, width);
            assert!(lines.iter().all(|line| cells(line) <= width), "{width}: {lines:?}");
            assert_eq!(lines.concat(), text);
        }
    }
}
