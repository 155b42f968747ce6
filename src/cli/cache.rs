//! Results of earlier runs, by the fingerprint of all that they depend on: each run that has made some adds a pack.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use super::pack::{Pack, Packer, UNFINISHED, WHOLE};
use crate::judge::digest::Digest;
use crate::judge::discover::whole;

/// Names another folder for it; where it is empty, nothing is kept.
const VARIABLE: &str = "HEGUI_CACHE_DIR";

/// The most bytes that are kept.
const MOST: u64 = 256 << 20;
/// From more packs than this on, the smallest are put together into one.
const PACKS: usize = 16;
const TOGETHER: usize = 12;
/// What has not been finished for so long never will be.
const GIVEN_UP: Duration = Duration::from_secs(60 * 60);
/// So that programs that make backups pass it over.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# hegui keeps the results of checks here; this folder can be deleted at any time.\n";

/// Results of earlier runs. Whatever goes wrong with it, a result is made anew: nobody is told.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// The latest first; opened when the first result is asked for.
    packs: OnceLock<Vec<Pack>>,
    new: Mutex<New>,
}

/// What this run adds.
#[derive(Debug)]
enum New {
    Nothing,
    Pack(Box<Packer>),
    /// Nothing can be written.
    Impossible,
}

impl Cache {
    /// The one of this user; none where there is no place for it.
    pub(super) fn of_user() -> Option<Self> {
        folder().map(Self::in_folder)
    }

    fn in_folder(folder: PathBuf) -> Self {
        Self { folder, packs: OnceLock::new(), new: Mutex::new(New::Nothing) }
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What an earlier run has kept under a fingerprint.
    pub(super) fn get(&self, key: &Digest) -> Option<Vec<u8>> {
        let open = || {
            let mut files = files(&self.folder, WHOLE);
            files.sort_by_key(|file| Reverse(file.time));
            files.iter().filter_map(|file| Pack::open(&file.path).ok()).collect()
        };
        self.packs.get_or_init(open).iter().find_map(|pack| pack.get(key))
    }

    /// Keeps something for later runs, which will find all of it or nothing.
    pub(super) fn put(&self, key: &Digest, content: &[u8]) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*new, New::Nothing) {
            *new = self.begin().map_or(New::Impossible, |packer| New::Pack(Box::new(packer)));
        }
        let New::Pack(packer) = &mut *new else { return };
        let is_too_much = packer.length() + content.len() as u64 > MOST / 2;
        if !is_too_much && packer.add(key, content).is_err() {
            *new = New::Impossible;
        }
    }

    /// Words of reports are kept in it, so that others may not look into it.
    fn begin(&self) -> io::Result<Packer> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        let tag = self.folder.join("CACHEDIR.TAG");
        if !tag.exists() {
            fs::write(tag, TAG)?;
        }
        Packer::new(&self.folder)
    }

    /// Ends what was added, so that it is found from now on, and makes room.
    pub(super) fn end(&mut self) {
        let new = self.new.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let New::Pack(packer) = std::mem::replace(new, New::Nothing)
            && packer.finish(&self.folder).is_ok()
        {
            self.packs = OnceLock::new();
            make_room(&self.folder, MOST);
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.end();
    }
}

/// A file in the folder.
struct Kept {
    time: SystemTime,
    size: u64,
    path: PathBuf,
}

/// The files whose names end so.
fn files(folder: &Path, extension: &str) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|own| own == extension));
    let kept = |path: PathBuf| {
        let file = fs::metadata(&path).ok()?;
        Some(Kept { time: file.modified().ok()?, size: file.len(), path })
    };
    paths.filter_map(kept).collect()
}

/// Takes away the oldest packs where there are too many bytes, and puts small ones together where there are too many packs.
/// Where another run does so at the same time, some of what is kept is lost or stands there twice, and nothing else happens.
fn make_room(folder: &Path, most: u64) {
    let mut packs = files(folder, WHOLE);
    packs.sort_by_key(|pack| Reverse(pack.time));
    let mut room = most;
    packs.retain(|pack| match room.checked_sub(pack.size) {
        Some(left) => {
            room = left;
            true
        }
        None => {
            room = 0;
            remove(&pack.path);
            false
        }
    });
    if packs.len() > PACKS {
        packs.sort_by_key(|pack| pack.size);
        packs.truncate(TOGETHER);
        packs.sort_by_key(|pack| Reverse(pack.time));
        // What cannot be read is of no use either.
        if let Ok(whole) = together(folder, &packs) {
            packs.iter().filter(|pack| pack.path != whole).for_each(|pack| remove(&pack.path));
        }
    }
    for file in files(folder, UNFINISHED) {
        if file.time.elapsed().is_ok_and(|time| time > GIVEN_UP) {
            remove(&file.path);
        }
    }
}

