"""Queues, streams, rules and machines."""

from tests.infra.pins.pin import DAY, Pin

RELAY = "RelayDynamoDBEventSourcePaidOnceDataOrders2EE5735B"
UPDATES = "UpdatesDynamoDBEventSourcePaidOnceDataOrders2EE5735B"
SOURCES = (
    "OfferPackingPackingRequestsSource",
    "ReportPackingPackingResultsSource",
    "FailedCheckoutsNoticesHeldBackSource",
    "MessagesSayingsSource",
)
IN_ORDER = ("PackingRequests", "Sayings")
QUEUES = ("PackingRequests", "Warehouse", "PackingResults")

MESSAGES = (
    Pin("SQS::Queue", "MessageRetentionPeriod", 14 * DAY, "as long as SQS can: a person has two weeks"),
    Pin("SQS::Queue", "SqsManagedSseEnabled", True, "at rest"),
    Pin(
        "SQS::Queue",
        "RedrivePolicy.maxReceiveCount",
        dict.fromkeys((*QUEUES, "Sayings"), 5) | {"NoticesHeldBack": 3, "Jobs": 3},
        "a bad minute passes sooner; a mail is tried three times, and a job's step",
    ),
    Pin(
        "SQS::Queue",
        "VisibilityTimeout",
        dict.fromkeys(QUEUES, 120) | {"NoticesHeldBack": 180, "Sayings": 60, "Jobs": 1800},
        "six times the consumer's 20 s (30 s, 300 s), as Lambda asks for: nothing is delivered beside itself;"
        " twice that of Sayings', behind which a whole conversation waits",
    ),
    Pin(
        "SQS::Queue",
        "DelaySeconds",
        {"NoticesHeldBack": 300},
        "most who are declined pay with another card within minutes, and need no word of the first",
    ),
    Pin(
        "SQS::Queue",
        "FifoQueue",
        dict.fromkeys([f"{queue}{end}" for queue in IN_ORDER for end in ("", "Failures")], True),
        "in order",
    ),
    Pin(
        "SQS::Queue",
        "ContentBasedDeduplication",
        dict.fromkeys(IN_ORDER, True),
        "a repeated send is one offer; each saying is sent under an id of its own",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "BatchSize",
        dict.fromkeys(SOURCES, 10) | {RELAY: 500, UPDATES: 25, "WorkOnJobJobsSource": 1},
        "ten: what a queue gives at once; 500 events are some 160 orders, a minute's work at the worst; 25 "
        "changes are pushed within a few seconds, and nobody is to wait behind more; a job's step"
        " takes its function's whole life",
    ),
    Pin(
        "Lambda::EventSourceMapping", "FunctionResponseTypes.*", "ReportBatchItemFailures", "each fails alone"
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "BisectBatchOnFunctionError",
        {RELAY: True, UPDATES: True},
        "what is wrong stands alone",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "MaximumBatchingWindowInSeconds",
        {RELAY: 2},
        "an order's events together",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "MaximumRetryAttempts",
        {RELAY: 10, UPDATES: 5},
        "2**10 halves 500, 2**5 25: to one, then over",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "ParallelizationFactor",
        {RELAY: 2, UPDATES: 10},
        "one order's events stay in order; a slow connection holds up a tenth of the news at most",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "StartingPosition",
        {RELAY: "TRIM_HORIZON", UPDATES: "LATEST"},
        "nothing is left out of the read models; nobody waits for news of before",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "MaximumRecordAgeInSeconds",
        {UPDATES: 600},
        "clients have said hello since, and know",
    ),
    Pin(
        "Lambda::EventSourceMapping",
        "FilterCriteria.Filters.*.Pattern",
        {
            RELAY: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"item":{"S":[{"prefix":"event#"}]}}}}',
            UPDATES: '{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"item":{"S":["head"]}}}}',
        },
        "events that were appended, and nothing that only touches a head; heads alone say whose they are",
    ),
    Pin("Lambda::EventInvokeConfig", "MaximumEventAgeInSeconds", 3600, "then it stands in NotifyFailures"),
    Pin("Lambda::EventInvokeConfig", "MaximumRetryAttempts", 2, "a mail is tried three times"),
)

