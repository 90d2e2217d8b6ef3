// What CloudFront does with each request before anybody else sees it (runtime cloudfront-js-2.0; one file, no imports).
// The edge of the local run does the same (local/front/edge.py), and infra/edge/cases.json tries both.

const SAFE = ["GET", "HEAD", "OPTIONS"];
const SESSIONS = /^(session|operator|ord_[a-z2-7]{32})$/;
const FACES = ["console", "crash"];

function handler(event) {
  const request = event.request;
  return request.uri.startsWith("/api/") ? toApi(request, event.viewer.ip) : toPages(request);
}

// A path without a dot is a page of the storefront's, or of the console's, which finds out itself which.
function toPages(request) {
  const parts = request.uri.split("/");
  if (!parts[parts.length - 1].includes(".")) request.uri = `/${FACES.includes(parts[1]) ? parts[1] : "index"}.html`;
  return request;
}

// A session's cookie becomes the Authorization header. The API is told by a header that nobody else can send, so
// that it never hands such a caller a token; what is changed so has to come from a page of this very host.
function toApi(request, viewer) {
  const headers = request.headers;
  const named = headers["paidonce-session"];
  const cookies = request.cookies;
  for (const name of ["paidonce-cookie", "paidonce-session", "cookie"]) delete headers[name];
  headers["paidonce-viewer"] = { value: viewer };
  request.cookies = {};
  if (headers.authorization) return request;

  const name = named ? named.value : "session";
  if (!SESSIONS.test(name)) return refuse(400, "bad-request", "Paidonce-Session: session, operator or an order's id.");
  const cookie = cookies[`__Host-${name}`];
  if (!cookie && !named) return request;

  const origin = headers.origin && headers.origin.value;
  if (!SAFE.includes(request.method) && origin !== `https://${headers.host.value}`) {
    return refuse(403, "forbidden", "Origin: with a cookie, changes are taken from pages of this host alone.");
  }
  headers["paidonce-cookie"] = { value: name };
  if (cookie) headers.authorization = { value: `Bearer ${cookie.value}` };
  return request;
}

function refuse(status, name, detail) {
  const title = (name.charAt(0).toUpperCase() + name.slice(1)).replace("-", " ");
  return {
    statusCode: status,
    statusDescription: title,
    headers: {
      "content-type": { value: "application/problem+json" },
      "cache-control": { value: "no-store" },
    },
    body: {
      encoding: "text",
      data: JSON.stringify({ type: `/api/problems/${name}`, title, status, detail }),
    },
  };
}
