import { join } from "node:path";
import { operate } from "../../adapters/aws/operate/index.ts";
import { ministack } from "../endpoint/servers/ministack.ts";
import type { AwsContext } from "../plugins/aws/clients.ts";
import type { OfflineCloud, OfflineProvider } from "./cloud.ts";
import { activity, empty } from "./localstack-contents.ts";
import { faultProxy } from "./localstack-faults.ts";

export const localstack: OfflineCloud = {
  server: ministack,
  packages: [
    ...operate.packages,
    "@aws-sdk/client-api-gateway",
    "@aws-sdk/client-apigatewayv2",
    "@aws-sdk/client-iam",
    "@aws-sdk/client-kms",
  ],
  environment: async (url, state) => ({
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: join(state, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(state, "no-aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  }),
  // Its workers look for records every second.
  quiet: 1500,
  activity,
  empty,
  openFaults: faultProxy,
  async provider(): Promise<OfflineProvider> {
    // The SDK would print its notice about future Node.js versions into every test.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    const { awsPlugin } = await import("../plugins/aws/plugin.ts");
    const configure: OfflineProvider<AwsContext>["configure"] = (args, _, signal) => awsPlugin.configure(args, signal);
    return { plugin: awsPlugin, configure } as OfflineProvider;
  },
  withheld: [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ],
};
