import { terminal } from "../terminal/index.ts";
import { run } from "./index.ts";

// A reader that stops early (`polyfn plan ... | head`) is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), terminal);
