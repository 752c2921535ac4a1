"""Codings on texts: each is there once and its coder's own. None is listed of what somebody said
who took their consent back, and none is stored on other words, or on what is not there."""

import unittest
import uuid

import study_kinds
from lotse.survey.v1alpha import codebook_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT
from study_identity import CASE, StudyIdentityCase

STUDY = study_kinds.STUDY
BOOK = f"{STUDY}/codebooks/buch"
LINES = ("Wie läuft es?", "Gut, sage ich.", "Nein, schlecht.")
CONTENT = "\n".join(LINES)
ASKED, GOOD, SAID, BOTH, BAD = "Wie läuft es?", "Gut", "sage ich", "ich.\nNein", "schlecht"


class GivenCodings(StudyIdentityCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "nicht-mehr": role_pb2.ROLE_ANALYST}

    def setUp(self):
        super().setUp()
        study = self.consultant.GetStudy(name=STUDY)
        study.coders.add(coder_id="zwei", subject="beratung")
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["coders"]})
        self.coder = self.known("kodiert", role_pb2.ROLE_ANALYST)
        self.coder.CreateCodebook(
            parent=STUDY, codebook_id="buch",
            codebook=codebook_pb2.Codebook(title="Codebuch", codes=[
                codebook_pb2.StudyCode(name="zugang", label="Zugang"),
                codebook_pb2.StudyCode(name="wege", parent="zugang", label="Wege", codable=True),
                codebook_pb2.StudyCode(name="ton", label="Ton", codable=True),
            ]),
        )  # fmt: skip
        self.text = self.store(("M1", "P01", "P02"))

    def store(self, speakers, case=CASE):
        """Stores a text, a turn in each line that has a speaker; empty: nobody knows who."""
        turns, begin = [], 0
        for line, speaker in zip(LINES, speakers):
            turns.append({"range": {"begin": begin, "end": begin + len(line)}, "speaker": speaker})
            begin += len(line) + 1
        return self.coder.CreateStudyText(
            parent=case, text_id=str(uuid.uuid4()),
            text={"title": "Gruppe", "kind": "KIND_TRANSCRIPT", "language": "de",
                  "content": CONTENT, "turns": turns},
        ).name  # fmt: skip

    def place(self):
        return {"parent": CASE, "text_id": self.text.rsplit("/", 1)[1]}

    def give(self, words, client=None, coding_id=None, code="ton", **fields):
        """Codes these words of a text, as the coder `eins` unless it is said otherwise."""
        begin = CONTENT.index(words)
        coding = {"text": self.text, "range": {"begin": begin, "end": begin + len(words)},
                  "code": f"{BOOK}/codes/{code}", "coder": "eins", "text_revision": 1,
                  **fields}  # fmt: skip
        return (client or self.coder).CreateCoding(
            parent=STUDY, coding_id=coding_id or str(uuid.uuid4()), coding=coding
        )

    def delete(self, coding, client=None):
        return (client or self.coder).DeleteCoding(
            parent=STUDY, coding_id=coding.name.rsplit("/", 1)[1]
        )

    def listed(self, client=None, **fields):
        """The words of the codings that are listed, a page for each."""
        found, token = [], ""
        while True:
            page = (client or self.coder).ListCodings(
                parent=STUDY, page_size=1, page_token=token, **fields
            )
            self.assertLessEqual(len(page.codings), 1)
            found += [CONTENT[each.range.begin : each.range.end] for each in page.codings]
            token = page.next_page_token
            if not token:
                return found

    def refused(self, reason, call, /, *arguments, **fields):
        error = error_of(call, *arguments, **fields)
        self.assertIsNotNone(error, fields)
        self.assertEqual(error.reason, reason, error)
        for line in LINES:
            self.assertNotIn(line, error.message)
        return error

    def withdraw(self, participant):
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[participant].consent = 3  # CONSENT_WITHDRAWN
        self.consultant.UpdateStudyCase(study_case=case)

    def test_a_coding_is_there_once_and_its_coder_takes_it_out(self):
        coding_id = str(uuid.uuid4())
        first = self.give(GOOD, coding_id=coding_id)
        self.assertEqual(first.name, f"{STUDY}/codings/{coding_id}")
        self.assertEqual(self.give(GOOD, coding_id=coding_id), first)
        self.assertEqual(self.give(GOOD), first, "the same under another id")
        self.refused("RESOURCE_EXISTS", self.give, GOOD, coding_id=coding_id, code="wege")
        other = self.give(GOOD, self.consultant, coder="zwei")
        self.assertNotEqual(other.name, first.name)
        self.refused("RESOURCE_NOT_FOUND", self.delete, first, self.consultant)
        self.assertEqual(self.listed(), [GOOD, GOOD])
        self.delete(first)
        self.refused("RESOURCE_NOT_FOUND", self.delete, first)
        self.assertEqual((self.listed(), self.listed(coder="eins")), ([GOOD], []))

    def test_what_somebody_said_who_withdrew_is_not_listed(self):
        for words in (ASKED, GOOD, BOTH, BAD):
            self.give(words)
        self.give(SAID, self.consultant, coder="zwei")
        unknown, bare = self.store(("M1", "", "P02")), self.store(())
        for words in (GOOD, BAD):
            self.give(words, text=unknown)
        self.give(GOOD, text=bare, code="wege")
        self.assertEqual(self.listed(place=self.text), [ASKED, GOOD, SAID, BOTH, BAD])
        self.assertEqual(len(self.listed()), 8)
        self.withdraw(0)
        for client in (self.coder, self.consultant):
            for fields, words in (
                ({"place": self.text}, [ASKED, BAD]),
                ({"place": unknown}, [BAD]),
                ({"place": bare}, []),
                ({"coder": "zwei"}, []),
                ({"code": f"{BOOK}/codes/wege"}, []),
                ({"place": self.text, "coder": "eins"}, [ASKED, BAD]),
            ):
                with self.subTest(fields=fields):
                    self.assertEqual(self.listed(client, **fields), words)
            for fields in ({}, {"place": CASE}, {"code": f"{BOOK}/codes/ton"}):
                self.assertEqual(sorted(self.listed(client, **fields)), [ASKED, BAD, BAD])
        self.withdraw(1)
        self.assertEqual(self.listed(), [], "nobody is left who agreed")

    def test_what_does_not_fit_is_refused(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.coders.add(coder_id="drei", subject="nicht-mehr", retired=True)
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["coders"]})
        retired = self.known("nicht-mehr", role_pb2.ROLE_ANALYST)
        self.coder.AddCode(
            parent=STUDY, codebook_id="buch", revision=1,
            code={"code_id": "alt", "code": {"label": "Alt", "codable": True}},
        )  # fmt: skip
        self.coder.RetireCode(parent=STUDY, codebook_id="buch", revision=2, code_id="alt")
        foreign = self.text.replace("erhebung", "andere")
        for client, fields in (
            (None, {"coder": "zwei"}),
            (None, {"coder": "fehlt"}),
            (retired, {"coder": "drei"}),
            (None, {"code": f"{BOOK}/codes/zugang"}),
            (None, {"code": f"{BOOK}/codes/alt"}),
            (None, {"code": f"{BOOK}/codes/fehlt"}),
            (None, {"code": BOOK}),
            (None, {"text": f"{CASE}/texts/{uuid.uuid4()}"}),
            (None, {"text": foreign}),
            (None, {"text": CASE}),
            (None, {"range": {"begin": 4, "end": 4}}),
            (None, {"range": {"begin": 0, "end": len(CONTENT) + 1}}),
        ):
            with self.subTest(fields=fields):
                self.refused("INVALID_FIELDS", self.change, client, fields)
        self.refused("INVALID_FIELDS", self.coder.DeleteCoding, parent=STUDY, coding_id="x")
        for fields in ({"place": foreign}, {"code": BOOK}, {"page_size": -1}):
            self.refused("INVALID_FIELDS", self.coder.ListCodings, parent=STUDY, **fields)
        absent = f"{ENGAGEMENT}/studies/fehlt"
        self.refused("RESOURCE_NOT_FOUND", self.coder.ListCodings, parent=absent)
        self.give(GOOD)
        self.give(BAD)
        token = self.coder.ListCodings(parent=STUDY, page_size=1).next_page_token
        self.refused("INVALID_PAGE_TOKEN", self.coder.ListCodings, parent=STUDY, coder="eins",
                     page_token=token)  # fmt: skip

    def change(self, client, fields):
        """A request to code in which something is not as it should be."""
        coding = {"text": self.text, "range": {"begin": 14, "end": 17},
                  "code": f"{BOOK}/codes/ton", "coder": "eins", "text_revision": 1,
                  **fields}  # fmt: skip
        return (client or self.coder).CreateCoding(
            parent=STUDY, coding_id=str(uuid.uuid4()), coding=coding
        )

    def test_nothing_lands_on_other_words(self):
        self.give(BAD)
        begin = CONTENT.index("läuft")
        self.consultant.CorrectStudyText(
            **self.place(), revision=1,
            replacements=[{"range": {"begin": begin, "end": begin + 5}, "replacement": "geht"}],
        )  # fmt: skip
        self.refused("ETAG_MISMATCH", self.give, GOOD)
        memo = {"subject": self.text, "coder": "eins", "content": "Na ja",
                "range": {"begin": 0, "end": 3}, "text_revision": 1}  # fmt: skip
        self.refused("ETAG_MISMATCH", self.coder.CreateStudyMemo, parent=STUDY,
                     memo_id=str(uuid.uuid4()), memo=memo)  # fmt: skip
        (moved,) = self.coder.ListCodings(parent=STUDY).codings
        self.assertEqual(moved.text_revision, 2)
        self.assertEqual(moved.range.begin, CONTENT.index(BAD) - 1)

    def test_restricted_cases_need_more(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.kinds.append(2)  # KIND_IN_DEPTH_INTERVIEW
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["kinds"]})
        case = study_kinds.case("tief")
        case.kind = 2
        del case.participants[1:]
        self.consultant.CreateStudyCase(parent=STUDY, study_case_id="tief", study_case=case)
        deep = f"{STUDY}/cases/tief"
        text = self.store(("M1", "P01", "P01"), deep)
        self.give(GOOD, text=text)
        self.assertEqual((self.listed(), self.listed(self.consultant)), ([GOOD], []))
        for call, fields in (
            (self.change, {"client": self.consultant, "fields": {"text": text, "coder": "zwei"}}),
            (self.consultant.ListCodings, {"parent": STUDY, "place": deep}),
            (self.consultant.ListCodings, {"parent": STUDY, "place": text}),
        ):  # fmt: skip
            error = self.refused("PERMISSION_MISSING", call, **fields)
            self.assertEqual(error.info.metadata["permission"], "MATERIAL_RESTRICTED")

    def test_a_deleted_case_or_study_takes_nothing(self):
        coding = self.give(GOOD)
        memo = self.coder.CreateStudyMemo(
            parent=STUDY, memo_id=str(uuid.uuid4()),
            memo={"subject": STUDY, "coder": "eins", "content": "Na ja"},
        )  # fmt: skip
        self.consultant.DeleteStudyCase(name=CASE)
        self.refused("RESOURCE_DELETED", self.give, BAD)
        self.consultant.DeleteGuide(name=f"{STUDY}/guides/{study_kinds.IDS['guide']}")
        self.consultant.DeleteStudy(name=STUDY)
        self.refused("RESOURCE_DELETED", self.give, BAD)
        self.refused("RESOURCE_DELETED", self.delete, coding)
        of_memo = {"parent": STUDY, "memo_id": memo.name.rsplit("/", 1)[1]}
        step = {"parent": STUDY, "codebook_id": "buch", "revision": 1, "code_id": "ton"}
        new = {"code_id": "neu", "code": {"label": "Neu", "codable": True}}
        coder = self.coder
        for call, fields in (
            (coder.CreateStudyMemo,
             {"parent": STUDY, "memo_id": str(uuid.uuid4()),
              "memo": {"subject": STUDY, "coder": "eins", "content": "Neu"}}),
            (coder.ChangeStudyMemo, {**of_memo, "content": "Neu"}),
            (coder.DeleteStudyMemo, of_memo),
            (coder.CreateCodebook,
             {"parent": STUDY, "codebook_id": "neu", "codebook": {"title": "Neu"}}),
            (coder.ImportCodebook,
             {"parent": STUDY, "codebook_id": "neu", "title": "Neu", "format": 1,
              "content": b"name\nA\n"}),
            (coder.AddCode,
             {"parent": STUDY, "codebook_id": "buch", "revision": 1, "code": new}),
            (coder.ReviseCode, {**step, "code": {"label": "Neu", "codable": True}}),
            (coder.MergeCodes, {**step, "merged_code_ids": ["wege"]}),
            (coder.SplitCode, {**step, "codes": [new]}),
            (coder.MoveCode, {**step, "parent_code_id": "zugang"}),
            (coder.RetireCode, step),
        ):  # fmt: skip
            with self.subTest(fields=fields):
                self.refused("RESOURCE_DELETED", call, **fields)
        self.assertEqual([book.name for book in coder.ListCodebooks(parent=STUDY).codebooks],
                         [BOOK])  # fmt: skip


if __name__ == "__main__":
    unittest.main()
