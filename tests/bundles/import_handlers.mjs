// node import_handlers.mjs CODE LAYER HANDLERS ENVIRONMENT: import_handlers.py in Lambda's own Python version,
// on the shipped bundles, each where Lambda has it.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [code, layer, handlers, environment] = process.argv.slice(2);
const program = readFileSync(new URL("import_handlers.py", import.meta.url), "utf8");

const python = await loadPyodide({ env: JSON.parse(environment) });
for (const [folder, place] of [[code, "/var/task"], [layer, "/opt"]]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
}
const scope = python.toPy({ __name__: "import_handlers", handlers });
python.runPython(program, { globals: scope });
console.log(
  python.runPython("json.dumps(import_all(['/var/task', '/opt/python'], json.loads(handlers)))", { globals: scope }),
);
