"""Prints the software bill of materials of Lotse as SPDX 2.3 in JSON.

    sbom.py BUILD [PACKAGES]

BUILD is the build folder, PACKAGES the folder with the Debian packages that were made of
it. Without it, what is described are the programs in the build folder.
"""

import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

import build as builds
import debian_packages
import licences
import npm
import programs
import spdx

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The folder whose npm packages the build needs.
NPM_FOLDER = ROOT / "proto"

# The package of each program.
PACKAGES = {
    "lotse": "lotse-cli", "lotse-engagement": "lotse-engagement", "lotse-survey": "lotse-survey",
    "lotse-reporting": "lotse-reporting",
}


@dataclasses.dataclass
class Part:
    """What is installed together: a Debian package of Lotse, or a program by itself."""

    name: str
    version: str
    files: dict  # path by name in the package, which begins with `./`
    copyright: str
    archive: pathlib.Path = None
    depends: list = dataclasses.field(default_factory=list)  # of packages, each with a choice

    @property
    def id(self):
        return spdx.identifier("Package", self.name)

    def file_id(self, name):
        return spdx.identifier("File", self.name, name.lstrip("./"))

    def programs(self):
        """{id of the file: path}"""
        return {self.file_id(name): path for name, path in self.files.items()
                if programs.is_program(path)}


def of_build(build):
    """The parts that are the programs of a build."""
    return [Part(package, build.version, {f"./bin/{program}": build.program(program)},
                 build.copyright())
            for program, package in PACKAGES.items()]


def of_packages(folder, unpacked):
    """The parts that are the Debian packages in a folder; their files go to `unpacked`."""
    parts = []
    for archive in sorted(pathlib.Path(folder).glob("*.deb")):
        def field(name, archive=archive):
            return subprocess.run(
                ["dpkg-deb", "--field", archive, name], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, text=True, timeout=60, check=True,
            ).stdout.strip()

        name = field("Package")
        root = pathlib.Path(unpacked, name)
        subprocess.run(["dpkg-deb", "--extract", archive, root], timeout=300, check=True)
        files = {f"./{path.relative_to(root)}": path
                 for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()}
        copyright_file = root / "usr/share/doc" / name / "copyright"
        depends = [re.findall(r"(?:^|\|)\s*([\w.+-]+)", choice)
                   for choice in field("Depends").split(",")]
        parts.append(Part(name, field("Version"), files, copyright_file.read_text(encoding="utf-8"),
                          archive, depends))
    if sorted(part.name for part in parts) != sorted(PACKAGES.values()):
        raise ValueError(f"{folder} has to hold the packages {', '.join(PACKAGES.values())}, once "
                         f"each; it has {', '.join(part.name for part in parts) or 'none'}")
    return parts


def person_or_organization(maintainer):
    """`Name <address>` as SPDX writes it."""
    return "Organization: " + re.sub(r"\s*<(.*)>$", r" (\1)", maintainer)


