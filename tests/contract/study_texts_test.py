"""What was said in a study: read from transcripts, corrected, redacted and erased by those who may,
and noted each time. Nothing of it is in change log, feed or log, and what was redacted or erased is
in no file afterwards."""

import unittest
import uuid

import study_kinds
from lotse.survey.v1alpha import study_case_pb2, study_text_pb2, study_text_service_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT
from study_identity import CASE, StudyIdentityCase

DEEP = f"{study_kinds.STUDY}/cases/tief"
NAME = "Übermuth"
SECRET = "Schatzkammer"
# Spoken by somebody whose name is its label.
FILE = f"""M1: Wie läuft es?
Frau {NAME}: Gut. Ich sage: {SECRET}!
P02: {NAME} hat recht.
"""
CONTENT = f"Wie läuft es?\nGut. Ich sage: {SECRET}!\n{NAME} hat recht."
TRANSCRIPT = study_text_pb2.StudyText.KIND_TRANSCRIPT
Format = study_text_service_pb2.ImportStudyTextRequest.Format
ERROR = "SEVERITY_ERROR"


def part(word, replacement, content=CONTENT):
    """The replacement of the first place where a word stands."""
    begin = content.index(word)
    return {"range": {"begin": begin, "end": begin + len(word)}, "replacement": replacement}


def spoken(**fields):
    return {
        "title": "Gruppe 1", "kind": TRANSCRIPT, "language": "de", "content": CONTENT,
        "turns": [{"range": {"begin": 0, "end": 13}, "speaker": "M1"}], **fields,
    }  # fmt: skip


