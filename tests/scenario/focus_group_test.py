"""A study of six focus groups of seven people, from their transcripts to quotes in a report: read,
coded by two who do not see one another's work, compared, corrected and redacted, released by others
than who chose, reported, and taken into another study as a project of REFI-QDA."""

import collections
import hashlib
import re
import unittest
import uuid

import focus_groups
from focus_group_case import CODERS, STUDY, FocusGroupCase, group_of, study
from lotse.engagement.v1alpha import finding_pb2, finding_service_pb2
from lotse.reporting.v1alpha import report_pb2
from lotse.survey.v1alpha import (
    codebook_pb2,
    material_release_pb2,
    study_agreement_pb2,
    study_exchange_service_pb2,
    study_measure_pb2,
    study_text_pb2,
    study_text_service_pb2,
)
from lotse.type.v1alpha import role_pb2
from lotse_testing import reports
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.samples import ENGAGEMENT, text

OTHER = f"{ENGAGEMENT}/studies/abschrift"
RELEASE = f"{STUDY}/materialReleases/rat"
PERSON = "Zafer Unverkennbar"

Export = study_exchange_service_pb2.ExportStudyRequest
Import = study_exchange_service_pb2.ImportStudyRequest
Format = study_text_service_pb2.ImportStudyTextRequest.Format
TRANSCRIPT = study_text_pb2.StudyText.KIND_TRANSCRIPT
EACH_CODE = study_agreement_pb2.MeasureAgreementRequest.Categories.CATEGORIES_EACH_CODE
Scope = material_release_pb2.MaterialRelease.SCOPE_STEERING_GROUP


def agreement(one, other):
    """By their formulas of two lists of 0 and 1: how much is alike, Cohen's kappa, that of Brennan and
    Prediger, and Krippendorff's alpha."""
    n = len(one)
    same = sum(a == b for a, b in zip(one, other, strict=True)) / n
    p, q = sum(one) / n, sum(other) / n
    chance = p * q + (1 - p) * (1 - q)
    ones = sum(one) + sum(other)
    apart = n * (1 - same)
    return {
        "agreement": same,
        "cohen_kappa": (same - chance) / (1 - chance),
        "brennan_prediger": (same - 1 / 2) / (1 / 2),
        "krippendorff_alpha": 1 - (2 * n - 1) * apart / (ones * (2 * n - ones)),
    }


