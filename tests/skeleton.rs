//! Skeletons of reports: unfilled they are found wanting, filled they are clean, of every pack, at every level and in both
//! formats.

use hegui::check::Context;
use hegui::input::{Options, read};
use hegui::lint::{Linted, lint};
use hegui::rule::{RuleSet, SkeletonPart};
use hegui::skeleton::{self, Line, Subject};
use hegui::{Document, Severity};

const YEAR: i32 = 2024;

/// Packs that have a skeleton.
const PACKS: [&str; 2] = ["fazhi", "zhengwu-gongkai"];

/// Units of each level with whom they report to.
const UNITS: [(&str, &str); 9] = [
    ("青禾镇", "县委、县政府"),
    ("石桥乡人民政府", "县委、县政府"),
    ("柳溪街道", "区委、区政府"),
    ("云岭县", "市委、市政府"),
    ("临江区", "市委、市政府"),
    ("云岭市", "省委、省政府"),
    ("江北省", "党中央、国务院"),
    ("云岭县水务局", "县委、县政府"),
    ("云岭县卫生健康委员会", "县委、县政府"),
];

/// What the prompts ask for, invented.
const FILLED: [(&str, &str); 30] = [
    ("请填写本年度法治政府建设的总体情况", "把依法办事的要求落到各项工作中，年初确定的26项任务全部完成"),
    (
        "请填写研究部署、学法用法、督促落实的做法和次数",
        "全年3次专题研究法治政府建设，开展会前学法11次，组织62名干部参加学法用法考试",
    ),
    ("请填写重大决策、合法性审查、规范性文件清理的件数和结果", "办理合法性审查事项53件，提出意见29条，清理文件64件"),
    ("请填写执法制度、人员培训、办案件数和监督情况", "落实行政执法公示制度，培训执法人员5期，办理行政处罚案件21件"),
    ("请填写调解、信访、复议应诉的件数和结果", "受理矛盾纠纷128件，调解成功126件，办结信访事项36件"),
    ("请填写普法活动的场次、人数和效果", "举办法治宣传活动22场，发放资料4600份，讲授法治课16节"),
    ("请填写第一项不足", "合法性审查力量薄弱"),
    ("请填写第一项不足的表现", "部分合同送审不及时，对履约风险提示不够"),
    ("请填写第一项不足的原因", "从事审查的只有3人，合同条款的把关主要依靠法律顾问"),
    ("请填写第二项不足", "普法宣传针对性不强"),
    ("请填写第二项不足的表现", "面向外出务工人员的普法内容较少"),
    ("请填写第二项不足的原因", "宣传方式仍以发放资料为主，对不同人群的法律需求调查不深入"),
    (
        "请填写书记主持会议、听取汇报、讲授法治课、批示督办的次数",
        "书记全年主持会议3次，专题研究法治建设，听取工作汇报2次，讲授法治课1次，作出批示14件，主持述法会议1次",
    ),
    (
        "请填写行政主要负责人推动法治工作、出庭应诉、述法的次数",
        "全年主持会议5次，研究规范性文件制定等工作，听取行政执法工作汇报4次，出庭应诉1次，年底提交书面述法报告1份",
    ),
    ("请填写第一项安排", "充实合法性审查力量"),
    (
        "请填写针对第一项不足的措施、时限和目标",
        "上半年增配1名具有法律职业资格的干部，编制合同送审清单，对送审情况每季度通报1次",
    ),
    ("请填写第二项安排", "增强普法宣传针对性"),
    ("请填写针对第二项不足的措施、时限和目标", "按人群编制普法内容清单，在春节返乡时段面向外出务工人员开展专场宣传4场"),
    ("请填写成文日期", "2025年2月10日"),
    ("请填写主动公开的条数、渠道和政策解读情况", "全年通过门户网站公开政府信息126条，制作图文解读4件"),
    ("请填写收到、结转和办结的申请件数", "全年收到政府信息公开申请4件，均已办结"),
    ("请填写公开审查、文件清理等制度的落实情况", "落实先审查、后公开的要求，清理行政规范性文件6件"),
    ("请填写网站、新媒体和公开专区的建设情况", "设立政务公开专区，配备查询设备2台"),
    (
        "请填写工作考核、社会评议和责任追究结果，没有发生责任追究的也要写明",
        "把政府信息公开列入年度考核，聘请社会监督员8名开展评议，没有发生责任追究的情形",
    ),
    ("请填写第二十条第（一）（五）（六）（八）项的统一表格，没有的填0", "行政规范性文件本年制发1件，现行有效5件。"),
    ("请填写各类申请人和办理结果的统一表格，没有的填0", "本年新收申请4件，予以公开4件。"),
    ("请填写行政复议、行政诉讼的统一表格，没有的填0", "全年没有行政复议和行政诉讼。"),
    ("请填写存在的主要问题", "政策解读以文字为主，图表和视频较少"),
    ("请填写针对各项问题的改进措施和效果", "安排2名工作人员参加解读培训，下半年图文解读占比明显提高"),
    ("请填写收取信息处理费的情况，没有收取的写没有收取", "本年没有收取"),
];

