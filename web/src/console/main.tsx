import "./console.css";
import "./order.css";
import { render } from "preact";
import { follow } from "../shared/router";
import { speak } from "../shared/words";
import { App } from "./App";
import { listen } from "./keyboard";
import { tables } from "./words";

await speak(tables);
follow((path) => path === "/console" || path.startsWith("/console/"));
listen();
render(<App />, document.getElementById("app") as HTMLElement);
