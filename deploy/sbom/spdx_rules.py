"""Rules of SPDX 2.3 for documents in JSON, each a function of the document that yields what
is wrong. They are about what this project writes; https://spdx.github.io/spdx-spec/v2.3 has
all of them."""

import re

import licences
import spdx

# (required, optional) fields with their types.
_DOCUMENT = (
    {"spdxVersion": str, "dataLicense": str, "SPDXID": str, "name": str, "documentNamespace": str,
     "creationInfo": dict},
    {"packages": list, "files": list, "hasExtractedLicensingInfos": list, "relationships": list},
)
_CREATION = ({"created": str, "creators": list}, {"licenseListVersion": str, "comment": str})
_PACKAGE = (
    {"SPDXID": str, "name": str, "downloadLocation": str},
    {"versionInfo": str, "packageFileName": str, "supplier": str, "originator": str,
     "filesAnalyzed": bool, "packageVerificationCode": dict, "checksums": list, "homepage": str,
     "sourceInfo": str, "licenseConcluded": str, "licenseDeclared": str, "licenseComments": str,
     "copyrightText": str, "comment": str, "externalRefs": list, "primaryPackagePurpose": str},
)
_FILE = (
    {"SPDXID": str, "fileName": str, "checksums": list},
    {"fileTypes": list, "licenseConcluded": str, "licenseInfoInFiles": list, "copyrightText": str,
     "comment": str},
)
_LICENCE = ({"licenseId": str, "extractedText": str}, {"name": str, "comment": str})
_RELATIONSHIP = (
    {"spdxElementId": str, "relationshipType": str, "relatedSpdxElement": str}, {"comment": str})
_EXTERNAL = (
    {"referenceCategory": str, "referenceType": str, "referenceLocator": str}, {"comment": str})

_LISTS = {"packages": _PACKAGE, "files": _FILE, "hasExtractedLicensingInfos": _LICENCE,
          "relationships": _RELATIONSHIP}

# Of the types of relationships those that are written here, and which elements they join:
# D the document, P packages, F files.
_RELATIONSHIPS = {
    "DESCRIBES": ("D", "PF"), "CONTAINS": ("P", "F"), "DYNAMIC_LINK": ("PF", "PF"),
    "STATIC_LINK": ("PF", "PF"), "DEPENDS_ON": ("P", "P"), "BUILD_DEPENDENCY_OF": ("P", "P"),
    "BUILD_TOOL_OF": ("P", "P"), "DEV_TOOL_OF": ("P", "P"), "RUNTIME_DEPENDENCY_OF": ("P", "P"),
}
_DIGITS = {"SHA1": 40, "SHA256": 64, "SHA512": 128}
_PURPOSES = ("APPLICATION", "LIBRARY")
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_AGENT = re.compile(r"(Person|Organization): \S.*")
_PURL = re.compile(r"pkg:(deb|npm)/([\w.%~-]+/)?[\w.%~-]+@[\w.%~-]+(\?[\w.=&-]+)?")


def problems(document):
    """All that is wrong with a document."""
    found = list(_shapes(document))
    if not found:  # the other rules may take it for granted
        for rule in (_head, _identifiers, _packages, _relationships, _licences):
            found += rule(document)
    return found


def _shape(what, element, fields):
    required, optional = fields
    if not isinstance(element, dict):
        yield f"{what} is no object"
        return
    for name in sorted(required.keys() - element.keys()):
        yield f"{what} lacks {name}"
    for name, value in element.items():
        kind = {**required, **optional}.get(name)
        if kind is None:
            yield f"{what} has {name}, which is no field of it"
        elif not isinstance(value, kind):
            yield f"{what}: {name} is no {kind.__name__}"
        elif kind is str and not value.strip():
            yield f"{what}: {name} is empty"


def _shapes(document):
    yield from _shape("the document", document, _DOCUMENT)
    yield from _shape("creationInfo", document.get("creationInfo"), _CREATION)
    for kind, fields in _LISTS.items():
        for i, element in enumerate(document.get(kind, [])):
            what = f"{kind}[{i}]"
            yield from _shape(what, element, fields)
            for checksum in element.get("checksums", []):
                yield from _shape(f"{what}.checksums", checksum,
                                  ({"algorithm": str, "checksumValue": str}, {}))
            for external in element.get("externalRefs", []):
                yield from _shape(f"{what}.externalRefs", external, _EXTERNAL)


