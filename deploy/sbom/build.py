"""What a build folder tells of how its programs were made: asked of ninja."""

import functools
import pathlib
import re
import shutil
import subprocess

_TOOL = re.compile(r"(?:^|[\s=])(/[\w/+.-]*/bin/[\w+.-]+)", re.MULTILINE)
_LINKER = re.compile(r"-fuse-ld=(\w+)")


class Build:
    """A build folder of CMake with Ninja."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        cache = self.folder / "CMakeCache.txt"
        if not cache.exists():
            raise ValueError(f"{folder} is no build folder: it has no CMakeCache.txt")
        self._cache = dict(
            re.findall(r"^([\w-]+):\w+=(.*)$", cache.read_text(encoding="utf-8"), re.MULTILINE))

    @property
    def version(self):
        return self._cache["CMAKE_PROJECT_VERSION"]

    @property
    def maintainer(self):
        """Name and mail address, as in `Name <address>`."""
        return self._cache["LOTSE_MAINTAINER"]

    def program(self, name):
        path = self.folder / "bin" / name
        if not path.exists():
            raise ValueError(f"{path} is not there: build it first")
        return path

    def copyright(self):
        """The copyright file of the packages."""
        return (self.folder / "deploy/packages/copyright").read_text(encoding="utf-8")

    def static_libraries(self, program):
        """The libraries of the system that are linked into a program."""
        return {path for path in self._inputs(program)
                if path.startswith("/usr/lib/") and path.endswith(".a")}

    def headers(self, program):
        """The headers of the system that were compiled into a program."""
        compiled = (path for path in self._inputs(program) if path.endswith((".o", ".gch")))
        return set().union(*(self._headers.get(path, ()) for path in compiled))

    @functools.cache
    def commands(self, program):
        """What is run to make a program, as text."""
        return self._ninja("commands", f"bin/{program}")

    def tools(self, program):
        """The programs that made a program, but for those of the build itself."""
        commands = self.commands(program)
        tools = {tool for tool in _TOOL.findall(commands) if not tool.startswith(f"{self.folder}/")}
        tools.add(self._cache["CMAKE_MAKE_PROGRAM"])
        for linker in set(_LINKER.findall(commands)):
            tools.add(shutil.which(f"ld.{linker}") or shutil.which(linker))
        return tools - {None}

    @functools.cache
    def _inputs(self, program):
        return self._ninja("inputs", f"bin/{program}").splitlines()

    @functools.cached_property
    def _headers(self):
        """{compiled file: headers of the system}"""
        found = {}
        headers = set()
        for line in self._ninja("deps").splitlines():
            if line.startswith(("    /usr/include/", "    /usr/lib/")):
                headers.add(line.strip())
            elif line and not line.startswith(" "):
                headers = found.setdefault(line.partition(": #deps")[0], set())
        return found

    def _ninja(self, *arguments):
        return subprocess.run(
            [self._cache["CMAKE_MAKE_PROGRAM"], "-C", self.folder, "--quiet", "-t", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=300, check=True,
        ).stdout
