"""`lotse form` on questionnaires of the field and on files that are none, without a service."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

from lotse_testing.places import BIN, reference

# Forms of every format.
_FORMS = (
    ("questionnaires/xlsform/mitwirken_umfrage.xlsx", "xlsform"),
    ("questionnaires/xlsform/testA.xlsx", "xlsform"),
    ("questionnaires/xlsform/socio-economic-survey-v20240515.xlsx", "xlsform"),
    ("questionnaires/xlsform/whova_form.xlsx", "xlsform"),
    ("questionnaires/xform/mitwirken_umfrage.converted.xml", "xforms"),
    ("questionnaires/xform/eIMCI-by-D-Tree.xml", "xforms"),
    ("questionnaires/limesurvey/citric_survey.lss", "limesurvey"),
    ("questionnaires/limesurvey/mitwirken.limesurvey.tsv", "limesurvey-tsv"),
    ("uster-2021/fragebogen_QUExml.xml", "quexml"),
)


def form(command, *arguments, typed="", timeout=60):
    """Runs `lotse form` and returns exit code, stdout and stderr."""
    done = subprocess.run(
        [str(BIN / "lotse"), "form", command, *map(str, arguments)],
        input=typed.encode(),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Forms(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_forms_of_the_field(self):
        for name, kind in _FORMS:
            with self.subTest(name):
                path = reference(*name.split("/"))
                code, out, err = form("check", path, "--json")
                self.assertIn(code, (0, 5), err)
                told = json.loads(out)
                self.assertEqual(told["format"], kind)
                self.assertGreater(told["questions"], 0)
                wrong = told["refusals"] or any(
                    finding["severity"] == "SEVERITY_ERROR" for finding in told["findings"]
                )
                self.assertEqual(code, 5 if wrong else 0)
                code, out, err = form("check", path)
                self.assertEqual(code, 5 if wrong else 0, err)
                self.assertIn(f"{kind}: ", out)
                code, out, err = form("show", path)
                self.assertEqual(code, 5 if wrong else 0, err)
                if not wrong:
                    self.assertIn("== 1  ", out)
                    # Nobody answers anything: it ends, and keeps that.
                    answers = self.folder / "answers.json"
                    answers.unlink(missing_ok=True)
                    code, out, err = form("fill", path, f"--answers={answers}", "--json")
                    self.assertEqual(code, 0, err)
                    self.assertTrue(json.loads(answers.read_text()))

    def test_a_survey_is_filled_in_to_its_end(self):
        path = reference("uster-2021", "fragebogen_QUExml.xml")
        answers, line = self.folder / "ada.json", self.folder / "ada.jsonl"
        # The first option everywhere; where that is none, what fits.
        typed = "".join(f"{text}\n" for text in ["1"] * 2000)
        code, out, err = form("fill", path, f"--answers={answers}", "--json", typed=typed)
        self.assertEqual(code, 0, err)
        outcome = {"complete": True, "answers": str(answers), "out": str(line), "open": []}
        self.assertEqual(json.loads(out), outcome)
        response = json.loads(line.read_text())
        self.assertGreater(sum(value is not None for value in response.values()), 20)
        # Once more: all is there, an empty line keeps it.
        before = line.read_text()
        code, out, err = form("fill", path, f"--answers={answers}", "--json", typed="\n" * 2000)
        self.assertEqual(code, 0, err)
        self.assertEqual(line.read_text(), before)

    def test_files_that_are_no_questionnaire(self):
        bomb = self.folder / "bomb.xlsx"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", b"<Types/>")
            archive.writestr("xl/workbook.xml", b" " * (300 << 20))
        cases = (
            (self.folder, None, 4),
            (self.folder / "gone.xlsx", None, 4),
            (self.folder / "empty.xlsx", b"", 5),
            (self.folder / "old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), 5),
            (self.folder / "noise", bytes(range(256)) * 64, 5),
            (self.folder / "noise.csv", bytes(range(256)) * 64, 5),
            (self.folder / "deep.xml", b"<a>" * 100_000, 5),
            (self.folder / "text.md", b"# A page\n\nand no questionnaire\n", 5),
            (bomb, None, 5),
            (pathlib.Path("/dev/zero"), None, 5),
        )
        for path, content, expected in cases:
            if content is not None:
                path.write_bytes(content)
            answers = self.folder / "x.json"
            for command, flags in (
                ("check", ()),
                ("show", ()),
                ("fill", (f"--answers={answers}",)),
            ):
                with self.subTest(path=path.name, command=command):
                    code, out, err = form(command, path, *flags, timeout=20)
                    self.assertEqual(code, expected, err)
                    # What can be read as a table has findings; nothing else says anything.
                    if command != "check" or path.suffix != ".md":
                        self.assertEqual(out, "")
                    self.assertTrue(err.startswith("lotse: "), err)
                    self.assertLess(len(err), 2000)
            self.assertFalse(answers.exists())

    def test_wrong_command_lines(self):
        for arguments in (("check",), ("fill", "a.xlsx"), ("check", "a", "b"), ("look", "a")):
            with self.subTest(arguments):
                self.assertEqual(form(*arguments)[0], 2)


if __name__ == "__main__":
    unittest.main()
