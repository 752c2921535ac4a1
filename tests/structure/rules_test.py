"""The rules over files hold, and each check can fail."""

import unittest

import rules
import tree

_ERROR_REASON = "proto/lotse/type/v1alpha/error_reason.proto"
_SOURCE = (".h", ".cc", ".proto", ".py", ".sh", ".sql", ".cmake", "CMakeLists.txt")


class Rule(unittest.TestCase):
    def none(self, findings):
        if found := list(findings):
            self.fail("\n" + "\n".join(found))

    def some(self, count, findings):
        self.assertEqual(len(list(findings)), count)


class Size(Rule):
    def test_check_of_files(self):
        self.none(rules.long_file("a.cc", "x\n" * 400))
        self.some(1, rules.long_file("a.cc", "x\n" * 401))

    def test_check_of_folders(self):
        self.none(rules.large_folders({"runtime/sql/a.cc": 700, "runtime/sql/a_test.cc": 50}))
        ceiling = rules.MAX_FOLDER_LINES["runtime/sql"]
        self.some(1, rules.large_folders({"runtime/sql/a.cc": ceiling, "runtime/sql/b.h": 1}))
        self.some(1, rules.large_folders({"runtime/rpc/a.cc": rules.MAX_FOLDER_LINES["runtime/rpc"] + 1, "runtime/rpcs/b.h": 101}))
        self.none(rules.large_folders({"runtime/blob/a.cc": 650, "runtime/blob/b_test.h": 101}))

    def test_markers_do_not_count(self):
        self.assertEqual(rules.code_lines("// [a]\nint a;\n  // [/a]\n// b [a]\n"), 2)

    def test_check_of_empty_files(self):
        self.some(1, rules.empty_file("a.cc", "\n"))
        self.none(rules.empty_file("a.cc", "int a;\n"))

    def test_files(self):
        self.none(f for path, text in tree.texts(*_SOURCE) for f in rules.long_file(path, text))

    def test_no_empty_files(self):
        self.none(f for path, text in tree.texts(*_SOURCE) for f in rules.empty_file(path, text))

    def test_folders(self):
        sizes = {path: rules.code_lines(text) for path, text in tree.texts(".h", ".cc")}
        self.none(rules.large_folders(sizes))


class Constants(Rule):
    def header(self, namespace, line):
        return f"#pragma once\n\nnamespace {namespace} {{\n\n{line}\n\n}}  // namespace\n"

    def test_check(self):
        size = "inline constexpr std::size_t kMost = 3;"
        a = ("a.h", self.header("lotse::a", size))
        self.none(rules.constants_named_twice([a, ("b.h", self.header("lotse::b", size))]))
        self.none(rules.constants_named_twice([a, ("b.h", self.header("lotse::a", "  " + size))]))
        for line in (size, "constexpr char kMost[] = \"x\";", "inline constexpr int kMost{4};"):
            self.some(1, rules.constants_named_twice([a, ("b.h", self.header("lotse::a", line))]))

    def test_tree(self):
        self.none(
            rules.constants_named_twice(
                (path, text) for path, text in tree.texts(".h") if not tree.is_test(path)
            )
        )


class Places(Rule):
    def test_check(self):
        for line in (
            "see /w" + "ork/x",
            "cd /ho" + "me/anna/src",
            '"/ro' + 'ot/a"',
            "(/ro" + "ot/a)",
            "from registry" + ".npmjs.org",
            "http://deb.deb" + "ian.org/debian",
        ):
            self.some(1, rules.foreign_places("a.md", "fine\n" + line + "\n"))
        for line in ("/usr/bin/lotse", "ProtectHome=yes", "framework/x", "a/" + "work/b", "/workers/",
                     "instance('a')/root/item"):
            self.none(rules.foreign_places("a.md", line))

    def test_tree(self):
        self.none(f for path, text in tree.texts() for f in rules.foreign_places(path, text))


class Leftovers(Rule):
    def test_check(self):
        self.some(2, rules.leftovers("a.cc", "// TO" + "DO: x\nint a;  // FIX" + "ME\n"))
        self.none(rules.leftovers("a.cc", "// Methodology, to do well.\n"))

    def test_tree(self):
        self.none(f for path, text in tree.texts() for f in rules.leftovers(path, text))


class Headers(Rule):
    def test_check(self):
        self.none(rules.unguarded_header("a.h", "#pragma once\nint a;\n"))
        self.none(rules.unguarded_header("a.h", "// Why.\n/* and\n how */\n\n#pragma once\n"))
        self.some(1, rules.unguarded_header("a.h", "#include <a>\n#pragma once\n"))
        self.some(1, rules.unguarded_header("a.h", ""))

    def test_tree(self):
        self.none(f for path, text in tree.texts(".h") for f in rules.unguarded_header(path, text))


class Links(Rule):
    FILES = {"README.md": "# A b\n", "docs/x.md": "# Über uns\n## A & b\n## A & b\n"}

    def broken(self, path, text):
        folders = {"docs", "."}
        return rules.broken_links(
            path, text, lambda p: p in self.FILES or p in folders, self.FILES.get
        )

    def test_check(self):
        for link in ("docs/x.md", "docs/", "https://example.org/a", "docs/x.md#über-uns"):
            self.none(self.broken("README.md", f"[x]({link})"))
        for link in ("../README.md", "x.md#a--b", "x.md#a--b-1", "../README.md#a-b"):
            self.none(self.broken("docs/x.md", self.FILES["docs/x.md"] + f"[x]({link})"))
        for link in ("docs/y.md", "x.md", "docs/x.md#c", "#c"):
            self.some(1, self.broken("README.md", f"[x]({link})"))

    def test_check_leaves_out_code(self):
        self.none(self.broken("README.md", "`[x](y.md)`\n```\n[x](y.md)\n```\n"))
        self.some(1, self.broken("README.md", "```\na\n```\n[x](y.md)\n```\nb\n```\n"))

    def test_tree(self):
        self.none(
            f
            for path, text in tree.texts(".md")
            for f in rules.broken_links(path, text, lambda p: (tree.ROOT / p).exists(), tree.read)
        )


