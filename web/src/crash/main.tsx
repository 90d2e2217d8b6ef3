import "./crash.css";
import { render } from "preact";
import { speak } from "../shared/words";
import { App } from "./App";
import { start } from "./store";
import { tables } from "./words";

await speak(tables);
start();
render(<App />, document.getElementById("app") as HTMLElement);
