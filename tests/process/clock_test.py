"""The development clock (docs/adr/0018-development-clock.md): the time of what is stored and
asked comes from a file, never goes back, and is refused where callers are known."""

import datetime
import unittest

from lotse.survey.v1alpha.survey_pb2 import Survey, Wave
from lotse_testing import samples
from lotse_testing.api import connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.daemon import run
from lotse_testing.identity import Realm
from lotse_testing.samples import date, make_engagement, text

EXIT_CONFIG = 78


def events(daemon, name):
    return [line for line in daemon.log() if line["event"] == name]


class Clock(Case):
    def setUp(self):
        self.file = self.folder("now")
        self.say("2026-03-02T09:00:00+01:00")

    def say(self, time):
        self.file.write_text(f"{time}\n")

    def test_refused_where_callers_are_known(self):
        clock = f"--development_clock_file={self.file}"
        data = f"--data_dir={self.folder()}"
        realm = Realm(self.folder("realm"))
        for more in ((), ("--check-config",)):
            code, _, error = run("engagement", *realm.flags("engagement"), data, clock, *more)
            self.assertEqual(code, EXIT_CONFIG, error)
            self.assertIn("development_clock_file: is for development; with authentication", error)
        self.say("tomorrow")
        code, _, error = run("engagement", data, clock)
        self.assertEqual(code, EXIT_CONFIG)
        self.assertIn("has no time of RFC 3339", error)

    def test_all_daemons_have_it(self):
        for service in ("survey", "reporting"):
            daemon = self.daemon(service, f"--development_clock_file={self.file}")
            self.assertEqual(len(events(daemon, "development_clock")), 1)

    def test_time_moves_and_never_goes_back(self):
        daemon = self.daemon("engagement", f"--development_clock_file={self.file}")
        (told,) = events(daemon, "development_clock")
        self.assertEqual((told["level"], told["now"]), ("warning", "2026-03-02T08:00:00+00:00"))
        with connect(daemon) as client:
            engagement = make_engagement(client)
            self.assertEqual(engagement.create_time.ToJsonString(), "2026-03-02T08:00:00Z")
            item = client.CreateActionItem(
                parent=engagement.name, action_item_id="brief",
                action_item={"title": text("Brief"), "due_date": date(2026, 3, 2)},
            )  # fmt: skip

            def due():
                (found,) = client.ListDueItems(parent=engagement.name).items
                return found.days, found.overdue

            self.assertEqual(due(), (0, False))
            self.say("2026-03-03T00:00:00+01:00")
            self.assertEqual(due(), (-1, True))
            self.say("2026-03-02T12:00:00+01:00")
            self.assertEqual(due(), (-1, True))
            wait_for(lambda: events(daemon, "development_clock_stands"), "the log")
            self.say("2026-03-12T12:00:00+01:00")
            self.assertEqual(due(), (-10, True))
            changes = client.ListChanges(parent=engagement.name).changes
        times = [change.create_time.ToDatetime() for change in changes if change.resource == item.name]
        self.assertEqual(times, [datetime.datetime(2026, 3, 2, 8)])
        # Its own log keeps the clock of the machine.
        logged = datetime.datetime.fromisoformat(told["time"])
        age = datetime.datetime.now(datetime.timezone.utc) - logged
        self.assertLess(abs(age), datetime.timedelta(hours=1))

    def test_a_wave_opens_and_closes_by_the_calendar(self):
        """People released it, and nobody did anything afterwards."""
        self.say("2026-03-31T12:00:00+02:00")
        daemon = self.daemon("survey", f"--development_clock_file={self.file}")
        with connect(daemon) as client:
            wave = samples.make_wave(client, open_it=False, days=(date(2026, 4, 1), date(2026, 4, 30)))
            samples.release_wave(client, wave)
            early = error_of(client.SubmitResponse, samples.submission())
            self.assertEqual(early.reason, "WAVE_NOT_OPEN")
            # Midnight in Berlin; the state is noted within a minute, and at a start.
            self.say("2026-04-01T00:00:00+02:00")
            client.SubmitResponse(samples.submission())
        daemon.stop()
        daemon.start()
        with connect(daemon) as client:
            self.wait_for_state(client, "STATE_OPEN")
            self.say("2026-04-30T23:59:59+02:00")
            client.SubmitResponse(samples.submission())
            self.say("2026-05-01T00:00:00+02:00")
            late = error_of(client.SubmitResponse, samples.submission())
            self.assertEqual(late.reason, "WAVE_NOT_OPEN")
        daemon.stop()
        daemon.start()
        with connect(daemon) as client:
            self.wait_for_state(client, "STATE_CLOSED")
            self.assertTrue(client.TabulateWave(name=samples.WAVE).tables)
            changes = client.ListChanges(parent=samples.ENGAGEMENT).changes
        noted = [
            (change.verb, change.actor, change.create_time.ToJsonString())
            for change in changes
            if change.resource == samples.WAVE and change.verb in ("OPEN", "CLOSE")
        ]
        self.assertEqual(noted, [
            ("OPEN", "lotse-survey", "2026-03-31T22:00:00Z"),
            ("CLOSE", "lotse-survey", "2026-04-30T22:00:00Z"),
        ])  # fmt: skip
        self.assertEqual(daemon.metrics()["lotse_survey_field_period_failures_total", frozenset()], 0)

    def test_a_wave_is_purged_when_its_time_is_over(self):
        """Closed on 31 January it is kept for a month: until 28 February."""
        self.say("2026-01-31T12:00:00+01:00")
        daemon = self.daemon("survey", f"--development_clock_file={self.file}")
        with connect(daemon) as client:
            samples.make_wave(client, days=(date(2026, 1, 1), date(2026, 3, 31)))
            samples.submit_crowd(client, 12)
            survey = Survey(name=samples.SURVEY, retention={"answers_months": 1})
            client.UpdateSurvey(survey=survey, update_mask={"paths": ["retention"]})
            closed = samples.close_wave(client)
            self.assertEqual(closed.purge_due_date, date(2026, 3, 1))
            self.say("2026-02-28T23:59:59+01:00")
        daemon.stop()
        daemon.start()
        files = [samples.wave_file(daemon.data_dir, which) for which in ("answers", "ledger")]
        with connect(daemon) as client:
            self.assertTrue(client.TabulateWave(name=samples.WAVE).tables)
            self.assertTrue(all(file.exists() for file in files))
            self.say("2026-03-01T00:00:00+01:00")
        daemon.stop()
        daemon.start()
        with connect(daemon) as client:
            self.wait_for_state(client, "STATE_PURGED")
            wait_for(lambda: not any(file.exists() for file in files), "the files to go")
            purged = client.GetWave(name=samples.WAVE)
            self.assertEqual(purged.purge.responses, 12)
            self.assertEqual(len(purged.purge.certificate_sha256), 64)
            refused = error_of(client.TabulateWave, name=samples.WAVE)
            self.assertEqual(refused.reason, "WRONG_STATE")
            late = error_of(client.SubmitResponse, samples.submission())
            self.assertEqual(late.reason, "WAVE_NOT_OPEN")

    def wait_for_state(self, client, state):
        number = Wave.State.Value(state)
        wait_for(lambda: client.GetWave(name=samples.WAVE).state == number, state)


if __name__ == "__main__":
    unittest.main()
