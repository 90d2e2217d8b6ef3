import type { ComponentChildren } from "preact";
import { Icon, type Tone } from "./Badge";

/** One thing that the reader should know, within a page. `alert` interrupts a screen reader; else it waits its turn. */
export function Notice({
  tone,
  alert,
  children,
}: {
  tone: Tone;
  alert?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone}`} role={alert ? "alert" : "status"}>
      <Icon tone={tone} />
      <div>{children}</div>
    </div>
  );
}
