"""What was coded in a study is found again, counted and compared, and nobody learns by it what they
may not read."""

import csv
import json
import unittest
import uuid

import study_kinds
from lotse.survey.v1alpha import (
    codebook_pb2,
    study_agreement_pb2,
    study_analysis_service_pb2,
    study_measure_pb2,
    study_themes_pb2,
)
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.places import reference
from study_identity import CASE, StudyIdentityCase

STUDY = study_kinds.STUDY
BOOK = f"{STUDY}/codebooks/buch"
# Turns of M1, P01 and P02.
LINES = ("Wie läuft es?", "Frau Weber hilft mir. Weber ist nett.", "Gut.")
CONTENT = "\n".join(LINES)
TURN = study_measure_pb2.STUDY_UNIT_TURN
Categories = study_agreement_pb2.MeasureAgreementRequest.Categories
NotShown = study_themes_pb2.StudyMatrix.NotShown
Relation = study_analysis_service_pb2.SegmentNeighbor.Relation
# Codings are on what is said.
HELP, NICE, GOOD = "Frau Weber hilft mir.", "Weber ist nett.", "Gut."


def code(identifier):
    return f"{BOOK}/codes/{identifier}"


def codes(*identifiers):
    return [code(each) for each in identifiers]


def spans(lines):
    """Where each line stands in all of them."""
    begin = 0
    for line in lines:
        yield {"begin": begin, "end": begin + len(line)}
        begin += len(line) + 1


