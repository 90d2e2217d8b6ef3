"""What a watched page runs. Both faces name the version of the order that they show: `data-version`."""

OBSERVE = """
window.shown = {};
new MutationObserver(() => {
  const version = document.querySelector("[data-version]")?.dataset.version;
  const order = location.pathname.split("/orders/")[1];
  if (version === undefined || order === undefined) return;
  const versions = (window.shown[order] ??= {});
  versions[version] ??= Date.now();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-version"] });
"""
"""Writes down when each version of an order stood in the page first."""

_GO = """
const go = (to) => {
  history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
};
"""

_ASK = """
const ask = async (method, path, body, headers = {}) => {
  const answer = await fetch("/api" + path, {
    method,
    headers: { "Paidonce-Session": "session", "Content-Type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  return answer.json();
};
"""

BUY = f"""async () => {{
  {_GO}{_ASK}
  const cart = await ask("PUT", "/cart/lines/w", {{ sku: "water", options: {{}}, quantity: 1 }});
  const placed = await ask(
    "POST",
    "/checkouts",
    {{
      payment_method: "pm_card_visa",
      expected_total: cart.total,
      shipping_address: {{
        name: "Ada L.", line1: "1 Main St", city: "Turin", postal_code: "10121", country: "IT",
      }},
    }},
    {{ "Idempotency-Key": crypto.randomUUID() }},
  );
  if (placed.order_id === undefined) return null;
  go("/orders/" + placed.order_id);
  return placed.order_id;
}}"""
"""Buys, shows the order as the page does after a checkout, and answers its id; null if it was not taken."""

SHOW = f"(to) => {{ {_GO} go(to); }}"
READ = f'(order) => {{ {_ASK} return ask("GET", "/orders/" + order); }}'
SHOWN = "(order) => window.shown[order] ?? {}"
