/** How far the customer has read in a conversation. Only what somebody looks at counts. */

import { call } from "../calls";
import { seen } from "./unread";

export class Marker {
  private upto = 0;

  constructor(private readonly conversation: string) {}

  /** It was read so far, here or elsewhere. */
  known(upto: number): void {
    this.upto = Math.max(this.upto, upto);
  }

  /** The last line that is shown. What could not be told is told with the next. */
  async look(last: number): Promise<void> {
    if (last <= this.upto || document.visibilityState !== "visible") return;
    const before = this.upto;
    this.upto = last;
    const path = { conversation: this.conversation };
    await call("put", "/conversations/{conversation}/read", { path, body: { upto: last } }).then(
      () => seen(this.conversation, last),
      () => {
        this.upto = before;
      },
    );
  }
}
