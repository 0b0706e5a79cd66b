import type { TypeTable } from "../table.ts";
import type { AnyResourceType, Fields } from "./resource-type.ts";

/** A provider plugin: a vendor's resource types for the engine's provider protocol. */
export interface Plugin<Context> {
  /** Package name of the tokens, for example `aws`. */
  readonly name: string;
  /** The version of the real provider that the plugin replaces. */
  readonly version: string;
  /** The provider's own arguments. */
  readonly config: TypeTable;
  readonly types: ReadonlyMap<string, AnyResourceType<Context>>;
  readonly errors: Errors;
  /** Makes a session from the provider's arguments. Throws `UserError` for refused ones, such as a real endpoint. */
  configure(args: Fields, signal: AbortSignal): Session<Context>;
}

/** One configured provider. */
export interface Session<Context> {
  /** Argument of the resource types' functions for a resource with these properties. */
  context(properties: Fields): Context;
  /** Provider functions (`aws:index/getRegion:getRegion`) by token. */
  readonly functions: ReadonlyMap<string, (args: Fields) => Promise<Fields>>;
  /** Distinguishes this provider's cloud from others: address, account, region. */
  readonly identity: string;
}

/** Classifies the errors of a vendor's SDK. */
export interface Errors {
  /** The resource does not exist (any more). */
  isGone(error: unknown): boolean;
  /** A resource with this name exists. */
  exists(error: unknown): boolean;
  /** One line: code and message, and how to fix it when that is known. */
  describe(error: unknown): string;
}

/** Thrown when a resource was created but not completed. The engine is told, so that its state has the resource. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  constructor(
    readonly id: string,
    options: { cause: unknown },
  ) {
    super(`created as ${id}, but not finished`, options);
  }
}
