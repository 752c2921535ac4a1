"""A PostgreSQL of its own, in a folder that is gone afterwards."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

_PATH = "/usr/lib/postgresql/15/bin:" + os.environ.get("PATH", "")
_PROGRAMS = {name: shutil.which(name, path=_PATH) for name in ("initdb", "postgres", "psql")}
INSTALLED = all(_PROGRAMS.values())


def _unprivileged():
    """Arguments of subprocess.run for a user who is not root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise AssertionError("no user whom PostgreSQL would run as")


class Server:
    """Reachable through a socket in its folder only. Sorts texts as Germans do, unless
    a column says otherwise."""

    def __init__(self):
        # Below /tmp, because the path of a socket must be short.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lotse-pg-", dir="/tmp"))
        self.process = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self):
        user = _unprivileged()
        if user:
            os.chown(self.folder, user["user"], user["group"])
        data = self.folder / "data"
        made = subprocess.run(
            [_PROGRAMS["initdb"], "-D", data, "-U", "lotse", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--locale-provider=icu", "--icu-locale=de-DE", "--no-sync"],
            capture_output=True, text=True, check=False, cwd=self.folder, **user,
        )  # fmt: skip
        if made.returncode != 0:
            raise AssertionError(f"initdb: {made.stdout}{made.stderr}")
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [_PROGRAMS["postgres"], "-D", data, "-k", self.folder,
                 "-c", "listen_addresses=", "-c", "fsync=off"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **user,
            )  # fmt: skip
        end = time.monotonic() + 60
        while self.run("SELECT 1;")[0] != 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError((self.folder / "log").read_text(encoding="utf-8"))
            time.sleep(0.1)

    def run(self, script):
        """Runs a script of psql to its end, whatever fails: (exit code, what went to stderr)."""
        done = subprocess.run(
            [_PROGRAMS["psql"], "--no-psqlrc", "--quiet", "-h", self.folder, "-U", "lotse",
             "-d", "postgres", "-f", "-"],
            input=script, capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr

    def close(self):
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
