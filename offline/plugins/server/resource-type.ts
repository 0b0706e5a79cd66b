import type { OutputInstance } from "@pulumi/pulumi";
import type { TypeTable } from "../table.ts";
import type { WireArchive, WireAsset } from "./wire.ts";

/** Property names to values, as a resource has them: plain JSON, no secrets, no unknowns, assets in wire form. */
export type Fields = Record<string, unknown>;

/**
 * A Pulumi `...Args` or `...State` interface as a plugin sees it: every Input resolved, archives and assets in wire form.
 * (Pulumi declares its archive and asset classes without members, which is how they are told apart here.)
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

/** How a name is made when the program gives none: `<logical name>-<7 random hex digits>`. */
export interface AutoName {
  /** The property that holds the name. Given by the program, it makes a replacement delete first and create after. */
  readonly property: string;
  readonly maxLength: number;
  /** The property whose value, when given, the name begins with instead (`namePrefix`). */
  readonly prefix?: string;
  /** Another property that holds the name when the program gives that one instead: then none is made up. */
  readonly unless?: string;
  /** The end of the name, for those that must have one. */
  readonly suffix?: (inputs: Fields) => string;
  readonly lowercase?: true;
}

/**
 * One Pulumi resource type: its table, and how it is created, read, changed and deleted through the vendor's API.
 *
 * The server does the rest: checking inputs, defaults, names, diffs, previews, secrets, and what happens when something
 * is already gone or already there. Inputs arrive checked and with the table's defaults filled in. Throw the SDK's own
 * errors: the plugin's `errors` tell "gone" and "exists" from the rest.
 */
export interface ResourceType<Context, Inputs = Fields, State = Fields> {
  readonly table: TypeTable;
  readonly autoName?: AutoName;
  /** Two of it can't exist side by side, so a replacement deletes first even where the name was made up. */
  readonly deleteBeforeReplace?: true;
  /** Properties that the real provider takes and this plugin doesn't serve: giving one fails the check, in plain words. */
  readonly unserved?: readonly string[];
  /** Creates it and answers its id, the same id as the real provider gives. The server calls `read` next. */
  create(context: Context, inputs: Inputs): Promise<string>;
  /**
   * Every property the API can tell, `undefined` when it is gone. `last` is what was known before: inputs and outputs,
   * just the inputs right after `create`, nothing but `import`'s answer on import. Properties that are left out keep
   * their last value; a property given as `null` is removed from the state.
   */
  read(context: Context, id: string, last: Partial<Inputs & State>): Promise<Readable<State> | undefined>;
  /** Brings it from `old` to `inputs`; absent when every change replaces. The server calls `read` next. */
  update?(context: Context, id: string, inputs: Inputs, old: Partial<Inputs & State>): Promise<void>;
  delete(context: Context, id: string, last: Partial<Inputs & State>): Promise<void>;
  /** Id of what already bears the name in these inputs; needed where `create` is refused for an existing name. */
  find?(context: Context, inputs: Inputs): Promise<string | undefined>;
  /** What an import id means, when it is not the resource's own id: the id, and the properties `read` needs. */
  import?(context: Context, importId: string): Promise<{ id: string; last: Partial<Inputs & State> }>;
  /** Outputs that this change will give new values, unknown in a preview. Other outputs keep theirs. */
  recomputed?(changed: ReadonlySet<string>, inputs: Inputs): readonly string[];
}

/** What `read` answers: `null` says that the property has no value any more. */
export type Readable<State> = { [K in keyof State]?: State[K] | null };

/** A resource type with its property types erased, as the server holds it. */
export type AnyResourceType<Context> = ResourceType<Context, Fields, Fields>;

/**
 * Erases a resource type's property types. Sound because the server passes only inputs that the table accepted, and
 * tests hold each table to the interfaces the types were written with.
 */
export function erase<Context, Inputs, State>(type: ResourceType<Context, Inputs, State>): AnyResourceType<Context> {
  return type as unknown as AnyResourceType<Context>;
}
