"""Where things are, and what kind of build is tested."""

import os
import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("LOTSE_BIN", ROOT / "build/dev/bin"))

SERVICES = ("engagement", "survey", "reporting")

# The sanitizers that the programs were built with; empty without.
SANITIZERS = os.environ.get("LOTSE_SANITIZED", "")

# How often a test kills a daemon; script/test --long sets more.
KILL_ROUNDS = int(os.environ.get("LOTSE_KILL_ROUNDS", "10"))

# Whether tests do all that they can; script/test --long says so.
LONG = os.environ.get("LOTSE_LONG") == "1"


def figure(name, value, unit="", limit=None):
    """Prints a measured figure on a line of its own."""
    bound = f" (limit {limit})" if limit is not None else ""
    print(f"\nfigure: {name}: {value}{' ' + unit if unit else ''}{bound}", flush=True)


def files_of(folder):
    """The content of each file below `folder` by its path in it."""
    folder = pathlib.Path(folder)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reference(*parts):
    """A file of the reference data. Without the data the test is skipped, or
    fails where LOTSE_REQUIRE_REFERENCE=1 says that it has to be there."""
    folder = pathlib.Path(os.environ.get("LOTSE_REFERENCE", ROOT / "../shared/reference"))
    path = folder.joinpath(*parts)
    if path.exists():
        return path.resolve()
    if os.environ.get("LOTSE_REQUIRE_REFERENCE") == "1":
        raise AssertionError(f"the reference data are required and not there: {path}")
    raise unittest.SkipTest(f"no reference data: {path} is not there")
