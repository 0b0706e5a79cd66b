import type { OutputInstance } from "@pulumi/pulumi";
import type { TypeTable } from "../table.ts";
import type { WireArchive, WireAsset } from "./wire.ts";

/** A resource's properties by name: plain JSON, no secrets, no unknowns, assets in wire form. */
export type Fields = Record<string, unknown>;

/**
 * A Pulumi `...Args` or `...State` interface in a plugin: every Input resolved, archives and assets in wire form.
 * (Pulumi declares its archive and asset classes without members, which identifies them here.)
 */
export type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Promise<unknown> | OutputInstance<unknown>
    ? never
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : [keyof T] extends [never]
        ? WireArchive & WireAsset
        : { [K in keyof T]: Plain<T[K]> };

/** A generated name, when the program gives none: `<logical name>-<7 random hex digits>`. */
export interface AutoName {
  /**
   * The property that holds the name. A name from the program makes a replacement delete first and create afterwards.
   */
  readonly property: string;
  readonly maxLength: number;
  /** The property whose value, when given, replaces the logical name (`namePrefix`). */
  readonly prefix?: string;
  /** Another property that can hold the name. When it is given, no name is generated. */
  readonly unless?: string;
  /** Suffix of the name, when one is required. */
  readonly suffix?: (inputs: Fields) => string;
  readonly lowercase?: true;
}

/**
 * One Pulumi resource type: its table, and its create, read, update and delete calls to the vendor's API.
 *
 * The server does the rest: checking inputs, defaults, names, diffs, previews, secrets, and resources that no longer
 * exist or already exist. Inputs are checked and have the table's defaults. Throw the SDK's own errors: the plugin's
 * `errors` classify them.
 */
export interface ResourceType<Context, Inputs = Fields, State = Fields> {
  readonly table: TypeTable;
  readonly autoName?: AutoName;
  /** Two such resources cannot exist together, so a replacement deletes first even with a generated name. */
  readonly deleteBeforeReplace?: true;
  /** Properties that the real provider supports and this plugin does not. Setting one fails the check. */
  readonly unserved?: readonly string[];
  /** Creates the resource and returns its ID, the same as the real provider's. The server calls `read` next. */
  create(context: Context, inputs: Inputs): Promise<string>;
  /**
   * Reads every property that the API returns; undefined when the resource does not exist. `last` has the previous
   * inputs and outputs: only the inputs right after `create`, only the result of `import` on import. Absent properties
   * keep their last value; `null` removes a property from the state.
   */
  read(context: Context, id: string, last: Partial<Inputs & State>): Promise<Readable<State> | undefined>;
  /** Updates the resource from `old` to `inputs`; absent when every change replaces. The server calls `read` next. */
  update?(context: Context, id: string, inputs: Inputs, old: Partial<Inputs & State>): Promise<void>;
  delete(context: Context, id: string, last: Partial<Inputs & State>): Promise<void>;
  /**
   * Returns the ID of the existing resource with the name in these inputs; needed when `create` refuses a taken name.
   */
  find?(context: Context, inputs: Inputs): Promise<string | undefined>;
  /** Parses an import ID that is not the resource's own ID: returns the ID, and the properties that `read` needs. */
  import?(context: Context, importId: string): Promise<{ id: string; last: Partial<Inputs & State> }>;
  /** Outputs that this change recomputes, unknown in a preview. Other outputs keep their values. */
  recomputed?(changed: ReadonlySet<string>, inputs: Inputs): readonly string[];
}

/** Result of `read`: `null` means that the property no longer has a value. */
export type Readable<State> = { [K in keyof State]?: State[K] | null };

/** A resource type with its property types erased. */
export type AnyResourceType<Context> = ResourceType<Context, Fields, Fields>;

/**
 * Erases a resource type's property types. Sound because the server passes only inputs that the table accepted, and
 * tests compare each table with the interfaces of the type.
 */
export function erase<Context, Inputs, State>(type: ResourceType<Context, Inputs, State>): AnyResourceType<Context> {
  return type as unknown as AnyResourceType<Context>;
}
