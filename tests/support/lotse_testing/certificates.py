"""Certificates made with the `openssl` command, also those that nobody should believe."""

import datetime
import os
import pathlib
import subprocess

_CONFIG = """
[ca]
default_ca = all
[all]
database = {folder}/index
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
default_crl_days = 10
[any]
commonName = supplied
"""

HOUR = datetime.timedelta(hours=1)


def _openssl(*arguments):
    done = subprocess.run(
        ["openssl", *map(str, arguments)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"openssl {arguments}: {done.stderr}")
    return done.stdout


class Pair:
    """A certificate and its key: paths to files in PEM."""

    def __init__(self, certificate, key):
        self.certificate = pathlib.Path(certificate)
        self.key = pathlib.Path(key)

    @property
    def serial(self):
        return int(_openssl("x509", "-in", self.certificate, "-noout", "-serial").split("=")[1], 16)


class Authority:
    """An authority in a folder of its own, which is made."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.certificate = self.folder / "ca.pem"
        self._config = self.folder / "ca.conf"
        self._config.write_text(_CONFIG.format(folder=self.folder))
        (self.folder / "index").touch()
        _openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", self.folder / "ca.key", "-out", self.certificate, "-subj",
            f"/CN={self.folder.name}", "-days", "30",
        )

    def issue(self, name, alternative_names, ends_in=24 * HOUR, key=None):
        """A certificate that began two days ago."""
        certificate, request = self.folder / f"{name}.pem", self.folder / f"{name}.csr"
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout"]
        key_file = key or self.folder / f"{name}.key"
        _openssl(
            "req", *(["-key"] if key else new), key_file, "-new", "-out", request,
            "-subj", f"/CN={name}", "-addext", f"subjectAltName={alternative_names}",
        )
        now = datetime.datetime.now(datetime.timezone.utc)
        _openssl(
            "ca", "-batch", "-notext", "-config", self._config, "-in", request, "-out", certificate,
            "-startdate", f"{now - 48 * HOUR:%Y%m%d%H%M%SZ}",
            "-enddate", f"{now + ends_in:%Y%m%d%H%M%SZ}",
        )
        return Pair(certificate, key_file)

    def server(self, name="server", **options):
        return self.issue(name, "DNS:localhost,IP:127.0.0.1", **options)

    def client(self, name="lotse-reporting", **options):
        return self.issue(name, f"DNS:{name}", **options)

    def revoke(self, pair):
        _openssl("ca", "-config", self._config, "-revoke", pair.certificate)

    def write_list(self, path):
        """Writes the revocation list as it is now, by renaming."""
        new = pathlib.Path(f"{path}.new")
        _openssl("ca", "-config", self._config, "-gencrl", "-out", new)
        new.rename(path)


def replace(path, source):
    """Puts the content of a file in the place of another at once."""
    new = pathlib.Path(f"{path}.new")
    new.write_bytes(pathlib.Path(source).read_bytes())
    os.rename(new, path)
