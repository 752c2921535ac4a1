"""A questionnaire from a draft to its end, over the service: what is refused says why, in German
too, and nobody but those who may learns that it is there."""

import unittest

from google.rpc import error_details_pb2

from lotse.survey.v1alpha import instrument_change_pb2, instrument_mapping_pb2, instrument_pb2
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case

NEXT = f"{samples.ENGAGEMENT}/instruments/zweite"
Change = instrument_change_pb2.InstrumentChange
Mapping = instrument_mapping_pb2.CodeMapping


def german_lines(error):
    for detail in error.status.details:
        message = error_details_pb2.LocalizedMessage()
        if detail.Unpack(message) and message.locale == "de":
            return message.message.split("\n")[1:]
    return []


class InstrumentVersions(Case):
    def setUp(self):
        self.client = self.enterContext(connect(self.daemon("survey")))
        self.first = self.client.CreateInstrument(
            parent=samples.ENGAGEMENT,
            instrument_id=samples.INSTRUMENT.split("/")[-1],
            instrument=samples.questionnaire(),
        )

    def draft(self, instrument, identifier="zweite"):
        instrument.previous = samples.INSTRUMENT
        return self.client.CreateInstrument(
            parent=samples.ENGAGEMENT, instrument_id=identifier, instrument=instrument, draft=True
        )

    def test_from_a_draft_to_its_end(self):
        client = self.client
        self.assertEqual(self.first.state, instrument_pb2.Instrument.STATE_PUBLISHED)
        wanted = samples.questionnaire()
        question = wanted.sections[0].questions[0]
        code, question.code = question.code, "anders"
        made = self.draft(wanted)
        self.assertEqual((made.state, made.content_sha256), (made.STATE_DRAFT, ""))
        checked = client.ValidateInstrument(name=NEXT)
        self.assertEqual(list(checked.faults), [])
        (gone,) = (c for c in checked.comparison.changes if c.verdict != Change.VERDICT_SAFE)
        self.assertEqual((gone.kind, gone.code), (Change.KIND_REMOVED, code))
        self.assertEqual(gone.suggested.to, "anders")

        refused = error_of(client.PublishInstrument, name=NEXT, etag=made.etag)
        self.assertEqual(refused.reason, "INVALID_FIELDS", refused)
        self.assertEqual(
            german_lines(refused),
            [
                f"mappings: `{code}` gibt es nicht mehr oder steht bei einem ganz anderen Text; "
                "angeben, was daraus wurde"
            ],
        )
        said = {"name": NEXT, "etag": made.etag, "mappings": [Mapping(**{"from": code, "to": "anders"})]}
        published = client.PublishInstrument(**said)
        self.assertEqual(published.instrument.state, made.STATE_PUBLISHED)
        self.assertEqual(published.comparison.open_count, 0)
        self.assertEqual(error_of(client.PublishInstrument, **said).reason, "ETAG_MISMATCH")
        compared = client.CompareInstruments(name=NEXT).comparison
        self.assertEqual(compared, published.comparison)

        stored = client.GetInstrument(name=NEXT)
        stored.version = "3"
        final = error_of(client.UpdateInstrument, instrument=stored)
        self.assertEqual(final.reason, "CONTENT_FINAL", final)
        self.assertEqual(
            german_lines(final),
            [
                "instruments/zweite ist veröffentlicht; wird nicht mehr geändert; eine neue "
                "Fassung mit `previous` anlegen"
            ],
        )
        retired = client.RetireInstrument(name=NEXT, etag=published.instrument.etag)
        self.assertEqual(retired.state, made.STATE_RETIRED)
        again = error_of(client.RetireInstrument, name=NEXT, etag=retired.etag)
        self.assertEqual(again.reason, "WRONG_STATE", again)
        verbs = [
            c.verb
            for c in client.ListChanges(
                parent=samples.ENGAGEMENT, filter=f'resource = "{NEXT}"'
            ).changes
        ]
        self.assertEqual(verbs, ["CREATE", "PUBLISH", "RETIRE"])

    def test_lists_tell_drafts_apart(self):
        self.draft(samples.questionnaire())
        found = {
            state: [
                i.name
                for i in self.client.ListInstruments(
                    parent=samples.ENGAGEMENT, filter=f"state = {state}"
                ).instruments
            ]
            for state in ("DRAFT", "PUBLISHED", "RETIRED")
        }
        self.assertEqual(found, {"DRAFT": [NEXT], "PUBLISHED": [samples.INSTRUMENT], "RETIRED": []})

    def test_nothing_asks_a_draft(self):
        self.draft(samples.questionnaire())
        self.client.CreateSurvey(
            parent=samples.ENGAGEMENT,
            survey_id=samples.SURVEY.split("/")[-1],
            survey={"title": samples.text("Befragung")},
        )
        refused = error_of(
            self.client.CreateWave, parent=samples.SURVEY, wave_id="w",
            wave={
                "title": samples.text("Welle"), "instrument": NEXT,
                "start_date": samples.date(2026, 4, 1), "end_date": samples.date(2026, 4, 30),
            },
        )  # fmt: skip
        self.assertEqual(refused.reason, "INVALID_FIELDS", refused)
        self.assertIn("wave.instrument: ist ein Entwurf; erst veröffentlichen", german_lines(refused))


if __name__ == "__main__":
    unittest.main(verbosity=2)
