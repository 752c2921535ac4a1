"""WatchCollection: what it tells, in which steps, and how it ends."""

import time
import unittest

import grpc

from identity_case import PROGRAMME, RespondentCase
from lotse.survey.v1alpha import survey_pb2
from lotse.type.v1alpha import role_pb2
from lotse_testing import samples
from lotse_testing.api import CallError, connect, error_of
from lotse_testing.case import Case
from lotse_testing.places import SANITIZERS, figure

Wave = survey_pb2.Wave

# How often it looks, at most; source: the limits in proto/README.md.
LOOK_SECONDS = 1
# What a look takes on a machine that has much to do.
SLACK_SECONDS = 1.5


class Watch:
    """One stream, read as it comes."""

    def __init__(self, client, timeout=60, **request):
        self.stream = client.open_stream("WatchCollection", timeout=timeout, **request)
        self.told = []

    def read(self):
        message = next(self.stream)
        self.told += message.waves
        return message

    def all(self):
        """The waves that there are, by name."""
        first = {}
        while True:
            message = self.read()
            first.update({one.wave.name: one for one in message.waves})
            if message.all_told:
                return first

    def until(self, fits):
        """Reads until a wave is told that fits; it."""
        while True:
            for one in self.read().waves:
                if fits(one):
                    return one

    def end(self):
        """The CallError with which it ends; what comes before goes to `told`."""
        try:
            while True:
                self.read()
        except grpc.RpcError as error:
            return CallError("WatchCollection", error)


def state_is(state):
    return lambda one: one.wave.state == state


