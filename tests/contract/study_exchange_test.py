"""The material of a study as files of other programs: what is handed out is what the schemas of
REFI-QDA accept and what an empty study takes back, and nothing is half taken."""

import csv
import hashlib
import io
import os
import pathlib
import re
import subprocess
import unittest
import uuid
import zipfile

import study_kinds
from lotse.survey.v1alpha import (
    codebook_pb2,
    coding_pb2,
    import_finding_pb2,
    study_exchange_service_pb2,
    study_text_pb2,
)
from lotse.type.v1alpha import role_pb2
from lotse_testing.api import error_of
from lotse_testing.samples import ENGAGEMENT
from study_identity import CASE, StudyIdentityCase

STUDY = study_kinds.STUDY
EMPTY = f"{ENGAGEMENT}/studies/leer"
BOOK = f"{STUDY}/codebooks/buch"
Export = study_exchange_service_pb2.ExportStudyRequest
Import = study_exchange_service_pb2.ImportStudyRequest
ERROR = import_finding_pb2.ImportFinding.SEVERITY_ERROR
SCHEMA = (
    pathlib.Path(os.environ.get("LOTSE_REFERENCE", "../shared/reference")) / "qda" / "Project.xsd"
)
# Guids of what another program has beyond a study.
BEYOND = [f"f000000{number}-0000-4000-8000-000000000000" for number in range(4)]
WORDS = "Wie geht es?\nGut, der Zebrafink 👍🏽 singt."


def export(client, parent=STUDY, form=Export.FORMAT_QDPX):
    """The file, its name and its findings; its sum is right."""
    messages = list(client.open_stream("ExportStudy", Export(parent=parent, format=form)))
    content = b"".join(message.data for message in messages)
    assert messages[-1].sha256 == hashlib.sha256(content).hexdigest()
    assert not any(message.sha256 for message in messages[:-1])
    assert not any(message.file_name or message.findings for message in messages[1:])
    return content, messages[0].file_name, list(messages[0].findings)


def messages_of(content, parent=EMPTY, piece=1000, **head):
    """The messages of an import, with pieces of so many bytes."""
    head = {"parent": parent, "format": Import.FORMAT_QDPX, **head}
    yield Import(head=Import.Head(**head), piece=content[:piece])
    for begin in range(piece, len(content), piece):
        yield Import(piece=content[begin : begin + piece])


def take(client, content, **head):
    return client.ImportStudy(list(messages_of(content, **head)))


