"""What is secret, and what somebody wrote, planted in every place a caller can put it: it
stands in no log, no metric, and nothing that the command line prints, and in no store but
where it belongs."""

import json
import shlex
import unittest

from google.protobuf.descriptor import FieldDescriptor

from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import api, places, reports, samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.cli import lotse
from lotse_testing.identity import ADMINS, IdentityCase, altered
from lotse_testing.places import SERVICES

# What is refused, and so belongs nowhere.
REFUSED = "Geheimnis4711"
GROUP = "geheimgruppe4712"
# What is taken, and belongs into the store.
KEPT = "Hinterlegt4713"
# What a helper command for tokens prints.
PRINTED = "Ausgabe4714"


def planted(message_class, depth=3):
    """A message with the refused word in every text, down to a depth."""
    message = message_class()
    for field in message.DESCRIPTOR.fields:
        repeated = field.label == FieldDescriptor.LABEL_REPEATED
        if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
            value = REFUSED if field.type == FieldDescriptor.TYPE_STRING else REFUSED.encode()
            if repeated:
                getattr(message, field.name).append(value)
            elif field.containing_oneof is None or message.WhichOneof(
                field.containing_oneof.name
            ) is None:
                setattr(message, field.name, value)
        elif field.message_type and depth and not field.message_type.GetOptions().map_entry:
            inner = planted(api.message_class(field.message_type), depth - 1)
            if repeated:
                getattr(message, field.name).append(inner)
            elif field.containing_oneof is None:
                getattr(message, field.name).CopyFrom(inner)
    return message


def found(words, text):
    """Those of the words that stand in a text."""
    return [word for word in words if word in text]


