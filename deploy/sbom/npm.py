"""The npm packages of a folder, as its package-lock.json says."""

import base64
import dataclasses
import json
import pathlib
import urllib.parse

_FOLDER = "node_modules/"


@dataclasses.dataclass
class Package:
    """A package that is installed in the folder."""

    name: str
    version: str
    licence: str  # an expression of SPDX; empty if it says none
    sha512: str  # in hexadecimal, of the archive that was fetched; empty if not known
    needs: list  # names of the packages that it asks for and that are installed
    wanted: bool  # whether the folder itself asks for it

    @property
    def purl(self):
        """Its name as package URL."""
        scope, slash, name = self.name.rpartition("/")
        quoted = urllib.parse.quote(scope, safe="") + slash + urllib.parse.quote(name, safe="")
        return f"pkg:npm/{quoted}@{urllib.parse.quote(self.version, safe='')}"


def packages(folder):
    """The installed packages of a folder, in order of their names."""
    folder = pathlib.Path(folder)
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    root = lock[""]
    wanted = {name for key in ("dependencies", "devDependencies", "optionalDependencies")
              for name in root.get(key, {})}
    there = {path: entry for path, entry in lock.items() if path and (folder / path).exists()}
    nested = [path for path in there if path.count(_FOLDER) > 1]
    if nested:
        raise ValueError(f"one package in two versions is not foreseen: {nested}")
    names = {path[len(_FOLDER):] for path in there}
    return [
        Package(
            path[len(_FOLDER):], entry["version"], entry.get("license", ""), _sha512(entry),
            sorted(names & set(entry.get("dependencies", {}))), path[len(_FOLDER):] in wanted,
        )
        for path, entry in sorted(there.items())
    ]


def _sha512(entry):
    algorithm, _, value = entry.get("integrity", "").partition("-")
    return base64.b64decode(value).hex() if algorithm == "sha512" else ""
