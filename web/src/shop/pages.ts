/** Which path is which page of the storefront. */

import { partOf } from "../shared/paths";

export type Page =
  | { name: "menu" | "cart" | "checkout" | "orders" | "help" | "account" | "signed-in" | "unknown" }
  | { name: "order"; orderId: string };

const PLAIN: Record<string, Exclude<Page["name"], "order">> = {
  "/": "menu",
  "/cart": "cart",
  "/checkout": "checkout",
  "/orders": "orders",
  "/help": "help",
  "/account": "account",
  "/signed-in": "signed-in",
};

export function pageOf(path: string): Page {
  const plain = PLAIN[path.length > 1 ? path.replace(/\/$/, "") : path];
  if (plain !== undefined) return { name: plain };
  const orderId = partOf("/orders/*", path);
  return orderId === null ? { name: "unknown" } : { name: "order", orderId };
}

export const orderPath = (orderId: string): string => `/orders/${encodeURIComponent(orderId)}`;

/** Links that are for this face: those of the console and of the API load a page of their own. */
export const isOurs = (path: string): boolean =>
  !/^\/(console|crash|api|sandbox|kitchen|login|logout|oauth2)(\/|$)/.test(path);