class Bill:
    """The document of parts that a build made."""

    def __init__(self, build, parts):
        self._build = build
        self._document = spdx.Document(f"lotse-{build.version}")
        self._maintainer = person_or_organization(build.maintainer)
        self._loaded = {}  # names of libraries by Debian package
        self._debian = set()  # names of Debian packages
        self._copyrights = {}  # text of the copyright file by the package that is named for it
        for part in parts:
            self._add_part(part)
            for file_id, path in part.programs().items():
                self._add_libraries(file_id, path)
                self._add_ingredients(part, file_id, path.name)
            self._add_dependencies(part)
        self._add_npm(parts)
        self._add_debian()

    def text(self, created):
        return self._document.text(
            created, [self._maintainer, f"Tool: lotse-sbom-{self._build.version}"])

    def _licence_fields(self, copyright_text, source, package):
        """What a copyright file says, as fields of a package. The packages of a source share
        it, but for one that is installed in another version."""
        if not copyright_text:
            return {}
        shared = self._copyrights.setdefault(source, copyright_text) == copyright_text
        found = licences.read(copyright_text, source if shared else package)
        if not found:
            return {}
        for reference, (name, text) in found.others.items():
            self._document.add_licence(reference, name, text)
        return {"licenseDeclared": found.expression, "copyrightText": found.copyright}

    def _add_part(self, part):
        files = []
        for name, path in part.files.items():
            fields = {"fileName": name, "checksums": spdx.checksums(path.read_bytes())}
            if programs.is_program(path):
                fields["fileTypes"] = ["BINARY"]
            self._document.add_file(part.file_id(name), **fields)
            self._document.relate(part.id, "CONTAINS", part.file_id(name))
            files.append(fields)
        fields = self._licence_fields(part.copyright, "lotse", part.name)
        if part.archive:
            fields["packageFileName"] = part.archive.name
            fields["checksums"] = spdx.checksums(part.archive.read_bytes())
        self._document.add_package(
            part.id, name=part.name, versionInfo=part.version, supplier=self._maintainer,
            primaryPackagePurpose="APPLICATION", filesAnalyzed=True,
            packageVerificationCode=spdx.verification_code(files), **fields)
        self._document.relate(spdx.DOCUMENT, "DESCRIBES", part.id)

    def _add_libraries(self, file_id, path):
        """The libraries that are loaded with a program: which package asks for which."""
        loaded = programs.libraries(path)
        owners = debian_packages.owners(loaded.values())
        package_of = {}
        for name, library in loaded.items():
            if library not in owners:
                raise ValueError(f"{library}, which {path.name} loads, is of no Debian package")
            package_of[name] = owners[library]
            self._loaded.setdefault(owners[library], set()).add(name)
        for name in programs.needed(path):
            self._relate_to_debian(file_id, "DYNAMIC_LINK", package_of[name])
        for user, library in loaded.items():
            for name in programs.needed(library):
                if package_of[name] != package_of[user]:
                    self._relate_to_debian(self._debian_id(package_of[user]), "DYNAMIC_LINK",
                                           package_of[name])

    def _add_ingredients(self, part, file_id, program):
        """What else a program was made of, and with."""
        for name in set(debian_packages.owners(self._build.static_libraries(program)).values()):
            self._relate_to_debian(file_id, "STATIC_LINK", name)
        for name in set(debian_packages.owners(self._build.headers(program)).values()):
            self._relate_debian(name, "BUILD_DEPENDENCY_OF", part.id)
        tools = self._build.tools(program)
        owners = debian_packages.owners(tools)
        for tool in tools:
            if tool in owners:
                self._relate_debian(owners[tool], "BUILD_TOOL_OF", part.id)
            else:
                name = pathlib.Path(tool).name
                made = self._document.add_package(spdx.identifier("Tool", name), name=name)
                self._document.relate(made, "BUILD_TOOL_OF", part.id)

    def _add_dependencies(self, part):
        """What a package asks for beside libraries: of a choice what is installed here."""
        installed = debian_packages.packages({name for choice in part.depends for name in choice})
        for choice in part.depends:
            name = next((name for name in choice if name in installed), choice[0])
            if name not in self._loaded:
                self._relate_debian(name, "RUNTIME_DEPENDENCY_OF", part.id)

    def _add_npm(self, parts):
        commands = "".join(self._build.commands(program) for program in PACKAGES)
        for package in npm.packages(NPM_FOLDER):
            made = spdx.identifier("npm", package.name)
            fields = {"checksums": [{"algorithm": "SHA512", "checksumValue": package.sha512}]}
            if licences.is_expression(package.licence):
                fields["licenseDeclared"] = package.licence
            self._document.add_package(
                made, name=package.name, versionInfo=package.version,
                externalRefs=_purl(package.purl), **(fields if package.sha512 else {}))
            for needed in package.needs:
                self._document.relate(made, "DEPENDS_ON", spdx.identifier("npm", needed))
            if package.wanted:
                used = f"/node_modules/{package.name}" in commands
                kind = "BUILD_DEPENDENCY_OF" if used else "DEV_TOOL_OF"
                for part in parts:
                    self._document.relate(made, kind, part.id)

    @staticmethod
    def _debian_id(name):
        return spdx.identifier("Debian", name)

    def _relate_debian(self, name, kind, related):
        self._debian.add(name)
        self._document.relate(self._debian_id(name), kind, related)

    def _relate_to_debian(self, element, kind, name):
        self._debian.add(name)
        self._document.relate(element, kind, self._debian_id(name))

    def _add_debian(self):
        system, release = debian_packages.system()
        known = debian_packages.packages(self._debian)
        for name in sorted(self._debian):
            fields = {"name": name}
            if package := known.get(name):
                fields.update(self._debian_fields(package, system, release))
            if name in self._loaded:
                fields["primaryPackagePurpose"] = "LIBRARY"
                fields["comment"] = "Loaded: " + ", ".join(sorted(self._loaded[name]))
            self._document.add_package(self._debian_id(name), **fields)

    def _debian_fields(self, package, system, release):
        fields = {
            "versionInfo": package.version,
            "sourceInfo": f"source package {package.source} {package.source_version}",
            "externalRefs": _purl(
                f"pkg:deb/{system}/{_quoted(package.name)}@{_quoted(package.version)}"
                f"?arch={package.architecture}&distro={system}-{release}"),
            "supplier": f"Organization: {system.capitalize()}",
        }
        if package.homepage:
            fields["homepage"] = package.homepage
        of_licence = self._licence_fields(package.copyright(), package.source, package.name)
        if of_licence:
            fields["licenseDeclared"] = of_licence["licenseDeclared"]
            fields["licenseComments"] = (
                "All licences that the copyright file of the package names, but for its packaging.")
        return fields


def _quoted(text):
    return urllib.parse.quote(text, safe="")


def _purl(locator):
    return [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
             "referenceLocator": locator}]


def main(build_folder, packages_folder=None):
    build = builds.Build(build_folder)
    created = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    with tempfile.TemporaryDirectory() as unpacked:
        parts = of_packages(packages_folder, unpacked) if packages_folder else of_build(build)
        sys.stdout.write(Bill(build, parts).text(created))


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (ValueError, OSError) as wrong:
        sys.exit(f"sbom: {wrong}")
