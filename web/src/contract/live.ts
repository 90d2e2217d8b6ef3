// Made by `npm run contract`. Not to be edited.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Decline: "insufficient-funds" | "limit-reached" | "card-expired" | "details-wrong" | "card-not-accepted" | "not-confirmed" | "bank-unreachable" | "refused";
        EdgeAnswer: {
            /** @default null */
            connectionId: string | null;
            message: string;
            /** @default null */
            requestId: string | null;
        } & {
            [key: string]: unknown;
        };
        Gone: {
            ends_in: number;
            reconnect: boolean;
            /**
             * @default gone
             * @constant
             */
            type: "gone";
            /** @enum {string} */
            why: "time-is-up" | "not-connected" | "too-many-tabs" | "too-many-messages" | "signed-out";
        };
        Greeted: {
            ends_in: number;
            orders: {
                [key: string]: number;
            };
            /**
             * @default hello
             * @constant
             */
            type: "hello";
        };
        HasRead: {
            conversation: string;
            owner: string;
            /** @enum {string} */
            side: "customer" | "operator";
            /**
             * @default read
             * @constant
             */
            type: "read";
            upto: number;
        };
        Hello: {
            since?: {
                [key: string]: number;
            };
            /** @constant */
            type: "hello";
        };
        IsTyping: {
            conversation: string;
            expires_in: number;
            /** @enum {string} */
            from: "customer" | "operator";
            owner: string;
            /**
             * @default typing
             * @constant
             */
            type: "typing";
        };
        MessageSaid: {
            at: string;
            by: string | null;
            client_id: string;
            conversation: string;
            /** @enum {string} */
            from: "customer" | "operator";
            owner: string;
            seq: number;
            text: string;
            /**
             * @default message
             * @constant
             */
            type: "message";
        };
        MissingLine: {
            available: number;
            line_id: string;
            name: string;
            sku: string;
            wanted: number;
        };
        Money: {
            amount: number;
            currency: string;
        };
        NextAction: {
            client_secret: string;
            /** @constant */
            type: "authenticate";
            url: string | null;
        };
        OrderChanged: {
            order_id: string;
            /**
             * @default order-changed
             * @constant
             */
            type: "order-changed";
            version: number;
        };
        OrderMessage: {
            charged: components["schemas"]["Money"];
            credited: components["schemas"]["Money"];
            decline: components["schemas"]["Decline"] | null;
            dispute: ("INQUIRY" | "OPEN" | "WON" | "LOST") | null;
            lines: components["schemas"]["OrderedLine"][];
            missing: components["schemas"]["MissingLine"][];
            next_action: components["schemas"]["NextAction"] | null;
            order_id: string;
            placed_at: string;
            reason: string | null;
            refunded: components["schemas"]["Money"];
            refunds: components["schemas"]["Refund"][];
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "CANCELLED" | "COMPLETED" | "RETURNED";
            timeline: components["schemas"]["TimelineEntry"][];
            to_pay: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            totals: components["schemas"]["Total"][];
            /** @constant */
            type: "order";
            version: number;
        };
        OrderedLine: {
            charged: components["schemas"]["Money"];
            delivered: number;
            discount: components["schemas"]["Money"];
            line_id: string;
            line_total: components["schemas"]["Money"];
            name: string;
            options: {
                [key: string]: string | string[];
            };
            paid: components["schemas"]["Money"];
            quantity: number;
            refunded: components["schemas"]["Money"];
            returned: number;
            sku: string;
            tax: components["schemas"]["Money"];
            unit_price: components["schemas"]["Money"];
        };
        Ping: {
            /** @constant */
            type: "ping";
        };
        Pong: {
            ends_in: number;
            /**
             * @default pong
             * @constant
             */
            type: "pong";
        };
        Presence: {
            conversation: string;
            expires_in: number;
            online: boolean;
            owner: string;
            /** @enum {string} */
            side: "customer" | "operator";
            /**
             * @default presence
             * @constant
             */
            type: "presence";
        };
        Read: {
            conversation: string;
            /** @constant */
            type: "read";
            upto: number;
        };
        Refund: {
            amount: components["schemas"]["Money"];
            at: string;
            /** @enum {string} */
            to: "card" | "credit";
            why: string;
        };
        Refused: {
            /** @default null */
            client_id: string | null;
            detail: string;
            to: string | null;
            /**
             * @default refused
             * @constant
             */
            type: "refused";
            why: string;
        };
        Say: {
            client_id: string;
            conversation: string;
            text: string;
            /** @constant */
            type: "say";
        };
        TimelineEntry: {
            at: string;
            type: string;
        };
        Total: {
            amount: components["schemas"]["Money"];
            included: boolean;
            label: string;
            /** @enum {string} */
            type: "items" | "discount" | "delivery" | "tax" | "total" | "to_pay";
        };
        Typing: {
            conversation: string;
            /** @constant */
            type: "typing";
        };
        Unread: {
            conversation: string;
            count: number;
            owner: string;
            seq: number;
            /**
             * @default unread
             * @constant
             */
            type: "unread";
        };
        Watch: {
            conversation: string;
            /** @constant */
            type: "watch";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export type Told =
    | components["schemas"]["Greeted"]
    | components["schemas"]["Pong"]
    | components["schemas"]["OrderChanged"]
    | components["schemas"]["Gone"]
    | components["schemas"]["Refused"]
    | components["schemas"]["MessageSaid"]
    | components["schemas"]["Unread"]
    | components["schemas"]["HasRead"]
    | components["schemas"]["IsTyping"]
    | components["schemas"]["Presence"]
    | components["schemas"]["OrderMessage"];

export type Sent =
    | components["schemas"]["Hello"]
    | components["schemas"]["Ping"]
    | components["schemas"]["Say"]
    | components["schemas"]["Read"]
    | components["schemas"]["Typing"]
    | components["schemas"]["Watch"];
