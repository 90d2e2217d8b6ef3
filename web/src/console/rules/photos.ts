/** Links of photos expire, and each look brings others. */

interface Photo {
  name: string;
  link: string;
  expires_at: string;
}

const SPARE_MS = 30_000;

/** The photos as they are now, each by the link it had, while that is good for a while longer. */
export function steady<P extends Photo>(before: readonly P[], given: readonly P[], now: number): P[] {
  return given.map((photo) => {
    const known = before.find(({ name }) => name === photo.name);
    return known !== undefined && Date.parse(known.expires_at) - now > SPARE_MS ? known : photo;
  });
}
