"""deploy/containers/Containerfile as a test reads it, and the roots of its images, made here
by the commands that stand in it."""

import json
import os
import pathlib
import re
import shutil
import subprocess

from lotse_testing import places
from lotse_testing.places import ROOT

FILE = ROOT / "deploy/containers/Containerfile"
MAKE_ROOT = ROOT / "deploy/containers/make-root"


def _instructions():
    """(keyword, rest) of each instruction, with continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if line.strip():
            keyword, _, rest = line.partition(" ")
            yield keyword, rest


class Stage:
    """From one FROM to the next: `base`, `name`, and the `instructions` in between."""

    def __init__(self, base, name):
        self.base = base
        self.name = name
        self.instructions = []

    def all(self, keyword):
        return [rest for found, rest in self.instructions if found == keyword]

    def one(self, keyword, default=None):
        found = self.all(keyword)
        if not found:
            return default
        if len(found) > 1:
            raise AssertionError(f"{self.name} has {keyword} {len(found)} times")
        return found[0]

    @property
    def entrypoint(self):
        return json.loads(self.one("ENTRYPOINT"))

    @property
    def command(self):
        return json.loads(self.one("CMD"))

    @property
    def probe(self):
        """The command of HEALTHCHECK; None if there is none."""
        _, found, command = self.one("HEALTHCHECK", "").partition("CMD ")
        return json.loads(command) if found else None

    @property
    def labels(self):
        return dict(re.findall(r'(\S+)="([^"]*)"', self.one("LABEL", "")))

    @property
    def copies(self):
        """(flags, sources, target) of each COPY."""
        for rest in self.all("COPY"):
            words = rest.split()
            flags = [word for word in words if word.startswith("--")]
            yield flags, words[len(flags) : -1], words[-1]


def stages():
    """By name, in order; what stands before the first FROM is not in them."""
    found, current = {}, None
    for keyword, rest in _instructions():
        if keyword == "FROM":
            base, _, name = rest.partition(" AS ")
            current = found[name] = Stage(base, name)
        elif current:
            current.instructions.append((keyword, rest))
    return found


def arguments():
    """The ARG lines before the first FROM, as name and value."""
    found = {}
    for keyword, rest in _instructions():
        if keyword == "FROM":
            return found
        name, _, value = rest.partition("=")
        found[name] = value
    return found


def images():
    """The stages that somebody builds: all but the one that they are made of."""
    return {name: stage for name, stage in stages().items() if stage.base == "scratch"}


def build_roots(folder):
    """Runs what the first stage runs, but for installing packages: the programs are those
    of the build. The roots then lie in `folder`/roots."""
    folder.mkdir()
    for command in stages()["roots"].all("RUN"):
        if command.startswith("apt-get "):
            continue
        command = command.replace("make-root ", f"{MAKE_ROOT} ").replace(
            "/roots/", f"{folder}/roots/"
        )
        command = re.sub(r" /usr/bin/(lotse\S*)", rf" {places.BIN}/\1", command)
        command = re.sub(r" /etc/lotse/\S+", "", command)  # The package brings it.
        (folder / "roots").mkdir(exist_ok=True)
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")


def _link(source, target):
    """A copy that takes no room, where that can be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def build_image(name, folder, into):
    """The root of an image, as its COPY lines make it of what build_roots made."""
    into = pathlib.Path(into)
    for flags, sources, target in images()[name].copies:
        top = folder if any(flag.startswith("--from=") for flag in flags) else ROOT
        for source in sources:
            shutil.copytree(
                top / source.lstrip("/"), into / target.lstrip("/"), symlinks=True,
                copy_function=_link, dirs_exist_ok=True,
            )  # fmt: skip
