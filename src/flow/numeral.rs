//! Numbers as Word's formats write them: 一 壹 甲 ① I a.

/// The number in a format of `w:numFmt`; empty for `none`, Arabic digits for formats that no report uses.
pub(crate) fn written(format: &str, value: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{value:02}"),
        "upperRoman" => roman(value).unwrap_or_else(|| value.to_string()),
        "lowerRoman" => roman(value).map_or_else(|| value.to_string(), |text| text.to_lowercase()),
        "upperLetter" => letter(value, b'A'),
        "lowerLetter" => letter(value, b'a'),
        "decimalFullWidth" | "decimalFullWidth2" => value
            .to_string()
            .chars()
            .filter_map(|digit| char::from_u32(digit as u32 - '0' as u32 + '０' as u32))
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedFullstop" => from_block(value, '⒈', 20, ".", ""),
        "decimalEnclosedParen" => from_block(value, '⑴', 20, ")", "("),
        "ideographEnclosedCircle" => from_block(value, '㊀', 10, "", ""),
        "chineseCounting" | "taiwaneseCounting" if value < 100 => counted(value, &SIMPLE),
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital"
        | "koreanDigital"
        | "koreanDigital2" => digits(value),
        "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" => counted(value, &SIMPLE),
        "chineseLegalSimplified" => counted(value, &LEGAL),
        "ideographLegalTraditional" | "japaneseLegal" => counted(value, &LEGAL_TRADITIONAL),
        "ideographTraditional" => from_list(value, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => from_list(value, "子丑寅卯辰巳午未申酉戌亥"),
        _ => value.to_string(),
    }
}

/// Digits from zero and the units above them.
struct Script {
    digits: [char; 10],
    /// 十 百 千 万
    units: [char; 4],
    /// 10 to 19 go without 一 before 十.
    bare_ten: bool,
}

const SIMPLE: Script = Script {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ['十', '百', '千', '万'],
    bare_ten: true,
};
const LEGAL: Script = Script {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟', '万'],
    bare_ten: false,
};
const LEGAL_TRADITIONAL: Script = Script {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟', '萬'],
    bare_ten: false,
};

/// 一百零五; digits one by one from a hundred thousand on.
fn counted(value: u32, script: &Script) -> String {
    let digit = |value: u32| script.digits[(value % 10) as usize];
    if value == 0 {
        return digit(0).to_string();
    }
    if value > 99_999 {
        return digits(value);
    }
    let mut text = String::new();
    let mut zero = false;
    for (place, unit) in [10_000, 1000, 100, 10, 1].into_iter().zip([3_usize, 2, 1, 0, 9]) {
        let own = value / place % 10;
        if own == 0 {
            zero = !text.is_empty();
            continue;
        }
        if zero {
            text.push(digit(0));
            zero = false;
        }
        if !(script.bare_ten && place == 10 && own == 1 && text.is_empty()) {
            text.push(digit(own));
        }
        text.extend(script.units.get(unit));
    }
    text
}

fn digits(value: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    value.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

fn circled(value: u32) -> String {
    let (first, base) = match value {
        1..=20 => ('①', 1),
        21..=35 => ('㉑', 21),
        36..=50 => ('㊱', 36),
        _ => return value.to_string(),
    };
    char::from_u32(first as u32 + value - base).into_iter().collect()
}

/// One of a row of characters, else Arabic digits between two marks.
fn from_block(value: u32, first: char, count: u32, after: &str, before: &str) -> String {
    match (1..=count).contains(&value).then(|| char::from_u32(first as u32 + value - 1)).flatten() {
        Some(character) => character.to_string(),
        None => format!("{before}{value}{after}"),
    }
}

fn from_list(value: u32, list: &str) -> String {
    let own = value.checked_sub(1).and_then(|index| list.chars().nth(index as usize));
    own.map_or_else(|| value.to_string(), String::from)
}

/// A … Z, AA, BB …: the letter again for each round.
fn letter(value: u32, first: u8) -> String {
    let Some(index) = value.checked_sub(1).filter(|index| *index < 780) else { return value.to_string() };
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or_default());
    std::iter::repeat_n(letter, index as usize / 26 + 1).collect()
}

fn roman(value: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(value).filter(|value| (1..4000).contains(value))?;
    let mut text = String::new();
    for (worth, letters) in PARTS {
        while rest >= worth {
            text.push_str(letters);
            rest -= worth;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_in_all_formats() {
        for (format, cases) in [
            ("decimal", &[(1, "1"), (12, "12")][..]),
            ("decimalZero", &[(1, "01"), (12, "12")]),
            ("chineseCounting", &[(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "一〇〇")]),
            (
                "chineseCountingThousand",
                &[
                    (3, "三"),
                    (11, "十一"),
                    (100, "一百"),
                    (105, "一百零五"),
                    (110, "一百一十"),
                    (1005, "一千零五"),
                    (20_300, "二万零三百"),
                ],
            ),
            ("japaneseCounting", &[(10, "十"), (14, "十四")]),
            ("ideographDigital", &[(10, "一〇"), (24, "二四")]),
            ("chineseLegalSimplified", &[(1, "壹"), (10, "壹拾"), (23, "贰拾叁")]),
            ("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "11")]),
            ("ideographZodiac", &[(1, "子"), (12, "亥"), (13, "13")]),
            ("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (51, "51")]),
            ("decimalEnclosedCircleChinese", &[(3, "③")]),
            ("decimalEnclosedParen", &[(2, "⑵"), (21, "(21)")]),
            ("decimalEnclosedFullstop", &[(2, "⒉"), (21, "21.")]),
            ("decimalFullWidth", &[(12, "１２")]),
            ("upperRoman", &[(4, "IV"), (19, "XIX"), (0, "0"), (5000, "5000")]),
            ("lowerRoman", &[(9, "ix")]),
            ("upperLetter", &[(1, "A"), (26, "Z"), (27, "AA"), (54, "BBB")]),
            ("lowerLetter", &[(2, "b"), (100_000, "100000")]),
            ("none", &[(1, "")]),
            ("hebrew1", &[(2, "2")]),
        ] {
            for (value, expected) in cases {
                assert_eq!(written(format, *value), *expected, "{format} {value}");
            }
        }
        for format in
            ["chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "upperLetter", "upperRoman"]
        {
            assert!(!written(format, u32::MAX).is_empty() && !written(format, 0).is_empty());
        }
    }
}
