/** Which picture stands for a product, told by its name: a pizza shows what is on it. */

import type { Chosen } from "../calls";

export type Topping =
  | "basil"
  | "salami"
  | "mushroom"
  | "olive"
  | "artichoke"
  | "chili"
  | "mozzarella"
  | "blue";
export type Picture =
  | { dish: "pizza"; toppings: Topping[] }
  | { dish: "dessert" | "glass" | "bottle" | "plate" };

const TOPPINGS: readonly [RegExp, Topping][] = [
  [/salami|diavola|pepperoni/, "salami"],
  [/mozzarella|margherita|cheese/, "mozzarella"],
  [/gorgonzola|formaggi/, "blue"],
  [/mushroom|funghi/, "mushroom"],
  [/artichoke|carciofi/, "artichoke"],
  [/olive/, "olive"],
  [/chili|peperoncino/, "chili"],
  [/basil|margherita/, "basil"],
];
const DISHES: readonly [RegExp, "dessert" | "glass" | "bottle"][] = [
  [/tiramis|dessert|cake|gelato/, "dessert"],
  [/lemonade|juice|soda|cola/, "glass"],
  [/water|wine|beer/, "bottle"],
];

export function pictureOf(
  product: { sku: string; name: string; description: string },
  chosen: Chosen,
): Picture {
  const named = `${product.sku} ${product.name}`.toLowerCase();
  if (!/pizza/.test(`${named} ${product.description.toLowerCase()}`)) {
    return { dish: DISHES.find(([pattern]) => pattern.test(named))?.[1] ?? "plate" };
  }
  const all = [named, product.description, ...Object.values(chosen).flat()].join(" ").toLowerCase();
  return {
    dish: "pizza",
    toppings: TOPPINGS.filter(([pattern]) => pattern.test(all)).map(([, topping]) => topping),
  };
}
