"""The bill of materials of the real programs follows the rules of SPDX, and leaves nothing
out that they load.

    sbom_test.py BUILD
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import spdx
import spdx_rules

SCRIPT = pathlib.Path(__file__).with_name("sbom.py")
PACKAGES = {"lotse": "lotse-cli", **{f"lotse-{service}": f"lotse-{service}"
                                     for service in ("engagement", "survey", "reporting")}}

build = None  # folder, from the command line


def run(*command, code=0, **environment):
    """What a command prints; fails unless it ends with the code."""
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if code else None, text=True, timeout=300, check=False,
        env={**os.environ, **environment},
    )
    if done.returncode != code:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def bill(*folders, time="1764000000"):
    return run(sys.executable, "-B", SCRIPT, *folders, SOURCE_DATE_EPOCH=time)


class Bill:
    """A document, to be asked."""

    def __init__(self, text):
        self.document = json.loads(text)
        self.packages = {package["name"]: package for package in self.document["packages"]}
        self.names = {package["SPDXID"]: name for name, package in self.packages.items()}
        self.files = {file["SPDXID"]: file for file in self.document["files"]}

    def related(self, kind, start=None, end=None):
        """The other ends of relationships of a kind."""
        return {r["spdxElementId"] if end else r["relatedSpdxElement"]
                for r in self.document["relationships"]
                if r["relationshipType"] == kind and start in (None, r["spdxElementId"])
                and end in (None, r["relatedSpdxElement"])}

    def file(self, package, name):
        """The file of a package by the end of its name."""
        ids = self.related("CONTAINS", start=self.packages[package]["SPDXID"])
        found = [self.files[i] for i in ids if self.files[i]["fileName"].endswith(name)]
        assert len(found) == 1, found
        return found[0]

    def used_for(self, package, kind):
        """The names of the packages that are related so to a package."""
        return {self.names[i] for i in self.related(kind, end=self.packages[package]["SPDXID"])}

    def linked(self, element):
        """The names of all packages that are loaded with a file."""
        seen, ahead = set(), {element}
        while ahead:
            ahead = set().union(*(self.related("DYNAMIC_LINK", start=i) for i in ahead)) - seen
            seen |= ahead
        return {self.names[i] for i in seen}


def sum_of(path, algorithm):
    return hashlib.new(algorithm, pathlib.Path(path).read_bytes()).hexdigest()


def sums(element):
    return {c["algorithm"].lower(): c["checksumValue"] for c in element["checksums"]}


class OfBuild(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = bill(build)
        cls.bill = Bill(cls.text)

    def test_it_follows_the_rules(self):
        self.assertEqual(spdx_rules.problems(self.bill.document), [])

    def test_the_same_time_gives_the_same_bytes(self):
        self.assertEqual(bill(build), self.text)

    def test_it_says_when_it_was_made(self):
        self.assertEqual(self.bill.document["creationInfo"]["created"], "2025-11-24T16:00:00Z")
        made = [json.loads(spdx.Document("a").text(created, [])) for created in (0, 0, 1)]
        self.assertEqual(made[0], made[1])
        self.assertEqual(made[0]["creationInfo"]["created"], "1970-01-01T00:00:00Z")
        self.assertNotEqual(made[0]["documentNamespace"], made[2]["documentNamespace"])

    def test_it_describes_the_four_programs(self):
        described = self.bill.related("DESCRIBES")
        self.assertEqual({self.bill.names[i] for i in described}, set(PACKAGES.values()))
        for name in PACKAGES.values():
            self.assertEqual(self.bill.packages[name]["licenseDeclared"], "Apache-2.0 AND EUPL-1.2")

    def test_checksums_of_the_programs(self):
        for program, package in PACKAGES.items():
            file = self.bill.file(package, f"/{program}")
            self.assertEqual(sums(file), {a: sum_of(build / "bin" / program, a)
                                          for a in ("sha1", "sha256")})

    def test_every_library_is_there_with_the_version_that_is_installed(self):
        for program, package in PACKAGES.items():
            linked = self.bill.linked(self.bill.file(package, f"/{program}")["SPDXID"])
            loaded = {name: found for found in linked for name in
                      self.bill.packages[found]["comment"].removeprefix("Loaded: ").split(", ")}
            told = re.findall(r"^\s*(?:\S*/)?(\S+)(?: => \S+)? \(",
                              run("ldd", build / "bin" / program), re.MULTILINE)
            libraries = {name for name in told if not name.startswith("linux-vdso")}
            self.assertGreater(len(libraries), 20)
            self.assertLessEqual(libraries, set(loaded), program)
        for name in set(loaded.values()):
            version = run("dpkg-query", "--show", "--showformat=${Version}\\n", name).split()
            self.assertIn(self.bill.packages[name]["versionInfo"], version)

    def test_what_is_linked_or_compiled_into_them(self):
        file = self.bill.file("lotse-survey", "/lotse-survey")
        self.assertIn("libsqlitecpp-dev", {
            self.bill.names[i] for i in self.bill.related("STATIC_LINK", start=file["SPDXID"])})
        self.assertLessEqual({"libboost1.81-dev", "libgrpc++-dev", "google-proto-files"},
                             self.bill.used_for("lotse-survey", "BUILD_DEPENDENCY_OF"))

    def test_tools(self):
        tools = self.bill.used_for("lotse-engagement", "BUILD_TOOL_OF")
        self.assertLessEqual({"protobuf-compiler", "protobuf-compiler-grpc", "cmake"}, tools)
        self.assertTrue(any(re.fullmatch(r"g\+\+-\d+|clang-\d+", tool) for tool in tools), tools)

    def test_npm_packages_are_those_of_the_lock(self):
        lock = json.loads((SCRIPT.parents[2] / "proto/package-lock.json").read_text("utf-8"))
        for path, entry in lock["packages"].items():
            name = path.removeprefix("node_modules/")
            if not path or (name.startswith("@bufbuild/") and name not in self.bill.packages):
                continue  # the one for another kind of machine
            package = self.bill.packages[name]
            self.assertEqual(package["versionInfo"], entry["version"])
            self.assertEqual(package["licenseDeclared"], entry["license"])
            self.assertEqual(list(sums(package)), ["sha512"])
        for package in PACKAGES.values():
            self.assertRegex(" ".join(self.bill.used_for(package, "DEV_TOOL_OF")), "^@bufbuild/")


class OfPackages(unittest.TestCase):
    """Packages that hold little more than the real programs."""

    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name, "packages")
        cls.folder.mkdir()
        for program, name in PACKAGES.items():
            root = pathlib.Path(temporary.name, name)
            for folder in ("DEBIAN", "usr/bin", f"usr/share/doc/{name}"):
                (root / folder).mkdir(parents=True)
            (root / "DEBIAN/control").write_text(
                f"Package: {name}\nVersion: 1.0-1\nArchitecture: all\n"
                "Maintainer: A <a@example.org>\n"
                "Depends: libc6 (>= 2.36), tzdata, no-such-a | ca-certificates, no-such-b\n"
                "Description: a\n")
            shutil.copy(build / "deploy/packages/copyright", root / f"usr/share/doc/{name}")
            run("strip", "-o", root / "usr/bin" / program, build / "bin" / program)
            run("dpkg-deb", "-Znone", "--root-owner-group", "--build", root, cls.folder)
        cls.root = pathlib.Path(temporary.name)
        cls.bill = Bill(bill(build, cls.folder))

    def test_it_follows_the_rules(self):
        self.assertEqual(spdx_rules.problems(self.bill.document), [])

    def test_packages_and_files_have_their_checksums(self):
        for program, name in PACKAGES.items():
            package = self.bill.packages[name]
            archive = self.folder / package["packageFileName"]
            self.assertEqual(sums(package)["sha256"], sum_of(archive, "sha256"))
            self.assertEqual(package["versionInfo"], "1.0-1")
            contained = self.bill.related("CONTAINS", start=package["SPDXID"])
            self.assertEqual({self.bill.files[i]["fileName"] for i in contained},
                             {f"./usr/bin/{program}", f"./usr/share/doc/{name}/copyright"})
            for i in contained:
                file = self.bill.files[i]
                path = self.root / name / file["fileName"]
                self.assertEqual(sums(file)["sha256"], sum_of(path, "sha256"))

    def test_what_they_depend_on_beside_libraries(self):
        self.assertEqual(self.bill.used_for("lotse-cli", "RUNTIME_DEPENDENCY_OF"),
                         {"tzdata", "ca-certificates", "no-such-b"})
        self.assertIn("libc6", self.bill.linked(
            self.bill.file("lotse-cli", "/usr/bin/lotse")["SPDXID"]))

    def test_one_package_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted(self.folder.glob("*.deb"))[1:]:
                shutil.copy(path, folder)
            printed = run(sys.executable, "-B", SCRIPT, build, folder, code=1)
            self.assertRegex(printed, r"has to hold the packages .*lotse-cli.*; it has lotse-eng")


class Wrong(unittest.TestCase):
    def test_no_build_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            printed = run(sys.executable, "-B", SCRIPT, folder, code=1)
        self.assertRegex(printed, r"^sbom: \S+ is no build folder: it has no CMakeCache.txt\n$")

    def test_no_folder_at_all(self):
        self.assertIn("sbom.py BUILD [PACKAGES]", run(sys.executable, "-B", SCRIPT, code=1))


if __name__ == "__main__":
    build = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
