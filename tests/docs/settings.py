"""docs/operations/settings.md, made from the comments of the protos that configure the
daemons, and from the flags, variables and defaults that --help of the daemons tells.

    PYTHONPATH=tests/support /usr/bin/python3 -B tests/docs/settings.py

writes it anew. settings_test.py fails where it is not what this makes.
"""

import dataclasses
import pathlib
import re
import subprocess
import tempfile
import textwrap

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from lotse_testing.places import BIN, ROOT, SERVICES

DOCUMENT = ROOT / "docs/operations/settings.md"

_HEAD = """# Settings

Made from the comments in the protos of the settings and from `--help` of the daemons; do not
edit. After a change:

```sh
PYTHONPATH=tests/support /usr/bin/python3 -B tests/docs/settings.py
```

The first cell of a row has the flag, the place in the JSON file, where `server.listen` means
`{"server": {"listen": "127.0.0.1:7401"}}`, and the environment variable, where `…` is
`ENGAGEMENT`, `SURVEY` or `REPORTING`. Flags win over variables, and these over the file
([how a daemon is configured](README.md#settings)).

**secret**: *yes*: the value itself is one, and `--print-config` masks it; *the file*: it is in
the file that the value names.

**credential**: *yes*: the file may be a systemd credential, which is named as
`/run/credentials/lotse-NAME.service/CREDENTIAL`
([how](install.md#keys-of-tls)). What is replaced then counts from the next start on.
"""

# Headings, by the message that has the settings.
TITLES = {
    "lotse.ops.ServerConfig": "Server",
    "lotse.ops.TlsConfig": "TLS",
    "lotse.ops.AuthConfig": "Identity",
    "lotse.ops.PeerConfig": "The other services",
    "lotse.survey.Config": "Surveys",
    "lotse.reporting.Config": "Reports",
}

# What may stand on lines of its own at the end of a comment; see runtime/ops/config.proto.
_LABELS = ("Range", "File", "Secret file")


@dataclasses.dataclass
class Setting:
    """A field of a message of settings."""

    owner: str  # the full name of the message
    name: str
    place: str  # in the JSON file, with dots for steps
    type: int
    meaning: str
    labels: dict  # text by label
    secret: bool  # whether the option `secret` is set
    daemons: dict = dataclasses.field(default_factory=dict)  # (variable, default) by service


def read_comment(comment):
    """(the text, {label: its text}) of a comment in a proto."""
    parts = re.split(rf"^ ?({'|'.join(_LABELS)}):", comment, flags=re.MULTILINE)
    plain = [" ".join(part.split()) for part in parts]
    return plain[0], dict(zip(plain[1::2], (text.rstrip(".") for text in plain[2::2])))


class Protos:
    """The messages of proto files below the root, with their comments."""

    def __init__(self, *paths):
        with tempfile.NamedTemporaryFile() as out:
            subprocess.run(
                ["protoc", f"-I{ROOT}", "--include_imports", "--include_source_info",
                 f"--descriptor_set_out={out.name}", *paths],
                cwd=ROOT, stdin=subprocess.DEVNULL, timeout=60, check=True,
            )
            files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes())
        pool = descriptor_pool.DescriptorPool()
        self._messages = {}  # (descriptor, comment, comments of the fields) by name
        for file in files.file:
            pool.Add(file)
            places = file.source_code_info.location
            comments = {tuple(place.path): place.leading_comments for place in places}
            for i, message in enumerate(file.message_type):
                fields = [comments.get((4, i, 2, j), "") for j in range(len(message.field))]
                self._messages[f"{file.package}.{message.name}"] = (
                    message, " ".join(comments.get((4, i), "").split()), fields)
        factory = message_factory.MessageFactory(pool)
        factory.GetMessages([file.name for file in files.file])  # makes the extensions known
        self._options = factory.GetPrototype(
            pool.FindMessageTypeByName("google.protobuf.FieldOptions"))
        self._secret = pool.FindExtensionByName("lotse.ops.secret")

    def comment(self, name):
        return self._messages[name][1]

    def settings(self, name, place=""):
        """The settings of a message, and of those in it."""
        message, _, comments = self._messages[name]
        found = []
        for field, comment in zip(message.field, comments):
            here = f"{place}{field.json_name}"
            if field.type == field.TYPE_MESSAGE:
                found += self.settings(field.type_name.lstrip("."), f"{here}.")
                continue
            options = self._options.FromString(field.options.SerializeToString())
            found.append(Setting(name, field.name, here, field.type, *read_comment(comment),
                                 options.Extensions[self._secret]))
        return found


