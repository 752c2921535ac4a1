"""A service after the other is replaced behind the edge, as docs/operations/upgrade.md tells,
while callers go on: none of their calls is lost, and none is done twice."""

import itertools
import signal
import time
import unittest

from edge import EdgeCase

from lotse.engagement.v1alpha import administration_service_pb2
from lotse.reporting.v1alpha import report_service_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import reports, samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.crowd import recount
from lotse_testing.daemon import FREE, run
from lotse_testing.patient import Writer
from lotse_testing.places import LONG, SERVICES, figure

EXIT_IN_USE = 75

CALLERS = 3  # Of each service.

ORDERS = list(itertools.permutations(SERVICES))


class Story:
    """What callers of one service do: changes that follow one another, each with the etag that
    the one before gave. One that is done twice, or forgotten, makes the next one fail."""

    def __init__(self, client, resource, request_of, update, get):
        self.client = client
        self.resource = resource
        self.number = 0
        self._request_of, self._update, self._get = request_of, update, get

    def write(self, patient, identifier):
        self.number += 1
        request = self._request_of(self.resource, self.number)
        request.request_id = identifier
        self.resource = patient.call(self._update, request)
        read = patient.call(lambda name: self._get(name=name), self.resource.name)
        if read != self.resource:
            raise AssertionError(f"was stored: {self.resource}\nwas read: {read}")


def with_population(administration, number):
    administration.population = 1000 + number
    return administration_service_pb2.UpdateAdministrationRequest(
        administration=administration, update_mask={"paths": ["population"]}
    )


def with_title(report, number):
    report.title.CopyFrom(samples.text(f"Bericht {number}"))
    return report_service_pb2.UpdateReportRequest(report=report, update_mask={"paths": ["title"]})


