import { join } from "node:path";
import process from "node:process";
import { pythonServer } from "../python-server.ts";
import type { Server } from "../server.ts";
import { awsEndpoint } from "./aws-endpoint.ts";

/**
 * Services that are loaded one after the other before the server is ready. By default each is loaded with its first
 * call, and two concurrent first calls can block each other in Python's import locks.
 */
const LOADED_FIRST = [
  "apigateway",
  "cloudwatch",
  "events",
  "iam",
  "lambda",
  "logs",
  "s3",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "sts",
];

/**
 * LocalStack's own code, run as an ordinary process. Functions run as child processes through the executor that is
 * installed with it. In this form it has no API Gateway v2, no DynamoDB and no Kinesis, and its Scheduler only stores
 * schedules.
 */
export const localstack: Server = pythonServer({
  name: "localstack-2026.3.0",
  title: "LocalStack",
  address: awsEndpoint,
  requirements: new URL("../requirements/localstack.txt", import.meta.url),
  extension: new URL("../localstack-executor/", import.meta.url),
  python: { atLeast: 13, atMost: 13 },
  arguments: ["-m", "localstack.runtime.main"],
  settings: ({ port, directory, venv }) => ({
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    // The default server binds every interface, whatever GATEWAY_LISTEN says.
    GATEWAY_SERVER: "hypercorn",
    LAMBDA_RUNTIME_EXECUTOR: "process",
    POLYFN_NODE: process.execPath,
    EAGER_SERVICE_LOADING: "1",
    SERVICES: LOADED_FIRST.join(","),
    // The other services stay available.
    STRICT_SERVICE_LOADING: "0",
    DISABLE_EVENTS: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    DNS_ADDRESS: "0",
    FILESYSTEM_ROOT: join(directory, "filesystem"),
    TMPDIR: join(directory, "tmp"),
    // Cache of the installed components: one for each environment, because the executor is one of them.
    XDG_CACHE_HOME: join(venv, "cache"),
    LAMBDA_RETRY_BASE_DELAY: "1",
    LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: "1",
  }),
  health: "/_localstack/health",
});
