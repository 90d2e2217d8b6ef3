"""How pages are served, on AWS and by the local run: under which headers, and for how long they are kept."""

STRIPE = "https://js.stripe.com"
STRIPE_FRAMES = f"{STRIPE} https://hooks.stripe.com"
STRIPE_API = "https://api.stripe.com"
ASSETS = "assets/"
HSTS_SECONDS = 2 * 365 * 24 * 3600

IMMUTABLE = "public, max-age=31536000, immutable"
"""A file whose name says what is in it."""

SHORT = "public, max-age=0, s-maxage=60, must-revalidate"
"""Any other: browsers ask each time, the edge each minute."""


def kept(name: str) -> str:
    """Cache-Control of a file, by its path below the folder of the pages."""
    return IMMUTABLE if name.startswith(ASSETS) else SHORT


def content_security_policy(files: str) -> str:
    """Scripts and styles of the shop's own files alone, none inline. `files`: where photos and receipts lie,
    as origins with blanks between them. Stripe's are those that its Payment Element asks for."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {STRIPE}",
        "style-src": "'self'",
        "img-src": f"'self' blob: {files}",
        "font-src": "'self'",
        "connect-src": f"'self' {files} {STRIPE_API}",
        "frame-src": STRIPE_FRAMES,
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


PLAIN_HEADERS = {
    "Strict-Transport-Security": f"max-age={HSTS_SECONDS}; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": f'camera=(), geolocation=(), microphone=(), payment=(self "{STRIPE}"), usb=()',
}


def page_headers(files: str) -> dict[str, str]:
    """All that a page comes with beside its own."""
    return {"Content-Security-Policy": content_security_policy(files), **PLAIN_HEADERS}
