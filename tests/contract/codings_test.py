"""Codebooks, codings and memos of a study: who codes does so as themselves, sees what they may, and
whoever reads is noted."""

import unittest
import uuid

import study_kinds
from lotse.survey.v1alpha import codebook_pb2, codebook_service_pb2, coding_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT
from study_identity import CASE, StudyIdentityCase

STUDY = study_kinds.STUDY
BOOK = f"{STUDY}/codebooks/buch"
MEMO = "Ein Zebrafink kommt im Gespräch vor"


def codebook():
    return codebook_pb2.Codebook(
        title="Codebuch",
        codes=[
            codebook_pb2.StudyCode(name="zugang", label="Zugang"),
            codebook_pb2.StudyCode(name="wege", parent="zugang", label="Wege", codable=True),
            codebook_pb2.StudyCode(name="ton", label="Ton", codable=True),
        ],
    )


class Codings(StudyIdentityCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "vergleicht": role_pb2.ROLE_ANALYST,
              "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_ANALYST}

    def setUp(self):
        super().setUp()
        # The coder `eins` of the study.
        self.coder = self.known("kodiert", role_pb2.ROLE_ANALYST)
        self.book = self.coder.CreateCodebook(
            parent=STUDY, codebook_id="buch", codebook=codebook()
        )

    def memo(self, client=None, subject=CASE, memo_id=None, content=MEMO, coder="eins"):
        return (client or self.coder).CreateStudyMemo(
            parent=STUDY, memo_id=memo_id or str(uuid.uuid4()),
            memo=coding_pb2.StudyMemo(subject=subject, content=content, coder=coder),
        )  # fmt: skip

    def step(self, name, client=None, revision=None, **fields):
        """Takes a step on the codebook as it was told last, unless another revision is given."""
        done = getattr(client or self.coder, name)(
            parent=STUDY, codebook_id="buch", revision=revision or self.book.revision, **fields
        )
        self.book = done.codebook
        return done

    def notes(self, resource=STUDY):
        """(verb, actor) of what the log says of something, but for making it."""
        changes = self.consultant.ListChanges(parent=ENGAGEMENT, page_size=1000).changes
        return [(c.verb, c.actor) for c in changes if c.resource == resource and c.verb != "CREATE"]

    def test_a_codebook_has_its_history(self):
        self.assertEqual(self.book.name, BOOK)
        self.assertEqual(self.coder.GetCodebook(parent=STUDY, codebook_id="buch"), self.book)
        first = self.book
        done = self.step(
            "AddCode", reason="kam oft vor",
            code={"code_id": "amt", "code": {"label": "Amt", "codable": True, "parent": "zugang"}},
        )  # fmt: skip
        self.assertEqual(done.change.verb, codebook_pb2.CodebookChange.VERB_ADD)
        self.step("ReviseCode", code_id="ton", code={"label": "Tonfall", "codable": True})
        self.step("MergeCodes", code_id="wege", merged_code_ids=["amt"])
        self.step("MoveCode", code_id="ton", parent_code_id="zugang")
        self.step("RetireCode", code_id="ton")
        self.step("RetireCode", code_id="ton", reinstate=True)
        self.step(
            "SplitCode", code_id="ton",
            codes=[{"code_id": "laut", "code": {"label": "Laut", "codable": True}}],
        )  # fmt: skip
        self.assertEqual(self.book.revision, 8)
        then = self.coder.GetCodebook(parent=STUDY, codebook_id="buch", revision=1)
        self.assertEqual(then, first)
        page = self.coder.ListCodebookChanges(parent=STUDY, codebook_id="buch", page_size=5)
        rest = self.coder.ListCodebookChanges(
            parent=STUDY, codebook_id="buch", page_size=5, page_token=page.next_page_token
        )
        changes = [*page.changes, *rest.changes]
        self.assertEqual([c.revision for c in changes], list(range(2, 9)))
        self.assertEqual(rest.next_page_token, "")
        self.assertEqual({c.coder for c in changes}, {"eins"})
        listed = self.coder.ListCodebooks(parent=STUDY).codebooks
        self.assertEqual([(c.name, c.revision, len(c.codes)) for c in listed], [(BOOK, 8, 0)])
        self.assertEqual(self.notes(), [], "codebooks are not in the change log")

    def test_what_is_sent_again_is_answered_as_the_first_time(self):
        again = self.coder.CreateCodebook(parent=STUDY, codebook_id="buch", codebook=codebook())
        self.assertEqual(again, self.book)
        fields = {"code_id": "ton", "parent_code_id": "zugang"}
        done = self.step("MoveCode", revision=1, **fields)
        self.assertEqual(self.step("MoveCode", revision=1, **fields), done)
        self.assertEqual(
            error_of(self.step, "MoveCode", client=self.consultant, revision=1, **fields).reason,
            "ETAG_MISMATCH",
        )
        memo_id = str(uuid.uuid4())
        memo = self.memo(memo_id=memo_id)
        self.assertEqual(self.memo(memo_id=memo_id), memo)
        self.assertEqual(
            error_of(self.memo, memo_id=memo_id, content="anders").reason, "RESOURCE_EXISTS"
        )

    def test_codebooks_go_out_and_come_in(self):
        formats = codebook_service_pb2
        for number, form in enumerate(
            (formats.CODEBOOK_FORMAT_CSV, formats.CODEBOOK_FORMAT_CSV_EXCEL,
             formats.CODEBOOK_FORMAT_QDC)
        ):  # fmt: skip
            written = self.coder.ExportCodebook(parent=STUDY, codebook_id="buch", format=form)
            fields = {"parent": STUDY, "codebook_id": f"kopie{number}", "title": "Kopie",
                      "format": form, "content": written.content}  # fmt: skip
            tried = self.coder.ImportCodebook(validate_only=True, **fields)
            self.assertEqual(
                error_of(
                    self.coder.GetCodebook, parent=STUDY, codebook_id=f"kopie{number}"
                ).reason,
                "RESOURCE_NOT_FOUND",
            )
            read = self.coder.ImportCodebook(**fields)
            self.assertEqual([code.label for code in read.codebook.codes],
                             [code.label for code in self.book.codes])  # fmt: skip
            self.assertEqual(len(tried.codebook.codes), len(read.codebook.codes))
            self.assertEqual(self.coder.ImportCodebook(**fields), read)

    def test_each_documented_refusal(self):
        coder = self.coder
        no_study = f"{ENGAGEMENT}/studies/fehlt"
        book = {"parent": STUDY, "codebook_id": "buch"}
        step = {**book, "revision": 1, "code_id": "ton"}
        coding = {"text": f"{CASE}/texts/fehlt", "code": f"{BOOK}/codes/ton", "coder": "eins"}
        some = str(uuid.uuid4())
        token = {"page_token": "x"}
        for call, fields, reason in (
            (coder.CreateCodebook, {**book, "codebook": {"title": "x"}}, "RESOURCE_EXISTS"),
            (coder.CreateCodebook, {**book, "codebook_id": "B"}, "INVALID_FIELDS"),
            (coder.CreateCodebook, {**book, "parent": no_study}, "RESOURCE_NOT_FOUND"),
            (coder.GetCodebook, {**book, "codebook_id": "fehlt"}, "RESOURCE_NOT_FOUND"),
            (coder.GetCodebook, {**book, "revision": 2}, "INVALID_FIELDS"),
            (coder.ListCodebooks, {"parent": no_study}, "RESOURCE_NOT_FOUND"),
            (coder.ListCodebooks, {"parent": ENGAGEMENT}, "INVALID_FIELDS"),
            (coder.ImportCodebook, {**book, "title": "x"}, "INVALID_FIELDS"),
            (coder.ImportCodebook,
             {**book, "title": "x", "format": 3, "content": b"x"}, "UNREADABLE_SOURCE"),
            (coder.ImportCodebook,
             {**book, "title": "x", "format": 1, "content": b"name\nA\n"}, "RESOURCE_EXISTS"),
            (coder.ExportCodebook, book, "INVALID_FIELDS"),
            (coder.ExportCodebook, {**book, "codebook_id": "fehlt", "format": 1},
             "RESOURCE_NOT_FOUND"),
            (coder.AddCode, {**book, "revision": 1, "code": {"code_id": "ton"}}, "INVALID_FIELDS"),
            (coder.ReviseCode, {**step, "code": {"label": " "}}, "INVALID_FIELDS"),
            (coder.MergeCodes, {**step, "merged_code_ids": ["ton"]}, "INVALID_FIELDS"),
            (coder.SplitCode, step, "INVALID_FIELDS"),
            (coder.MoveCode, {**step, "parent_code_id": "ton"}, "INVALID_FIELDS"),
            (coder.MoveCode, {**step, "codebook_id": "fehlt"}, "RESOURCE_NOT_FOUND"),
            (coder.RetireCode, {**step, "revision": 0}, "INVALID_FIELDS"),
            (coder.RetireCode, {**step, "revision": 2}, "ETAG_MISMATCH"),
            (coder.ListCodebookChanges, {**book, **token}, "INVALID_PAGE_TOKEN"),
            (coder.ListCodebookChanges, {**book, "codebook_id": "fehlt"}, "RESOURCE_NOT_FOUND"),
            (coder.CreateCoding, {"parent": STUDY, "coding_id": "x"}, "INVALID_FIELDS"),
            (coder.CreateCoding,
             {"parent": STUDY, "coding_id": some, "coding": coding}, "INVALID_FIELDS"),
            (coder.CreateCoding,
             {"parent": no_study, "coding_id": some, "coding": coding}, "RESOURCE_NOT_FOUND"),
            (coder.DeleteCoding, {"parent": STUDY, "coding_id": some}, "RESOURCE_NOT_FOUND"),
            (coder.ListCodings, {"parent": STUDY, **token}, "INVALID_PAGE_TOKEN"),
            (coder.ListCodings, {"parent": STUDY, "place": STUDY}, "INVALID_FIELDS"),
            (coder.CreateStudyMemo, {"parent": STUDY, "memo_id": some}, "INVALID_FIELDS"),
            (coder.ChangeStudyMemo, {"parent": STUDY, "memo_id": some}, "INVALID_FIELDS"),
            (coder.ChangeStudyMemo,
             {"parent": STUDY, "memo_id": some, "content": "x"}, "RESOURCE_NOT_FOUND"),
            (coder.DeleteStudyMemo, {"parent": STUDY, "memo_id": some}, "RESOURCE_NOT_FOUND"),
            (coder.ListStudyMemos, {"parent": STUDY, **token}, "INVALID_PAGE_TOKEN"),
            (coder.ListStudyMemos, {"parent": STUDY, "subject": "x"}, "INVALID_FIELDS"),
        ):  # fmt: skip
            with self.subTest(fields=fields):
                error = error_of(call, **fields)
                self.assertEqual(error.reason, reason, error)
        self.assertEqual(self.notes(), [], "what is refused leaves no entry")

    def test_memos_are_the_coders_own_and_their_words_go(self):
        memo = self.memo()
        memo_id = memo.name.rsplit("/", 1)[1]
        self.assertEqual(error_of(self.memo, client=self.consultant).reason, "INVALID_FIELDS")
        for call, fields in (
            (self.consultant.ChangeStudyMemo, {"content": "fremd"}),
            (self.consultant.DeleteStudyMemo, {}),
        ):
            error = error_of(call, parent=STUDY, memo_id=memo_id, **fields)
            self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        changed = self.coder.ChangeStudyMemo(parent=STUDY, memo_id=memo_id, content="Ein Kolibri")
        self.assertEqual(list(self.coder.ListStudyMemos(parent=STUDY).memos), [changed])
        self.coder.DeleteStudyMemo(parent=STUDY, memo_id=memo_id)
        self.assertEqual(list(self.coder.ListStudyMemos(parent=STUDY).memos), [])
        self.survey.stop()
        for path in self.survey.data_dir.rglob("*"):
            if path.is_file():
                for word in (b"Zebrafink", b"Kolibri"):
                    self.assertNotIn(word, path.read_bytes(), path)

    def test_reading_is_noted(self):
        self.coder.ListCodings(parent=STUDY)
        self.consultant.ListStudyMemos(parent=STUDY)
        self.assertEqual(self.notes(), [("READ", "kodiert"), ("READ", "beratung")])
        self.coder.GetCodebook(parent=STUDY, codebook_id="buch")
        self.assertEqual(len(self.notes()), 2, "a codebook is nothing that people said")

    def test_blind_coders_see_their_own(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.blind = True
        study.coders.add(coder_id="zwei", subject="beratung")
        self.consultant.UpdateStudy(study=study)
        self.memo()
        self.memo(client=self.consultant, coder="zwei")

        def seen(client):
            return [memo.coder for memo in client.ListStudyMemos(parent=STUDY).memos]

        self.assertEqual(seen(self.coder), ["eins"])
        self.assertEqual(seen(self.consultant), ["zwei"])
        third = self.known("vergleicht", role_pb2.ROLE_ANALYST)
        self.assertEqual(sorted(seen(third)), ["eins", "zwei"])
        study = self.consultant.GetStudy(name=STUDY)
        study.blind = False
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["blind"]})
        self.assertEqual(sorted(seen(self.coder)), ["eins", "zwei"])

    def test_restricted_cases_need_more(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.kinds.append(2)  # KIND_IN_DEPTH_INTERVIEW
        study.coders.add(coder_id="zwei", subject="beratung")
        self.consultant.UpdateStudy(study=study)
        case = study_kinds.case("tief")
        case.kind = 2
        del case.participants[1:]
        self.consultant.CreateStudyCase(parent=STUDY, study_case_id="tief", study_case=case)
        deep = f"{STUDY}/cases/tief"
        memo = self.memo(subject=deep)
        self.assertEqual([m.name for m in self.coder.ListStudyMemos(parent=STUDY).memos],
                         [memo.name])  # fmt: skip
        self.assertEqual(list(self.consultant.ListStudyMemos(parent=STUDY).memos), [])
        for call, fields in (
            (self.consultant.ListStudyMemos, {"subject": deep}),
            (self.consultant.ListCodings, {"place": deep}),
            (self.consultant.CreateStudyMemo,
             {"memo_id": str(uuid.uuid4()),
              "memo": {"subject": deep, "content": "x", "coder": "zwei"}}),
        ):  # fmt: skip
            error = error_of(call, parent=STUDY, **fields)
            self.assertEqual(
                (error.reason, error.info.metadata["permission"]),
                ("PERMISSION_MISSING", "MATERIAL_RESTRICTED"),
            )

    def test_a_deleted_case_or_study_takes_nothing(self):
        self.consultant.DeleteStudyCase(name=CASE)
        self.assertEqual(error_of(self.memo).reason, "RESOURCE_DELETED")

    def test_permissions_and_tenants(self):
        auditor = self.known("carl", role_pb2.ROLE_AUDITOR)
        for call, permission in (
            (auditor.ListCodings, "MATERIAL_READ"), (auditor.ListStudyMemos, "MATERIAL_READ"),
            (auditor.ListCodebooks, "MATERIAL_READ"), (auditor.CreateCoding, "MATERIAL_WRITE"),
            (auditor.MergeCodes, "MATERIAL_WRITE"), (auditor.DeleteStudyMemo, "MATERIAL_WRITE"),
        ):  # fmt: skip
            error = error_of(call, parent=STUDY)
            self.assertEqual(
                (error.reason, error.info.metadata["permission"]),
                ("PERMISSION_MISSING", permission),
            )
        foreign = self.foreign("fremde")
        for call in (foreign.ListCodings, foreign.ListStudyMemos, foreign.GetCodebook,
                     foreign.CreateCoding, foreign.AddCode):  # fmt: skip
            there = error_of(call, parent=STUDY)
            absent = error_of(call, parent=STUDY.replace("erhebung", "fehltnur"))
            self.assertEqual(there.reason, "RESOURCE_NOT_FOUND")
            self.assertEqual(there.message.replace("erhebung", "fehltnur"), absent.message)


if __name__ == "__main__":
    unittest.main()
