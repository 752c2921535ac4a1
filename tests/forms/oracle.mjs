// Fills in an XForm with the reference engine of ODK (`@getodk/xforms-engine`), so that ours can be
// compared with it: what is relevant, required, read only, computed, violated and offered.
//
//   node oracle.mjs [--now MOMENT] FORM.xml
//
// FORM.xml     the form. Files that it names as `jr://…/NAME` are looked for beside it.
// --now MOMENT the clock stands still at this moment of ISO 8601, for `now()` and `today()`.
//
// It reads one JSON object a line on stdin and answers each with one JSON object a line on stdout, in
// the same order. First comes one line without a command: how the form was loaded. Whatever fails is
// answered with `{"error": TEXT}` and changes nothing; only a form that cannot be loaded ends the
// program, with status 1.
//
//   (start)                                          {"languages": [NAME…], "warnings": [TEXT…]}
//   {"do": "new"}                                    a new response; the form is not loaded again   {}
//   {"do": "language", "name": NAME}                 texts are in this language from now on         {}
//   {"do": "set", "path": PATH, "value": TEXT}       the answer as the instance has it: choices     {}
//                                                    with a space between them, dates in ISO 8601,
//                                                    "" for none, "OK" for an acknowledgement
//   {"do": "add", "path": PATH}                      adds an instance at the end of a repeat        {}
//   {"do": "remove", "path": PATH, "index": NUMBER}  removes an instance of a repeat, from 1        {}
//   {"do": "state"}                                  {"nodes": [NODE…]}
//   {"do": "time", "answers": [{"name", "value"}…],  a new response with these answers, so many
//    "runs": NUMBER}                                 times; a name is the last part of a path
//                                                    {"milliseconds": [NUMBER…], "violations": NUMBER}
//
// A PATH is absolute, with the number of the instance behind each repeat: `/data/person[2]/age`. That
// of a repeat as a whole, for `add` and `remove`, has no number at its end.
//
// A NODE, in the order of the form, is
//   {"path", "kind", "relevant", "required", "readonly", "label", "hint"}     and, for a question,
//   {"value": TEXT, "violations": [{"condition": "required" | "constraint", "message": TEXT | null}],
//    "choices": [{"value", "label"}…] | null}
// `kind` is what the engine calls it: root, group, repeat, repeat-instance, input, note, select, rank,
// range, trigger, upload, model-value. A text that is absent is null.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { JSDOM } from "jsdom";

const { values: options, positionals } = parseArgs({
  options: { now: { type: "string" } },
  allowPositionals: true,
});
if (positionals.length !== 1) {
  console.error("usage: node oracle.mjs [--now MOMENT] FORM.xml");
  process.exit(2);
}
const [formFile] = positionals;

prepareGlobals();
const engine = await import("@getodk/xforms-engine");

// The engine is written for browsers; what it takes from them comes from jsdom. A part of it was
// bundled as CommonJS and looks for these two names while it is imported.
function prepareGlobals() {
  const { window } = new JSDOM("", { url: "https://forms.example/" });
  globalThis.__dirname = import.meta.dirname;
  globalThis.require = createRequire(import.meta.url);
  globalThis.window = window;
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!(name in globalThis)) globalThis[name] = window[name];
  }
  if (options.now === undefined) return;
  const now = Date.parse(options.now);
  if (Number.isNaN(now)) throw new Error(`${options.now} is no moment`);
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length === 0 ? [now] : given));
    }
    static now() {
      return now;
    }
  };
}

const CONTENT_TYPES = { ".xml": "text/xml", ".geojson": "application/geo+json" };

async function fetchAttachment(resource) {
  const name = basename(decodeURIComponent(String(resource)));
  try {
    return new Response(await readFile(join(dirname(formFile), name), "utf8"), {
      headers: { "content-type": CONTENT_TYPES[extname(name)] ?? "text/csv" },
    });
  } catch {
    return new Response("", { status: 404 });
  }
}

class Filling {
  #form;
  #root;

  constructor(form) {
    this.#form = form;
    this.start();
  }

  get root() {
    return this.#root;
  }

