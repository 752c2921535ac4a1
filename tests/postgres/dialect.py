"""The .sql files of the project, as PostgreSQL reads them.

Statements are the same text for both engines. Migrations use a few words of
SQLite's, which are translated here.
"""

import pathlib
import posixpath
import re

_MIGRATION = re.compile(r"\d{4}_\w+\.sql$")
_NAME = re.compile(r"^-- name:[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_TABLES = re.compile(r"^-- tables:(.*)$", re.MULTILINE)
_TABLE_OPTIONS = re.compile(r"\)\s*STRICT(?:\s*,\s*WITHOUT\s+ROWID)?\s*(?=;|\Z)", re.IGNORECASE)
_TYPES = (
    (re.compile(r"\bINTEGER\b", re.IGNORECASE), "BIGINT"),
    (re.compile(r"\bBLOB\b", re.IGNORECASE), "BYTEA"),
    # Paging and ranges of names need the order of bytes, which SQLite has by itself.
    (re.compile(r"\bTEXT\b", re.IGNORECASE), 'TEXT COLLATE "C"'),
)
_COMMENT_OR_QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|('(?:[^']|'')*'|\"[^\"]*\")", re.DOTALL)


def without_comments(sql):
    return _COMMENT_OR_QUOTED.sub(lambda match: match.group(1) or " ", sql)


def translated(migration):
    """A migration in PostgreSQL's words."""
    sql = without_comments(migration)
    for pattern, word in _TYPES:
        sql = pattern.sub(word, sql)
    return _TABLE_OPTIONS.sub(")", sql)


def statements(text):
    """[(name, SQL without its last semicolon)] of a file of statements."""
    parts = _NAME.split(text)[1:]
    return [
        (name, without_comments(sql).strip().removesuffix(";").rstrip())
        for name, sql in zip(parts[::2], parts[1::2])
    ]


def has_several(sql):
    """Whether it is more than one statement, of which PREPARE would take the first."""
    return ";" in _COMMENT_OR_QUOTED.sub(" ", sql)


class Folder:
    """The .sql files of one folder."""

    def __init__(self, name, files):
        """`files`: text by file name."""
        self.name = name
        self.migrations = [
            (file, text) for file, text in sorted(files.items()) if _MIGRATION.match(file)
        ]
        self.statement_files = [
            (file, text) for file, text in sorted(files.items()) if not _MIGRATION.match(file)
        ]

    def used_folders(self):
        """The folders whose tables its statements use, its own last."""
        used = []
        for _, text in self.statement_files:
            for line in _TABLES.findall(text):
                used += [posixpath.normpath(posixpath.join(self.name, it)) for it in line.split()]
        return [*dict.fromkeys(used), self.name]


def folders(root, *tops):
    """The folders with .sql files below `tops` by their name."""
    root = pathlib.Path(root)
    found = {}
    for top in tops:
        for path in sorted((root / top).rglob("*.sql")):
            name = path.parent.relative_to(root).as_posix()
            found.setdefault(name, {})[path.name] = path.read_text(encoding="utf-8")
    return {name: Folder(name, files) for name, files in found.items()}
