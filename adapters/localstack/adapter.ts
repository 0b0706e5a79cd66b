import { aws } from "../aws/adapter.ts";
import { checkApp } from "../aws/checks/index.ts";
import { operate } from "../aws/operate/index.ts";
import type { Adapter } from "../contract.ts";
import type { Lowering } from "../graph/lowering.ts";
import { checkProfile } from "./limits.ts";
import { lowering } from "./lowering.ts";
import { readSettings } from "./settings.ts";
import { support } from "./support.ts";

/** AWS on this machine: the same resources, sent to one LocalStack-compatible endpoint with dummy credentials. */
export const localstack: Adapter = {
  ...aws,
  name: "localstack",
  title: "LocalStack-compatible endpoint",
  support,
  overrides: ["aws", "localstack"],
  settings: {
    endpoint: "Address of the server on this machine. Default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566.",
    profile: '"core" (default): what every such server has. "full": EventBridge Scheduler and API Gateway v2 too.',
  },
  loopback: (settings) => readSettings({ settings }).settings.endpoint,
  check: (app, deployment) => {
    const { settings, problems } = readSettings(deployment);
    return [...problems, ...checkApp(app, deployment), ...checkProfile(app, settings.profile)];
  },
  lowering: lowering as Lowering,
  operate: {
    ...operate,
    // A real account is out of reach, whatever credentials the caller gives.
    open: (access) => operate.open({ ...access, endpoint: access.endpoint ?? readSettings(access).settings.endpoint }),
  },
};
