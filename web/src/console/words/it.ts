import common from "../../shared/words/it";
import type en from "./en";

export default {
  ...common,
  "console.title": "La console",
} satisfies Record<keyof typeof en, unknown>;
