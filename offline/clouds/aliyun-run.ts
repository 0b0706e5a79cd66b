import { resolve } from "node:path";
import {
  type AliyunOptions,
  type AliyunServer,
  type Credentials,
  EmulatorError,
  type JournalEntry,
  startAliyun,
} from "@polyfn/aliyun-emulator";
import { UserError } from "../../model/errors.ts";
import { cacheDirectory } from "../cache.ts";
import { findPython } from "../endpoint/python.ts";
import type { RunningCloud, RunOptions } from "./cloud.ts";

/** The default address that clients look for. */
const USUAL_PORT = 4580;

/**
 * The emulator as `polyfn offline` runs it.
 * @throws UserError for credentials of another form, a port that is taken, or a directory that is.
 */
export async function runAliyun({
  port = USUAL_PORT,
  data,
  strict,
  credentials,
  settle = 0,
}: RunOptions): Promise<RunningCloud> {
  const server = await start({
    port,
    strict,
    settle: settle * 1000,
    cache: cacheDirectory(),
    python: async () => (await findPython({ atLeast: 9, atMost: 14 }))?.command,
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

async function start(options: AliyunOptions): Promise<AliyunServer> {
  try {
    return await startAliyun(options);
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    throw new UserError(error.message, error.remedy, { cause: error });
  }
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
function lineOf({ time, service, operation, method, host, path, status, code, ms }: JournalEntry): string {
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
