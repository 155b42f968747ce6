//! The command line as clap reads it. Its help is for users, so it is Chinese.

pub(super) mod example;
mod shared;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub(super) use self::shared::{ConfigArguments, JudgementArguments, ReadingArguments, RuleArguments};
use super::option::{self, Color, OutlineFormat, RulesFormat, SchemaOf, SkeletonFormat};
use crate::document::Level;
use crate::report::Format;

#[derive(Debug, Parser)]
#[command(
    name = "hegui",
    version,
    about = "检查政府报告（如法治政府建设年度报告）是否符合有关规定，逐处指出问题和依据。\n不联网；除 hegui fix 外，不改动文件。"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = "检查文件、文件夹或标准输入（-）")]
    Check(CheckArguments),
    #[command(about = "把一份报告与往年的、其他单位的报告比较，列出雷同的内容和数据")]
    Compare(CompareArguments),
    #[command(about = "修正文本文件（.txt、.md）中有把握的问题，直接改动文件")]
    Fix(FixArguments),
    #[command(about = "给 .docx 写一份带批注的副本（原名.hegui.docx），原文件不改动")]
    Annotate(AnnotateArguments),
    #[command(about = "写一份报告骨架（.docx 或 .md）：规定的标题依次列好，要填的内容用【请填写…】标出")]
    New(NewArguments),
    #[command(about = "显示程序从文件中读懂了什么：标题、单位、年度、各部分、数字、日期")]
    Outline(OutlineArguments),
    #[command(about = "输出程序读到的文字，检查结果中的位置都以它为准")]
    Text(TextArguments),
    #[command(about = "说明一条规则：查什么、依据、何时适用、例子、怎样豁免")]
    Explain(ExplainArguments),
    #[command(about = "列出规则：级别、依据、是否启用、能否修正")]
    Rules(RulesArguments),
    #[command(about = "试规则文件里的例子（供编写规则的人使用）")]
    Test(TestArguments),
    #[command(about = "写一份带说明的配置文件 hegui.yaml")]
    Init(InitArguments),
    #[cfg(feature = "lsp")]
    #[command(about = "语言服务器：供编辑器（VS Code、Neovim 等）在写报告时随时检查，从标准输入输出收发消息")]
    Lsp(LspArguments),
    #[command(about = "输出规则文件、规则包、配置文件和检查结果的 JSON Schema")]
    Schema(SchemaArguments),
    #[command(about = "输出命令行补全脚本")]
    Completions(CompletionsArguments),
    #[command(about = "输出使用手册（man 格式）")]
    Man,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[arg(value_name = "路径", help = "文件、文件夹或 -（标准输入）；不写则检查当前文件夹")]
    pub(super) paths: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "路径",
        help = "查找与这些报告（文件或文件夹，如往年的）的雷同，所检查的各份之间也互相比较；可多次使用，这些报告本身不检查"
    )]
    pub(super) against: Vec<PathBuf>,
    #[arg(long, value_name = "格式", default_value = "pretty", value_parser = option::format,
        help = "输出格式：pretty（默认，供人阅读）、short（每行一条）、json、jsonl（每行一个文件）、csv（每行一份报告）、html（可打印的网页）、xlsx（WPS 表格、Excel 工作簿，要用 -o 写到文件里）；\n供其他程序：sarif、github、gitlab、junit、checkstyle、rdjsonl（reviewdog）、lsp")]
    pub(super) format: Format,
    #[arg(short, long, value_name = "文件", help = "把结果写入文件，不写到标准输出")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judgement: JudgementArguments,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
    #[arg(long, value_name = "数量", value_parser = option::jobs, help = "同时检查的文件数；不写则用全部处理器")]
    pub(super) jobs: Option<usize>,
    #[arg(long, value_name = "时机", default_value = "auto", help = "是否用颜色：auto（默认）、always、never")]
    pub(super) color: Color,
    #[arg(long, help = "把现有的问题全部记入基线文件（--baseline、配置中的 baseline，或 hegui-baseline.json）")]
    pub(super) write_baseline: bool,
    #[arg(long, help = "列出已豁免的问题和理由（pretty 格式）")]
    pub(super) show_waived: bool,
    #[arg(long, help = "最后按规则统计问题（pretty、short 格式）")]
    pub(super) statistics: bool,
    #[arg(long, help = "不检查，只列出各文件适用的配置和每一项的出处")]
    pub(super) show_config: bool,
    #[arg(short, long, help = "不输出结果，只给退出码；读不了的文件仍会指出")]
    pub(super) quiet: bool,
}

