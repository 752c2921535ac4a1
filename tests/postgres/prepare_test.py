"""Every statement that the services run is one that PostgreSQL 15 takes as well."""

import unittest

import dialect
from server import INSTALLED, Server

from lotse_testing.places import ROOT, figure

_MARK = "@@@ "


def script_of(folder, folders):
    """A psql script that makes the tables that a folder uses and prepares its
    statements; on stderr each has a line with its name before its errors."""
    lines = [r"\set VERBOSITY terse", f'CREATE SCHEMA "{folder.name}";']
    lines.append(f'SET search_path = "{folder.name}";')
    for used in folder.used_folders():
        if used not in folders:
            lines.append(rf"\warn '{_MARK}{folder.name}'")
            lines.append(rf"\warn 'it names {used}, where there is no .sql file'")
            continue
        for file, text in folders[used].migrations:
            lines.append(rf"\warn '{_MARK}{used}/{file}'")
            lines.append(dialect.translated(text) + "\n;")
    for file, text in folder.statement_files:
        found = dialect.statements(text)
        if not found:
            lines.append(rf"\warn '{_MARK}{folder.name}/{file}'")
            lines.append(r"\warn 'it names no statement'")
        for number, (name, sql) in enumerate(found):
            lines.append(rf"\warn '{_MARK}{folder.name}/{file}: {name}'")
            if dialect.has_several(sql):
                lines.append(r"\warn 'it is more than one statement'")
            else:
                lines.append(f'PREPARE "{file} {number}" AS\n{sql}\n;')
    return "\n".join(lines) + "\n"


def problems(server, folders):
    """What PostgreSQL does not take: [(where, why)]."""
    found = []
    for folder in folders.values():
        where = folder.name
        code, errors = server.run(script_of(folder, folders))
        if code != 0:
            found.append((where, f"psql ended with {code}"))
        for line in errors.splitlines():
            if line.startswith(_MARK):
                where = line.removeprefix(_MARK)
            else:
                found.append((where, line))
    return found


class Dialect(unittest.TestCase):
    """The translation of migrations and the reading of files."""

    def test_words_of_sqlite_are_translated(self):
        for ours, theirs in (
            ("CREATE TABLE t (a INTEGER, b BLOB) STRICT;", "CREATE TABLE t (a BIGINT, b BYTEA);"),
            ("CREATE TABLE t (a TEXT NOT NULL)", 'CREATE TABLE t (a TEXT COLLATE "C" NOT NULL)'),
            ("CREATE TABLE t (a BLOB) STRICT, WITHOUT ROWID", "CREATE TABLE t (a BYTEA)"),
            ("CREATE TABLE t (a BLOB -- INTEGER; why\n) STRICT;", "CREATE TABLE t (a BYTEA  \n);"),
            ("INSERT INTO t VALUES ('-- kept');", "INSERT INTO t VALUES ('-- kept');"),
        ):
            with self.subTest(ours):
                self.assertEqual(dialect.translated(ours), theirs)

    def test_statements_are_found_by_name(self):
        text = "-- About.\n-- name: A\nSELECT 1; -- why\n\n-- Other.\n-- name: B\nSELECT ';'\n"
        self.assertEqual(dialect.statements(text), [("A", "SELECT 1"), ("B", "SELECT ';'")])
        self.assertFalse(dialect.has_several("SELECT ';'"))
        self.assertTrue(dialect.has_several("SELECT 1; SELECT 2"))

    def test_tables_of_other_folders(self):
        folder = dialect.Folder("runtime/b", {"b.sql": "-- tables: ../a ../c\n-- name: A\n"})
        self.assertEqual(folder.used_folders(), ["runtime/a", "runtime/c", "runtime/b"])