class StudyAnalysis(StudyIdentityCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "zwei": role_pb2.ROLE_ANALYST,
              "drei": role_pb2.ROLE_ANALYST, "vier": role_pb2.ROLE_ANALYST,
              "vergleicht": role_pb2.ROLE_ANALYST, "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_ANALYST}

    def setUp(self):
        super().setUp()
        self.coders = {"eins": self.known("kodiert", role_pb2.ROLE_ANALYST)}
        self.coder = self.coders["eins"]
        self.add_coders("zwei")
        self.coder.CreateCodebook(
            parent=STUDY, codebook_id="buch",
            codebook=codebook_pb2.Codebook(title="Codebuch", codes=[
                codebook_pb2.StudyCode(name="zugang", label="Zugang"),
                codebook_pb2.StudyCode(name="wege", parent="zugang", label="Wege", codable=True),
                codebook_pb2.StudyCode(name="ton", label="Ton", codable=True),
                *(codebook_pb2.StudyCode(name=f"k{i}", label=f"Stufe {i}", codable=True)
                  for i in range(1, 6)),
            ]),
        )  # fmt: skip

    def add_coders(self, *identifiers, blind=False):
        """Lets others code, as the subjects of their ids."""
        study = self.consultant.GetStudy(name=STUDY)
        for identifier in identifiers:
            study.coders.add(coder_id=identifier, subject=identifier)
        study.blind = blind
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["*"]})
        for identifier in identifiers:
            self.coders[identifier] = self.known(identifier, role_pb2.ROLE_ANALYST)

    def text(self, lines, speakers, case=CASE):
        """Stores a text, a turn in each line."""
        return self.coder.CreateStudyText(
            parent=case, text_id=str(uuid.uuid4()),
            text={"title": "Gruppe", "kind": "KIND_TRANSCRIPT", "language": "de",
                  "content": "\n".join(lines),
                  "turns": [{"range": span, "speaker": speaker}
                            for span, speaker in zip(spans(lines), speakers, strict=True)]},
        ).name  # fmt: skip

    def give(self, text, identifier, span, coder="eins"):
        self.coders[coder].CreateCoding(
            parent=STUDY, coding_id=str(uuid.uuid4()),
            coding={"text": text, "range": span, "code": code(identifier), "coder": coder,
                    "text_revision": 1},
        )  # fmt: skip

    def give_words(self, text, identifier, words, coder="eins"):
        begin = CONTENT.index(words)
        self.give(text, identifier, {"begin": begin, "end": begin + len(words)}, coder)

    def coded(self):
        """A text that two have coded: both one part alike, each another part."""
        text = self.text(LINES, ("M1", "P01", "P02"))
        self.give_words(text, "wege", HELP)
        self.give_words(text, "wege", HELP, "zwei")
        self.give_words(text, "ton", NICE)
        self.give_words(text, "ton", GOOD, "zwei")
        return text

    def found(self, client=None, **fields):
        reply = (client or self.coder).FindSegments(parent=STUDY, **fields)
        return [segment.content for segment in reply.segments]

    def measure(self, client=None, **fields):
        fields = {"coders": ["eins", "zwei"], "unit": TURN, **fields}
        return (client or self.coder).MeasureAgreement(parent=STUDY, **fields)

    def test_segments_are_found_by_all_that_is_asked(self):
        text = self.coded()
        beside = {"codes": codes("ton"), "relation": Relation.RELATION_SAME_TURN}
        for fields, said in (
            ({}, [HELP, NICE, GOOD]),
            ({"codes": codes("zugang")}, []),
            ({"codes": codes("zugang"), "with_below": True}, [HELP]),
            ({"places": [CASE]}, [HELP, NICE, GOOD]),
            ({"places": [text], "coders": ["zwei"]}, [HELP, GOOD]),
            ({"speaker": {"role": "team"}}, [HELP, NICE, GOOD]),
            ({"speaker": {"pseudonym": "P02"}}, [GOOD]),
            ({"codes": codes("wege"), "neighbors": [beside]}, [HELP]),
            ({"codes": codes("wege"), "neighbors": [{**beside, "absent": True}]}, []),
        ):
            with self.subTest(fields=fields):
                self.assertEqual(self.found(**fields), said)
        page = self.coder.FindSegments(parent=STUDY, page_size=2, context_words=1)
        self.assertEqual((len(page.segments), page.total_size), (2, 3))
        first = page.segments[0]
        self.assertEqual((first.before, first.behind, first.speaker), ("", " Weber", "P01"))
        self.assertEqual({c.coder for c in first.codings}, {"eins", "zwei"})
        rest = self.found(page_size=2, context_words=1, page_token=page.next_page_token)
        self.assertEqual(rest, [GOOD])

    def test_keywords_are_found_in_context(self):
        self.coded()
        page = self.coder.FindKeyword(parent=STUDY, keyword="weber", context_words=1, page_size=1)
        hit = page.segments[0]
        self.assertEqual((hit.before, hit.content, hit.behind), ("Frau ", "Weber", " hilft"))
        rest = self.coder.FindKeyword(
            parent=STUDY, keyword="weber", context_words=1, page_size=1,
            page_token=page.next_page_token,
        )  # fmt: skip
        self.assertEqual([s.behind for s in rest.segments], [" ist"])
        self.assertEqual(list(self.coder.FindKeyword(parent=STUDY, keyword="hil").segments), [])
        prefix = self.coder.FindKeyword(parent=STUDY, keyword="hil", prefix=True)
        self.assertEqual([s.content for s in prefix.segments], ["hilft"])

    def test_codes_are_counted_alone_and_together(self):
        self.coded()
        counts = self.coder.CountCodes(
            parent=STUDY, codes=codes("ton", "zugang"), with_below=True, unit=TURN
        )
        self.assertEqual(counts.units, 3)
        self.assertEqual(
            [(f.units, f.codings, f.segments, f.cases, f.speakers) for f in counts.frequencies],
            [(2, 2, 2, 1, 2), (1, 2, 1, 1, 1)],
        )
        self.assertEqual([(g.group, g.segments) for g in counts.frequencies[0].groups],
                         [("team", 2)])  # fmt: skip
        pair = self.coder.CountCoOccurrence(
            parent=STUDY, codes=codes("wege", "ton"), unit=TURN
        ).pairs[0]
        self.assertEqual((pair.units, pair.first, pair.second, pair.both), (3, 1, 2, 1))
        self.assertAlmostEqual(pair.jaccard, 0.5)

    def test_agreement_is_that_of_krippendorff(self):
        expected = json.loads(reference("stats", "irr_small", "expected.json").read_text())
        with reference("stats", "irr_small", "krippendorff.csv").open() as file:
            rows = [row[1:] for row in csv.reader(file)][1:]
        self.add_coders("drei", "vier")
        lines = [f"Einheit {i}" for i in range(len(rows))]
        text = self.text(lines, ["P01"] * len(rows))
        for span, row in zip(spans(lines), rows, strict=True):
            for coder, value in zip(("eins", "zwei", "drei", "vier"), row, strict=True):
                if value:
                    self.give(text, f"k{value}", span, coder)
        scale = {
            "coders": ["eins", "zwei", "drei", "vier"],
            "codes": codes("k1", "k2", "k3", "k4", "k5"),
            "categories": Categories.CATEGORIES_ORDERED,
        }
        [told] = self.measure(values=[1, 2, 3, 4, 5], **scale).agreements
        alpha = expected["krippendorff_2011"]
        for field, name in (
            ("krippendorff_alpha", "nominal"), ("krippendorff_alpha_ordinal", "ordinal"),
            ("krippendorff_alpha_interval", "interval"), ("krippendorff_alpha_ratio", "ratio"),
        ):  # fmt: skip
            self.assertAlmostEqual(getattr(told, field), alpha[name], places=12, msg=name)
        self.assertEqual(len(told.pairs), 6)
        self.assertFalse(told.HasField("cohen_kappa"))
        [without] = self.measure(**scale).agreements
        self.assertTrue(without.HasField("krippendorff_alpha_ordinal"))
        self.assertFalse(without.HasField("krippendorff_alpha_interval"), "nothing has a value")

    def test_agreement_is_that_of_cohen(self):
        expected = json.loads(reference("stats", "irr_small", "expected.json").read_text())
        with reference("stats", "irr_small", "sexualfun.csv").open() as file:
            rows = list(csv.DictReader(file))
        order = ["Never Fun", "Fairly Often", "Very Often", "Always fun"]
        pairs = [(row["Husband"], row["Wife"]) for row in rows for _ in range(int(row["Freq"]))]
        lines = [f"Einheit {i}" for i in range(len(pairs))]
        text = self.text(lines, ["P01"] * len(pairs))
        for span, pair in zip(spans(lines), pairs, strict=True):
            for coder, value in zip(("eins", "zwei"), pair, strict=True):
                self.give(text, f"k{order.index(value) + 1}", span, coder)
        [told] = self.measure(
            codes=codes("k1", "k2", "k3", "k4"), categories=Categories.CATEGORIES_ORDERED
        ).agreements
        cohen = expected["cohen_sexualfun"]
        self.assertEqual(told.units, cohen["n"])
        for value, name in (
            (told.agreement, "observed_agreement"),
            (told.cohen_kappa.value, "kappa"),
            (told.cohen_kappa.standard_error, "ase"),
            (told.linear_kappa.value, "kappa_weighted_linear"),
            (told.linear_kappa.standard_error, "ase_weighted"),
            (told.quadratic_kappa.value, "kappa_weighted_quadratic"),
        ):
            self.assertAlmostEqual(value, cohen[name], places=12, msg=name)
        p = cohen["observed_agreement"]
        self.assertAlmostEqual(told.brennan_prediger, (p - 1 / 4) / (1 - 1 / 4), places=12)
        [unordered] = self.measure(
            codes=codes("k1", "k2", "k3", "k4"), categories=Categories.CATEGORIES_EXCLUSIVE_CODED
        ).agreements
        self.assertAlmostEqual(unordered.cohen_kappa.value, cohen["kappa"], places=12)
        self.assertFalse(unordered.HasField("linear_kappa"), "these have no order")

    def test_agreement_in_single_codes_needs_texts_worked_through(self):
        self.coded()
        both = {"codes": codes("wege", "ton"), "categories": Categories.CATEGORIES_EACH_CODE}
        ways, tone = self.measure(**both).agreements
        self.assertEqual((ways.code, ways.units, ways.agreement), (code("wege"), 3, 1))
        self.assertAlmostEqual(tone.cohen_kappa.value, -0.5)
        other = self.text(["Neu."], ["P01"])
        self.assertEqual(self.measure(**both).agreements[0].units, 3)
        worked = [{"coder": coder, "places": [other]} for coder in ("eins", "zwei")]
        self.assertEqual(self.measure(worked_through=worked, **both).agreements[0].units, 4)

    def test_themes_of_few_people_are_not_shown(self):
        self.coded()
        reply = self.coder.TabulateThemes(parent=STUDY, codes=codes("ton"), by_role=True)
        [matrix] = reply.matrices
        self.assertEqual(matrix.not_shown, NotShown.NOT_SHOWN_BASE_TOO_SMALL)
        self.assertEqual((len(matrix.groups), len(matrix.cells)), (0, 0))
        self.assertEqual(reply.disclosure_rule.minimum_cell, 5)

    def test_finding_is_noted_and_counting_is_not(self):
        self.coder.FindSegments(parent=STUDY)
        self.consultant.FindKeyword(parent=STUDY, keyword="Zebra")
        noted = [("READ", "kodiert"), ("READ", "beratung")]

        def notes():
            found = self.notes(STUDY, without=("CREATE", "UPDATE"))
            return [note[:2] for note in found if note[0] == "READ"]

        self.assertEqual(notes(), noted)
        error_of(self.coder.FindSegments, parent=STUDY, codes=codes("fehlt"))
        text = self.coded()
        self.coder.CountCodes(parent=STUDY, codes=codes("ton"), unit=TURN, places=[text])
        self.assertEqual(notes(), noted)
        self.survey.stop()
        self.assertEqual(self.files_with("Zebra"), [], "what was looked for is kept nowhere")

    def test_blind_coders_find_and_count_their_own(self):
        self.add_coders(blind=True)
        self.coded()
        self.assertEqual(self.found(), [HELP, NICE])
        self.assertEqual(self.found(self.coders["zwei"]), [HELP, GOOD])
        counted = self.coder.CountCodes(parent=STUDY, codes=codes("wege"), unit=TURN)
        self.assertEqual(counted.frequencies[0].codings, 1)
        fields = {"codes": codes("wege"), "categories": Categories.CATEGORIES_EACH_CODE}
        error = error_of(self.measure, **fields)
        self.assertEqual((error.reason, error.info.metadata["state"]), ("WRONG_STATE", "BLIND"))
        comparing = self.known("vergleicht", role_pb2.ROLE_ANALYST)
        self.assertEqual(self.found(comparing), [HELP, NICE, GOOD])
        self.assertEqual(self.measure(comparing, **fields).agreements[0].agreement, 1)

    def test_who_took_their_consent_back_is_not_analysed(self):
        self.coded()
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[0].consent = 3  # CONSENT_WITHDRAWN
        self.consultant.UpdateStudyCase(study_case=case)
        self.assertEqual(self.found(), [GOOD])
        hits = self.coder.FindKeyword(parent=STUDY, keyword="Weber").segments
        self.assertEqual(list(hits), [])

    def test_restricted_cases_need_more(self):
        study = self.consultant.GetStudy(name=STUDY)
        study.kinds.append(2)  # KIND_IN_DEPTH_INTERVIEW
        self.consultant.UpdateStudy(study=study)
        case = study_kinds.case("tief")
        case.kind = 2
        del case.participants[1:]
        self.consultant.CreateStudyCase(parent=STUDY, study_case_id="tief", study_case=case)
        deep = f"{STUDY}/cases/tief"
        self.give(self.text([GOOD], ["P01"], case=deep), "ton", {"begin": 0, "end": 4})
        self.assertEqual(self.found(places=[deep]), [GOOD])
        reply = self.consultant.FindSegments(parent=STUDY)
        self.assertEqual((len(reply.segments), reply.left_out_cases), (0, 1))
        counted = {"codes": codes("ton"), "unit": TURN}
        for call, fields in (
            (self.consultant.FindKeyword, {"keyword": "gut"}),
            (self.consultant.CountCodes, counted),
            (self.consultant.CountCoOccurrence, {**counted, "codes": codes("ton", "wege")}),
            (self.consultant.MeasureAgreement,
             {**counted, "coders": ["eins", "zwei"],
              "categories": Categories.CATEGORIES_EACH_CODE}),
            (self.consultant.TabulateThemes, {"codes": codes("ton"), "by_role": True}),
        ):  # fmt: skip
            self.assertEqual(call(parent=STUDY, **fields).left_out_cases, 1, fields)
            if "by_role" in fields:
                continue  # It is of the whole study.
            error = error_of(call, parent=STUDY, places=[deep], **fields)
            self.assertEqual(
                (error.reason, error.info.metadata["permission"]),
                ("PERMISSION_MISSING", "MATERIAL_RESTRICTED"),
            )

    def test_each_documented_refusal(self):
        self.coded()
        coder = self.coder
        absent = STUDY.replace("erhebung", "fehlt")
        none = codes("fehlt")
        pair = {"codes": codes("ton", "wege"), "unit": TURN}
        measure = {**pair, "coders": ["eins", "zwei"],
                   "categories": Categories.CATEGORIES_EXCLUSIVE}  # fmt: skip
        token = {"page_token": "x"}
        for call, fields, reason in (
            (coder.FindSegments, {"parent": absent}, "RESOURCE_NOT_FOUND"),
            (coder.FindSegments, {"codes": none}, "INVALID_FIELDS"),
            (coder.FindSegments, {"codes": [BOOK]}, "INVALID_FIELDS"),
            (coder.FindSegments, {"places": [f"{STUDY}/cases/fehlt"]}, "INVALID_FIELDS"),
            (coder.FindSegments, {"places": [f"{CASE}/texts/fehlt"]}, "INVALID_FIELDS"),
            (coder.FindSegments, {"coders": ["fehlt"]}, "INVALID_FIELDS"),
            (coder.FindSegments, {"page_size": -1}, "INVALID_FIELDS"),
            (coder.FindSegments, {"context_words": 51}, "INVALID_FIELDS"),
            (coder.FindSegments, {"neighbors": [{"codes": none, "relation": 2}]}, "INVALID_FIELDS"),
            (coder.FindSegments, token, "INVALID_PAGE_TOKEN"),
            (coder.FindKeyword, {"parent": absent, "keyword": "x"}, "RESOURCE_NOT_FOUND"),
            (coder.FindKeyword, {"keyword": " … "}, "INVALID_FIELDS"),
            (coder.FindKeyword, {"keyword": "x", **token}, "INVALID_PAGE_TOKEN"),
            (coder.CountCodes, {"parent": absent, **pair}, "RESOURCE_NOT_FOUND"),
            (coder.CountCodes, {"codes": codes("ton")}, "INVALID_FIELDS"),
            (coder.CountCodes, {**pair, "attribute": "fehlt"}, "INVALID_FIELDS"),
            (coder.CountCodes, {**pair, "window_code_points": 10}, "INVALID_FIELDS"),
            (coder.CountCoOccurrence, {"parent": absent, **pair}, "RESOURCE_NOT_FOUND"),
            (coder.CountCoOccurrence, {**pair, "codes": codes("ton")}, "INVALID_FIELDS"),
            (coder.MeasureAgreement, {"parent": absent, **measure}, "RESOURCE_NOT_FOUND"),
            (coder.MeasureAgreement, {**measure, "coders": ["eins"]}, "INVALID_FIELDS"),
            (coder.MeasureAgreement, {**measure, "codes": codes("wege", "zugang")},
             "INVALID_FIELDS"),
            (coder.MeasureAgreement, {**measure, "values": [1, 2]}, "INVALID_FIELDS"),
            (coder.MeasureAgreement, {**measure, "unit": study_measure_pb2.STUDY_UNIT_CASE},
             "INVALID_FIELDS"),
            (coder.TabulateThemes, {"parent": absent, "codes": codes("ton"), "by_role": True},
             "RESOURCE_NOT_FOUND"),
            (coder.TabulateThemes, {"codes": codes("ton")}, "INVALID_FIELDS"),
            (coder.TabulateThemes, {"codes": none, "by_role": True}, "INVALID_FIELDS"),
        ):  # fmt: skip
            with self.subTest(fields=fields):
                error = error_of(call, **{"parent": STUDY, **fields})
                self.assertEqual(error.reason, reason, error)
                self.assertNotIn("Weber", error.message)

    def test_permissions_and_tenants(self):
        auditor = self.known("carl", role_pb2.ROLE_AUDITOR)
        foreign = self.foreign("fremde")
        for name in ("FindSegments", "FindKeyword", "CountCodes", "CountCoOccurrence",
                     "MeasureAgreement", "TabulateThemes"):  # fmt: skip
            error = error_of(getattr(auditor, name), parent=STUDY)
            self.assertEqual(
                (error.reason, error.info.metadata["permission"]),
                ("PERMISSION_MISSING", "MATERIAL_READ"),
            )
            there = error_of(getattr(foreign, name), parent=STUDY)
            absent = error_of(getattr(foreign, name), parent=STUDY.replace("erhebung", "fehlt"))
            self.assertEqual(there.reason, "RESOURCE_NOT_FOUND")
            self.assertEqual(there.message.replace("erhebung", "fehlt"), absent.message)


if __name__ == "__main__":
    unittest.main()
