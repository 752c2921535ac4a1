"""The first steps with `buf curl` and the protos alone: requests and replies as
JSON, without a line of our code on the client's side."""

import base64
import json
import platform
import subprocess
import unittest
import uuid

from lotse_testing import samples
from lotse_testing.case import Case, wait_for
from lotse_testing.places import ROOT

ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), "none")
BUF = ROOT / f"proto/node_modules/@bufbuild/buf-linux-{ARCHITECTURE}/bin/buf"
QUESTIONNAIRE = ROOT / "tests/data/rathaus.quexml.xml"

PROGRAMME = "programmes/mit-buf"
ENGAGEMENT = f"{PROGRAMME}/engagements/neustadt"
SURVEY = f"{ENGAGEMENT}/surveys/rathaus"
WAVE = f"{SURVEY}/waves/erste"


def text(german):
    return {"variants": [{"language": "de", "text": german}]}


def day(year, month, number):
    return {"year": year, "month": month, "day": number}


@unittest.skipUnless(BUF.exists(), f"buf is not installed: {BUF.name}")
class BufCurl(Case):
    def curl(self, daemon, method, request):
        """The reply of a call as an object, or the error as one."""
        (reply,) = self.curl_all(daemon, method, request)
        return reply

    def curl_all(self, daemon, method, request):
        """All replies of a call as objects, or the error as the only one."""
        done = subprocess.run(
            [
                str(BUF), "curl", "--protocol", "grpc", "--http2-prior-knowledge",
                "--schema", ".", "--data", "@-",
                f"http://{daemon.address}/lotse.{daemon.service}.v1alpha.{method}",
            ],
            cwd=ROOT / "proto", input=json.dumps(request), capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return [json.loads(done.stderr)]
        decoder, text_left, replies = json.JSONDecoder(), done.stdout.strip(), []
        while text_left:
            reply, end = decoder.raw_decode(text_left)
            replies.append(reply)
            text_left = text_left[end:].lstrip()
        return replies

    def test_from_the_programme_to_the_report(self):
        engagement, survey = self.daemon("engagement"), self.daemon("survey")
        reporting = self.daemon(
            "reporting",
            f"--engagement_address={engagement.address}",
            f"--survey_address={survey.address}",
        )
        self.accompany(engagement)
        self.ask(survey)
        self.report(reporting)

    def accompany(self, daemon):
        programme = self.curl(daemon, "ProgrammeService/CreateProgramme", {
            "programmeId": "mit-buf",
            "programme": {
                "title": text("Programm"), "startDate": day(2026, 1, 1),
                "endDate": day(2028, 12, 31),
            },
        })  # fmt: skip
        self.assertEqual(programme["name"], PROGRAMME)
        template = self.curl(daemon, "PhaseTemplateService/CreatePhaseTemplate", {
            "parent": PROGRAMME, "phaseTemplateId": "verlauf",
            "phaseTemplate": {
                "title": text("Verlauf"), "version": "1",
                "phases": [{"phaseId": "bestand", "title": text("Bestandsaufnahme")}],
            },
        })  # fmt: skip
        published = self.curl(daemon, "PhaseTemplateService/PublishPhaseTemplate", {
            "name": template["name"], "etag": template["etag"],
        })  # fmt: skip
        self.assertEqual(published["state"], "STATE_PUBLISHED")
        self.curl(daemon, "AdministrationService/CreateAdministration", {
            "administrationId": "neustadt",
            "administration": {"title": text("Stadt Neustadt"), "level": "LEVEL_MUNICIPALITY"},
        })  # fmt: skip
        made = self.curl(daemon, "EngagementService/CreateEngagement", {
            "parent": PROGRAMME, "engagementId": "neustadt",
            "engagement": {
                "title": text("Begleitung"), "administration": "administrations/neustadt",
                "startDate": day(2026, 2, 1), "endDate": day(2026, 12, 31),
                "phaseTemplate": template["name"],
            },
        })  # fmt: skip
        self.assertEqual(made["phaseTemplate"], template["name"])
        self.curl(daemon, "TrackService/CreateTrack", {
            "parent": ENGAGEMENT, "trackId": "gesamt", "track": {"title": text("Gesamt")},
        })  # fmt: skip
        name = f"{ENGAGEMENT}/tracks/gesamt/phases/bestand"
        ready = self.curl(daemon, "PhaseService/MovePhase", {
            "name": name, "etag": "1", "step": "PHASE_STEP_PREPARE",
        })  # fmt: skip
        self.assertEqual(ready["state"], "STATE_READY")

    def ask(self, daemon):
        imported = self.curl(daemon, "InstrumentService/ImportInstrument", {
            "parent": ENGAGEMENT, "instrumentId": "rathaus", "format": "FORMAT_QUEXML",
            "language": "de",
            "content": base64.b64encode(QUESTIONNAIRE.read_bytes()).decode(),
        })["instrument"]  # fmt: skip
        self.curl(daemon, "SurveyService/CreateSurvey", {
            "parent": ENGAGEMENT, "surveyId": "rathaus", "survey": {"title": text("Befragung")},
        })  # fmt: skip
        population = self.curl(daemon, "PopulationService/CreatePopulation", {
            "parent": SURVEY, "populationId": "alle",
            "population": {
                "title": text("Beschäftigte"), "definition": text("Alle am Stichtag"),
                "asOfDate": day(2026, 1, 1),
                "strata": [{"code": "haus", "label": text("Haus"), "size": 40}],
            },
        })  # fmt: skip
        self.assertEqual(population["size"], "40")
        notice = self.curl(daemon, "ConsentTextService/CreateConsentText", {
            "parent": SURVEY, "consentTextId": "hinweis",
            "consentText": {
                "title": text("Datenschutz"), "text": text("Anonym."), "kind": "KIND_NOTICE",
            },
        })  # fmt: skip
        first, last = samples.day(-1), samples.day(30)
        wave = self.curl(daemon, "SurveyService/CreateWave", {
            "parent": SURVEY, "waveId": "erste",
            "wave": {
                "title": text("Erste Welle"), "instrument": imported["name"],
                "startDate": day(first.year, first.month, first.day),
                "endDate": day(last.year, last.month, last.day),
                "population": population["name"], "dataProtectionNotice": notice["name"],
            },
        })  # fmt: skip
        # From then on the calendar opens it.
        self.curl(daemon, "SurveyService/ReleaseWave", {
            "name": WAVE, "etag": wave["etag"],
            "staffCouncil": {
                "involvement": "INVOLVEMENT_AGREED", "date": day(2026, 1, 15),
                "reference": "PR-2026/1",
            },
        })  # fmt: skip
        question = next(
            question
            for section in imported["sections"]
            for question in section["questions"]
            if question["kind"] == "KIND_SINGLE_CHOICE"
        )
        answer = {"code": question["code"], "choice": question["options"][0]["code"]}
        response = {
            "parent": WAVE, "responseId": str(uuid.uuid4()), "answers": [answer],
        }  # fmt: skip
        submit = "ResponseService/SubmitResponse"
        self.assertEqual(self.curl(daemon, submit, response), {})
        self.assertEqual(self.curl(daemon, submit, response), {"duplicate": True})
        answer["choice"] = "no-such-option"
        refused = self.curl(daemon, submit, {**response, "responseId": str(uuid.uuid4())})
        self.assertEqual(refused["code"], "invalid_argument")
        self.assertIn("google.rpc.ErrorInfo", {detail["type"] for detail in refused["details"]})
        self.close_wave(daemon)
        tables = self.curl(daemon, "AnalysisService/TabulateWave", {"name": WAVE})
        # One response is too few for any figure.
        self.assertEqual(tables["responseRate"], {})
        self.assertNotIn("count", json.dumps(tables["tables"]))

    def close_wave(self, daemon):
        """Decides again where the calendar has opened it between reading and closing."""
        for _ in range(2):
            wave = self.curl(daemon, "SurveyService/GetWave", {"name": WAVE})
            closed = self.curl(
                daemon, "SurveyService/CloseWave", {"name": WAVE, "etag": wave["etag"]}
            )
            if closed.get("state") == "STATE_CLOSED":
                return
        self.fail(closed)

    def report(self, daemon):
        report = self.curl(daemon, "ReportService/CreateReport", {
            "parent": ENGAGEMENT, "reportId": "erster",
            "report": {"waves": [WAVE], "language": "en", "kind": "KIND_STOCK_TAKING"},
        })  # fmt: skip
        versions = "ReportVersionService"
        version = self.curl(daemon, f"{versions}/AssembleReport", {"name": report["name"]})

        def ended():
            now = self.curl(daemon, f"{versions}/GetReportVersion", {"name": version["name"]})
            return None if now["state"] in ("STATE_REQUESTED", "STATE_ASSEMBLING") else now

        made = wait_for(ended, "the version")
        self.assertEqual(made["state"], "STATE_DRAFT", made)
        document = self.curl(daemon, f"{versions}/GetDocument", {"name": version["name"]})
        self.assertEqual(document["language"], "en")
        self.assertIn("Bestandsaufnahme", json.dumps(document, ensure_ascii=False))
        # A stream is a message of JSON after the other: the head, and then the file.
        head, *parts = self.curl_all(daemon, f"{versions}/GetArtifact", {
            "name": version["name"], "format": "ARTIFACT_FORMAT_HTML",
        })  # fmt: skip
        self.assertEqual(head["head"]["contentType"], "text/html; charset=utf-8")
        page = b"".join(base64.b64decode(part["data"]) for part in parts)
        self.assertIn("Bestandsaufnahme", page.decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
