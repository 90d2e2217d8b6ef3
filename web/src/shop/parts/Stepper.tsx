import { t } from "../words";

interface Props {
  /** Of what there are so many. */
  name: string;
  n: number;
  shown?: string;
  fewest: number;
  most: number;
  locked?: boolean;
  onStep: (more: 1 | -1) => void;
}

/** One more, one fewer. */
export function Stepper({ name, n, shown, fewest, most, locked = false, onStep }: Props) {
  return (
    <fieldset class="stepper">
      <legend class="unseen">{t("line.units", { name })}</legend>
      <button
        type="button"
        disabled={locked || n <= fewest}
        aria-label={t("line.fewer", { name })}
        onClick={() => onStep(-1)}
      >
        −
      </button>
      <output class="number">{shown ?? n}</output>
      <button
        type="button"
        disabled={locked || n >= most}
        aria-label={t("line.more", { name })}
        onClick={() => onStep(1)}
      >
        +
      </button>
    </fieldset>
  );
}