fn together(folder: &Path, packs: &[Kept]) -> io::Result<PathBuf> {
    let mut packer = Packer::new(folder)?;
    let mut seen = BTreeSet::new();
    for pack in packs.iter().filter_map(|file| Pack::open(&file.path).ok()) {
        for key in pack.keys().filter(|key| seen.insert(*key)) {
            if let Some(content) = pack.get(&key) {
                packer.add(&key, &content)?;
            }
        }
    }
    packer.finish(folder)
}

/// Another run may have been faster.
fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// The folder for it: the one that the variable names, else the one that the system has for such things.
fn folder() -> Option<PathBuf> {
    if let Some(own) = env::var_os(VARIABLE).map(PathBuf::from) {
        return (!own.as_os_str().is_empty()).then(|| whole(&own));
    }
    let named = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let of_system = if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Caches"))
    } else {
        named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")))
    };
    of_system.map(|folder| folder.join("hegui"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> Digest {
        [number; 32]
    }

    #[test]
    fn what_is_kept_is_found_by_later_runs() {
        let folder = tempfile::tempdir().expect("a place for files");
        let place = folder.path().join("a/b");
        let mut one = Cache::in_folder(place.clone());
        assert_eq!(one.get(&key(1)), None);
        one.put(&key(1), "甲".as_bytes());
        one.put(&key(2), b"");
        assert_eq!(one.get(&key(1)), None, "the same run knows what it has made");
        one.end();
        assert_eq!(one.get(&key(1)), Some("甲".into()));
        assert_eq!(Cache::in_folder(place.clone()).get(&key(2)), Some(Vec::new()));
        fs::remove_dir_all(&place).expect("can be deleted at any time");
        one.put(&key(3), b"c");
        drop(one);
        let again = Cache::in_folder(place);
        assert_eq!((again.get(&key(1)), again.get(&key(3))), (None, Some(b"c".to_vec())));
    }

    #[test]
    fn packs_stay_few() {
        let folder = tempfile::tempdir().expect("a place for files");
        for number in 0..60 {
            let cache = Cache::in_folder(folder.path().to_owned());
            cache.put(&key(number), &[number; 100]);
            cache.put(&key(200), &[number]);
        }
        assert!(files(folder.path(), WHOLE).len() <= PACKS);
        let cache = Cache::in_folder(folder.path().to_owned());
        assert!((0..60).all(|number| cache.get(&key(number)) == Some(vec![number; 100])));
        let names = || fs::read_dir(folder.path()).expect("a folder").count();
        let unfinished = folder.path().join("a.part");
        for age in [0, 2] {
            let file = fs::File::create(&unfinished).expect("created");
            file.set_modified(SystemTime::now() - GIVEN_UP * age).expect("set back");
            make_room(folder.path(), MOST);
            assert_eq!(unfinished.exists(), age == 0);
        }
        make_room(folder.path(), 0);
        assert_eq!(names(), 1, "nothing but the tag");
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().expect("a place for files");
        for (name, day) in [("甲", 3_u64), ("乙", 1), ("丙", 2)] {
            let file = fs::File::create(folder.path().join(name).with_extension(WHOLE)).expect("created");
            file.set_len(100).expect("grown");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400)).expect("set back");
        }
        make_room(folder.path(), 300);
        assert_eq!(files(folder.path(), WHOLE).len(), 3);
        make_room(folder.path(), 150);
        let left: Vec<_> = files(folder.path(), WHOLE).into_iter().map(|file| file.path).collect();
        assert_eq!(left, [folder.path().join("甲.pack")]);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_no_place() {
        let folder = tempfile::tempdir().expect("a place for files");
        let file = folder.path().join("文件");
        fs::write(&file, "").expect("written");
        let mut cache = Cache::in_folder(file.join("b"));
        cache.put(&key(1), b"a");
        cache.end();
        assert_eq!(cache.get(&key(1)), None);
    }
}
