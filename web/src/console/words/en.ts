import common from "../../shared/words/en";

export default {
  ...common,
  "console.title": "The console",
} as const;