class Secrets(IdentityCase):
    def setUp(self):
        engagement = self.serve("engagement")
        survey = self.serve("survey", engagement=engagement)
        reporting = self.serve(
            "reporting", f"--survey_address={survey.address}", engagement=engagement
        )
        self.daemons = dict(zip(SERVICES, (engagement, survey, reporting)))
        self.good = self.realm.token("ada", GROUP)
        keys = [self.key(name) for name in ("issuer.key", "server.key", "lotse-survey.key")]
        (public,) = json.loads((self.realm.folder / "jwks.json").read_text())["keys"]
        # A person is told their own groups.
        self.inner = [*self.good.split("."), *keys, public["x"], public["y"]]
        self.secrets = [GROUP, REFUSED, *self.inner]

    def key(self, name):
        """A line of the key that is in no other."""
        return (self.realm.folder / name).read_text().splitlines()[2]

    def refuse(self, daemon):
        """Everything that is sent here is refused, or leads nowhere."""
        wrong = (self.good[:-2], altered(self.good, 1, {"sub": REFUSED}), REFUSED)
        for token in (self.good, *wrong):
            error_of(self.with_token(daemon, token).ListChanges, parent=f"programmes/{REFUSED}")
        client = self.with_token(daemon, self.good)
        metadata = (("x-secret", REFUSED), ("cookie", REFUSED))
        error_of(client.ListBlobs, parent=samples.ENGAGEMENT, metadata=metadata)
        walked = 0
        for who in (client, self.client(daemon, "eva", ADMINS)):
            for method in api.methods(daemon.service):
                error_of(getattr(who, method.name), planted(api.message_class(method.input_type)))
                walked += 1
        self.assertGreater(walked, 20)

    def keep(self):
        """What is written is taken: titles, external ids, reasons of grants, free texts."""
        clients = {name: self.client(d, "ada") for name, d in self.daemons.items()}
        admin = self.client(self.daemons["engagement"], "eva", ADMINS)
        programme = samples.make_programme(admin)
        programme.title.variants[0].text = KEPT
        programme.external_ids.add(system="akten", value=KEPT)
        admin.UpdateProgramme(programme=programme)
        samples.make_administration(admin)
        for parent in (samples.PROGRAMME, samples.ADMINISTRATION):
            admin.CreateGrant(parent=parent, grant=grant_pb2.Grant(
                subject="ada", role=role_pb2.ROLE_INSTITUTE_CONSULTANT, reason=KEPT,
            ))  # fmt: skip
        samples.make_only_engagement(clients["engagement"])
        for name in ("survey", "reporting"):
            wait_for(
                lambda c=clients[name]: error_of(c.ListChanges, parent=samples.PROGRAMME) is None,
                "the grant",
            )
        samples.make_wave(clients["survey"])
        clients["survey"].SubmitResponse(samples.submission(remark=KEPT))
        reports.make_version(clients["reporting"], "bericht", waves=())

    def test_nothing_secret_is_in_log_metrics_or_store(self):
        self.keep()
        for daemon in self.daemons.values():
            self.refuse(daemon)
        for service, daemon in self.daemons.items():
            metrics = daemon.get("/metrics")[2]
            daemon.kill()  # What it wrote last lies beside the store.
            seen = daemon.log_text() + metrics
            self.assertIn('"event":"call"', seen)
            store = b"".join(places.files_of(daemon.data_dir).values())
            self.assertIn(KEPT.encode(), store)
            self.assertEqual(found([*self.secrets, KEPT], seen), [], service)
            self.assertEqual([s for s in self.secrets if s.encode() in store], [], service)

    def run_lotse(self, *arguments, token=None, expect=0, **environment):
        """All that `lotse` prints."""
        if token:
            environment["LOTSE_TOKEN"] = token
        out, err = lotse(
            *arguments, daemons=self.daemons.values(), expect=expect,
            environment={"LOTSE_TLS_CA": str(self.realm.folder / "ca.pem"), **environment},
        )  # fmt: skip
        return out + err

    def test_nothing_secret_is_printed_by_the_command_line(self):
        self.keep()
        run, good = self.run_lotse, self.good
        get = ("call", "GetProgramme", json.dumps({"name": samples.PROGRAMME}))
        open_file = self.folder("token")
        open_file.write_text(good)
        open_file.chmod(0o644)
        home = {"XDG_CONFIG_HOME": str(self.folder("home"))}
        answer = json.dumps({"parent": samples.WAVE, "response_id": REFUSED, "answers": [
            {"code": "zufrieden", "text": REFUSED}]})  # fmt: skip
        helper = f"echo {PRINTED}; exit 3"
        prints = [
            run(*get, token=good),
            run("login", token=good),
            run("login", "--store", token=good, **home),
            run(*get, **home),
            run(*get, token=good[:-2], expect=1),
            run(*get, token=altered(good, 1, {"sub": REFUSED}), expect=1),
            run(*get, token=REFUSED, expect=5),
            run(*get, f"--token-file={open_file}", expect=4),
            run(*get, expect=3, LOTSE_TOKEN_COMMAND=helper),
            run(*get, expect=5, LOTSE_TOKEN_COMMAND=f"echo {PRINTED}"),
            run("login", f"--token-command={helper}", expect=3, **home),
            run("call", "GetProgramme", '{"name": "%s", ' % REFUSED, token=good, expect=2),
            run("call", "SubmitResponse", answer, token=good, expect=1),
            run("call", "TabulateWave", json.dumps({"name": samples.WAVE}), token=good, expect=1),
        ]
        command = [places.BIN / "lotse", "dev", "token", self.realm.folder, "--subject=ada"]
        command = shlex.join(map(str, command))
        prints.append(run("login", f"--token-command={command}", **home))
        prints.append(run(*get, **home))
        for number, text in enumerate(prints):
            # What a person gives as a command is shown to them.
            shown = text.replace(helper, "").replace(command, "")
            self.assertEqual(found([*self.inner, REFUSED, PRINTED], shown), [], number)
        for service, daemon in self.daemons.items():
            self.assertEqual(found([*self.secrets, PRINTED], daemon.log_text()), [], service)


if __name__ == "__main__":
    unittest.main()
