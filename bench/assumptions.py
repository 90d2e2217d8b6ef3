"""What cannot be counted on one machine, stated: change a number here and run `make bench`."""

from dataclasses import dataclass, field
from fractions import Fraction

AWS_MS = {
    "GetItem": 4,
    "BatchGetItem": 5,
    "Query": 5,
    "Scan": 8,
    "PutItem": 6,
    "UpdateItem": 6,
    "DeleteItem": 6,
    "TransactGetItems": 10,
    "TransactWriteItems": 15,
    "StartExecution": 25,
    "DescribeExecution": 15,
    "PutEvents": 15,
    "SendMessage": 10,
    "ReceiveMessage": 10,
    "DeleteMessage": 10,
    "GetQueueAttributes": 10,
    "GetQueueUrl": 10,
    "PutSecretValue": 25,
    "SendTaskSuccess": 15,
    "PutObject": 40,
    "ListObjectsV2": 40,
    "SendTaskFailure": 15,
    "GetExecutionHistory": 20,
    "DescribeStateMachineForExecution": 20,
    "GetMetricData": 50,
    "GetSecretValue": 15,
    "Invoke": 15,
    "PostToConnection": 15,
    "DeleteConnection": 15,
}


@dataclass(frozen=True)
class Assumptions:
    """Times in milliseconds, as a caller in the same region sees them."""

    provider_ms: int = 400
    """One call to the payment provider, whichever: creating an intent is quicker, confirming it slower."""
    provider_p99_ms: int = 1500
    """The slowest of a hundred: the card's bank is asked, and some banks take their time."""
    aws_ms: dict[str, int] = field(default_factory=lambda: dict(AWS_MS))
    aws_tail: int = 3
    """The slowest of a hundred calls to AWS takes so many times as long: another partition's leader, a retry
    inside the service, a connection made anew."""
    hand_off_ms: int = 30
    hand_off_p99_ms: int = 120
    """From a state's end to the next one's handler: the state machine writes its history and invokes."""
    gateway_ms: int = 15
    gateway_p99_ms: int = 60
    """API Gateway beside the function, in and out, the authorizer's answer in its cache."""
    invoke_ms: int = 10
    invoke_p99_ms: int = 50
    """From one function to another that it invokes, until that one's handler runs."""
    tls_ms: float = 0.3
    """CPU of sending one request over TLS, which the emulated calls of the measured runs do not do. It is no
    part of what is counted, and so the one float here."""
    vcpu_mb: int = 1769
    """Memory at which a function has a whole vCPU; less gets a share in proportion."""
    between_steps_ms: int = 80
    """From a step's last call to the next one's first: the state machine, and both handlers' own work."""
    people_seconds: int = 900
    """Until somebody has packed, has inspected what came back: longer than the relay waits for a batch."""
    returned_share: Fraction = Fraction(3, 100)
    """Orders of which something comes back; all of it does, in one return."""
    idle_polls: int = 648_000
    """Requests a month for each queue that feeds a function: five pollers, each asking every 20 seconds."""
    days_per_million: int = 30
    """The pace: a million checkouts, spread evenly over so many days."""
    authorized_requests: int = 2
    """Of one visit, within the 30 s for which the authorizer's answer is kept: a checkout has half of one."""
    cold_share: Fraction = Fraction(1, 100)
    """Invocations that start a process."""
    cold_ms: int = 800
    """Starting one: the runtime, and imports of about 400 ms (below); billed since August 2025."""
    cold_p99_ms: int = 1600
    """The slowest of a hundred starts: code that no cache near by holds."""
    import_ms: int = 400
    """CPU of these imports on a whole vCPU; on AWS, starting often gets one, which nobody promises."""
    starting_seconds: int = 5
    """What every function's time-out leaves for starting and for its own work (tests/infra)."""
    idle_ms: dict[str, int] = field(default_factory=lambda: {"Checkouts": 1200, "Wait": 1200})
    """What a function stands by, beside its own calls, while an order is decided: the storefront's requests
    prefer to wait, so both are paid for that long."""
    platform_log_bytes: int = 350
    """START, END and REPORT of one invocation, with 26 bytes a line that CloudWatch adds."""
    traced_log_bytes: int = 100
    """What a trace's ids add to REPORT."""
    machine_log_bytes: int = 500
    """One failure as the state machine logs it, without data."""
    header_bytes: int = 700
    """Beside an answer's body: status line, headers, the share of the connection."""
    provider_request_bytes: int = 1000
    """A request to the provider: 480 to 720 of headers and form, the frames that carry it and acknowledge the
    answer (tests/unit/test_provider_requests.py); the connection is kept."""

    @property
    def per_second(self) -> Fraction:
        return Fraction(1_000_000, self.days_per_million * 24 * 60 * 60)

    @property
    def sweeps_per_checkout(self) -> Fraction:
        """One a minute, whatever is sold."""
        return Fraction(1, 60) / self.per_second

    def refreshes_per_checkout(self, fresh_seconds: int) -> Fraction:
        """What one process keeps for so long is read anew by so many checkouts at this pace."""
        return min(Fraction(1), 1 / (fresh_seconds * self.per_second))

    def wait_ms(self, operations: list[str], provider_calls: int) -> int:
        """What an invocation waits for others."""
        return sum(self.aws_ms[one] for one in operations) + provider_calls * self.provider_ms
