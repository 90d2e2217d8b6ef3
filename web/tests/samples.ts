import type { CartLine, Order, PricedCart, Product } from "../src/shop/calls";

export const eur = (amount: number) => ({ amount, currency: "EUR" as const });

const choice = (name: string, surcharge: number) => ({ name, surcharge: eur(surcharge) });

export const PIZZA: Product = {
  sku: "margherita",
  name: "Pizza Margherita",
  description: "Tomato, mozzarella, basil",
  unit_price: eur(850),
  stock: "in_stock",
  options: [
    { name: "size", required: true, multiple: false, choices: [choice("small", 0), choice("large", 400)] },
    {
      name: "toppings",
      required: false,
      multiple: true,
      choices: [choice("olives", 80), choice("mushrooms", 100)],
    },
  ],
};

export const CHEESES: Product = { ...PIZZA, sku: "quattro-formaggi", name: "Pizza Quattro Formaggi" };

export const LEMONADE: Product = {
  ...PIZZA,
  sku: "lemonade",
  name: "Lemonade",
  description: "0.33 l",
  options: [
    { name: "ice", required: false, multiple: false, choices: [choice("with", 0), choice("without", 0)] },
  ],
};

export function line(line_id: string, more: Partial<CartLine> = {}): CartLine {
  const { sku, name } = PIZZA;
  const priced = { unit_price: eur(850), line_total: eur(850), discount: eur(0), tax: eur(0) };
  const there = { stock: "in_stock" as const, available: null };
  return { line_id, sku, name, options: { size: "small" }, quantity: 1, ...priced, ...there, ...more };
}

export const cartOf = (...lines: CartLine[]): PricedCart => ({
  lines,
  delivery: null,
  delivery_options: [],
  delivery_countries: [],
  needs_street: true,
  codes: [],
  priced: true,
  totals: [],
  total: eur(850),
  credit: null,
  to_pay: eur(850),
  version: 3,
  checkout: null,
});

export function order(status: Order["status"], types: string[], more: Partial<Order> = {}): Order {
  const timeline = types.map((type, n) => ({ type, at: `2026-11-27T12:04:1${n}.000Z` }));
  return {
    order_id: "ord_abcdefghijklmnopqrstuvwxyz2347kq2",
    status,
    reason: null,
    decline: null,
    lines: [],
    missing: [],
    totals: [],
    total: eur(2660),
    to_pay: eur(2660),
    charged: eur(0),
    credited: eur(0),
    refunded: eur(0),
    refunds: [],
    dispute: null,
    placed_at: "2026-11-27T12:04:10.000Z",
    next_action: null,
    timeline,
    ...more,
  };
}

export function ordered(line_id: string, quantity: number, delivered: number): Order["lines"][number] {
  const money = {
    unit_price: eur(850),
    line_total: eur(850 * quantity),
    discount: eur(0),
    tax: eur(0),
    paid: eur(0),
    charged: eur(0),
    refunded: eur(0),
  };
  return { line_id, sku: "s", name: "n", options: {}, quantity, delivered, returned: 0, ...money };
}
