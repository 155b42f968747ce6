//! Help and complaints about the command line, in Chinese where clap would speak English.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches};

use super::arguments::{Arguments, Command, example};
use super::{Exit, terminal};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// Marks as clap sets them – a colon stands at the end of headings alone –, and as Chinese does.
const MARKS: [(&str, &str); 3] = [(":\n", "：\n"), ("]...", "…]"), (">...", ">…")];

/// From more arguments than this on, help is in groups.
const LONG: usize = 12;

/// Understands a command line; where it asks for help or cannot be understood, says so and gives the exit code.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Command, Exit> {
    let arguments = without_help_command(arguments);
    let name = command_name(&arguments);
    let parsed = command().try_get_matches_from(arguments).and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map(|arguments| arguments.command).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Where the reader has gone away, help is not missed.
            let _ = io::stdout().write_all(chinese(&error.render().to_string()).as_bytes());
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            terminal::say(chinese(&command().render_help().to_string()).trim_end());
            Exit::Failed
        }
        _ => {
            terminal::complain(&sentence(&error));
            terminal::say(&format!("用法见 {name} --help"));
            Exit::Failed
        }
    })
}

/// `hegui help check` means `hegui check --help`.
fn without_help_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push(OsString::from("--help"));
    }
    arguments
}

/// Help with the marks that clap sets put right.
fn chinese(help: &str) -> String {
    MARKS.iter().fold(help.to_owned(), |help, (from, to)| help.replace(from, to))
}

/// The command line, with headings, usage and help options of our own.
pub(super) fn command() -> clap::Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    localized(Arguments::command().disable_version_flag(true).arg(version), "hegui")
}

fn localized(command: clap::Command, name: &str) -> clap::Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    let usage = usage(&command, name);
    let is_long = command.get_arguments().count() > LONG;
    let examples = example::of(name.strip_prefix("hegui ").unwrap_or_default());
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .help_template(TEMPLATE)
        .override_usage(usage)
        .after_help(examples.unwrap_or_default())
        .arg(help)
        .mut_args(|argument| {
            let heading = if is_long { group(&argument) } else { plain(&argument) };
            let takes_value = argument.get_action().takes_values();
            argument.help_heading(heading).hide_possible_values(takes_value).hide_default_value(takes_value)
        })
        .mut_subcommands(|subcommand| {
            let name = format!("{name} {}", subcommand.get_name());
            localized(subcommand, &name)
        })
}

/// The heading of an argument in short help.
fn plain(argument: &Arg) -> &'static str {
    if argument.is_positional() { "参数" } else { "选项" }
}

/// The heading of an argument in long help.
fn group(argument: &Arg) -> &'static str {
    match argument.get_id().as_str() {
        "format" | "output" | "color" | "show_waived" | "statistics" | "quiet" => "输出",
        "config" | "no_config" | "show_config" | "baseline" | "write_baseline" | "on" => "配置和基线",
        "rules" | "select" | "ignore" | "severity" | "min_severity" | "fail_on" => "规则和级别",
        "year" | "level" | "stage" | "encoding" | "stdin_filepath" => "怎样读报告",
        _ => plain(argument),
    }
}

fn usage(command: &clap::Command, name: &str) -> String {
    if command.has_subcommands() {
        return format!("{name} <命令> [选项]");
    }
    let mut usage = format!("{name} [选项]");
    for argument in command.get_positionals() {
        let value = argument.get_value_names().and_then(|names| names.first()).map_or("值", |name| name.as_str());
        let many = if matches!(argument.get_action(), ArgAction::Append) { "…" } else { "" };
        let shown = if argument.is_required_set() { format!(" <{value}>{many}") } else { format!(" [{value}{many}]") };
        usage.push_str(&shown);
    }
    usage
}

/// The program and the command that a command line names, for the hint at the help.
fn command_name(arguments: &[OsString]) -> String {
    let named = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let command = command();
    let known = named.into_iter().find_map(|name| command.find_subcommand(name));
    known.map_or_else(|| "hegui".to_owned(), |known| format!("hegui {}", known.get_name()))
}

/// What is wrong, in one sentence.
fn sentence(error: &clap::Error) -> String {
    let told = |kind| error.get(kind).and_then(likeliest);
    let argument = told(ContextKind::InvalidArg).unwrap_or_default();
    let option = argument.split([' ', '=']).next().unwrap_or_default();
    let named = if option.starts_with('-') { format!("选项 {option} ") } else { option.to_owned() };
    let value = told(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if !option.starts_with('-') => format!("多写了“{argument}”"),
        ErrorKind::UnknownArgument => {
            let perhaps = told(ContextKind::SuggestedArg).map(|known| format!("；是不是“{known}”？"));
            format!("没有“{option}”这个选项{}", perhaps.unwrap_or_default())
        }
        ErrorKind::InvalidSubcommand => {
            let name = told(ContextKind::InvalidSubcommand).unwrap_or_default();
            let perhaps = match told(ContextKind::SuggestedSubcommand) {
                Some(known) => format!("；是不是“{known}”？"),
                None if looks_like_path(&name) => format!("；检查文件请写 hegui check {name}"),
                None => String::new(),
            };
            format!("没有“{name}”这个命令{perhaps}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 {option} 后面要写一个值"),
        ErrorKind::InvalidValue => format!("{named}的值“{value}”不对：{}", known_values(error)),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("{named}的值“{value}”不对：{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument.replace("...", "…")),
        ErrorKind::TooManyValues => format!("选项 {option} 不要值，多了“{value}”"),
        ErrorKind::ArgumentConflict => format!("选项 {option} 只能写一次"),
        ErrorKind::InvalidUtf8 => "命令中有无法识别的文字".to_owned(),
        _ => "命令写法不对".to_owned(),
    }
}

fn known_values(error: &clap::Error) -> String {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => format!("可写 {}", values.join("、")),
        _ => "请核对写法".to_owned(),
    }
}

/// The one value, or of several suggestions the likeliest: clap puts it last.
fn likeliest(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.last().cloned(),
        _ => None,
    }
}

/// Whether someone probably forgot the command before a path.
fn looks_like_path(name: &str) -> bool {
    name.contains(['.', '/', '\\']) || !name.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn help_has_no_english_of_claps() {
        let mut command = command();
        command.build();
        let names: Vec<String> = command.get_subcommands().map(|known| known.get_name().to_owned()).collect();
        let subcommands = names.iter().filter_map(|name| command.find_subcommand(name).cloned()).collect::<Vec<_>>();
        for mut command in subcommands.into_iter().chain([command]) {
            let help = command.render_long_help().to_string();
            for word in ["Usage", "Options", "Arguments", "Commands", "possible", "default:", "Print"] {
                assert!(!help.contains(word), "{help}");
            }
        }
    }
}
