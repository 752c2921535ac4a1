"""docs/roles.md is what the protos say."""

import unittest

import roles
from lotse.engagement.v1alpha import programme_service_pb2
from lotse.type.v1alpha import permission_pb2, role_pb2

# No method names it: it is asked beside another where a method reaches a restricted case.
ASKED_BESIDE = {permission_pb2.PERMISSION_MATERIAL_RESTRICTED}


class Roles(unittest.TestCase):
    def test_document(self):
        written = roles.DOCUMENT.read_text(encoding="utf-8")
        self.assertEqual(written, roles.document(),
                         "docs/roles.md is old; its first lines say how to write it anew")

    def test_no_service_is_left_out(self):
        self.assertEqual(roles.served_files(), roles.all_service_files())

    def test_every_method_needs_a_permission(self):
        for _, files in roles.SERVED:
            for service in roles.services(files):
                for method in service.methods:
                    self.assertIn(roles.needed(method), roles.PERMISSIONS, method.full_name)

    def test_every_permission_is_needed_and_every_role_is_explained(self):
        needed = {roles.needed(m) for _, files in roles.SERVED
                  for s in roles.services(files) for m in s.methods}
        self.assertEqual(needed | ASKED_BESIDE, set(roles.PERMISSIONS))
        self.assertFalse(needed & ASKED_BESIDE)
        self.assertEqual(set(roles.GERMAN), set(roles.ROLES.values()))

    def test_reads_the_options(self):
        erase = permission_pb2.PERMISSION_PERSONAL_ERASE
        self.assertIn(erase, roles.allowed(role_pb2.ROLE_DATA_STEWARD))
        self.assertNotIn(erase, roles.allowed(role_pb2.ROLE_PLATFORM_ADMIN))
        create = programme_service_pb2.DESCRIPTOR.services_by_name["ProgrammeService"].methods_by_name
        self.assertEqual(roles.needed(create["CreateProgramme"]),
                         permission_pb2.PERMISSION_PROGRAMME_WRITE)


if __name__ == "__main__":
    unittest.main()
