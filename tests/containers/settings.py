"""Settings that a container starts a daemon with, asked of the real daemon."""

import re

from lotse_testing import daemon
from lotse_testing.certificates import Authority
from lotse_testing.places import ROOT


class Tls:
    """A certificate with its key and authority, under the names that containers have."""

    def __init__(self, folder):
        authority = Authority(folder)
        pair = authority.server()
        self.files = {
            **dict.fromkeys(("server.pem", "tls.crt"), pair.certificate),
            **dict.fromkeys(("server.key", "tls.key"), pair.key),
            **dict.fromkeys(("ca.pem", "ca.crt"), authority.certificate),
        }


def places(text, tls, secrets):
    """The paths of a container in a setting, replaced by those of this machine. `secrets` is
    the folder that its certificate lies in."""
    text = re.sub(rf"{secrets}/([\w.]+)$", lambda found: str(tls.files[found[1]]), text)
    return text.replace("=/etc/lotse/", f"={ROOT}/deploy/config/")


def check(case, service, arguments, environment, tls, secrets):
    """Fails unless the daemon takes them."""
    code, _, printed = daemon.run(
        service, *(places(argument, tls, secrets) for argument in arguments), "--check-config",
        environment={name: places(value, tls, secrets) for name, value in environment.items()},
    )  # fmt: skip
    case.assertEqual(code, 0, printed)


def ports():
    """{service: (API, management)}, from the table of docs/operations/README.md."""
    page = (ROOT / "docs/operations/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `lotse-(\w+)` \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    return {service: (int(api), int(management)) for service, api, management in rows}


def version():
    """Of the project, which the images have as their tag."""
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\(lotse VERSION ([\d.]+)", text, re.MULTILINE)[1]
