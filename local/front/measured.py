"""What API Gateway would measure of the API's stage: requests, their errors, how long they took.

Written as CloudWatch's embedded metric format has it, like the functions' own metrics, every few seconds in
which there were requests.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field

from infra.watch.measure import API, STAGE

EVERY_SECONDS = 2.0
MOST_VALUES = 100
"""The format takes no more values at once."""
_METRICS = {"Count": "Count", "4XXError": "Count", "5XXError": "Count", "Latency": "Milliseconds"}


@dataclass
class Measured:
    """`took` are milliseconds of requests since the last line."""

    requests: int = 0
    refused: int = 0
    failed: int = 0
    took: list[int] = field(default_factory=list)

    def add(self, status: int, seconds: float) -> None:
        self.requests += 1
        self.refused += 400 <= status < 500
        self.failed += status >= 500
        if len(self.took) < MOST_VALUES:
            self.took.append(round(seconds * 1000))

    def line(self) -> str | None:
        """The line about what was added since the last one; None where nothing was."""
        if not self.requests:
            return None
        declared = {
            "Namespace": "AWS/ApiGateway",
            "Dimensions": [["ApiName", "Stage"]],
            "Metrics": [{"Name": name, "Unit": unit} for name, unit in _METRICS.items()],
        }
        values = (self.requests, self.refused, self.failed, self.took)
        line = {
            "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [declared]},
            "ApiName": API,
            "Stage": STAGE,
            **dict(zip(_METRICS, values, strict=True)),
        }
        self.requests = self.refused = self.failed = 0
        self.took = []
        return json.dumps(line, separators=(",", ":"))

    async def write(self) -> None:
        """For as long as the edge runs."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            line = self.line()
            if line:
                print(line, flush=True)
