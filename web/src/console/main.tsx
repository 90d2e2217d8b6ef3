import "../shared/tokens.css";
import "../shared/base.css";
import { render } from "preact";
import { speak } from "../shared/words";
import { App } from "./App";
import { tables } from "./words";

await speak(tables);
render(<App />, document.getElementById("app") as HTMLElement);
