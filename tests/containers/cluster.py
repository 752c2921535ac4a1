"""The pods of deploy/kustomize as specs on a host: what kubelet makes of volumes and variables."""

import functools
import pathlib

import containerfile
import kustomization
import sandbox


def host(folder, images, objects, secrets):
    """All pods of the objects, by the names of their workloads. `secrets` is a folder with one
    for each secret. In the one network of the test the services have one address."""
    edge = kustomization.find(objects, "Deployment", "lotse-edge")["spec"]["template"]["spec"]
    (sysctl,) = edge["securityContext"]["sysctls"]
    services = [o["metadata"]["name"] for o in objects if o["kind"] == "Service"]
    made = sandbox.Host(folder, images, sysctl["value"], services)
    volumes = Volumes(made, objects, pathlib.Path(secrets))
    for kind, name, _, pod in kustomization.pods(objects):
        (container,) = pod["containers"]
        context = pod["securityContext"]
        image = container["image"].partition(":")[0]
        environment = _environment(objects, container, f"{name}-pod")
        arguments = None
        if "args" in container:
            words = [
                word.replace("$(POD)", environment.get("POD", "")) for word in container["args"]
            ]
            arguments = containerfile.images()[image].entrypoint + words
        probe = container.get("startupProbe", container.get("livenessProbe"))
        made.specs[name] = sandbox.Spec(
            image, [made.names, *volumes.mounts(kind, name, pod, container)],
            container["securityContext"]["readOnlyRootFilesystem"],
            container["securityContext"]["capabilities"]["drop"],
            user=f"{context['runAsUser']}:{context['runAsGroup']}", environment=environment,
            arguments=arguments, probe=probe and probe["exec"]["command"],
        )  # fmt: skip
    return made


def _environment(objects, container, pod):
    found = {}
    for source in container.get("envFrom", []):
        name = source["configMapRef"]["name"]
        for key, value in kustomization.find(objects, "ConfigMap", name)["data"].items():
            found[source["prefix"] + key] = value
    for variable in container.get("env", []):
        assert variable["valueFrom"] == {"fieldRef": {"fieldPath": "metadata.name"}}, variable
        found[variable["name"]] = pod
    return found


class Volumes:
    """Folders on this machine for the volumes of pods."""

    def __init__(self, made, objects, secrets):
        self.host = made
        self.objects = objects
        self.secrets = secrets

    def mounts(self, kind, name, pod, container):
        volumes = {volume["name"]: volume for volume in pod.get("volumes", [])}
        if kind == "StatefulSet":
            each = kustomization.find(self.objects, kind, name)
            for claim in each["spec"]["volumeClaimTemplates"]:
                title = claim["metadata"]["name"]
                volumes[title] = {"persistentVolumeClaim": {"claimName": f"{title}-{name}-0"}}
        for mount in container["volumeMounts"]:
            volume = volumes[mount["name"]]
            if "emptyDir" in volume:
                yield ("--perms", "0777", "--tmpfs", mount["mountPath"])
                continue
            source = self._folder(name, volume) / mount.get("subPath", "")
            yield (
                "--ro-bind" if mount.get("readOnly") else "--bind",
                str(source),
                mount["mountPath"],
            )

    def _folder(self, name, volume):
        if "persistentVolumeClaim" in volume:
            # Open to the group of the pod, as fsGroup makes it.
            make = functools.partial(pathlib.Path.mkdir, mode=0o2770)
            return self.host.volume(volume["persistentVolumeClaim"]["claimName"], make)
        return self.host.volume(f"{name}-{volume['name']}", functools.partial(self._fill, volume))

    def _fill(self, volume, folder):
        folder.mkdir()
        if "configMap" in volume:
            data = kustomization.find(self.objects, "ConfigMap", volume["configMap"]["name"])[
                "data"
            ]
            items = volume["configMap"].get("items") or [{"key": k, "path": k} for k in data]
            for item in items:
                folder.joinpath(item["path"]).write_text(data[item["key"]], encoding="utf-8")
        for source in volume.get("projected", {}).get("sources", []):
            for item in source["secret"]["items"]:
                content = self.secrets.joinpath(source["secret"]["name"], item["key"]).read_bytes()
                folder.joinpath(item["path"]).write_bytes(content)
        if "secret" in volume:
            for file in self.secrets.joinpath(volume["secret"]["secretName"]).iterdir():
                folder.joinpath(file.name).write_bytes(file.read_bytes())
