"""What a container engine does, done by bubblewrap: a root of its own that is read-only,
mounts, a user, no rights, the number 1 among processes.

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

import containerfile
from lotse_testing.places import SANITIZERS

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


class Spec:
    """How a container is run. `image` is a name; `mounts` are words for bubblewrap that end
    with the place in the container. What is not given is that of the image."""

    def __init__(self, image, mounts, read_only, drop, user=None, environment=None, limits=None,
                 arguments=None, probe=None):  # fmt: skip
        self.image = image
        self.stage = containerfile.images()[image]
        self.mounts = mounts
        self.read_only = read_only
        self.drop = drop
        self.user = user or self.stage.one("USER")
        self.environment = environment or {}
        self.limits = limits or {}
        self.arguments = arguments or self.stage.entrypoint + self.stage.command
        self.probe = probe

    def command(self, root, arguments=None):
        """How bubblewrap runs it, or another command in its place."""
        uid, _, gid = self.user.partition(":")
        command = [BWRAP, "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
                   "--uid", uid, "--gid", gid, "--as-pid-1", "--die-with-parent"]  # fmt: skip
        for capability in self.drop:
            command += ["--cap-drop", capability]
        command += ["--bind", str(root), "/", "--proc", "/proc", "--dev", "/dev",
                    "--ro-bind", "/sys", "/sys"]  # fmt: skip
        # One that lies in another comes after it.
        for words in sorted(self.mounts, key=lambda words: words[-1]):
            command += words
        command += ["--remount-ro", "/"] if self.read_only else []
        command += ["--clearenv"]
        for variable, value in self.environment.items():
            command += ["--setenv", variable, value]
        return [*command, "--", *(arguments or self.arguments)]


class Host:
    """A machine with containers: `specs` by name, which all share its network."""

    def __init__(self, folder, images, lowest_port, names=()):
        self.folder = pathlib.Path(folder)
        self.images = images
        self.specs = {}
        self.running = []
        ports = pathlib.Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
        ports.write_text(str(lowest_port), encoding="ascii")
        hosts = self.folder / "hosts"
        hosts.write_text(" ".join(["127.0.0.1 localhost", *names]) + "\n", encoding="ascii")
        self.names = ("--ro-bind", str(hosts), "/etc/hosts")

    def volume(self, name, make):
        """The folder of a volume; `make(path)` makes it at its first use."""
        folder = self.folder / "volumes" / name
        if not folder.exists():
            folder.parent.mkdir(exist_ok=True)
            make(folder)
        return folder

    def run(self, name, arguments=None):
        """Runs a command in a new container: (exit code, all that it printed)."""
        spec = self.specs[name]
        done = subprocess.run(
            spec.command(self.images.root(spec.image), arguments), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
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
    """One that runs."""

    def __init__(self, host, name):
        self.host = host
        self.name = name
        self.spec = host.specs[name]
        self.log = host.folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.spec.command(host.images.root(self.spec.image)), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, preexec_fn=lambda: _limit(self.spec.limits),
            )  # fmt: skip

    def healthy(self):
        """Whether its probe says so."""
        if self.process.poll() is not None:
            raise AssertionError(f"{self.name} ended: {self.log.read_text(encoding='utf-8')}")
        return self.host.run(self.name, self.spec.probe)[0] == 0

    def pid(self):
        """Of what runs in the container: the child of bubblewrap."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text(encoding="ascii").split()[0])

    def stop(self):
        """Sends the signal of the image and waits; the exit code."""
        os.kill(self.pid(), signal.Signals[self.spec.stage.one("STOPSIGNAL", "SIGTERM")])
        return self.process.wait(60)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)
