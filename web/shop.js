// The demo shop's page: everything it knows, it learns from the API.

const ADDRESS = { name: "Ada Guest", line1: "1 Oven Street", city: "Naples", postal_code: "80100", country: "IT" };
const WAIT_SECONDS = 8;
const COME_AGAIN = [429, 502, 503, 504];
const TRIES = 30;
const LONGEST_PAUSE_SECONDS = 10; // whoever is to come again later than that is told so
const POLL_MS = 700;
const POLLS = 120;
const SESSION = "session"; // {token, expires_at, renewed_at}
const RENEWED_MS = 24 * 3600 * 1000; // a token lives for seven days: one that is a day old is renewed
const AT_THE_BANK = "order-at-the-bank";
const STOCK = { in_stock: "in stock", low: "only a few left", sold_out: "sold out" };

const $ = (id) => document.getElementById(id);
const money = ({ amount, currency }) =>
  new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount / 100);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// What the shop could not answer now is sent again as it was, with its key, after Retry-After.
async function ask(path, options = {}) {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`/api${path}`, options);
    const seconds = Number(response.headers.get("Retry-After")) || 1;
    const again = COME_AGAIN.includes(response.status) && seconds <= LONGEST_PAUSE_SECONDS;
    if (!again || tries === TRIES) return response;
    await pause(1000 * Math.min(seconds * tries, LONGEST_PAUSE_SECONDS));
  }
}

async function call(method, path, body, headers = {}, tries = 2) {
  const token = await freshToken();
  const response = await ask(path, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  if (response.status === 401 && tries > 1) {
    await openSession();
    return call(method, path, body, headers, tries - 1);
  }
  return { status: response.status, body: await response.json() };
}

async function freshToken() {
  const { token, expires_at, renewed_at } = JSON.parse(sessionStorage.getItem(SESSION) ?? "{}");
  const fresh = Date.parse(expires_at) > Date.now() && Date.now() - renewed_at < RENEWED_MS;
  return token && fresh ? token : openSession();
}

// Renews the session that there is, by this tab's token or by the browser's cookie. Each that is refused with 401 is
// forgotten (the cookie by the answer), and without any a new guest begins.
async function openSession() {
  let { token } = JSON.parse(sessionStorage.getItem(SESSION) ?? "{}");
  for (let tries = 3; tries > 0; tries -= 1) {
    const response = await ask("/sessions", { method: "POST", headers: token ? { Authorization: `Bearer ${token}` } : {} });
    const session = await response.json();
    if (response.ok) {
      const { token: renewed, expires_at } = session;
      sessionStorage.setItem(SESSION, JSON.stringify({ token: renewed, expires_at, renewed_at: Date.now() }));
      return renewed;
    }
    if (response.status !== 401) break;
    token = undefined;
  }
  throw new Error("The shop opens no session.");
}

async function showMenu() {
  const { products } = await (await ask("/catalog")).json();
  $("menu").replaceChildren(...products.map(productForm));
}

function productForm(product) {
  const form = $("product").content.cloneNode(true).querySelector("form");
  form.querySelector("h3").textContent = product.name;
  form.querySelector(".description").textContent = product.description;
  form.querySelector(".price").textContent = money(product.unit_price);
  const stock = form.querySelector(".stock");
  stock.textContent = STOCK[product.stock];
  stock.classList.add(product.stock);
  form.querySelector("button").disabled = product.stock === "sold_out";
  form.querySelector(".options").append(...product.options.map(optionField));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    addLine(product, new FormData(form));
  });
  return form;
}

function optionField(option) {
  const field = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = option.name;
  field.append(legend, ...(option.multiple ? option.choices.map((choice) => checkbox(option, choice)) : [select(option)]));
  return field;
}

const label = (choice) => (choice.surcharge.amount ? `${choice.name} (+${money(choice.surcharge)})` : choice.name);

function checkbox(option, choice) {
  const wrap = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: option.name, value: choice.name });
  wrap.append(box, ` ${label(choice)}`);
  return wrap;
}

function select(option) {
  const list = Object.assign(document.createElement("select"), { name: option.name, ariaLabel: option.name });
  if (!option.required) list.append(new Option("none", ""));
  list.append(...option.choices.map((choice) => new Option(label(choice), choice.name)));
  return list;
}

async function addLine(product, chosen) {
  const options = {};
  for (const option of product.options) {
    const names = chosen.getAll(option.name).filter(Boolean);
    if (names.length) options[option.name] = option.multiple ? names : names[0];
  }
  const line = `/cart/lines/${crypto.randomUUID()}`;
  showAnswer(await call("PUT", line, { sku: product.sku, options, quantity: 1 }));
}

