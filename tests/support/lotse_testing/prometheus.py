"""A real Prometheus and Debian's exporter of the machine, for a test."""

import json
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from lotse_testing.case import wait_for
from lotse_testing.watching import CONFIG, rule_files

_PATH = "/usr/bin:/usr/local/bin"
PROMETHEUS = shutil.which("prometheus", path=_PATH)
PROMTOOL = shutil.which("promtool", path=_PATH)
EXPORTER = shutil.which("prometheus-node-exporter", path=_PATH)


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


def _changed(text, pattern, new):
    text, changed = re.subn(pattern, new, text)
    assert changed, f"{pattern} is not in the configuration"
    return text


class Exporter:
    """The exporter of the machine, with the disks and the text files of a folder only."""

    def __init__(self, case, texts):
        self.address = f"127.0.0.1:{free_port()}"
        folder = case.folder("exporter")
        folder.mkdir()
        _run(
            case,
            [
                EXPORTER, f"--web.listen-address={self.address}", "--collector.disable-defaults",
                "--collector.filesystem", "--collector.textfile",
                f"--collector.textfile.directory={texts}",
                # The disk of a container is an overlay, which is left out otherwise.
                "--collector.filesystem.fs-types-exclude=^(proc|sysfs|cgroup2?|devpts|mqueue)$",
            ],
            folder / "log",
        )  # fmt: skip


class Prometheus:
    """A running Prometheus with the shipped configuration and rules, in a hurry: it scrapes
    and computes each second, and alerts wait for a second only, but for those of the machine.
    `addresses` says what stands in the place of each address of the configuration."""

    def __init__(self, case, addresses):
        folder = case.folder("prometheus")
        folder.mkdir()
        text = CONFIG.read_text(encoding="utf-8")
        for old, new in addresses.items():
            text = _changed(text, f'"{re.escape(old)}"', f'"{new}"')
        text = _changed(text, r"(scrape|evaluation)_interval: \w+", r"\1_interval: 1s")
        (folder / "prometheus.yml").write_text(text, encoding="utf-8")
        for file in rule_files():
            rules = file.read_text(encoding="utf-8")
            # The disk belongs to whatever else runs here: what it does for seconds tells nothing.
            if file.name != "machine.rules.yml":
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

    def firing(self):
        """The alerts that are told now: {(name, job)}."""
        result = self.query('ALERTS{alertstate="firing"}')
        return {(labels["alertname"], labels["job"]) for labels, _ in result}
