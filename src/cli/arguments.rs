//! The command line as clap reads it. Its help is for users, so it is Chinese.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;

use super::option::{self, Color, FailOn, Names, OutlineFormat, RulesFormat, SchemaOf, Weight};
use crate::check::Stage;
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::input::Charset;
use crate::report::Format;

#[derive(Debug, Parser)]
#[command(
    name = "hegui",
    version,
    about = "检查政府报告（如法治政府建设年度报告）是否符合有关规定，逐处指出问题和依据。\n不联网，不改动文件。"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = "检查文件、文件夹或标准输入（-）")]
    Check(CheckArguments),
    #[command(about = "给 .docx 写一份带批注的副本（原名.hegui.docx），原文件不改动")]
    Annotate(AnnotateArguments),
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
    #[command(about = "输出规则文件、规则包和检查结果的 JSON Schema")]
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
    #[arg(long, value_name = "格式", default_value = "pretty", value_parser = option::format,
        help = "输出格式：pretty（默认，供人阅读）、short（每行一条）、json")]
    pub(super) format: Format,
    #[arg(long, value_name = "文件", help = "把结果写入文件，不写到标准输出")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, help = "不读取 hegui.yaml 配置")]
    pub(super) no_config: bool,
    #[command(flatten)]
    pub(super) rules: RuleArguments,
    #[arg(long, value_name = "级别", default_value = "info", value_parser = option::severity,
        help = "低于此级别的问题不显示、不计数：error、warning、info（默认）")]
    pub(super) min_severity: Severity,
    #[arg(long, value_name = "级别", default_value = "error", value_parser = option::fail_on,
        help = "有此级别及以上的问题时退出码为 1：error（默认）、warning、info、never")]
    pub(super) fail_on: FailOn,
    #[arg(long, value_name = "年份", value_parser = option::year, help = "报告年度；不写则从文中读取")]
    pub(super) year: Option<i32>,
    #[arg(long, value_name = "层级", value_parser = option::level,
        help = "单位层级：省、市、县、部门、乡、镇、街道；不写则从文中读取")]
    pub(super) level: Option<Level>,
    #[arg(long, value_name = "阶段", default_value = "submit", value_parser = option::stage,
        help = "检查所处阶段：draft（起草）、submit（报送，默认）、publish（公开）")]
    pub(super) stage: Stage,
    #[command(flatten)]
    pub(super) reading: ReadingArguments,
    #[arg(long, value_name = "数量", value_parser = option::jobs, help = "同时检查的文件数；不写则用全部处理器")]
    pub(super) jobs: Option<usize>,
    #[arg(long, value_name = "时机", default_value = "auto", help = "是否用颜色：auto（默认）、always、never")]
    pub(super) color: Color,
    #[arg(short, long, help = "不输出结果，只给退出码；读不了的文件仍会指出")]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct OutlineArguments {
    #[arg(value_name = "文件", help = "要读的文件，或 -（标准输入）")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "格式", default_value = "pretty", help = "输出格式：pretty（默认，供人阅读）、json")]
    pub(super) format: OutlineFormat,
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

/// How files are read, for all commands alike.
#[derive(Debug, Args)]
pub(super) struct ReadingArguments {
    #[arg(long, value_name = "编码", value_parser = option::charset,
        help = "文本文件的编码：utf-8、gb18030、utf-16le、utf-16be、big5；不写则自动识别，带 BOM 的以 BOM 为准")]
    pub(super) encoding: Option<Charset>,
    #[arg(long, value_name = "文件名", help = "标准输入的文件名，用于显示和判断格式")]
    pub(super) stdin_filepath: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    #[arg(value_name = "规则", required = true, help = "规则编号，可写几个；写规则组或规则包的名称，则列出其中的规则")]
    pub(super) names: Vec<String>,
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
pub(super) struct SchemaArguments {
    #[arg(
        value_name = "种类",
        default_value = "rule",
        help = "rule（规则文件，默认）、pack（规则包的 pack.yaml）、overlay（补充要求的 pack.yaml）、report（检查结果的 JSON）"
    )]
    pub(super) of: SchemaOf,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    #[arg(value_name = "SHELL", help = "bash、zsh、fish、powershell 或 elvish")]
    pub(super) shell: Shell,
}

/// Which rules there are and which are in force, for all commands alike.
#[derive(Debug, Args)]
pub(super) struct RuleArguments {
    #[arg(long = "rules", id = "rules", value_name = "路径", help = "另外加载的规则文件或文件夹，可多次使用")]
    pub(super) paths: Vec<PathBuf>,
    #[arg(long, value_name = "名称", value_parser = option::names, action = ArgAction::Append,
        help = "只用这些规则或规则组，可用逗号隔开，可多次使用")]
    pub(super) select: Vec<Names>,
    #[arg(long, value_name = "名称", value_parser = option::names, action = ArgAction::Append,
        help = "不用这些规则或规则组，写法同上")]
    pub(super) ignore: Vec<Names>,
    #[arg(long, value_name = "规则=级别", value_parser = option::weight,
        help = "改变一条规则的级别：error、warning、info、off，可多次使用")]
    pub(super) severity: Vec<Weight>,
}

#[derive(Debug, Args)]
pub(super) struct AnnotateArguments {
    #[arg(value_name = "文件", required = true, help = "要批注的 .docx 文件，可写几个")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long, value_name = "文件", help = "副本的文件名；只批注一个文件时可用")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, help = "副本已经存在时覆盖")]
    pub(super) force: bool,
    #[arg(long, help = "不读取 hegui.yaml 配置")]
    pub(super) no_config: bool,
    #[command(flatten)]
    pub(super) rules: RuleArguments,
    #[arg(long, value_name = "级别", default_value = "info", value_parser = option::severity,
        help = "低于此级别的问题不批注、不计数：error、warning、info（默认）")]
    pub(super) min_severity: Severity,
    #[arg(long, value_name = "级别", default_value = "error", value_parser = option::fail_on,
        help = "有此级别及以上的问题时退出码为 1：error（默认）、warning、info、never")]
    pub(super) fail_on: FailOn,
    #[arg(long, value_name = "年份", value_parser = option::year, help = "报告年度；不写则从文中读取")]
    pub(super) year: Option<i32>,
    #[arg(long, value_name = "层级", value_parser = option::level,
        help = "单位层级：省、市、县、部门、乡、镇、街道；不写则从文中读取")]
    pub(super) level: Option<Level>,
    #[arg(long, value_name = "阶段", default_value = "submit", value_parser = option::stage,
        help = "检查所处阶段：draft（起草）、submit（报送，默认）、publish（公开）")]
    pub(super) stage: Stage,
}
