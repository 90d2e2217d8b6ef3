/** Amounts as people of a language read them. Integer minor units in, text out; no arithmetic on fractions. */

export interface Money {
  amount: number;
  currency: string;
}

/**
 * ISO 4217's digits behind the point, where they are not two: as in functions/shared/money.py. Browsers have another
 * list, of how amounts are written by people: there forints have no cents.
 */
const OTHER_DIGITS = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};
const DIGITS = new Map(
  Object.entries(OTHER_DIGITS).flatMap(([digits, names]) =>
    names.split(" ").map((currency) => [currency, Number(digits)] as const),
  ),
);

const formats = new Map<string, Intl.NumberFormat>();

/** `{amount: 2660, currency: "EUR"}` is "€26.60" in English and "26,60 €" in Italian. */
export function moneyText({ amount, currency }: Money, language: string): string {
  return formatOf(language, currency).format(amount / 10 ** digitsOf(currency));
}

/** So many digits of an amount stand behind the point. */
export const digitsOf = (currency: string): number => DIGITS.get(currency) ?? 2;

function formatOf(language: string, currency: string): Intl.NumberFormat {
  const name = `${language} ${currency}`;
  const format = formats.get(name) ?? newFormat(language, currency);
  formats.set(name, format);
  return format;
}

function newFormat(language: string, currency: string): Intl.NumberFormat {
  const digits = digitsOf(currency);
  const behind = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, { style: "currency", currency, ...behind });
}
