import { UserError } from "../../model/errors.ts";
import type { Invocation } from "../operate.ts";

/** Bytes that a call takes at most. */
export type PayloadLimits = Readonly<Record<Exclude<Invocation["mode"], "dry-run">, number>>;

/** @throws UserError for a payload that the service would refuse. Servers on this machine may take larger ones. */
export function checkPayload(service: string, { payload = "", mode }: Invocation, limits: PayloadLimits): void {
  const bytes = Buffer.byteLength(payload);
  if (mode === "dry-run" || bytes <= limits[mode]) return;
  const kind = mode === "sync" ? "a synchronous call" : "an asynchronous call";
  throw new UserError(
    `The payload has ${bytes} bytes; ${service} takes at most ${limits[mode]} with ${kind}.`,
    "Put the content into a bucket, and call the function with its key.",
  );
}

/** A package that a request cannot hold; a deployment puts it into a bucket, of which an operator knows nothing. */
export const packageTooLarge = (name: string, bytes: number, most: number): UserError =>
  new UserError(
    `The package of ${name} has ${bytes} bytes; a request holds at most ${most}.`,
    "Deploy it with polyfn up.",
  );