class FocusGroups(FocusGroupCase):
    def test_from_transcripts_to_quotes_in_a_report(self):
        # Each goes on where the one before ended, so the first that fails ends it.
        self.import_transcripts()
        self.code_blind()
        self.compare()
        self.correct()
        self.redact()
        self.release()
        self.report()
        self.exchange()

    def import_transcripts(self):
        self.consultant.CreateStudy(parent=ENGAGEMENT, study_id="gruppen", study=study(blind=True))
        self.text_ids, self.turns = {}, {}
        for group in focus_groups.GROUPS:
            self.consultant.CreateStudyCase(
                parent=STUDY, study_case_id=f"gruppe-{group}", study_case=group_of(group)
            )
            self.text_ids[group] = str(uuid.uuid4())
            done = self.consultant.ImportStudyText(
                **self.place(group), title=f"Gruppe {group}", kind=TRANSCRIPT, language="de",
                format=Format.FORMAT_PLAIN_TEXT, speakers=focus_groups.labels(),
                content=focus_groups.transcript(group).encode(),
            )  # fmt: skip
            self.assertEqual(list(done.findings), [])
            stored, said = self.content(group), focus_groups.turns(group)
            self.assertEqual(stored.code_points, len(stored.content))
            self.turns[group] = [(t.range.begin, t.range.end) for t in stored.turns]
            self.assertEqual(
                [(t.speaker, stored.content[t.range.begin : t.range.end]) for t in stored.turns],
                [(turn.speaker, turn.said) for turn in said],
            )
        steward = self.known("schutz", role_pb2.ROLE_DATA_STEWARD)
        steward.SetParticipantName(
            parent=self.case(1), participant_name={"pseudonym": "P01", "person": PERSON}
        )

    def code_blind(self):
        themes = [codebook_pb2.StudyCode(name=name, label=label, codable=True,
                                         parent="zugang" if name in ("wege", "sprache") else "")
                  for name, label in focus_groups.THEMES.items()]  # fmt: skip
        self.comparing.CreateCodebook(
            parent=STUDY, codebook_id="buch",
            codebook=codebook_pb2.Codebook(title="Codebuch", codes=[
                codebook_pb2.StudyCode(name="zugang", label="Zugang"), *themes,
            ]),
        )  # fmt: skip
        self.given = collections.Counter()
        for group in focus_groups.GROUPS:
            said = focus_groups.turns(group)
            for coder, given in focus_groups.codings(group).items():
                for number, (theme, sentences) in given.items():
                    begin = self.turns[group][number][0]
                    words = " ".join(said[number].sentences[:sentences])
                    self.coders[coder].CreateCoding(
                        parent=STUDY, coding_id=str(uuid.uuid4()),
                        coding={"text": self.text_name(group), "coder": coder, "text_revision": 1,
                                "code": self.code_name(theme),
                                "range": {"begin": begin, "end": begin + len(words)}},
                    )  # fmt: skip
                    self.given[coder] += 1
        for coder, client in self.coders.items():
            seen = self.codings(client)
            self.assertEqual({coding.coder for coding in seen}, {coder}, "they code blind")
            self.assertEqual(len(seen), self.given[coder])
        self.assertEqual(len(self.codings()), sum(self.given.values()))

    def compare(self):
        themes = list(focus_groups.THEMES)
        fields = {
            "parent": STUDY, "coders": list(CODERS), "categories": EACH_CODE,
            "codes": [self.code_name(theme) for theme in themes],
            "unit": study_measure_pb2.STUDY_UNIT_TURN,
        }  # fmt: skip
        refused = error_of(self.coders["eins"].MeasureAgreement, **fields)
        self.assertEqual(refused.reason, "WRONG_STATE", "who codes blind does not compare")
        told = self.comparing.MeasureAgreement(**fields).agreements
        self.assertEqual([each.code for each in told], fields["codes"])
        for theme, each in zip(themes, told, strict=True):
            one, other = (
                [int(given[coder].get(number, ("",))[0] == theme)
                 for given in map(focus_groups.codings, focus_groups.GROUPS)
                 for number in range(focus_groups.TURNS)]
                for coder in CODERS
            )  # fmt: skip
            expected = agreement(one, other)
            self.assertEqual(each.units, len(one))
            for name, value in expected.items():
                measured = getattr(each, name)
                if name == "cohen_kappa":
                    measured = measured.value
                self.assertAlmostEqual(measured, value, places=12, msg=(theme, name))

    def correct(self):
        """A misheard word early in the second group, and one in what both have coded."""
        said, given = focus_groups.turns(2), focus_groups.codings(2)
        coded = next(n for n in range(40, 150) if all(n in each for each in given.values()))
        early = next(n for n in range(1, 20) if said[n].theme is None and " " in said[n].said)
        parts = []
        for number in (coded, early):
            first = said[number].sentences[0]
            second = first.index(" ") + 1
            begin = self.turns[2][number][0] + second
            # Inside what was said, and with more than one code point for one sign.
            parts.append((begin, begin + 1, f"a\u0308h 🧑🏾‍🤝‍🧑🏻 {first[second]}"))
        self.change("CorrectStudyText", 2, parts)

    def redact(self):
        name = focus_groups.NAME
        self.assertTrue(self.files_with(name))
        for group in focus_groups.GROUPS:
            content = self.content(group).content
            places = [match.start() for match in re.finditer(name, content)]
            self.assertEqual(len(places), 2)
            self.change("RedactStudyText", group,
                        [(at, at + len(name), "[Name 1]") for at in reversed(places)])  # fmt: skip
        self.assertEqual(self.files_with(name), [], "what was redacted is nowhere")

    def speakers_of(self, theme):
        """Who spoke of it, by what either coder gave."""
        return {
            (group, focus_groups.turns(group)[number].speaker)
            for group in focus_groups.GROUPS
            for given in focus_groups.codings(group).values()
            for number, (found, _) in given.items()
            if found == theme
        }

    def quotable(self, theme):
        """A turn of the first group that says this as its theme, of somebody who may be quoted."""
        for number, turn in enumerate(focus_groups.turns(1)):
            if turn.theme == theme and turn.speaker in ("P01", "P02", "P03"):
                if turn.sentences[0] != focus_groups.NAMED:
                    return number, turn.sentences[0]
        raise AssertionError(theme)

    def release(self):
        eins = self.coders["eins"]
        made = {"title": text("Für den Rat", "For the council"), "scope": Scope,
                "themes": [{"code": self.code_name(theme)} for theme in focus_groups.THEMES]}
        known = {"wording": f"{PERSON} hat recht.", "scope": Scope}
        error = error_of(eins.CreateMaterialRelease, parent=STUDY, material_release_id="rat",
                         material_release={**made, "quotes": [known]})  # fmt: skip
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertNotIn(PERSON.encode(), error.details_bytes)
        picked = {theme: self.quotable(theme) for theme in ("wege", "sprache", "wunsch")}
        self.quotes = [wording for _, wording in picked.values()]
        quotes = [{"wording": wording, "scope": Scope, "code": self.code_name(theme),
                   "role": "" if theme == "wunsch" else "eltern"}
                  for theme, (_, wording) in picked.items()]  # fmt: skip
        draft = eins.CreateMaterialRelease(
            parent=STUDY, material_release_id="rat", material_release={**made, "quotes": quotes}
        )
        turns = self.content(1).turns
        revision = self.content(1).revision
        draft = eins.SetQuoteSources(name=RELEASE, etag=draft.etag, sources=[
            {"quote": place, "source": {
                "text": self.text_name(1), "text_revision": revision,
                "range": {"begin": turns[number].range.begin,
                          "end": turns[number].range.begin + len(wording)}}}
            for place, (number, wording) in enumerate(picked.values())
        ])  # fmt: skip
        blocked = error_of(eins.ApproveQuote, name=RELEASE, etag=draft.etag)
        self.assertEqual(blocked.reason, "RELEASE_BLOCKED", "not who chose it")
        self.start_reporting()
        version = reports.assemble(self.reporting, self.reported)
        self.assertEqual(version.state, version.STATE_FAILED, "a draft is not reported")
        self.assertIn(RELEASE, version.failure.message)
        for place in range(len(quotes)):
            draft = self.consultant.ApproveQuote(name=RELEASE, etag=draft.etag, quote=place)
        self.released = self.consultant.ReleaseMaterial(name=RELEASE, etag=draft.etag)
        people = len(focus_groups.GROUPS) * len(focus_groups.PEOPLE)
        self.assertEqual(self.released.participants, people)
        self.assertFalse(self.released.HasField("cases"), "six cases are too few")
        shown = 0
        for theme, told in zip(focus_groups.THEMES, self.released.themes, strict=True):
            count = len(self.speakers_of(theme))
            if count in range(1, 5) or people - count in range(1, 5):
                self.assertFalse(told.HasField("speakers"), theme)
            if told.HasField("speakers"):
                self.assertEqual(told.speakers, count, theme)
                shown += 1
        self.assertGreater(shown, 0)

    def start_reporting(self):
        reporting = self.serve("reporting", f"--survey_address={self.survey.address}",
                               engagement=self.engagement)  # fmt: skip
        self.reporting = self.client(reporting, "beratung")
        wait_for(lambda: error_of(self.reporting.ListReports, parent=ENGAGEMENT) is None, "grants")
        # One that rests on a case and on what will be released.
        finding = self.plans.CreateFinding(
            parent=ENGAGEMENT, finding_id="wege",
            finding=finding_pb2.Finding(
                title=text("Der Weg ist weit"), kind=finding_pb2.Finding.KIND_NEED,
                evidence=[{"source": {"name": self.case(1), "revision": 1}},
                          {"source": {"name": self.code_name("wege"), "revision": 1}},
                          {"source": {"name": RELEASE, "revision": 1}}],
            ),
        )  # fmt: skip
        self.plans.DecideFinding(
            name=finding.name, etag=finding.etag, step=finding_service_pb2.FINDING_STEP_VALIDATE
        )
        self.reported = self.reporting.CreateReport(
            parent=ENGAGEMENT, report_id="gruppen",
            report=report_pb2.Report(language="de", material_releases=[RELEASE]),
        )  # fmt: skip

    def unspoken(self):
        """What no reader may find: whoever and whatever was not released."""
        words = {sentence for pool in focus_groups.SENTENCES.values() for sentence in pool}
        words |= {*focus_groups.QUESTIONS, *focus_groups.CUT_OFF, focus_groups.CUTTING_IN}
        words -= set(self.quotes)
        words |= {focus_groups.NAME, PERSON, "[Name 1]", "gruppe-", *self.text_ids.values()}
        words |= {coding.name.rsplit("/", 1)[1] for coding in self.codings()}
        return words | {*CODERS.values(), "codebooks/"}

    def report(self):
        version = reports.assemble(self.reporting, self.reported)
        self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
        document = self.reporting.GetDocument(name=version.name)
        (source,) = [s for s in document.sources if s.resource == RELEASE]
        self.assertEqual(source.content_sha256, self.released.content_sha256)
        self.assertEqual(source.revision, self.released.etag)
        self.assertIn(RELEASE, [each.name for each in version.sources])
        page = reports.artifact(self.reporting, version, "HTML").decode()
        json = reports.artifact(self.reporting, version, "JSON").decode()
        unspoken = self.unspoken()
        for form in (page, json):
            for wording in self.quotes:
                self.assertIn(wording, form)
            for said in ("eine befragte Person", "Eltern", self.released.content_sha256, RELEASE):
                self.assertIn(said, form)
            for word in unspoken:
                self.assertNotIn(word, form)
            self.assertEqual(re.findall(r"\bP0\d\b", form), [])
        self.assertIn("geschützt", page)

    def exchange(self):
        stream = self.comparing.open_stream(
            "ExportStudy", Export(parent=STUDY, format=Export.FORMAT_QDPX)
        )
        messages = list(stream)
        content = b"".join(message.data for message in messages)
        self.assertEqual(messages[-1].sha256, hashlib.sha256(content).hexdigest())
        self.assertNotIn(PERSON.encode(), content)
        self.consultant.CreateStudy(
            parent=ENGAGEMENT, study_id="abschrift", study=study(blind=False)
        )
        head = Import.Head(parent=OTHER, format=Import.FORMAT_QDPX)
        pieces = [content[at : at + 100_000] for at in range(0, len(content), 100_000)]
        done = self.comparing.ImportStudy(
            [Import(head=head, piece=pieces[0]), *(Import(piece=piece) for piece in pieces[1:])]
        )
        self.assertEqual(list(done.findings), [])
        self.assertEqual((len(done.study_cases), done.texts), (6, 6))
        self.assertEqual(done.codings, sum(self.given.values()))
        self.assertEqual(self.words_of(OTHER), self.words_of(STUDY))


if __name__ == "__main__":
    unittest.main()