class StudyTexts(StudyIdentityCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "obhut": role_pb2.ROLE_DATA_STEWARD,
              "auswertung": role_pb2.ROLE_ANALYST, "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_ANALYST}

    def setUp(self):
        super().setUp()
        self.text_id = str(uuid.uuid4())

    def where(self, **fields):
        return {"parent": CASE, "text_id": self.text_id, **fields}

    def load(self, client=None, **fields):
        given = {
            "title": "Gruppe 1", "kind": TRANSCRIPT, "language": "de",
            "format": Format.FORMAT_PLAIN_TEXT, "content": FILE.encode(),
            "speakers": [{"label": f"Frau {NAME}", "pseudonym": "P01"}], **fields,
        }  # fmt: skip
        return (client or self.consultant).ImportStudyText(**self.where(**given))

    def get(self, **fields):
        return self.consultant.GetStudyText(**self.where(**fields))

    def refused(self, call, reason, /, **fields):
        """The error of a refused call, which repeats nothing of what was said."""
        error = error_of(call, **fields)
        self.assertIsNotNone(error, fields)
        self.assertEqual(error.reason, reason, error)
        for word in (NAME, SECRET):
            self.assertNotIn(word, error.message)
            self.assertNotIn(word.encode(), error.details_bytes)
        return error

    def test_a_transcript_is_read_corrected_redacted_and_erased_and_each_is_noted(self):
        loaded = self.load()
        self.assertEqual(list(loaded.findings), [])
        text = loaded.text
        self.assertEqual(text.name, f"{CASE}/texts/{self.text_id}")
        self.assertEqual((text.revision, text.content, len(text.turns)), (1, "", 0))
        got = self.get()
        self.assertEqual(got.content, CONTENT)
        self.assertEqual(got.code_points, len(CONTENT))
        self.assertEqual([turn.speaker for turn in got.turns], ["M1", "P01", "P02"])
        (listed,) = self.consultant.ListStudyTexts(parent=CASE).texts
        self.assertEqual(listed, text)
        corrected = self.consultant.CorrectStudyText(
            **self.where(revision=1, replacements=[part("läuft", "geht")])
        )
        self.assertEqual(corrected.text.revision, 2)
        redacted = self.consultant.RedactStudyText(
            **self.where(
                revision=2,
                replacements=[part(NAME, "[Name 1]", CONTENT.replace("läuft", "geht"))],
            )
        )
        self.assertEqual((redacted.text.revision, len(redacted.left_words)), (3, 0))
        expected = CONTENT.replace("läuft", "geht").replace(NAME, "[Name 1]")
        got = self.get()
        self.assertEqual(got.content, expected)
        last = got.turns[2].range
        self.assertEqual(expected[last.begin : last.end], "[Name 1] hat recht.")
        self.consultant.DeleteStudyText(**self.where(reason="Widerruf"))
        self.assertEqual(error_of(self.get).reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(list(self.consultant.ListStudyTexts(parent=CASE).texts), [])
        who = ("beratung", "INSTITUTE_CONSULTANT")
        self.assertEqual(self.notes(), [
            ("IMPORT_STUDY_TEXT", *who, ""),
            ("READ", *who, ""),
            ("CORRECT_STUDY_TEXT", *who, ""),
            ("REDACT_STUDY_TEXT", *who, ""),
            ("READ", *who, ""),
            ("DELETE_STUDY_TEXT", *who, "Widerruf"),
        ])  # fmt: skip

    def test_nothing_of_it_is_elsewhere_and_nothing_is_left(self):
        self.load()
        other = {"parent": CASE, "text_id": str(uuid.uuid4())}
        self.consultant.CreateStudyText(**other, text=spoken())
        self.get()
        for path in self.files_with(NAME, SECRET):
            self.assertIn("-material.db", path.name)
        self.assertTrue(self.files_with(SECRET))
        for place in (self.where(), other):
            self.consultant.RedactStudyText(
                **place, revision=1, replacements=[part(NAME, "[Name 1]")]
            )
        self.assertEqual(self.files_with(NAME), [])
        self.consultant.CorrectStudyText(
            **other, revision=2,
            replacements=[part(SECRET, "Kammer", CONTENT.replace(NAME, "[Name 1]"))],
        )  # fmt: skip
        self.consultant.DeleteStudyText(**self.where(reason="Widerruf"))
        self.assertEqual(self.files_with(NAME, SECRET), [])
        for parent in (ENGAGEMENT, "-"):
            feed = self.consultant.ListChanges(parent=parent, page_size=1000)
            self.assertNotIn(NAME.encode(), feed.SerializeToString())
            self.assertNotIn(SECRET.encode(), feed.SerializeToString())
        self.survey.stop()
        self.assertEqual(self.files_with(NAME, SECRET), [])
        self.assertNotIn(NAME, self.survey.log_text())
        self.assertNotIn(SECRET, self.survey.log_text())

    def test_words_beside_the_text_are_told_and_redacted(self):
        self.load(title=f"Gruppe mit {NAME}")
        coder = self.known("kodiert", role_pb2.ROLE_ANALYST)
        coder.CreateStudyMemo(
            parent=study_kinds.STUDY, memo_id=str(uuid.uuid4()),
            memo={"subject": CASE, "coder": "eins", "content": f"{NAME}s Bruder fragen"},
        )  # fmt: skip
        told = self.consultant.RedactStudyText(
            **self.where(revision=1, replacements=[part(NAME, "[Name 1]")])
        )
        self.assertEqual(
            [(left.field, left.whole) for left in told.left_elsewhere],
            [("title", True), ("content", False)],
        )
        other = {"parent": CASE, "text_id": str(uuid.uuid4())}
        self.consultant.CreateStudyText(**other, text=spoken())
        done = self.consultant.RedactStudyText(
            **other, revision=1, replacements=[part(NAME, "[Name 1]")], elsewhere=True
        )
        self.assertEqual(list(done.left_elsewhere), [])
        self.assertEqual(self.get().title, "Gruppe mit [Name 1]")
        (memo,) = coder.ListStudyMemos(parent=study_kinds.STUDY).memos
        self.assertEqual(memo.content, "[Name 1] Bruder fragen")
        self.assertEqual(self.files_with(NAME), [])

    def test_what_somebody_said_who_withdrew_is_not_given_out(self):
        self.load()
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[0].consent = study_case_pb2.Participant.CONSENT_WITHDRAWN
        self.consultant.UpdateStudyCase(study_case=case)
        got = self.get()
        hidden = "".join("█" for _ in f"Gut. Ich sage: {SECRET}!")
        self.assertEqual(got.content, CONTENT.replace(f"Gut. Ich sage: {SECRET}!", hidden))
        self.assertEqual([turn.withdrawn for turn in got.turns], [False, True, False])

    def test_to_send_it_again_stores_nothing_twice(self):
        first = self.load()
        self.assertEqual(self.load(), first)
        self.refused(self.load, "RESOURCE_EXISTS", title="Anders")
        other = {"parent": CASE, "text_id": str(uuid.uuid4())}
        made = self.consultant.CreateStudyText(**other, text=spoken())
        self.assertEqual(self.consultant.CreateStudyText(**other, text=spoken()), made)
        changed = spoken(content=CONTENT + " Ja.")
        self.refused(self.consultant.CreateStudyText, "RESOURCE_EXISTS", **other, text=changed)
        self.assertEqual(len(self.consultant.ListStudyTexts(parent=CASE).texts), 2)
        fields = self.where(revision=1, replacements=[part("läuft", "geht")])
        self.consultant.CorrectStudyText(**fields)
        name = f"{CASE}/texts/{self.text_id}"
        error = self.refused(self.consultant.CorrectStudyText, "ETAG_MISMATCH", **fields)
        self.assertEqual(error.info.metadata["resource"], name)
        error = self.refused(self.load, "RESOURCE_EXISTS")
        self.assertEqual(error.info.metadata["resource"], name)
        self.assertEqual(
            [verb for verb, *_ in self.notes()],
            ["IMPORT_STUDY_TEXT", "CREATE_STUDY_TEXT", "CORRECT_STUDY_TEXT"],
        )

    def test_a_speaker_without_pseudonym_is_not_stored(self):
        twice = f"M1: Na?\nFrau {NAME}: Gut.\nM1: Ja?\nFrau {NAME}: Ja.\n"
        found = self.load(speakers=[], content=twice.encode())
        self.assertFalse(found.HasField("text"))
        (finding,) = found.findings
        self.assertEqual(finding.Severity.Name(finding.severity), ERROR)
        self.assertNotIn(NAME, finding.message)
        self.assertEqual(list(self.consultant.ListStudyTexts(parent=CASE).texts), [])
        checked = self.load(validate_only=True)
        self.assertEqual(checked.text.content, CONTENT)
        self.assertEqual(list(self.survey.data_dir.glob("study-*")), [])
        self.assertEqual(self.notes(), [])

    def test_each_format_is_read(self):
        for format_, content in (
            (Format.FORMAT_PLAIN_TEXT, b"P01: Ja."),
            (Format.FORMAT_MARKDOWN, b"**P01:** Ja."),
            (Format.FORMAT_WEBVTT, b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v P01>Ja.\n"),
            (Format.FORMAT_SUBRIP, b"1\n00:00:01,000 --> 00:00:02,000\nP01: Ja.\n"),
        ):
            with self.subTest(format=format_):
                read = self.load(
                    format=format_, content=content, speakers=[], validate_only=True
                ).text
                self.assertEqual(read.content, "Ja.")
                self.assertEqual([turn.speaker for turn in read.turns], ["P01"])
        self.refused(self.load, "UNREADABLE_SOURCE", format=Format.FORMAT_DOCX)

    def test_each_documented_refusal(self):
        self.load()
        before = self.notes()
        client = self.consultant
        missing = {"parent": CASE.replace("gruppe", "fehlt")}
        absent = {"text_id": str(uuid.uuid4())}
        change = {"revision": 1, "replacements": [part(NAME, "[Name 1]")]}
        for call, fields in (
            (client.GetStudyText, {}),
            (client.CorrectStudyText, change),
            (client.RedactStudyText, change),
            (client.DeleteStudyText, {"reason": "Widerruf"}),
        ):
            for place in (missing, absent):
                self.refused(call, "RESOURCE_NOT_FOUND", **self.where(**fields) | place)
            self.refused(call, "INVALID_FIELDS", **self.where(**fields) | {"text_id": NAME})
        self.refused(
            client.CreateStudyText, "RESOURCE_NOT_FOUND", **self.where(text=spoken()) | missing
        )
        self.refused(client.ListStudyTexts, "RESOURCE_NOT_FOUND", **missing)
        self.refused(client.ListStudyTexts, "INVALID_FIELDS", parent=CASE, page_size=-1)
        self.refused(client.ListStudyTexts, "INVALID_PAGE_TOKEN", parent=CASE, page_token="x")
        self.refused(client.ListStudyTexts, "INVALID_FIELDS", parent=study_kinds.STUDY)
        self.refused(client.DeleteStudyText, "INVALID_FIELDS", **self.where())
        for fields in (
            {"title": ""},
            {"format": 0},
            {"content": b""},
            {"text_id": NAME},
            {"speakers": [{"label": NAME, "pseudonym": NAME}]},
            {"language": NAME + " " + NAME},
        ):
            with self.subTest(fields=fields):
                self.refused(self.load, "INVALID_FIELDS", **fields)
        self.refused(self.load, "UNREADABLE_SOURCE", content=NAME.encode() + b" \xc3\x28")
        for text in (
            spoken(content=""),
            spoken(content=CONTENT + "\x01"),
            spoken(kind=0),
            spoken(turns=[{"range": {"begin": 0, "end": 13}, "speaker": NAME}]),
            spoken(turns=[{"range": {"begin": 0, "end": 1000}}]),
            spoken(media=[{"location": "a", "media_type": NAME, "sha256": NAME}]),
        ):
            self.refused(
                client.CreateStudyText, "INVALID_FIELDS", parent=CASE, **absent, text=text
            )
        for call in (client.CorrectStudyText, client.RedactStudyText):
            self.refused(call, "ETAG_MISMATCH", **self.where(**change | {"revision": 7}))
            for wrong in ({"revision": 0}, {"replacements": []}, {"replacements": [
                {"range": {"begin": 0, "end": 1000}, "replacement": "[Name 1]"}]}):  # fmt: skip
                self.refused(call, "INVALID_FIELDS", **self.where(**change | wrong))
        label = {"replacements": [part(NAME, f"[Frau {NAME}]")]}
        self.refused(
            client.RedactStudyText, "INVALID_FIELDS", **self.where(**change | label)
        )
        self.assertEqual(self.notes(), before)

    def test_without_consent_nothing_is_stored(self):
        said = spoken(turns=[{"range": {"begin": 14, "end": 20}, "speaker": "P01"}])
        # First one who speaks in it took it back, then all.
        for participant in range(2):
            case = self.consultant.GetStudyCase(name=CASE)
            case.participants[participant].consent = study_case_pb2.Participant.CONSENT_WITHDRAWN
            self.consultant.UpdateStudyCase(study_case=case)
            self.refused(self.load, "RELEASE_BLOCKED")
            self.refused(
                self.consultant.CreateStudyText, "RELEASE_BLOCKED", **self.where(text=said)
            )
        self.assertEqual(list(self.survey.data_dir.glob("study-*")), [])

    def test_of_a_deleted_case_texts_are_read_redacted_and_erased_only(self):
        self.load()
        self.consultant.DeleteStudyCase(name=CASE)
        change = self.where(revision=1, replacements=[part(NAME, "[Name 1]")])
        other = {"parent": CASE, "text_id": str(uuid.uuid4())}
        for call, fields in (
            (self.load, {}),
            (self.consultant.CreateStudyText, {**other, "text": spoken()}),
            (self.consultant.CorrectStudyText, change),
        ):
            self.refused(call, "RESOURCE_DELETED", **fields)
        self.assertEqual(self.get().content, CONTENT)
        self.consultant.RedactStudyText(**change)
        self.assertEqual(len(self.consultant.ListStudyTexts(parent=CASE).texts), 1)
        self.consultant.DeleteStudyText(**self.where(reason="Widerruf"))
        self.assertEqual(self.files_with(NAME, SECRET), [])

    def calls(self, client, case):
        """(call, fields, permission) of each method, about a text of a case."""
        change = {"revision": 1, "replacements": [part(NAME, "[Name 1]")]}
        where = {"parent": case, "text_id": self.text_id}
        return (
            (client.GetStudyText, where, "MATERIAL_READ"),
            (client.ListStudyTexts, {"parent": case}, "MATERIAL_READ"),
            (client.ImportStudyText, where, "MATERIAL_WRITE"),
            (client.CreateStudyText, {**where, "text": spoken()}, "MATERIAL_WRITE"),
            (client.CorrectStudyText, {**where, **change}, "MATERIAL_WRITE"),
            (client.RedactStudyText, {**where, **change}, "MATERIAL_WRITE"),
            (client.DeleteStudyText, {**where, "reason": "x"}, "MATERIAL_WRITE"),
        )

    def test_who_may_not_is_told_so(self):
        self.load()
        for subject, role in (
            ("obhut", role_pb2.ROLE_DATA_STEWARD), ("carl", role_pb2.ROLE_AUDITOR),
        ):  # fmt: skip
            for call, fields, permission in self.calls(self.known(subject, role), CASE):
                error = self.refused(call, "PERMISSION_MISSING", **fields)
                self.assertEqual(error.info.metadata["permission"], permission)

    def test_in_depth_interviews_are_for_analysts(self):
        study = self.consultant.GetStudy(name=study_kinds.STUDY)
        study.kinds.append(study_case_pb2.StudyCase.KIND_IN_DEPTH_INTERVIEW)
        self.consultant.UpdateStudy(study=study)
        deep = study_kinds.case("tief")
        deep.kind = study_case_pb2.StudyCase.KIND_IN_DEPTH_INTERVIEW
        del deep.participants[1]
        self.consultant.CreateStudyCase(
            parent=study_kinds.STUDY, study_case_id="tief", study_case=deep
        )
        analyst = self.known("auswertung", role_pb2.ROLE_ANALYST)
        where = {"parent": DEEP, "text_id": self.text_id}
        analyst.CreateStudyText(**where, text=spoken())
        before = self.notes(DEEP)
        for call, fields, _ in self.calls(self.consultant, DEEP):
            error = self.refused(call, "PERMISSION_MISSING", **fields)
            self.assertEqual(error.info.metadata["permission"], "MATERIAL_RESTRICTED")
        self.assertEqual(self.notes(DEEP), before)
        self.assertEqual(analyst.GetStudyText(**where).content, CONTENT)
        self.assertEqual(len(analyst.ListStudyTexts(parent=DEEP).texts), 1)
        self.assertEqual(self.notes(DEEP)[-1], ("READ", "auswertung", "ANALYST", ""))
        # Nor does it help to ask for it in another case.
        self.refused(self.get, "RESOURCE_NOT_FOUND")

    def test_a_foreign_analyst_is_told_of_no_case(self):
        self.load()
        foreign = self.foreign("fremde")
        absent = CASE.replace("gruppe", "fehlte")
        for (call, fields, _), (_, others, _) in zip(
            self.calls(foreign, CASE), self.calls(foreign, absent)
        ):
            there = self.refused(call, "RESOURCE_NOT_FOUND", **fields)
            missing = self.refused(call, "RESOURCE_NOT_FOUND", **others)
            self.assertEqual(there.message.replace("gruppe", "fehlte"), missing.message)

    def test_lost_material_is_told(self):
        name = {"pseudonym": "P01", "person": "x"}
        steward = self.known("obhut", role_pb2.ROLE_DATA_STEWARD)
        steward.SetParticipantName(parent=CASE, participant_name=name)
        self.load()
        self.survey.stop()
        for path in self.survey.data_dir.glob("study-*-material.db*"):
            path.unlink()
        self.restart()
        client = self.again("beratung")
        change = {"revision": 1, "replacements": [part(NAME, "[Name 1]")]}
        for call, fields in (
            (client.GetStudyText, {}),
            (client.CreateStudyText, {"text": spoken()}),
            (client.CorrectStudyText, change),
            (client.RedactStudyText, change),
            (client.DeleteStudyText, {"reason": "Widerruf"}),
        ):
            self.refused(call, "STORE_CORRUPT", **self.where(**fields))
        self.refused(client.ListStudyTexts, "STORE_CORRUPT", parent=CASE)


if __name__ == "__main__":
    unittest.main()
