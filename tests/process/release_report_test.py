"""A report that names a release alone: how many answered of how many, and the questions in words,
also when the answers are gone and when nobody answers."""

import unittest

from lotse.reporting.v1alpha import document_pb2
from lotse.survey.v1alpha import release_pb2, table_pb2
from lotse_testing import reports, samples
from lotse_testing.api import connect
from lotse_testing.case import Case

RELEASE = f"{samples.WAVE}/releases/rat"
QUESTION = "Wie zufrieden sind Sie?"
ANSWERED = 60

REACHED = document_pb2.Source.STATE_REACHED
UNREACHABLE = document_pb2.Source.STATE_UNREACHABLE


def make_release(client):
    """A frozen release with one table."""
    made = client.CreateRelease(
        parent=samples.WAVE,
        release_id="rat",
        release=release_pb2.Release(
            title=samples.text("Für den Rat"), audience=release_pb2.Release.AUDIENCE_PUBLIC
        ),
    )
    client.Tabulate(name=made.name, tables=[table_pb2.TableSpec(variables=["zufrieden"])])
    return client.FreezeRelease(name=made.name)


def tables(sections):
    for section in sections:
        for block in section.blocks:
            if block.HasField("table"):
                yield block.table
        yield from tables(section.sections)


class ReleaseReport(Case):
    def setUp(self):
        self.engagement = self.daemon("engagement")
        self.survey = self.daemon("survey")
        with connect(self.engagement) as client:
            samples.make_course(client)
        self.surveys = self.enterContext(connect(self.survey))
        samples.make_wave(self.surveys)
        samples.submit_crowd(self.surveys, ANSWERED)
        samples.close_wave(self.surveys)
        make_release(self.surveys)
        self.invited = self.surveys.GetCollectionReport(name=samples.WAVE).total.invited
        self.reporting = self.enterContext(
            connect(
                self.daemon(
                    "reporting",
                    f"--engagement_address={self.engagement.address}",
                    f"--survey_address={self.survey.address}",
                )
            )
        )
        self.report = reports.make_report(self.reporting, "rat", waves=(), releases=(RELEASE,))

    def make(self, state):
        """A version, in which what is told of the wave comes from there in this state."""
        version = reports.assemble(self.reporting, self.report)
        self.assertEqual(version.state, version.STATE_DRAFT, version.failure)
        document = self.reporting.GetDocument(name=version.name)
        states = {source.resource: source.state for source in document.sources}
        self.assertEqual(states.get(samples.WAVE), state)
        self.assertEqual(states.get(samples.INSTRUMENT), state)
        self.check(document)
        return version

    def check(self, document):
        found = {table.table_id: table for table in tables(document.sections)}
        (wave,) = found["data-basis--waves"].rows
        self.assertEqual(wave.resource, samples.WAVE)
        invited, responses, rate = (cell for cell in wave.cells[2:5])
        self.assertEqual((invited.integer, responses.integer), (self.invited, ANSWERED))
        self.assertEqual((rate.share.numerator, rate.share.denominator), (ANSWERED, self.invited))
        captions = [table.caption for table in found.values() if table.table_id.endswith("t0001")]
        self.assertTrue(captions)
        for caption in captions:
            self.assertIn(QUESTION, caption)
        # Of the other questions there is nothing.
        self.assertNotIn("Welche Sprachen".encode(), document.SerializeToString())

    def test_before_and_after_the_purge_and_in_silence(self):
        first = self.make(REACHED)
        again = self.make(REACHED)
        self.assertEqual(again.content_sha256, first.content_sha256)
        wave = self.surveys.GetWave(name=samples.WAVE)
        self.surveys.PurgeWave(name=wave.name, etag=wave.etag, reason="Projekt beendet")
        self.make(REACHED)
        self.survey.kill()
        self.make(UNREACHABLE)
        for version in (first, again):
            checked = self.reporting.VerifyReportVersion(name=version.name)
            self.assertTrue(checked.same, checked)


if __name__ == "__main__":
    unittest.main(verbosity=2)
