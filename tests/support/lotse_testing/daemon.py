"""A real daemon: started on free ports in a folder of its own, stopped, killed."""

import json
import os
import queue
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

from lotse_testing import IDLE_POLL, places

# Generous, because the sanitizers and a busy machine take their time.
START_SECONDS = 30
STOP_SECONDS = 60

FREE = "127.0.0.1:0"


class StartFailed(AssertionError):
    """The daemon ended before it served."""


def program(service):
    return str(places.BIN / f"lotse-{service}")


def _environment():
    """That of the test without what is for its own channels only."""
    return {name: value for name, value in os.environ.items() if name != IDLE_POLL}


def run(service, *flags, environment=None, timeout=START_SECONDS):
    """Runs a daemon that is expected to end by itself: (exit code, stdout, stderr)."""
    done = subprocess.run(
        [program(service), *flags],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**_environment(), **(environment or {})},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class Daemon:
    """A running daemon. Attributes after the start: `port`, `management_port`,
    `address`, `start_ms` (from the fork to the line that says `started`), `lines`
    (its log, raw)."""

    def __init__(self, service, data_dir, *flags, environment=None, preexec=None, listen=FREE):
        self.service = service
        self.data_dir = data_dir
        self.flags = flags
        self.environment = environment or {}
        self.preexec = preexec
        self.process = None
        self.start(listen)

    def start(self, listen=FREE):
        """Starts it, for the first time or again over the same folder."""
        self.lines = []
        started = queue.Queue()
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [
                program(self.service),
                f"--listen={listen}",
                f"--management_listen={FREE}",
                f"--data_dir={self.data_dir}",
                *self.flags,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # A pipe, so that a limit on the size of files does not hit the log.
            stderr=subprocess.PIPE,
            env={**_environment(), **self.environment},
            preexec_fn=self.preexec,
        )
        self._reader = threading.Thread(
            target=self._read, args=(self.process.stderr, self.lines, started), daemon=True
        )
        self._reader.start()
        event = started.get(timeout=START_SECONDS)
        self.start_ms = 1000 * (time.monotonic() - begin)
        if event is None:
            code = self.process.wait()
            raise StartFailed(f"lotse-{self.service} ended with {code}: {self.log_text()}")
        self.port = event["port"]
        self.management_port = event["management_port"]
        self.address = f"{listen.rpartition(':')[0]}:{self.port}"

    @staticmethod
    def _read(pipe, lines, started):
        """Keeps every line, and hands over the one that tells the ports."""
        told = False
        with pipe:
            for line in pipe:
                lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                if not told and '"event":"started"' in lines[-1]:
                    told = True
                    started.put(json.loads(lines[-1]))
        if not told:
            started.put(None)

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process.poll() is None

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def wait(self, timeout=STOP_SECONDS):
        """Waits for its end and the rest of its log; the exit code."""
        code = self.process.wait(timeout)
        self._reader.join(timeout)
        return code

    def stop(self):
        """SIGTERM; the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        """kill -9."""
        self.signal(signal.SIGKILL)
        return self.wait()

    def close(self):
        """Ends it however it can be ended; for clean-up."""
        if self.process is not None and self.alive():
            self.kill()

    def log_text(self):
        return "\n".join(self.lines)

    def log(self):
        """The log as objects."""
        return [json.loads(line) for line in self.lines]

    def get(self, path, timeout=10):
        """(status, headers, body) of a page of the management port."""
        url = f"http://127.0.0.1:{self.management_port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def status(self, path):
        return self.get(path)[0]

    def metrics(self, about=""):
        """The value of each series of /metrics, or of those that this text stands in, by its name
        with labels."""
        page = self.get("/metrics")[2]
        return parse_metrics("\n".join(line for line in page.splitlines() if about in line))

    def rss_kib(self):
        """Resident memory, from /proc."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
        raise AssertionError("no VmRSS")


def parse_metrics(text):
    """Series of the Prometheus text format: {(name, frozenset of labels): value}."""
    series = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        head, value = line.rsplit(" ", 1)
        name, _, labels = head.partition("{")
        pairs = [pair.split("=", 1) for pair in labels.rstrip("}").split(",") if pair]
        key = (name, frozenset((k, v.strip('"')) for k, v in pairs))
        if key in series:
            raise AssertionError(f"series twice: {line}")
        series[key] = float(value)
    return series
