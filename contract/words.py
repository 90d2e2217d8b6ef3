"""What each call is about, and what else one has to know of it, beside its summary."""

from typing import NamedTuple


class Words(NamedTuple):
    """`tag` is one of TAGS."""

    tag: str
    description: str


TAGS = {
    "sessions": "Who is calling: guests, customers, operators",
    "catalog": "What the shop sells",
    "cart": "What a customer is about to order",
    "checkout": "Ordering and paying",
    "credit": "What the shop owes a customer",
    "orders": "What was ordered, and what became of it",
    "returns": "What comes back",
    "payments": "What the payment provider tells",
    "fulfilment": "What warehouses tell",
    "documents": "What describes this API",
    "live": "The socket by which open pages hear of changes",
    "conversations": "What customers and the shop say to each other",
    "operators": "What operators see and change. They log in at the console with an account of the group "
    "operators",
}
"""By name, in the order of the document: what their calls are about."""

WORDS = {
    "openSession": Words(
        "sessions",
        "Without an Authorization header a new, anonymous owner is made. With one, the session it "
        "stands for is renewed: the owner stays, and the token is good for another week, at most "
        "thirty days in all. An operator's session, and one by an order's link, end when they were to "
        "end. A token that is no good is refused, so that nobody becomes a stranger without knowing. A "
        "page that says `Paidonce-Session: session` gets a cookie and no token.",
    ),
    "openOrderSession": Words(
        "sessions",
        "The link of a mail is `<pages>/orders/<order_id>#key=<key>`, good for ninety days. The session may "
        "see this order, cancel it, return it and talk about it, over the socket too, and nothing else: no "
        "cart, no list, no other order. It lasts a day and is not renewed; the link opens another. Keys that "
        "are changed, another order's, or past their time are refused alike.",
    ),
    "getLogin": Words(
        "sessions",
        "A client makes up a code verifier (RFC 7636) and a state, and sends the customer to the "
        "authorization endpoint with `response_type=code`, `client_id`, `scope`, one of the redirect_uris, "
        "`state`, `code_challenge` (S256) and `nonce`: base64url of the SHA-256 of `nonce.<code_verifier>`.",
    ),
    "getSessionData": Words(
        "sessions",
        "The same on every device that has this session. It is kept for seven days since it was last written "
        "or read, and nothing rests on it: what is gone, however that came, is an empty object and no error. "
        "After a login it is what the guest had kept, until something else is kept.",
    ),
    "putSessionData": Words(
        "sessions",
        "A JSON object, such as a checkout filled in half, for whoever has the session. It may have 8192 "
        "bytes, counted as JSON in UTF-8 without blanks between its parts, and be nested 16 levels deep. Of "
        "two writes the later one stays, whichever arrives last. 202 says that it may not be kept.",
    ),
    "deleteSessionData": Words(
        "sessions",
        "Done again, it does no more. 202 says that it may still be kept.",
    ),
    "logIn": Words(
        "sessions",
        "The code of the issuer and its verifier, sent from one of its redirect_uris, open a session: "
        "where the page is the console's and the account is in the group operators, an operator's for "
        "eight hours, else a customer's. It is always a new one. The session that the call came with "
        "ends: a guest's cart is merged (`cart`), their orders become the customer's to see. The same "
        "login said again within ten minutes is answered with the same session. Codes that are wrong, "
        "spent or another login's are refused alike, and attempts are limited. A page of the shop's own "
        "host gets a cookie and no token.",
    ),
    "getSession": Words(
        "sessions",
        "Guests have sessions, too. Who came by an order's link has none to show.",
    ),
    "signOut": Words(
        "sessions",
        "Every token of this session is refused from now on, by all servers within a minute, and its open "
        "connections are ended. A page's cookie is dropped, also where its token was no good any more. It "
        "can be repeated.",
    ),
    "signOutEverywhere": Words(
        "sessions",
        "As `signOut`, for every session that the caller's owner has begun until now, wherever that was.",
    ),
    "getCatalog": Words(
        "catalog",
        "Products in the order in which the shop shows them. The level of stock follows what is sold "
        "within seconds; the checkout looks closely.",
    ),
    "getProduct": Words(
        "catalog",
        "As in the list. A product that is no longer sold is not found.",
    ),
    "getOpenApi": Words(
        "documents",
        "The same for everybody; it changes with a deployment alone.",
    ),
    "getAsyncApi": Words(
        "documents",
        "AsyncAPI 3.0, made from the models that parse the messages. It changes with a deployment alone.",
    ),
    "issueTicket": Words(
        "live",
        "A client connects to /live?ticket=... and says hello; /api/asyncapi.json has the messages. Each "
        "connection needs a ticket of its own; one that is not used expires.",
    ),
    "getCart": Words(
        "cart",
        "A cart into which nobody has put anything is empty, never unknown. Prices are those of this moment.",
    ),
    "putCartLine": Words(
        "cart",
        "The client picks the line's id, so that a repeat changes nothing. With If-Match the line is "
        "put only if nobody has changed the cart since.",
    ),
    "deleteCartLine": Words(
        "cart",
        "The rest of the cart stays as it is, and the answer shows all of it.",
    ),
    "putCartDelivery": Words(
        "cart",
        "Prices follow the country; the checkout reckons for the shipping address, and says so where that "
        "makes another total. A method that the shop does not have, or that does not go there, is refused "
        "with the `options` that do.",
    ),
    "putCartCode": Words(
        "cart",
        "A code that would take nothing off is refused and says why. One that stops applying later stays, "
        "and says why: it is for the customer to take out. A cart has five at most, and one alone unless "
        "each of them goes with others.",
    ),
    "deleteCartCode": Words(
        "cart",
        "Prices are as without it. The code may be entered again.",
    ),
    "mergeCarts": Words(
        "cart",
        "The guest's token in the body says whose cart it is. It can be repeated. Whoever has merged "
        "a cart sees its owner's orders, too.",
    ),
    "putCartCredit": Words(
        "cart",
        "Credit is held only once the cart is ordered: it pays first, a card the rest. More than is free is "
        "refused. With `all`, as much is used of it as leaves nothing to pay, or at least what a card "
        "takes; that amount stays when the lines change.",
    ),
    "deleteCartCredit": Words(
        "cart", "Again is fine. A cart asks for no credit once it was ordered, either."
    ),
    "checkOut": Words(
        "checkout",
        "The order is written at once and decided within seconds; `Prefer: wait=N` waits for that. "
        "The total that the customer was shown is held against the cart's, and so is what credit leaves "
        "to pay: another one is refused, and nothing is ordered. "
        "Where too many cards were declined for one session, or from one network "
        "address, further orders are refused with 429 until an hour has passed.",
    ),
    "getCredit": Words(
        "credit",
        "Each caller has one account. What is held for orders is no longer in the balance. Follow "
        "next_cursor until it is null.",
    ),
    "redeemCode": Words(
        "credit",
        "A code is good once, for whoever redeems it first; the same caller may say it again. What is "
        "mistyped is told at once. A code that the shop never issued is refused like one that somebody else "
        "has redeemed. Who tries many is refused with 429 for some minutes.",
    ),
    "listOrders": Words(
        "orders",
        "Pages of the caller's own orders and of guests' whose carts they have merged. Follow "
        "next_cursor until it is null.",
    ),
    "listConversations": Words(
        "conversations",
        "A conversation is listed once something was said in it. The list follows what is said at a "
        "short distance; what it shows of each conversation is as it stands.",
    ),
    "listMessages": Words(
        "conversations",
        "Each order has a conversation, and each customer one about none. The first page ends with "
        "what was said last; older_cursor goes back from there, newer_cursor finds what is said later.",
    ),
    "sayMessage": Words(
        "conversations",
        "What is answered is stored, once, however often it is repeated. Over the socket `say` does "
        "the same. Customers who are away when they are answered are told by mail, if an order has an "
        "address.",
    ),
    "markRead": Words(
        "conversations",
        "Everybody of the same side has read what one has. A number below the mark changes nothing; "
        "one above the last message is refused.",
    ),
    "getOrder": Words(
        "orders",
        "The order with every event of its log. Another owner's order is not found, as one that does "
        "not exist.",
    ),
    "hearOfPayment": Words(
        "payments",
        "Its signature is its credential. What it says is a hint: the payment is read at the provider "
        "before anything is done.",
    ),
    "cancelOrder": Words(
        "orders",
        "What is held is given back, money and units. Once the warehouse has packed it, it can only "
        "be returned.",
    ),
    "reportPacking": Words(
        "fulfilment",
        "It says what was packed, that nothing can be, or that work goes on. The first decision "
        "counts; the same one again is fine.",
    ),
    "getReceipt": Words(
        "orders",
        "The receipt is written when it is first asked for, and stays as it is from then on.",
    ),
    "requestReturn": Words(
        "returns",
        "What it gives back is estimated here, and fixed when the shop accepts it.",
    ),
    "listReturns": Words(
        "returns",
        "The oldest first, each as it stands.",
    ),
    "addReturnPhoto": Words(
        "returns",
        "The photo itself is sent to the form's URL, with the form's fields, within a few minutes.",
    ),
    "retryStuck": Words(
        "operators",
        "As `retry-stuck`. The first answer to a stop decides: the one that stands is answered, which "
        "may be a colleague's. What the sweep had set aside is looked after by the next one.",
    ),
    "retryAllStuck": Words(
        "operators",
        "As `retry-stuck --all`, a job: what stood there when it was asked for is sent on page by page, all "
        "of it or what `kind`, `state` and `error` name. Each is in the journal. What could not be sent on "
        "is counted and named in `progress`, and makes the job FAILED; ask anew under another key.",
    ),
    "settleStuck": Words(
        "operators",
        "As `settle-stuck`. The order is fenced and its units are given back. `given_back` states "
        "that what the provider keeps was given back by other ways; without it, the provider is asked "
        "to undo what is left. Money that is still held there keeps it from being settled.",
    ),
    "refundOrder": Words(
        "operators",
        "As `refund-order`. The amount is set aside, and goes back to the card as far as the order was "
        "paid by it, the rest as credit of the shop; `to` `credit`: all of it. The customer is shown "
        "`why`, and told by mail once it is given back. `more-than-left` says what is `left`.",
    ),
    "explainRefund": Words(
        "operators",
        "As `explain-refund`. It is said once; that it is a return's refund may be added later. The "
        "return then goes on.",
    ),
    "acceptReturn": Words(
        "operators",
        "As `accept-return`. What it gives back is fixed now. The first decision counts; the same one "
        "again is fine, and sends on what got stuck.",
    ),
    "rejectReturn": Words(
        "operators",
        "As `reject-return`. The first decision counts; the same one again is fine.",
    ),
    "setStock": Words(
        "operators",
        "As `set-stock`: exactly so many units are available, as of a moment while this runs. What is "
        "held or sold stays as it is.",
    ),
    "setShards": Words(
        "operators",
        "As `set-shards`. Units that are available are spread anew; shards beyond them are kept.",
    ),
    "grantCredit": Words(
        "operators",
        "As `grant-credit`. The owner is shown why. Where the account was merged into another, it comes to "
        "that one.",
    ),
    "openBreaker": Words(
        "operators",
        "As `open-breaker`. New checkouts are refused for half a minute; then a few are let through, "
        "and an answer of the provider's closes the circuit.",
    ),
    "closeBreaker": Words(
        "operators",
        "As `close-breaker`. Every process knows within ten seconds. Authorizations that get no "
        "answer open it again.",
    ),
    "rotateKeys": Words(
        "operators",
        "As `rotate-session-keys`. The new key signs from ten minutes on; nobody's session ends.",
    ),
    "revokeKey": Words(
        "operators",
        "As `revoke-session-key`. Every session that it signed ends within ten minutes, perhaps the "
        "caller's own.",
    ),
    "endSessions": Words(
        "operators",
        "As `end-sessions`. Open pages are told at once; calls are refused everywhere within half a minute.",
    ),
    "redriveAll": Words(
        "operators",
        "As `redrive-dead-letters`, a job. Messages are handed on in parts; what fails again comes "
        "back to its queue.",
    ),
    "redriveQueue": Words(
        "operators",
        "As `redriveAll`, of the one queue of this name.",
    ),
    "countStock": Words(
        "operators",
        "As `count-stock`, a job: all orders are read. If fewer units lie there than orders were "
        "promised, nothing is changed, and the job is FAILED with the orders in `progress.error`.",
    ),
    "rebuildViews": Words(
        "operators",
        "As `rebuild-views`, a job, while the shop is open. `progress` says how many rows differed.",
    ),
    "replayEvents": Words(
        "operators",
        "A job: the events of a span of time are told to the event bus again, from the orders' logs. "
        "Consumers know an event by its order and number.",
    ),
    "reconcile": Words(
        "operators",
        "As `reconcile`, a job. `progress` has what each part has seen and cured.",
    ),
    "getJob": Words(
        "operators",
        "The job as it stands. Whoever works on it, and however often they die, it goes on from there.",
    ),
}
"""By operation."""
