"""Each file says under which licence it is and whose it is, as REUSE asks, and whatever
names the licence names the same."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import tree

_NAMES = {
    ".reuse/dep5": r"^License: (\S+)$",
    "publiccode.yml": r"^ +license: (\S+)$",
    "README.md": r"^Licence: \[(.+?)\]\(LICENSE\)",
    "CONTRIBUTING.md": r"^\[(.+?)\]\(LICENSE\)",
    "deploy/packages/copyright.in": r"^Files: \*\nCopyright: .*\nLicense: (\S+)$",
}
_HOLDER = r"^Files: \*\nCopyright: (.*)$"


def lint(folder):
    """(exit code, everything printed) of the tool of REUSE."""
    done = subprocess.run(
        ["reuse", "--root", folder, "lint"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
    )
    return done.returncode, done.stdout


@unittest.skipUnless(shutil.which("reuse"), "reuse is not installed")
class Reuse(unittest.TestCase):
    def test_every_file_has_a_licence(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder, "lotse")
            # Without what others made, which in an unpacked archive no git tells apart.
            shutil.copytree(tree.ROOT, copy, symlinks=True,
                            ignore=shutil.ignore_patterns(*tree.NOT_OURS))
            code, printed = lint(copy)
            self.assertEqual(code, 0, printed[-3000:])

            (copy / "of_others.py").write_text("# SPDX-License-" + "Identifier: MIT\n")
            code, printed = lint(copy)
            self.assertEqual(code, 1)
            self.assertRegex(printed, r"Missing licenses: MIT\b")


class Licence(unittest.TestCase):
    def test_it_has_one_name(self):
        names = {path: re.findall(pattern, tree.read(path), re.MULTILINE)
                 for path, pattern in _NAMES.items()}
        for path in tree.files("package.json"):
            names[path] = [json.loads(tree.read(path))["license"]]
        self.assertEqual(names, {path: ["EUPL-1.2"] for path in names})

    def test_it_has_one_text(self):
        link = tree.ROOT / "LICENSES/EUPL-1.2.txt"
        self.assertTrue(link.is_symlink())
        self.assertEqual(link.resolve(), (tree.ROOT / "LICENSE").resolve())

    def test_it_has_one_holder(self):
        holders = {re.search(_HOLDER, tree.read(path), re.MULTILINE)[1]
                   for path in (".reuse/dep5", "deploy/packages/copyright.in")}
        self.assertEqual(len(holders), 1, holders)


if __name__ == "__main__":
    unittest.main()