@unittest.skipUnless(INSTALLED, "postgresql-15 is not installed")
class Prepare(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)

    def test_every_statement_is_prepared(self):
        folders = dialect.folders(ROOT, "runtime", "services", "cli")
        count = sum(
            len(dialect.statements(text))
            for folder in folders.values()
            for _, text in folder.statement_files
        )
        figure("postgres", f"{count} statements of {len(folders)} folders")
        self.assertGreater(count, 0)
        self.assertEqual(problems(self.server, folders), [])

    def test_what_it_does_not_take_is_found(self):
        table = "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;\n"
        for name, files, where, why in (
            ("syntax", {"s.sql": "-- name: Good\nSELECT n FROM t;\n-- name: Bad\nSELEC n;\n"},
             "s.sql: Bad", "syntax error"),
            ("sqlite", {"s.sql": "-- name: Bad\nINSERT OR IGNORE INTO t VALUES ($1, $2);\n"},
             "s.sql: Bad", "syntax error"),
            ("column", {"s.sql": "-- name: Bad\nSELECT gone FROM t WHERE id = $1;\n"},
             "s.sql: Bad", 'column "gone" does not exist'),
            ("quotes", {"s.sql": "-- name: Bad\nSELECT 'open FROM t;\n"},
             "s.sql: Bad", ""),
            ("type", {"s.sql": "-- name: Bad\nSELECT n FROM t WHERE n = 'x' || id;\n"},
             "s.sql: Bad", "operator does not exist"),
            ("two", {"s.sql": "-- name: Bad\nSELECT n FROM t; DROP TABLE t;\n"},
             "s.sql: Bad", "more than one statement"),
            ("none", {"s.sql": "SELECT n FROM t;\n"}, "s.sql", "no statement"),
            ("elsewhere", {"s.sql": "-- tables: ../no\n-- name: Good\nSELECT n FROM t;\n"},
             "", "no .sql file"),
            ("schema", {"0002_bad.sql": "CREATE TABLE u (a INTEGER) WITHOUT ROWID;\n"},
             "0002_bad.sql", "syntax error"),
        ):  # fmt: skip
            with self.subTest(name):
                folder = dialect.Folder(f"bad/{name}", {"0001_t.sql": table, **files})
                found = problems(self.server, {folder.name: folder})
                self.assertTrue(found)
                self.assertEqual({at for at, _ in found}, {f"bad/{name}/{where}".rstrip("/")})
                self.assertIn(why, found[0][1])

    def test_folders_do_not_share_tables_unless_they_say_so(self):
        uses = "-- name: Count\nSELECT count(*) FROM t WHERE n > $1;\n"
        for top, first_line, expected in (
            ("apart", "", ["apart/two/s.sql: Count"]),
            ("shared", "-- tables: ../one\n", []),
        ):
            with self.subTest(top):
                files = {"0001_t.sql": "CREATE TABLE t (n INTEGER) STRICT;"}
                one = dialect.Folder(f"{top}/one", files)
                two = dialect.Folder(f"{top}/two", {"s.sql": first_line + uses})
                found = problems(self.server, {one.name: one, two.name: two})
                self.assertEqual([where for where, _ in found], expected)

    def rows(self, table, names, query):
        """The rows of one text column that a query finds in a table `t` of these names."""
        values = ", ".join(f"('{name}')" for name in names)
        code, printed = self.server.run(
            "BEGIN;\n"
            f"{table};\n"
            f"INSERT INTO t VALUES {values};\n"
            rf"WITH found AS ({query}) SELECT string_agg(id, ' ') AS ids FROM found \gset" "\n"
            r"\warn :ids" "\n"
            "ROLLBACK;\n"
        )  # fmt: skip
        self.assertEqual(code, 0)
        return printed.split()

    def test_texts_are_in_the_order_of_their_bytes(self):
        table = "CREATE TABLE t (id TEXT PRIMARY KEY)"
        names = ["a", "Z", "z", "ä"]
        for schema, expected in (
            (dialect.translated(table), ["Z", "a", "z", "ä"]),
            (table, ["a", "ä", "z", "Z"]),
        ):
            with self.subTest(schema):
                found = self.rows(schema, names, "SELECT id FROM t ORDER BY id")
                self.assertEqual(found, expected)

    def test_ranges_hold_all_below_a_name(self):
        table = dialect.translated("CREATE TABLE t (id TEXT PRIMARY KEY)")
        last = "\U0010ffff"
        below = ["p/", "p/-", "p/0", "p/Z", "p/a", "p/a/b", "p/ä", "p/\U0001f600", "p/" + last]
        names = ["P/a", "p", "p-a", "p.", *below, "p0", "pa", "pä", "p" + last]
        self.assertEqual(names, sorted(names))
        shuffled = names[::-2] + names[-2::-2]
        for query, expected in (
            ("SELECT id FROM t ORDER BY id", names),
            ("SELECT id FROM t WHERE id >= 'p/' AND id < 'p0' ORDER BY id", below),
            (f"SELECT id FROM t WHERE id > 'p/' AND id < 'p/{last}' ORDER BY id", below[1:-1]),
            (f"SELECT id FROM t WHERE id < '{last}' ORDER BY id", names),
            ("SELECT id FROM t WHERE id > 'p/Z' AND id < 'p0' ORDER BY id LIMIT 2",
             ["p/a", "p/a/b"]),
        ):  # fmt: skip
            with self.subTest(query):
                self.assertEqual(self.rows(table, shuffled, query), expected)


if __name__ == "__main__":
    unittest.main(verbosity=2)
