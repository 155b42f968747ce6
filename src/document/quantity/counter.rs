//! Counters and units, and the words that only begin like one.

use super::Unit;

/// Counters, the longer before those they begin with.
const COUNTERS: [&str; 64] = [
    "人次", "场次", "件次", "户次", "家次", "台次", "批次", "车次", "班次", "次数", "次", "件", "人", "名", "个", "场",
    "起", "份", "条", "项", "家", "户", "期", "篇", "部", "册", "本", "辆", "台", "处", "所", "支", "套", "种", "类",
    "批", "轮", "幅", "张", "块", "则", "宗", "例", "组", "只", "间", "栋", "幢", "座", "对", "位", "小时", "学时",
    "课时", "节", "堂", "枚", "面", "趟", "卷", "封", "笔", "首", "余人",
];
const MEASURES: [&str; 19] = [
    "万元",
    "亿元",
    "余元",
    "元",
    "亩",
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "千米",
    "米",
    "公顷",
    "吨",
    "公斤",
    "千克",
    "千瓦",
    "里",
    "天",
    "分钟",
];
/// Counters that a plain Chinese numeral counts with; others make names (三项制度, 两个维护).
const PLAIN: [&str; 18] =
    ["次", "场", "件", "起", "份", "人次", "场次", "名", "人", "期", "户", "家", "篇", "辆", "块", "批次", "本", "节"];
/// Counters after which even a larger numeral may be a name or an order: 十二条, 二十四节气.
const MEASURE_LIKE: [&str; 8] = ["条", "节", "部", "本", "类", "种", "对", "天"];
/// Counters that 一 counts with, at the end of a clause: 组织演练一次.
const WITH_ONE: [&str; 6] = ["次", "场", "件", "期", "名", "份"];

/// For each counter, the characters with which it is the beginning of another word: 3人大代表, 1本级, 8个月, 12起诉讼.
const OTHER_WORDS: [(&str, &str); 29] = [
    ("人", "大民口才社均居工身为文物"),
    ("本", "级地人镇乡村县市区月周次单街"),
    ("个", "月百体别性案"),
    ("期", "间限盼望待末货满"),
    ("条", "例款件理"),
    ("项", "目"),
    ("部", "门队分级署委"),
    ("次", "日年序生"),
    ("起", "诉草"),
    ("场", "所地合馆"),
    ("家", "庭长属"),
    ("处", "理置罚级长"),
    ("名", "单称录义誉"),
    ("组", "织建长成"),
    ("面", "对向临积貌"),
    ("节", "约点日目假能"),
    ("台", "风账阶"),
    ("种", "植子粮养"),
    ("类", "似"),
    ("批", "准评示复阅"),
    ("支", "持付出撑援"),
    ("位", "于置"),
    ("座", "谈"),
    ("例", "会如行"),
    ("对", "于照接标外内象口应比策面"),
    ("则", "是为"),
    ("首", "次先要届"),
    ("卷", "宗"),
    ("天", "然气津山水"),
];

/// The counter or unit that a text begins with.
pub(super) fn read(rest: &str) -> Option<(&str, Unit)> {
    if let Some(sign) = ["%", "％", "﹪"].into_iter().find(|sign| rest.starts_with(sign)) {
        return Some((sign, Unit::Rate));
    }
    if let Some(word) = ["个百分点", "百分点"].into_iter().find(|word| rest.starts_with(word)) {
        return Some((word, Unit::Rate));
    }
    let longest = MEASURES.into_iter().filter(|word| rest.starts_with(word)).max_by_key(|word| word.len());
    let (word, unit) = match longest {
        Some(word) => (word, Unit::Measure),
        None => (COUNTERS.into_iter().find(|word| rest.starts_with(word))?, Unit::Count),
    };
    let next = rest[word.len()..].chars().next();
    let other = OTHER_WORDS.iter().find(|(counter, _)| *counter == word);
    let begins_other = other.zip(next).is_some_and(|((_, after), next)| after.contains(next));
    (!begins_other).then_some((word, unit))
}

/// Whether a Chinese numeral counts here, and is not part of a name or a set phrase.
pub(super) fn counts_by_numeral(before: &str, value: f64, counter: &str, after: &str) -> bool {
    let previous = before.chars().next_back().unwrap_or(' ');
    let plain = PLAIN.contains(&counter)
        && !"第每同统唯任某之如进不周“这那各另上下首逐高成为办再又前后".contains(previous)
        && !after.starts_with(['生', '性', '序', '要', '年', '类', '级', '般', '心']);
    let ends_clause = || after.trim_start().chars().next().is_none_or(|next| !next.is_alphanumeric());
    match () {
        // Above ten there are no names (三项制度, 十个严禁): 十一个村.
        () if value > 10.0 && !MEASURE_LIKE.contains(&counter) => {
            !"第每“八九".contains(previous) && !after.starts_with(['届', '级', '条', '性', '生'])
        }
        () if value >= 2.0 => plain,
        () if value >= 1.0 => plain && WITH_ONE.contains(&counter) && ends_clause(),
        () => false,
    }
}
