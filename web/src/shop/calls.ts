/** The storefront's own: a guest's session, calls in its name, and its socket. */

import type { components } from "../contract/api";
import { caller } from "../shared/call";
import { withLinks } from "../shared/links";
import { liveOf } from "../shared/live";
import { guestSession } from "../shared/session";

export const call = caller(withLinks(guestSession()));
export const live = liveOf(call);

type Schemas = components["schemas"];
type Money = Schemas["Money"];
export type Product = Schemas["Product"];
export type Option = Schemas["Option"];
export type Cart = Schemas["Cart"];
/** A cart of which the shop can say what it costs. */
export type PricedCart = Cart & { total: Money; to_pay: Money };
export type CartLine = Schemas["CartLine"];
export type Order = Schemas["Order"];
export type OrderSummary = Schemas["OrderSummary"];
export type MissingLine = Schemas["MissingLine"];
export type Balance = Schemas["Balance"];
export type CreditEntry = Schemas["CreditEntry"];
export type Return = Schemas["Return"];
export type ConversationLine = Schemas["ConversationLine"];
export type Chosen = Record<string, string | string[]>;