def qde(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde")


class StudyExchange(StudyIdentityCase):
    PEOPLE = {"kodiert": role_pb2.ROLE_ANALYST, "andere": role_pb2.ROLE_ANALYST,
              "carl": role_pb2.ROLE_AUDITOR}  # fmt: skip
    FOREIGN = {"fremde": role_pb2.ROLE_ANALYST}

    def setUp(self):
        super().setUp()
        self.coder = self.known("kodiert", role_pb2.ROLE_ANALYST)
        self.text = f"{CASE}/texts/{uuid.uuid4()}"
        self.coder.CreateStudyText(
            parent=CASE, text_id=self.text.rsplit("/", 1)[1],
            text=study_text_pb2.StudyText(
                title="Gruppe 1", kind="KIND_TRANSCRIPT", content=WORDS, language="de",
                turns=[{"range": {"end": 12}, "speaker": "M1"},
                       {"range": {"begin": 13, "end": len(WORDS)}, "speaker": "P01"}],
            ),
        )  # fmt: skip
        self.coder.CreateCodebook(
            parent=STUDY, codebook_id="buch",
            codebook=codebook_pb2.Codebook(title="Codebuch", codes=[
                codebook_pb2.StudyCode(name="zugang", label="Zugang"),
                codebook_pb2.StudyCode(name="ton", parent="zugang", label="Ton", codable=True,
                                       color="#1a7f37", examples=["Na ja."]),
            ]),
        )  # fmt: skip
        self.coding = self.code(18, 21)
        self.coder.CreateStudyMemo(
            parent=STUDY, memo_id=str(uuid.uuid4()),
            memo=coding_pb2.StudyMemo(subject=self.coding.name, content="Heiter", coder="eins"),
        )  # fmt: skip

    def code(self, begin, end):
        return self.coder.CreateCoding(
            parent=STUDY, coding_id=str(uuid.uuid4()),
            coding=coding_pb2.Coding(
                text=self.text, range={"begin": begin, "end": end}, code=f"{BOOK}/codes/ton",
                coder="eins", text_revision=1,
            ),
        )  # fmt: skip

    def make_empty(self):
        self.consultant.CreateStudy(
            parent=ENGAGEMENT, study_id="leer", study=study_kinds.study("eins")
        )
        # As that of the case.
        self.consultant.CreateGuide(
            parent=EMPTY, guide_id=study_kinds.IDS["guide"], guide=study_kinds.guide("eins")
        )

    def stored(self, parent=EMPTY):
        """How much of what is in a study."""
        cases = self.consultant.ListStudyCases(parent=parent).study_cases
        return (
            len(cases),
            sum(len(self.coder.ListStudyTexts(parent=c.name).texts) for c in cases),
            len(self.coder.ListCodebooks(parent=parent).codebooks),
            len(self.coder.ListCodings(parent=parent).codings),
            len(self.coder.ListStudyMemos(parent=parent).memos),
        )

    def verbs(self, resource):
        changes = self.consultant.ListChanges(parent=ENGAGEMENT, page_size=1000).changes
        return [(c.verb, c.actor) for c in changes if c.resource == resource]

    def test_a_project_goes_to_an_empty_study_and_comes_back(self):
        content, name, findings = export(self.coder)
        self.assertEqual(name, "erhebung.qdpx")
        (finding,) = findings
        self.assertIn("1 guides of the study were not written", finding.message)
        self.assertIn(("READ", "kodiert"), self.verbs(STUDY))
        self.make_empty()
        done = take(self.coder, content, sha256=hashlib.sha256(content).hexdigest())
        self.assertEqual(list(done.findings), [])
        self.assertEqual((len(done.study_cases), len(done.codebooks)), (1, 1))
        self.assertEqual((done.texts, done.codings, done.memos), (1, 1, 1))
        self.assertEqual(self.stored(), (1, 1, 1, 1, 1))
        self.assertIn(("IMPORT_STUDY", "kodiert"), self.verbs(EMPTY))
        self.assertEqual(qde(export(self.coder, EMPTY)[0]), qde(content))
        self.assertEqual(take(self.coder, content), done, "sent again")
        self.assertEqual(self.stored(), (1, 1, 1, 1, 1))

    def with_foreign(self, content):
        """With a variable, a case, a link and a set of another program."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        xml = parts["project.qde"].decode()
        text = self.text.rsplit("/", 1)[1]
        coding = self.coding.name.rsplit("/", 1)[1]
        code = re.search(r"<CodeRef targetGUID=\"([^\"]+)\"/>", xml[xml.index("<Coding ") :])[1]
        for end, added in (
            ("</Variables>", f'<Variable guid="{BEYOND[0]}" name="Beruf" typeOfVariable="Text"/>'),
            ("</Cases>", f'<Case guid="{BEYOND[1]}" name="Zebra"><CodeRef targetGUID="{code}"/>'
             f'<VariableValue><VariableRef targetGUID="{BEYOND[0]}"/>'
             f'<TextValue>Köchin</TextValue></VariableValue><SourceRef targetGUID="{text}"/></Case>'),
            ("</Links>", f'<Link guid="{BEYOND[2]}" name="weil" direction="OneWay" '
             f'originGUID="{coding}" targetGUID="{BEYOND[1]}"/>'),
            ("</Sets>", f'<Set guid="{BEYOND[3]}" name="Menge"><MemberSource targetGUID="{text}"/>'
             "</Set>"),
        ):  # fmt: skip
            self.assertIn(end, xml)
            xml = xml.replace(end, added + end)
        parts["project.qde"] = xml.encode()
        return self.zipped(parts)

    def test_what_only_another_program_has_is_kept(self):
        content = self.with_foreign(export(self.coder)[0])
        done = take(self.coder, content, parent=STUDY, leave_out_foreign=True)
        self.assertEqual((done.foreign, {f.code for f in done.findings}), (0, set(BEYOND)))
        done = take(self.coder, content, parent=STUDY)
        self.assertEqual(done.foreign, 4)
        (finding,) = done.findings
        self.assertIn("4 sets, links, variables and cases", finding.message)
        written = export(self.coder)[0]
        for guid in BEYOND:
            self.assertIn(f'guid="{guid}"'.encode(), qde(written))
        self.assertEqual(list(take(self.coder, written, parent=STUDY).findings), [])
        self.coder.DeleteStudyText(parent=CASE, text_id=self.text.rsplit("/", 1)[1], reason="Test")
        left = qde(export(self.coder)[0]).decode()
        for word in ("Zebra", "Köchin", "Menge", "weil"):
            self.assertNotIn(word, left)

    @unittest.skipUnless(SCHEMA.exists(), "no reference data: the schema is not there")
    def test_the_schema_accepts_what_is_written(self):
        take(self.coder, self.with_foreign(export(self.coder)[0]), parent=STUDY)
        file = self.top / f"project-{uuid.uuid4()}.qde"
        file.write_bytes(qde(export(self.coder)[0]))
        said = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", str(SCHEMA), str(file)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.assertEqual(said.returncode, 0, said.stderr)

    def test_codings_go_out_and_come_in_as_a_table(self):
        for form, delimiter in ((Export.FORMAT_CODINGS_CSV, ","),
                                (Export.FORMAT_CODINGS_CSV_EXCEL_DE, ";")):  # fmt: skip
            content, name, findings = export(self.coder, form=form)
            self.assertEqual((name, findings), ("erhebung-codings.csv", []))
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")),
                                       delimiter=delimiter))  # fmt: skip
            self.assertEqual([row["code"] for row in rows], ["Zugang > Ton"])
            self.assertEqual(rows[0]["quote"], WORDS[18:21])
            self.assertEqual((rows[0]["coder"], rows[0]["memo"]), ("eins", "Heiter"))
            done = take(self.coder, content, parent=STUDY, format=Import.FORMAT_CODINGS_CSV,
                        codebook_id="buch")  # fmt: skip
            self.assertEqual((list(done.findings), done.codings), ([], 1))
            self.assertEqual(len(self.coder.ListCodings(parent=STUDY).codings), 1)

    def test_highlights_of_taguette_come_in(self):
        table = "id,document,tag,content\n1,Gruppe 1,Ton,der Zebrafink\n2,Gruppe 9,Ton,x\n"
        head = {"parent": STUDY, "format": Import.FORMAT_TAGUETTE_CSV, "codebook_id": "buch"}
        self.assertNotIn(("READ", "kodiert"), self.verbs(STUDY))
        done = take(self.coder, table.encode(), validate_only=True, **head)
        self.assertEqual([(f.severity, f.line) for f in done.findings], [(ERROR, 3)])
        self.assertIn(("READ", "kodiert"), self.verbs(STUDY), "findings tell what stands there")
        done = take(self.coder, table.rsplit("2,", 1)[0].encode(), **head)
        self.assertEqual((list(done.findings), done.codings), ([], 1))
        self.assertEqual(len(self.coder.ListCodings(parent=STUDY).codings), 2)

    def test_a_trial_and_a_wrong_file_store_nothing(self):
        content, _, _ = export(self.coder)
        self.make_empty()
        nothing = self.stored()
        self.assertEqual(take(self.coder, content, validate_only=True).codings, 1)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        hostile = {
            "no archive": b"PK\x03\x04" + bytes(100),
            "cut": content[: len(content) // 2],
            "a path outside": self.zipped({**parts, "../x": b"x"}),
            "a bomb": self.zipped({**parts, "sources/x": bytes(70 << 20)}),
            "entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Project/>',
            "another root": b'<Projekt xmlns="urn:QDA-XML:project:1.0" name="x"/>',
        }
        for why, file in hostile.items():
            with self.subTest(why):
                error = error_of(self.coder.ImportStudy, list(messages_of(file, piece=1 << 20)))
                if error is None:
                    done = take(self.coder, file, piece=1 << 20)
                    self.assertIn(ERROR, [f.severity for f in done.findings])
                else:
                    self.assertEqual(error.reason, "UNREADABLE_SOURCE")
        foreign = {**parts, "project.qde": parts["project.qde"].replace(b'name="eins"', b'name="x"')}
        done = take(self.coder, self.zipped(foreign))
        found = [f for f in done.findings if f.severity == ERROR]
        self.assertEqual([f.sheet for f in found], ["project.qde"])
        self.assertIn("coders", found[0].message)
        self.assertEqual(self.stored(), nothing)

    def zipped(self, parts):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return made.getvalue()

    def test_a_project_comes_home(self):
        before = self.stored(STUDY)
        content, _, _ = export(self.coder)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        # As another program adds a coding: `Gut`, with the code that the file uses already.
        xml = parts["project.qde"].decode()
        code = re.search(r"<CodeRef targetGUID=\"([^\"]+)\"/>", xml[xml.index("<Coding ") :])[1]
        user = re.search(r"<User [^>]*guid=\"([^\"]+)\"", xml)[1]
        added = (
            f'<PlainTextSelection guid="{uuid.uuid4()}" name="Gut" startPosition="13" '
            f'endPosition="16"><Coding guid="{uuid.uuid4()}" creatingUser="{user}">'
            f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
        )
        at = xml.index("<PlainTextSelection ")
        parts["project.qde"] = (xml[:at] + added + xml[at:]).encode()
        for _ in range(2):
            done = take(self.coder, self.zipped(parts), parent=STUDY)
            self.assertEqual(list(done.findings), [])
            self.assertEqual((len(done.study_cases), len(done.codebooks)), (0, 0))
            self.assertEqual(self.stored(STUDY), (*before[:3], before[3] + 1, before[4]))

    def test_a_stream_that_is_cut_leaves_nothing(self):
        content, _, _ = export(self.coder)
        self.make_empty()
        nothing = self.stored()

        def half():
            sent = list(messages_of(content))
            yield from sent[: len(sent) // 2]
            raise RuntimeError("the line is cut")

        with self.assertRaises(Exception):
            self.coder.open_stream("ImportStudy", half())
        self.assertEqual(self.stored(), nothing)

    def test_every_other_error_is_told(self):
        content, _, _ = export(self.coder)
        self.consultant.CreateStudyCase(
            parent=STUDY, study_case_id="andere", study_case=study_kinds.case("andere")
        )
        elsewhere = [{"source": self.text.rsplit("/", 1)[1], "study_case_id": "andere"}]
        head = Import.Head(parent=STUDY, format=Import.FORMAT_QDPX)
        cases = (
            ([Import(piece=b"x")], "INVALID_FIELDS"),
            ([Import(head=head), Import(head=head)], "INVALID_FIELDS"),
            ([Import(head=head, piece=bytes((1 << 20) + 1))], "INVALID_FIELDS"),
            ([Import(head=Import.Head(parent=STUDY))], "INVALID_FIELDS"),
            ([Import(head=head)], "BLOB_REFUSED"),
            ([Import(head=head), *[Import(piece=bytes(1 << 20))] * 33], "BLOB_REFUSED"),
            (list(messages_of(content)), "RESOURCE_NOT_FOUND"),
            (list(messages_of(content, parent=STUDY, sha256="0" * 64)), "BLOB_REFUSED"),
            # The text is there, in another case.
            (list(messages_of(content, parent=STUDY, places=elsewhere)), "RESOURCE_EXISTS"),
        )
        for number, (messages, reason) in enumerate(cases):
            with self.subTest(number):
                self.assertEqual(error_of(self.coder.ImportStudy, messages).reason, reason)
        for asked, reason in (
            ({"parent": STUDY}, "INVALID_FIELDS"),
            ({"parent": EMPTY, "format": Export.FORMAT_QDPX}, "RESOURCE_NOT_FOUND"),
        ):
            self.assertEqual(error_of(self.coder.ExportStudy, **asked).reason, reason)
        self.consultant.CreateStudy(
            parent=ENGAGEMENT, study_id="leer", study=study_kinds.study("eins")
        )
        self.consultant.DeleteStudy(name=EMPTY)
        gone = error_of(self.coder.ImportStudy, list(messages_of(content)))
        self.assertEqual(gone.reason, "RESOURCE_DELETED")

    def take_back(self, participant):
        case = self.consultant.GetStudyCase(name=CASE)
        case.participants[participant].consent = 3  # CONSENT_WITHDRAWN
        self.consultant.UpdateStudyCase(study_case=case)

    def test_what_was_taken_back_does_not_leave_nor_come_in(self):
        self.take_back(0)
        content, _, findings = export(self.coder)
        self.assertTrue(any("consent" in each.message for each in findings), findings)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                self.assertNotIn(b"Zebrafink", archive.read(name), name)
        self.take_back(1)
        content, _, _ = export(self.coder)
        self.make_empty()
        nothing = self.stored()
        error = error_of(self.coder.ImportStudy, list(messages_of(content)))
        self.assertEqual(error.reason, "RELEASE_BLOCKED")
        self.assertEqual(self.stored(), nothing)

    def test_what_would_go_to_a_restricted_case_needs_more(self):
        content, _, _ = export(self.coder)
        self.make_empty()
        study = self.consultant.GetStudy(name=EMPTY)
        study.kinds.append(2)  # KIND_IN_DEPTH_INTERVIEW
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["kinds"]})
        case = study_kinds.case("tief")
        case.kind = 2
        del case.participants[1:]
        self.consultant.CreateStudyCase(parent=EMPTY, study_case_id="tief", study_case=case)
        place = {"source": self.text.rsplit("/", 1)[1], "study_case_id": "tief"}
        error = error_of(
            self.consultant.ImportStudy, list(messages_of(content, places=[place]))
        )
        self.assertEqual(
            (error.reason, error.info.metadata["permission"]),
            ("PERMISSION_MISSING", "MATERIAL_RESTRICTED"),
        )

    def test_who_may_not_is_refused_and_nobody_elses_study_is_there(self):
        content, _, _ = export(self.coder)
        auditor = self.known("carl", role_pb2.ROLE_AUDITOR)
        foreign = self.foreign("fremde")
        asked = {"parent": STUDY, "format": Export.FORMAT_QDPX}
        messages = list(messages_of(content, parent=STUDY))
        self.assertEqual(error_of(auditor.ExportStudy, **asked).reason, "PERMISSION_MISSING")
        self.assertEqual(error_of(auditor.ImportStudy, messages).reason, "PERMISSION_MISSING")
        self.assertEqual(error_of(foreign.ExportStudy, **asked).reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(error_of(foreign.ImportStudy, messages).reason, "RESOURCE_NOT_FOUND")

    def test_who_codes_blind_hands_out_their_own(self):
        content, _, _ = export(self.coder)
        self.make_empty()
        study = self.consultant.GetStudy(name=EMPTY)
        study.blind = True
        study.coders.add(coder_id="zwei", subject="andere")
        self.consultant.UpdateStudy(study=study, update_mask={"paths": ["*"]})
        other = self.known("andere", role_pb2.ROLE_ANALYST)
        refused = take(other, content)
        self.assertIn("blind", [f for f in refused.findings if f.severity == ERROR][0].message)
        self.assertEqual(take(self.coder, content).codings, 1)
        self.assertIn(b"<Coding ", qde(export(self.coder, EMPTY)[0]))
        self.assertNotIn(b"<Coding ", qde(export(other, EMPTY)[0]))


if __name__ == "__main__":
    unittest.main()
