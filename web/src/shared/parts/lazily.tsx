import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failed, Loading } from "./States";

export interface Lazy<P> {
  (props: P): preact.JSX.Element;
  /** Loads it before it is needed. */
  ahead(): void;
}

/** A component whose code is loaded when it is first shown, or ahead of that. Where it cannot be, the page is loaded
 * anew: there may be another version of it by now. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  let loaded: ComponentType<P> | null = null;
  const get = () =>
    load().then((component) => {
      loaded = component;
    });

  function Lazily(props: P) {
    const [failed, setFailed] = useState(false);
    const [, shown] = useState(0);
    useEffect(() => {
      if (loaded !== null) return;
      get().then(
        () => shown(1),
        () => setFailed(true),
      );
    }, []);
    const Loaded = loaded;
    if (Loaded !== null) return <Loaded {...props} />;
    return failed ? <Failed onRetry={() => location.reload()} /> : <Loading rows={4} />;
  }
  Lazily.ahead = () => void get().catch(() => undefined);
  return Lazily;
}
