import { run } from "./index.ts";
import { terminal } from "./io.ts";

// A reader that has seen enough (`polyfn plan ... | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), terminal);
