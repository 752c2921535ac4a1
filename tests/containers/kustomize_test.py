"""What deploy/kustomize makes is whole, and says who talks to whom."""

import os
import re
import shutil
import unittest

import yaml

import kustomization
import networks
import settings
from kustomization import ALL, BASE, OVERLAYS
from lotse_testing.case import Case
from lotse_testing.places import ROOT, SERVICES

PAGE = ROOT / "docs/operations/containers.md"


def own_overlay(folder):
    """The overlay that the page shows, in a folder, with its files."""
    text = re.search(r"^```yaml overlay\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)[1]
    overlay = os.path.relpath(kustomization.FOLDER / "overlays", folder)
    folder.joinpath("kustomization.yaml").write_text(
        text.replace("../lotse/deploy/kustomize/overlays", overlay), encoding="utf-8"
    )
    shutil.copy(ROOT / "deploy/nginx/lotse/site.conf", folder)
    return folder


class Rendering(Case):
    def test_kubectl_makes_the_same(self):
        program = kustomization.kubectl()
        if not program:
            self.skipTest("no kubectl of version 1.21 or later; Debian 12 has 1.20")
        folders = [kustomization.FOLDER / "base"]
        folders += [kustomization.FOLDER / "overlays" / name for name in OVERLAYS]
        own = self.folder("place")
        own.mkdir()
        folders.append(own_overlay(own))
        for folder in folders:
            self.assertEqual(
                kustomization.ordered(kustomization.render_by_kubectl(program, folder)),
                kustomization.ordered(kustomization.render(folder)),
                folder,
            )

    def test_every_file_is_part_of_it(self):
        named = set()
        for file in kustomization.FOLDER.rglob("kustomization.yaml"):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            names = list(content.get("resources", []))
            for generator in content.get("configMapGenerator", []):
                names += generator.get("files", [])
            named |= {(file.parent / name).resolve() for name in names} | {file}
        there = {path for path in kustomization.FOLDER.rglob("*") if path.is_file()}
        self.assertEqual(there - named, set())

    def test_the_overlay_of_the_page(self):
        folder = self.folder("place")
        folder.mkdir()
        objects = kustomization.render(own_overlay(folder))
        values = kustomization.find(objects, "ConfigMap", "lotse-settings")["data"]
        before = kustomization.find(BASE, "ConfigMap", "lotse-settings")["data"]
        self.assertEqual(set(values), set(before))
        self.assertNotEqual(values["AUTH_ISSUER"], before["AUTH_ISSUER"])
        for each in objects:
            for container in kustomization.containers(each):
                self.assertRegex(
                    container["image"], r"^images\.example\.org/lotse-\w+:\d+\.\d+\.\d+$"
                )
        policy = kustomization.find(objects, "NetworkPolicy", "lotse-issuer")
        (rule,) = policy["spec"]["egress"]
        self.assertNotEqual(rule["to"][0]["ipBlock"]["cidr"], "192.0.2.10/32")


class Overlays(unittest.TestCase):
    REQUESTS = r"/spec/template/spec/containers/0/resources/requests/"
    VOLUME = r"/spec/volumeClaimTemplates/0/spec/resources/requests/storage"
    MAY_DIFFER = {
        "single-node": {
            "StatefulSet": rf"{REQUESTS}(cpu|memory)|{VOLUME}",
            "PersistentVolumeClaim": "/spec/resources/requests/storage",
            # How many backups are kept.
            "CronJob": "/spec/jobTemplate/spec/template/spec/containers/0/args/4",
        },
        "production": {
            "StatefulSet": rf"{REQUESTS}cpu|{VOLUME}",
            "PersistentVolumeClaim": "/spec/resources/requests/storage",
            "Deployment": "/spec/replicas|/spec/template/spec/topologySpreadConstraints/.*",
        },
    }
    MORE = {"single-node": set(), "production": {("PodDisruptionBudget", "lotse-edge")}}

    def test_differ_from_the_base_where_they_say(self):
        base = {(o["kind"], o["metadata"]["name"]): dict(kustomization.leaves(o)) for o in BASE}
        for name, objects in OVERLAYS.items():
            found = {
                (o["kind"], o["metadata"]["name"]): dict(kustomization.leaves(o)) for o in objects
            }
            self.assertEqual(set(found) - set(base), self.MORE[name])
            self.assertEqual(set(base) - set(found), set())
            changed = set()
            for key, before in base.items():
                for path in {p for p, v in (before.items() ^ found[key].items())}:
                    allowed = self.MAY_DIFFER[name].get(key[0], "nothing")
                    self.assertRegex(path, rf"\A(?:{allowed})\Z", f"{name}: {key}")
                    changed.add(key[0])
            self.assertEqual(changed, set(self.MAY_DIFFER[name]), name)

    def test_all_is_in_one_namespace(self):
        for objects in ALL.values():
            for each in objects:
                if each["kind"] != "Namespace":
                    self.assertEqual(each["metadata"]["namespace"], "lotse")

    def test_a_store_has_one_pod(self):
        for objects in ALL.values():
            for service in SERVICES:
                each = kustomization.find(objects, "StatefulSet", f"lotse-{service}")
                self.assertEqual(each["spec"]["replicas"], 1)
                self.assertEqual(
                    set(each["spec"]["persistentVolumeClaimRetentionPolicy"].values()), {"Retain"}
                )
            budgets = [o for o in objects if o["kind"] == "PodDisruptionBudget"]
            for budget in budgets:
                for service in SERVICES:
                    self.assertNotEqual(
                        budget["spec"]["selector"]["matchLabels"],
                        {"app.kubernetes.io/name": f"lotse-{service}"},
                    )
            self.assertFalse([o for o in objects if o["kind"] == "HorizontalPodAutoscaler"])

    def test_pages_name_what_is_there(self):
        """In commands such as `rollout status statefulset/lotse-$service`."""
        named = set()
        for page in (PAGE, PAGE.with_name("upgrade.md")):
            for kind, name in re.findall(
                r"\b(statefulset|deployment|cronjob)/(lotse-[\w$-]+)", page.read_text("utf-8")
            ):
                named |= {(kind, name.replace("$service", service)) for service in SERVICES}
        self.assertGreaterEqual(len(named), 7)
        for objects in ALL.values():
            there = {(o["kind"].lower(), o["metadata"]["name"]) for o in objects}
            self.assertEqual(named - there, set())

    def test_a_budget_lets_a_node_be_emptied(self):
        for objects in ALL.values():
            for budget in (o for o in objects if o["kind"] == "PodDisruptionBudget"):
                name = budget["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"]
                replicas = kustomization.find(objects, "Deployment", name)["spec"]["replicas"]
                self.assertGreater(replicas, budget["spec"]["minAvailable"])


class Networks(unittest.TestCase):
    def test_who_reaches_whom(self):
        """Everything that is not named is refused, in both directions."""
        expected = {
            (None, "lotse-edge", 443),
            ("lotse-edge", "lotse-engagement", 7401),
            ("lotse-edge", "lotse-survey", 7402),
            ("lotse-edge", "lotse-reporting", 7403),
            ("lotse-survey", "lotse-engagement", 7401),
            ("lotse-reporting", "lotse-engagement", 7401),
            ("lotse-reporting", "lotse-survey", 7402),
        }
        for name, objects in ALL.items():
            policies = [o for o in objects if o["kind"] == "NetworkPolicy"]
            pods = {pod: labels for _, pod, labels, _ in kustomization.pods(objects)}
            pods[None] = None
            ports = [p for pair in settings.ports().values() for p in pair] + [443, 80, 9113]
            found = {
                (source, target, port)
                for source in pods
                for target in pods
                for port in ports
                if target and source != target
                and networks.connects(policies, pods[source], pods[target], port)
            }  # fmt: skip
            self.assertEqual(found, expected, name)

    def test_pods_that_nobody_thought_of_are_closed_too(self):
        policies = [o for o in BASE if o["kind"] == "NetworkPolicy"]
        stranger = {"app.kubernetes.io/name": "stranger"}
        for name in ("lotse-engagement", "lotse-edge"):
            self.assertFalse(
                networks.connects(policies, stranger, kustomization.labels_of(BASE, name), 443)
            )
        self.assertFalse(networks.connects(policies, stranger, None, 443))
        self.assertFalse(networks.connects(policies, None, stranger, 443))


if __name__ == "__main__":
    unittest.main(verbosity=2)
