import { signal } from "@preact/signals";
import { say } from "../words";

interface Toast {
  id: number;
  text: string;
}

const SECONDS = 6;

const toasts = signal<Toast[]>([]);
const announced = signal("");
let last = 0;

/** Says something in passing, for a few seconds; screen readers are told, too. */
export function toast(text: string): void {
  last += 1;
  const shown = { id: last, text };
  toasts.value = [...toasts.value.filter((one) => one.text !== text), shown].slice(-2);
  setTimeout(() => take(shown.id), SECONDS * 1000);
}

/** Says something to screen readers alone: those who see have it before their eyes. */
export function announce(text: string): void {
  announced.value = "";
  setTimeout(() => {
    announced.value = text;
  }, 50);
}

export function Toasts() {
  return (
    <>
      <p class="unseen" role="status">
        {announced.value}
      </p>
      <Shown />
    </>
  );
}

function Shown() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map((one) => (
        <div class="toast" key={one.id}>
          <span>{one.text}</span>
          <button type="button" aria-label={say("action.close")} onClick={() => take(one.id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}

function take(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
