import { createServer } from "node:net";
import process from "node:process";
import { UserError } from "../../model/errors.ts";
import type { Server } from "./server.ts";

const loopbackHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/**
 * The server's address: the given one, otherwise the value of its variable, otherwise its usual one.
 * @throws UserError when the address is not HTTP or HTTPS on a loopback host: nothing offline may reach a real account.
 */
export function endpointAddress(
  { address }: Pick<Server, "address">,
  asked = process.env[address.variable] || address.usual,
): URL {
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol) && loopbackHosts.includes(url.hostname)) return url;
  throw new UserError(
    `The offline endpoint ${JSON.stringify(asked)} is not on this machine.`,
    `Set ${address.variable}, or the stack's endpoint setting, to an address such as ${address.usual}; to deploy to a real account, choose a stack whose target is that cloud.`,
  );
}

/** True when any HTTP response arrives, whatever its status. */
export async function answers(url: URL): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(3000) });
    return true;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError";
  }
}

/** Finds a free TCP port on the loopback interface. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("no port was assigned"));
      });
    });
  });
}