def _head(document):
    fixed = {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": spdx.DOCUMENT}
    for name, value in fixed.items():
        if document[name] != value:
            yield f"{name} is {document[name]}, not {value}"
    if not re.fullmatch(r"https?://[^\s#]+", document["documentNamespace"]):
        yield f"{document['documentNamespace']} is no address without a fragment"
    created = document["creationInfo"]["created"]
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", created):
        yield f"{created} is no time as YYYY-MM-DDThh:mm:ssZ"
    creators = document["creationInfo"]["creators"]
    if not creators:
        yield "nobody created it"
    for creator in creators:
        if not _AGENT.fullmatch(creator) and not re.fullmatch(r"Tool: \S+-\S+", creator):
            yield f"{creator} is no person, organization or tool with its version"


def _elements(document):
    """(kind, element) of what has an identifier, but for the document."""
    yield from (("P", package) for package in document.get("packages", []))
    yield from (("F", file) for file in document.get("files", []))


def _identifiers(document):
    seen = {spdx.DOCUMENT}
    for _, element in _elements(document):
        if not _ID.fullmatch(element["SPDXID"]):
            yield f"{element['SPDXID']} is no identifier"
        if element["SPDXID"] in seen:
            yield f"{element['SPDXID']} stands for two elements"
        seen.add(element["SPDXID"])
        for checksum in element.get("checksums", []):
            digits = _DIGITS.get(checksum["algorithm"])
            if not re.fullmatch(r"[0-9a-f]+", checksum["checksumValue"]) or (
                    len(checksum["checksumValue"]) != digits):
                yield f"{element['SPDXID']}: {checksum} is no checksum"
    for file in document.get("files", []):
        if not file["fileName"].startswith("./"):
            yield f"{file['fileName']} does not begin with ./"
        if "SHA1" not in {checksum["algorithm"] for checksum in file["checksums"]}:
            yield f"{file['SPDXID']} has no SHA1"


def _contained(document, package):
    ids = {r["relatedSpdxElement"] for r in document.get("relationships", [])
           if r["relationshipType"] == "CONTAINS" and r["spdxElementId"] == package["SPDXID"]}
    return [file for file in document.get("files", []) if file["SPDXID"] in ids]


def _packages(document):
    for package in document.get("packages", []):
        where = package["SPDXID"]
        files = _contained(document, package)
        code = package.get("packageVerificationCode")
        if package.get("filesAnalyzed", True):
            if code != spdx.verification_code(files):
                yield f"{where}: {code} is not the verification code of its files"
        elif files or code:
            yield f"{where} has files or their code, though filesAnalyzed is false"
        if package.get("primaryPackagePurpose", _PURPOSES[0]) not in _PURPOSES:
            yield f"{where}: {package['primaryPackagePurpose']} is no purpose"
        if not _AGENT.fullmatch(package.get("supplier", "Organization: x")):
            yield f"{where}: {package['supplier']} is no person or organization"
        for external in package.get("externalRefs", []):
            kind = (external["referenceCategory"], external["referenceType"])
            if kind != ("PACKAGE-MANAGER", "purl") or not _PURL.fullmatch(
                    external["referenceLocator"]):
                yield f"{where}: {external['referenceLocator']} is no package URL"


def _relationships(document):
    kinds = {spdx.DOCUMENT: "D", **{e["SPDXID"]: kind for kind, e in _elements(document)}}
    described = related = 0
    for relationship in document.get("relationships", []):
        ends = (relationship["spdxElementId"], relationship["relatedSpdxElement"])
        allowed = _RELATIONSHIPS.get(relationship["relationshipType"])
        if not allowed:
            yield f"{relationship['relationshipType']} is not foreseen"
            continue
        for end, among in zip(ends, allowed):
            if kinds.get(end, "-") not in among:
                yield f"{relationship}: {end} is not there, or of a wrong kind"
        described += relationship["relationshipType"] == "DESCRIBES"
        related += ends[0] == ends[1]
    if not described:
        yield "the document describes nothing"
    if related:
        yield "an element is related to itself"


def _licences(document):
    there = [licence["licenseId"] for licence in document.get("hasExtractedLicensingInfos", [])]
    if len(there) != len(set(there)):
        yield "a text of a licence is there twice"
    used = set()
    for _, element in _elements(document):
        for expression in [element.get("licenseConcluded"), element.get("licenseDeclared"),
                           *element.get("licenseInfoInFiles", [])]:
            if expression in (None, spdx.NOASSERTION, "NONE"):
                continue
            own = set(_REFERENCE.findall(expression))
            used |= own
            # The others have to be on the list; which one it is plays no role.
            if not licences.is_expression(_REFERENCE.sub("MIT", expression)):
                yield f"{element['SPDXID']}: {expression} is no expression of licences"
    for reference in sorted(used ^ set(there)):
        yield f"{reference} has no text, or is used nowhere"
    for reference in there:
        if not _REFERENCE.fullmatch(reference):
            yield f"{reference} is no reference to a licence"
