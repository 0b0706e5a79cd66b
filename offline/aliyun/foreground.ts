import { resolve } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { RunningCloud, RunOptions } from "../clouds/cloud.ts";
import type { JournalEntry } from "./core/journal.ts";
import type { Credentials } from "./security/keyring.ts";
import { startAliyun } from "./server.ts";

/** Where clients look for it when nobody says another. */
const USUAL_PORT = 4580;

/**
 * The emulator as `polyfn offline` runs it.
 * @throws UserError for credentials of another form, a port that is taken, or a directory that is.
 */
export async function runInForeground({
  port = USUAL_PORT,
  data,
  strict,
  credentials,
  settle = 0,
}: RunOptions): Promise<RunningCloud> {
  const server = await startAliyun({
    port,
    strict,
    settle: settle * 1000,
    ...(data !== undefined && { data: resolve(data) }),
    ...(credentials !== undefined && { credentials: [parse(credentials)] }),
  });
  return {
    url: server.url,
    environment: server.access.environment,
    follow: (listener) => {
      server.journal.follow((entry) => listener(lineOf(entry)));
    },
    stop: () => server.stop(),
  };
}

function parse(text: string): Credentials {
  const at = text.indexOf(":");
  const [accessKeyId, accessKeySecret] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && accessKeySecret !== "") return { accessKeyId, accessKeySecret };
  throw new UserError(
    "The credentials are not of the form ID:SECRET.",
    "Write, for example, --credentials mine:secret.",
  );
}

/** `14:03:59 fc CreateFunction 200 12 ms`; a refusal has its code, what no service took its host and path. */
export function lineOf({ time, service, operation, method, host, path, status, code, ms }: JournalEntry): string {
  const what = operation === "" ? `${method} ${host}${path}` : operation;
  const parts = [
    new Date(time).toISOString().slice(11, 19),
    service || "-",
    what,
    String(status),
    code,
    `${Math.round(ms)} ms`,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}
