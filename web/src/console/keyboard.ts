/** The keyboard alone is enough: rows by j and k, pages by g and a letter, the search by a slash. */

import { signal } from "@preact/signals";
import { go } from "../shared/router";
import { type Act, press } from "./rules/keys";

export const helping = signal(false);

let going: number | null = null;

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
    const held = event.ctrlKey || event.metaKey || event.altKey;
    const pressed = { key: event.key, at: event.timeStamp, typing: isTyping(event.target), held };
    const [act, waits] = press(going, pressed);
    going = waits;
    if (act !== null && perform(act)) event.preventDefault();
  });
}

/** Whether there was something to do. */
function perform(act: Act): boolean {
  if (typeof act === "object") return done(() => go(act.go));
  switch (act) {
    case "next":
      return move(1);
    case "previous":
      return move(-1);
    case "choose":
      return choose();
    case "search":
      return focus(document.querySelector("[data-search]"));
    case "help":
      return done(() => {
        helping.value = true;
      });
    case "leave":
      return done(() => (document.activeElement as HTMLElement | null)?.blur());
  }
}

/** The rows of the page, each by the one thing in it that takes the focus. */
function move(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const focused = rows.findIndex((row) => row.closest("tr, li")?.contains(document.activeElement));
  const next = focused === -1 ? (by > 0 ? 0 : rows.length - 1) : focused + by;
  return focus(rows[Math.max(0, Math.min(rows.length - 1, next))] ?? null);
}

/** Turns the choice of the row that has the focus. */
function choose(): boolean {
  const row = document.activeElement?.closest("tr")?.querySelector<HTMLElement>("[data-choose]");
  if (!row) return false;
  return done(() => row.click());
}

function focus(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
  return true;
}

function done(work: () => void): true {
  work();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
