"""What is read for the bill of materials: copyright files, dpkg, npm, build folders."""

import json
import pathlib
import tempfile
import textwrap
import unittest

import build
import debian_packages
import licences
import npm
import programs

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2001 B
           1999 A
License: Expat

Files: x/*
Copyright: 1999 A
License: GPL-2+ with X exception or Zlib

Files: debian/*
Copyright: 2020 D
License: GPL-3

License: Expat
 Text of Expat.

License: GPL-2+ with X exception
 Text of the exception.
"""


class Licences(unittest.TestCase):
    LISTED = (
        ("Expat", "MIT"), ("MIT", "MIT"), ("Apache-2", "Apache-2.0"), ("zlib", "Zlib"),
        ("BSD-3-clause", "BSD-3-Clause"), ("GPL-2", "GPL-2.0-only"), ("GPL-3+", "GPL-3.0-or-later"),
        ("LGPL-2.1+", "LGPL-2.1-or-later"), ("AGPL-3", "AGPL-3.0-only"), ("GPL-7", None),
        ("public-domain", None), ("GPL-2+ with X exception", None), ("LicenseRef-x", None),
    )
    EXPRESSIONS = (
        ("Expat", "MIT"),
        ("Expat and Zlib", "MIT AND Zlib"),
        ("GPL-2+ or Expat", "GPL-2.0-or-later OR MIT"),
        ("Expat or ISC and Zlib", "MIT OR (ISC AND Zlib)"),
        ("Expat or ISC, and Zlib", "(MIT OR ISC) AND Zlib"),
        ("mine and Expat", "<mine> AND MIT"),
    )

    def test_names(self):
        for name, expected in self.LISTED:
            self.assertEqual(licences.listed(name), expected, name)

    def test_expressions(self):
        for synopsis, expected in self.EXPRESSIONS:
            self.assertEqual(licences.expression(synopsis, lambda n: f"<{n}>"), expected)
        for text in ("MIT", "MIT OR (Zlib AND ISC)"):
            self.assertTrue(licences.is_expression(text), text)
        for text in ("", "mine", "MIT OR"):
            self.assertFalse(licences.is_expression(text), text)

    def test_a_copyright_file(self):
        found = licences.read(COPYRIGHT, "a++")
        reference = "LicenseRef-app-GPL-2-or-later-with-X-exception"
        self.assertEqual(found.expression, f"({reference} OR Zlib) AND MIT")
        self.assertEqual(found.others,
                         {reference: ("GPL-2+ with X exception", "Text of the exception.")})
        self.assertEqual(found.copyright, "1999 A\n2001 B")

    def test_what_is_for_people_only(self):
        self.assertIsNone(licences.read("This is the prepackaged version.\n", "a"))
        self.assertIsNone(licences.read("", "a"))


class Debian(unittest.TestCase):
    def test_owners_whatever_the_name_of_the_folder(self):
        libc = programs.libraries("/usr/bin/dpkg")["libc.so.6"]
        names = {libc, "/usr" + libc.removeprefix("/usr"), libc.removeprefix("/usr")}
        self.assertEqual(debian_packages.owners(names), {name: "libc6" for name in names})

    def test_what_belongs_to_nobody(self):
        self.assertEqual(debian_packages.owners(["/nowhere/x", "/usr/bin/dpkg"]),
                         {"/usr/bin/dpkg": "dpkg"})
        self.assertEqual(debian_packages.owners([]), {})

    def test_packages(self):
        found = debian_packages.packages(["libstdc++6", "no-such-package"])
        self.assertEqual(set(found), {"libstdc++6"})
        library = found["libstdc++6"]
        self.assertRegex(library.source, r"^gcc-\d+$")
        self.assertTrue(library.version and library.source_version and library.architecture)
        self.assertIn("GCC", library.copyright())


class Programs(unittest.TestCase):
    def test_kinds(self):
        self.assertTrue(programs.is_program("/usr/bin/dpkg"))
        self.assertFalse(programs.is_program(__file__))

    def test_what_is_asked_for_is_among_what_is_loaded(self):
        loaded = programs.libraries("/usr/bin/dpkg")
        self.assertLessEqual(set(programs.needed("/usr/bin/dpkg")), set(loaded))
        for path in loaded.values():
            self.assertTrue(pathlib.Path(path).exists(), path)


class Npm(unittest.TestCase):
    LOCK = {
        "": {"devDependencies": {"a": "1"}, "optionalDependencies": {"@s/absent": "1"}},
        "node_modules/a": {"version": "1.0.0", "license": "MIT", "integrity": "sha512-AP8=",
                           "dependencies": {"@s/b": "2", "missing": "1"}},
        "node_modules/@s/b": {"version": "2.0.0+x"},
        "node_modules/@s/absent": {"version": "1.0.0"},
    }

    def folder(self, lock):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = pathlib.Path(temporary.name)
        (folder / "package-lock.json").write_text(json.dumps({"packages": lock}))
        for path in lock:
            if "absent" not in path:
                (folder / path).mkdir(parents=True, exist_ok=True)
        return folder

    def test_what_is_installed(self):
        b, a = npm.packages(self.folder(self.LOCK))
        self.assertEqual(a, npm.Package("a", "1.0.0", "MIT", "00ff", ["@s/b"], True))
        self.assertEqual(b, npm.Package("@s/b", "2.0.0+x", "", "", [], False))
        self.assertEqual(b.purl, "pkg:npm/%40s/b@2.0.0%2Bx")

    def test_two_versions_of_one(self):
        lock = {**self.LOCK, "node_modules/a/node_modules/@s/b": {"version": "3.0.0"}}
        with self.assertRaisesRegex(ValueError, "node_modules/a/node_modules/@s/b"):
            npm.packages(self.folder(lock))


class Build(unittest.TestCase):
    NINJA = textwrap.dedent("""\
        rule link
          command = /usr/bin/g++ -fuse-ld=bfd -o $out && /tools/bin/sign $out
        build bin/lotse: link a.o | /usr/lib/libs.a lib/ours.a /usr/lib/libd.so
        build bin/other: link b.o | /usr/lib/libo.a
        """)

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def test_what_a_program_is_made_of(self):
        (self.folder / "CMakeCache.txt").write_text(
            "CMAKE_PROJECT_VERSION:STATIC=1.2.3\nCMAKE_MAKE_PROGRAM:FILEPATH=/usr/bin/ninja\n"
            "LOTSE_MAINTAINER:STRING=A <a@example.org>\n")
        (self.folder / "build.ninja").write_text(self.NINJA)
        made = build.Build(self.folder)
        self.assertEqual((made.version, made.maintainer), ("1.2.3", "A <a@example.org>"))
        self.assertEqual(made.static_libraries("lotse"), {"/usr/lib/libs.a"})
        self.assertEqual(made.tools("lotse"), {"/usr/bin/g++", "/usr/bin/ninja", "/usr/bin/ld.bfd",
                                               "/tools/bin/sign"})
        self.assertEqual(made.headers("lotse"), set())
        with self.assertRaisesRegex(ValueError, "bin/lotse is not there: build it first"):
            made.program("lotse")

    def test_no_build_folder(self):
        with self.assertRaisesRegex(ValueError, "is no build folder"):
            build.Build(self.folder)


if __name__ == "__main__":
    unittest.main()
