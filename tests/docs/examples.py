"""The examples of a document, run as a reader would run them.

A document marks what its reader is to run, in order and in one shell, by the
first words of a fenced block:

    ```sh tour          a block of the tour; it must end with 0
    ```sh guide fails   a block of the guide whose last command must be refused
    ```sh grants        a block of the operations guide, about login and grants
    ```sh questionnaires  a block of docs/questionnaires.md
    ```sh loeschen      a block of the German deletion concept

A block `json` or `text` behind a block of examples is what its last command
prints. JSON is a part of it: fields that are left out may have any value, and so
has `"…"`; a list is as long as shown unless it ends with `"…"`. Lines of text stand
in the output in this order, and `…` stands for anything within a line.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import textwrap
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("LOTSE_BIN", ROOT / "build/dev/bin"))

# A block may stand in a list, and then is indented as a whole.
_BLOCK = re.compile(r"^( *)```([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_ANY = "…"
_END = "--- end of block ---"


class Example:
    """Commands, whether the last one must be refused, and what it prints."""

    def __init__(self, commands, fails):
        self.commands = commands
        self.fails = fails
        self.json = None
        self.text = None


def blocks(markdown):
    """The fenced blocks of a document: the words behind the fence, and what stands in it."""
    return [(info.split(), textwrap.dedent(content))
            for _, info, content in _BLOCK.findall(markdown)]


def examples(markdown, mark):
    """The examples of a document that are marked so, in order."""
    found = []
    last = None
    for words, content in blocks(markdown):
        if words[:2] == ["sh", mark]:
            last = Example(content, words[2:] == ["fails"])
            found.append(last)
        elif words == ["json"]:
            if last is None:
                raise ValueError("a reply without its command:\n" + content)
            last.json, last = json.loads(content), None
        elif words == ["text"]:
            if last is None:
                raise ValueError("an output without its command:\n" + content)
            last.text, last = content, None
        else:
            last = None
    return found


def script(all_examples):
    """One shell script that runs them and tells where each ends."""
    parts = ["set -eu"]
    for example in all_examples:
        if example.fails:
            parts.append(f"if {{\n{example.commands}}} 2>&1; then echo 'was not refused'; exit 1; fi")
        else:
            parts.append(example.commands)
        parts.append(f"echo; echo '{_END}'")
    return "\n".join(parts) + "\n"


def outputs(stdout):
    """What each example printed."""
    return stdout.split(f"\n{_END}\n")[:-1]


def last_json(output):
    """The last JSON document in an output; None if there is none."""
    decoder = json.JSONDecoder()
    found = None
    for start in re.finditer(r"^[\[{]", output, re.MULTILINE):
        with contextlib.suppress(json.JSONDecodeError):
            found = decoder.raw_decode(output, start.start())[0]
    return found


def difference(expected, actual, path="reply"):
    """Where `actual` is not what a document shows; None if it is."""
    if expected == _ANY:
        return None
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key not in actual:
                return f"{path} has no {key}"
            if found := difference(value, actual[key], f"{path}.{key}"):
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list):
        open_end = expected[-1:] == [_ANY]
        shown = expected[:-1] if open_end else expected
        if len(actual) < len(shown) or (len(actual) > len(shown) and not open_end):
            return f"{path} has {len(actual)} elements, not {len(shown)}"
        for i, value in enumerate(shown):
            if found := difference(value, actual[i], f"{path}[{i}]"):
                return found
        return None
    return None if expected == actual else f"{path} is {actual!r}, not {expected!r}"


def missing_line(text, output):
    """The first line of `text` that does not follow in `output`; None if all do."""
    lines = iter(output.splitlines())
    for wanted in text.splitlines():
        pattern = ".*".join(re.escape(part) for part in wanted.strip().split(_ANY))
        if not any(re.fullmatch(pattern, line.strip()) for line in lines):
            return wanted
    return None


def problems(all_examples, stdout):
    """What the examples printed otherwise than their document shows."""
    printed = outputs(stdout)
    for number, example in enumerate(all_examples):
        if number >= len(printed):
            yield f"the shell ended in or before example {number + 1}:\n{example.commands}"
            return
        found = None
        if example.json is not None:
            found = difference(example.json, last_json(printed[number]))
        if example.text is not None and (line := missing_line(example.text, printed[number])):
            found = f"not printed: {line}"
        if found:
            yield f"{example.commands}{found}\nIt printed:\n{printed[number]}"


def free_port_base(first):
    """A number N from `first` on with N+1 to N+3 and N+11 to N+13 free."""
    for base in range(first, 30000, 20):
        sockets = []
        try:
            for offset in (1, 2, 3, 11, 12, 13):
                s = socket.socket()
                sockets.append(s)
                s.bind(("127.0.0.1", base + offset))
            return base
        except OSError:
            continue
        finally:
            for s in sockets:
                s.close()
    raise RuntimeError("no free ports")


class Services:
    """The three services over an empty store, or over a `story` of `lotse seed`, and a folder
    to run examples in. `flags` are those of `lotse dev`."""

    def __init__(self, *flags, story=None):
        self.flags = flags
        self.story = story

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        # Tests that start at once begin apart.
        self.base = free_port_base(17400 + os.getpid() % 500 * 20)
        folder = pathlib.Path(self._folder.name)
        ready = folder / "ready.json"
        if self.story is not None:
            subprocess.run([BIN / "lotse", "seed", self.story, f"--data={folder}/data"],
                           stdout=subprocess.DEVNULL, timeout=100, check=True)
        # Another test may take a port between its being found and its being used.
        while not self._start(folder, ready):
            self.base = free_port_base(self.base + 20)
        # Made with --auth.
        self.certificates = folder / "data/certificates"
        self.work = folder / "work"
        self.work.mkdir()
        for folder_of_examples in ("services", "tests"):
            (self.work / folder_of_examples).symlink_to(ROOT / folder_of_examples)
        return self

    def _start(self, folder, ready):
        """Whether the services began; False if a port was not free."""
        said = folder / "dev.txt"
        with said.open("w", encoding="utf-8") as output:
            self._process = subprocess.Popen(
                [BIN / "lotse", "dev", f"--data={folder}/data", f"--port-base={self.base}",
                 f"--ready-file={ready}", *self.flags], stdout=output, stderr=output)
        deadline = time.monotonic() + 60
        while not ready.exists():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                self._process.kill()
                self._process.wait()
                text = said.read_text("utf-8")
                if ended and "in use" in text:
                    return False
                raise RuntimeError(f"the services did not start: {text}")
            time.sleep(0.05)
        return True

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(60)
        said = (pathlib.Path(self._folder.name) / "dev.txt").read_text("utf-8")
        self._folder.cleanup()
        if code != 0:
            raise RuntimeError(f"the services ended with {code}: {said[-3000:]}")

    def run(self, text):
        """Runs a script; the services of the test listen elsewhere than a reader's."""
        for offset in (1, 2, 3, 11, 12, 13):
            text = text.replace(f"127.0.0.1:74{offset:02}", f"127.0.0.1:{self.base + offset}")
        text = text.replace("$PWD/build/dev/bin", str(BIN))
        environment = dict(os.environ, PATH=f"{BIN}:{os.environ['PATH']}",
                           XDG_CONFIG_HOME=str(self.work / "config"), **{
            f"LOTSE_{name}": f"127.0.0.1:{self.base + offset}"
            for offset, name in enumerate(("ENGAGEMENT", "SURVEY", "REPORTING"), 1)})
        return subprocess.run(["bash", "-c", text], cwd=self.work, env=environment,
                              capture_output=True, text=True, timeout=100, check=False)
