"""A machine of its own for a test: what is installed here can be read in it, and what is installed
there stays in its folder."""

import pathlib
import shutil
import subprocess

from lotse_testing.places import ROOT
from sandbox import BWRAP

_TOOLS = pathlib.Path(__file__).resolve().parent / "bin"

# Where the machine of the test shows in it.
_HOST = pathlib.Path("/host")

# Folders that are the machine's own, with links to what lies in those of the host.
_OWN = ("etc", "usr/bin", "usr/lib/systemd", "usr/local/sbin", "usr/sbin", "usr/share/doc")
# And those in which nothing of the host is to be found; pages of manuals are many thousands.
_EMPTY = ("home", "project/build", "root", "run/systemd/system", "srv", "tmp", "usr/share/man/man1",
          "usr/share/man/man8", "var/lib/dpkg/info", "var/lib/dpkg/updates",
          "var/log")  # fmt: skip
# Files that are written when users and groups are made, and what locks them meanwhile.
_COPIED = ("passwd", "group", "shadow", "gshadow")
_LOCK = ".pwd.lock"


def _folders_of(package):
    """The folders that a package has, without the first slash."""
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True,
                            check=True).stdout  # fmt: skip
    paths = [line.split(maxsplit=5)[5] for line in listed.splitlines()]
    found = {path.removeprefix("./").rstrip("/") for path in paths if path.endswith("/")}
    found -= {"", "lib"}  # /lib is a link to usr/lib.
    return {f"usr/{folder}" if folder.startswith("lib/") else folder for folder in found}


class Machine:
    """Its folder is `root`. The packages lie in it as `project/build/packages`, and those of the
    version before as `project/before`: they are the same."""

    def __init__(self, root, packages):
        self.root = pathlib.Path(root)
        own = {pathlib.PurePath(folder) for folder in _OWN}
        own.update(pathlib.PurePath(f) for package in packages for f in _folders_of(package))
        for folder in sorted(own.union(*(folder.parents for folder in own))):
            self._link(folder)
        for folder in _EMPTY:
            path = self.root / folder
            if path.is_symlink():
                path.unlink()
            path.mkdir(parents=True, exist_ok=True)
        (self.root / "var/lib/dpkg/status").touch()
        (self.root / "etc" / _LOCK).unlink(missing_ok=True)
        for name in _COPIED:
            (self.root / "etc" / name).unlink(missing_ok=True)
            shutil.copyfile(f"/etc/{name}", self.root / "etc" / name)
        for tool in _TOOLS.iterdir():
            shutil.copy(tool, self.root / "usr/local/sbin")
        for folder in ("build/packages", "before"):
            (self.root / "project" / folder).mkdir()
            for package in packages:
                shutil.copy(package, self.root / "project" / folder)

    def _link(self, folder):
        """Makes a folder with links to what the host has in it. Those that the machine has itself
        come after the one that they are in, and take the place of a link."""
        path, of_host = self.root / folder, pathlib.Path("/") / folder
        if path.is_symlink():
            path.unlink()
        path.mkdir(parents=True, exist_ok=True)
        shown = of_host.is_dir() and str(folder) not in _EMPTY
        for entry in of_host.iterdir() if shown else ():
            made = path / entry.name
            if folder.parts:
                made.symlink_to(_HOST / entry.relative_to("/"))
            elif entry.is_symlink():
                made.symlink_to(entry.readlink())  # /bin and so on

    def run(self, script):
        """Runs a script in it as root, in the folder of the project. What it starts ends with it.
        /sys is there because the C library looks in it: what it does not find it leaves in errno,
        which gRPC reads after it began to connect, and takes for its own."""
        command = [
            BWRAP, "--unshare-pid", "--as-pid-1", "--die-with-parent", "--bind", self.root, "/",
            "--ro-bind", "/", _HOST, "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/sys",
            "/sys", "--clearenv", "--setenv", "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "HOME",
            "/root", "--setenv", "LC_ALL", "C.UTF-8", "--chdir", "/project", "--", "/bin/bash",
            "-c", script,
        ]  # fmt: skip
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=300, check=False)  # fmt: skip
