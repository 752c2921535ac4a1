"""The `lotse` command against running daemons."""

import os
import subprocess

from lotse_testing import places


def lotse(*arguments, daemons=(), expect=0, timeout=120, environment=None):
    """Runs `lotse` and returns its stdout and stderr; it has to end with `expect`. It
    knows of no login but that of `environment`."""
    addresses = {f"LOTSE_{daemon.service.upper()}": daemon.address for daemon in daemons}
    done = subprocess.run(
        [str(places.BIN / "lotse"), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, "XDG_CONFIG_HOME": "/nonexistent", **addresses, **(environment or {})},
        check=False,
    )
    if done.returncode != expect:
        raise AssertionError(f"lotse {arguments} ended with {done.returncode}: {done.stderr}")
    return done.stdout, done.stderr
