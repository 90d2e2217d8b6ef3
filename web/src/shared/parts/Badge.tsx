export type Tone = "good" | "warn" | "bad" | "busy" | "plain";

const ICONS: Record<Tone, string> = { good: "✓", warn: "!", bad: "✕", busy: "◐", plain: "○" };

/** A state: its word, and an icon beside it, since colour alone tells nobody. */
export function Badge({ tone, word }: { tone: Tone; word: string }) {
  return (
    <span class={`badge ${tone}`}>
      <Icon tone={tone} />
      {word}
    </span>
  );
}

export function Icon({ tone }: { tone: Tone }) {
  return (
    <span class="icon" aria-hidden="true">
      {ICONS[tone]}
    </span>
  );
}
