#!/usr/bin/env python3
"""Counts what ctest ran, case by case.

    summary.py [--require-reference] RESULTS.xml...

A GoogleTest or unittest program is one test for ctest but has many cases; they
are counted from its output, so that a skipped case inside a passing program is
seen. Failed and skipped cases are listed, the skipped ones with their reasons.
The last line is `N passed, N failed, N skipped`. Exit code 1 if anything
failed, or nothing ran; with --require-reference also if a case was skipped for
want of the reference data.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

_GTEST_START = re.compile(r"^\[=+\] Running \d+ tests? from", re.MULTILINE)
_GTEST_RUN = re.compile(r"^\[ RUN      \] (\S+)$", re.MULTILINE)
_GTEST_END = re.compile(r"\[ *(OK|SKIPPED|FAILED) *\] (\S+?),?(?: |$)", re.MULTILINE)
_UNITTEST_END = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)
_UNITTEST_COUNT = re.compile(r"\b(failures|errors|skipped)=(\d+)")
_UNITTEST_FAIL = re.compile(r"^(?:FAIL|ERROR): (\w+)", re.MULTILINE)
_UNITTEST_SKIP = re.compile(
    r"^(\w+) \([^)]*\)(?:\n.*)? \.\.\. skipped (['\"])(.*)\2$", re.MULTILINE
)


@dataclass
class Counts:
    """What was found; `failed` and `skipped` hold (name, reason)."""

    passed: int = 0
    failed: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def gtest_counts(output):
    """Cases of a GoogleTest program."""
    counts = Counts()
    starts = list(_GTEST_RUN.finditer(output))
    for i, start in enumerate(starts):
        end = starts[i + 1].start() if i + 1 < len(starts) else len(output)
        text = output[start.end() : end]
        name = start.group(1)
        ends = [m for m in _GTEST_END.finditer(text) if m.group(2) == name]
        result = ends[0].group(1) if ends else "ended without a result"
        if result == "OK":
            counts.passed += 1
        elif result == "SKIPPED":
            counts.skipped.append((name, _gtest_reason(text[: ends[0].start()])))
        else:
            counts.failed.append((name, "" if result == "FAILED" else result))
    return counts


def _gtest_reason(text):
    """What a case printed before it was skipped, without the place in the code."""
    _, _, reason = text.partition(": Skipped\n")
    return " ".join((reason or text).split())


def unittest_counts(output):
    """Cases of a Python program with unittest at verbosity 2."""
    numbers = {"failures": 0, "errors": 0, "skipped": 0}
    tail = output[_UNITTEST_END.search(output).end() :]
    numbers.update((name, int(n)) for name, n in _UNITTEST_COUNT.findall(tail))
    skipped = [(name, reason) for name, _, reason in _UNITTEST_SKIP.findall(output)]
    skipped += [("a case", "no reason printed")] * (numbers["skipped"] - len(skipped))
    failed = [(name, "see the output") for name in _UNITTEST_FAIL.findall(output)]
    failed += [("a case", "")] * (numbers["failures"] + numbers["errors"] - len(failed))
    ran = int(_UNITTEST_END.search(output).group(1))
    return Counts(max(0, ran - len(failed) - len(skipped)), failed, skipped)


def test_counts(name, status, message, output):
    """Cases of one test of ctest. `status` is `run`, `fail` or `notrun`."""
    if _GTEST_START.search(output):
        counts = gtest_counts(output)
    elif _UNITTEST_END.search(output):
        counts = unittest_counts(output)
    else:
        counts = Counts(passed=1 if status == "run" else 0)
        if status in ("notrun", "disabled"):
            counts.skipped.append((name, _own_reason(output) or message))
            return counts
    if status != "run" and not counts.failed:
        counts.failed.append((name, message or status))
    return counts


def _own_reason(output):
    """The line in which a skipped program says why."""
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def file_counts(path):
    """Cases in a results file of ctest."""
    counts = Counts()
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        detail = case.find("failure")
        if detail is None:
            detail = case.find("skipped")
        message = detail.get("message", "") if detail is not None else ""
        output = case.findtext("system-out") or ""
        # A test that is missing its program is no test that may be skipped.
        status = case.get("status")
        if status == "notrun" and not message.startswith("SKIP_"):
            status = "fail"
        counts.add(test_counts(case.get("name"), status, message, output))
    return counts


def main(arguments):
    require_reference = "--require-reference" in arguments
    counts = Counts()
    for path in arguments:
        if not path.startswith("--"):
            counts.add(file_counts(path))
    if require_reference:
        wanting = [case for case in counts.skipped if "reference" in case[1].lower()]
        counts.skipped = [case for case in counts.skipped if case not in wanting]
        counts.failed += [(name, f"must not be skipped: {reason}") for name, reason in wanting]
    for word, cases in (("skipped", counts.skipped), ("failed", counts.failed)):
        for name, reason in cases:
            print(f"{word}: {name}{': ' if reason else ''}{reason}")
    print(f"{counts.passed} passed, {len(counts.failed)} failed, {len(counts.skipped)} skipped")
    return 1 if counts.failed or not counts.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
