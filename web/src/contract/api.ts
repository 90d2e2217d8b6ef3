// Made by `npm run contract`. Not to be edited.

export interface paths {
    "/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart/codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putCartCode"];
        post?: never;
        delete: operations["deleteCartCode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putCartCredit"];
        post?: never;
        delete: operations["deleteCartCredit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putCartDelivery"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart/lines/{line_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putCartLine"];
        post?: never;
        delete: operations["deleteCartLine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cart/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeCarts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalog/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["checkOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{conversation}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMessages"];
        put?: never;
        post: operations["sayMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{conversation}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["markRead"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credit/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeemCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fulfilments/{callback_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reportPacking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["issueTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/breaker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtBreaker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/breaker/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["closeBreaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/breaker/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["openBreaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/credit/{owner}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/credit/{owner}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["grantCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redriveAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letters/{queue}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redriveQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/events/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/keys/{key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/measures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtMeasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["findOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/orders/{order_id}/at/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtOrderThen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/orders/{order_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/orders/{order_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["refundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reconcile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/refunds/{refund_id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["explainRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["findReturns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/returns/{return_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtReturn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/returns/{return_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/returns/{return_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rejectReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["lookAtSales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/sessions/{owner}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["endSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stock/{sku}/available": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["setStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stock/{sku}/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["countStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stock/{sku}/shards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["setShards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stuck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listStuck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stuck/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryAllStuck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stuck/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryStuck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/stuck/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["settleStuck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/views/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rebuildViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReturns"];
        put?: never;
        post: operations["requestReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/returns/{return_id}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addReturnPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["hearOfPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["openSession"];
        delete: operations["signOutEverywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/current/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSessionData"];
        put: operations["putSessionData"];
        post?: never;
        delete: operations["deleteSessionData"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLogin"];
        put?: never;
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["openOrderSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptBody: {
            /** @default null */
            lines?: {
                [key: string]: number;
            } | null;
            not_on_shelf?: {
                [key: string]: number;
            };
            /** @default null */
            tell?: string | null;
            why: string;
        };
        Address: {
            /** @default null */
            city?: string | null;
            /** @enum {string} */
            country: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
            /** @default null */
            line1?: string | null;
            /** @default null */
            line2?: string | null;
            name: string;
            /** @default null */
            phone?: string | null;
            /** @default null */
            postal_code?: string | null;
            /** @default null */
            region?: string | null;
        } & (unknown & unknown & unknown);
        AmountRefund: {
            amount: components["schemas"]["Money"];
            by: string;
            card: components["schemas"]["Money"];
            credit: components["schemas"]["Money"];
            order_id: string;
            refund_id: string;
            requested_at: string;
            settled: {
                [key: string]: string;
            } | null;
            status: components["schemas"]["Stage"];
            stuck: components["schemas"]["Stop"] | null;
            to: components["schemas"]["To"];
            why: string;
        };
        Answered: {
            at: string;
            by: string;
            /** @enum {string} */
            verdict: "RETRY" | "SETTLED";
            why: string;
        };
        AsyncApi: {
            [key: string]: unknown;
        };
        AtProvider: {
            captured: number;
            held: boolean;
            refunded: number;
            status: string;
        };
        AvailableBody: {
            available: number;
            why: string;
        };
        AvailableStock: {
            available: number;
            received: number;
            sku: string;
        };
        Balance: {
            balance: components["schemas"]["Money"];
            held: components["schemas"]["Money"];
        };
        Breaker: {
            /** @enum {string} */
            circuit: "CLOSED" | "OPEN" | "HALF_OPEN";
            failures: number;
            opened_at: string | null;
            probes_from: string | null;
        };
        By: {
            by: string;
            why: string;
        };
        Cart: {
            checkout: string | null;
            codes: components["schemas"]["CartCode"][];
            credit: components["schemas"]["Money"] | null;
            delivery: components["schemas"]["CartDelivery"] | null;
            delivery_countries: string[];
            delivery_options: components["schemas"]["DeliveryOption"][];
            lines: components["schemas"]["CartLine"][];
            needs_street: boolean;
            priced: boolean;
            to_pay: components["schemas"]["Money"] | null;
            total: components["schemas"]["Money"] | null;
            totals: components["schemas"]["Total"][];
            version: number;
        };
        CartCode: {
            applied: boolean;
            code: string;
            takes_off: components["schemas"]["Money"] | null;
            why: ("unknown" | "not-yet" | "expired" | "used-up" | "minimum-not-met" | "not-with-others" | "nothing-to-discount") | null;
        };
        CartDelivery: {
            country: string;
            method: string;
            region: string | null;
        };
        CartLine: {
            available: number | null;
            discount: components["schemas"]["Money"] | null;
            line_id: string;
            line_total: components["schemas"]["Money"] | null;
            name: string;
            options: {
                [key: string]: string | string[];
            };
            quantity: number;
            sku: string;
            /** @enum {string} */
            stock: "in_stock" | "low" | "short" | "sold_out" | "withdrawn";
            tax: components["schemas"]["Money"] | null;
            unit_price: components["schemas"]["Money"] | null;
        };
        Catalog: {
            products: components["schemas"]["Product"][];
        };
        ChangedKeys: {
            added: string[];
            dropped: string[];
            keys: components["schemas"]["SessionKey"][];
        };
        CheckoutBody: {
            /** @default null */
            cart_version?: number | null;
            /** @default null */
            email?: string | null;
            /** @default null */
            expected_to_pay?: components["schemas"]["MoneyBody"] | null;
            expected_total: components["schemas"]["MoneyBody"];
            /** @default null */
            payment_method?: string | null;
            shipping_address: components["schemas"]["Address"];
        };
        Choice: {
            name: string;
            surcharge: components["schemas"]["Money"];
        };
        Circuit: {
            /** @enum {string} */
            circuit: "CLOSED" | "OPEN" | "HALF_OPEN";
            failures: number;
            opened_at: string | null;
            probes_from: string | null;
        };
        Conversation: {
            conversation: string;
            last: components["schemas"]["LastMessage"] | null;
            order_id: string | null;
            owner: string;
            read: components["schemas"]["ReadMarks"];
            seq: number;
            unread: number;
        };
        ConversationLine: {
            at: string;
            by: string | null;
            client_id: string | null;
            event: string | null;
            /** @enum {string} */
            from: "customer" | "operator" | "system";
            seq: number | null;
            text: string | null;
        };
        ConversationPage: {
            conversations: components["schemas"]["Conversation"][];
            next_cursor: string | null;
        };
        CountBody: {
            counted: number;
            why: string;
        };
        Credit: {
            balance: components["schemas"]["Money"];
            entries: components["schemas"]["CreditEntry"][];
            held: components["schemas"]["Money"];
            next_cursor: string | null;
        };
        CreditBody: {
            /** @default null */
            all?: true | null;
            /** @default null */
            amount?: number | null;
        };
        CreditEntry: {
            amount: components["schemas"]["Money"];
            at: string;
            order_id: string | null;
            /** @enum {string} */
            type: "gift-code" | "grant" | "refund" | "merged-in" | "merged-out" | "order";
            why: string | null;
        };
        CurrentSession: {
            email?: string;
            expires_at: string;
            /** @enum {string} */
            kind: "guest" | "customer" | "operator";
            owner: string;
        };
        DaySold: {
            charged: components["schemas"]["Money"];
            counted_at: string;
            day: string;
            ordered: components["schemas"]["Money"];
            orders: number;
            refunded: components["schemas"]["Money"];
            unreadable: number;
        };
        DeadLetterList: {
            queues: components["schemas"]["DeadLetters"][];
        };
        DeadLetters: {
            /** @default null */
            first_error?: string | null;
            /** @default 0 */
            messages?: number;
            /** @default null */
            oldest_seconds?: number | null;
            queue: string;
            /** @default  */
            redrive?: string;
            /** @default  */
            unreadable?: string;
        };
        DecidedReturn: {
            amount: components["schemas"]["Money"] | null;
            decision: components["schemas"]["Decision"] | null;
            delivery: components["schemas"]["Money"] | null;
            estimate: components["schemas"]["Money"];
            lines: components["schemas"]["ReturnLine-Output"][];
            note: string | null;
            order_id: string;
            photos: number;
            reason: string;
            refund: components["schemas"]["Money"];
            requested_at: string;
            return_id: string;
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "REFUNDED" | "REJECTED";
            stuck: {
                [key: string]: unknown;
            } | null;
        };
        Decision: {
            at: string;
            by: string;
            lines: {
                [key: string]: number;
            };
            not_on_shelf: {
                [key: string]: number;
            };
            note: string | null;
            /** @enum {string} */
            verdict: "ACCEPTED" | "REJECTED";
            why: string | null;
        };
        /** @enum {string} */
        Decline: "insufficient-funds" | "limit-reached" | "card-expired" | "details-wrong" | "card-not-accepted" | "not-confirmed" | "bank-unreachable" | "refused";
        DeliveryBody: {
            country: string;
            method: string;
            /** @default null */
            region?: string | null;
        };
        DeliveryOption: {
            free_from: components["schemas"]["Money"] | null;
            method: string;
            name: string;
            price: components["schemas"]["Money"] | null;
        };
        Dropped: {
            /** @enum {string} */
            cookie: "dropped" | "none";
        };
        EndedSessions: {
            ended_until: string;
            owner: string;
        };
        Execution: {
            /** @enum {string} */
            machine: "checkout" | "fulfilment" | "return" | "refund";
            name: string;
        };
        ExplainBody: {
            order_id: string;
            /** @default null */
            return_id?: string | null;
            why: string;
        };
        ExplainedRefund: {
            amount: number;
            made_at: string;
            notes: string[];
            order_id: string;
            refund_id: string;
            return_id: string | null;
            stated: components["schemas"]["Signed"] | null;
        };
        FoundOrder: {
            charged: components["schemas"]["Money"];
            credited: components["schemas"]["Money"];
            lines: components["schemas"]["OrderedUnits"][];
            order_id: string;
            owner: string;
            placed_at: string;
            reason: string | null;
            refunded: components["schemas"]["Money"];
            status: components["schemas"]["Status"];
            stuck_since: string | null;
            to_pay: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            version: number;
        };
        FoundOrders: {
            next_cursor: string | null;
            orders: components["schemas"]["FoundOrder"][];
            unreadable: components["schemas"]["NotRead"][];
        };
        Fulfilment: {
            decision: components["schemas"]["PackingDecision"] | null;
            pack_by: string | null;
            told: string | null;
        };
        GivenBack: {
            at: string;
            data: {
                [key: string]: unknown;
            };
            number: number;
            order_id: string;
            /** @enum {string} */
            type: "ReturnRefunded" | "AmountRefunded" | "OrderRefunded" | "OrderRefundFailed";
        };
        GrantBody: {
            amount: number;
            why: string;
        };
        GrantedCredit: {
            balance: components["schemas"]["Money"];
            granted: number;
            held: components["schemas"]["Money"];
            owner: string;
        };
        GraphAttempt: {
            at: string;
            attempt: number;
            cause: string | null;
            ended_at: string | null;
            error: string | null;
            next_try_by: string | null;
            /** @enum {string} */
            outcome: "running" | "succeeded" | "failed";
        };
        GraphEdge: {
            errors: string[];
            from: string;
            to: string;
            /** @enum {string} */
            when: "next" | "choice" | "default" | "error";
        };
        GraphExecution: {
            cut: boolean;
            edges: components["schemas"]["GraphEdge"][];
            ended_at: string | null;
            /** @enum {string} */
            machine: "checkout" | "fulfilment" | "return" | "refund";
            name: string;
            start: string;
            started_at: string | null;
            states: components["schemas"]["GraphState"][];
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" | "TIMED_OUT";
            visits: components["schemas"]["GraphVisit"][];
        };
        GraphState: {
            comment: string | null;
            name: string;
            type: string;
        };
        GraphVisit: {
            attempts: components["schemas"]["GraphAttempt"][];
            entered_at: string;
            left_at: string | null;
            /** @enum {string} */
            outcome: "running" | "succeeded" | "failed";
            state: string | null;
        };
        Heard: {
            /** @constant */
            received: true;
        };
        HeldCredit: {
            amount: number;
            owner: string;
        };
        HeldUnits: {
            quantity: number;
            shard: number;
            sku: string;
        };
        HeldUse: {
            code: string;
            customer: string;
            most: number;
        };
        InspectedLine: {
            accepted: number | null;
            line_id: string;
            name: string;
            quantity: number;
        };
        Job: {
            at: string;
            by: string;
            job_id: string;
            kind: string;
            progress: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "RUNNING" | "DONE" | "FAILED";
            steps: number;
            what: {
                [key: string]: unknown;
            };
            why: string;
        };
        JobList: {
            jobs: components["schemas"]["Job"][];
            next_cursor: string | null;
            unreadable: components["schemas"]["NotRead"][];
        };
        Journal: {
            entries: components["schemas"]["JournalEntry"][];
            next_cursor: string | null;
            unreadable: components["schemas"]["NotRead"][];
        };
        JournalEntry: {
            action: string;
            at: string;
            by: string;
            target: string;
            what: {
                [key: string]: unknown;
            };
            why: string;
        };
        JsonValue: unknown;
        LastMessage: {
            at: string;
            /** @enum {string} */
            from: "customer" | "operator";
            text: string;
        };
        Line: {
            discount: components["schemas"]["Money"];
            line_id: string;
            line_total: components["schemas"]["Money"];
            name: string;
            options: {
                [key: string]: string | string[];
            };
            quantity: number;
            sku: string;
            tax: components["schemas"]["Money"];
            unit_price: components["schemas"]["Money"];
        };
        LineBody: {
            options?: {
                [key: string]: string | string[];
            };
            quantity: number;
            sku: string;
        };
        LinkBody: {
            key: string;
            order_id: string;
        };
        LogEntry: {
            at: string;
            data: {
                [key: string]: unknown;
            };
            number: number;
            type: string;
        };
        LoggedIn: {
            /** @enum {string} */
            cart: "none" | "merged" | "in-checkout" | "too-full";
            expires_at: string;
            /** @enum {string} */
            kind: "guest" | "customer" | "operator";
            owner: string;
            token?: string;
        };
        LoginBody: {
            code: string;
            code_verifier: string;
            redirect_uri: string;
        };
        LoginPlaces: {
            authorization_endpoint: string;
            client_id: string;
            end_session_endpoint?: string;
            redirect_uris: string[];
            scope: string;
        };
        LookedReturn: {
            amount: components["schemas"]["Money"] | null;
            delivery: components["schemas"]["Money"] | null;
            estimate: components["schemas"]["Money"];
            lines: components["schemas"]["ReturnLine-Output"][];
            note: string | null;
            order_id: string;
            photos: string[];
            reason: string;
            refund: components["schemas"]["Money"];
            requested_at: string;
            return_id: string;
            settled: {
                [key: string]: string;
            } | null;
            /** @enum {string} */
            stage: "REQUESTED" | "ACCEPTED" | "REJECTED" | "CLOSED" | "REOPENED";
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "REFUNDED" | "REJECTED";
            stuck: components["schemas"]["Stop"] | null;
        };
        MeasuredHour: {
            checkout: components["schemas"]["Waited"];
            counted_at: string | null;
            hour: string;
            outcomes: {
                [key: string]: number;
            };
            placed: number;
            reasons: {
                [key: string]: number;
            };
            sampled: number;
        };
        MeasuredStep: {
            count: number;
            p50_ms: number | null;
            p90_ms: number | null;
            p99_ms: number | null;
            step: string;
        };
        Measures: {
            breaker: components["schemas"]["Breaker"];
            hours: components["schemas"]["MeasuredHour"][];
            queues: components["schemas"]["QueueMeasure"][];
            steps: components["schemas"]["MeasuredStep"][];
            stuck: components["schemas"]["StuckCounts"];
            unreadable: components["schemas"]["NotRead"][];
        };
        MergeBody: {
            token: string;
        };
        MergedCart: {
            checkout: string | null;
            codes: components["schemas"]["CartCode"][];
            credit: components["schemas"]["Money"] | null;
            delivery: components["schemas"]["CartDelivery"] | null;
            delivery_countries: string[];
            delivery_options: components["schemas"]["DeliveryOption"][];
            lines: components["schemas"]["CartLine"][];
            needs_street: boolean;
            orders_linked: boolean;
            priced: boolean;
            to_pay: components["schemas"]["Money"] | null;
            total: components["schemas"]["Money"] | null;
            totals: components["schemas"]["Total"][];
            version: number;
        };
        Messages: {
            conversation: string;
            last: components["schemas"]["LastMessage"] | null;
            messages: components["schemas"]["ConversationLine"][];
            newer_cursor: string;
            older_cursor: string | null;
            online: boolean;
            order_id: string | null;
            owner: string;
            read: components["schemas"]["ReadMarks"];
            seq: number;
            unread: number;
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
        MoneyBody: {
            amount: number;
            currency: string;
        };
        NextAction: {
            client_secret: string;
            /** @constant */
            type: "authenticate";
            url: string | null;
        };
        NotRead: {
            error: string;
            id: string;
        };
        OpenApi: {
            [key: string]: unknown;
        };
        Option: {
            choices: components["schemas"]["Choice"][];
            multiple: boolean;
            name: string;
            required: boolean;
        };
        Order: {
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
        };
        OrderAt: {
            at: string;
            charged: components["schemas"]["Money"];
            codes: string[];
            confirmed_at: string | null;
            credited: components["schemas"]["Money"];
            delivered: {
                [key: string]: number;
            };
            dispute: ("INQUIRY" | "OPEN" | "WON" | "LOST") | null;
            events: components["schemas"]["LogEntry"][];
            latest_version: number;
            lines: components["schemas"]["Line"][];
            missing: components["schemas"]["MissingLine"][];
            order_id: string;
            owner: string;
            placed_at: string;
            reason: string | null;
            refunded: components["schemas"]["Money"];
            returned: {
                [key: string]: number;
            };
            status: components["schemas"]["Status"];
            to_pay: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            totals: components["schemas"]["Total"][];
            version: number;
        };
        OrderGraph: {
            cut: boolean;
            executions: components["schemas"]["GraphExecution"][];
            order_id: string;
            status: components["schemas"]["Status"] | null;
        };
        OrderPage: {
            next_cursor: string | null;
            orders: components["schemas"]["OrderSummary"][];
        };
        OrderSummary: {
            charged: components["schemas"]["Money"];
            credited: components["schemas"]["Money"];
            lines: components["schemas"]["Line"][];
            missing: components["schemas"]["MissingLine"][];
            next_action: components["schemas"]["NextAction"] | null;
            order_id: string;
            placed_at: string;
            reason: string | null;
            refunded: components["schemas"]["Money"];
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "CANCELLED" | "COMPLETED" | "RETURNED";
            to_pay: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
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
        OrderedUnits: {
            quantity: number;
            sku: string;
        };
        OwnersCredit: {
            balance: components["schemas"]["Money"];
            entries: components["schemas"]["CreditEntry"][];
            held: components["schemas"]["Money"];
            merged_into: string | null;
            next_cursor: string | null;
            owner: string;
        };
        PackedLine: {
            line_id: string;
            quantity: number;
        };
        PackingDecision: {
            decision: string;
            lines: {
                [key: string]: number;
            };
            why: string | null;
        };
        PaymentLedger: {
            decline: components["schemas"]["Decline"] | null;
            disputes?: {
                [key: string]: unknown;
            };
            entries: {
                [key: string]: unknown;
            }[];
            given_back_outside?: {
                [key: string]: number;
            };
            intent_id: string | null;
            left: number | null;
            provider: components["schemas"]["AtProvider"] | null;
            refunded_by_hand?: {
                [key: string]: unknown;
            };
            state: string;
        };
        PhotoBody: {
            /** @enum {string} */
            content_type: "image/jpeg" | "image/png" | "image/webp";
        };
        PhotoUpload: {
            expires_at: string;
            fields: {
                [key: string]: string;
            };
            url: string;
        };
        Problem: {
            /** @default null */
            decline?: components["schemas"]["Decline"] | null;
            detail: string;
            /** @default null */
            lines?: components["schemas"]["MissingLine"][] | components["schemas"]["PackedLine"][] | null;
            /** @default null */
            status?: number | null;
            title: string;
            /** @default null */
            totals?: components["schemas"]["Total"][] | null;
            type: string;
            /** @default null */
            why?: string | null;
        };
        Product: {
            description: string;
            name: string;
            options: components["schemas"]["Option"][];
            sku: string;
            /** @enum {string} */
            stock: "in_stock" | "low" | "sold_out";
            unit_price: components["schemas"]["Money"];
        };
        ProviderEvent: {
            data: {
                [key: string]: unknown;
            };
            id: string;
            type: string;
        };
        QueueMeasure: {
            age_known: boolean;
            held_back: number | null;
            in_flight: number | null;
            oldest_seconds: number | null;
            queue: string;
            /** @default  */
            unreadable?: string;
            waiting: number | null;
        };
        ReadBody: {
            upto: number;
        };
        ReadMarks: {
            customer: number;
            operator: number;
        };
        Reason: {
            why: string;
        };
        ReceiptLink: {
            expires_at: string;
            url: string;
        };
        ReconcileBody: {
            /** @default false */
            dry_run?: boolean;
            /** @default false */
            short?: boolean;
            why: string;
        };
        RedeemBody: {
            code: string;
        };
        Refund: {
            amount: components["schemas"]["Money"];
            at: string;
            /** @enum {string} */
            to: "card" | "credit";
            why: string;
        };
        RefundBody: {
            amount: number;
            /** @default card */
            to?: components["schemas"]["To"];
            why: string;
        };
        RefundList: {
            next_cursor: string | null;
            refunds: components["schemas"]["GivenBack"][];
            unreadable: components["schemas"]["NotRead"][];
        };
        RejectBody: {
            /** @default null */
            tell?: string | null;
            why: string;
        };
        ReplayBody: {
            from: string;
            to: string;
            why: string;
        };
        ReportBody: {
            /** @default null */
            lines?: components["schemas"]["ReportedLine"][] | null;
            /** @enum {string} */
            outcome: "accepted" | "packed" | "rejected";
            /** @default null */
            why?: string | null;
        };
        Reported: {
            /** @enum {string} */
            instruction: "wait" | "hand_over" | "put_back";
            lines: components["schemas"]["PackedLine"][];
            order_id: string;
            /** @enum {string} */
            outcome: "accepted" | "packed" | "rejected";
        };
        ReportedLine: {
            line_id: string;
            quantity: number;
        };
        Reservation: {
            credit: components["schemas"]["HeldCredit"] | null;
            order_id: string;
            returned: string[];
            /** @enum {string} */
            state: "HELD" | "SOLD" | "RELEASED";
            units: components["schemas"]["HeldUnits"][];
            uses: components["schemas"]["HeldUse"][];
        };
        Retried: {
            answer: components["schemas"]["StopAnswer"] | null;
            id: string;
            status: string | null;
            sweep_due: boolean;
        };
        RetryAllBody: {
            /** @default null */
            error?: string | null;
            /** @default null */
            kind?: ("order" | "return" | "refund" | "set-aside") | null;
            /** @default null */
            state?: string | null;
            why: string;
        };
        Return: {
            amount: components["schemas"]["Money"] | null;
            delivery: components["schemas"]["Money"] | null;
            estimate: components["schemas"]["Money"];
            lines: components["schemas"]["ReturnLine-Output"][];
            note: string | null;
            order_id: string;
            photos: string[];
            reason: string;
            refund: components["schemas"]["Money"];
            requested_at: string;
            return_id: string;
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "REFUNDED" | "REJECTED";
        };
        ReturnBody: {
            lines: components["schemas"]["ReturnLine-Input"][];
            reason: string;
        };
        "ReturnLine-Input": {
            line_id: string;
            quantity: number;
        };
        "ReturnLine-Output": {
            accepted: number | null;
            line_id: string;
            quantity: number;
        };
        ReturnList: {
            next_cursor: string | null;
            returns: components["schemas"]["LookedReturn"][];
            unreadable: components["schemas"]["NotRead"][];
        };
        ReturnPhoto: {
            bytes: number;
            expires_at: string;
            link: string;
            name: string;
            uploaded_at: string;
        };
        Returns: {
            returns: components["schemas"]["Return"][];
        };
        SaidMessage: {
            at: string;
            by: string | null;
            client_id: string | null;
            conversation: string;
            event: string | null;
            /** @enum {string} */
            from: "customer" | "operator" | "system";
            owner: string;
            seq: number | null;
            text: string | null;
        };
        Sales: {
            charged: components["schemas"]["Money"];
            days: components["schemas"]["DaySold"][];
            from: string;
            not_counted: string[];
            ordered: components["schemas"]["Money"];
            orders: number;
            refunded: components["schemas"]["Money"];
            to: string;
            unreadable: components["schemas"]["NotRead"][];
        };
        SayBody: {
            client_id: string;
            text: string;
        };
        Session: {
            expires_at: string;
            owner: string;
            token?: string;
        };
        SessionData: {
            [key: string]: components["schemas"]["JsonValue"];
        };
        SessionKey: {
            id: string;
            needed_until: string | null;
            signs: boolean;
            signs_from: string | null;
        };
        SessionKeys: {
            keys: components["schemas"]["SessionKey"][];
        };
        SetAside: {
            error: string;
            id: string;
            last: string;
            since: string;
            times: number;
        };
        SettleBody: {
            /** @default null */
            given_back?: number | null;
            why: string;
        };
        Settled: {
            /** @default null */
            given_back?: number | null;
            id: string;
            notes: string[];
            settled: components["schemas"]["By"] | null;
            status: string;
        };
        Shards: {
            active: number;
            shards: number;
            sku: string;
        };
        ShardsBody: {
            active: number;
            why: string;
        };
        Signed: {
            at: string;
            by: string;
            why: string;
        };
        SkuStock: {
            active: number;
            available: number;
            held: number;
            name: string;
            received: number;
            shards: number;
            sku: string;
            sold: number;
            withdrawn: boolean;
        };
        /** @enum {string} */
        Stage: "OWED" | "GIVEN_BACK" | "OWED_AGAIN";
        /** @enum {string} */
        Status: "PENDING" | "CANCELLING" | "CONFIRMED" | "FULFILLING" | "COMPLETED" | "CANCELLED" | "RETURNED";
        StockList: {
            next_cursor: string | null;
            stock: components["schemas"]["SkuStock"][];
        };
        Stop: {
            answer: components["schemas"]["Answered"] | null;
            at: string;
            attempts: number | null;
            cause: string;
            error: string;
            execution: string;
            since: string | null;
            state: string | null;
        };
        StopAnswer: {
            at: string;
            by: string;
            /** @enum {string} */
            verdict: "RETRY" | "SETTLED";
            why: string;
        };
        StuckCounts: {
            orders: number;
            refunds: number;
            returns: number;
            set_aside: number;
        };
        StuckList: {
            next_cursor: string | null;
            set_aside: components["schemas"]["SetAside"][];
            stuck: components["schemas"]["StuckOne"][];
            unreadable: components["schemas"]["NotRead"][];
        };
        StuckOne: {
            answer: components["schemas"]["Answered"] | null;
            at: string;
            attempts: number | null;
            cause: string;
            error: string;
            execution: string;
            id: string;
            since: string | null;
            state: string | null;
            status: string;
        };
        Ticket: {
            expires_at: string;
            ticket: string;
        };
        TimelineEntry: {
            at: string;
            type: string;
        };
        /** @enum {string} */
        To: "card" | "credit";
        Total: {
            amount: components["schemas"]["Money"];
            included: boolean;
            label: string;
            /** @enum {string} */
            type: "items" | "discount" | "delivery" | "tax" | "total" | "to_pay";
        };
        Waited: {
            count: number;
            p50_ms: number | null;
            p90_ms: number | null;
            p99_ms: number | null;
        };
        WholeOrder: {
            /** @default null */
            charged?: components["schemas"]["Money"] | null;
            codes?: string[];
            /** @default null */
            confirmed_at?: string | null;
            /** @default null */
            credited?: components["schemas"]["Money"] | null;
            delivered?: {
                [key: string]: number;
            };
            /** @default null */
            dispute?: ("INQUIRY" | "OPEN" | "WON" | "LOST") | null;
            events: components["schemas"]["LogEntry"][];
            executions: components["schemas"]["Execution"][];
            fulfilment: components["schemas"]["Fulfilment"] | null;
            lines?: components["schemas"]["Line"][];
            missing?: components["schemas"]["MissingLine"][];
            order_id: string;
            /** @default  */
            owner?: string;
            payment: components["schemas"]["PaymentLedger"] | null;
            /** @default null */
            placed_at?: string | null;
            /** @default null */
            reason?: string | null;
            /** @default null */
            refunded?: components["schemas"]["Money"] | null;
            refunds: components["schemas"]["AmountRefund"][];
            reservation: components["schemas"]["Reservation"] | null;
            returned?: {
                [key: string]: number;
            };
            returns: components["schemas"]["LookedReturn"][];
            settled: {
                [key: string]: string;
            } | null;
            /** @default PENDING */
            status?: components["schemas"]["Status"];
            stuck: components["schemas"]["Stop"] | null;
            /** @default null */
            to_pay?: components["schemas"]["Money"] | null;
            /** @default null */
            total?: components["schemas"]["Money"] | null;
            totals?: components["schemas"]["Total"][];
            unreadable?: {
                [key: string]: string;
            };
            /** @default 1 */
            version?: number;
        };
        WholeReturn: {
            amount: components["schemas"]["Money"] | null;
            decision: components["schemas"]["Decision"] | null;
            delivery: components["schemas"]["Money"] | null;
            estimate: components["schemas"]["Money"];
            lines: components["schemas"]["InspectedLine"][];
            note: string | null;
            order_id: string;
            photos: components["schemas"]["ReturnPhoto"][];
            reason: string;
            refund: components["schemas"]["Money"];
            refunded: ("CLAIMED" | "DONE") | null;
            requested_at: string;
            return_id: string;
            settled: {
                [key: string]: string;
            } | null;
            /** @enum {string} */
            stage: "REQUESTED" | "ACCEPTED" | "REJECTED" | "CLOSED" | "REOPENED";
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "REFUNDED" | "REJECTED";
            stuck: components["schemas"]["Stop"] | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AsyncApi"];
                };
            };
        };
    };
    getCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    putCartCode: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    deleteCartCode: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    putCartCredit: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    deleteCartCredit: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    putCartDelivery: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    putCartLine: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LineBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    deleteCartLine: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
        };
    };
    mergeCarts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedCart"];
                };
            };
        };
    };
    getCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalog"];
                };
            };
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
        };
    };
    checkOut: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckoutBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderSummary"];
                };
            };
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderSummary"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Messages"];
                };
            };
        };
    };
    sayMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidMessage"];
                };
            };
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
        };
    };
    getCredit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credit"];
                };
            };
        };
    };
    redeemCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
        };
    };
    reportPacking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callback_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
        };
    };
    issueTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
        };
    };
    lookAtBreaker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Breaker"];
                };
            };
        };
    };
    closeBreaker: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Circuit"];
                };
            };
        };
    };
    openBreaker: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Circuit"];
                };
            };
        };
    };
    lookAtCredit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                owner: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnersCredit"];
                };
            };
        };
    };
    grantCredit: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                owner: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedCredit"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
        };
    };
    redriveAll: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    redriveQueue: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                day?: string;
                target?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journal"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionKeys"];
                };
            };
        };
    };
    rotateKeys: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedKeys"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedKeys"];
                };
            };
        };
    };
    lookAtMeasures: {
        parameters: {
            query?: {
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Measures"];
                };
            };
        };
    };
    findOrders: {
        parameters: {
            query?: {
                status?: "PENDING" | "CANCELLING" | "CONFIRMED" | "FULFILLING" | "COMPLETED" | "CANCELLED" | "RETURNED";
                q?: string;
                from?: string;
                to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundOrders"];
                };
            };
        };
    };
    lookAtOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeOrder"];
                };
            };
        };
    };
    lookAtOrderThen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderAt"];
                };
            };
        };
    };
    lookAtGraph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderGraph"];
                };
            };
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AmountRefund"];
                };
            };
        };
    };
    reconcile: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReconcileBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    listRefunds: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundList"];
                };
            };
        };
    };
    explainRefund: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedRefund"];
                };
            };
        };
    };
    findReturns: {
        parameters: {
            query?: {
                state?: "REQUESTED" | "ACCEPTED" | "REJECTED" | "REOPENED" | "CLOSED" | "STUCK";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnList"];
                };
            };
        };
    };
    lookAtReturn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeReturn"];
                };
            };
        };
    };
    acceptReturn: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedReturn"];
                };
            };
        };
    };
    rejectReturn: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedReturn"];
                };
            };
        };
    };
    lookAtSales: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sales"];
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                owner: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
        };
    };
    listStock: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockList"];
                };
            };
        };
    };
    setStock: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailableBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailableStock"];
                };
            };
        };
    };
    countStock: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CountBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    setShards: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShardsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shards"];
                };
            };
        };
    };
    listStuck: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StuckList"];
                };
            };
        };
    };
    retryAllStuck: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryAllBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    retryStuck: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retried"];
                };
            };
        };
    };
    settleStuck: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settled"];
                };
            };
        };
    };
    rebuildViews: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            202: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderSummary"];
                };
            };
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderSummary"];
                };
            };
        };
    };
    getReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptLink"];
                };
            };
        };
    };
    listReturns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Returns"];
                };
            };
        };
    };
    requestReturn: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
        };
    };
    addReturnPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
                return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhotoBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoUpload"];
                };
            };
        };
    };
    hearOfPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderEvent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Heard"];
                };
            };
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dropped"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentSession"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dropped"];
                };
            };
        };
    };
    getSessionData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Paidonce-Session-Data"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionData"];
                };
            };
        };
    };
    putSessionData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionData"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionData"];
                };
            };
            202: {
                headers: {
                    "Paidonce-Session-Data"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionData"];
                };
            };
        };
    };
    deleteSessionData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionData"];
                };
            };
            202: {
                headers: {
                    "Paidonce-Session-Data"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionData"];
                };
            };
        };
    };
    getLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginPlaces"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedIn"];
                };
            };
        };
    };
    openOrderSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
}
