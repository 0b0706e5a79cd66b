import type { TypeTable } from "../table.ts";
import type { AnyResourceType, Fields } from "./resource-type.ts";

/** A provider plugin: a vendor's resource types behind the engine's protocol. */
export interface Plugin<Context> {
  /** Package name of the tokens, for example `aws`. */
  readonly name: string;
  /** The version of the real provider that it stands in for. */
  readonly version: string;
  /** What the provider's own arguments may be. */
  readonly config: TypeTable;
  readonly types: ReadonlyMap<string, AnyResourceType<Context>>;
  readonly errors: Errors;
  /** Makes the provider's arguments into a session. Throws `UserError` for what it refuses, such as a real endpoint. */
  configure(args: Fields, signal: AbortSignal): Session<Context>;
}

/** One configured provider. */
export interface Session<Context> {
  /** What a resource with these properties is handled with. */
  context(properties: Fields): Context;
  /** Functions that programs call (`aws:index/getRegion:getRegion`), by token. */
  readonly functions: ReadonlyMap<string, (args: Fields) => Promise<Fields>>;
  /** What tells this provider's cloud from others: address, account, region. */
  readonly identity: string;
}

/** How a vendor's SDK says things. */
export interface Errors {
  /** The thing itself isn't there (any more). */
  isGone(error: unknown): boolean;
  /** Something of this name is there already. */
  exists(error: unknown): boolean;
  /** One line: code and message, and what to do where it is known. */
  describe(error: unknown): string;
}

/** It was created, but not everything about it could be done. Told to the engine so that the state knows it. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  constructor(
    readonly id: string,
    options: { cause: unknown },
  ) {
    super(`created as ${id}, but not finished`, options);
  }
}