class Told(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def watch(self, **request):
        watch = Watch(self.client, **(request or {"parent": samples.WAVE}))
        self.addCleanup(watch.stream.cancel)
        return watch

    def test_an_anonymous_wave_goes_by_tens(self):
        samples.make_wave(self.client)
        watch = self.watch()
        first = watch.all()[samples.WAVE]
        self.assertEqual(first.wave.response_count, 0)
        self.assertEqual(first.total.invited, 400)
        for _ in range(25):
            self.client.SubmitResponse(samples.submission())
            time.sleep(0.05)
        watch.until(lambda one: one.wave.response_count == 20)
        samples.close_wave(self.client)
        closed = watch.until(state_is(Wave.STATE_CLOSED))
        self.assertEqual(closed.wave.response_count, 25)
        self.assertEqual(closed.total.completed, 25)
        under_way = [one for one in watch.told if one.wave.state == Wave.STATE_OPEN]
        self.assertLessEqual({one.wave.response_count for one in under_way}, {0, 10, 20})
        self.assertLessEqual({one.total.completed for one in under_way}, {0, 10, 20})

    def test_it_tells_what_the_report_tells(self):
        samples.make_wave(self.client, invited=True)
        people = [{"recipient": str(n), "stratum": "kern"} for n in range(30)]
        strata = self.client.GetPopulation(name=samples.POPULATION).strata
        for person in people:
            person["stratum"] = strata[0].code if strata else ""
        issued = self.client.IssueInvitations(parent=samples.WAVE, recipients=people).invitations
        watch = self.watch(parent=samples.SURVEY, with_strata=True)
        plain = self.watch(parent=samples.SURVEY)
        for invitation in issued[:23]:
            made = samples.submission()
            made.invitation_token = invitation.token
            self.client.SubmitResponse(made)
        told = watch.until(
            lambda one: one.wave.response_count == 20 and one.strata[0].figures.completed == 10
        )
        report = self.client.GetCollectionReport(name=samples.WAVE)
        self.assertEqual(told.wave, report.wave)
        self.assertEqual(told.total, report.total)
        self.assertEqual(list(told.strata), list(report.strata))
        self.assertFalse(told.unreadable)
        self.assertEqual(len(plain.until(lambda one: one.wave.response_count == 20).strata), 0)

    def test_strata_of_a_wave_with_names_are_exact(self):
        samples.make_wave(self.client, invited=True, identity="IDENTITY_IDENTIFIED")
        issued = self.client.IssueInvitations(
            parent=samples.WAVE, recipients=[{"recipient": str(n)} for n in range(12)]
        ).invitations
        watch = self.watch(parent=samples.WAVE, with_strata=True)
        watch.all()

        def answered(one):
            return sum(stratum.figures.completed for stratum in one.strata)

        for number, invitation in enumerate(issued, 1):
            made = samples.submission()
            made.invitation_token = invitation.token
            self.client.SubmitResponse(made)
            if number in (10, 11):
                watch.until(lambda one, number=number: answered(one) == number)
        last = watch.until(lambda one: answered(one) == 12)
        report = self.client.GetCollectionReport(name=samples.WAVE)
        self.assertEqual(list(last.strata), list(report.strata))
        self.assertEqual(last.wave.response_count, 10, "the count of the wave goes by tens")

    def test_states_of_a_wave(self):
        made = samples.make_wave(self.client, open_it=False)
        watch = self.watch(parent=samples.ENGAGEMENT)
        self.assertEqual(watch.all()[samples.WAVE].wave.state, Wave.STATE_PLANNED)
        opened = samples.open_wave(self.client, made)
        watch.until(state_is(Wave.STATE_OPEN))
        end = samples.day(40)
        self.client.ProlongWave(
            name=opened.name, etag=opened.etag, end_date=end, reason="Die Post kam spät"
        )
        watch.until(lambda one: one.wave.end_date == end)
        samples.close_wave(self.client)
        closed = watch.until(state_is(Wave.STATE_CLOSED))
        self.client.PurgeWave(name=samples.WAVE, etag=closed.wave.etag, reason="Frist")
        purged = watch.until(state_is(Wave.STATE_PURGED))
        self.assertTrue(purged.wave.HasField("purge"))
        self.assertFalse(purged.HasField("total"))
        self.client.DeleteWave(name=samples.WAVE)
        deleted = watch.until(lambda one: one.wave.HasField("delete_time"))
        self.assertFalse(deleted.HasField("total"))
        # Whoever begins then is not told of it, unless by its name.
        self.assertEqual(self.watch(parent="-").all(), {})
        self.assertIn(samples.WAVE, self.watch().all())
        self.client.UndeleteWave(name=samples.WAVE, etag=deleted.wave.etag)
        watch.until(lambda one: not one.wave.HasField("delete_time"))

    def test_nothing_comes_while_nothing_happens(self):
        samples.make_wave(self.client)
        watch = self.watch(parent="-", timeout=4)
        watch.all()
        count = len(watch.told)
        # Nor of answers that are no step.
        samples.submit_crowd(self.client, 9)
        self.assertEqual(watch.end().code.name, "DEADLINE_EXCEEDED")
        self.assertEqual(len(watch.told), count)

    def test_changes_are_told_together(self):
        wave = samples.make_wave(self.client, open_it=False)
        watch = self.watch()
        watch.all()
        begin = time.monotonic()
        for count in range(1, 121):
            wave.invited_count = count
            wave = self.client.UpdateWave(wave=wave)
        watch.until(lambda one: one.wave.invited_count == 120)
        seconds = time.monotonic() - begin
        figure("120 changes of a wave", f"{len(watch.told) - 1} messages in {seconds:.1f} s")
        self.assertLessEqual(len(watch.told) - 1, seconds / LOOK_SECONDS + 1)
        self.assertLess(seconds, 60)

    def test_it_refuses_what_is_wrong(self):
        for parent in ("programmes/p", "programmes/p/engagements/e/surveys/s/waves/-", "wellen"):
            error = error_of(self.client.WatchCollection, parent=parent)
            self.assertEqual(error.reason, "INVALID_FIELDS")
            self.assertEqual([v.field for v in error.violations], ["parent"])
        for parent in (samples.WAVE, samples.SURVEY):
            error = error_of(self.client.WatchCollection, parent=parent)
            self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        # Of an engagement nobody knows here whether it is.
        self.assertEqual(self.watch(parent=samples.ENGAGEMENT).all(), {})


class Many(Case):
    def setUp(self):
        self.survey = self.daemon("survey")
        self.client = self.enterContext(connect(self.survey))

    def make(self, count):
        """So many waves, every other one released; their names."""
        names = [samples.make_wave(self.client, open_it=False).name]
        for number in range(1, count):
            made = self.client.CreateWave(
                parent=samples.SURVEY,
                wave_id=f"w{number}",
                wave=Wave(
                    title=samples.text(f"Welle {number}"),
                    instrument=samples.INSTRUMENT,
                    start_date=samples.day(-1),
                    end_date=samples.day(30),
                    access=Wave.ACCESS_INVITED,
                    population=samples.POPULATION,
                    data_protection_notice=samples.NOTICE,
                ),
            )
            if number % 2:
                samples.release_wave(self.client, made)
            names.append(made.name)
        return names

    def test_two_hundred_waves(self):
        names = self.make(200)
        begin = time.monotonic()
        watch = Watch(self.client, parent=f"{PROGRAMME}/-")
        self.addCleanup(watch.stream.cancel)
        self.assertEqual(set(watch.all()), set(names))
        figure("200 waves from the beginning", f"{time.monotonic() - begin:.2f} s")
        begin = time.monotonic()
        changed = names[1::2]
        for name in changed:
            self.client.IssueInvitations(parent=name, recipients=[{"recipient": "a"}])
        written = time.monotonic()
        left = set(changed)
        while left:
            left -= {one.wave.name for one in watch.read().waves if one.total.invited == 1}
        figure("100 of them changed", f"told {time.monotonic() - written:.2f} s after the last")
        self.assertLess(time.monotonic() - begin, 60)

    def test_who_reads_nothing_fills_no_memory_and_holds_up_nobody(self):
        names = self.make(60)
        idle = [Watch(self.client, timeout=300, parent="-") for _ in range(4)]
        watch = Watch(self.client, timeout=300, parent="-")
        watch.all()
        before = self.survey.rss_kib()
        long_title = "x" * 200
        for round_ in range(5):
            for name in names:
                self.client.UpdateWave(
                    wave=Wave(name=name, title=samples.text(f"{long_title}{round_}")),
                    update_mask={"paths": ["title"]},
                )
        last = names[-1]
        watch.until(
            lambda one: one.wave.name == last
            and one.wave.title.variants[0].text == f"{long_title}4"
        )
        grown = self.survey.rss_kib() - before
        figure("watchers that read nothing", f"{grown / 1024:.1f} MiB")
        if not SANITIZERS:
            self.assertLess(grown, 48 * 1024)
        for one in [*idle, watch]:
            one.stream.cancel()

    def test_a_stop_ends_them(self):
        self.make(3)
        watches = [Watch(self.client, parent="-") for _ in range(3)]
        for watch in watches:
            watch.all()
        self.survey.signal()
        for watch in watches:
            error = watch.end()
            self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "SHUTTING_DOWN"))
        self.assertEqual(self.survey.wait(), 0)