/// Editors pass the option to every server; there is no other way to talk to this one.
#[cfg(feature = "lsp")]
#[derive(Debug, Args)]
pub(super) struct LspArguments {
    #[arg(long, help = "从标准输入输出收发消息；只有这一种方式，可不写")]
    pub(super) stdio: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    #[arg(value_name = "新报告", help = "要比较的报告，或 -（标准输入）")]
    pub(super) new: PathBuf,
    #[arg(value_name = "旧报告", required = true, help = "与之比较的文件或文件夹：往年的报告、其他单位的报告")]
    pub(super) old: Vec<PathBuf>,
    #[arg(long, value_name = "格式", default_value = "pretty", help = "输出格式：pretty（默认，供人阅读）、json")]
    pub(super) format: OutlineFormat,
    #[command(flatten)]
    pub(super) judgement: JudgementArguments,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
    #[arg(long, value_name = "数量", value_parser = option::jobs, help = "同时读取的文件数；不写则用全部处理器")]
    pub(super) jobs: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct FixArguments {
    #[arg(value_name = "路径", help = "文件、文件夹或 -（标准输入，改好的文字写到标准输出）；不写则修正当前文件夹")]
    pub(super) paths: Vec<PathBuf>,
    #[arg(long = "unsafe", id = "unsafe", help = "需要人工把关的改法也一并改，改后请逐处核对")]
    pub(super) with_unsafe: bool,
    #[arg(long, help = "只显示将作的改动，不改动文件；有改动时退出码为 1")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) judgement: JudgementArguments,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
    #[arg(long, value_name = "数量", value_parser = option::jobs, help = "同时修正的文件数；不写则用全部处理器")]
    pub(super) jobs: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    #[arg(long, value_name = "单位", value_parser = option::unit, help = "单位名称，如 青禾镇、柳溪街道、云岭县水务局")]
    pub(super) unit: String,
    #[arg(long, value_name = "年份", value_parser = option::year, help = "报告年度")]
    pub(super) year: i32,
    #[arg(long, value_name = "层级", value_parser = option::level,
        help = "单位层级：省、市、县、部门、乡、镇、街道；不写则从单位名称看出")]
    pub(super) level: Option<Level>,
    #[arg(short, long, value_name = "文件", help = "写到这个文件；不写则把 Markdown 写到标准输出")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "格式", help = "docx 或 md；不写则按文件名")]
    pub(super) format: Option<SkeletonFormat>,
    #[arg(long, help = "文件已经存在时覆盖")]
    pub(super) force: bool,
    #[arg(
        long,
        value_name = "名称",
        default_value = "fazhi",
        help = "规则包：按哪种报告写，fazhi（默认，法治政府建设年度报告）或 zhengwu-gongkai（政府信息公开工作年度报告）"
    )]
    pub(super) pack: String,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    #[arg(long, value_name = "路径", help = "另外加载的规则文件或文件夹（如本县的补充要求），可多次使用")]
    pub(super) rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct OutlineArguments {
    #[arg(value_name = "文件", help = "要读的文件，或 -（标准输入）")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "格式", default_value = "pretty", help = "输出格式：pretty（默认，供人阅读）、json")]
    pub(super) format: OutlineFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    #[arg(long, value_name = "路径", help = "另外加载的规则文件或文件夹，可多次使用")]
    pub(super) rules: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
    #[arg(long, value_name = "时机", default_value = "auto", help = "是否用颜色：auto（默认）、always、never")]
    pub(super) color: Color,
}

#[derive(Debug, Args)]
pub(super) struct TextArguments {
    #[arg(value_name = "文件", help = "要读的文件，或 -（标准输入）")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    #[arg(value_name = "规则", required = true, help = "规则编号，可写几个；写规则组或规则包的名称，则列出其中的规则")]
    pub(super) names: Vec<String>,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    #[arg(long, value_name = "路径", help = "另外加载的规则文件或文件夹，可多次使用")]
    pub(super) rules: Vec<PathBuf>,
    #[arg(long, value_name = "时机", default_value = "auto", help = "是否用颜色：auto（默认）、always、never")]
    pub(super) color: Color,
}

#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    #[arg(
        long,
        value_name = "格式",
        default_value = "table",
        help = "输出格式：table（默认，表格）、json、markdown（规则说明全文）"
    )]
    pub(super) format: RulesFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    #[command(flatten)]
    pub(super) rules: RuleArguments,
    #[arg(long, value_name = "时机", default_value = "auto", help = "是否用颜色：auto（默认）、always、never")]
    pub(super) color: Color,
}

#[derive(Debug, Args)]
pub(super) struct TestArguments {
    #[arg(value_name = "路径", help = "规则文件或文件夹；不写则试程序自带的规则")]
    pub(super) tested: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: RuleArguments,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    #[arg(value_name = "文件夹", default_value = ".", help = "写在哪个文件夹；不写则写在当前文件夹")]
    pub(super) folder: PathBuf,
    #[arg(long, help = "已有 hegui.yaml 时覆盖")]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    #[arg(
        value_name = "种类",
        default_value = "rule",
        help = "rule（规则文件，默认）、pack（规则包的 pack.yaml）、overlay（补充要求的 pack.yaml）、config（hegui.yaml）、report（检查结果的 JSON）"
    )]
    pub(super) of: SchemaOf,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    #[arg(value_name = "SHELL", help = "bash、zsh、fish、powershell 或 elvish")]
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct AnnotateArguments {
    #[arg(value_name = "文件", required = true, help = "要批注的 .docx 文件，可写几个")]
    pub(super) files: Vec<PathBuf>,
    #[arg(short, long, value_name = "文件", help = "副本的文件名；只批注一个文件时可用")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, help = "副本已经存在时覆盖")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) judgement: JudgementArguments,
}
