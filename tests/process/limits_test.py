"""What is too large, too much or too late is refused, and does no harm."""

import collections
import concurrent.futures
import contextlib
import signal
import sqlite3
import unittest

from lotse_testing import api, samples
from lotse_testing.api import CallError, connect, error_of
from lotse_testing.case import Case, wait_for
from lotse_testing.crowd import recount
from lotse_testing.places import SERVICES, figure


class Sizes(Case):
    def test_request_over_the_limit(self):
        for service in SERVICES:
            daemon = self.daemon(service, "--max_request_bytes=10000")
            with connect(daemon) as client:
                method = next(
                    m for m in api.methods(service) if "page_token" in m.input_type.fields_by_name
                )
                request = api.message_class(method.input_type)(page_token="x" * 10001)
                error = error_of(getattr(client, method.name), request)
                self.assertEqual(error.code.name, "RESOURCE_EXHAUSTED")
                self.assertEqual(daemon.status("/readyz"), 200)
                # One that just fits gets to the service, and an answer of its own.
                request.page_token = "x" * 9900
                error = error_of(getattr(client, method.name), request)
                self.assertIn(error.reason, ("INVALID_PAGE_TOKEN", "INVALID_FIELDS"))

    def test_default_limit_is_4_mib(self):
        daemon = self.daemon("survey")
        with connect(daemon) as client:
            for size, code in ((4 << 20, "RESOURCE_EXHAUSTED"), ((4 << 20) - 1000, "NOT_FOUND")):
                submission = samples.submission(remark="x" * size)
                error = error_of(client.SubmitResponse, submission)
                self.assertEqual(error.code.name, code)

    def test_metadata_over_16_kib(self):
        for service in SERVICES:
            daemon = self.daemon(service)
            method = next(m.name for m in api.methods(service) if m.name.startswith("List"))
            with connect(daemon) as client:
                call = getattr(client, method)
                error = error_of(call, metadata=[("authorization", "x" * 17 * 1024)])
                self.assertEqual(error.code.name, "RESOURCE_EXHAUSTED")
                # A long token of an identity provider still fits.
                error = error_of(call, metadata=[("authorization", "x" * 14 * 1024)])
                self.assertIn(error.reason if error else "", ("", "INVALID_FIELDS"))


class Overload(Case):
    def expect_some_refused(self, what, errors):
        refused = [error for error in errors if error is not None]
        figure("overload", f"{len(refused)} of {len(errors)} refused, {what}")
        self.assertGreater(len(refused), 0)
        self.assertLess(len(refused), len(errors))
        for error in refused:
            self.assertEqual((error.code.name, error.reason), ("RESOURCE_EXHAUSTED", "OVERLOADED"))
            self.assertGreaterEqual(error.retry.retry_delay.seconds, 1)

    def test_reads_are_refused_with_the_time_to_try_again(self):
        daemon = self.daemon("survey", "--threads=1", "--max_waiting_calls=1")
        with connect(daemon) as client:
            samples.make_wave(client)
            with concurrent.futures.ThreadPoolExecutor(32) as pool:
                calls = [
                    pool.submit(error_of, client.ListWaves, parent=samples.SURVEY)
                    for _ in range(1000)
                ]
                errors = [call.result() for call in calls]
        self.expect_some_refused("1 thread, queue of 1", errors)

    def test_writes_are_refused_with_the_time_to_try_again(self):
        """More at once than may wait for the thread that writes."""
        daemon = self.daemon("survey")
        with connect(daemon) as client, contextlib.ExitStack() as others:
            samples.make_wave(client)
            submissions = [samples.submission() for _ in range(4000)]
            # One connection has too few streams.
            clients = [others.enter_context(connect(daemon)) for _ in range(12)]
            for other in clients:
                other.ListWaves(parent=samples.SURVEY)
            answers = sqlite3.connect(
                samples.wave_file(daemon.data_dir), isolation_level=None
            )
            others.callback(answers.close)
            # What is held longer than two seconds is given up. So all are sent before the daemon
            # takes the first, and nothing is stored until more are there than may wait.
            answers.execute("BEGIN IMMEDIATE")
            daemon.signal(signal.SIGSTOP)
            others.callback(daemon.signal, signal.SIGCONT)
            calls = [
                clients[number % len(clients)]
                .channel.unary_unary(
                    "/lotse.survey.v1alpha.ResponseService/SubmitResponse",
                    request_serializer=lambda message: message.SerializeToString(),
                )
                .future(submission, timeout=60)
                for number, submission in enumerate(submissions)
            ]
            daemon.signal(signal.SIGCONT)
            wait_for(lambda: any(call.done() for call in calls), "a refusal")
            answers.execute("ROLLBACK")
            errors = [
                None if call.exception() is None else CallError("SubmitResponse", call)
                for call in calls
            ]
            self.expect_some_refused("1,024 waiting", errors)
            accepted = [s for s, error in zip(submissions, errors) if error is None]
            rejected = [s for s, error in zip(submissions, errors) if error is not None]
            self.assertEqual(recount(client, accepted), len(accepted))
            self.assertEqual(recount(client, rejected), 0, "refused, and stored all the same")


class Deadlines(Case):
    def test_short_deadlines_never_hurt_the_store(self):
        daemon = self.daemon("survey", "--threads=1")
        with connect(daemon) as client:
            samples.make_wave(client)
            client.SubmitResponse(samples.submission())
            submissions = [samples.submission() for _ in range(200)]

            def submit(numbered):
                number, submission = numbered
                try:
                    client.SubmitResponse(submission, timeout=0.001 * 2 ** (number % 9))
                    return "OK"
                except CallError as error:
                    return error.code.name

            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                results = list(pool.map(submit, enumerate(submissions)))
            counts = collections.Counter(results)
            figure("deadlines of 1 to 256 ms", dict(counts))
            self.assertLessEqual(set(counts), {"OK", "DEADLINE_EXCEEDED"})
            self.assertGreater(counts["DEADLINE_EXCEEDED"], 0)
            answered = [s for s, result in zip(submissions, results) if result == "OK"]
            self.assertEqual(recount(client, answered), len(answered))
            recount(client, submissions)
            samples.close_wave(client)
            rate = client.TabulateWave(name=samples.WAVE).response_rate
            self.assertEqual(rate.responses, len(submissions) + 1)
        codes = {entry["code"] for entry in daemon.log() if entry["event"] == "call"}
        self.assertNotIn("INTERNAL", codes)

    def test_cancelled_calls(self):
        daemon = self.daemon("survey", "--threads=1")
        with connect(daemon) as client:
            samples.make_wave(client)
            submissions = [samples.submission() for _ in range(200)]
            submit = client.channel.unary_unary(
                "/lotse.survey.v1alpha.ResponseService/SubmitResponse",
                request_serializer=lambda message: message.SerializeToString(),
            )
            calls = [submit.future(submission, timeout=30) for submission in submissions]
            for number, call in enumerate(calls):
                if number % 2:
                    call.cancel()
            answered = [
                submission
                for submission, call in zip(submissions, calls)
                if not call.cancelled() and call.exception() is None
            ]
            self.assertGreaterEqual(len(answered), len(submissions) // 2)
            self.assertEqual(recount(client, answered), len(answered))
            self.assertEqual(daemon.status("/readyz"), 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