class Reasons(Rule):
    PROTO = "  ERROR_REASON_UNSPECIFIED = 0;\n  ERROR_REASON_A = 1;\n  ERROR_REASON_A_B = 2 [(meaning)"

    def test_check(self):
        self.some(1, rules.unused_reasons(self.PROTO, ["Error(ERROR_REASON_A_B, x)"]))
        self.none(rules.unused_reasons(self.PROTO, ["ERROR_REASON_A_B", "ERROR_REASON_A,"]))
        self.some(2, rules.unused_reasons(self.PROTO, ["case x::ERROR_REASON_A:\n", "int A;"]))
        self.some(1, rules.unused_reasons("", []))

    def test_tree(self):
        sources = [t for path, t in tree.texts(".h", ".cc") if not tree.is_test(path)]
        self.none(rules.unused_reasons(tree.read(_ERROR_REASON), sources))

    def test_check_of_the_table(self):
        proto = "  ERROR_REASON_A = 1 [(meaning) = {\n    code: ABORTED\n"
        row = "| `A` | `ABORTED` | what | when |\n"
        self.none(rules.wrong_reason_rows(proto, row))
        self.some(1, rules.wrong_reason_rows(proto, ""))
        self.some(1, rules.wrong_reason_rows(proto, row + row))
        self.some(1, rules.wrong_reason_rows(proto, row.replace("ABORTED", "NOT_FOUND")))
        self.some(1, rules.wrong_reason_rows(proto, row + row.replace("`A`", "`B`")))
        self.some(1, rules.wrong_reason_rows(proto, row.replace("when", " ")))
        self.some(1, rules.wrong_reason_rows("", ""))

    def test_table_of_the_guide(self):
        guide = tree.read("proto/README.md").partition("### All reasons")[2]
        self.none(rules.wrong_reason_rows(tree.read(_ERROR_REASON), guide))


class Decisions(Rule):
    def test_check(self):
        self.some(1, rules.unlisted_decisions("[a](0001-a.md)", ["0001-a.md", "0002-b.md"]))

    def test_tree(self):
        names = [
            path.removeprefix("docs/adr/")
            for path in tree.files(".md")
            if path.startswith("docs/adr/0")
        ]
        self.assertGreater(len(names), 0)
        self.none(rules.unlisted_decisions(tree.read("docs/adr/README.md"), names))


class Threats(Rule):
    FILES = {"a_test.cc": "TEST_F(A, Holds) {\n", "b_test.py": "    def test_b(self, x):\n"}

    def found(self, shown, against="a lock", kind="denial"):
        return rules.unproved_threats(f"| {kind} | it breaks | {against} | {shown} |\n", self.FILES.get)

    def test_check(self):
        for shown in ("`a_test.cc#Holds`", "`a_test.cc#Holds`, `b_test.py#test_b`",
                      "not shown by a test: it takes a year"):
            self.none(self.found(shown))
        self.none(self.found("–", "**Not defended**: wait"))
        for shown in ("", "–", "not shown by a test: ", "`a_test.cc#Hold`", "`b_test.py#b`",
                      "`c_test.cc#Holds`"):
            self.some(1, self.found(shown))
        self.some(1, self.found("`a_test.cc#Gone`", "**Not defended**: wait"))
        self.some(1, self.found("`a_test.cc#Holds`", kind="weather"))
        self.some(1, rules.unproved_threats("| denial | it breaks |\n", self.FILES.get))
        self.some(1, rules.unproved_threats("", self.FILES.get))

    def test_tree(self):
        def read(path):
            return tree.read(path) if (tree.ROOT / path).exists() else None

        self.none(rules.unproved_threats(tree.read("docs/threat-model.md"), read))


class Requirements(Rule):
    FILES = {"a_test.cc": "TEST(A, Holds) {\n"}
    PROTOS = "message Goal {\n  string title = 2;\n}\nrpc GetGoal(x)\n"

    def found(self, by, shown="`a_test.cc#Holds`", name="D-081"):
        row = f"| {name} | goals | {by} | {shown} |\n" if by else f"| {name} | goals | {shown} |\n"
        return rules.unserved_requirements(row, self.FILES.get, self.PROTOS)

    def test_check(self):
        for by in ("`Goal`", "`Goal.title`", "`GetGoal`, `Goal`"):
            self.none(self.found(by))
        self.none(self.found("", name="invariant 4"))
        for by in ("goals", "`Need`", "`Goal.name`", "`GetNeed`", "`GetGoal.title`", ""):
            self.some(1, self.found(by))
        for shown in ("", "`a_test.cc`", "`a_test.cc#Hold`", "`b_test.cc#Holds`"):
            self.some(1, self.found("`Goal`", shown))
            self.some(1, self.found("", shown, name="invariant 4"))
        self.some(1, rules.unserved_requirements("", self.FILES.get, self.PROTOS))

    def test_tree(self):
        def read(path):
            return tree.read(path) if (tree.ROOT / path).exists() else None

        protos = "".join(text for path, text in tree.texts(".proto") if path.startswith("proto/"))
        self.none(rules.unserved_requirements(tree.read("docs/requirements.md"), read, protos))


if __name__ == "__main__":
    unittest.main()
