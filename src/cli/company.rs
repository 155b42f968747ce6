//! Reports that are checked together or given to compare with, and what they tell of each other.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::judge::Case;
use super::read::{Reader, Report, STANDARD_INPUT};
use super::{Failure, batch, terminal};
use crate::check::Context;
use crate::compare::{Index, Running, town_of};
use crate::document::{Document, Vocabulary};
use crate::judge::walk::{self, Input};

/// Most bytes of text that are held to compare with; about six times as much memory is taken.
const MOST: usize = 128 << 20;

/// Most bytes of text of reports that are kept from the first look until they are checked; about four times as much
/// memory is taken.
const KEPT: usize = 16 << 20;

/// What is known of all reports of a run before the first is checked; nothing of one that is checked alone.
#[derive(Debug, Default)]
pub(super) struct Company {
    towns: Arc<BTreeSet<String>>,
    pub(super) index: Option<Index>,
    /// Reports to compare with that could not be read.
    unreadable: usize,
    /// Reports that were read and understood to be looked at, by their paths.
    kept: Mutex<HashMap<PathBuf, Report>>,
}

/// A report to look at.
struct Seen<'a> {
    input: &'a Input,
    vocabularies: &'a [Vocabulary],
    /// Only to compare with.
    given: bool,
}

/// What was seen of it.
#[derive(Default)]
struct Known {
    town: Option<String>,
    running: Option<Running>,
    trouble: Option<String>,
    /// The report itself, which will be checked, and its path.
    report: Option<(PathBuf, Report)>,
}

impl Company {
    /// Looks at all reports once; only where there are several, and a rule asks for it.
    pub(super) fn gather(
        cases: &[Case],
        against: &[PathBuf],
        reader: &Reader,
        jobs: Option<usize>,
    ) -> Result<Self, Failure> {
        let terms: Vec<_> = cases.iter().filter_map(|case| case.terms.as_deref()).collect();
        let mut last = None;
        let (mut compares, mut knows) = (false, false);
        for terms in &terms {
            // Neighbours mostly share their terms.
            if last.replace(std::ptr::from_ref(*terms)) != Some(std::ptr::from_ref(*terms)) {
                compares |= terms.rules.rules().any(|rule| rule.file.check.compares());
                knows |= terms.rules.rules().any(|rule| rule.file.check.knows_neighbours());
            }
        }
        // Holding all against all costs more than all else that is checked, so that it is done where it is asked for.
        compares &= !against.is_empty();
        let Some(first) = terms.first() else { return Ok(Self::default()) };
        if (cases.len() < 2 && against.is_empty()) || !(compares || knows) {
            return Ok(Self::default());
        }
        let own: HashSet<PathBuf> = match against {
            [] => HashSet::new(),
            _ => cases.iter().map(|case| file(&case.input.path)).collect(),
        };
        let given: Vec<Input> =
            walk::inputs(against).into_iter().filter(|input| !own.contains(&file(&input.path))).collect();
        let seen_case = |case: &'_ Case| case.input.trouble.is_none() && case.input.path != Path::new(STANDARD_INPUT);
        let mut seen: Vec<Seen<'_>> = Vec::with_capacity(cases.len() + given.len());
        for case in cases.iter().filter(|case| seen_case(case)) {
            if let Some(terms) = &case.terms {
                seen.push(Seen { input: &case.input, vocabularies: terms.rules.vocabularies(), given: false });
            }
        }
        let vocabularies = first.rules.vocabularies();
        seen.extend(given.iter().map(|input| Seen { input, vocabularies, given: true }));
        Self::of(&seen, compares, reader, jobs)
    }

    /// Looks at reports to compare with.
    pub(super) fn given(
        inputs: &[Input],
        vocabularies: &[Vocabulary],
        reader: &Reader,
        jobs: Option<usize>,
    ) -> Result<Self, Failure> {
        let seen: Vec<Seen<'_>> = inputs.iter().map(|input| Seen { input, vocabularies, given: true }).collect();
        Self::of(&seen, true, reader, jobs)
    }

    fn of(seen: &[Seen<'_>], compares: bool, reader: &Reader, jobs: Option<usize>) -> Result<Self, Failure> {
        let (mut towns, mut reports, mut unreadable) = (BTreeSet::new(), Vec::new(), 0);
        let (mut held, mut left_out) = (0, 0);
        let (mut kept, mut kept_bytes) = (HashMap::new(), 0);
        let look = |seen: &Seen<'_>| look(seen, compares, reader);
        batch::run(seen, jobs, look, |known| {
            towns.extend(known.town);
            if let Some(trouble) = known.trouble {
                unreadable += 1;
                terminal::complain(&trouble);
            }
            if let Some(running) = known.running {
                held += running.text().len();
                if held <= MOST { reports.push(running) } else { left_out += 1 }
            }
            if let Some((path, report)) = known.report {
                kept_bytes += report.document.source.text().len();
                if kept_bytes <= KEPT {
                    kept.insert(path, report);
                }
            }
            Ok(())
        })?;
        if left_out > 0 {
            let count = reports.len();
            terminal::say(&format!(
                "报告太多：只与前 {count} 份比较，其余 {left_out} 份不作比较的对象；可以分几次检查"
            ));
        }
        let index = (!reports.is_empty()).then(|| Index::new(reports));
        Ok(Self { towns: Arc::new(towns), index, unreadable, kept: Mutex::new(kept) })
    }

    /// A report that was kept from the first look; only once.
    pub(super) fn take(&self, path: &Path) -> Option<Report> {
        self.kept.lock().ok()?.remove(path)
    }

    /// Whether all reports to compare with could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.unreadable == 0
    }

    /// What is known beside a report's text, with what the others tell.
    pub(super) fn context<'a>(&self, document: &Document, name: &str, context: &'a Context) -> Cow<'a, Context> {
        let likeness = self.index.as_ref().map(|index| Arc::new(index.likeness(&Running::of(document, name))));
        if likeness.is_none() && self.towns.is_empty() {
            return Cow::Borrowed(context);
        }
        Cow::Owned(Context { likeness, neighbours: Arc::clone(&self.towns), ..context.clone() })
    }
}

/// A case that cannot be read is told of when it is checked.
fn look(seen: &Seen<'_>, compares: bool, reader: &Reader) -> Known {
    let Seen { input, vocabularies, given } = seen;
    let name = reader.name(&input.path);
    let read = match &input.trouble {
        Some(trouble) => Err(trouble.clone()),
        None => reader.report(&input.path, vocabularies),
    };
    let report = match read {
        Ok(report) => report,
        Err(_) if !given => return Known::default(),
        Err(reason) => return Known { trouble: Some(format!("无法读取 {name}：{reason}")), ..Known::default() },
    };
    let document = &report.document;
    let is_one = input.named || !document.kind.is_unknown();
    let running = (compares && is_one).then(|| Running::of(document, &name));
    let running = if *given { running.map(Running::given) } else { running };
    let town = town_of(document).filter(|_| is_one && !given).map(str::to_owned);
    Known { town, running, trouble: None, report: (!given).then(|| (input.path.clone(), report)) }
}

fn file(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
