"""What dpkg says of the packages of this machine."""

import dataclasses
import functools
import os
import pathlib
import re
import subprocess

_DOCUMENTS = pathlib.Path("/usr/share/doc")


@dataclasses.dataclass
class Package:
    """An installed package."""

    name: str
    version: str
    architecture: str
    source: str
    source_version: str
    homepage: str

    def copyright(self):
        """The text of its copyright file; None if it has none."""
        path = _DOCUMENTS / self.name / "copyright"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else None


def system():
    """(ID, VERSION_ID) of the system, for example `debian` and `12`."""
    text = pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    said = dict(re.findall(r'^(\w+)="?(.*?)"?$', text, re.MULTILINE))
    return said["ID"], said.get("VERSION_ID", "")


def _names(path):
    """The names under which dpkg may know a file: /lib is a link to /usr/lib, but dpkg
    knows a file only as its package wrote it."""
    names = [path, os.path.realpath(path)]
    for name in list(names):
        names.append(name[4:] if name.startswith("/usr/") else f"/usr{name}")
    return names


def owners(paths):
    """{path: name of the package that it belongs to}, for those that belong to one."""
    found = {}
    names = {path: _names(path) for path in paths}
    known = _search(frozenset(name for some in names.values() for name in some))
    for path, some in sorted(names.items()):
        if owner := next((known[name] for name in some if name in known), None):
            found[path] = owner
    return found


@functools.cache  # most programs are made of the same
def _search(names):
    """{name: package} of those names that dpkg knows."""
    if not names:
        return {}
    # It ends with 1 if it does not know one of them.
    told = subprocess.run(
        ["dpkg-query", "--search", *sorted(names)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, timeout=300, check=False,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout
    known = {}
    for packages, path in re.findall(r"^(?!diversion )(\S.*): (/.*)$", told, re.MULTILINE):
        known[path] = min(packages.split(", ")).partition(":")[0]
    return known


def packages(names):
    """{name: Package} of those packages that are installed."""
    if not names:
        return {}
    fields = ("db:Status-Status", "binary:Package", "Version", "Architecture", "source:Package",
              "source:Version", "Homepage")
    # It ends with 1 if it does not know one of them.
    told = subprocess.run(
        ["dpkg-query", "--show",
         "--showformat=" + "\\t".join(f"${{{field}}}" for field in fields) + "\\n", *sorted(names)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        timeout=60, check=False,
    ).stdout
    found = {}
    for line in told.splitlines():
        status, name, *rest = line.split("\t")
        if status == "installed":
            # One may be there for several architectures; the machine's own comes first.
            name = name.partition(":")[0]
            found.setdefault(name, Package(name, *rest))
    return found
