//! Characters as they are meant: fonts often name the radical (⼀) where the character (一) stands.

/// The characters that the radicals U+2F00 to U+2FD5 look like in the fonts of the mainland.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// Further radicals, each with the character it looks like.
const MORE: &str = "⺁厂⺟母⺠民⺫目⻄西⻅见⻆角⻉贝⻋车⻌辶⻏阝⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟";

/// Adds the characters that a font says a glyph stands for; those that nobody sees are left out.
pub(super) fn push(text: &mut String, one: char) {
    match one {
        '\u{FB00}'..='\u{FB04}' => {
            text.push_str(["ff", "fi", "fl", "ffi", "ffl"][(u32::from(one) - 0xFB00) as usize]);
        }
        '\u{2F00}'..='\u{2FD5}' => {
            text.push(RADICALS.chars().nth((u32::from(one) - 0x2F00) as usize).unwrap_or(one));
        }
        '\u{2E80}'..='\u{2EFF}' => {
            let mut pairs = MORE.chars();
            let meant = pairs.by_ref().position(|radical| radical == one).filter(|at| at % 2 == 0);
            text.push(meant.and_then(|_| pairs.next()).unwrap_or(one));
        }
        '\t' | '\n' | '\r' => text.push(' '),
        // A hyphen that shows at line ends only, and marks of width nothing.
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {}
        '\u{E000}'..='\u{F8FF}' => {}
        _ if one.is_control() => {}
        _ => text.push(one),
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn characters_are_those_that_are_seen() {
        let mut text = String::new();
        "⼀⿕⻓⻔⻳⻂ﬁ甲\u{200B}\0\u{E001}".chars().for_each(|one| push(&mut text, one));
        assert_eq!(text, "一龠长门龟⻂fi甲");
    }
}
