"""A form that was read and written again is the same form to the reference engine: the same nodes
with the same texts, choices and conditions, before and after it was filled in."""

import pathlib
import re
import subprocess
import tempfile
import unittest

from lotse_testing.places import BIN, reference

import oracle

# What every response has anew.
META = "/data/meta"


def plain(text):
    """A text as it is taken over: without tags, and with one space for each run of white space."""
    return text and " ".join(re.sub(r"<[^>]*>", "", text).split())


def seen(nodes):
    """What a person sees of `nodes`. That a group, or what is computed, is required means nothing:
    nobody can answer it."""
    found = {}
    for path, node in nodes.items():
        if path.startswith(META):
            continue
        found[path] = {**node, "label": plain(node["label"]), "hint": plain(node["hint"])}
        if node["kind"] in ("group", "repeat", "repeat-instance", "model-value"):
            del found[path]["required"]
    return found


def filling(nodes):
    """Commands that choose the last choice of each question that is asked."""
    for path, node in nodes.items():
        if node.get("choices") and node["relevant"]:
            yield {"do": "set", "path": path, "value": node["choices"][-1]["value"]}


class Rewrite(unittest.TestCase):
    maxDiff = 4000

    def compare(self, name):
        original = reference("questionnaires", "xform", name)
        with tempfile.TemporaryDirectory() as folder:
            rewritten = pathlib.Path(folder, "form.xml")
            done = subprocess.run(
                [BIN / "rewrite_form"],
                input=original.read_bytes(),
                capture_output=True,
                timeout=60,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            rewritten.write_bytes(done.stdout)
            with oracle.Engine(original) as expected, oracle.Engine(rewritten) as actual:
                self.assert_same(expected, actual)

    def assert_same(self, expected, actual):
        before = expected.nodes()
        self.assertEqual(list(actual.nodes()), list(before))
        self.assertEqual(seen(actual.nodes()), seen(before))
        commands = list(filling(before))
        self.assertGreater(len(commands), 4)
        for command in commands:
            self.assertEqual(actual.ask(command), expected.ask(command), command)
        after = expected.nodes()
        self.assertEqual(seen(actual.nodes()), seen(after))
        self.assertNotEqual(seen(after), seen(before))

    def test_needs_of_migrant_organisations(self):
        self.compare("mitwirken_umfrage.converted.xml")

    def test_impact_of_a_workshop(self):
        self.compare("testA.converted.xml")

    def test_households_with_persons(self):
        self.compare("socio-economic-survey-v20240515.xml")

    def test_verbal_autopsy(self):
        self.compare("whova_form.xml")


if __name__ == "__main__":
    unittest.main()
