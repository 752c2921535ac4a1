"""The export of single responses, through the real daemon: what the files hold, as the programs
read them that they are for; who may have them, and what stands in the log."""

import collections
import csv
import hashlib
import io
import random
import unittest
import zipfile

import grpc

from identity_case import RespondentCase
from lotse.survey.v1alpha import export_service_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import CallError, connect, error_of
from lotse_testing.case import Case

Request = export_service_pb2.ExportResponsesRequest
PURPOSE = "Faktorenanalyse der Zufriedenheit"
# What somebody may write: cells that look like formulas, quotation marks, lines, other letters.
TEXTS = (
    '=HYPERLINK("http://x";"y")', "+1", "-1", "@x", "\tx", "'s geht", 'sag "ja"; bitte, ja',
    "zwei\nZeilen\r\nund drei", "Müller 👍🏽 東京", " am Rand ", "x" * 10_000,
)  # fmt: skip


def request(**more):
    return Request(**{"name": samples.WAVE, "format": "FORMAT_CSV", "purpose": PURPOSE, **more})


def export(client, **more):
    """The file and its messages; its sum is right."""
    messages = list(client.open_stream("ExportResponses", request(**more)))
    content = b"".join(message.data for message in messages)
    assert messages[-1].sha256 == hashlib.sha256(content).hexdigest()
    assert not any(message.sha256 for message in messages[:-1])
    assert not any(message.file_name for message in messages[1:])
    return content, messages


def table(content, name="responses.csv", delimiter=","):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def unguarded(text):
    return text[1:] if text.startswith("'") else text


