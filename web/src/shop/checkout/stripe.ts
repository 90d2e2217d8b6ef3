/** Stripe's own form for cards, where the shop has a publishable key: card numbers never touch our pages. Its script is
 * asked for only then. */

import type { Money } from "../../shared/money";

const SCRIPT = "https://js.stripe.com/v3/";

interface Failure {
  error?: { message?: string; type?: string };
}

interface Elements {
  create(type: "payment"): { mount(where: HTMLElement): void; destroy(): void };
  submit(): Promise<Failure>;
  update(options: { amount: number }): void;
}

interface Stripe {
  elements(options: Record<string, unknown>): Elements;
  createPaymentMethod(options: { elements: Elements }): Promise<Failure & { paymentMethod?: { id: string } }>;
  handleNextAction(options: { clientSecret: string }): Promise<Failure>;
}

declare global {
  interface Window {
    Stripe?: (key: string) => Stripe;
  }
}

/** A card that could not be taken; the message is Stripe's, in the reader's language. */
export class CardRefused extends Error {}

export interface CardForm {
  /** The name of the payment method that was typed in. Rejects with CardRefused. */
  method(): Promise<string>;
  /** What is to be paid is another amount now; what was typed in stays. */
  costs(total: Money): void;
  end(): void;
}

let loaded: Promise<Stripe> | null = null;

/** The form, in this place. Rejects where Stripe cannot be reached. */
export async function cardForm(
  where: HTMLElement,
  key: string,
  total: Money,
  language: string,
): Promise<CardForm> {
  const stripe = await stripeOf(key);
  const elements = stripe.elements({
    mode: "payment",
    amount: total.amount,
    currency: total.currency.toLowerCase(),
    captureMethod: "manual",
    paymentMethodCreation: "manual",
    paymentMethodTypes: ["card"],
    locale: language,
  });
  const element = elements.create("payment");
  element.mount(where);
  return {
    method: async () => {
      fine(await elements.submit());
      const made = await stripe.createPaymentMethod({ elements });
      fine(made);
      return made.paymentMethod?.id ?? "";
    },
    costs: ({ amount }) => elements.update({ amount }),
    end: () => element.destroy(),
  };
}

/** The bank's question, over the page. Rejects with CardRefused where it was not answered well. */
export async function askBank(key: string, clientSecret: string): Promise<void> {
  fine(await (await stripeOf(key)).handleNextAction({ clientSecret }));
}

function fine({ error }: Failure): void {
  if (error !== undefined) throw new CardRefused(error.message ?? "");
}

function stripeOf(key: string): Promise<Stripe> {
  loaded ??= load()
    .then((make) => make(key))
    .catch((error: unknown) => {
      loaded = null;
      throw error;
    });
  return loaded;
}

function load(): Promise<(key: string) => Stripe> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () =>
      window.Stripe === undefined ? reject(new Error("no Stripe")) : resolve(window.Stripe);
    script.onerror = () => reject(new Error("Stripe cannot be reached"));
    document.head.append(script);
  });
}
