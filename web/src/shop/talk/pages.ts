/** The lines of a conversation as they are read: the newest page at first, then what came since, or what was before. */

import { type Signal, signal } from "@preact/signals";
import { type ConversationLine, call } from "../calls";
import { joined } from "./lines";

const PAGE = 30;

export class Pages {
  /** Null before anything was read. */
  readonly lines: Signal<ConversationLine[] | null> = signal(null);
  /** Where older lines begin; null where there are none. */
  readonly older: Signal<string | null> = signal(null);
  private newer: string | null = null;

  constructor(private readonly conversation: string) {}

  /** Reads what is new, and says what else the page told. */
  async read(): Promise<{ online: boolean; readUpto: number }> {
    const body = await this.page(this.newer);
    if (this.newer === null) this.older.value = body.older_cursor;
    this.newer = body.newer_cursor;
    this.take(body.messages);
    return { online: body.online, readUpto: body.read.customer };
  }

  async readOlder(): Promise<void> {
    if (this.older.value === null) return;
    const body = await this.page(this.older.value);
    this.older.value = body.older_cursor;
    this.take(body.messages);
  }

  take(more: readonly ConversationLine[]): void {
    this.lines.value = joined(this.lines.value ?? [], more);
  }

  private async page(cursor: string | null) {
    const path = { conversation: this.conversation };
    const query = cursor === null ? { limit: PAGE } : { limit: PAGE, cursor };
    return (await call("get", "/conversations/{conversation}/messages", { path, query })).body;
  }
}
