/** What all pages of the console share: the session, the calls in its name, and its socket. */

import { caller } from "../shared/call";
import { liveOf } from "../shared/live";
import { operatorSession } from "./session";

export const session = operatorSession();
export const call = caller(session);
export const live = liveOf(call);
