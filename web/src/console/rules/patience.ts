/** When something that is shown is read again. */

const LONGEST_SECONDS = 60;

/** Seconds until the next look: `every` while looks succeed, twice as long after each that failed. */
export function nextLook(every: number, failures: number): number {
  return Math.min(Math.max(every, LONGEST_SECONDS), every * 2 ** failures);
}
