"""gRPC's own services, health and reflection, spoken by hand: their messages
are one field each."""

import queue

# grpc.health.v1.HealthCheckResponse.ServingStatus
SERVING = 1
NOT_SERVING = 2

_HEALTH = "/grpc.health.v1.Health/"
_REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"


def _text_field(number, text):
    data = text.encode()
    return bytes([number << 3 | 2, len(data)]) + data


def _status(reply):
    """Field 1 of HealthCheckResponse; an absent field is 0."""
    return reply[1] if reply[:1] == b"\x08" else 0


def check_health(channel, service="", timeout=10):
    """The status of `service`; empty means the whole daemon."""
    return _status(channel.unary_unary(_HEALTH + "Check")(_text_field(1, service), timeout=timeout))


def watch_health(channel, timeout=30):
    """Yields the daemon's status whenever it changes."""
    for reply in channel.unary_stream(_HEALTH + "Watch")(_text_field(1, ""), timeout=timeout):
        yield _status(reply)


class Reflection:
    """An open reflection stream. It holds a draining daemon until it is closed."""

    def __init__(self, channel, timeout=30):
        self._requests = queue.Queue()
        self._replies = channel.stream_stream(_REFLECTION)(
            iter(self._requests.get, None), timeout=timeout
        )

    def list_services(self):
        """The reply to ListServices, undecoded: service names stand in it in clear."""
        self._requests.put(_text_field(7, "*"))
        return next(self._replies)

    def close(self):
        self._requests.put(None)
        self._replies.cancel()
