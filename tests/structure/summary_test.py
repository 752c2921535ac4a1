"""The counts that script/test ends with are true."""

import contextlib
import io
import sys
import tempfile
import unittest
from xml.sax.saxutils import escape

import tree

sys.path.insert(0, str(tree.ROOT / "script" / "lib"))
import summary  # noqa: E402

_GTEST = """Running main() from gmock_main.cc
[==========] Running 4 tests from 1 test suite.
[ RUN      ] Wave.Opens
[       OK ] Wave.Opens (0 ms)
[ RUN      ] Wave.Imports
a_test.cc:3: Skipped
no reference data: set LOTSE_REFERENCE

[  SKIPPED ] Wave.Imports (0 ms)
[ RUN      ] Wave.Closes/0
a_test.cc:9: Failure
[  FAILED  ] Wave.Closes/0, where GetParam() = 1 (0 ms)
[ RUN      ] Wave.Ends
[       OK ] Wave.Ends (0 ms)
[==========] 4 tests from 1 test suite ran. (1 ms total)
[  PASSED  ] 2 tests.
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Wave.Imports
[  FAILED  ] 1 test, listed below:
[  FAILED  ] Wave.Closes/0, where GetParam() = 1
"""

_UNITTEST = """test_a (x.A.test_a) ... ok
test_b (x.A.test_b)
What it shows. ... skipped "systemd-analyze isn't there"
test_c (x.A.test_c) ... FAIL

======================================================================
FAIL: test_c (x.A.test_c)
----------------------------------------------------------------------
Ran 3 tests in 0.001s

FAILED (failures=1, skipped=1)
"""

_NO_REFERENCE = ("Wave.Imports", "no reference data: set LOTSE_REFERENCE")


def case(name, status, output="", inner=""):
    return (
        f'<testcase name="{name}" status="{status}">{inner}'
        f"<system-out>{escape(output)}</system-out></testcase>"
    )


class Summary(unittest.TestCase):
    def check(self, counts, passed, failed, skipped):
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (passed, failed, skipped))

    def run_main(self, cases, *options):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(f"<testsuite>{''.join(cases)}</testsuite>")
            file.flush()
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                code = summary.main([*options, file.name])
        return code, printed.getvalue().splitlines()

    def test_gtest(self):
        counts = summary.test_counts("wave_test", "fail", "Failed", _GTEST)
        self.check(counts, 2, [("Wave.Closes/0", "")], [_NO_REFERENCE])

    def test_gtest_that_crashes(self):
        output = _GTEST[: _GTEST.index("[       OK ] Wave.Ends")]
        counts = summary.test_counts("wave_test", "fail", "SEGFAULT", output)
        self.assertIn(("Wave.Ends", "ended without a result"), counts.failed)

    def test_gtest_that_fails_after_its_last_case(self):
        output = _GTEST[: _GTEST.index("[ RUN      ] Wave.Imports")]
        counts = summary.test_counts("wave_test", "fail", "Timeout", output)
        self.check(counts, 1, [("wave_test", "Timeout")], [])

    def test_unittest(self):
        counts = summary.test_counts("x", "fail", "Failed", _UNITTEST)
        skipped = [("test_b", "systemd-analyze isn't there")]
        self.check(counts, 1, [("test_c", "see the output")], skipped)

    def test_other_programs(self):
        self.check(summary.test_counts("x", "run", "", "fine"), 1, [], [])
        self.check(summary.test_counts("x", "fail", "Failed", "bad"), 0, [("x", "Failed")], [])
        counts = summary.test_counts("x", "notrun", "SKIP_RETURN_CODE=77", "no promtool\n")
        self.check(counts, 0, [], [("x", "no promtool")])

    def test_last_line_and_exit_code(self):
        fine = case("a", "run")
        skipped = case("b", "notrun", "no tool", '<skipped message="SKIP_RETURN_CODE=77"/>')
        missing = case("c", "notrun", "", '<skipped message="Unable to find executable"/>')
        for cases, code, last in (
            ([fine], 0, "1 passed, 0 failed, 0 skipped"),
            ([fine, skipped], 0, "1 passed, 0 failed, 1 skipped"),
            ([fine, missing], 1, "1 passed, 1 failed, 0 skipped"),
            ([fine, case("d", "fail")], 1, "1 passed, 1 failed, 0 skipped"),
            ([], 1, "0 passed, 0 failed, 0 skipped"),
        ):
            with self.subTest(last=last):
                self.assertEqual(self.run_main(cases)[0], code)
                self.assertEqual(self.run_main(cases)[1][-1], last)

    def test_required_reference(self):
        output = "".join(_GTEST.splitlines(True)[:9])  # one passed, one skipped
        cases = [case("wave_test", "run", output)]
        self.assertEqual(self.run_main(cases)[0], 0)
        code, lines = self.run_main(cases, "--require-reference")
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 0 skipped"))


if __name__ == "__main__":
    unittest.main()
