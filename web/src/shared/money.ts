/** Amounts as people of a language read them. Integer minor units in, text out; no arithmetic on fractions. */

export interface Money {
  amount: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** `{amount: 2660, currency: "EUR"}` is "€26.60" in English and "26,60 €" in Italian. */
export function moneyText({ amount, currency }: Money, language: string): string {
  const format = formatOf(language, currency);
  return format.format(amount / 10 ** exponentOf(format));
}

/** So many digits of an amount stand behind the point: ISO 4217's. */
export const digitsOf = (currency: string): number => exponentOf(formatOf("en", currency));

function formatOf(language: string, currency: string): Intl.NumberFormat {
  const name = `${language} ${currency}`;
  const format = formats.get(name) ?? new Intl.NumberFormat(language, { style: "currency", currency });
  formats.set(name, format);
  return format;
}

function exponentOf(format: Intl.NumberFormat): number {
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
