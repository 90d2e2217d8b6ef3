// Holds state machine files against npm's asl-validator: `node graph.js FILE...`.
// Prints JSON: for each file that has any, its errors as {file, code, message}.
"use strict";

const fs = require("fs");
const validate = require("asl-validator");

const errors = process.argv.slice(2).flatMap((file) => {
  const result = validate(JSON.parse(fs.readFileSync(file, "utf8")), { checkPaths: true, checkArn: true });
  return result.errors.map((error) => ({ file, code: error["Error code"], message: error.Message }));
});
process.stdout.write(JSON.stringify(errors));
