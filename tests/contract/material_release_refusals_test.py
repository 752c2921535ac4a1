"""What releases of material refuse: what does not fit, what is in the wrong state, who may not."""

import unittest
import uuid

import study_kinds
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT, text
from material_release_case import (
    CODE,
    LINES,
    NAME,
    STUDY,
    MaterialRelease,
    MaterialReleaseCase,
    draft,
)
from study_identity import CASE

PERSON = "Zacharias Übermuth"
STEPS = ("ApproveQuote", "DeleteMaterialRelease", "ReleaseMaterial", "SetQuoteSources",
         "UndeleteMaterialRelease", "WithdrawMaterial")  # fmt: skip


class MaterialReleaseRefusals(MaterialReleaseCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "schutz": role_pb2.ROLE_DATA_STEWARD,
              "prueft": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_ANALYST}

    def test_what_does_not_fit_is_refused(self):
        steward = self.known("schutz", role_pb2.ROLE_DATA_STEWARD)
        steward.SetParticipantName(
            parent=CASE, participant_name={"pseudonym": "P01", "person": PERSON}
        )
        for release, field in (
            (draft(f"{PERSON} sagt es."), "wording"),
            (draft("P01 sagt es."), "wording"),
            (draft("Um 00:12:40 war es laut."), "wording"),
            (draft("Das ist <b>so</b>."), "wording"),
            (draft(""), "wording"),
            (draft("ä" * 1001), "wording"),
            (draft(role="leitung"), "role"),
            (draft(code=f"{STUDY}/codebooks/buch/codes/fehlt"), "code"),
            (draft(code=CODE.replace("erhebung", "andere")), "code"),
            (draft(language="-"), "language"),
            (draft(scope=0), "scope"),
        ):
            with self.subTest(field=field, release=release.quotes[0].wording[:20]):
                error = self.refused(
                    self.coder.CreateMaterialRelease, "INVALID_FIELDS",
                    parent=STUDY, material_release_id="falsch", material_release=release,
                )  # fmt: skip
                self.assertNotIn(PERSON.encode(), error.details_bytes)
                self.assertIn(field, [v.field for v in error.violations][0])
        wide = draft()
        wide.scope = MaterialRelease.SCOPE_PUBLIC
        twice = draft()
        twice.themes.add(code=CODE)
        for release in (wide, twice):
            self.refused(
                self.coder.CreateMaterialRelease, "INVALID_FIELDS",
                parent=STUDY, material_release_id="falsch", material_release=release,
            )  # fmt: skip

    def test_each_documented_refusal(self):
        made, coder = self.make(), self.coder
        deleted = self.make("weg")
        deleted = coder.DeleteMaterialRelease(name=deleted.name)
        out = self.released("draussen")
        here, there = {"name": NAME, "etag": made.etag}, {"name": out.name, "etag": out.etag}
        absent = {"name": f"{STUDY}/materialReleases/fehlt", "etag": "1"}
        old = {"name": NAME, "etag": "99"}
        no_study = f"{ENGAGEMENT}/studies/fehlt"
        new = {"material_release_id": "neu", "material_release": draft()}
        why, source = {"reason": "Widerruf"}, {"sources": [self.source()]}
        for call, fields, reason in (
            (coder.GetMaterialRelease, {"name": absent["name"]}, "RESOURCE_NOT_FOUND"),
            (coder.ListMaterialReleases, {"parent": no_study}, "RESOURCE_NOT_FOUND"),
            (coder.ListMaterialReleases, {"parent": STUDY, "filter": "x ="}, "INVALID_FIELDS"),
            (coder.ListMaterialReleases,
             {"parent": STUDY, "page_token": "x"}, "INVALID_PAGE_TOKEN"),
            (coder.CreateMaterialRelease, {"parent": no_study, **new}, "RESOURCE_NOT_FOUND"),
            (coder.CreateMaterialRelease,
             {**new, "parent": STUDY, "material_release_id": "rat",
              "material_release": draft("Anders.")}, "RESOURCE_EXISTS"),
            (coder.CreateMaterialRelease,
             {**new, "parent": STUDY, "material_release_id": "N"}, "INVALID_FIELDS"),
            (coder.UpdateMaterialRelease,
             {"material_release": MaterialRelease(name=absent["name"])}, "RESOURCE_NOT_FOUND"),
            (coder.UpdateMaterialRelease,
             {"material_release": MaterialRelease(name=NAME, etag="99", title=text("x"))},
             "ETAG_MISMATCH"),
            (coder.UpdateMaterialRelease,
             {"material_release": MaterialRelease(name=out.name, title=text("x"))},
             "WRONG_STATE"),
            (coder.UpdateMaterialRelease,
             {"material_release": MaterialRelease(name=NAME, quotes=draft("P02 sagt es.").quotes)},
             "INVALID_FIELDS"),
            (coder.DeleteMaterialRelease, absent, "RESOURCE_NOT_FOUND"),
            (coder.DeleteMaterialRelease, old, "ETAG_MISMATCH"),
            (coder.DeleteMaterialRelease, there, "WRONG_STATE"),
            (coder.UndeleteMaterialRelease, absent, "RESOURCE_NOT_FOUND"),
            (coder.UndeleteMaterialRelease, {"name": deleted.name, "etag": "99"}, "ETAG_MISMATCH"),
            (coder.SetQuoteSources, {**absent, **source}, "RESOURCE_NOT_FOUND"),
            (coder.SetQuoteSources, {**old, **source}, "ETAG_MISMATCH"),
            (coder.SetQuoteSources, {**there, **source}, "WRONG_STATE"),
            (coder.SetQuoteSources, here, "INVALID_FIELDS"),
            (coder.SetQuoteSources,
             {**here, "sources": [self.source(quote=1)]}, "INVALID_FIELDS"),
            (coder.SetQuoteSources, {**here, "sources": [self.source()] * 2}, "INVALID_FIELDS"),
            (coder.SetQuoteSources,
             {**here, "sources": [self.source(text=f"{CASE}/texts/{uuid.uuid4()}")]},
             "INVALID_FIELDS"),
            (coder.SetQuoteSources,
             {**here, "sources": [self.source(revision=0)]}, "INVALID_FIELDS"),
            (coder.SetQuoteSources,
             {**here, "sources": [self.source(revision=2)]}, "ETAG_MISMATCH"),
            (coder.ApproveQuote, absent, "RESOURCE_NOT_FOUND"),
            (coder.ApproveQuote, old, "ETAG_MISMATCH"),
            (coder.ApproveQuote, there, "WRONG_STATE"),
            (coder.ApproveQuote, {**here, "quote": 1}, "INVALID_FIELDS"),
            (coder.ApproveQuote, {**here, "quote": -1}, "INVALID_FIELDS"),
            (coder.ApproveQuote, here, "RELEASE_BLOCKED"),
            (coder.ReleaseMaterial, absent, "RESOURCE_NOT_FOUND"),
            (coder.ReleaseMaterial, old, "ETAG_MISMATCH"),
            (coder.ReleaseMaterial, here, "RELEASE_BLOCKED"),
            (coder.WithdrawMaterial, {**absent, **why}, "RESOURCE_NOT_FOUND"),
            (coder.WithdrawMaterial, {**there, "reason": ""}, "INVALID_FIELDS"),
            (coder.WithdrawMaterial, {**there, **why, "etag": "99"}, "ETAG_MISMATCH"),
            (coder.WithdrawMaterial, {**here, **why}, "WRONG_STATE"),
            (coder.GetReleasedMaterial, {"name": absent["name"]}, "RESOURCE_NOT_FOUND"),
            (coder.GetReleasedMaterial, {"name": NAME}, "RESOURCE_NOT_FOUND"),
            (coder.ListReleasedMaterial, {"parent": no_study}, "RESOURCE_NOT_FOUND"),
            (coder.ListReleasedMaterial,
             {"parent": STUDY, "page_token": "x"}, "INVALID_PAGE_TOKEN"),
            (coder.ListReleasedMaterial, {"parent": ENGAGEMENT}, "INVALID_FIELDS"),
            (coder.ListQuoteFindings, {"parent": no_study}, "RESOURCE_NOT_FOUND"),
            (coder.ListQuoteFindings, {"parent": STUDY, "page_token": "x"}, "INVALID_PAGE_TOKEN"),
            (coder.ListQuoteFindings, {"parent": ENGAGEMENT}, "INVALID_FIELDS"),
        ):  # fmt: skip
            with self.subTest(call=call, fields=fields):
                self.refused(call, reason, **fields)
        self.assertEqual(coder.GetMaterialRelease(name=NAME), made, "a refusal changes nothing")

    def test_one_release_too_many(self):
        for number in range(100):
            self.make(f"r{number}", draft(f"Es ist schwer, sehr schwer: {'x' * (number + 1)}."))
        error = self.refused(
            self.coder.CreateMaterialRelease, "INVALID_FIELDS",
            parent=STUDY, material_release_id="r100", material_release=draft(),
        )  # fmt: skip
        self.assertIn("100", error.violations[0].description)
        self.make("r7", draft(f"Es ist schwer, sehr schwer: {'x' * 8}."))

    def test_a_request_is_sent_again_and_its_id_not_used_for_another(self):
        made, again = self.ready(), {"request_id": str(uuid.uuid4())}
        released = self.coder.ReleaseMaterial(name=NAME, etag=made.etag, **again)
        self.assertEqual(
            self.coder.ReleaseMaterial(name=NAME, etag=made.etag, **again), released
        )
        for call, fields in (
            (self.coder.CreateMaterialRelease,
             {"parent": STUDY, "material_release_id": "neu", "material_release": draft()}),
            (self.coder.UpdateMaterialRelease,
             {"material_release": MaterialRelease(name=NAME, title=text("x"))}),
            (self.coder.DeleteMaterialRelease, {"name": NAME}),
            (self.coder.UndeleteMaterialRelease, {"name": NAME, "etag": released.etag}),
            (self.coder.ApproveQuote, {"name": NAME, "etag": released.etag}),
            (self.coder.ReleaseMaterial, {"name": NAME, "etag": "77"}),
            (self.coder.WithdrawMaterial,
             {"name": NAME, "etag": released.etag, "reason": "Widerruf"}),
        ):  # fmt: skip
            self.refused(call, "REQUEST_ID_REUSED", **fields, **again)

    def test_what_is_above_is_deleted(self):
        made = self.coder.DeleteMaterialRelease(name=self.ready().name)
        self.consultant.DeleteStudyText(
            parent=CASE, text_id=self.text.rsplit("/", 1)[1], reason="Widerruf"
        )
        self.consultant.DeleteStudyCase(name=CASE)
        self.consultant.DeleteGuide(name=f"{STUDY}/guides/{study_kinds.IDS['guide']}")
        self.consultant.DeleteStudy(name=STUDY)
        place = {"name": NAME, "etag": made.etag}
        for call, fields in (
            (self.coder.CreateMaterialRelease,
             {"parent": STUDY, "material_release_id": "neu", "material_release": draft()}),
            (self.coder.UndeleteMaterialRelease, place),
            (self.coder.SetQuoteSources, {**place, "sources": [self.source()]}),
            (self.coder.ApproveQuote, place),
            (self.coder.ReleaseMaterial, place),
        ):  # fmt: skip
            self.refused(call, "RESOURCE_DELETED", **fields)

    def test_a_deleted_case_gives_no_quotes(self):
        made = self.make()
        ready = self.ready("fertig", release=draft("Der Weg ist weit."))
        self.consultant.DeleteStudyCase(name=CASE)
        self.refused(self.coder.SetQuoteSources, "RESOURCE_DELETED", name=NAME, etag=made.etag,
                     sources=[self.source()])  # fmt: skip
        self.blocked(ready, "is from a case that was deleted")

    def blocked(self, made, why):
        """This alone stands against a release."""
        error = self.refused(
            self.coder.ReleaseMaterial, "RELEASE_BLOCKED", name=made.name, etag=made.etag
        )
        self.assertEqual(error.info.metadata["violations"], "1", error)
        self.assertIn(why, error.message)

    def free(self, made):
        """Nothing stands against it."""
        self.coder.ReleaseMaterial(name=made.name, etag=made.etag, validate_only=True)

    def participant(self, place, **fields):
        """Changes who took part in the case."""
        case = self.consultant.GetStudyCase(name=CASE)
        for field, value in fields.items():
            setattr(case.participants[place], field, value)
        self.consultant.UpdateStudyCase(study_case=case)

    def test_each_thing_alone_stands_against_a_release(self):
        empty = MaterialRelease(
            title=text("Für den Rat"), scope=MaterialRelease.SCOPE_STEERING_GROUP
        )
        self.blocked(self.make("leer", empty), "says nothing")
        study = self.consultant.GetStudy(name=STUDY)
        study.roles.add(code="leitung", label=text("Leitung"))
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["roles"]})
        made = self.ready(release=draft("Herr Kuckuck ist nett."))
        self.free(made)
        self.participant(1, role="leitung")
        self.blocked(made, "names a role that one person alone has")
        self.participant(0, role="leitung")
        self.blocked(made, "is of somebody with another role")
        self.participant(1, role="team")
        self.participant(0, role="team", consent=1)  # CONSENT_ANALYSIS
        self.blocked(made, "did not agree to be quoted")
        self.participant(0, consent=2)  # CONSENT_QUOTES
        self.free(made)
        steward = self.known("schutz", role_pb2.ROLE_DATA_STEWARD)
        steward.SetParticipantName(
            parent=CASE, participant_name={"pseudonym": "P01", "person": "Karl Kuckuck"}
        )
        self.blocked(made, "has a wording with a name")
        steward.EraseParticipantName(parent=CASE, pseudonym="P01", reason="Widerruf")
        self.free(made)
        begin = "\n".join(LINES).index("schwer")
        place = {"parent": CASE, "text_id": self.text.rsplit("/", 1)[1]}
        self.consultant.CorrectStudyText(
            **place, revision=1,
            replacements=[{"range": {"begin": begin, "end": begin + 6}, "replacement": "mühsam"}],
        )  # fmt: skip
        self.blocked(made, "is from a part that was changed since")
        self.consultant.DeleteStudyText(**place, reason="Widerruf")
        self.blocked(made, "has no part of a text that it is from")
        self.assertEqual(self.coder.GetMaterialRelease(name=NAME), made)

    def test_permissions_and_tenants(self):
        made, out = self.make(), self.released("draussen")
        auditor = self.known("prueft", role_pb2.ROLE_AUDITOR)
        for step in STEPS:
            self.missing(getattr(auditor, step), "MATERIAL_RELEASE", name=NAME, etag=made.etag)
        for call, fields in (
            (auditor.GetMaterialRelease, {"name": NAME}),
            (auditor.ListMaterialReleases, {"parent": STUDY}),
            (auditor.ListQuoteFindings, {"parent": STUDY}),
            (auditor.CreateMaterialRelease,
             {"parent": STUDY, "material_release_id": "neu", "material_release": draft()}),
            (auditor.UpdateMaterialRelease, {"material_release": made}),
        ):  # fmt: skip
            self.missing(call, "MATERIAL_RELEASE", **fields)
        steward = self.known("schutz", role_pb2.ROLE_DATA_STEWARD)
        self.missing(steward.GetReleasedMaterial, "FIGURES_READ", name=out.name)
        self.missing(steward.ListReleasedMaterial, "FIGURES_READ", parent=STUDY)
        foreign = self.foreign("fremde")
        for call, fields in (
            *((getattr(foreign, step), {"name": NAME, "etag": "1"}) for step in STEPS),
            (foreign.GetMaterialRelease, {"name": NAME}),
            (foreign.GetReleasedMaterial, {"name": NAME}),
            (foreign.ListMaterialReleases, {"parent": STUDY}),
            (foreign.ListReleasedMaterial, {"parent": STUDY}),
            (foreign.ListQuoteFindings, {"parent": STUDY}),
        ):
            there = self.refused(call, "RESOURCE_NOT_FOUND", **fields)
            key = next(iter(fields))
            absent = {**fields, key: fields[key].replace("erhebung", "fehltnur")}
            self.assertEqual(
                there.message.replace("erhebung", "fehltnur"), error_of(call, **absent).message
            )

    def test_a_quote_of_a_restricted_case_needs_more(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.kinds.append(2)  # KIND_IN_DEPTH_INTERVIEW
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["kinds"]})
        case = study_kinds.case("tief")
        case.kind = 2
        del case.participants[1:]
        self.consultant.CreateStudyCase(parent=STUDY, study_case_id="tief", study_case=case)
        sources = [self.source(text=self.store(f"{STUDY}/cases/tief", ("M1", "P01", "P01")))]
        made = self.make()
        place = {"name": NAME, "etag": made.etag}
        self.missing(self.consultant.SetQuoteSources, **place, sources=sources)
        made = self.coder.SetQuoteSources(**place, sources=sources)
        place = {"name": NAME, "etag": made.etag}
        self.missing(self.consultant.ApproveQuote, **place)
        self.missing(self.consultant.ReleaseMaterial, **place)


if __name__ == "__main__":
    unittest.main()