fn filled(lines: &[Line], superior: &str) -> Vec<Line> {
    let fill = |text: &str| {
        let text = text.replace("【请填写主送机关，如县委、县政府】", superior);
        FILLED.iter().fold(text, |text, (prompt, answer)| text.replace(&format!("【{prompt}】"), answer))
    };
    lines.iter().map(|line| Line { part: line.part, text: fill(&line.text) }).collect()
}

fn checked(bytes: Vec<u8>, name: &str, rules: &RuleSet) -> (Document, Linted) {
    let reading = read(bytes, name, &Options::default()).expect("readable");
    let document =
        Document::understand(reading.source, reading.blocks, rules.vocabularies()).with_leftovers(reading.leftovers);
    let linted = lint(&document, rules, &Context::default());
    (document, linted)
}

fn files(lines: &[Line]) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![("报告.md", skeleton::markdown(lines).into_bytes())];
    #[cfg(feature = "docx")]
    files.push(("报告.docx", skeleton::docx(lines).expect("packed")));
    files
}

#[test]
fn a_filled_skeleton_is_clean_at_every_level() {
    let rules = RuleSet::builtin();
    let mut wrong = Vec::new();
    for (pack, (unit, superior)) in PACKS.into_iter().flat_map(|pack| UNITS.map(|unit| (pack, unit))) {
        let subject = Subject::of(unit, YEAR, &rules);
        let lines = skeleton::lines(&rules, pack, &subject).expect("a skeleton");
        let lines = filled(&lines, superior);
        assert_eq!(skeleton::prompts(&lines), 0, "{lines:#?}");
        for (name, bytes) in files(&lines) {
            let (document, linted) = checked(bytes, name, &rules);
            assert_eq!((document.level, document.year.map(|(year, _)| year)), (subject.level, Some(YEAR)), "{unit}");
            let told = linted.diagnostics.iter().filter(|one| one.severity > Severity::Info);
            wrong.extend(told.map(|one| {
                format!("{pack} {unit} {name}: {} {} {}", one.rule, one.message, document.slice(one.primary.span))
            }));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_prompt_that_is_left_is_an_error() {
    let rules = RuleSet::builtin();
    for (pack, (unit, _)) in PACKS.into_iter().flat_map(|pack| UNITS.map(|unit| (pack, unit))) {
        let subject = Subject::of(unit, YEAR, &rules);
        let lines = skeleton::lines(&rules, pack, &subject).expect("a skeleton");
        for (name, bytes) in files(&lines) {
            let (_, linted) = checked(bytes, name, &rules);
            let blanks = linted.diagnostics.iter().filter(|one| one.rule.as_str() == "unfilled-placeholder").count();
            assert_eq!(blanks, skeleton::prompts(&lines), "{pack} {unit} {name}");
            let errors = linted.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
            assert_eq!(errors, blanks, "{pack} {unit} {name}: what is there is right");
        }
    }
}

#[test]
fn an_overlay_adds_its_sections() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/overlay/pack.yaml");
    let text = std::fs::read_to_string(folder).expect("an overlay").replace("\r\n", "\n");
    let (rules, _) = RuleSet::with_files(&[hegui::Source::new("yunling/pack.yaml", text)]);
    let subject = Subject::of("柏坪镇", YEAR, &rules);
    let lines = skeleton::lines(&rules, "fazhi", &subject).expect("a skeleton");
    let sections: Vec<&str> =
        lines.iter().filter(|line| line.part == SkeletonPart::Section).map(|line| line.text.as_str()).collect();
    assert_eq!(sections[1], "二、2024年度法治乡村建设情况");
    assert_eq!(sections.len(), 6);
    assert!(skeleton::lines(&rules, "gongwen", &subject).is_err());
}
