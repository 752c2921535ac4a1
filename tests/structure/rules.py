"""Rules over whole files, each a pure function of path and text that yields
what is wrong. That each can fail is shown by rules_test.py."""

import posixpath
import re

import tree

MAX_LINES = 400

# Ceilings of what everything else stands on, in lines without tests.
MAX_FOLDER_LINES = {
    "runtime/auth": 2600,
    "runtime/blob": 700,
    "runtime/edge": 400,
    "runtime/filter": 850,
    "runtime/history": 1750,
    "runtime/indicators": 400,
    "runtime/jobs": 300,
    "runtime/ops": 3750,
    "runtime/resource": 2095,
    "runtime/rpc": 1150,
    "runtime/schema": 1400,
    "runtime/sql": 1500,
    "runtime/supervision": 600,
    "services/survey/analysis/statistics": 2400,
    "services/survey/analysis/suppression": 4800,
    "services/survey/analysis/tables": 4200,
    "services/survey/exchange/export": 1700,
    "services/survey/exchange/tables": 1800,
    "services/survey/exchange/xlsform": 4000,
    "services/survey/qualitative/coding": 2300,
    "services/survey/qualitative/measures": 1100,
    "services/survey/qualitative/themes": 600,
}

# The brackets keep these patterns from finding themselves.
# What follows a `)` is a step of an expression, such as `instance('towns')/root/item`.
_FOREIGN = re.compile(
    r"(?<![\w.~)-])/(?:w[o]rk|h[o]me/\w+|U[s]ers/\w+|r[o]ot)/"  # folders of one machine
    r"|registry\.(?:npmjs|yarnpkg)|(?:deb|security|snapshot)\.d[e]bian\.org|p[y]pi\.org"
    r"|p[y]thonhosted|n[o]desource|d[o]cker\.io",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
_MARKER = re.compile(r"^[ \t]*// \[/?[\w-]+\]$", re.MULTILINE)
_COMMENT = re.compile(r"\s*(?://[^\n]*\n|/\*.*?\*/)", re.DOTALL)


def long_file(path, text):
    lines = text.count("\n")
    if lines > MAX_LINES:
        yield f"{path} has {lines} lines; a file of one subject has at most {MAX_LINES}"


def empty_file(path, text):
    if not text.strip():
        yield f"{path} is empty"


def code_lines(text):
    """The lines of a file but for the markers of quotations (quotes.py)."""
    return text.count("\n") - len(_MARKER.findall(text))


def large_folders(sizes):
    """`sizes`: lines by path of the C++ files."""
    for folder, limit in MAX_FOLDER_LINES.items():
        lines = sum(
            count
            for path, count in sizes.items()
            if path.startswith(folder + "/") and not tree.is_test(path)
        )
        if lines > limit:
            yield f"{folder} has {lines} lines; its ceiling is {limit}"


def foreign_places(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if match := _FOREIGN.search(line):
            yield f"{path}:{number} names {match.group()}"


def leftovers(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if match := _LEFTOVER.search(line):
            yield f"{path}:{number} has {match.group()}"


def unguarded_header(path, text):
    while comment := _COMMENT.match(text):
        text = text[comment.end() :]
    if text.split(maxsplit=2)[:2] != ["#pragma", "once"]:
        yield f"{path} does not start with #pragma once"


# Constants of headers.

_NAMED = re.compile(
    r"^namespace ([\w:]+) \{|^(?:inline |static )*constexpr [^=;({]*?\b(\w+)(?:\[\w*\])?\s*[={]",
    re.MULTILINE,
)


def constants_named_twice(headers):
    """`headers`: (path, text). A constant of a namespace with two definitions has two
    values in one program, as soon as they differ, and no compiler says so."""
    first = {}
    for path, text in headers:
        namespace = ""
        for opened, name in _NAMED.findall(text):
            namespace = opened or namespace
            if name and (there := first.setdefault((namespace, name), path)) != path:
                yield f"{path} defines {namespace}::{name}, as {there} does"


# Links in documents.

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def anchors(text):
    """The anchors of a document's headings, as forges make them."""
    found = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        number = 1
        unique = slug
        while unique in found:
            unique = f"{slug}-{number}"
            number += 1
        found.add(unique)
    return found


def broken_links(path, text, exists, read):
    """`exists(path)` and `read(path)` look into the tree."""
    prose = _CODE.sub("", _FENCE.sub("", text))
    for link in _LINK.findall(prose):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        target, _, anchor = link.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target or "."))
        if link.startswith("#"):
            target = path
        if not exists(target):
            yield f"{path} links to {link}, which is not there"
        elif anchor and target.endswith(".md"):
            if anchor not in anchors(text if target == path else read(target)):
                yield f"{path} links to {link}, which has no such heading"


# Reasons of errors.

_REASON = re.compile(r"^\s*ERROR_REASON_(\w+)\s*=\s*\d+\s*[;\[]", re.MULTILINE)
_CASE = re.compile(r"^\s*case\b.*$", re.MULTILINE)


def unused_reasons(proto, sources):
    """Reasons in the text of error_reason.proto that no text in `sources` gives.

    The labels of a switch ask for a reason and do not give it.
    """
    used = set(re.findall(r"\bERROR_REASON_(\w+)", _CASE.sub("", "\n".join(sources))))
    reasons = _REASON.findall(proto)
    if len(reasons) < 2:
        yield "no reasons were found in the proto"
    for reason in reasons:
        if reason != "UNSPECIFIED" and reason not in used:
            yield f"no code gives the reason {reason}"


_MEANING = re.compile(
    r"^\s*ERROR_REASON_(\w+)\s*=\s*\d+\s*\[\(meaning\)\s*=\s*\{\s*code:\s*(\w+)", re.MULTILINE
)
_REASON_ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def wrong_reason_rows(proto, guide):
    """Where the table of reasons is not what error_reason.proto says: each reason has
    one row with its code, a meaning and an example."""
    codes = dict(_MEANING.findall(proto))
    if not codes:
        yield "no reasons were found in the proto"
    rows = [row for row in _REASON_ROW.findall(guide) if row[0] in codes or row[1] in codes.values()]
    for reason, code, *texts in rows:
        if reason not in codes:
            yield f"the guide has a row for {reason}, which is no reason"
        elif code != codes[reason]:
            yield f"the guide gives {reason} the code {code}; it has {codes[reason]}"
        if not all(text.strip() for text in texts):
            yield f"the row of {reason} lacks a meaning or an example"
    for reason in codes:
        if (count := sum(row[0] == reason for row in rows)) != 1:
            yield f"the guide has {count} rows for {reason}"


# Decisions.


def unlisted_decisions(index, names):
    """Decisions by file name that the index does not link to."""
    linked = set(_LINK.findall(index))
    for name in names:
        if name not in linked:
            yield f"docs/adr/README.md does not list {name}"


# The threat model.

_STRIDE = ("spoofing", "tampering", "repudiation", "disclosure", "denial", "elevation")
_CASE_OF_A_TEST = re.compile(r"`([\w./-]+)#(\w+)`")
_NO_TEST = re.compile(r"not shown by a test: \S")


def has_case(text, name):
    """Whether a source of tests, in C++ or Python, has a case of this name."""
    return re.search(
        rf"^(?:TEST(?:_F|_P)?\(\w+, {name}\)|    def {name}\(self\b)", text, re.MULTILINE
    )


def unproved_threats(text, read):
    """Rows of the threat model that do not say which test shows them, or name one that
    is not there. `read(path)` gives the text of a file, None if it is not there."""
    rows = [re.split(r" *(?<!\\)\| *", line)[1:-1] for line in text.splitlines()
            if line.startswith("| ") and not line.startswith("| kind ")]
    if not rows:
        yield "the threat model has no rows"
    for row in rows:
        if len(row) != 4:
            yield f"a row has {len(row)} cells, not 4: {row[:2]}"
            continue
        kind, threat, against, shown = row
        if kind not in _STRIDE:
            yield f"{threat!r}: {kind} is none of {', '.join(_STRIDE)}"
        cases = _CASE_OF_A_TEST.findall(shown)
        if not cases and not _NO_TEST.search(shown) and "**Not defended**" not in against:
            yield f"{threat!r} names no test, and does not say why"
        for path, name in cases:
            if not has_case(read(path) or "", name):
                yield f"{threat!r} names {path}#{name}, which is not there"


# The requirements.

_SERVED_BY = re.compile(r"`(\w+)(?:\.(\w+))?`")


def unserved_requirements(text, read, protos):
    """Rows of the requirements that name something that is not in the text of `protos`, or
    no test that is there. `read(path)` gives the text of a file, None if it is not there."""
    rows = [re.split(r" *(?<!\\)\| *", line)[1:-1] for line in text.splitlines()
            if re.match(r"\| (?:D-\d{3}|U-\d{2}|invariant \d+) \|", line)]
    if not rows:
        yield "there are no requirements"
    for row in rows:
        if len(row) != (4 if row[0].startswith(("D-", "U-")) else 3):
            yield f"{row[0]} has {len(row)} cells"
            continue
        if len(row) == 4 and not _SERVED_BY.search(row[2]):
            yield f"{row[0]} says not what serves it"
        for name, field in _SERVED_BY.findall(row[2] if len(row) == 4 else ""):
            body = re.search(rf"^message {name} \{{(.*?)^\}}", protos, re.MULTILINE | re.DOTALL)
            if not body and not re.search(rf"\brpc {name}\(", protos):
                yield f"{row[0]} names {name}, which is not in the API"
            elif field and not re.search(rf"\b{field} = \d+", body[1] if body else ""):
                yield f"{row[0]} names {name}.{field}, which is not in the API"
        cases = _CASE_OF_A_TEST.findall(row[-1])
        if not cases:
            yield f"{row[0]} names no test"
        for path, name in cases:
            if not has_case(read(path) or "", name):
                yield f"{row[0]} names {path}#{name}, which is not there"
