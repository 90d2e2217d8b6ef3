/** Moments as people of a language read them, in the time zone of their browser. RFC 3339 in, text out. */

const formats = new Map<string, Intl.DateTimeFormat>();

const SHAPES = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  precise: { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 },
  day: { day: "numeric", month: "long" },
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type Shape = keyof typeof SHAPES;

export function dateText(at: string, shape: Shape, language: string): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? "" : formatOf(language, shape).format(moment);
}

/** The time alone today, with its day before that. */
export function whenText(at: string, language: string, now = new Date()): string {
  return dateText(at, new Date(at).toDateString() === now.toDateString() ? "time" : "moment", language);
}

/** "Europe/Rome": whose clock is shown. */
export function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function formatOf(language: string, shape: Shape): Intl.DateTimeFormat {
  const name = `${language} ${shape}`;
  const format = formats.get(name) ?? new Intl.DateTimeFormat(language, SHAPES[shape]);
  formats.set(name, format);
  return format;
}
