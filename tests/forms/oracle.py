"""Talks with the reference engine for XForms (oracle.mjs, where the protocol is), and with ours in
the same way."""

import json
import os
import pathlib
import subprocess

from lotse_testing.places import BIN

# The moment at which the clocks stand still, and where.
NOW = "2026-03-01T12:00:00Z"
TIME_ZONE = "Europe/Berlin"


class Program:
    """A program with a form, for a `with` block. `loaded` is what it said of the form."""

    def __init__(self, *command):
        self._program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TZ": TIME_ZONE},
        )
        self.loaded = json.loads(self._program.stdout.readline())

    def ask(self, command):
        """The answer to a command, which is an object, or a line as it is."""
        line = command if isinstance(command, str) else json.dumps(command)
        self._program.stdin.write(line + "\n")
        self._program.stdin.flush()
        return json.loads(self._program.stdout.readline())

    def nodes(self):
        """The nodes by their paths."""
        answer = self.ask({"do": "state"})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return {node["path"]: node for node in answer["nodes"]}

    def close(self):
        """Ends it, and returns its status."""
        self._program.stdin.close()
        self._program.stdout.close()
        return self._program.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Engine(Program):
    """The reference engine."""

    def __init__(self, form):
        script = pathlib.Path(__file__).with_name("oracle.mjs")
        super().__init__("node", script, "--now", NOW, form)


class Ours(Program):
    """The engine of this system (evaluate_form_main.cc)."""

    def __init__(self, form):
        super().__init__(BIN / "evaluate_form", "--now", NOW, form)
