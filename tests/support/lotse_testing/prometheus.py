"""A real Prometheus and Debian's exporter of the machine, for a test."""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from lotse_testing.case import wait_for
from lotse_testing.watching import CONFIG, rule_files
from lotse_testing.watching import PROMETHEUS as FILES

_PATH = "/usr/bin:/usr/local/bin"
PROMETHEUS = shutil.which("prometheus", path=_PATH)
PROMTOOL = shutil.which("promtool", path=_PATH)
EXPORTER = shutil.which("prometheus-node-exporter", path=_PATH)
PROBER = shutil.which("prometheus-blackbox-exporter", path=_PATH)
_BWRAP = shutil.which("bwrap")

_DURATION = re.compile(r"(\bfor: |\w*interval: |\[)(\d+)([smhd])\b")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _run(case, command, log_path):
    with open(log_path, "wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )  # fmt: skip
    case.addCleanup(process.wait)
    case.addCleanup(process.kill)
    return process


def _changed(text, pattern, new):
    text, changed = re.subn(pattern, new, text)
    assert changed, f"{pattern} is not in the configuration"
    return text


def hurried(text, factor):
    """A configuration or rules in which all that takes time, intervals, `for` and windows, takes a
    `factor`th of it, but a second at least. Ages that are compared with a number stay as they are."""
    return _DURATION.sub(
        lambda m: f"{m[1]}{max(1, int(m[2]) * _SECONDS[m[3]] // factor)}s", text
    )


class Exporter:
    """The exporter of the machine, with the disks and the text files of a folder only. With
    `disk_bytes` it has a disk of its own, in memory: it is mounted at DISK, and `disk` is the
    folder under which a test reaches it."""

    DISK = "/srv"  # Debian leaves /mnt and /media out.

    def __init__(self, case, texts, disk_bytes=0):
        self.address = f"127.0.0.1:{free_port()}"
        folder = case.folder("exporter")
        folder.mkdir()
        own_disk = [
            _BWRAP, "--dev-bind", "/", "/", "--unshare-user", "--unshare-pid", "--as-pid-1", "--proc",
            "/proc", "--die-with-parent", "--size", str(disk_bytes), "--tmpfs", self.DISK,
        ]  # fmt: skip
        process = _run(
            case,
            [
                *(own_disk if disk_bytes else ()), EXPORTER, f"--web.listen-address={self.address}", "--collector.disable-defaults",
                "--collector.filesystem", "--collector.textfile",
                f"--collector.textfile.directory={texts}",
                # The disk of a container is an overlay, which is left out otherwise.
                "--collector.filesystem.fs-types-exclude=^(proc|sysfs|cgroup2?|devpts|mqueue)$",
            ],
            folder / "log",
        )  # fmt: skip
        if disk_bytes:
            children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
            (child,) = wait_for(lambda: children.read_text(encoding="ascii").split(), "the exporter")
            self.disk = pathlib.Path(f"/proc/{child}/root{self.DISK}")


class Prober:
    """The exporter that connects as a caller, with the shipped configuration, an authority and the
    name of a host, which nothing resolves here."""

    def __init__(self, case, authority, host):
        folder = case.folder(f"prober-{host}")
        folder.mkdir()
        text = (FILES / "blackbox.yml").read_text(encoding="utf-8")
        config = folder / "blackbox.yml"
        config.write_text(
            _changed(text, r'( +)ca_file: ""', rf"\1ca_file: {authority}\n\1server_name: {host}"),
            encoding="utf-8",
        )
        self.address = f"127.0.0.1:{free_port()}"
        _run(
            case, [PROBER, f"--config.file={config}", f"--web.listen-address={self.address}"],
            folder / "log",
        )  # fmt: skip
        wait_for(lambda: self.probe(self.address) is not None, "the exporter")

    def probe(self, target):
        """What it says of a target by the name of its metrics; None while it starts."""
        query = urllib.parse.urlencode({"module": "lotse_edge", "target": target})
        try:
            with urllib.request.urlopen(f"http://{self.address}/probe?{query}", timeout=10) as answer:
                lines = answer.read().decode().splitlines()
        except urllib.error.URLError:
            return None
        series = (line.rsplit(" ", 1) for line in lines if line[0] != "#")
        return {name: float(value) for name, value in series}


class Prometheus:
    """A running Prometheus with the shipped configuration and rules, in a hurry: it scrapes
    and computes each second, and alerts wait for a second only, but for those of the machine.
    With a `factor` everything is that many times as fast instead (see hurried), and a disk in
    memory is one. `addresses` says what stands in the place of each address of the
    configuration. With a `prober` it looks at `edge`, the address of whatever shows the
    certificate that the prober expects."""

    def __init__(self, case, addresses, factor=None, prober=None, edge=None):
        folder = case.folder("prometheus")
        folder.mkdir()
        text = CONFIG.read_text(encoding="utf-8")
        for old, new in addresses.items():
            text = _changed(text, f'"{re.escape(old)}"', f'"{new}"')
        if factor:
            text = hurried(text, factor)
        else:
            text = _changed(text, r"(scrape|evaluation)_interval: \w+", r"\1_interval: 1s")
        if prober:
            text = _changed(text, re.escape("127.0.0.1:9115"), prober.address)
            (folder / "lotse-edge.yml").write_text(f'- targets: ["{edge}"]\n', encoding="utf-8")
        (folder / "prometheus.yml").write_text(text, encoding="utf-8")
        for file in rule_files():
            rules = file.read_text(encoding="utf-8")
            if factor:
                rules = hurried(rules, factor).replace("tmpfs|ramfs", "ramfs")
            # The disk belongs to whatever else runs here: what it does for seconds tells nothing.
            elif file.name != "machine.rules.yml":
                rules = re.sub(r"\b(for|interval): \w+", r"\1: 1s", rules)
            (folder / file.name).write_text(rules, encoding="utf-8")
        self.url = f"http://127.0.0.1:{free_port()}"
        _run(
            case,
            [
                PROMETHEUS, f"--config.file={folder}/prometheus.yml",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address={self.url.removeprefix('http://')}", "--log.level=warn",
            ],
            folder / "log",
        )  # fmt: skip
        wait_for(lambda: self._get("/-/ready") is not None, "Prometheus to start", 45)

    def _get(self, path):
        """The answer; None if there is none, as while it starts."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.read() if error.code == 400 else None
        except OSError:
            return None

    def _ask(self, expression):
        answer = self._get("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        return json.loads(answer) if answer else {}

    def query(self, expression):
        """The result of an instant query: [(labels, value)]; none of a wrong one."""
        result = self._ask(expression).get("data", {}).get("result", [])
        return [(found["metric"], float(found["value"][1])) for found in result]

    def fault_of(self, expression):
        """What Prometheus has against an expression; None if it can be computed."""
        return self._ask(expression).get("error")

    def alerts(self, state="firing"):
        """The labels of the alerts that are in a state."""
        return [labels for labels, _ in self.query(f'ALERTS{{alertstate="{state}"}}')]

    def firing(self):
        """The alerts that are told now: {(name, job)}."""
        return {(labels["alertname"], labels["job"]) for labels in self.alerts()}
