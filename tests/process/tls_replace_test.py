"""Files of TLS that are replaced while a daemon serves."""

import threading
import time
import unittest

import grpc

from lotse_testing import places, standard_services
from lotse_testing.case import wait_for
from lotse_testing.tls_case import TAKES_EFFECT_SECONDS, TlsCase


class Replacement(TlsCase):
    def test_new_certificates_without_one_failed_call(self):
        daemon = self.serve()
        stop = threading.Event()
        failed, counted = [], [0, 0]

        def call_on(connect, index):
            while not stop.is_set():
                with self.channel(daemon) as channel:
                    while not stop.is_set():
                        try:
                            standard_services.check_health(channel)
                            counted[index] += 1
                        except grpc.RpcError as error:
                            failed.append(error.details())
                        if connect:
                            break

        # Some keep their connection, some make a new one for each call.
        threads = [threading.Thread(target=call_on, args=(i % 2, i % 2)) for i in range(4)]
        for thread in threads:
            thread.start()
        try:
            self.assertEqual(self.serial(daemon), self.good_server.serial)
            for i in range(3):
                new = self.authority.server(f"new{i}")
                self.put("server.key", new.key)
                self.put("server.pem", new.certificate)
                wait_for(
                    lambda serial=new.serial: self.serial(daemon) == serial,
                    "the new certificate", TAKES_EFFECT_SECONDS,
                )
            before = counted[0]
            wait_for(lambda: counted[0] > before, "the old connections to go on")
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)
        self.assertEqual(failed, [])
        self.assertGreater(min(counted), 10)
        places.figure("calls while certificates were replaced", sum(counted))

    def test_what_is_wrong_leaves_what_was_there(self):
        daemon = self.serve()
        self.assertEqual(self.refused(daemon), 0)
        other = self.authority.server("other")
        half = self.files / "half"
        half.write_bytes(other.certificate.read_bytes()[:300])
        for name, source in (
            ("server.key", other.key),  # does not fit
            ("server.pem", half),
            ("ca.pem", half),
        ):
            with self.subTest(name):
                before = (self.files / name).read_bytes()
                self.put(name, source)
                wait_for(lambda: self.refused(daemon) == 1, "the refusal", TAKES_EFFECT_SECONDS)
                time.sleep(2.5)
                self.assertEqual(self.serial(daemon), self.good_server.serial)
                self.call(daemon, client=self.good_client)
                half.with_name("before").write_bytes(before)
                self.put(name, half.with_name("before"))
                wait_for(lambda: self.refused(daemon) == 0, "the end", TAKES_EFFECT_SECONDS)
        told = [line["what"] for line in daemon.log() if line["event"] == "tls_files_refused"]
        self.assertEqual(len(told), 3, told)
        for setting, what in zip(("tls_key", "tls_certificate", "tls_client_ca"), told):
            self.assertTrue(what.startswith(setting + ": "), what)

    def test_new_authority(self):
        """Both stand in the file for a while."""
        daemon = self.serve()
        stranger = self.foreign.client("stranger")
        self.call(daemon, client=stranger, expect=3)
        both = self.files / "both"
        both.write_bytes(
            self.authority.certificate.read_bytes() + self.foreign.certificate.read_bytes()
        )
        self.put("ca.pem", both)
        time.sleep(TAKES_EFFECT_SECONDS)
        self.call(daemon, client=stranger)
        self.call(daemon, client=self.good_client)


if __name__ == "__main__":
    unittest.main(verbosity=2)
