"""The pods of deploy/kustomize run the real daemons, and may do no more than they must."""

import json
import re
import unittest

import yaml

import containerfile
import kustomization
import settings
from kustomization import ALL, BASE
from lotse_testing.case import Case
from lotse_testing.places import ROOT, SERVICES

PAGE = ROOT / "docs/operations/containers.md"


def daemon(objects, service):
    """(pod, container) of a daemon."""
    spec = kustomization.find(objects, "StatefulSet", f"lotse-{service}")["spec"]["template"][
        "spec"
    ]
    (container,) = spec["containers"]
    return spec, container


class Pods(unittest.TestCase):
    def each(self):
        """(what it is, pod, containers) of every pod of everything that is rendered."""
        for folder, objects in ALL.items():
            for kind, name, _, spec in kustomization.pods(objects):
                yield f"{folder}: {kind} {name}", spec, spec["containers"] + spec.get(
                    "initContainers", []
                )

    def test_images_are_ours_and_of_this_version(self):
        for what, _, containers in self.each():
            for container in containers:
                name, _, tag = container["image"].partition(":")
                self.assertIn(name, containerfile.images(), what)
                self.assertEqual(tag, settings.version(), what)

    def test_they_may_nothing(self):
        """The profile `restricted` of the Pod Security Standards, and a root that is read-only."""
        namespace = kustomization.find(BASE, "Namespace", "lotse")
        self.assertEqual(
            namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted"
        )
        for what, spec, containers in self.each():
            self.assertTrue(spec["securityContext"]["runAsNonRoot"], what)
            self.assertEqual(spec["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            for field in ("hostNetwork", "hostPID", "hostIPC", "serviceAccountName"):
                self.assertNotIn(field, spec, what)
            self.assertFalse(spec["automountServiceAccountToken"], what)
            # Variables for each service would be settings that nobody knows.
            self.assertFalse(spec["enableServiceLinks"], what)
            for container in containers:
                self.assertEqual(container["securityContext"], {
                    "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                }, what)  # fmt: skip
                for port in container.get("ports", []):
                    self.assertNotIn("hostPort", port, what)

    def test_they_run_as_the_user_of_their_image(self):
        for what, spec, (container,) in self.each():
            context = spec["securityContext"]
            found = {context["runAsUser"], context["runAsGroup"], context["fsGroup"]}
            user = containerfile.images()[container["image"].partition(":")[0]].one("USER")
            if container["image"].startswith("lotse-cli:"):  # As the daemon whose store it is.
                service = re.search(r"lotse-(\w+)-backup$", what)[1]
                user = containerfile.images()[f"lotse-{service}"].one("USER")
            self.assertEqual({f"{number}:{number}" for number in found}, {user}, what)

    def test_data_are_on_volumes_that_stay(self):
        for what, spec, (container,) in self.each():
            memory = set()
            for volume in spec.get("volumes", []):
                if "emptyDir" in volume:
                    self.assertEqual(volume["emptyDir"]["medium"], "Memory", what)
                    self.assertIn("sizeLimit", volume["emptyDir"])
                    memory.add(volume["name"])
                self.assertNotIn("hostPath", volume, what)
            for mount in container["volumeMounts"]:
                if mount["name"] in memory:
                    self.assertIn("Deployment lotse-edge", what)
                    self.assertIn(mount["mountPath"], ("/run", "/var/lib/nginx"))

    def test_what_they_need_and_may_take(self):
        for what, _, containers in self.each():
            for container in containers:
                self.assertEqual(set(container["resources"]["requests"]), {"cpu", "memory"}, what)
                self.assertEqual(set(container["resources"]["limits"]), {"memory"}, what)

    def test_there_is_no_secret_in_it_and_the_page_names_those_that_are_needed(self):
        page = PAGE.read_text(encoding="utf-8")
        named = set()
        for objects in ALL.values():
            self.assertFalse([o for o in objects if o["kind"] == "Secret"])
            for path, value in kustomization.leaves(objects):
                if path.endswith(("/secretName", "/secret/name")):
                    named.add(value)
        self.assertEqual(named, {f"lotse-{name}-tls" for name in (*SERVICES, "edge")})
        for name in named:
            self.assertIn(f"`{name}`", page)

    def test_volumes_and_config_maps_are_there(self):
        for folder, objects in ALL.items():
            maps = {o["metadata"]["name"]: o["data"] for o in objects if o["kind"] == "ConfigMap"}
            claims = {
                o["metadata"]["name"] for o in objects if o["kind"] == "PersistentVolumeClaim"
            }
            for kind, name, _, spec in kustomization.pods(objects):
                templates = []
                if kind == "StatefulSet":
                    templates = kustomization.find(objects, kind, name)["spec"][
                        "volumeClaimTemplates"
                    ]
                    claims |= {f"{t['metadata']['name']}-{name}-0" for t in templates}
                volumes = {v["name"] for v in spec.get("volumes", [])}
                volumes |= {t["metadata"]["name"] for t in templates}
                mounted = {m["name"] for c in spec["containers"] for m in c["volumeMounts"]}
                self.assertEqual(mounted, volumes, f"{folder}: {name}")
                for volume in spec.get("volumes", []):
                    if "configMap" in volume:
                        data = maps[volume["configMap"]["name"]]
                        for item in volume["configMap"].get("items", []):
                            self.assertIn(item["key"], data)
            for kind, name, _, spec in kustomization.pods(objects):
                for volume in spec.get("volumes", []):
                    claim = volume.get("persistentVolumeClaim", {}).get("claimName")
                    self.assertIn(claim, claims | {None}, f"{folder}: {name}")


class Daemons(Case):
    def test_take_their_settings(self):
        tls = settings.Tls(self.folder("tls"))
        for objects in ALL.values():
            common = kustomization.find(objects, "ConfigMap", "lotse-settings")["data"]
            config = kustomization.find(objects, "ConfigMap", "lotse-config")["data"]
            for service in SERVICES:
                _, container = daemon(objects, service)
                (source,) = container["envFrom"]
                self.assertEqual(source["configMapRef"]["name"], "lotse-settings")
                environment = {f"{source['prefix']}{name}": value for name, value in common.items()}
                settings.check(
                    self, service, container["args"], environment, tls, "/run/secrets/lotse"
                )
                # The file that was checked is the one that is mounted.
                shipped = json.loads((ROOT / f"deploy/config/{service}.json").read_text("utf-8"))
                self.assertEqual(json.loads(config[f"{service}.json"]), shipped)

    def test_ports_are_those_of_the_page(self):
        for service, (port, management) in settings.ports().items():
            _, container = daemon(BASE, service)
            self.assertEqual(container["ports"], [{"name": "grpc", "containerPort": port}])
            self.assertIn(f"--listen=0.0.0.0:{port}", container["args"])
            (offered,) = kustomization.find(BASE, "Service", f"lotse-{service}")["spec"]["ports"]
            self.assertEqual((offered["port"], offered["targetPort"]), (port, "grpc"))
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                self.assertIn(f"127.0.0.1:{management}", container[probe]["exec"]["command"][-1])

    def test_management_ports_are_nowhere_else(self):
        management = {port for _, port in settings.ports().values()}
        for path, value in kustomization.leaves(BASE):
            if re.search(r"[pP]ort$", path):
                self.assertNotIn(value, management, path)

    def test_probes_ask_what_is_there(self):
        running = {service: self.daemon(service) for service in SERVICES}
        for service in SERVICES:
            _, container = daemon(BASE, service)
            image = containerfile.images()[f"lotse-{service}"]
            asked = set()
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                *command, address = container[probe]["exec"]["command"]
                self.assertEqual(command, image.probe[:-1])
                path = re.search(r"^http://127\.0\.0\.1:\d+(/.*)$", address)[1]
                self.assertEqual(running[service].status(path), 200, path)
                asked.add((probe, path))
            self.assertEqual(running[service].status("/nothing"), 404)
            self.assertIn(("readinessProbe", "/readyz"), asked)
            # A daemon that drains, or has no room, is not to be killed for it.
            self.assertIn(("livenessProbe", "/livez"), asked)

    def test_time_to_drain(self):
        for service in SERVICES:
            code, printed, _ = settings.daemon.run(
                service, "--data_dir=/var/lib/lotse", "--print-config"
            )
            self.assertEqual(code, 0)
            spec, _ = daemon(BASE, service)
            self.assertGreater(
                spec["terminationGracePeriodSeconds"],
                json.loads(printed)["server"]["drainSeconds"] + 10,
            )
        spec = kustomization.find(BASE, "Deployment", "lotse-edge")["spec"]["template"]["spec"]
        wait = spec["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
        nginx = (ROOT / "deploy/nginx/nginx.conf").read_text(encoding="utf-8")
        shutdown = int(re.search(r"worker_shutdown_timeout (\d+)s;", nginx)[1])
        self.assertGreater(spec["terminationGracePeriodSeconds"], wait + shutdown)

    def test_backups_are_of_the_stores_and_where_these_are(self):
        for service in SERVICES:
            spec = kustomization.find(BASE, "CronJob", f"lotse-{service}-backup")["spec"]
            pod = spec["jobTemplate"]["spec"]["template"]["spec"]
            (container,) = pod["containers"]
            _, of_daemon = daemon(BASE, service)
            data = next(a for a in of_daemon["args"] if a.startswith("--data_dir="))
            flags = dict(arg.split("=") for arg in container["args"] if "=" in arg)
            self.assertEqual(data, f"--data_dir={flags['--data']}/{flags['--stores']}")
            self.assertLessEqual(int(flags["--days"]), 30)
            (term,) = pod["affinity"]["podAffinity"][
                "requiredDuringSchedulingIgnoredDuringExecution"
            ]
            labels = kustomization.labels_of(BASE, f"lotse-{service}")
            self.assertLessEqual(term["labelSelector"]["matchLabels"].items(), labels.items())
            claims = {v["name"]: v["persistentVolumeClaim"]["claimName"] for v in pod["volumes"]}
            self.assertEqual(claims["data"], f"data-lotse-{service}-0")

    def test_what_refers_to_others_is_copied_first(self):
        found = {}
        for service in SERVICES:
            spec = kustomization.find(BASE, "CronJob", f"lotse-{service}-backup")["spec"]
            minute, hour, *_ = spec["schedule"].split()
            found[service] = (int(hour), int(minute))
        self.assertEqual(sorted(found, key=found.get), ["reporting", "survey", "engagement"])

    def test_a_small_machine_keeps_fewer_backups(self):
        for folder, objects in ALL.items():
            for service in SERVICES:
                spec = kustomization.find(objects, "CronJob", f"lotse-{service}-backup")["spec"]
                (container,) = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
                (newest,) = [a for a in container["args"] if a.startswith("--newest=")]
                expected = "--newest=7" if "single-node" in str(folder) else "--newest=14"
                self.assertEqual(newest, expected, folder)

    def test_they_differ_only_in_what_they_run(self):
        def text(service):
            each = kustomization.find(BASE, "StatefulSet", f"lotse-{service}")
            port, management = settings.ports()[service]
            lines = yaml.safe_dump(each).replace(service, "NAME").replace(service.upper(), "NAME")
            lines = lines.replace(str(port), "PORT").replace(str(management), "MANAGEMENT")
            return re.sub(r"(?m)^.*(?:--peer_|_address=|memory:).*\n", "", lines)

        self.assertEqual(len({text(service) for service in SERVICES}), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
