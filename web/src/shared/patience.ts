/** How often and how late something is tried again. */

const COME_AGAIN = new Set([429, 502, 503, 504]);
const LONGEST_PAUSE_SECONDS = 10;
const FIRST_PAUSE_SECONDS = 0.5;

/** Seconds before the next try of a call, or null where it is given up: the shop asked for a longer pause than a
 * person waits, it said no, or it was tried often enough. `status` is null where nobody answered. */
export function pauseBefore(tried: number, most: number, status: number | null, retryAfter: number | null) {
  if (tried >= most || (status !== null && !COME_AGAIN.has(status))) return null;
  const asked = retryAfter ?? FIRST_PAUSE_SECONDS * 2 ** (tried - 1);
  return asked > LONGEST_PAUSE_SECONDS ? null : asked;
}

/** Seconds before a socket is opened again: soon at first, at most half a minute, and never all pages at once.
 * `random` is between 0 and 1. */
export function pauseBeforeSocket(failures: number, random: number): number {
  const longest = Math.min(30, 2 ** failures);
  return longest * (0.5 + random / 2);
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
