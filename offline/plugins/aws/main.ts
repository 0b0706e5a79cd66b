import { serve } from "../server/serve.ts";
import { awsPlugin } from "./plugin.ts";

await serve(awsPlugin);
