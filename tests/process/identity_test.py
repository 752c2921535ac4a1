"""Daemons whose callers have to say who they are: tokens, certificates, grants that are
followed, keys that are replaced, and limits."""

import json
import threading
import time
import unittest

import grpc

from lotse.type.v1alpha import role_pb2
from lotse_testing.api import Client, error_of
from lotse_testing.case import wait_for
from lotse_testing.certificates import replace
from lotse_testing.identity import ADMINS, IdentityCase, Realm, altered
from lotse_testing.samples import PROGRAMME, make_programme

TAKES_EFFECT_SECONDS = 10


class Callers(IdentityCase):
    def test_tokens_that_do_not_hold_are_refused(self):
        engagement = self.serve("engagement")
        good = self.realm.token("ada")
        wrong = {
            "foreign": self.other.token("ada"),
            "claims": altered(good, 1, {"sub": "eva"}),
            "groups": altered(good, 1, {"groups": [ADMINS]}),
            "none": altered(good, 0, {"alg": "none"}),
            "hmac": altered(good, 0, {"alg": "HS256"}),
            "cut": good[:-3],
            "unsigned": good.rsplit(".", 1)[0] + ".",
            "huge": good + "A" * 13000,
            "words": "open-sesame",
        }
        for name, token in wrong.items():
            with self.subTest(token=name):
                error = error_of(self.with_token(engagement, token).GetMyRights)
                self.assertIsNotNone(error, "it was believed")
                self.assertEqual((error.code.name, error.reason), ("UNAUTHENTICATED", "TOKEN_REFUSED"))
                self.assertNotIn(token[:20], error.message)
        self.assertEqual(self.with_token(engagement, good).GetMyRights().subject, "ada")

    def test_admins_come_from_a_group_and_services_from_certificates(self):
        engagement = self.serve("engagement")
        admin = self.client(engagement, "eva", ADMINS).GetMyRights()
        self.assertEqual([(r.prefix, r.role) for r in admin.rights], [("", role_pb2.ROLE_PLATFORM_ADMIN)])
        folder = self.realm.folder
        credentials = grpc.ssl_channel_credentials(
            (folder / "ca.pem").read_bytes(), (folder / "lotse-reporting.key").read_bytes(),
            (folder / "lotse-reporting.pem").read_bytes(),
        )  # fmt: skip
        service = Client("engagement", engagement.address, credentials)
        self.addCleanup(service.close)
        mine = service.GetMyRights()
        self.assertEqual(mine.subject, "service:lotse-reporting")
        # A token that says so is not it.
        token = self.realm.token("service:lotse-reporting")
        error = error_of(self.with_token(engagement, token).GetMyRights)
        self.assertEqual(error.reason, "TOKEN_REFUSED")
        self.assertEqual(mine.rights[0].role, role_pb2.ROLE_INTEGRATION_SYSTEM)

    def test_each_caller_has_limits(self):
        engagement = self.serve("engagement", "--caller_calls_per_second=1", "--caller_streams=1")
        admin = self.client(engagement, "eva", ADMINS)
        errors = [error_of(admin.GetMyRights) for _ in range(5)]
        self.assertEqual([e.reason for e in errors if e], ["RATE_LIMITED"] * 3)
        self.assertEqual(errors[-1].code.name, "RESOURCE_EXHAUSTED")
        self.assertGreaterEqual(errors[-1].retry.retry_delay.seconds, 1)
        self.assertIsNone(error_of(self.client(engagement, "bob").GetMyRights))
        time.sleep(2.1)
        stream = admin.open_stream("WatchChanges", parent="-")
        next(stream)
        error = error_of(admin.WatchChanges, parent="-")
        self.assertEqual(error.reason, "RATE_LIMITED")


