"""Who a function is, told to ElastiCache: a presigned request that its role signs, in place of a password.

AWS Signature Version 4 in the query, as ElastiCache's IAM authentication demands it. Nothing is asked of
anybody, so that a function in a private network needs no way out. A token opens connections for 15 minutes; a
connection lives for twelve hours at most.
"""

import hmac
import os
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

GOOD_FOR_SECONDS = 900
SERVICE = "elasticache"
ALGORITHM = "AWS4-HMAC-SHA256"


def make(user: str, now: datetime) -> str:
    """The token of this user, for the cache that SESSION_CACHE_NAME names, by the credentials that Lambda
    gives the function."""
    cache = os.environ["SESSION_CACHE_NAME"]
    at, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    scope = f"{day}/{os.environ['AWS_REGION']}/{SERVICE}/aws4_request"
    query = {
        "Action": "connect",
        "ResourceType": "ServerlessCache",
        "User": user,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}",
        "X-Amz-Date": at,
        "X-Amz-Expires": str(GOOD_FOR_SECONDS),
        "X-Amz-SignedHeaders": "host",
    }
    if session := os.environ.get("AWS_SESSION_TOKEN"):
        query["X-Amz-Security-Token"] = session
    asked = "&".join(f"{name}={quote(query[name], safe='-_.~')}" for name in sorted(query))
    request = f"GET\n/\n{asked}\nhost:{cache}\n\nhost\n{sha256(b'').hexdigest()}"
    signed = f"{ALGORITHM}\n{at}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    return f"{cache}/?{asked}&X-Amz-Signature={_signature(signed, scope)}"


def _signature(text: str, scope: str) -> str:
    key = b"AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"].encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), sha256)
    return hmac.digest(key, text.encode(), sha256).hex()
