/** How this shop takes payments, as `config.json` beside the pages says. */

export interface Config {
  stripe_publishable_key: string | null;
}

const SECONDS = 10;

let asked: Promise<Config> | null = null;

/** Read once, when it is first needed. Rejects where it cannot be; the next asks again. */
export function config(): Promise<Config> {
  asked ??= read().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function read(): Promise<Config> {
  const answer = await fetch("/config.json", { signal: AbortSignal.timeout(SECONDS * 1000) });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  const { stripe_publishable_key } = (await answer.json()) as Partial<Config>;
  return { stripe_publishable_key: stripe_publishable_key || null };
}
