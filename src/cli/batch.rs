//! Inputs one after the other, or many at a time, with their results in the order of the inputs.

use std::io;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::Failure;
use super::tally::Tally;
use super::terminal::Progress;
use crate::judge::outcome::Outcome;

/// Inputs whose results are held at a time.
const CHUNK: usize = 128;

/// What one input gave.
pub(super) struct Done {
    /// Its part of the output; none where it was passed over.
    pub(super) output: Option<Vec<u8>>,
    /// A line for standard error.
    pub(super) note: Option<String>,
    pub(super) tally: Tally,
    /// What it gave to tell of waivers and baselines.
    pub(super) outcome: Outcome,
}

/// Works on all inputs; `jobs` at a time, as many as there are processors where it is not given.
pub(super) fn run<T: Sync, D: Send>(
    inputs: &[T],
    jobs: Option<usize>,
    work: impl Fn(&T) -> D + Sync,
    mut take: impl FnMut(D) -> io::Result<()>,
) -> Result<(), Failure> {
    if inputs.len() < 2 || jobs == Some(1) {
        return inputs.iter().try_for_each(|input| take(work(input))).map_err(Failure::from);
    }
    let pool = ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0).min(inputs.len())).build();
    let pool = pool.map_err(|error| Failure::Told(format!("无法启动多线程：{error}；可加 --jobs 1 再试")))?;
    let progress = Progress::of(inputs.len());
    for (index, chunk) in inputs.chunks(CHUNK).enumerate() {
        let results: Vec<D> = pool.install(|| chunk.par_iter().map(&work).collect());
        results.into_iter().try_for_each(&mut take)?;
        progress.at(index * CHUNK + chunk.len());
    }
    Ok(())
}