class ExportResponses(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def fill(self, count, texts=True, length=0, **options):
        """A closed wave; the responses that were handed in."""
        samples.make_wave(self.client, **options)
        chance = random.Random(count)
        sent = []
        for i in range(count):
            given = samples.submission(
                choice=chance.choice("1234"),
                languages=[c for c in "123" if chance.random() < 0.4],
                climate=chance.choice("12"),
                age=chance.randint(18, 66),
                remark=("x" * length or TEXTS[i % len(TEXTS)]) if texts else None,
            )
            if i % 7 == 0:
                del given.answers[4]  # No age.
            sent.append(given)
        samples.submit_all(self.client, sent)
        samples.close_wave(self.client)
        return sent

    def changes(self):
        return self.client.ListChanges(parent=samples.ENGAGEMENT).changes

    def exports(self):
        return [entry for entry in self.changes() if entry.verb.startswith("EXPORT_RESPONSES")]

    def expected(self, response):
        """The row of a response, without texts, as it should be."""
        given = {answer.code: answer for answer in response.answers}
        row = {"zufrieden": given["zufrieden"].choice}
        for code in "123":
            row[f"sprachen_{code}"] = str(int(code in given["sprachen"].choices.codes))
        row |= {f"klima_{i}": given[f"klima_{i}"].choice for i in (1, 2)}
        row["alter"] = str(given["alter"].integer) if "alter" in given else "-9"
        row["anregung"] = "1" if "anregung" in given else "-9"
        return row

    def test_python_reads_what_was_answered(self):
        sent = self.fill(44)
        rows = table(export(self.client, include_texts=True)[0])
        told = collections.Counter(
            tuple({**row, "anregung_text": unguarded(row["anregung_text"])}.items()) for row in rows
        )
        wanted = collections.Counter(
            tuple(
                {**self.expected(one), "anregung_text": one.answers[-1].text}.items()
            )
            for one in sent
        )
        self.assertEqual(told, wanted)
        for row in rows:
            self.assertNotIn(row["anregung_text"][:1], ("=", "+", "-", "@", "\t", "\r", "\n"))
        # Without texts none of them is anywhere in the file.
        content, _ = export(self.client)
        self.assertEqual(
            collections.Counter(tuple(row.items()) for row in table(content)),
            collections.Counter(tuple(self.expected(one).items()) for one in sent),
        )
        german, messages = export(self.client, format="FORMAT_CSV_EXCEL_DE")
        self.assertEqual(
            sorted(tuple(row.items()) for row in table(german, delimiter=";")),
            sorted(tuple(row.items()) for row in table(content)),
        )
        self.assertEqual(messages[0].file_name, "beschaeftigte-erste.zip")
        self.assertEqual(messages[0].media_type, "application/zip")

    def test_the_tables_count_the_same(self):
        self.fill(60, texts=False)
        rows = table(export(self.client)[0])
        tables = {t.code: t for t in self.client.TabulateWave(name=samples.WAVE).tables}
        shown = 0
        for code in ("zufrieden", "klima_1", "klima_2"):
            found = collections.Counter(row[code] for row in rows)
            for line in tables[code].rows:
                if line.HasField("count"):
                    self.assertEqual(line.count, found[line.code], (code, line.code))
                    shown += 1
        self.assertGreater(shown, 4)

    def test_the_code_book_explains_each_value(self):
        self.fill(10, texts=False)
        content, _ = export(self.client, language_code="en")
        book = table(content, "codebook.csv")
        known = {(line["variable"], line["value"]) for line in book}
        for row in table(content):
            for name, value in row.items():
                if name != "alter" or value.startswith("-"):
                    self.assertIn((name, value), known)
        self.assertEqual({line["measure"] for line in book}, {"nominal", "ordinal", "scale"})
        self.assertEqual(
            {(line["label"], line["missing"]) for line in book if line["missing"]},
            {("no answer", "no_answer"), ("not asked", "not_asked"), ("not reached", "not_reached")},
        )

    def test_pieces_are_small_and_order_differs(self):
        self.fill(200)
        first, messages = export(self.client, format="FORMAT_SAV", include_texts=True)
        self.assertTrue(first.startswith(b"$FL2"))
        self.assertGreater(len(messages), 2)
        self.assertLessEqual(max(len(message.data) for message in messages), 64 << 10)
        self.assertEqual({len(message.data) for message in messages[:-1]}, {64 << 10})
        orders = {tuple(row["alter"] for row in table(export(self.client)[0])) for _ in range(3)}
        self.assertEqual(len(orders), 3)

    def refused(self, **more):
        error = error_of(self.client.ExportResponses, request(**more))
        self.assertEqual(list(self.exports()), [])
        return error

    def test_each_error(self):
        absent = self.refused(name=samples.WAVE[:-1])
        self.assertEqual(absent.reason, "RESOURCE_NOT_FOUND")
        samples.make_wave(self.client)
        samples.submit_crowd(self.client, 9)
        self.assertEqual(self.refused().reason, "WAVE_NOT_CLOSED")
        samples.close_wave(self.client)
        self.assertEqual(self.refused().reason, "TOO_FEW_RESPONSES")
        for field, value in (
            ("format", "FORMAT_UNSPECIFIED"), ("purpose", ""), ("purpose", "zu kurz"),
            ("purpose", "zwei\nZeilen sind es"), ("purpose", "x" * 1001),
            ("language_code", "fr"), ("name", samples.SURVEY),
        ):  # fmt: skip
            error = self.refused(**{field: value})
            self.assertEqual(error.reason, "INVALID_FIELDS", (field, value))
            self.assertEqual([v.field for v in error.violations], [field])
        made = self.client.GetWave(name=samples.WAVE)
        self.client.PurgeWave(name=made.name, etag=made.etag, reason="Probe")
        self.assertEqual(self.refused().reason, "WRONG_STATE")
        made = self.client.GetWave(name=samples.WAVE)
        self.client.DeleteWave(name=made.name, etag=made.etag)
        self.assertEqual(self.refused().reason, "RESOURCE_DELETED")

    def test_texts_need_twenty(self):
        self.fill(19)
        self.assertEqual(self.refused(include_texts=True).reason, "TOO_FEW_RESPONSES")
        self.assertEqual(len(table(export(self.client)[0])), 19)

    def test_the_entry_is_there_before_the_first_byte(self):
        self.fill(400)
        stream = self.client.open_stream(
            "ExportResponses", request(format="FORMAT_SAV", include_texts=True)
        )
        next(stream)
        # It is ended here; that it was begun stands there all the same.
        stream.cancel()
        self.assertEqual(
            [(e.verb, e.resource, e.reason, e.revision) for e in self.exports()],
            [("EXPORT_RESPONSES_WITH_TEXTS", samples.WAVE, PURPOSE, 0)],
        )
        self.assertFalse(self.exports()[0].HasField("content"))
        export(self.client)
        self.assertEqual(self.exports()[-1].verb, "EXPORT_RESPONSES")

    def test_the_purpose_is_erased_with_the_rest(self):
        self.fill(10, texts=False)
        export(self.client)
        self.client.ErasePersonalFields(name=samples.WAVE)
        self.assertEqual([entry.reason for entry in self.exports()], [""])

    def test_who_takes_nothing_holds_nobody_up(self):
        # More than what lies on the way between the two.
        self.fill(2_000, length=9_900)
        stuck = [
            self.client.open_stream(
                "ExportResponses", request(format="FORMAT_SAV", include_texts=True)
            )
            for _ in range(4)
        ]
        for stream in stuck:
            next(stream)
        self.assertEqual(len(table(export(self.client)[0])), 2_000)
        # What is erased meanwhile ends them: they are not given half with it and half without.
        made = self.client.GetWave(name=samples.WAVE)
        self.client.EraseAnswers(
            name=made.name, etag=made.etag, codes=["anregung"], reason="erlaubt Rückschlüsse"
        )
        for stream in stuck:
            with self.assertRaises(grpc.RpcError) as raised:
                collections.deque(stream, maxlen=0)
            error = CallError("ExportResponses", raised.exception)
            self.assertEqual(error.reason, "ETAG_MISMATCH")
        names = table(export(self.client, include_texts=True)[0])[0]
        self.assertNotIn("anregung", names)
        self.assertNotIn("anregung_text", names)


class WhoMayExport(RespondentCase):
    PEOPLE = {"frontend": role_pb2.ROLE_RESPONDENT, "anna": role_pb2.ROLE_ANALYST,
              "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip

    def test_it_needs_the_permission(self):
        samples.submit_crowd(self.respondent("frontend"), 10)
        samples.close_wave(self.consultant)
        error = error_of(self.consultant.ExportResponses, request())
        self.assertEqual(error.reason, "PERMISSION_MISSING")
        self.grant("anna", role_pb2.ROLE_ANALYST)
        analyst = self.client(self.survey, "anna")
        self.wait_for_grant(analyst.ListSurveys, parent=samples.ENGAGEMENT)
        self.assertEqual(len(table(export(analyst)[0])), 10)
        # Somebody of another programme is told what they are told of what is not there.
        stranger = self.client(self.survey, "fremd")
        error = error_of(stranger.ExportResponses, request())
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        entries = self.auditor().ListChanges(
            parent=samples.ENGAGEMENT, filter='verb = "EXPORT_RESPONSES"'
        ).changes
        self.assertEqual([(e.actor, e.role, e.reason) for e in entries], [("anna", "ANALYST", PURPOSE)])


if __name__ == "__main__":
    unittest.main()
