"""What leaves a study: put together, its quotes chosen and approved by two people, released, read
without who did so, and withdrawn. Where a quote is from is told to nobody and is in no log."""

import concurrent.futures
import unittest

import study_kinds
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT, text
from material_release_case import (
    DRAFT,
    LINES,
    NAME,
    RELEASED,
    STUDY,
    WITHDRAWN,
    WORDING,
    Finding,
    MaterialReleaseCase,
    draft,
)
from study_identity import CASE


class MaterialReleases(MaterialReleaseCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "prueft": role_pb2.ROLE_AUDITOR,
              "dritte": role_pb2.ROLE_ANALYST}  # fmt: skip

    def test_from_a_draft_to_what_readers_are_told_and_back(self):
        made = self.make()
        self.assertEqual((made.name, made.state), (NAME, DRAFT))
        self.assertEqual(self.make(), made, "the same again")
        self.assertEqual(self.coder.GetMaterialRelease(name=NAME), made)
        made.title.CopyFrom(text("Für den Stadtrat"))
        made = self.coder.UpdateMaterialRelease(
            material_release=made, update_mask={"paths": ["title"]}
        )
        made = self.coder.SetQuoteSources(name=NAME, etag=made.etag, sources=[self.source()])
        self.assertEqual(made.quotes[0].approver, "")
        made = self.consultant.ApproveQuote(name=NAME, etag=made.etag)
        self.assertEqual(made.quotes[0].approver, "beratung")
        checked = self.coder.ReleaseMaterial(name=NAME, etag=made.etag, validate_only=True)
        self.assertFalse(checked.HasField("participants"), "what is only checked tells no count")
        self.assertEqual(self.coder.GetMaterialRelease(name=NAME), made)
        before = made.etag
        made = self.coder.ReleaseMaterial(name=NAME, etag=made.etag)
        self.assertEqual((made.state, len(made.content_sha256)), (RELEASED, 64))
        self.assertEqual(self.coder.ReleaseMaterial(name=NAME, etag=before), made, "again")
        self.assertEqual(made.themes[0].label, "Zugang")
        self.assertFalse(made.themes[0].HasField("speakers"), "two people are too few")
        auditor = self.known("prueft", role_pb2.ROLE_AUDITOR)
        told = auditor.GetReleasedMaterial(name=NAME)
        quote = told.quotes[0]
        self.assertEqual((quote.wording, quote.language), (WORDING, "de"))
        self.assertEqual(quote.role_label.variants[0].text, "Team")
        self.assertEqual((quote.approver, quote.HasField("approve_time")), ("", False))
        self.assertEqual(list(auditor.ListReleasedMaterial(parent=STUDY).material_releases), [told])
        made = self.coder.WithdrawMaterial(name=NAME, etag=made.etag, reason="Widerruf")
        self.assertEqual(made.state, WITHDRAWN)
        self.assertEqual((made.quotes[0].wording, made.quotes[0].approver), ("", ""))
        self.assertEqual(self.coder.GetMaterialRelease(name=NAME), made)
        again = self.coder.WithdrawMaterial(name=NAME, etag=made.etag, reason="Widerruf")
        self.assertEqual(again, made)
        self.refused(auditor.GetReleasedMaterial, "WRONG_STATE", name=NAME)
        self.assertEqual(list(auditor.ListReleasedMaterial(parent=STUDY).material_releases), [])
        gone = self.coder.DeleteMaterialRelease(name=NAME, etag=made.etag)
        self.assertEqual(gone.state, WITHDRAWN)
        self.refused(auditor.GetReleasedMaterial, "WRONG_STATE", name=NAME)

    def test_whoever_reads_drafts_is_noted(self):
        self.make()
        wanted = []
        for client, actor in ((self.coder, "kodiert"), (self.consultant, "beratung")):
            client.GetMaterialRelease(name=NAME)
            client.ListMaterialReleases(parent=STUDY)
            wanted += [(NAME, actor), (STUDY, actor)]
        error_of(self.coder.GetMaterialRelease, name=f"{NAME}fehlt")
        self.released("zwei", release=draft("Der Zugang war schwer."))
        self.coder.GetReleasedMaterial(name=f"{STUDY}/materialReleases/zwei")
        changes = self.consultant.ListChanges(
            parent=ENGAGEMENT, filter='verb = "READ"', page_size=1000
        ).changes
        self.assertEqual([(c.resource, c.actor) for c in changes], wanted)

    def test_a_draft_is_deleted_and_restored(self):
        made = self.ready()
        gone = self.coder.DeleteMaterialRelease(name=NAME, etag=made.etag)
        self.assertTrue(gone.HasField("delete_time"))
        self.assertTrue(self.coder.GetMaterialRelease(name=NAME).HasField("delete_time"))
        listing = self.coder.ListMaterialReleases
        self.assertEqual(list(listing(parent=STUDY).material_releases), [])
        self.assertEqual(len(listing(parent=STUDY, show_deleted=True).material_releases), 1)
        for call, fields in (
            (self.coder.UpdateMaterialRelease, {"material_release": gone}),
            (self.coder.DeleteMaterialRelease, {"name": NAME}),
            (self.coder.SetQuoteSources,
             {"name": NAME, "etag": gone.etag, "sources": [self.source()]}),
            (self.coder.ApproveQuote, {"name": NAME, "etag": gone.etag}),
            (self.coder.ReleaseMaterial, {"name": NAME, "etag": gone.etag}),
        ):  # fmt: skip
            self.refused(call, "RESOURCE_DELETED", **fields)
        back = self.coder.UndeleteMaterialRelease(name=NAME, etag=gone.etag)
        self.assertFalse(back.HasField("delete_time"))
        self.refused(
            self.coder.UndeleteMaterialRelease, "RESOURCE_EXISTS", name=NAME, etag=back.etag
        )
        released = self.coder.ReleaseMaterial(name=NAME, etag=back.etag)
        self.assertEqual(released.state, RELEASED, "where it is from and who approved it stay")

    def test_lists_have_pages(self):
        names = [self.released(f"r{n}", release=draft(f"{WORDING}{'!' * n}")).name
                 for n in range(3)]  # fmt: skip
        self.make("entwurf")
        found = self.coder
        for call, names_of, expected in (
            (found.ListMaterialReleases, lambda r: r.material_releases,
             [f"{STUDY}/materialReleases/entwurf", *names]),
            (found.ListReleasedMaterial, lambda r: r.material_releases, names),
        ):  # fmt: skip
            for parent in (STUDY, f"{ENGAGEMENT}/studies/-"):
                listed, token = [], ""
                while True:
                    page = call(parent=parent, page_size=1, page_token=token)
                    self.assertLessEqual(len(names_of(page)), 1)
                    listed += [each.name for each in names_of(page)]
                    token = page.next_page_token
                    if not token:
                        break
                self.assertEqual(listed, expected)

    def test_quotes_that_rest_on_nothing_are_found_page_by_page(self):
        self.released("a")
        self.make("b")
        self.assertEqual(self.found(), [("b", DRAFT, Finding.KIND_SOURCE_MISSING)])
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[0].consent = case.participants[1].consent
        self.consultant.UpdateStudyCase(study_case=case, update_mask={"paths": ["*"]})
        self.assertEqual(self.found(), [("a", RELEASED, Finding.KIND_CONSENT_GONE),
                                        ("b", DRAFT, Finding.KIND_SOURCE_MISSING)])  # fmt: skip
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[0].consent = study_kinds.case("x").participants[0].consent
        self.consultant.UpdateStudyCase(study_case=case, update_mask={"paths": ["*"]})
        place = {"parent": CASE, "text_id": self.text.rsplit("/", 1)[1]}
        begin = "\n".join(LINES).index("schwer")
        self.consultant.CorrectStudyText(
            **place, revision=1,
            replacements=[{"range": {"begin": begin, "end": begin + 6}, "replacement": "mühsam"}],
        )  # fmt: skip
        self.assertEqual(self.found()[0], ("a", RELEASED, Finding.KIND_SOURCE_CHANGED))
        self.consultant.DeleteStudyText(**place, reason="Widerruf")
        self.assertEqual(self.found()[0], ("a", RELEASED, Finding.KIND_SOURCE_GONE))

    def test_a_word_that_is_the_id_of_a_case_too_is_left_to_people(self):
        made = self.make(release=draft("Die Gruppe war gut."))
        word = ("rat", DRAFT, Finding.KIND_ID_AS_WORD)
        self.assertEqual(self.found(), [("rat", DRAFT, Finding.KIND_SOURCE_MISSING), word])
        made = self.coder.SetQuoteSources(name=NAME, etag=made.etag, sources=[self.source()])
        self.assertEqual(self.found(), [word])
        made = self.consultant.ApproveQuote(name=NAME, etag=made.etag)
        released = self.coder.ReleaseMaterial(name=NAME, etag=made.etag)
        self.assertEqual(released.state, RELEASED)
        self.assertEqual(self.found(), [], "whoever released it has looked at it")
        # No word is written so.
        later = self.ready("b", release=draft("In gruppe-7 ist es anders."))
        self.consultant.CreateStudyCase(
            parent=STUDY, study_case_id="gruppe-7", study_case=study_kinds.case("sieben")
        )
        self.refused(self.coder.ReleaseMaterial, "RELEASE_BLOCKED", name=later.name,
                     etag=later.etag)  # fmt: skip
        self.refused(
            self.coder.CreateMaterialRelease, "INVALID_FIELDS", parent=STUDY,
            material_release_id="c", material_release=draft("Gruppe-7 ist anders."),
        )  # fmt: skip

    def test_two_at_once_are_one_and_none_tells_the_other(self):
        one, other = self.ready("a"), self.ready("b", release=draft(f"{WORDING}!"))

        def release(made):
            return self.coder.ReleaseMaterial(name=made.name, etag=made.etag)

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            done = list(pool.map(release, (one, other, one, other)))
        self.assertEqual([each.state for each in done], [RELEASED] * 4)
        self.assertEqual(done[0], done[2])
        self.assertEqual(done[1], done[3])

        def approve(client):
            return error_of(client.ApproveQuote, name=made.name, etag=made.etag)

        made = self.make("c", draft(f"{WORDING}!!"))
        made = self.coder.SetQuoteSources(name=made.name, etag=made.etag, sources=[self.source()])
        third = self.known("dritte", role_pb2.ROLE_ANALYST)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            errors = list(pool.map(approve, (self.consultant, third)))
        refused = [error for error in errors if error]
        self.assertEqual([error.reason for error in refused], ["ETAG_MISMATCH"])

    def test_who_chose_does_not_approve_and_consent_counts(self):
        made = self.make()
        made = self.coder.SetQuoteSources(name=NAME, etag=made.etag, sources=[self.source()])
        self.refused(self.coder.ApproveQuote, "RELEASE_BLOCKED", name=NAME, etag=made.etag)
        made = self.coder.SetQuoteSources(name=NAME, etag=made.etag, sources=[self.source(2)])
        self.refused(self.consultant.ApproveQuote, "RELEASE_BLOCKED", name=NAME, etag=made.etag)

    def test_who_codes_blind_does_not_release(self):
        made = self.ready()
        study = self.consultant.GetStudy(name=STUDY)
        study.blind = True
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["blind"]})
        self.refused(self.coder.ReleaseMaterial, "RELEASE_BLOCKED", name=NAME, etag=made.etag)
        third = self.known("dritte", role_pb2.ROLE_ANALYST)
        third.ReleaseMaterial(name=NAME, etag=made.etag)

    def test_where_it_is_from_is_in_no_log(self):
        self.released()
        changes = self.consultant.ListChanges(parent=ENGAGEMENT, page_size=1000)
        text_id = self.text.rsplit("/", 1)[1]
        for change in changes.changes:
            if change.resource == NAME:
                self.assertNotIn(text_id.encode(), change.SerializeToString())
        self.survey.stop()
        for path in self.files_with(LINES[1]):
            self.assertIn("-material.db", path.name)
        self.assertNotIn(WORDING, self.survey.log_text())


if __name__ == "__main__":
    unittest.main()
