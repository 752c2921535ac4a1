"""deploy/kustomize as a test reads it.

`render` does what `kubectl kustomize` does with the few things that are used here, and
refuses everything else; kubectl of Debian 12 is too old for these files. kustomize_test.py
compares both where a newer one is installed.
"""

import copy
import re
import shutil
import subprocess

import jsonpatch
import yaml

from lotse_testing.places import ROOT

FOLDER = ROOT / "deploy/kustomize"
# Of kustomize 4, which `kubectl kustomize` has from this version on.
MINIMUM_KUBECTL = (1, 21)

_KEYS = {"apiVersion", "kind", "namespace", "resources", "configMapGenerator", "patches", "images"}


def render(folder):
    """The objects of a folder with a kustomization.yaml; generated names have no hash."""
    settings = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    unknown = set(settings) - _KEYS
    if unknown:
        raise AssertionError(f"{folder}: {unknown} is not known here")
    objects = []
    for name in settings.get("resources", []):
        path = folder / name
        if path.is_dir():
            objects += render(path.resolve())
        else:
            objects += yaml.safe_load_all(path.read_text(encoding="utf-8"))
    for generator in settings.get("configMapGenerator", []):
        _generate(folder, generator, objects)
    for patch in settings.get("patches", []):
        objects = _patched(patch, objects)
    for image in settings.get("images", []):
        _rename(image, objects)
    for each in objects:
        if "namespace" in settings and each["kind"] != "Namespace":
            each["metadata"]["namespace"] = settings["namespace"]
    return objects


def _generate(folder, generator, objects):
    data = dict(literal.split("=", 1) for literal in generator.get("literals", []))
    for name in generator.get("files", []):
        data[name.rpartition("/")[2]] = (folder / name).read_text(encoding="utf-8")
    if generator.get("behavior") == "merge":
        find(objects, "ConfigMap", generator["name"])["data"].update(data)
        return
    objects.append({
        "apiVersion": "v1", "kind": "ConfigMap", "data": data,
        "metadata": {"name": generator["name"]},
    })  # fmt: skip


def _patched(patch, objects):
    target, operations = patch["target"], yaml.safe_load(patch["patch"])
    done = []
    hit = False
    for each in objects:
        fits = each["kind"] == target["kind"] and re.fullmatch(
            target["name"], each["metadata"]["name"]
        )
        hit = hit or fits
        done.append(jsonpatch.apply_patch(each, operations) if fits else each)
    if not hit:
        raise AssertionError(f"a patch fits nothing: {target}")
    return done


def _rename(image, objects):
    for each in objects:
        for container in containers(each):
            name, _, tag = container["image"].partition(":")
            if name == image["name"]:
                container["image"] = f"{image.get('newName', name)}:{image.get('newTag', tag)}"


def find(objects, kind, name):
    (found,) = [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]
    return found


def pods(objects):
    """(kind, name, labels, spec) of each object that makes pods."""
    for each in objects:
        template = each.get("spec", {}).get("template")
        if each["kind"] == "CronJob":
            template = each["spec"]["jobTemplate"]["spec"]["template"]
        if template:
            name = each["metadata"]["name"]
            yield each["kind"], name, template["metadata"]["labels"], template["spec"]


def containers(each):
    for *_, spec in pods([each]):
        yield from spec.get("initContainers", []) + spec["containers"]


def kubectl():
    """The program, if it is there and new enough."""
    program = shutil.which("kubectl")
    if program:
        version = subprocess.run(
            [program, "version", "--client"], capture_output=True, text=True, check=False
        ).stdout
        found = re.search(r"v(\d+)\.(\d+)", version)
        if found and (int(found[1]), int(found[2])) >= MINIMUM_KUBECTL:
            return program
    return None


def render_by_kubectl(program, folder):
    """The same as `render`, by kubectl; the hashes of generated names are taken away."""
    done = subprocess.run(
        [program, "kustomize", str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"kubectl kustomize {folder}: {done.stderr}")
    text = re.sub(r"\b(lotse-[a-z]+)-[2-9b-z]{10}$", r"\1", done.stdout, flags=re.MULTILINE)
    return list(yaml.safe_load_all(text))


def ordered(objects):
    return sorted(copy.deepcopy(objects), key=lambda o: (o["kind"], o["metadata"]["name"]))


def labels_of(objects, name):
    """The labels of the pods of a workload."""
    (found,) = [labels for _, each, labels, _ in pods(objects) if each == name]
    return found


def leaves(value, path=""):
    """(path, value) of everything in an object that is no list or map."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{number}")
    else:
        yield path, value


BASE = render(FOLDER / "base")
OVERLAYS = {name: render(FOLDER / "overlays" / name) for name in ("single-node", "production")}
ALL = {"base": BASE, **OVERLAYS}