RULES = (
    Pin(
        "Events::Rule",
        "ScheduleExpression",
        {
            "SweepSchedule": "rate(1 minute)",
            "ReconcileSchedule": "rate(1 hour)",
            "ReconcileAllSchedule": "rate(1 day)",
            "MeasureSchedule": "rate(15 minutes)",
            "RotateKeysSchedule": "rate(1 day)",
        },
        "nothing hangs for longer; the hourly reconcile job looks six hours back, the daily one eight days;"
        " a console is a quarter of an hour behind; a rotation that failed is made good the next day",
    ),
    Pin(
        "Events::Rule",
        "State",
        dict.fromkeys(
            (
                "SweepSchedule",
                "SweepFailed",
                "ReconcileSchedule",
                "ReconcileAllSchedule",
                "MeasureSchedule",
                "RestoreEnded",
                "RotateKeysSchedule",
            ),
            "ENABLED",
        )
        | dict.fromkeys(("TellCustomers", "TellOfEnd", "TellLater", "TellOfAnswer"), "DISABLED"),
        "without a sender nobody can be told, and no event is paid for",
    ),
    Pin("Events::Rule", "Targets.*.RetryPolicy.MaximumRetryAttempts", 2, "then it is kept for a person"),
    Pin(
        "Events::Rule",
        "Targets.*.RetryPolicy.MaximumEventAgeInSeconds",
        {
            "SweepSchedule": 300,
            "SweepFailed": 300,
            "ReconcileSchedule": 3600,
            "ReconcileAllSchedule": 3600,
            "TellCustomers": 3600,
            "TellOfEnd": 3600,
            "TellLater": 3600,
            "TellOfAnswer": 3600,
            "MeasureSchedule": 600,
            "RestoreEnded": 3600,
            "RotateKeysSchedule": 3600,
        },
        "the next run is on its way by then; a mail may be an hour late",
    ),
    Pin(
        "Events::Rule",
        "Targets.*.Input",
        {"ReconcileSchedule": '{"short":true}', "ReconcileAllSchedule": '{"short":false}'},
        "every hour the last hours, every day all",
    ),
    Pin(
        "Events::Rule",
        "EventPattern.detail.status.*",
        {
            "SweepFailed": ("FAILED", "TIMED_OUT", "ABORTED"),
            "RestoreEnded": ("COMPLETED", "FAILED", "ABORTED"),
        },
        "every end that no state caught: whoever ended so is swept at once; every end of a restore",
    ),
    Pin(
        "Events::Rule",
        "EventPattern.detail-type.*",
        {
            "SweepFailed": "Step Functions Execution Status Change",
            "RestoreEnded": "Restore Job State Change",
            "TellCustomers": (
                "AmountRefunded",
                "OrderActionRequired",
                "OrderCompleted",
                "OrderConfirmed",
                "OrderRefundFailed",
                "OrderRefunded",
                "ReturnRefunded",
                "ReturnRejected",
            ),
            "TellOfEnd": "OrderCancelled",
            "TellOfAnswer": "ConversationAnswered",
            "TellLater": "OrderCancelled",
        },
        "what customers are told of: functions/notification/message.py",
    ),
    Pin(
        "Events::Rule",
        "EventPattern.detail.data.reason.*",
        {
            "TellOfEnd": ("cancelled-by-customer", "not-packed-in-time", "rejected-by-shop"),
            "TellLater": (
                "checkout-failed",
                "code-used-up",
                "credit-short",
                "out-of-stock",
                "payment-declined",
            ),
        },
        "each reason once: whose words ask to check the cart out again come later",
    ),
    Pin(
        "Events::Rule",
        "EventPattern.source.*",
        {"SweepFailed": "aws.states", "RestoreEnded": "aws.backup", "TellOfAnswer": "paidonce.conversations"}
        | dict.fromkeys(("TellCustomers", "TellOfEnd", "TellLater"), "paidonce.orders"),
        "nobody else's events",
    ),
)

MACHINES = (
    Pin(
        "StepFunctions::StateMachine", "StateMachineType", "STANDARD", "exactly once, for as long as it takes"
    ),
    Pin("StepFunctions::StateMachine", "LoggingConfiguration.Level", "ERROR", "a success is not logged"),
    Pin("StepFunctions::StateMachine", "TracingConfiguration.Enabled", True, "what a request led to"),
)
"""`IncludeExecutionData` is nowhere: tokens and orders are in an execution's data."""
