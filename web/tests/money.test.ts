import { expect, test } from "vitest";
import { moneyText } from "../src/shared/money";

const plain = (text: string) => text.replace(/\s/g, " ");

test.each([
  [{ amount: 2660, currency: "EUR" }, "en", "€26.60"],
  [{ amount: 2660, currency: "EUR" }, "it", "26,60 €"],
  [{ amount: 123456789, currency: "EUR" }, "en", "€1,234,567.89"],
  [{ amount: -5, currency: "EUR" }, "en", "-€0.05"],
  [{ amount: 250000, currency: "HUF" }, "en", "HUF 2,500.00"],
  [{ amount: 250000, currency: "HUF" }, "it", "2500,00 HUF"],
  [{ amount: 500, currency: "JPY" }, "en", "¥500"],
  [{ amount: 500, currency: "JPY" }, "it", "500 JPY"],
  [{ amount: 1234, currency: "KWD" }, "en", "KWD 1.234"],
  [{ amount: 1250, currency: "BHD" }, "it", "1,250 BHD"],
])(
  "minor units become money by the currency's exponent and the language: %j in %s",
  (money, language, text) => {
    expect(plain(moneyText(money, language))).toBe(text);
  },
);
