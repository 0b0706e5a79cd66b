import { InternalError, UserError } from "../../../model/errors.ts";
import { check } from "./check.ts";
import { type Change, diff } from "./diff.ts";
import type { Failure } from "./failure.ts";
import { Journal } from "./journal.ts";
import { type Plugin, type Session, Unfinished } from "./plugin.ts";
import { complete, isDefault, prepare } from "./prepare.ts";
import type { AnyResourceType, Fields } from "./resource-type.ts";
import { overlay, previewState, previewUpdate, refreshedInputs, sealState } from "./state.ts";
import { hasUnknown, type Json, open } from "./wire.ts";

/** A resource's names in the engine. */
export interface Named {
  readonly urn: string;
  readonly token: string;
}

export interface Checked {
  readonly inputs: Json;
  readonly failures: readonly Failure[];
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

/** A resource with its state in wire form. */
export interface Known {
  readonly id: string;
  readonly state: Json;
}

/** Thrown when a resource exists but is incomplete. The engine records it and tries to complete it next time. */
export class InitFailed extends Error {
  constructor(
    readonly known: Known,
    readonly inputs: Json,
    options: { cause: unknown },
  ) {
    super("the resource was created but could not be completed", options);
  }
}

/** Records creations; see `Journal`, which is for engines that can be killed. */
export type CreationJournal = Pick<Journal, "find" | "note" | "forget">;

/** The operations on resources, from check to delete, for a plugin's types. Values are in wire form on both sides. */
export class Lifecycle<Context> {
  readonly #journal: CreationJournal;

  constructor(
    private readonly plugin: Plugin<Context>,
    private readonly session: Session<Context>,
    journal?: CreationJournal,
  ) {
    this.#journal = journal ?? new Journal(`${session.identity} ${process.env.PULUMI_BACKEND_URL ?? ""}`);
  }

  check({ urn, token }: Named, news: Json, olds: Json, seed: Uint8Array | string): Checked {
    const { table, autoName, unserved = [] } = this.type(token);
    if (Object.keys(olds).length > 0) this.#journal.forget(urn);
    const logicalName = urn.slice(urn.lastIndexOf("::") + 2);
    const inputs = prepare(table.properties, autoName, news, { olds: open(olds).value as Json, logicalName, seed });
    const refused = unserved.filter((property) => news[property] !== undefined && news[property] !== null);
    return { inputs, failures: [...check(table, news), ...refused.map(unservedFailure)] };
  }

  diff({ urn, token }: Named, state: Json, news: Json, ignore: readonly string[]): Difference {
    const type = this.type(token);
    this.#journal.forget(urn);
    const found = diff(type.table, state, news, ignore);
    const changes = type.update ? found : found.map((change) => ({ ...change, replace: true }));
    const replaces = changes.some((change) => change.replace);
    const fixedName = type.autoName !== undefined && !isDefault(news, type.autoName.property);
    return { changes, deleteBeforeReplace: replaces && (fixedName || type.deleteBeforeReplace === true) };
  }

  async create({ urn, token }: Named, news: Json, preview: boolean): Promise<Known> {
    const { type, inputs, secrets } = this.opened(token, news);
    if (preview) return { id: "", state: sealState(type.table, previewState(type.table, inputs), secrets) };
    requireKnown(inputs, urn);
    const context = this.session.context(inputs);
    const seal = (state: Fields) => sealState(type.table, state, secrets);
    const id = await this.createOrAdopt(urn, type, context, inputs).catch((cause: unknown) => {
      if (!(cause instanceof Unfinished)) throw cause;
      this.#journal.note(urn, cause.id);
      throw new InitFailed({ id: cause.id, state: seal(inputs) }, news, { cause: cause.cause });
    });
    this.#journal.note(urn, id);
    try {
      const read = await this.readOrGone(type, context, id, inputs);
      if (!read) throw new Error(`${id} was created, but the cloud does not know it`);
      return { id, state: seal(overlay(type.table, inputs, read)) };
    } catch (cause) {
      throw new InitFailed({ id, state: seal(inputs) }, news, { cause });
    }
  }

  /** `before` are the inputs in the state; absent on import. Returns undefined when the resource no longer exists. */
  async read(
    { urn, token }: Named,
    id: string,
    state: Json,
    before: Json | undefined,
  ): Promise<(Known & { inputs: Json }) | undefined> {
    const type = this.type(token);
    this.#journal.forget(urn);
    const { value, secrets } = open(state);
    const known = value as Fields;
    const context = this.session.context(known);
    const imported = Object.keys(known).length === 0 ? await type.import?.(context, id) : undefined;
    const last = imported?.last ?? known;
    const read = await this.readOrGone(type, context, imported?.id ?? id, last);
    if (!read) return undefined;
    const now = overlay(type.table, last, read);
    const inputs = refreshedInputs(type.table, before && (open(before).value as Json), now);
    const inputSecrets = before ? open(before).secrets : [];
    return {
      id: imported?.id ?? id,
      state: sealState(type.table, now, [...secrets, ...inputSecrets]),
      inputs: sealState(type.table, inputs, inputSecrets),
    };
  }

