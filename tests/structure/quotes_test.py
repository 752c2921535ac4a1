"""Documents quote the code as it is, and the check can fail."""

import unittest

import quotes
import tree

_SOURCE = "int a;\n  // [one]\n  int b;\n    int c;\n  // [/one]\n"
_DOCUMENT = "<!-- quote: a.cc#one -->\n```cpp\n%s```\n"


class Quotes(unittest.TestCase):
    def stale(self, document):
        return list(quotes.stale("a.md", document, {"a.cc": _SOURCE}.get))

    def test_quoted(self):
        self.assertEqual(quotes.quoted(_SOURCE, "one"), "int b;\n  int c;\n")
        self.assertIsNone(quotes.quoted(_SOURCE, "on"))
        self.assertIsNone(quotes.quoted("// [one]\nint b;\n", "one"))

    def test_check(self):
        self.assertEqual(self.stale(_DOCUMENT % "int b;\n  int c;\n"), [])
        self.assertEqual(len(self.stale(_DOCUMENT % "int b;\n")), 1)
        self.assertEqual(len(self.stale((_DOCUMENT % "").replace("#one", "#two"))), 1)
        self.assertEqual(len(self.stale((_DOCUMENT % "").replace("a.cc", "b.cc"))), 1)

    def test_refreshes(self):
        new = quotes.refreshed("x\n" + _DOCUMENT % "old\n" + "y\n", {"a.cc": _SOURCE}.get)
        self.assertEqual(new, "x\n" + _DOCUMENT % "int b;\n  int c;\n" + "y\n")
        gone = (_DOCUMENT % "old\n").replace("#one", "#two")
        self.assertEqual(quotes.refreshed(gone, {"a.cc": _SOURCE}.get), gone)

    def test_tree(self):
        found = [
            problem
            for path, document in tree.texts(".md")
            for problem in quotes.stale(path, document, quotes.read)
        ]
        self.assertEqual(found, [], "\n" + "\n".join(found))
        life = tree.read("docs/life-of-a-request.md")
        self.assertGreater(life.count("<!-- quote: "), 5)


if __name__ == "__main__":
    unittest.main()
