/** What of a product's options is chosen, and what that costs. */

import type { Money } from "../../shared/money";
import type { Chosen, Option, Product } from "../calls";

/** The first of each choice that has to be made, and nothing else. */
export function plainChoice(product: Product): Chosen {
  const required = product.options.filter((option) => option.required && option.choices.length > 0);
  return Object.fromEntries(required.map((option) => [option.name, first(option)]));
}

function first({ multiple, choices }: Option): string | string[] {
  const name = choices[0]?.name ?? "";
  return multiple ? [name] : name;
}

/** What was chosen, as far as the product still has it; what has to be chosen and is not, plainly. */
export function fitting(product: Product, chosen: Chosen): Chosen {
  const fits: Chosen = plainChoice(product);
  for (const option of product.options) {
    const names = namesOf(chosen[option.name]).filter((name) =>
      option.choices.some((each) => each.name === name),
    );
    if (names.length > 0) fits[option.name] = option.multiple ? names : (names[0] ?? "");
  }
  return fits;
}

export const namesOf = (chosen: string | string[] | undefined): string[] =>
  chosen === undefined ? [] : [chosen].flat();

export const isChosen = (chosen: Chosen, option: Option, name: string): boolean =>
  namesOf(chosen[option.name]).includes(name);

/** The same with one choice turned the other way: taken where it was not, left out where it was and may be. */
export function turned(chosen: Chosen, option: Option, name: string): Chosen {
  const { [option.name]: before, ...others } = chosen;
  const names = namesOf(before);
  const without = names.filter((each) => each !== name);
  const taken = without.length < names.length;
  if (!option.multiple) return taken && !option.required ? others : { ...others, [option.name]: name };
  const after = taken ? without : inOrder(option, [...names, name]);
  if (after.length === 0) return option.required ? chosen : others;
  return { ...others, [option.name]: after };
}

/** As the product lists them: the same choice is the same, whatever was pressed first. */
function inOrder(option: Option, names: string[]): string[] {
  return option.choices.map((each) => each.name).filter((name) => names.includes(name));
}

/** What one unit costs as it is chosen. */
export function priceOf(product: Product, chosen: Chosen): Money {
  const surcharges = product.options.flatMap((option) =>
    option.choices
      .filter(({ name }) => isChosen(chosen, option, name))
      .map(({ surcharge }) => surcharge.amount),
  );
  const amount = surcharges.reduce((all, one) => all + one, product.unit_price.amount);
  return { amount, currency: product.unit_price.currency };
}

export function same(one: Chosen, other: Chosen): boolean {
  return spelled(one) === spelled(other);
}

/** As it is read: "large, olives, mushrooms". One of several that need not be chosen at all says of what: "ice: with". */
export function inWords(chosen: Chosen, options: readonly Option[]): string {
  const said = Object.entries(chosen).map(([name, names]) => {
    const option = options.find((each) => each.name === name);
    const needsName = option !== undefined && !option.required && !option.multiple;
    return needsName ? `${name}: ${namesOf(names).join(", ")}` : namesOf(names).join(", ");
  });
  return said.filter((text) => text !== "").join(", ");
}

function spelled(chosen: Chosen): string {
  const filled = Object.entries(chosen).filter(([, names]) => namesOf(names).length > 0);
  return JSON.stringify(filled.map(([option, names]) => [option, namesOf(names).sort()]).sort());
}
