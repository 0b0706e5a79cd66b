import process from "node:process";
import { UserError } from "../../../model/errors.ts";
import { debuggedNode } from "../debugged-node.ts";
import { pythonServer } from "../python-server.ts";
import { searchPath } from "../run.ts";
import type { Server } from "../server.ts";
import { awsEndpoint } from "./aws-endpoint.ts";

/** The everyday endpoint: starts in a second, runs schedules, serves API Gateway v2. Keeps its state in memory. */
export const ministack: Server = pythonServer({
  name: "ministack-1.5.33",
  title: "MiniStack",
  address: awsEndpoint,
  requirements: new URL("../requirements/ministack.txt", import.meta.url),
  python: { atLeast: 10, atMost: 14 },
  arguments: ["-m", "ministack"],
  files: debuggedNode.files,
  settings: ({ port, directory }) => ({
    PATH: debuggedNode.path({ port, directory }, searchPath()),
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    // Checks what roles may do. Its own account, whose access key is "test" or twelve digits, may do everything.
    AUTH: "true",
    // Listeners that no example and no test uses.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // Retries asynchronous calls after 1 and 2 seconds instead of the cloud's 1 and 2 minutes.
    LAMBDA_ASYNC_RETRY_BASE_SECONDS: "1",
  }),
  health: "/_ministack/health",
  reset: "/_ministack/reset",
  debugging: {
    note: "where polyfn started it, and not on Windows; the function's timeout still holds.",
    async listen({ url, directory }, functionName, port) {
      if (process.platform === "win32") {
        throw new UserError("Functions on MiniStack cannot be debugged on Windows.", "Debug the function on Aliyun.");
      }
      if (directory === undefined) {
        throw new UserError(
          `The server at ${url} was not started by polyfn, so its functions cannot be debugged.`,
          "Stop it, and let polyfn start one, or debug the function on another target.",
        );
      }
      await debuggedNode.set(directory, functionName, port);
    },
  },
});
