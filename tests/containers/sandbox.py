"""What a container engine does for a service of compose.yaml, done by bubblewrap: a root of
its own that is read-only, its mounts, its user, no rights, its number 1 among processes.

All of it happens in a network of its own, where the ports are those of the files. What it
does not show: who owns files on the machine, limits of memory, and the engine's own ways.
"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import unittest

import compose
import containerfile
from lotse_testing.places import ROOT, SANITIZERS

BWRAP = shutil.which("bwrap")
_MARK = "LOTSE_IN_NETWORK"


def enter_network(file):
    """Begins the test anew in a network of its own, in which it may do all; goes on where it
    is if that cannot be (see `needs`)."""
    if BWRAP and _MARK not in os.environ and _works():
        inner = [BWRAP, "--dev-bind", "/", "/", "--unshare-user", "--unshare-net", "--uid", "0",
                 "--gid", "0", "--cap-add", "ALL", "--setenv", _MARK, "1"]  # fmt: skip
        os.execv(BWRAP, [*inner, sys.executable, "-B", file, *sys.argv[1:]])


def _works():
    trial = [BWRAP, "--dev-bind", "/", "/", "--unshare-user", "--unshare-net", "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def is_possible():
    return not SANITIZERS and _MARK in os.environ


def needs(case):
    """Decorates cases that need such a network, and programs that have all their libraries."""
    if SANITIZERS:
        return unittest.skip("the libraries of the sanitizers are in no image")(case)
    return unittest.skipUnless(
        is_possible(), "needs bubblewrap, and a system where it may make networks"
    )(case)


class Images:
    """The roots of all images, each made when it is first asked for."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        containerfile.build_roots(self.folder / "build")

    def root(self, image):
        root = self.folder / image
        if not root.exists():
            containerfile.build_image(image, self.folder / "build", root)
        return root


class Machine:
    """The services of compose.yaml in a folder: volumes, and what runs."""

    def __init__(self, folder, images, variables):
        self.folder = pathlib.Path(folder)
        self.images = images
        self.file = compose.load(variables)
        self.hosts = self.folder / "hosts"
        self.hosts.write_text("127.0.0.1 localhost\n", encoding="ascii")
        ports = pathlib.Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
        (value,) = self.service("pod")["sysctls"].values()
        ports.write_text(str(value), encoding="ascii")
        self.running = []

    def service(self, name):
        return self.file["services"][name]

    def image(self, name):
        """(stage, root) of the image of a service."""
        image = self.service(name)["image"].partition(":")[0]
        return containerfile.images()[image], self.images.root(image)

    def volume(self, name, root, target):
        """Made at its first use, like the folder of the image that it lies over."""
        folder = self.folder / "volumes" / name
        if not folder.exists():
            shutil.copytree(root / target.lstrip("/"), folder)
        return folder

    def _mounts(self, name, root):
        service = self.service(name)
        found = [("--ro-bind", str(self.hosts), "/etc/hosts")]
        found += [
            ("--perms", mode, "--tmpfs", target)
            for target, mode in compose.scratch(service).items()
        ]
        for target, secret in compose.secrets(service).items():
            found.append(("--ro-bind", self.file["secrets"][secret]["file"], target))
        for mount in compose.mounts(service):
            source = ROOT / "deploy" / mount.source
            if mount.is_volume:
                source = self.volume(mount.source, root, mount.target)
            found.append(("--ro-bind" if mount.read_only else "--bind", str(source), mount.target))
        # One that lies in another comes after it.
        found.sort(key=lambda words: words[-1])
        return [word for words in found for word in words]

    def command(self, name, arguments=None):
        """How bubblewrap runs a service, or in its place another command."""
        stage, root = self.image(name)
        service = self.service(name)
        uid, _, gid = service.get("user", stage.one("USER")).partition(":")
        command = [BWRAP, "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
                   "--uid", uid, "--gid", gid, "--as-pid-1", "--die-with-parent"]  # fmt: skip
        for capability in service["cap_drop"]:
            command += ["--cap-drop", capability]
        command += ["--bind", str(root), "/", "--proc", "/proc", "--dev", "/dev"]
        command += self._mounts(name, root)
        command += ["--remount-ro", "/"] if service["read_only"] else []
        command += ["--clearenv"]
        for variable, value in service.get("environment", {}).items():
            command += ["--setenv", variable, value]
        if arguments is None:
            arguments = service.get("entrypoint", stage.entrypoint) + stage.command
        return [*command, "--", *arguments]

    def run(self, name, arguments):
        """Runs a command in a new container of a service: (exit code, all that it printed)."""
        done = subprocess.run(
            self.command(name, arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def start(self, name):
        started = Container(self, name)
        self.running.append(started)
        return started

    def close(self):
        for container in self.running:
            container.kill()


def _limit(limits):
    """Sets `ulimits` of a service, as far as the system lets a test."""
    for name, value in limits.items():
        kind = getattr(resource, f"RLIMIT_{name.upper()}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


class Container:
    """A service that runs."""

    def __init__(self, machine, name):
        self.machine = machine
        self.name = name
        self.stage, _ = machine.image(name)
        self.log = machine.folder / f"{name}.log"
        limits = machine.service(name).get("ulimits", {})
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                machine.command(name), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=lambda: _limit(limits),
            )  # fmt: skip

    def healthy(self):
        """Whether the health check of compose.yaml says so."""
        kind, *probe = self.machine.service(self.name)["healthcheck"]["test"]
        assert kind == "CMD", kind
        if self.process.poll() is not None:
            raise AssertionError(f"{self.name} ended: {self.log.read_text(encoding='utf-8')}")
        return self.machine.run(self.name, probe)[0] == 0

    def pid(self):
        """Of what runs in the container: the child of bubblewrap."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text(encoding="ascii").split()[0])

    def stop(self):
        """Sends the signal of the image and waits; the exit code."""
        os.kill(self.pid(), signal.Signals[self.stage.one("STOPSIGNAL", "SIGTERM")])
        return self.process.wait(60)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)
