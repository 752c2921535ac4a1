"""Questionnaires as files, over the service: written in each format and read back as the same, with
lists of options in files of their own; what is wrong has its place; who may have them."""

import unittest

from identity_case import RespondentCase
from lotse.survey.v1alpha import import_finding_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case

Finding = import_finding_pb2.ImportFinding
FORMATS = {
    "FORMAT_XLSFORM_XLSX": ("FORMAT_XLSFORM", b"PK"),
    "FORMAT_XLSFORM_CSV": ("FORMAT_XLSFORM", b"survey,"),
    "FORMAT_XFORMS": ("FORMAT_XFORMS", b"<?xml"),
}
PLACES = b"name,label,land\nc,Celle,N\nm,Mainz,R\n"


def table(*rows):
    """An XLSForm as CSV with these rows of the sheet `survey`."""
    lines = ["survey", ",type,name,label,relevant,choice_filter", *("," + row for row in rows)]
    return "\n".join([*lines, "settings", ",form_title", ",Der Markt", ""]).encode()


FROM_FILE = table("text,land,Land?,,", "select_one_from_file orte.csv,ort,Ort?,,land = ${land}")


class InstrumentFiles(Case):
    def setUp(self):
        self.client = self.enterContext(connect(self.daemon("survey")))

    def read(self, content, identifier="i", **more):
        return self.client.ImportInstrument(**{
            "parent": samples.ENGAGEMENT, "instrument_id": identifier, "format": "FORMAT_XLSFORM",
            "content": content, "language": "de", **more,
        })  # fmt: skip

    def test_what_is_written_is_read_as_the_same(self):
        stored = self.read(FROM_FILE, files=[{"name": "orte.csv", "content": PLACES}]).instrument
        self.assertEqual([o.code for o in stored.option_lists[0].options], ["c", "m"])
        for number, (format, (reader, head)) in enumerate(FORMATS.items()):
            with self.subTest(format):
                written = self.client.ExportInstrument(name=stored.name, format=format)
                self.assertTrue(written.content.startswith(head), written.content[:20])
                self.assertTrue(written.media_type)
                self.assertEqual(list(written.findings), [])
                again = self.client.ExportInstrument(name=stored.name, format=format)
                self.assertEqual(again, written)
                back = self.read(written.content, f"back{number}", format=reader).instrument
                self.assertEqual(back.sections, stored.sections)
                self.assertEqual(back.option_lists, stored.option_lists)

    def test_what_is_not_in_the_file_is_told(self):
        made = self.client.CreateInstrument(
            parent=samples.ENGAGEMENT, instrument_id="i", instrument=samples.questionnaire()
        )
        written = self.client.ExportInstrument(name=made.name, format="FORMAT_XLSFORM_CSV")
        (finding,) = (f for f in written.findings if "classes" in f.message)
        self.assertEqual((finding.severity, finding.sheet), (Finding.SEVERITY_WARNING, "survey"))
        line = written.content.decode().splitlines()[finding.line - 1]
        self.assertIn(finding.code, line)

    def test_a_draft_that_cannot_be_written_is_no_file(self):
        wanted = samples.questionnaire()
        wanted.sections[0].questions[0].logic.relevant = "${nobody} = 1"
        draft = self.client.CreateInstrument(
            parent=samples.ENGAGEMENT, instrument_id="d", instrument=wanted, draft=True
        )
        written = self.client.ExportInstrument(name=draft.name, format="FORMAT_XFORMS")
        self.assertEqual((written.content, written.media_type), (b"", ""))
        self.assertEqual(written.findings[0].severity, Finding.SEVERITY_ERROR)
        self.assertIn("there is no question `nobody`", written.findings[0].message)

    def test_requests_that_are_wrong(self):
        name = f"{samples.ENGAGEMENT}/instruments/none"
        for reason, request in (
            ("INVALID_FIELDS", {"format": "FORMAT_XFORMS"}),
            ("INVALID_FIELDS", {"name": name}),
            ("INVALID_FIELDS", {"name": name, "format": 99}),
            ("RESOURCE_NOT_FOUND", {"name": name, "format": "FORMAT_XFORMS"}),
        ):
            error = error_of(self.client.ExportInstrument, **request)
            self.assertEqual(error.reason, reason, request)

    def test_a_file_that_is_not_there_is_named_with_its_place(self):
        reply = self.read(FROM_FILE)
        self.assertFalse(reply.HasField("instrument"))
        (finding,) = (f for f in reply.findings if f.severity == Finding.SEVERITY_ERROR)
        self.assertEqual((finding.sheet, finding.line, finding.column), ("survey", 4, "type"))
        self.assertIn("`orte.csv`", finding.message)
        error = error_of(self.read, FROM_FILE, files=[{"content": PLACES}])
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertEqual([v.field for v in error.violations], ["files[0].name"])

    def test_all_rules_that_are_broken_have_their_places(self):
        wrong = table(
            "integer,a,A?,today() > 20000,", "text,b,B?,${a} = 1,", "integer,c,C?,now() > 1,"
        )
        reply = self.read(wrong)
        self.assertFalse(reply.HasField("instrument"))
        found = [(f.line, f.column, f.field) for f in reply.findings if f.field]
        self.assertEqual(found, [
            (3, "relevant", "instrument.sections[0].questions[0].logic.relevant"),
            (5, "relevant", "instrument.sections[0].questions[2].logic.relevant"),
        ])  # fmt: skip
        draft = self.read(wrong, "d", draft=True)
        self.assertTrue(draft.HasField("instrument"))
        told = [f.severity for f in draft.findings if f.field]
        self.assertEqual(told, [Finding.SEVERITY_WARNING] * 2)


class WhoMayExport(RespondentCase):
    PEOPLE = {"amt": role_pb2.ROLE_DEPARTMENT_CONTRIBUTOR}

    def test_whoever_may_read_it(self):
        request = {"name": samples.INSTRUMENT, "format": "FORMAT_XFORMS"}
        self.assertTrue(self.consultant.ExportInstrument(**request).content)
        self.grant("amt", role_pb2.ROLE_DEPARTMENT_CONTRIBUTOR)
        contributor = self.client(self.survey, "amt")
        self.wait_for_grant(contributor.ExportInstrument, "PERMISSION_MISSING", **request)
        # Somebody of another programme is told what they are told of what is not there.
        stranger = self.client(self.survey, "fremd")
        refused = error_of(stranger.ExportInstrument, **request)
        absent = error_of(
            stranger.ExportInstrument, name=samples.INSTRUMENT + "x", format="FORMAT_XFORMS"
        )
        self.assertEqual((refused.reason, absent.reason), ("RESOURCE_NOT_FOUND",) * 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
