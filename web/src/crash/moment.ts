import { date } from "../shared/words";

/** A time of the control's, in Unix seconds, to the second. */
export const moment = (seconds: number): string => date(new Date(seconds * 1000).toISOString(), "seconds");