class Rights(RespondentCase):
    PEOPLE = {"ada": role_pb2.ROLE_INSTITUTE_CONSULTANT, "dora": role_pb2.ROLE_RESPONDENT}

    def watcher(self, subject, role=role_pb2.ROLE_INSTITUTE_CONSULTANT):
        self.grant(subject, role)
        client = self.client(self.survey, subject)
        self.wait_for_grant(client.ListSurveys, parent=samples.ENGAGEMENT)
        return client

    def test_a_grant_that_is_revoked_ends_it(self):
        watch = Watch(self.watcher("ada"), parent=samples.WAVE)
        watch.all()
        other = Watch(self.consultant, parent=samples.WAVE)
        other.all()
        self.admin.DeleteGrant(name=f"{PROGRAMME}/grants/ada")
        begin = time.monotonic()
        error = watch.end()
        self.assertEqual(error.reason, "RESOURCE_NOT_FOUND")
        self.assertLess(time.monotonic() - begin, 15)
        # Whoever has the right goes on.
        wave = self.consultant.GetWave(name=samples.WAVE)
        wave.invited_count = 401
        self.consultant.UpdateWave(wave=wave)
        other.until(lambda one: one.wave.invited_count == 401)
        other.stream.cancel()

    def test_it_is_refused_as_a_call_is(self):
        # Of another programme, or of none, and without the permission.
        stranger = self.client(self.survey, "bob")
        respondent = self.respondent("dora")
        for client, parent, reason in (
            (stranger, samples.WAVE, "RESOURCE_NOT_FOUND"),
            (stranger, f"{PROGRAMME}/-", "RESOURCE_NOT_FOUND"),
            (stranger, "-", "RESOURCE_NOT_FOUND"),
            (respondent, samples.WAVE, "PERMISSION_MISSING"),
            (respondent, samples.ENGAGEMENT, "PERMISSION_MISSING"),
        ):
            error = error_of(client.WatchCollection, parent=parent)
            self.assertEqual(error.reason, reason, parent)
        absent = error_of(stranger.WatchCollection, parent=samples.WAVE + "-none")
        known = error_of(stranger.WatchCollection, parent=samples.WAVE)
        self.assertEqual(absent.message.replace("-none", ""), known.message)

    def test_each_caller_has_so_many(self):
        watches = [Watch(self.consultant, parent=samples.WAVE) for _ in range(16)]
        for watch in watches:
            watch.all()
        error = error_of(self.consultant.WatchCollection, parent=samples.WAVE)
        self.assertEqual(error.code.name, "RESOURCE_EXHAUSTED")
        for watch in watches:
            watch.stream.cancel()


if __name__ == "__main__":
    unittest.main(verbosity=2)
