"""Many clients that submit responses at once, and an account of what became of
each response."""

import threading
import time

from lotse_testing import samples
from lotse_testing.api import CallError, Client

# Before what was refused is sent again.
PAUSE_SECONDS = 0.05


class Crowd:
    """`clients` threads, each with a connection of its own, that submit to the
    wave until they are stopped or the service is gone. With `tokens` each response uses
    one up, and they end when none is left. With `patient` they send again what the store
    could not take at the time, as its error asks them to.

    `acknowledged` are the submissions that were answered, `refused` holds the
    error of each that was not, both by id.
    """

    def __init__(self, daemon, clients, tokens=None, patient=False):
        self._tokens = None if tokens is None else list(tokens)
        self._patient = patient
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self.acknowledged = {}
        self.refused = {}
        self.doubled = 0
        self._in_flight = {}
        self._clients = [Client(daemon.service, daemon.address) for _ in range(clients)]
        self._threads = [
            threading.Thread(target=self._work, args=(c,), daemon=True) for c in self._clients
        ]
        for thread in self._threads:
            thread.start()

    def _work(self, client):
        while not self._stopped.is_set():
            submission = samples.submission()
            identifier = submission.response_id
            with self._lock:
                if self._tokens is not None:
                    if not self._tokens:
                        return
                    submission.invitation_token = self._tokens.pop()
                self._in_flight[identifier] = submission
            try:
                reply = self._submit(client, submission)
                with self._lock:
                    self.acknowledged[identifier] = submission
                    self.doubled += reply.duplicate
            except CallError as error:
                with self._lock:
                    self.refused[identifier] = (submission, error)
                return
            finally:
                with self._lock:
                    del self._in_flight[identifier]

    def _submit(self, client, submission):
        while True:
            try:
                return client.SubmitResponse(submission)
            except CallError as error:
                if not self._patient or error.reason != "STORE_UNAVAILABLE":
                    raise
            time.sleep(PAUSE_SECONDS)

    def in_flight(self):
        with self._lock:
            return len(self._in_flight)

    def wait_for_acknowledged(self, count, seconds=30):
        end = time.monotonic() + seconds
        while len(self.acknowledged) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{len(self.acknowledged)} of {count} after {seconds} s")
            time.sleep(0.002)

    def finish(self, seconds=60):
        """Stops the clients and waits for them."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(seconds)
            if thread.is_alive():
                raise AssertionError("a call never ended")
        for client in self._clients:
            client.close()


def recount(client, submissions):
    """Sends them again: how many of them were stored before."""
    return sum(client.SubmitResponse(submission).duplicate for submission in submissions)