function showAnswer({ status, body }) {
  if (status !== 200) return say(body.detail, "bad");
  say("");
  showCart(body);
}

let cart = { lines: [], total: { amount: 0, currency: "EUR" } };

function showCart(latest) {
  cart = latest;
  $("total").textContent = money(cart.total);
  $("checkout").querySelector("button").disabled = cart.lines.length === 0;
  $("lines").replaceChildren(...cart.lines.map(cartLine));
}

function stockOf({ stock, available }) {
  if (stock === "withdrawn") return "no longer sold: take it out to check out";
  if (stock === "sold_out") return "sold out";
  return stock === "short" ? `only ${available} left` : "";
}

function cartLine(line) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const details = document.createElement("small");
  details.textContent = [...Object.values(line.options).flat(), stockOf(line)].filter(Boolean).join(", ");
  name.append(`${line.quantity} × ${line.name} `, details);
  const price = document.createElement("span");
  price.textContent = line.line_total ? money(line.line_total) : "";
  const remove = Object.assign(document.createElement("button"), { className: "remove", type: "button", textContent: "×" });
  remove.ariaLabel = `Remove ${line.name}`;
  remove.addEventListener("click", async () => showAnswer(await call("DELETE", `/cart/lines/${line.line_id}`)));
  item.append(name, price, remove);
  return item;
}

async function checkout(event) {
  event.preventDefault();
  const button = event.target.querySelector("button");
  button.disabled = true;
  say("Paying…");
  const order = {
    payment_method: new FormData(event.target).get("card"),
    expected_total: cart.total,
    cart_version: cart.version,
    shipping_address: ADDRESS,
  };
  const headers = { "Idempotency-Key": crypto.randomUUID(), Prefer: `wait=${WAIT_SECONDS}` };
  const { body } = await call("POST", "/checkouts", order, headers);
  if (body.order_id) await follow(body.order_id);
  else say([body.detail, ...(body.lines ?? []).map(missing)].join(" "), "bad");
  showCart((await call("GET", "/cart")).body);
  await showMenu();
}

function missing({ name, wanted, available }) {
  return `${name}: ${wanted} wanted, ${available} available.`;
}

// Whoever comes back from the bank, by its button or by the browser's, finds the order still followed.
async function resume() {
  const orderId = sessionStorage.getItem(AT_THE_BANK);
  if (!orderId) return;
  history.replaceState(null, "", location.pathname);
  say("Waiting for your bank…");
  await follow(orderId);
  showCart((await call("GET", "/cart")).body);
}

async function follow(orderId) {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const { status, body: order } = await call("GET", `/orders/${orderId}`);
    if (status === 404) {
      sessionStorage.removeItem(AT_THE_BANK);
      return say(order.detail, "bad");
    }
    if (status === 200) {
      showTimeline(order.timeline);
      if (order.status !== "PENDING") return showDecision(order);
      if (order.next_action) askBank(orderId, order.next_action);
    }
    await pause(POLL_MS);
  }
  say("The order is taking longer than usual.");
}

function showDecision(order) {
  sessionStorage.removeItem(AT_THE_BANK);
  const why = () => [`Order cancelled: ${order.reason.replaceAll("-", " ")}.`, ...order.missing.map(missing)].join(" ");
  if (order.status === "CANCELLED") return say(why(), "bad");
  say(`Order confirmed: ${money(order.total)}`, "good");
}

// To the bank once; after that there is a link, so that nobody is sent in circles.
function askBank(orderId, { url }) {
  if (!url) return say("Your bank asks first, and this page cannot show its question.", "bad");
  if (sessionStorage.getItem(AT_THE_BANK) !== orderId) {
    sessionStorage.setItem(AT_THE_BANK, orderId);
    location.assign(url);
  }
  const link = Object.assign(document.createElement("a"), { href: url, textContent: "answer your bank" });
  say("Your bank asks first: ");
  $("news").append(link);
}

function showTimeline(entries) {
  const items = entries.map(({ type, at }) => {
    const item = document.createElement("li");
    item.textContent = `${type} at ${new Date(at).toLocaleTimeString()}`;
    return item;
  });
  $("timeline").replaceChildren(...items);
}

function say(text, mood = "") {
  $("news").textContent = text;
  $("news").className = mood;
}

$("checkout").addEventListener("submit", checkout);
await showMenu();
showCart((await call("GET", "/cart")).body);
await resume();
