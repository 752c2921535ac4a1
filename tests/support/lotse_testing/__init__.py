"""What the tests in Python share: the real daemons in folders of their own, the
API through its generated stubs, and things to fill the stores with.

Every test starts its own daemons on free ports, so tests can run side by side
and in any order.
"""

import os

# How often gRPC looks what came over a channel that no call uses: else a daemon that drains would
# wait up to 10 seconds until an idle client of the test has heard of it.
IDLE_POLL = "GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS"
os.environ[IDLE_POLL] = "100"
