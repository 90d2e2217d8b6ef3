import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface InputProps {
  inputMode?: "email" | "tel" | "search";
  name?: string;
  autoComplete?: string;
  maxLength?: number;
  required?: boolean;
  /** Enter was pressed: within another form, whose button it is not to press. */
  onEnter?: () => void;
  /** It was written, and left. */
  onSettle?: (value: string) => void;
}

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  wrong?: string | undefined;
  hint?: ComponentChildren;
}

/** A line of text with its label, and what is wrong with it below. */
export function Field(props: Props & InputProps) {
  const { label, value, onInput, wrong, hint, onEnter, onSettle, ...input } = props;
  const id = useId();
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || onEnter === undefined) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined && hint === undefined ? undefined : `${id}-more`}
        onInput={(event) => onInput(event.currentTarget.value)}
        onChange={(event) => onSettle?.(event.currentTarget.value)}
        onKeyDown={enter}
      />
      <More id={`${id}-more`} wrong={wrong} hint={hint} />
    </div>
  );
}

interface SelectProps extends Props {
  options: readonly { value: string; text: string }[];
  autoComplete?: string;
}

export function SelectField({ label, value, onInput, wrong, hint, options, autoComplete }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        autoComplete={autoComplete}
        aria-invalid={wrong !== undefined}
        onChange={(event) => onInput(event.currentTarget.value)}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
      <More id={`${id}-more`} wrong={wrong} hint={hint} />
    </div>
  );
}

interface TextProps extends Props {
  rows?: number;
  maxLength?: number;
}

export function TextField({ label, value, onInput, wrong, hint, rows = 3, maxLength }: TextProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        maxLength={maxLength}
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined && hint === undefined ? undefined : `${id}-more`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <More id={`${id}-more`} wrong={wrong} hint={hint} />
    </div>
  );
}

function More({ id, wrong, hint }: { id: string; wrong: string | undefined; hint: ComponentChildren }) {
  if (wrong === undefined && hint === undefined) return null;
  return (
    <p id={id} class={wrong === undefined ? "muted small" : "wrong"}>
      {wrong ?? hint}
    </p>
  );
}
