import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { Broken } from "../shared/parts/States";
import { Toasts } from "../shared/parts/Toasts";
import { path } from "../shared/router";
import { live, session } from "./app";
import { Entry } from "./Entry";
import { Frame } from "./Frame";
import { Help } from "./Help";
import { pageOf } from "./pages";
import { BACK } from "./session";

/** The console: its entry, or one of its pages within the frame. */
export function App() {
  const back = path.value === BACK;
  const inside = session.who.value !== null && !back;
  useEffect(() => {
    if (inside) live.start();
  }, [inside]);
  if (!inside) return <Entry back={back} />;
  return (
    <>
      <Frame at={path.value}>
        <Guarded at={path.value}>{pageOf(path.value)}</Guarded>
      </Frame>
      <Help />
      <Toasts />
    </>
  );
}

/** A page that breaks leaves the others to be gone to. */
function Guarded({ at, children }: { at: string; children: ComponentChildren }) {
  const [broken, again] = useErrorBoundary();
  useEffect(again, [at]);
  return <>{broken ? <Broken /> : children}</>;
}
