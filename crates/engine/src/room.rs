//! How much memory this process may take: where that is little, less is held for speed and for looking ahead.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::ff;

/// Bytes: what the machine has, or less where a container or `ulimit -m` leaves less. As much as can be counted where nothing
/// tells.
pub fn most() -> u64 {
    static MOST: OnceLock<u64> = OnceLock::new();
    *MOST.get_or_init(|| {
        let told = [ff::memory::physical(), ff::memory::resident_limit(), of_control_groups()];
        told.into_iter().flatten().min().unwrap_or(u64::MAX)
    })
}

/// Linux names the process's own control groups here.
const GROUPS: &str = "/proc/self/cgroup";
/// Where it is not there: those at the top, which in a container are its own.
const TOP_GROUPS: &str = "0::/\n1:memory:/";

fn of_control_groups() -> Option<u64> {
    let groups = fs::read_to_string(GROUPS);
    least(Path::new("/sys/fs/cgroup"), groups.as_deref().unwrap_or(TOP_GROUPS))
}

/// The lowest limit of the process's control groups and of those that they are in, of either version. A group that is not to be
/// seen from within a container is passed over.
fn least(mount: &Path, groups: &str) -> Option<u64> {
    groups.lines().filter_map(|group| of_group(mount, group)).min()
}

/// Of one line, `number:controllers:path`; the second version has no controllers in it.
fn of_group(mount: &Path, group: &str) -> Option<u64> {
    let mut parts = group.splitn(3, ':').skip(1);
    let (controllers, path) = (parts.next()?, parts.next()?);
    let (mount, names): (PathBuf, &[&str]) = match controllers {
        "" => (mount.into(), &["memory.max", "memory.high"]),
        _ if controllers.split(',').any(|name| name == "memory") => {
            (mount.join("memory"), &["memory.limit_in_bytes"])
        }
        _ => return None,
    };
    let limit = |file: PathBuf| fs::read_to_string(file).ok()?.trim().parse().ok();
    let groups = Path::new(path.trim_start_matches('/')).ancestors();
    let files = groups.flat_map(|group| names.iter().map(move |name| group.join(name)));
    files.filter_map(|file| limit(mount.join(file))).min()
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use super::*;

    /// A tree of such files, which goes away with it.
    struct Tree(PathBuf);

    impl Tree {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let root = env::temp_dir().join(format!("webcodecs-room-{name}-{}", process::id()));
            for (path, text) in files {
                let file = root.join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
            }
            Tree(root)
        }
    }

    impl Drop for Tree {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn the_lowest_limit_from_the_group_to_the_top_counts() {
        let files = [
            ("pod/memory.max", "300000000\n"),
            ("pod/memory.high", "max\n"),
            ("pod/job/memory.max", "max\n"),
            ("pod/job/memory.high", "280000000\n"),
            ("other/memory.max", "1000\n"),
        ];
        let tree = Tree::new("second", &files);
        assert_eq!(least(&tree.0, "0::/pod/job\n"), Some(280_000_000));
        assert_eq!(least(&tree.0, "0::/pod\n"), Some(300_000_000));
        assert_eq!(least(&tree.0, "0::/\n"), None);
    }

    #[test]
    fn the_first_version_is_known_too_also_where_the_group_is_not_to_be_seen() {
        let unlimited = "9223372036854771712\n";
        let files =
            [("memory/memory.limit_in_bytes", "268435456\n"), ("memory/in/memory.limit_in_bytes", unlimited)];
        let tree = Tree::new("first", &files);
        let groups = |path: &str| format!("5:devices:/{path}\n4:cpu,memory:/{path}\n0::/\n");
        for path in ["", "in", "docker/0123456789abcdef"] {
            assert_eq!(least(&tree.0, &groups(path)), Some(268_435_456), "{path}");
        }
        assert_eq!(least(&tree.0, TOP_GROUPS), Some(268_435_456));
    }

    #[test]
    fn what_is_no_group_tells_nothing() {
        let tree = Tree::new("none", &[("memory.max", "a few\n")]);
        for groups in ["", "0", "0::", "4:memory", "\n\n", "0::/\n"] {
            assert_eq!(least(&tree.0, groups), None, "{groups:?}");
        }
    }
}
