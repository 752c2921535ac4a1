"""The API as a Python program sees it: generated messages and stubs."""

import contextlib
import importlib
import pkgutil

import grpc
from google.protobuf import message_factory
from google.rpc import error_details_pb2, status_pb2

import lotse.engagement.v1alpha
import lotse.reporting.v1alpha
import lotse.survey.v1alpha
from lotse.type.v1alpha import blob_service_pb2, change_service_pb2, error_reason_pb2

# Longest time of a call; a test that waits longer hangs.
CALL_SECONDS = 30

# What every daemon serves for its own resources.
_SHARED_FILES = (change_service_pb2, blob_service_pb2)


def _service_files(package):
    """The generated files of a package that have services."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    files = [
        importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if name.endswith("_service_pb2")
    ]
    return tuple(file for file in files if file.DESCRIPTOR.services_by_name)


_SERVICE_FILES = {
    "engagement": _service_files(lotse.engagement.v1alpha),
    "survey": _service_files(lotse.survey.v1alpha),
    "reporting": _service_files(lotse.reporting.v1alpha),
}


def _stubs(daemon, channel):
    """A stub of each service of a daemon."""
    for file in _SERVICE_FILES[daemon] + _SHARED_FILES:
        generated = importlib.import_module(f"{file.__name__}_grpc")
        for name in file.DESCRIPTOR.services_by_name:
            yield getattr(generated, f"{name}Stub")(channel)


# Methods that go on until the caller has enough.
_ENDLESS = ("WatchChanges", "WatchCollection")

REASONS = {
    name.removeprefix("ERROR_REASON_")
    for name in error_reason_pb2.ErrorReason.keys()
    if name != "ERROR_REASON_UNSPECIFIED"
}


def methods(daemon):
    """The descriptors of all methods of a daemon (`survey`), from the protos."""
    for file in _SERVICE_FILES[daemon] + _SHARED_FILES:
        for service in file.DESCRIPTOR.services_by_name.values():
            yield from service.methods


def message_class(descriptor):
    return message_factory.MessageFactory().GetPrototype(descriptor)


class Client:
    """All methods of one daemon by their names: `client.GetWave(name=...)`.

    Arguments are the fields of the request, or one message. A refused call
    raises CallError. A method that takes a stream takes a list of messages, or one;
    one that answers with a stream gives a list (an endless one: of the first message),
    unless `open_stream` gives the iterator. `options` are more of those of a channel.
    """

    def __init__(self, service, address, credentials=None, token=None, options=()):
        options = [
            *options,
            ("grpc.max_receive_message_length", 64 << 20),
            ("grpc.initial_reconnect_backoff_ms", 50),
            ("grpc.max_reconnect_backoff_ms", 200),
            # Each client has connections of its own.
            ("grpc.use_local_subchannel_pool", 1),
        ]
        self._channel = (
            grpc.secure_channel(address, credentials, options)
            if credentials
            else grpc.insecure_channel(address, options)
        )
        self._metadata = (("authorization", f"Bearer {token}"),) if token else ()
        stubs = list(_stubs(service, self._channel))
        self._methods = {}
        for method in methods(service):
            stub = next(s for s in stubs if hasattr(s, method.name))
            self._methods[method.name] = (
                getattr(stub, method.name),
                message_class(method.input_type),
                method,
            )

    def __getattr__(self, name):
        try:
            method, request, descriptor = self._methods[name]
        except KeyError:
            raise AttributeError(name) from None

        def call(message=None, timeout=CALL_SECONDS, metadata=None, **fields):
            message = message or request(**fields)
            if descriptor.client_streaming:
                message = iter(message if isinstance(message, (list, tuple)) else [message])
            try:
                sent = (*self._metadata, *(metadata or ()))
                reply = method(message, timeout=timeout, metadata=sent)
                if name in _ENDLESS:
                    first = next(reply)
                    reply.cancel()
                    return [first]
                return list(reply) if descriptor.server_streaming else reply
            except grpc.RpcError as error:
                raise CallError(name, error) from None

        return call

    def open_stream(self, name, messages=None, /, timeout=CALL_SECONDS, **fields):
        """The messages of a method that answers with a stream, as they come; it can
        be cancelled. To a method that takes a stream, those of an iterator are sent."""
        method, request, _ = self._methods[name]
        sent = request(**fields) if messages is None else messages
        return method(sent, timeout=timeout, metadata=self._metadata)

    @property
    def channel(self):
        return self._channel

    def close(self):
        self._channel.close()


@contextlib.contextmanager
def connect(daemon, credentials=None):
    """A client of a running daemon; with credentials, under TLS."""
    client = Client(daemon.service, daemon.address, credentials)
    try:
        yield client
    finally:
        client.close()


class CallError(Exception):
    """A refused call with its decoded details."""

    def __init__(self, method, error):
        self.code = error.code()
        self.message = error.details()
        self.trailers = trailers = dict(error.trailing_metadata() or ())
        self.details_bytes = trailers.get("grpc-status-details-bin", b"")
        self.status = status_pb2.Status.FromString(self.details_bytes)
        super().__init__(f"{method}: {self.code.name} {self.reason}: {self.message}")

    def detail(self, kind):
        """The detail of a message class of google.rpc, or None."""
        for any_detail in self.status.details:
            found = kind()
            if any_detail.Is(kind.DESCRIPTOR) and any_detail.Unpack(found):
                return found
        return None

    @property
    def info(self):
        return self.detail(error_details_pb2.ErrorInfo)

    @property
    def reason(self):
        return self.info.reason if self.info else ""

    @property
    def retry(self):
        return self.detail(error_details_pb2.RetryInfo)

    @property
    def violations(self):
        found = self.detail(error_details_pb2.BadRequest)
        return list(found.field_violations) if found else []


def error_of(call, *arguments, **fields):
    """The error of a call, or None if it was answered."""
    try:
        call(*arguments, **fields)
        return None
    except CallError as error:
        return error
