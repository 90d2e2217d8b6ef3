// Holds state machines against npm's asl-validator: `node graph.js < definitions`.
// Reads a JSON object, each file's definition under the file's name. Prints JSON: for each file that has any, its
// errors as {file, code, message}.
"use strict";

const fs = require("fs");
const validate = require("asl-validator");

const definitions = JSON.parse(fs.readFileSync(0, "utf8"));
const errors = Object.entries(definitions).flatMap(([file, definition]) => {
  const result = validate(definition, { checkPaths: true, checkArn: true });
  return result.errors.map((error) => ({ file, code: error["Error code"], message: error.Message }));
});
process.stdout.write(JSON.stringify(errors));
