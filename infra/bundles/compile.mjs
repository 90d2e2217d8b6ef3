// node compile.mjs FOLDER HOME: compiles the sources below FOLDER with the Python that Lambda runs.
//
// Pyodide is CPython built for WebAssembly. Its bytecode is that of any CPython of the same minor version, so
// neither that Python nor Docker has to be installed.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [folder, home] = process.argv.slice(2);
const program = readFileSync(new URL("compile_tree.py", import.meta.url), "utf8");

const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", PYTHONWARNINGS: "ignore" } });
python.FS.mkdirTree("/bundle");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/bundle");

const scope = python.toPy({ __name__: "compile_tree", home });
python.runPython(program, { globals: scope });
const failures = python.runPython("compile_tree('/bundle', home)", { globals: scope }).toJs();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length ? 1 : 0;
