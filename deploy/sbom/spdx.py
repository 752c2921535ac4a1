"""A document of SPDX 2.3 in JSON. The same content gives the same bytes.

Elements are told apart by their kind and name; see https://spdx.github.io/spdx-spec/v2.3
for the fields.
"""

import datetime
import hashlib
import json
import re
import uuid

DOCUMENT = "SPDXRef-DOCUMENT"
NOASSERTION = "NOASSERTION"

# Where documents are named that have no place on the web of their own.
_NAMESPACE = "https://spdx.org/spdxdocs"


def identifier(*parts):
    """The parts as an identifier, in the characters that SPDX allows."""
    plain = [re.sub(r"[^A-Za-z0-9.-]+", "-", part.replace("+", "p")).strip("-") for part in parts]
    return "SPDXRef-" + "-".join(plain)


def checksums(content):
    """The checksums of a file: SHA1, which SPDX asks for, and a better one."""
    return [
        {"algorithm": "SHA1", "checksumValue": hashlib.sha1(content).hexdigest()},
        {"algorithm": "SHA256", "checksumValue": hashlib.sha256(content).hexdigest()},
    ]


def verification_code(files):
    """The code of a package over its files, as section 7.9 has it."""
    sums = sorted(
        checksum["checksumValue"]
        for file in files
        for checksum in file["checksums"]
        if checksum["algorithm"] == "SHA1"
    )
    return {"packageVerificationCodeValue": hashlib.sha1("".join(sums).encode()).hexdigest()}


class Document:
    """Packages, files and how they belong together."""

    def __init__(self, name):
        self._name = name
        self._packages = {}
        self._files = {}
        self._licences = {}
        self._relationships = set()  # (element, type, related element)

    def add_package(self, spdx_id, **fields):
        """Adds a package, of which nothing is known but what is said; gives its id."""
        package = {
            "SPDXID": spdx_id, "filesAnalyzed": False, "downloadLocation": NOASSERTION,
            "licenseConcluded": NOASSERTION, "licenseDeclared": NOASSERTION,
            "copyrightText": NOASSERTION, **fields,
        }
        return self._add(self._packages, spdx_id, package)

    def add_file(self, spdx_id, **fields):
        file = {
            "SPDXID": spdx_id, "licenseConcluded": NOASSERTION, "licenseInfoInFiles": [NOASSERTION],
            "copyrightText": NOASSERTION, **fields,
        }
        return self._add(self._files, spdx_id, file)

    def add_licence(self, licence_id, name, text):
        """Adds the text of a licence that is not on the list of SPDX."""
        entry = {"licenseId": licence_id, "name": name, "extractedText": text}
        return self._add(self._licences, licence_id, entry)

    def relate(self, element, kind, related):
        self._relationships.add((element, kind, related))

    def text(self, created, creators):
        """The document as JSON. `created` is in seconds since 1970; `creators` are as SPDX
        writes them, for example `Tool: a-1`."""
        content = {
            "packages": _in_order(self._packages),
            "files": _in_order(self._files),
            "hasExtractedLicensingInfos": _in_order(self._licences),
            "relationships": [
                {"spdxElementId": element, "relationshipType": kind, "relatedSpdxElement": related}
                for element, kind, related in sorted(self._relationships)
            ],
        }
        time = datetime.datetime.fromtimestamp(created, datetime.timezone.utc)
        head = {
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": DOCUMENT,
            "name": self._name,
            "creationInfo": {"created": f"{time:%Y-%m-%dT%H:%M:%SZ}", "creators": creators},
        }
        # Documents with another content have to have another name.
        unique = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([head, content], sort_keys=True))
        head["documentNamespace"] = f"{_NAMESPACE}/{self._name}-{unique}"
        return json.dumps({**head, **content}, indent=1, ensure_ascii=False) + "\n"

    @staticmethod
    def _add(kind, key, entry):
        if kind.setdefault(key, entry) != entry:
            raise ValueError(f"two different elements would be called {key}")
        return key


def _in_order(elements):
    return [element for _, element in sorted(elements.items())]
