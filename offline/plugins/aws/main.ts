import { serve } from "../server/serve.ts";
import { awsPlugin } from "./plugin.ts";

// The SDK would print its notice about future Node.js versions into every deployment.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

await serve(awsPlugin);
