"""What the structure tests look at: the files of the project.

They are found in the tree, not asked of git, so the tests also hold in an
unpacked archive.
"""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Made by a build or brought by a package manager; not ours.
NOT_OURS = {"build", "node_modules", "__pycache__", ".git", ".cache"}

# Kept word for word as others wrote them.
_VERBATIM = {"LICENSE", "package-lock.json"}


def files(*suffixes):
    """Paths of our files below the root that end so, in order; all without suffixes."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NOT_OURS)
        for name in sorted(names):
            path = pathlib.Path(folder, name).relative_to(ROOT).as_posix()
            if name not in _VERBATIM and (not suffixes or name.endswith(suffixes)):
                found.append(path)
    return found


def read(path):
    """The text of a file; None if it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def texts(*suffixes):
    """(path, text) of our text files that end so."""
    for path in files(*suffixes):
        text = read(path)
        if text is not None:
            yield path, text


def is_test(path):
    """Whether a file serves tests only."""
    name = path.rsplit("/", 1)[-1]
    return (
        path.startswith(("tests/", "runtime/resource/contract/"))
        or name.endswith(("_test.cc", "_test.h", "_testing.h", "_testing.cc"))
    )
