"""How examples are read and compared; that a wrong example fails."""

import os
import subprocess
import unittest

import examples

_DOCUMENT = """
```sh guide
echo '{"a": 1, "b": [1, 2]}'
```

It prints:

```json
{"b": [1, "…"]}
```

```sh
exit 1
```

```sh guide fails
false
```

```text
one…
three
```
"""


class Examples(unittest.TestCase):
    def test_reads_what_is_marked(self):
        first, second = examples.examples(_DOCUMENT, "guide")
        self.assertEqual((first.json, first.fails), ({"b": [1, "…"]}, False))
        self.assertEqual((second.text, second.fails), ("one…\nthree\n", True))
        indented = examples.examples("1. x\n\n   ```sh guide\n   a\n     b\n   ```\n", "guide")
        self.assertEqual([example.commands for example in indented], ["a\n  b\n"])
        for orphan in ("```json\n{}\n```\n", "```sh guide\n:\n```\n```sh\n:\n```\n```json\n{}\n```\n"):
            with self.assertRaises(ValueError):
                examples.examples(orphan, "guide")

    def test_compares_json(self):
        actual = {"a": 1, "b": [{"c": "x"}, 2]}
        for expected in ({}, {"a": 1}, {"b": "…"}, {"b": [{}, 2]}, {"b": [{"c": "x"}, "…"]}):
            self.assertIsNone(examples.difference(expected, actual))
        for expected in ({"d": 1}, {"a": 2}, {"a": "1"}, {"b": [{}]}, {"b": [{"c": "y"}, "…"]}, []):
            self.assertIsNotNone(examples.difference(expected, actual))
        self.assertIsNotNone(examples.difference({}, None))

    def test_compares_text(self):
        self.assertIsNone(examples.missing_line("a…c\nd\n", "x\nabc\ny\n  d\n"))
        self.assertEqual(examples.missing_line("d\nabc\n", "abc\nd\n"), "abc")

    def test_takes_the_last_document(self):
        self.assertEqual(examples.last_json('{"a": 1}\nx\n{\n  "a": 2\n}\n'), {"a": 2})
        self.assertIsNone(examples.last_json("x\n"))

    def run_all(self, markdown):
        found = examples.examples(markdown, "guide")
        environment = dict(os.environ, PATH=f"{examples.BIN}:{os.environ['PATH']}")
        run = subprocess.run(["bash", "-c", examples.script(found)], env=environment,
                             capture_output=True, text=True, check=False)
        return run.returncode, list(examples.problems(found, run.stdout))

    def test_runs(self):
        fine = "```sh guide\nA=1\n```\n```sh guide\necho {\\\"a\\\": $A}\n```\n```json\n{\"a\": 1}\n```\n"
        self.assertEqual(self.run_all(fine), (0, []))
        refused = "```sh guide fails\necho one >&2; false\n```\n```text\none\n```\n"
        self.assertEqual(self.run_all(refused), (0, []))

    def test_a_wrong_example_fails(self):
        for wrong in (
            "```sh guide\nlotse call NoSuchMethod\n```\n",
            "```sh guide fails\ntrue\n```\n",
            "```sh guide\necho '{\"a\": 1}'\n```\n```json\n{\"a\": 2}\n```\n",
            "```sh guide\necho one\n```\n```text\ntwo\n```\n",
        ):
            code, found = self.run_all(wrong)
            self.assertTrue(code != 0 or found, wrong)


if __name__ == "__main__":
    unittest.main()
