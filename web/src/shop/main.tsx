import "./shop.css";
import { render } from "preact";
import { follow, path } from "../shared/router";
import { speak } from "../shared/words";
import { App } from "./App";
import { begin } from "./begin";
import { isOurs } from "./pages";
import { tables } from "./words";

await speak(tables);
follow(isOurs);
begin(path.value);
render(<App />, document.getElementById("app") as HTMLElement);
