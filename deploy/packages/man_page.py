"""Makes a manual page of what a program says of itself.

    man_page.py PROGRAM SECTION PAGE.gz

The page is made by help2man of --help and --version. Exit codes of a daemon are those of
docs/operations/exit-codes.md, and the commands of `lotse` explain themselves.
"""

import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

_DAEMON = """
[files]
.TP
/etc/lotse/{service}.json
settings; variables and flags win over them
.TP
/var/lib/private/lotse/{service}
the store, where systemd keeps it

[exit status]
{exit_codes}

[see also]
.BR lotse (1),
.BR systemctl (1)
"""

_COMMAND_LINE = """
[commands]
{commands}

[see also]
.BR lotse\\-engagement (8),
.BR lotse\\-survey (8),
.BR lotse\\-reporting (8)
"""


def said(*command):
    """What a command prints, with a failure if it fails."""
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=60, check=True
    ).stdout


def roff(text):
    """Text as it stands: neither a command nor an escape of roff."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return re.sub(r"^\.", r"\\&.", escaped, flags=re.MULTILINE)


def exit_codes():
    """The rows of the operator's table of exit codes."""
    page = (ROOT / "docs/operations/exit-codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+?) *\| ([^|]*?) *\|$", page, re.MULTILINE)
    plain = [[roff(cell.replace("`", "")) for cell in row] for row in rows]
    return "\n".join(
        f".TP\n.B {code}\n{meaning}" + (f" ({what_to_do})" if what_to_do else "")
        for code, meaning, what_to_do in plain
    )


def commands(program):
    """Each command and topic with its own help, without the flags that all have."""
    listed = re.findall(r"^  (\S+(?: \S+)?)  +\S", said(program, "help"), re.MULTILINE)
    sections = []
    for name in listed:
        if name == "help" or name.startswith("-"):
            continue
        text = said(program, "help", *name.split()).split("\nFlags of every command:")[0]
        sections.append(f'.SS "{roff(name)}"\n.nf\n{roff(text.strip())}\n.fi')
    return "\n".join(sections)


def page(program):
    """(what the program is in a line, what help2man shall include)"""
    service = pathlib.Path(program).name.partition("-")[2]
    if not service:
        return "command line of Lotse", _COMMAND_LINE.format(commands=commands(program))
    first_line = said(program, "--help").partition("\n")[0].rstrip(".")
    include = _DAEMON.format(service=service, exit_codes=exit_codes())
    return f"daemon of Lotse: {first_line[0].lower()}{first_line[1:]}", include


def main(program, section, out):
    name, include = page(program)
    with tempfile.NamedTemporaryFile("w", suffix=".h2m", encoding="utf-8") as file:
        file.write(include)
        file.flush()
        text = said(
            "help2man", "--no-info", "--no-discard-stderr", "--locale=C.UTF-8",
            f"--section={section}", f"--name={name}", f"--include={file.name}", program,
        )
    pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
    with open(out, "wb") as file:
        file.write(gzip.compress(text.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
