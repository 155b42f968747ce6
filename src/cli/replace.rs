//! A file's bytes replaced as a whole: whoever reads it finds the old ones or the new ones.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::Builder;

/// Replaces the bytes of a file by way of a new file beside it. Permissions stay; a link stays and its target changes.
///
/// # Errors
/// The file cannot be written, or its folder; it is as it was.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        return Err(ErrorKind::PermissionDenied.into());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    // Hidden, so that a walk at the same time does not take it for a report.
    let mut beside = Builder::new().prefix(".hegui-").suffix(".tmp").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().set_permissions(permissions)?;
    beside.as_file().sync_all()?;
    beside.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bytes_change() {
        let folder = tempfile::tempdir().expect("a place for files");
        let file = folder.path().join("报告.txt");
        fs::write(&file, "甲").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            let link = folder.path().join("别名.txt");
            symlink("报告.txt", &link).expect("a link");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
            replace(&link, "乙".as_bytes()).expect("replaced");
            assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
            assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
        }
        replace(&file, "丙丁".as_bytes()).expect("replaced");
        assert_eq!(fs::read_to_string(&file).expect("text"), "丙丁");
    }

    #[test]
    fn a_file_that_may_not_be_written_stays() {
        let folder = tempfile::tempdir().expect("a place for files");
        let file = folder.path().join("报告.txt");
        fs::write(&file, "甲").expect("written");
        let mut permissions = fs::metadata(&file).expect("there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).expect("set");
        assert_eq!(replace(&file, b"").map_err(|error| error.kind()), Err(ErrorKind::PermissionDenied));
        assert_eq!(fs::read_to_string(&file).expect("text"), "甲");
        assert!(replace(&folder.path().join("没有.txt"), b"").is_err());
    }
}
