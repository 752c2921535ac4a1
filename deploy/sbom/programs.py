"""Programs and the libraries that the loader gives them."""

import functools
import pathlib
import re
import subprocess


def is_program(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def _run(*command):
    return subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        text=True, timeout=60, check=True,
    ).stdout


def libraries(program):
    """{name: path} of all libraries that are loaded with a program."""
    found = {}
    for line in _run("ldd", program).splitlines():
        if match := re.match(r"\s*(\S+) => (/\S+) ", line):
            found[match[1]] = match[2]
        elif match := re.match(r"\s*(/\S+) ", line):  # the loader itself
            found[pathlib.Path(match[1]).name] = match[1]
        elif "not found" in line:
            raise ValueError(f"{program} needs a library that is not there: {line.strip()}")
    return found


@functools.cache  # programs share their libraries
def needed(path):
    """The names of the libraries that a program or library asks for by itself."""
    return re.findall(r"\(NEEDED\)\s+Shared library: \[(.+?)\]", _run("readelf", "-d", path))
