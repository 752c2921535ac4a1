"""What the engagement service refuses it says in German, too.

Its violations of fields are made by Violation(), which takes both languages. Whoever puts one
together in another way would leave the German out without anybody seeing it: that is looked
for here, in the text of the files.
"""

import re
import unittest

import tree

_MAKER = "services/engagement/domain/violation.h"

# A violation that is put together where it is needed.
_MADE_HERE = re.compile(
    r"violations?_?(?:\.|->)push_back\(\s*\{"
    r"|violations?_?(?:\.|->)insert\([^{}]*\{"
    r"|violations?_?(?:\.|->)emplace_back\("
    r"|InvalidFields\(\s*(?:rpc::FieldViolations)?\s*\{\s*\{"
    r"|\bFieldViolation(?:\s+\w+)?(?:\s*=)?\s*\{"
    r"|\bFieldViolations(?:\s+\w+)?(?:\s*=)?\s*\{\s*\{"
)

# A function that returns violations, up to its opening brace.
_FUNCTION = re.compile(r"\bFieldViolations?\s+[\w:]+\([^;{}]*\)(?:\s*const)?\s*\{")
_RETURNED = re.compile(r"\breturn\s*\{\s*\{|\breturn\s*\{\s*\"")

# A violation whose German is nothing.
_NO_GERMAN = re.compile(r"\bViolation\((?:[^{};]|\{\s*\})*\{\s*\"\"\s*,")


def body(text, start):
    """What stands between the brace before `start` and the one that closes it. Braces in
    literals are not told apart; they come in pairs."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at]
    return text[start:]


def places(text):
    """The lines of `text` in which a violation is made in one language only."""
    found = [match.start() for match in _MADE_HERE.finditer(text)]
    found += [match.start() for match in _NO_GERMAN.finditer(text)]
    for function in _FUNCTION.finditer(text):
        for returned in _RETURNED.finditer(body(text, function.end())):
            found.append(function.end() + returned.start())
    return sorted({text.count("\n", 0, at) + 1 for at in found})


class Violations(unittest.TestCase):
    def test_each_is_made_in_both_languages(self):
        made = 0
        for path, text in tree.texts(".cc", ".h"):
            if not path.startswith("services/engagement/") or tree.is_test(path):
                continue
            if path == _MAKER:
                continue
            made += len(re.findall(r"\bViolation\(", text))
            for line in places(text):
                self.fail(f"{path}:{line}: make it with Violation(), which takes German, too")
        self.assertGreater(made, 200, "the files are looked at")

    def test_finds_those_in_one_language(self):
        wrong = (
            'violations->push_back({field, "missing"});',
            'violations.push_back({\n  {"a"}, "b"});',
            'violations_.push_back({at, "below zero"});',
            'violations.emplace_back("a", "b");',
            'violations.insert(violations.end(), {{"a", "b"}});',
            'return rpc::InvalidFields({{"a", "b"}});',
            'return rpc::InvalidFields(\n    {{"a", absl::StrCat("b", c)}});',
            'rpc::FieldViolation one{"a", "b"};',
            'FieldViolations all = {{"a", "b"}};',
            'rpc::FieldViolations Check(const Goal& goal) {\n  if (x) {}\n  return {{"a", "b"}};\n}',
            'rpc::FieldViolation TooDeep() {\n  return {"a", "b"};\n}',
            'violations.push_back(Violation("a", {"", "b"}));',
        )
        for text in wrong:
            self.assertNotEqual(places(text), [], text)

    def test_takes_those_in_both(self):
        right = (
            'violations->push_back(Violation("a", {"fehlt", "missing"}));',
            "violations.push_back(TooDeep());",
            'return rpc::InvalidFields({Violation("a", {"fehlt", "missing"})});',
            "rpc::FieldViolations violations;",
            "return rpc::InvalidFields(violations);",
            'FieldViolations Check(int a) {\n  return {Violation("a", {"b", "c"})};\n}',
            'std::map<int, int> Other() {\n  return {{1, 2}};\n}',
            'rpc::FieldViolations Check();\nint f() {\n  return {{"a", "b"}};\n}',
        )
        for text in right:
            self.assertEqual(places(text), [], text)


if __name__ == "__main__":
    unittest.main()
