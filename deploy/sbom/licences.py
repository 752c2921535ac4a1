"""Licences as SPDX names them, of the machine-readable copyright files of Debian
(https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/)."""

import dataclasses
import functools
import logging
import re

import license_expression
from debian import copyright as debian_copyright

_LICENSING = license_expression.get_spdx_licensing()

# Short names of SPDX by their lower case.
_LISTED = {
    key.lower(): key for key in _LICENSING.known_symbols if not key.startswith("LicenseRef-")
}

# Of the GNU licences Debian has `GPL-2` and `GPL-2+`; SPDX has the versions in full.
_GNU = re.compile(r"(A?GPL|LGPL|GFDL)-(\d)(?:\.(\d))?(\+?)", re.IGNORECASE)

# Other short names that mean something else to SPDX, or are shorter.
_DEBIAN = {"expat": "MIT", "apache-2": "Apache-2.0", "boost": "BSL-1.0"}


@dataclasses.dataclass
class Licences:
    """What a copyright file says."""

    expression: str  # of SPDX, over all files
    others: dict  # (name, text) by the reference that the expression has
    copyright: str  # who holds the rights in the files, a line each


def listed(name):
    """The short name of SPDX of one licence; None if it has none."""
    if match := _GNU.fullmatch(name):
        family, major, minor, later = match.groups()
        spdx = f"{family}-{major}.{minor or 0}-{'or-later' if later else 'only'}".lower()
        return _LISTED.get(spdx)
    return _DEBIAN.get(name.lower()) or _LISTED.get(name.lower())


def expression(synopsis, reference):
    """The expression of SPDX of a synopsis such as `GPL-2+ or MIT, and Zlib`: `and` binds
    before `or`, and both before what has a comma. `reference(name)` names a licence that
    SPDX does not list."""

    def one(name):
        # Exceptions have free names in Debian: with one a licence is a licence of its own.
        return listed(name) or reference(name)

    def split(text, separators):
        if not separators:
            return one(text.strip())
        parts = re.split(separators[0][0], text.strip())
        word = f" {separators[0][1]} "
        inner = [split(part, separators[1:]) for part in parts]
        return inner[0] if len(inner) == 1 else word.join(
            f"({part})" if " " in part else part for part in inner)

    return split(synopsis, (
        (r",\s+and\s+", "AND"), (r",\s+or\s+", "OR"), (r"\s+or\s+", "OR"), (r"\s+and\s+", "AND")))


def is_expression(text):
    """Whether a text is an expression of licences that SPDX lists."""
    try:
        parsed = _LICENSING.parse(text, validate=True)
    except license_expression.ExpressionError:
        return False
    return parsed is not None


@functools.cache  # packages of one source share it
def read(text, package):
    """What the copyright file of a package says; None if it is no machine-readable one. The
    package is named in the references to licences that SPDX does not list."""
    logging.getLogger("debian.copyright").setLevel(logging.ERROR)  # it tells of each old form
    try:
        file = debian_copyright.Copyright(text.splitlines(keepends=True), strict=False)
        paragraphs = [p for p in file.all_files_paragraphs() if not _packaging(p) and p.license]
    except (debian_copyright.Error, ValueError, TypeError):
        return None
    texts = {}
    for paragraph in [*file.all_license_paragraphs(), *paragraphs]:
        if paragraph.license.text:
            texts.setdefault(paragraph.license.synopsis, paragraph.license.text)
    others = {}

    def reference(name):
        plain = re.sub(r"[^A-Za-z0-9.-]+", "-", name.replace("+", "-or-later")).strip("-")
        made = f"LicenseRef-{package.replace('+', 'p')}-{plain}"
        others[made] = (name, texts.get(name) or f"See the copyright file of {package}.")
        return made

    found = {expression(paragraph.license.synopsis, reference) for paragraph in paragraphs}
    if not found:
        return None
    joined = " AND ".join(f"({e})" if " OR " in e or " AND " in e else e for e in sorted(found))
    lines = [line for p in paragraphs for line in (p.copyright or "").splitlines()]
    holders = {" ".join(line.split()) for line in lines}
    return Licences(joined, others, "\n".join(sorted(holders - {""})))


def _packaging(paragraph):
    """Whether it is about what Debian added, which is in no program."""
    return all(pattern.startswith("debian/") for pattern in paragraph.files)
