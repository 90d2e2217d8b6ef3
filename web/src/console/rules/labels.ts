/** Labels at the ends of lines, moved apart so that each can be read: from above, at least `gap` below the last. */
export function labelled<T extends { y: number }>(labels: readonly T[], gap: number): T[] {
  const placed: T[] = [];
  for (const label of [...labels].sort((one, other) => one.y - other.y)) {
    const before = placed.at(-1);
    placed.push({ ...label, y: before === undefined ? label.y : Math.max(label.y, before.y + gap) });
  }
  return placed;
}
