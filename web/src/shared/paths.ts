/** The part of a path that stands where the pattern has a star, or null: `/orders/*` of `/orders/ord_1` is `ord_1`. */
export function partOf(pattern: string, of: string): string | null {
  const [before = "", after = ""] = pattern.split("*");
  const part = of.slice(before.length, of.length - after.length);
  const fits = of.startsWith(before) && of.endsWith(after) && part !== "" && !part.includes("/");
  return fits ? decoded(part) : null;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