  start() {
    this.#root = this.#form.createInstance({
      preloadProperties: {
        deviceID: "device-1",
        email: "person@forms.example",
        username: "person",
        phoneNumber: "+49 30 1",
      },
    }).root;
  }

  find(path) {
    for (const [at, node] of nodesBelow(this.#root)) if (at === path) return node;
    throw new Error(`there is no node ${path}`);
  }
}

// All nodes with their paths, in the order of the form.
function* nodesBelow(root) {
  const pending = [[root.currentState.reference, root]];
  while (pending.length > 0) {
    const [path, node] = pending.pop();
    yield [path, node];
    const children = node.currentState.children ?? [];
    for (const child of [...children].reverse()) pending.push([pathOf(child), child]);
  }
}

function pathOf(node) {
  return node.currentState.reference;
}

function isRepeat(node) {
  return node.nodeType.startsWith("repeat-range");
}

function textOf(text) {
  return text?.asString ?? null;
}

function stateOf(path, node) {
  const { relevant, required, readonly, label, hint } = node.currentState;
  const state = {
    path,
    kind: isRepeat(node) ? "repeat" : node.nodeType,
    relevant,
    required,
    readonly,
    label: textOf(label),
    hint: textOf(hint),
  };
  if (node.currentState.children !== null) return state;
  return {
    ...state,
    value: node.currentState.instanceValue,
    violations: violationsOf(node.validationState),
    choices: choicesOf(node.currentState.valueOptions),
  };
}

function violationsOf({ constraint, required }) {
  return [required, constraint]
    .filter((condition) => condition && !condition.valid)
    .map(({ condition, message }) => ({ condition, message: textOf(message) }));
}

function choicesOf(options) {
  if (!Array.isArray(options)) return null;
  return options.map(({ value, label }) => ({ value, label: textOf(label) }));
}

function setValue(node, text) {
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (node.currentState.readonly) throw new Error("the node is read only");
  switch (node.nodeType) {
    case "select":
      return node.selectValues(words);
    case "rank":
      return node.setValues(words);
    case "trigger":
      return node.setValue(text === "OK");
    case "upload":
      return node.setValue(text === "" ? null : new File(["x"], text));
    case "input":
    case "range":
      return node.setValue(text === "" && node.valueType !== "string" ? null : text);
    default:
      throw new Error(`a node of the kind ${node.nodeType} takes no answer`);
  }
}

const commands = {
  new(filling) {
    filling.start();
  },
  language({ root }, { name }) {
    const found = root.languages.find(({ language }) => language === name);
    if (!found) throw new Error(`there is no language ${name}`);
    root.setLanguage(found);
  },
  set(filling, { path, value }) {
    if (typeof value !== "string") throw new Error("the value is no text");
    setValue(filling.find(path), value);
  },
  add(filling, { path }) {
    const repeat = filling.find(path);
    if (!repeat.addInstances) throw new Error(`nothing can be added to ${path}`);
    repeat.addInstances(repeat.currentState.children.length - 1);
  },
  remove(filling, { path, index }) {
    const repeat = filling.find(path);
    if (!repeat.removeInstances) throw new Error(`nothing can be removed from ${path}`);
    const count = repeat.currentState.children.length;
    if (!Number.isInteger(index) || index < 1 || index > count) {
      throw new Error(`${path} has the instances 1 to ${count}`);
    }
    repeat.removeInstances(index - 1);
  },
  // Processor time, of what the engine does and not of how a node is found here.
  time(filling, { answers, runs }) {
    const milliseconds = [];
    let violations = 0;
    for (let run = 0; run < runs; ++run) {
      let spent = 0;
      const timed = (work) => {
        const start = process.cpuUsage();
        const result = work();
        const { user, system } = process.cpuUsage(start);
        spent += (user + system) / 1000;
        return result;
      };
      timed(() => filling.start());
      const nodes = new Map();
      for (const [path, node] of nodesBelow(filling.root)) nodes.set(path.split("/").pop(), node);
      for (const { name, value } of answers) timed(() => setValue(nodes.get(name), value));
      violations = timed(() => filling.root.validationState.violations.length);
      milliseconds.push(spent);
    }
    return { milliseconds, violations };
  },
  state({ root }) {
    return { nodes: Array.from(nodesBelow(root), ([path, node]) => stateOf(path, node)) };
  },
};

function answer(filling, line) {
  try {
    const command = JSON.parse(line);
    if (!Object.hasOwn(commands, command.do)) {
      throw new Error(`what is ${command.do}? One of: ${Object.keys(commands).join(" ")}`);
    }
    return commands[command.do](filling, command) ?? {};
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function messageOf(error) {
  return error?.message || String(error);
}

function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function load() {
  const xml = await readFile(formFile, "utf8");
  const form = await engine.loadForm(xml, {
    fetchFormAttachment: fetchAttachment,
    missingResourceBehavior: engine.MISSING_RESOURCE_BEHAVIOR?.BLANK,
  });
  if (form.status === "failure") throw new Error(form.error?.message ?? "the form was not loaded");
  return form;
}

async function main() {
  let filling;
  try {
    const form = await load();
    filling = new Filling(form);
    tell({
      languages: filling.root.languages.map(({ language }) => language).filter(Boolean),
      warnings: (form.warnings ?? []).map(messageOf),
    });
  } catch (error) {
    tell({ error: messageOf(error) });
    process.exitCode = 1;
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) tell(answer(filling, line));
}

await main();
