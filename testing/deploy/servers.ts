import { join } from "node:path";
import process from "node:process";
import { adapterFor } from "../../infra/targets.ts";
import { UserError } from "../../model/errors.ts";
import type { OfflineCloud } from "../../offline/clouds/cloud.ts";
import { offlineClouds } from "../../offline/clouds/index.ts";
import { answers, endpointAddress } from "../../offline/endpoint/address.ts";
import { startTemporaryServer } from "../../offline/endpoint/index.ts";
import { sharedServer } from "../../offline/endpoint/shared.ts";

/** A cloud on this machine that answers at an address. */
export interface RunningServer {
  readonly cloud: OfflineCloud;
  readonly url: string;
  /** True for a server that no other test uses. */
  readonly own: boolean;
  /** Ends a server of the test's own. */
  stop?(): Promise<void>;
}

export interface ServerOptions {
  /** Addresses of servers that run already, by target. Default: that of the server's variable, else one is started. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /**
   * "shared" (default): one server per target for all test files of the run. "own": a server for this deployment alone,
   * which `app.stop()` ends, for tests that move its clock.
   */
  readonly server?: "shared" | "own";
}

/** A test has no place for the progress of servers. */
const quiet = (): void => undefined;

/**
 * The server of a target.
 * @throws UserError for a target that cannot run on this machine, and an address at which nothing answers.
 */
export async function serverOf(target: string, options: ServerOptions): Promise<RunningServer> {
  const cloud = offlineClouds[target];
  if (cloud === undefined) {
    const { title } = await adapterFor(target);
    throw new UserError(
      `${title} does not run on this machine.`,
      `Test on ${Object.keys(offlineClouds).join(" and ")}, or deploy a stack and call it with the commands of docs/operate.md.`,
    );
  }
  const { variable } = cloud.server.address;
  const given = options.endpoints?.[target] ?? process.env[variable];
  if (given) return { cloud, url: await answering(cloud, given), own: false };
  if (options.server === "own") {
    const { url, stop } = await startTemporaryServer(cloud.server, quiet);
    return { cloud, url, stop, own: true };
  }
  const directory = join(process.cwd(), ".polyfn", "testing", target);
  return { cloud, url: await sharedServer(cloud.server, directory, quiet, users()), own: false };
}

async function answering({ server }: OfflineCloud, given: string): Promise<string> {
  const url = endpointAddress(server, given);
  if (await answers(url)) return url.origin;
  throw new UserError(
    `Nothing answers at ${url.origin}, the given address of ${server.title}.`,
    `Start the server, or unset ${server.address.variable} to have one started.`,
  );
}

/** This process and, where a test runner started it, the runner: it lives as long as the run. */
const users = (): number[] =>
  process.env.VITEST !== undefined || process.env.NODE_TEST_CONTEXT !== undefined
    ? [process.pid, process.ppid]
    : [process.pid];