class Upgrade(EdgeCase):
    OPTIONS = {"known": ["127.0.0.1"]}

    def setUp(self):
        consultant = role_pb2.ROLE_INSTITUTE_CONSULTANT
        engagement = self.services["engagement"]
        samples.make_programme(self.admin())
        self.give(engagement, "ada", consultant, "ada")
        self.give(engagement, "front", role_pb2.ROLE_RESPONDENT, "front")
        self.ada = {s: self.through(s, "ada") for s in ("survey", "reporting")}
        for client in self.ada.values():
            wait_for(
                lambda c=client: error_of(c.ListBlobs, parent=samples.PROGRAMME) is None, "grants"
            )
        samples.make_wave(self.ada["survey"])
        front = self.through("survey", "front")
        # Who may not submit does not learn that there is a wave.
        wait_for(
            lambda: error_of(front.SubmitResponse, parent=samples.WAVE).reason == "INVALID_FIELDS",
            "the grant of the front end",
        )
        self.submissions = {}
        self.stories = {"engagement": [], "reporting": []}
        self.gone = []  # Seconds from SIGTERM to being ready.

    def write_response(self, client):
        def write(patient, identifier):
            submission = samples.submission(identifier)
            self.submissions[identifier] = submission
            patient.call(client.SubmitResponse, submission)

        return write

    def start_writers(self):
        """The writers of each service; they all go on at once."""
        found = {service: [] for service in SERVICES}
        for number in range(CALLERS):
            admin = self.admin()
            made = samples.make_administration(admin, f"administrations/stadt-{number}")
            story = Story(
                admin, made, with_population, admin.UpdateAdministration, admin.GetAdministration
            )
            self.stories["engagement"].append(story)
            found["engagement"].append(Writer(story.write))
            ada = self.through("reporting", "ada")
            made = reports.make_report(ada, f"bericht-{number}")
            story = Story(ada, made, with_title, ada.UpdateReport, ada.GetReport)
            self.stories["reporting"].append(story)
            found["reporting"].append(Writer(story.write))
            front = self.through("survey", "front")
            found["survey"].append(Writer(self.write_response(front)))
        return found

    @staticmethod
    def wait_for_progress(writers, count=5):
        """All of them get so many further answers."""
        before = [len(writer.ids) for writer in writers]

        def all_went_on():
            return all(
                writer.fault or len(writer.ids) >= n + count for writer, n in zip(writers, before)
            )

        wait_for(all_went_on, "each caller to go on", 60)

    def expect_one_writer(self, daemon):
        """A second one on the same store does not begin while there is a first."""
        code, _, error = run(
            daemon.service, f"--listen={FREE}", f"--management_listen={FREE}",
            f"--data_dir={daemon.data_dir}", *daemon.flags,
        )  # fmt: skip
        self.assertEqual(code, EXIT_IN_USE, error)
        self.assertIn(f"{daemon.data_dir} is in use by another process", error)

    def replace(self, service, writers):
        """Drains one, starts the next over the same store, waits until it is ready."""
        daemon = self.services[service]
        self.expect_one_writer(daemon)
        repeated = [writer.patient.repeated for writer in writers[service]]
        begin = time.monotonic()
        self.assertEqual(daemon.stop(), 0)
        daemon.start(listen=daemon.address)
        wait_for(lambda: daemon.status("/readyz") == 200, f"{service} to be ready", 60)
        self.gone.append(time.monotonic() - begin)
        self.wait_for_progress([writer for each in writers.values() for writer in each])
        again = sum(w.patient.repeated for w in writers[service]) - sum(repeated)
        self.assertGreater(again, 0, f"nobody noticed that {service} was gone: nothing was tested")
        return again

    def test_no_call_is_lost_or_done_twice(self):
        writers = self.start_writers()
        everybody = [writer for each in writers.values() for writer in each]
        try:
            for order in ORDERS if LONG else (ORDERS[0], ORDERS[-1]):
                with self.subTest(order=order):
                    self.wait_for_progress(everybody)
                    again = sum(self.replace(service, writers) for service in order)
                    figure(f"replaced {', '.join(order)}", again, "calls were repeated")
            self.edge.process.send_signal(signal.SIGHUP)  # As `systemctl reload nginx`.
            self.wait_for_progress(everybody)
        finally:
            for writer in everybody:
                writer.end()
        figure("upgrade, a service was gone for at most", f"{max(self.gone):.1f}", "s")
        figure("upgrade, slowest call with its repetitions",
               f"{max(w.patient.longest for w in everybody):.1f}", "s")  # fmt: skip
        self.expect_each_once(writers)

    def expect_each_once(self, writers):
        for service, stories in self.stories.items():
            client = self.admin() if service == "engagement" else self.ada[service]
            for story, writer in zip(stories, writers[service]):
                self.assertEqual(story.resource.etag, str(1 + len(writer.ids)))
                self.assertEqual(self.logged(client, story.resource.name), writer.ids)
        survey, submissions = self.ada["survey"], self.submissions
        answered = {i for writer in writers["survey"] for i in writer.ids}
        self.assertEqual(answered, set(submissions))
        self.assertEqual(
            recount(self.through("survey", "front"), submissions.values()), len(answered)
        )
        samples.close_wave(survey)
        rate = survey.TabulateWave(name=samples.WAVE).response_rate
        self.assertEqual(rate.responses, len(answered))
        figure("upgrade, calls that changed something and were done once",
               sum(len(writer.ids) for each in writers.values() for writer in each))  # fmt: skip

    @staticmethod
    def logged(client, name):
        """The ids of the requests that changed a resource, as the change log has them."""
        owner = name if name.startswith("administrations/") else samples.ENGAGEMENT
        found, cursor, more = [], "", True
        while more:
            page = client.ListChanges(parent=owner, filter=f'resource = "{name}"', cursor=cursor)
            found += [change.request_id for change in page.changes if change.revision > 1]
            cursor, more = page.next_cursor, page.more
        return found


if __name__ == "__main__":
    unittest.main(verbosity=2)
