"""Each rule of SPDX finds what is against it."""

import copy
import json
import unittest

import spdx
import spdx_rules


def good():
    """A document in which nothing is wrong."""
    document = spdx.Document("a-1")
    program = document.add_file("SPDXRef-F", fileName="./bin/a", checksums=spdx.checksums(b"a"))
    document.add_licence("LicenseRef-x", "x", "Do what you like.")
    package = document.add_package(
        "SPDXRef-P", name="a", filesAnalyzed=True, licenseDeclared="LicenseRef-x AND (MIT OR ISC)",
        packageVerificationCode=spdx.verification_code([{"checksums": spdx.checksums(b"a")}]))
    library = document.add_package(
        "SPDXRef-L", name="l", supplier="Organization: L", primaryPackagePurpose="LIBRARY",
        externalRefs=[{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                       "referenceLocator": "pkg:deb/debian/libstdc%2B%2B6@1%3A2?arch=amd64"}])
    document.relate(spdx.DOCUMENT, "DESCRIBES", package)
    document.relate(package, "CONTAINS", program)
    document.relate(program, "DYNAMIC_LINK", library)
    return json.loads(document.text(0, ["Tool: t-1", "Organization: A (a@example.org)"]))


class Rules(unittest.TestCase):
    # All stand in the order of identifiers: packages L and P; relationships of DOCUMENT, F, P.
    CASES = (
        ("lacks name", lambda d: d.pop("name")),
        ("lacks creators", lambda d: d["creationInfo"].pop("creators")),
        ("is no field", lambda d: d.update(extra="x")),
        ("is no list", lambda d: d.update(packages={})),
        ("versionInfo is empty", lambda d: d["packages"][0].update(versionInfo=" ")),
        ("lacks downloadLocation", lambda d: d["packages"][0].pop("downloadLocation")),
        ("not SPDX-2.3", lambda d: d.update(spdxVersion="SPDX-2.2")),
        ("not CC0-1.0", lambda d: d.update(dataLicense="MIT")),
        ("is no address", lambda d: d.update(documentNamespace="https://example.org/a#b")),
        ("is no time", lambda d: d["creationInfo"].update(created="1970-01-01 00:00:00")),
        ("nobody created it", lambda d: d["creationInfo"].update(creators=[])),
        ("is no person", lambda d: d["creationInfo"].update(creators=["t"])),
        ("is no identifier", lambda d: d["packages"][0].update(SPDXID="SPDXRef-a+b")),
        ("stands for two", lambda d: d["packages"][0].update(SPDXID="SPDXRef-P")),
        ("is no checksum", lambda d: d["files"][0]["checksums"][1].update(checksumValue="0f")),
        ("has no SHA1", lambda d: d["files"][0]["checksums"].pop(0)),
        ("does not begin with ./", lambda d: d["files"][0].update(fileName="bin/a")),
        ("is not the verification code",
         lambda d: d["files"][0].update(checksums=spdx.checksums(b"b"))),
        ("though filesAnalyzed is false", lambda d: d["packages"][1].update(filesAnalyzed=False)),
        ("is no purpose", lambda d: d["packages"][0].update(primaryPackagePurpose="x")),
        ("no person or organization", lambda d: d["packages"][0].update(supplier="L")),
        ("is no package URL",
         lambda d: d["packages"][0]["externalRefs"][0].update(referenceLocator="pkg:deb/a+b@1")),
        ("is not there", lambda d: d["relationships"][2].update(relatedSpdxElement="SPDXRef-X")),
        ("of a wrong kind", lambda d: d["relationships"][1].update(relationshipType="CONTAINS")),
        ("is not foreseen", lambda d: d["relationships"][2].update(relationshipType="LIKES")),
        ("describes nothing", lambda d: d["relationships"].pop(0)),
        ("related to itself", lambda d: d["relationships"][2].update(
            relatedSpdxElement=d["relationships"][2]["spdxElementId"])),
        ("MINE is no expression", lambda d: d["packages"][0].update(licenseDeclared="MINE")),
        ("MIT AND is no expression", lambda d: d["packages"][0].update(licenseDeclared="MIT AND")),
        ("has no text", lambda d: d["packages"][0].update(licenseDeclared="LicenseRef-y")),
        ("is used nowhere", lambda d: d["packages"][1].update(licenseDeclared="MIT")),
        ("is there twice", lambda d: d["hasExtractedLicensingInfos"].append(
            d["hasExtractedLicensingInfos"][0])),
    )

    def test_nothing_is_wrong(self):
        self.assertEqual(spdx_rules.problems(good()), [])

    def test_each_rule_finds_what_is_wrong(self):
        for expected, spoil in self.CASES:
            with self.subTest(expected):
                document = copy.deepcopy(good())
                spoil(document)
                self.assertIn(expected, "\n".join(spdx_rules.problems(document)))


class Document(unittest.TestCase):
    def test_the_same_content_gives_the_same_bytes(self):
        self.assertEqual(good(), good())

    def test_other_content_has_another_namespace(self):
        first, other = spdx.Document("a-1"), spdx.Document("a-1")
        other.add_package("SPDXRef-P", name="a")
        names = {json.loads(text)["documentNamespace"] for text in (
            first.text(0, []), first.text(1, []), other.text(0, []))}
        self.assertEqual(len(names), 3)

    def test_one_identifier_is_one_element(self):
        document = spdx.Document("a-1")
        document.add_package("SPDXRef-P", name="a")
        document.add_package("SPDXRef-P", name="a")
        with self.assertRaisesRegex(ValueError, "two different elements .* SPDXRef-P"):
            document.add_package("SPDXRef-P", name="b")

    def test_identifiers(self):
        for parts, expected in (
            (("Debian", "libstdc++6"), "SPDXRef-Debian-libstdcpp6"),
            (("npm", "@bufbuild/buf"), "SPDXRef-npm-bufbuild-buf"),
            (("File", "a", "usr/bin/a_b"), "SPDXRef-File-a-usr-bin-a-b"),
        ):
            self.assertEqual(spdx.identifier(*parts), expected)

    def test_verification_code(self):
        files = [{"checksums": spdx.checksums(content)} for content in (b"b", b"a")]
        # As `sha1sum` gives it of the sums of `a` and `b`, one behind the other in order.
        self.assertEqual(spdx.verification_code(files), spdx.verification_code(files[::-1]))
        self.assertEqual(spdx.verification_code(files)["packageVerificationCodeValue"],
                         "5463504435e4dbf2b93a3a8a00ca78e36ea40e24")


if __name__ == "__main__":
    unittest.main()
