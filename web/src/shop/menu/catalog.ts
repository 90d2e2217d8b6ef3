/** What the shop sells, as it last said. */

import { computed, signal } from "@preact/signals";
import { keep, kept } from "../../shared/kept";
import { type Chosen, call, type Product } from "../calls";
import { fitting, inWords } from "./choice";

const LAST = "last-choices";

export const products = signal<Product[] | null>(null);
export const unread = signal(false);
/** When it was last read. */
export const readAt = signal("");
export const bySku = computed(() => new Map((products.value ?? []).map((product) => [product.sku, product])));

const choices = signal<Record<string, Chosen>>(kept<Record<string, Chosen>>(LAST) ?? {});

/** Reads the menu. Where that fails, what was read before stays, and `unread` says so. */
export async function readCatalog(): Promise<void> {
  try {
    products.value = (await call("get", "/catalog")).body.products;
    unread.value = false;
    readAt.value = new Date().toISOString();
  } catch {
    unread.value = true;
  }
}

/** What was last chosen of a product: what "Add" adds. */
export function choiceOf(product: Product): Chosen {
  return fitting(product, choices.value[product.sku] ?? {});
}

/** What was chosen of a product, as it is read: "large, olives". */
export const chosenText = (sku: string, chosen: Chosen): string =>
  inWords(chosen, bySku.value.get(sku)?.options ?? []);

export function chooseFor(product: Product, chosen: Chosen): void {
  choices.value = { ...choices.value, [product.sku]: chosen };
  keep(LAST, choices.value);
}
