import { serve } from "../server/serve.ts";
import { alicloudPlugin } from "./plugin.ts";

await serve(alicloudPlugin);
