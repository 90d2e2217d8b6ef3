import common from "../../shared/words/it";
import type en from "./en";

export default {
  ...common,
  "crash.title": "Il banco dei guasti",
} satisfies Record<keyof typeof en, unknown>;
