"""deploy/compose.yaml as a test reads it."""

import functools
import re
import shutil

import yaml

import sandbox

from lotse_testing.places import ROOT

FILE = ROOT / "deploy/compose.yaml"
SAMPLE = ROOT / "deploy/compose.env"


def sample():
    """What compose.env sets."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def load(variables=None):
    """The file with its variables replaced: those of compose.env unless given."""
    values = sample() if variables is None else variables

    def value(match):
        if match[1] not in values:
            raise AssertionError(f"{match[0]} is not set")
        return str(values[match[1]])

    text = FILE.read_text(encoding="utf-8")
    return yaml.safe_load(re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", value, text))


class Mount:
    """A volume, a file or a folder: `source` is a path, or the name of a volume."""

    def __init__(self, text):
        self.source, self.target, *options = text.split(":")
        self.read_only = options == ["ro"]

    @property
    def is_volume(self):
        return "/" not in self.source


def mounts(service):
    return [Mount(text) for text in service.get("volumes", [])]


def secrets(service):
    """Where the secrets of a service are found in it: {target: name}."""
    found = {}
    for secret in service.get("secrets", []):
        if isinstance(secret, str):
            secret = {"source": secret, "target": secret}
        target = secret["target"]
        if not target.startswith("/"):
            target = f"/run/secrets/{target}"
        found[target] = secret["source"]
    return found


def scratch(service):
    """The folders of a service that are memory: {target: mode}."""
    found = {}
    for text in service.get("tmpfs", []):
        target, _, options = text.partition(":")
        mode = re.search(r"mode=(\d+)", options)
        found[target] = mode[1] if mode else "0755"
    return found


def host(folder, images, variables):
    """All services of the file as specs on a host, of which each network is that of the test."""
    file = load(variables)
    (lowest_port,) = file["services"]["pod"]["sysctls"].values()
    made = sandbox.Host(folder, images, lowest_port)
    for name, service in file["services"].items():
        image = service["image"].partition(":")[0]
        _, *probe = service.get("healthcheck", {}).get("test", [None])
        arguments = service.get("entrypoint", []) + service.get("command", [])
        made.specs[name] = sandbox.Spec(
            image, _words(made, image, service, file), service["read_only"], service["cap_drop"],
            user=service.get("user"), environment=service.get("environment"),
            limits=service.get("ulimits"), arguments=arguments or None, probe=probe,
        )  # fmt: skip
    return made


def _words(made, image, service, file):
    """The mounts of a service in the words of bubblewrap."""

    root = made.images.root(image)
    words = [made.names]
    words += [("--perms", mode, "--tmpfs", place) for place, mode in scratch(service).items()]
    for target, secret in secrets(service).items():
        words.append(("--ro-bind", file["secrets"][secret]["file"], target))
    for mount in mounts(service):
        source = ROOT / "deploy" / mount.source
        if mount.is_volume:
            # A new one begins as what the image has in its place.
            there = root / mount.target.lstrip("/")
            source = made.volume(mount.source, functools.partial(shutil.copytree, there))
        words.append(("--ro-bind" if mount.read_only else "--bind", str(source), mount.target))
    return words
