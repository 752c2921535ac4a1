"""What the documents in docs/betrieb may name: the words of the protos, settings, stores, logs and
alerts, as they stand in their sources, and what is wrong with a name in a document."""

import re

from google.rpc import code_pb2
from lotse_testing import places, watching

import betrieb_tables
import examples
import roles

ROOT = roles.ROOT

_FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_FIELD = re.compile(r"^ +(?:optional |repeated )?\w+ (\w+) = \d+", re.MULTILINE)
_MADE = re.compile(r"^CREATE TABLE (\w+)|RENAME TO (\w+)", re.MULTILINE)
_FILE = re.compile(r'"[^"\n]*?([\w-]+\.(?:db|pb))"')
_VERB = re.compile(r'"([A-Z][A-Z_]+)"')
_DIRECTIVE = re.compile(r"^([A-Z]\w+)=", re.MULTILINE)
_SET = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
_NGINX = re.compile(r"^ *([a-z_]+) ", re.MULTILINE)

# A name in a document: READ, RATE_LIMITED; keys_folder; keysFolder; PurgeWave; Wave.purge.
_NAME = re.compile(r"[A-Z]{3,}(?:_[A-Z0-9]+)*|[a-z]+(?:_[a-z0-9]+)+|[a-z]+[A-Z]\w+|"
                   r"[A-Z]+[a-z]+[A-Z]\w+|[A-Z]\w+\.[a-z_.]+")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def inline(markdown):
    """What stands in backticks in the prose."""
    return _INLINE.findall(_FENCED.sub("", markdown))


def shell(markdown):
    """The lines of the shell in blocks and in the prose; one that goes on is one line."""
    fenced = [c for words, c in examples.blocks(markdown) if words[:1] in (["sh"], ["ini"])]
    lines = "\n".join(fenced).replace("\\\n", " ").splitlines()
    return lines + inline(markdown)


def sources(*patterns):
    """The texts of our sources, but for tests."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if not re.search(r"_test(ing)?\.|/contract/", path.as_posix()):
                yield path.read_text(encoding="utf-8")


def found(pattern, *globs):
    """What a pattern finds in sources; of several groups the one that fits."""
    matches = (m for text in sources(*globs) for m in pattern.finditer(text))
    return {next(group for group in m.groups() if group) for m in matches}


def settings():
    return found(_FIELD, "runtime/ops/config.proto", "services/*/config.proto")


def sql_tables():
    """The tables that the stores of all services have, or had and take over."""
    return found(_MADE, "runtime/**/*.sql", "services/**/*.sql")


def data_files():
    """Names, or ends of names, of the files in data folders."""
    return found(_FILE, "runtime/**/*.cc", "services/**/*.cc")


def log_events():
    return set(re.findall(r"^\| `(\w+)` \|", read("docs/operations/log.md"), re.MULTILINE))


def exit_codes(text):
    """The codes of a table."""
    return set(re.findall(r"^\| (\d+) \|", text, re.MULTILINE))


def camel(name):
    """The name of a setting as it stands in a file."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


class Words:
    """All that exists, by the form of its name."""

    def __init__(self):
        messages = betrieb_tables.messages()
        files = betrieb_tables.files()
        self.messages = {m.name: m for m in messages}
        self.lower = {f.name for m in messages for f in m.fields} | settings() | sql_tables()
        self.lower |= log_events() | found(_NGINX, "deploy/nginx/**/*.conf")
        self.json = {camel(name) for name in settings()}
        enums = [e for f in files for e in f.enum_types_by_name.values()]
        enums += [e for m in messages for e in m.enum_types]
        values = {v.name for e in enums for v in e.values} | set(code_pb2.Code.keys())
        # In documents an enum value stands without its prefix.
        self.upper = {name.split("_", n)[-1] for name in values for n in range(4)}
        self.upper |= {f"LOTSE_{s}_{name}".upper() for s in places.SERVICES for name in settings()}
        self.upper |= found(_SET, "deploy/config/*.conf")
        self.upper |= found(_VERB, "runtime/history/*.h", "runtime/resource/*.cc",
                            "services/*/app/*.cc")  # fmt: skip
        self.names = {m.name for _, m in betrieb_tables.methods()} | set(self.messages)
        self.names |= set(watching.alerts()) | found(_DIRECTIVE, "deploy/systemd/*.service")

    def has(self, name):
        head, _, path = name.partition(".")
        if path:
            return head in self.messages and self._has_path(self.messages[head], path)
        if name.isupper():
            return name in self.upper
        return name in (self.json | self.names) or name in self.lower

    def _has_path(self, message, path):
        for step in path.split("."):
            field = message.fields_by_name.get(step) if message else None
            if field is None:
                return False
            message = field.message_type
        return True

    def unknown(self, markdown):
        """The names in the prose of a document that do not exist."""
        return sorted({text for text in inline(markdown)
                       if _NAME.fullmatch(text) and not self.has(text)})  # fmt: skip
