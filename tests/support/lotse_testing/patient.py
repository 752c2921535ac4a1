"""A caller that repeats as "Repeating a call" of proto/README.md tells clients to, and an
account of what it sent."""

import random
import threading
import time
import uuid

from lotse_testing.api import CallError

# What passes: the same request is sent again, with the same id.
PASSES = {"UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "CANCELLED"}

# The wait is doubled from the first to the longest, with chance in it.
FIRST_SECONDS = 0.1
LONGEST_SECONDS = 60
GIVE_UP_SECONDS = 120


class GaveUp(AssertionError):
    """A call that was not answered for two minutes: for its caller it is lost."""


class Patient:
    """Calls until there is an answer. `repeated` is how often it called again, `longest` how
    many seconds the slowest call took with its repetitions."""

    def __init__(self):
        self.repeated = 0
        self.longest = 0.0

    def call(self, method, request):
        begin, wait = time.monotonic(), FIRST_SECONDS
        while True:
            try:
                answer = method(request)
                self.longest = max(self.longest, time.monotonic() - begin)
                return answer
            except CallError as error:
                if error.code.name not in PASSES:
                    raise
                if time.monotonic() - begin > GIVE_UP_SECONDS:
                    raise GaveUp(str(error)) from error
                told = error.retry.retry_delay.ToTimedelta().total_seconds() if error.retry else 0
            self.repeated += 1
            time.sleep(max(told, wait * random.uniform(0.5, 1)))
            wait = min(2 * wait, LONGEST_SECONDS)


class Writer(threading.Thread):
    """Calls `write(patient, request_id)` on and on, each time with another id, until it is
    ended. `ids` are those of which the call was answered."""

    def __init__(self, write):
        super().__init__()
        self.patient = Patient()
        self.ids = []
        self.fault = None
        self._write = write
        self._ended = threading.Event()
        self.start()

    def run(self):
        try:
            while not self._ended.is_set():
                identifier = str(uuid.uuid4())
                self._write(self.patient, identifier)
                self.ids.append(identifier)
        except Exception as fault:  # Told by whoever ends it.
            self.fault = fault

    def end(self):
        """Waits for the call that it is at; raises what made it stop by itself."""
        self._ended.set()
        self.join()
        if self.fault:
            raise self.fault
