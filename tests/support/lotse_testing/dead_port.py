"""The port of a daemon whose gRPC does not accept any more, while its process lives."""

import os
import resource
import socket

import grpc

from lotse_testing.case import wait_for
from lotse_testing.standard_services import check_health

LEFT = 5
# More connections than descriptors are left.
MORE = 15

# Long enough for a daemon that is well, on a busy machine.
ANSWER_SECONDS = 3


def answers(daemon, timeout=ANSWER_SECONDS):
    """Whether a new connection to the API gets an answer."""
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.insecure_channel(daemon.address, options) as channel:
        try:
            check_health(channel, timeout=timeout)
            return True
        except grpc.RpcError:
            return False


def use_up_descriptors(daemon):
    """Connects until the daemon has no descriptor left; then everything is as it was before, but
    that its listener is dead. Connections that it has go on."""
    limit = resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE)
    held = [int(name) for name in os.listdir(f"/proc/{daemon.pid}/fd")]
    most = max(held) + 1 + LEFT
    resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, (most, limit[1]))
    # Some below the highest may be free, too.
    count = most - len(held) + MORE
    address = ("127.0.0.1", daemon.port)
    connections = [socket.create_connection(address, timeout=10) for _ in range(count)]
    # The line says that it could not accept one.
    wait_for(lambda: '"event":"grpc"' in daemon.log_text(), "a complaint of gRPC", 30)
    for connection in connections:
        connection.close()
    resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, limit)
