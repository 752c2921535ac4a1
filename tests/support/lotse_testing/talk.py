"""One stream of SubmitResponses, as a program sees it that sends and reads at once."""

import queue

import grpc

from lotse.survey.v1alpha import response_service_pb2
from lotse_testing import samples
from lotse_testing.api import CallError


class Talk:
    """Sends responses over a stream to a wave; `results` are those that were read, by the
    item, and `sent` are the items."""

    def __init__(self, client, wave=samples.WAVE, timeout=60):
        self.wave = wave
        self.sent = {}
        self.results = {}
        self.taken = 0  # Messages that gRPC took off.
        self._messages = queue.Queue()
        self._first = True
        self.stream = client.open_stream("SubmitResponses", self._take_off(), timeout=timeout)

    def _take_off(self):
        while (message := self._messages.get()) is not None:
            self.taken += 1
            yield message

    def send(self, *submissions):
        message = response_service_pb2.SubmitResponsesRequest()
        if self._first:
            message.parent = self.wave
            self._first = False
        for submission in submissions:
            self.sent[len(self.sent) + 1] = submission
            item = message.items.add()
            item.CopyFrom(submission)
            item.parent = ""
        self._messages.put(message)

    def end(self):
        self._messages.put(None)

    def read(self, count=None):
        """Reads until there are so many results, or to the end; the CallError of the end,
        or None."""
        try:
            while count is None or len(self.results) < count:
                for result in next(self.stream).results:
                    if result.item in self.results or result.item not in self.sent:
                        raise AssertionError(f"a result that nobody waits for: {result}")
                    self.results[result.item] = result
        except StopIteration:
            return None
        except grpc.RpcError as error:
            return CallError("SubmitResponses", error)
        return None

    def cancel(self):
        self.end()
        self.stream.cancel()

    def acknowledged(self):
        """What was sent and is told to be stored."""
        return [
            self.sent[item] for item, r in self.results.items() if r.WhichOneof("outcome") == "response"
        ]

    def reasons(self):
        """The reason of each item that was refused."""
        return {
            item: reason_of(r.error)
            for item, r in self.results.items()
            if r.WhichOneof("outcome") == "error"
        }


def reason_of(status):
    """The reason that a google.rpc.Status names."""
    error = CallError.__new__(CallError)
    error.status = status
    return error.reason