  async update({ urn, token }: Named, id: string, state: Json, news: Json, preview: boolean): Promise<Json> {
    const { type, inputs, secrets } = this.opened(token, news);
    const old = open(state).value as Fields;
    if (!type.update)
      throw new InternalError(`${token} cannot be updated in place, but the engine requested it (${urn})`);
    if (preview) {
      const changed = new Set(diff(type.table, state, news).map(({ path }) => path.split(/[.[]/)[0] ?? path));
      const recomputed = type.recomputed?.(changed, inputs) ?? [];
      return sealState(type.table, previewUpdate(type.table, old, inputs, recomputed), secrets);
    }
    requireKnown(inputs, urn);
    const context = this.session.context(inputs);
    await type.update(context, id, inputs, old);
    // Inputs without the removed ones.
    const known = previewUpdate(type.table, old, inputs, []);
    const read = await this.readOrGone(type, context, id, known);
    if (!read) throw new UserError(`${id} no longer exists`, "Run `pulumi refresh`, then `pulumi up` again.");
    return sealState(type.table, overlay(type.table, known, read), secrets);
  }

  async delete({ urn, token }: Named, id: string, state: Json): Promise<void> {
    const type = this.type(token);
    const last = open(state).value as Fields;
    try {
      await type.delete(this.session.context(last), id, last);
    } catch (error) {
      if (!this.plugin.errors.isGone(error)) throw error;
    }
    this.#journal.forget(urn);
  }

  async invoke(token: string, args: Json): Promise<Fields> {
    const found = this.session.functions.get(token);
    if (!found) {
      const known = [...this.session.functions.keys()].join(", ");
      throw new UserError(`The offline plugin has no function ${token}.`, `It has ${known}.`);
    }
    return found(open(args).value as Fields);
  }

  /** Creates the resource, or adopts one that an earlier run created without the engine recording it. */
  private async createOrAdopt(
    urn: string,
    type: AnyResourceType<Context>,
    context: Context,
    inputs: Fields,
  ): Promise<string> {
    const lost = this.#journal.find(urn);
    if (lost?.id !== undefined && (await this.adopt(type, context, lost.id, inputs))) return lost.id;
    this.#journal.note(urn);
    try {
      return await type.create(context, inputs);
    } catch (error) {
      if (lost && this.plugin.errors.exists(error)) {
        const id = await type.find?.(context, inputs);
        if (id !== undefined && (await this.adopt(type, context, id, inputs))) return id;
      }
      if (!lost && !(error instanceof Unfinished)) this.#journal.forget(urn);
      throw error;
    }
  }

  /**
   * Updates an existing resource to the inputs. Returns false when there is none, or when an update cannot bring it to
   * the inputs.
   */
  private async adopt(type: AnyResourceType<Context>, context: Context, id: string, inputs: Fields): Promise<boolean> {
    const read = await this.readOrGone(type, context, id, inputs);
    if (!read) return false;
    const state = overlay(type.table, {}, read);
    const changes = diff(type.table, overlay(type.table, inputs, read), inputs);
    if (changes.some((change) => change.replace) || (changes.length > 0 && !type.update)) {
      await type.delete(context, id, { ...inputs, ...state });
      return false;
    }
    // Also without a visible difference: a value that the cloud does not return, such as a secret, may differ.
    await type.update?.(context, id, inputs, state);
    return true;
  }

  private async readOrGone(
    type: AnyResourceType<Context>,
    context: Context,
    id: string,
    last: Fields,
  ): Promise<Fields | undefined> {
    try {
      return await type.read(context, id, last);
    } catch (error) {
      if (this.plugin.errors.isGone(error)) return undefined;
      throw error;
    }
  }

  private opened(token: string, news: Json) {
    const type = this.type(token);
    const { value, secrets } = open(news);
    return { type, inputs: complete(type.table.properties, value as Json), secrets };
  }

  private type(token: string): AnyResourceType<Context> {
    const type = this.plugin.types.get(token);
    if (type) return type;
    throw new UserError(
      `The offline plugin does not know resources of type ${token}.`,
      `It stands in for the real ${this.plugin.name} provider with the types that polyfn's adapters use; deploy others to the real cloud.`,
    );
  }
}

function unservedFailure(property: string): Failure {
  return { property, reason: `${property} is not served by the offline plugin; only the real provider supports it.` };
}

function requireKnown(inputs: Fields, urn: string): void {
  const unknown = Object.entries(inputs).find(([, value]) => hasUnknown(value));
  if (unknown) throw new InternalError(`${urn}: ${unknown[0]} is still unknown, though this is no preview`);
}
