"""Talks with the reference engine for XForms (oracle.mjs, where the protocol is)."""

import json
import pathlib
import subprocess

# The moment at which its clock stands still.
NOW = "2026-03-01T12:00:00Z"


class Engine:
    """The engine with a form, for a `with` block. `loaded` is what it said of the form."""

    def __init__(self, form):
        self._program = subprocess.Popen(
            ["node", pathlib.Path(__file__).with_name("oracle.mjs"), "--now", NOW, form],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
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
        return {node["path"]: node for node in self.ask({"do": "state"})["nodes"]}

    def close(self):
        """Ends it, and returns its status."""
        self._program.stdin.close()
        self._program.stdout.close()
        return self._program.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
