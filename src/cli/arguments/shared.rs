//! Arguments that several commands take alike.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::super::option::{self, FailOn, Names, Weight};
use super::super::read::STANDARD_INPUT;
use crate::check::{Day, Stage};
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::input::Charset;

/// How files are read, for all commands alike.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReadingArguments {
    #[arg(long, value_name = "编码", value_parser = option::charset,
        help = "文本文件的编码：utf-8、gb18030、utf-16le、utf-16be、big5；不写则自动识别，带 BOM 的以 BOM 为准")]
    pub(in crate::cli) encoding: Option<Charset>,
    #[arg(long, value_name = "文件名", help = "标准输入的文件名，用于显示和判断格式")]
    pub(in crate::cli) stdin_filepath: Option<PathBuf>,
}

impl ReadingArguments {
    /// What is to be read: the paths given, standard input where it has got a name, else the current folder.
    pub(in crate::cli) fn paths(&self, given: &[PathBuf]) -> Vec<PathBuf> {
        if !given.is_empty() {
            given.to_vec()
        } else if self.stdin_filepath.is_some() {
            vec![PathBuf::from(STANDARD_INPUT)]
        } else {
            vec![PathBuf::from(".")]
        }
    }
}

/// Which rules there are and which are in force, for all commands alike.
#[derive(Debug, Args)]
pub(in crate::cli) struct RuleArguments {
    #[arg(long = "rules", id = "rules", value_name = "路径", help = "另外加载的规则文件或文件夹，可多次使用")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[arg(long, value_name = "名称", value_parser = option::names, action = ArgAction::Append,
        help = "只用这些规则或规则组，可用逗号隔开，可多次使用")]
    pub(in crate::cli) select: Vec<Names>,
    #[arg(long, value_name = "名称", value_parser = option::names, action = ArgAction::Append,
        help = "不用这些规则或规则组，写法同上")]
    pub(in crate::cli) ignore: Vec<Names>,
    #[arg(long, value_name = "规则=级别", value_parser = option::weight,
        help = "改变一条规则的级别：error、warning、info、off，可多次使用")]
    pub(in crate::cli) severity: Vec<Weight>,
}

/// Which configuration holds, for all commands alike.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArguments {
    #[arg(long, value_name = "文件", help = "用这个配置文件；不写则用被检查文件所在文件夹或其上级中最近的 hegui.yaml")]
    pub(in crate::cli) config: Option<PathBuf>,
    #[arg(long, help = "不读取 hegui.yaml 配置")]
    pub(in crate::cli) no_config: bool,
}

/// By what reports are judged and how findings weigh.
#[derive(Debug, Args)]
pub(in crate::cli) struct JudgementArguments {
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
    #[command(flatten)]
    pub(in crate::cli) rules: RuleArguments,
    #[arg(long, value_name = "级别", value_parser = option::severity,
        help = "低于此级别的问题不显示、不计数：error、warning、info（默认）")]
    pub(in crate::cli) min_severity: Option<Severity>,
    #[arg(long, value_name = "级别", value_parser = option::fail_on,
        help = "有此级别及以上的问题时退出码为 1：error（默认）、warning、info、never")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    #[arg(long, value_name = "年份", value_parser = option::year, help = "报告年度；不写则从文中读取")]
    pub(in crate::cli) year: Option<i32>,
    #[arg(long, value_name = "层级", value_parser = option::level,
        help = "单位层级：省、市、县、部门、乡、镇、街道；不写则从文中读取")]
    pub(in crate::cli) level: Option<Level>,
    #[arg(long, value_name = "阶段", value_parser = option::stage,
        help = "检查所处阶段：draft（起草）、submit（报送，默认）、publish（公开）")]
    pub(in crate::cli) stage: Option<Stage>,
    #[arg(long, value_name = "文件", help = "基线文件：其中已记录的问题不再报告，只报告新出现的问题")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    #[arg(long, value_name = "日期", value_parser = option::day,
        help = "以这一天为今天，判断配置中的豁免是否到期，如 2027-04-01；不写则用系统日期")]
    pub(in crate::cli) on: Option<Day>,
}
