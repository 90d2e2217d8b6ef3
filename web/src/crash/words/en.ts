import common from "../../shared/words/en";

export default {
  ...common,
  "crash.title": "The crash bench",
} as const;
