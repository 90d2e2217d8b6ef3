"""The names of the IAM actions that functions and machines are allowed."""

GET = "dynamodb:GetItem"
PUT = "dynamodb:PutItem"
UPDATE = "dynamodb:UpdateItem"
DELETE = "dynamodb:DeleteItem"
CHECK = "dynamodb:ConditionCheckItem"
QUERY = "dynamodb:Query"
SCAN = "dynamodb:Scan"
BATCH_GET = "dynamodb:BatchGetItem"

START_EXECUTION = "states:StartExecution"
DESCRIBE_EXECUTION = "states:DescribeExecution"
READ_HISTORY = "states:GetExecutionHistory"
DESCRIBE_MACHINE_OF_EXECUTION = "states:DescribeStateMachineForExecution"
SUCCEED_TASK = "states:SendTaskSuccess"
FAIL_TASK = "states:SendTaskFailure"
KEEP_TASK_ALIVE = "states:SendTaskHeartbeat"

SEND_MESSAGE = "sqs:SendMessage"
RECEIVE_MESSAGE = "sqs:ReceiveMessage"
DELETE_MESSAGE = "sqs:DeleteMessage"
READ_QUEUE = "sqs:GetQueueAttributes"
FIND_QUEUE = "sqs:GetQueueUrl"
CONSUME_MESSAGES = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
PUT_EVENTS = "events:PutEvents"
INVOKE = "lambda:InvokeFunction"
WRITE_SECRET = "secretsmanager:PutSecretValue"  # noqa: S105 - an action
READ_SECRET = "secretsmanager:GetSecretValue"  # noqa: S105 - an action
LIST_OBJECTS = "s3:ListBucket"
READ_OBJECT = "s3:GetObject"
READ_OBJECT_VERSION = "s3:GetObjectVersion"
WRITE_OBJECT = "s3:PutObject"
SEND_EMAIL = "ses:SendEmail"

# AWS Backup knows no resource for either but all.
LIST_RESTORES = "backup:ListRestoreJobs"
JUDGE_RESTORE = "backup:PutRestoreValidationResult"

CONNECT_CACHE = "elasticache:Connect"
READ_METRICS = "cloudwatch:GetMetricData"
POST_TO_CONNECTIONS = "execute-api:ManageConnections"

# X-Ray knows no resource but all.
WRITE_TRACES = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
SAMPLE_TRACES = ["xray:GetSamplingRules", "xray:GetSamplingTargets"]

# What Step Functions asks for to deliver a machine's log, on whichever log group.
DELIVER_LOGS = [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
]