def told(service):
    """{setting: (variable, default)} as --help of a daemon tells."""
    text = subprocess.run(
        [BIN / f"lotse-{service}", "--help"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        text=True, timeout=60, check=True,
    ).stdout
    rows = re.findall(r"^  --(\w+)=(.*)    (LOTSE_\w+)$", text, re.MULTILINE)
    return {name: (variable, default.strip('"')) for name, default, variable in rows}


def collect():
    """(the protos, all settings, each once)."""
    paths = {service: f"services/{service}/config.proto" for service in SERVICES}
    protos = Protos(*paths.values())
    settings = {}
    for service in SERVICES:
        help_of = told(service)
        of_service = protos.settings(f"lotse.{service}.Config")
        names = {setting.name for setting in of_service}
        if names != set(help_of):
            raise ValueError(
                f"lotse-{service} --help and {paths[service]} differ in "
                f"{sorted(names ^ set(help_of))}; is the daemon built of this tree?")
        for setting in of_service:
            kept = settings.setdefault((setting.owner, setting.name), setting)
            kept.daemons[service] = help_of[setting.name]
    return protos, list(settings.values())


def variable(setting):
    variables = {variable for variable, _ in setting.daemons.values()}
    return variables.pop() if len(variables) == 1 else f"LOTSE_…_{setting.name.upper()}"


def default(setting):
    values = list(dict.fromkeys(value for _, value in setting.daemons.values()))
    return ", ".join(f"`{value}`" if value else "none" for value in values)


def values(setting):
    """What a setting takes."""
    if setting.type == descriptor_pb2.FieldDescriptorProto.TYPE_BOOL:
        return "`true`, `false`"
    file = setting.labels.get("File") or setting.labels.get("Secret file")
    parts = [setting.labels.get("Range"), file and f"a file: {file}"]
    return "; or ".join(part for part in parts if part) or "text"


def row(setting):
    secret = "the file" if "Secret file" in setting.labels else "yes" if setting.secret else "–"
    credential = "yes" if {"File", "Secret file"} & set(setting.labels) else "–"
    places = f"`--{setting.name}`<br>`{setting.place}`<br>`{variable(setting)}`"
    return [places, setting.meaning, values(setting), default(setting), secret, credential]


def who(setting):
    """Which daemons have it."""
    if len(setting.daemons) == len(SERVICES):
        return "All daemons have these settings."
    names = [f"`lotse-{service}`" for service in setting.daemons]
    if len(names) == 1:
        return f"Only {names[0]} has these settings."
    return f"{' and '.join(names)} have these settings."


def paragraph(text):
    return textwrap.fill(text.strip(), 98, break_long_words=False, break_on_hyphens=False) + "\n"


def linked(text):
    """The text with links for paths of documents."""
    return re.sub(
        r"\bdocs/([\w/-]+/)?([\w-]+)\.md\b", lambda m: f"[{m[2]}](../{m[1] or ''}{m[2]}.md)", text)


def document():
    protos, settings = collect()
    parts = [_HEAD]
    for owner, title in TITLES.items():
        own = [setting for setting in settings if setting.owner == owner]
        # What a whole configuration is needs no word.
        intro = "" if owner.endswith(".Config") else protos.comment(owner)
        lines = [["setting", "meaning", "range", "default", "secret", "credential"], ["---"] * 6,
                 *map(row, own)]
        table = "".join("| " + " | ".join(line) + " |\n" for line in lines)
        parts.append(f"\n## {title}\n\n{paragraph(f'{intro} {who(own[0])}')}\n{linked(table)}")
    return "".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
