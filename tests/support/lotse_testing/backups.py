"""The three services over one folder of data, of which backups are made."""

import json
import pathlib

from lotse.engagement.v1alpha import programme_pb2
from lotse_testing import reports, samples
from lotse_testing.api import connect
from lotse_testing.case import Case
from lotse_testing.cli import lotse


def make_programme(client, identifier):
    return client.CreateProgramme(
        programme_id=identifier,
        programme=programme_pb2.Programme(
            title=samples.text(identifier),
            short_name=identifier,
            start_date=samples.date(2026, 1, 1),
            end_date=samples.date(2026, 12, 31),
            engagement_months_limit=12,
        ),
    )


def whole(out):
    """The backups in a folder that have their name, oldest first."""
    return sorted(path for path in out.glob("20*") if path.is_dir())


class Stand(Case):
    """The three services, each in its folder of one data folder."""

    def setUp(self):
        self.data = self.folder()
        self.data.mkdir(mode=0o700)
        self.out = self.folder("backups")
        self.engagement = self.daemon("engagement", data_dir=self.data / "engagement")
        self.survey = self.daemon("survey", data_dir=self.data / "survey")
        self.reporting = self.daemon(
            "reporting",
            f"--engagement_address={self.engagement.address}",
            f"--survey_address={self.survey.address}",
            data_dir=self.data / "reporting",
        )

    def fill(self):
        """An engagement, a closed wave, and two reports: one that was released, and one of two
        drafts, of which the second took the place of the first."""
        with connect(self.engagement) as client:
            samples.make_course(client)
        with connect(self.survey) as client:
            samples.make_wave(client)
            samples.submit_crowd(client, 60)
            samples.close_wave(client)
        with connect(self.reporting) as client:
            draft = reports.make_report(client, "entwurf", waves=())
            reports.assemble(client, draft)
            reports.assemble(client, draft)
            return reports.make_released(client, "bericht")

    def backup(self, *flags, expect=0):
        printed, said = lotse("backup", f"--data={self.data}", f"--out={self.out}", "--json",
                              *flags, expect=expect)  # fmt: skip
        return said if expect else pathlib.Path(json.loads(printed)["backup"])

    def kill_all(self):
        for daemon in (self.engagement, self.survey, self.reporting):
            daemon.kill()
