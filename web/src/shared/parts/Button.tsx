import type { ComponentChildren } from "preact";

interface Props {
  children: ComponentChildren;
  onClick?: (() => void) | undefined;
  kind?: "primary" | "plain" | undefined;
  size?: "small" | "wide" | undefined;
  /** It is at work: pressing it again does nothing, and the focus stays. */
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  submit?: boolean | undefined;
  label?: string | undefined;
  describedBy?: string | undefined;
}

export function Button({ children, onClick, kind, size, busy, disabled, submit, label, describedBy }: Props) {
  return (
    <button
      type={submit ? "submit" : "button"}
      class={["button", kind, size].filter(Boolean).join(" ")}
      aria-busy={busy}
      aria-disabled={busy}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={(event) => {
        if (busy) return event.preventDefault();
        onClick?.();
      }}
    >
      {children}
    </button>
  );
}