class Grants(IdentityCase):
    def test_survey_fails_closed_and_keeps_a_copy(self):
        engagement = self.serve("engagement")
        make_programme(self.client(engagement, "eva", ADMINS))
        self.give(engagement, "ada")
        engagement.stop()
        survey = self.serve("survey", engagement=engagement)
        ada = self.client(survey, "ada")
        error = error_of(ada.ListChanges, parent=PROGRAMME)
        self.assertEqual((error.code.name, error.reason), ("UNAVAILABLE", "GRANTS_UNAVAILABLE"))
        self.assertIsNotNone(error.retry)

        engagement.start(listen=engagement.address)
        wait_for(lambda: error_of(ada.ListChanges, parent=PROGRAMME) is None, "the grants")
        wait_for(lambda: (survey.data_dir / "grants.pb").exists(), "the copy, kept after use")

        engagement.stop()
        survey.stop()
        survey.start(listen=survey.address)
        self.assertEqual(self.reason(ada.ListChanges, parent=PROGRAMME), "")
        self.assertEqual(
            self.reason(self.client(survey, "bob").ListChanges, parent=PROGRAMME),
            "RESOURCE_NOT_FOUND",
        )
        known = survey.metrics()["lotse_grants_last_success_timestamp_seconds", frozenset()]
        self.assertEqual(known, 0, "it says that it knows nothing new")

    def test_the_log_names_subject_and_role_of_the_token(self):
        engagement = self.serve("engagement")
        make_programme(self.client(engagement, "eva", ADMINS))
        self.give(engagement, "ada", role_pb2.ROLE_INSTITUTE_CONSULTANT)
        ada = self.client(engagement, "ada")
        programme = ada.GetProgramme(name=PROGRAMME)
        programme.short_name = "neu"
        ada.UpdateProgramme(programme=programme)
        log = [(c.verb, c.actor, c.role) for c in ada.ListChanges(parent=PROGRAMME).changes]
        self.assertCountEqual(log, [
            ("CREATE", "eva", "PLATFORM_ADMIN"),  # the programme
            ("CREATE", "eva", "PLATFORM_ADMIN"),  # the grant
            ("UPDATE", "ada", "INSTITUTE_CONSULTANT"),
        ])  # fmt: skip

    def test_the_end_of_a_grant_ends_a_stream(self):
        engagement = self.serve("engagement")
        make_programme(self.client(engagement, "eva", ADMINS))
        admin = self.give(engagement, "ada")
        stream = self.client(engagement, "ada").open_stream("WatchChanges", parent=PROGRAMME)
        next(stream)
        admin.DeleteGrant(name=f"{PROGRAMME}/grants/rolle")
        with self.assertRaises(grpc.RpcError) as ended:
            for _ in range(100):
                next(stream)
        self.assertEqual(ended.exception.code().name, "NOT_FOUND")


class Keys(IdentityCase):
    def test_keys_are_replaced_under_load_without_a_failed_call(self):
        """The issuer adds a key, signs with it, and takes the old one away."""
        realm = Realm(self.folder("rotating"))
        engagement = self.daemon(
            "engagement", *realm.flags("engagement"), "--caller_calls_per_second=100000"
        )
        old = self.with_realm(realm, engagement, realm.token("ada"))
        new = self.with_realm(realm, engagement, self.other.token("ada"))
        failed, stop, calls = [], threading.Event(), [0]
        current = [old]

        def load():
            while not stop.is_set():
                error = error_of(current[0].GetMyRights)
                calls[0] += 1
                if error:
                    failed.append(error)

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(1.5)
            first = json.loads((realm.folder / "jwks.json").read_text())
            second = json.loads((self.other.folder / "jwks.json").read_text())
            self.put_keys(realm, first["keys"] + second["keys"])
            # At once: a key that is not known is looked for, though not twice in a second.
            current[0] = new
            time.sleep(1)
            self.put_keys(realm, second["keys"])
            wait_for(
                lambda: self.reason(old.GetMyRights) == "TOKEN_REFUSED", "the end of the old key",
                TAKES_EFFECT_SECONDS,
            )  # fmt: skip
            # A file that says nothing leaves what is known.
            (realm.folder / "jwks.json").write_text("{")
            time.sleep(2)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(failed[:3], [])
        self.assertGreater(calls[0], 100)
        self.assertTrue(any("auth_keys_failed" in line for line in engagement.lines))

    @staticmethod
    def put_keys(realm, keys):
        new = realm.folder / "jwks.new"
        new.write_text(json.dumps({"keys": keys}))
        replace(realm.folder / "jwks.json", new)

    def with_realm(self, realm, daemon, token):
        credentials = grpc.ssl_channel_credentials((realm.folder / "ca.pem").read_bytes())
        client = Client(daemon.service, daemon.address, credentials, token)
        self.addCleanup(client.close)
        return client


if __name__ == "__main__":
    unittest.main()
