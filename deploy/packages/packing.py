"""Makes packages of a build, for tests."""

import pathlib
import subprocess


def run(*command, code=0, **options):
    """What a command prints; fails unless it ends with the code."""
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=900, check=False, **options,
    )
    if done.returncode != code:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def found_in(folder):
    """The packages of a folder by their names."""
    return {path.name.partition("_")[0]: path for path in pathlib.Path(folder).glob("*.deb")}


def pack(build, folder, libraries=True):
    """Makes them in `folder`, with a quick compression: only what is delivered has to be small.
    To look up which packages have the `libraries` that they need takes longer than all the rest."""
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder,
        "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip",
        "-D", f"CPACK_DEBIAN_PACKAGE_SHLIBDEPS={'ON' if libraries else 'OFF'}")
    return found_in(folder)
