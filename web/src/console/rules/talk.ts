/** What an operator said and the shop has not stored yet, and who is typing. */

import type { Line } from "./shapes";

export interface Said {
  client_id: string;
  text: string;
  /** Why it could not be sent; null while it is on its way. */
  error: unknown;
}

/** Those that do not stand in the conversation yet: each is known by its client_id. */
export function stillUnsaid(said: readonly Said[], lines: readonly Pick<Line, "client_id">[]): Said[] {
  const stored = new Set(lines.map(({ client_id }) => client_id));
  return said.filter(({ client_id }) => !stored.has(client_id));
}

/** Whether a message tells that the customer of this conversation is typing: one's colleagues are told, too. */
export function theirTyping(message: { conversation: string; from: string }, id: string): boolean {
  return message.conversation === id && message.from === "customer";
}
