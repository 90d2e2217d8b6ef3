/** What the browser keeps for the page, as JSON. Where it keeps nothing (a full disk, a private window), all goes on
 * without. Never tokens, never cards. */

export function kept<T>(name: string, where: Storage | null = durable()): T | null {
  try {
    const text = where?.getItem(name) ?? null;
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown, where: Storage | null = durable()): void {
  try {
    where?.setItem(name, JSON.stringify(value));
  } catch {
    // It is a convenience: the page has the value, too.
  }
}

export function forget(name: string, where: Storage | null = durable()): void {
  try {
    where?.removeItem(name);
  } catch {
    // As above.
  }
}

/** For all tabs, and for tomorrow. */
export function durable(): Storage | null {
  return storage("localStorage");
}

/** For this tab alone, as long as it is open: a reload finds it. */
export function ofThisTab(): Storage | null {
  return storage("sessionStorage");
}

function storage(which: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return window[which];
  } catch {
    return null;
  }
}
