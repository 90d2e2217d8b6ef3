/** What was written in a conversation and is not stored yet. It goes out one after the other, and again on demand. */

import { type Signal, signal } from "@preact/signals";
import { why } from "../../shared/refusals";
import { type ConversationLine, call } from "../calls";
import { stillUnsent, type Unsent } from "./lines";

export class Outbox {
  readonly unsent: Signal<Unsent[]> = signal([]);
  readonly wrong: Signal<string | null> = signal(null);
  private sending: Promise<void> = Promise.resolve();

  /** `stored` is told of each message once the shop has it. */
  constructor(
    private readonly conversation: string,
    private readonly stored: (line: ConversationLine) => void,
  ) {}

  write(text: string): void {
    const message = { client_id: crypto.randomUUID(), text, failed: false };
    this.unsent.value = [...this.unsent.value, message];
    this.send(message);
  }

  again(clientId: string): void {
    for (const one of this.failed()) if (one.client_id === clientId) this.send(one);
  }

  /** What could not leave goes out by itself, once there is a network. */
  resend(): void {
    for (const one of this.failed()) this.send(one);
  }

  /** What stands among the lines is unsent no more. */
  found(lines: readonly ConversationLine[]): void {
    this.unsent.value = stillUnsent(this.unsent.value, lines);
  }

  private failed(): Unsent[] {
    return this.unsent.value.filter(({ failed }) => failed);
  }

  /** One after the other, so that they stand as they were written. */
  private send(message: Unsent): void {
    this.mark(message.client_id, false);
    this.sending = this.sending.then(() => this.deliver(message));
  }

  private async deliver({ client_id, text }: Unsent): Promise<void> {
    const path = { conversation: this.conversation };
    try {
      const asking = { path, body: { client_id, text }, repeatable: true };
      const { body } = await call("post", "/conversations/{conversation}/messages", asking);
      this.wrong.value = null;
      this.stored(body);
    } catch (error) {
      this.wrong.value = why(error);
      this.mark(client_id, true);
    }
  }

  private mark(clientId: string, failed: boolean): void {
    this.unsent.value = this.unsent.value.map((one) =>
      one.client_id === clientId ? { ...one, failed } : one,
    );
  }
}
