import { expect } from "vitest";
import type { Lifecycle } from "../../offline/plugins/server/lifecycle.ts";
import { type Json, open } from "../../offline/plugins/server/wire.ts";

/** The operations of a plugin that the engine calls, for any cloud. */
type Engine = Pick<Lifecycle<unknown>, "check" | "diff" | "create" | "read" | "update" | "delete">;

/**
 * A resource under test, with the engine's operations. After each operation it expects that nothing is left to change.
 */
export class TestResource {
  readonly #named: { urn: string; token: string };
  #id = "";
  #state: Json = {};
  #inputs: Json = {};

  constructor(
    private readonly cloud: { readonly lifecycle: Engine },
    token: string,
    name = "one",
  ) {
    this.#named = { token, urn: `urn:pulumi:test::life::${token}::${name}` };
  }

  get id(): string {
    return this.#id;
  }

  /** The state with secrets in clear text. */
  get state(): Json {
    return open(this.#state).value as Json;
  }

  /** The state as the engine stores it. */
  get sealed(): Json {
    return this.#state;
  }

  /** The problems that the check reports for these inputs. */
  refusals(inputs: Json): string[] {
    return this.cloud.lifecycle.check(this.#named, inputs, {}, "seed").failures.map((failure) => failure.reason);
  }

  /** The changes that the diff reports for these inputs. */
  differences(inputs: Json): Record<string, "change" | "replace"> {
    const { inputs: checked } = this.cloud.lifecycle.check(this.#named, inputs, this.#inputs, "seed");
    const { changes } = this.cloud.lifecycle.diff(this.#named, this.#state, checked, []);
    return Object.fromEntries(changes.map(({ path, replace }) => [path, replace ? "replace" : "change"]));
  }

  async create(inputs: Json): Promise<this> {
    const { lifecycle } = this.cloud;
    const checked = lifecycle.check(this.#named, inputs, {}, "seed");
    expect(checked.failures, "refused").toEqual([]);
    await lifecycle.create(this.#named, checked.inputs, true);
    const created = await lifecycle.create(this.#named, checked.inputs, false);
    this.#id = created.id;
    this.#state = created.state;
    this.#inputs = checked.inputs;
    await this.settled(inputs);
    return this;
  }

  /** Updates the resource in place and returns the changed properties. */
  async change(inputs: Json): Promise<string[]> {
    const { lifecycle } = this.cloud;
    const checked = lifecycle.check(this.#named, inputs, this.#inputs, "seed");
    expect(checked.failures, "refused").toEqual([]);
    const differences = this.differences(inputs);
    expect(Object.values(differences), "must be changes in place").toContain("change");
    expect(Object.values(differences), "must not replace").not.toContain("replace");
    this.#state = await lifecycle.update(this.#named, this.#id, this.#state, checked.inputs, false);
    this.#inputs = checked.inputs;
    await this.settled(inputs);
    return Object.keys(differences);
  }

  /** Imports the resource by its ID alone; the same inputs then have nothing to change. */
  async import(importId: string, except: readonly string[] = []): Promise<void> {
    const { lifecycle } = this.cloud;
    const imported = await lifecycle.read(this.#named, importId, {}, undefined);
    expect(imported?.id).toBe(this.#id);
    const { changes } = lifecycle.diff(this.#named, imported?.state ?? {}, this.#inputs, except);
    expect(changes, "left to do after the import").toEqual([]);
    // A program from an import lacks values that the cloud does not return (a function's code), as with the real
    // provider.
    if (except.length > 0) return;
    expect(lifecycle.check(this.#named, imported?.inputs ?? {}, {}, "").failures, "imported inputs").toEqual([]);
  }

  /** Deletes the resource and expects that it is gone (unless `stays`), and that a second deletion succeeds. */
  async delete({ stays = false } = {}): Promise<void> {
    await this.cloud.lifecycle.delete(this.#named, this.#id, this.#state);
    if (!stays) expect(await this.exists()).toBe(false);
    await this.cloud.lifecycle.delete(this.#named, this.#id, this.#state);
  }

  async exists(): Promise<boolean> {
    return (await this.cloud.lifecycle.read(this.#named, this.#id, this.#state, this.#inputs)) !== undefined;
  }

  /** Expects that a refresh returns the state unchanged and that the same program has nothing to do. */
  private async settled(inputs: Json): Promise<void> {
    expect(this.differences(inputs), "left to do").toEqual({});
    const read = await this.cloud.lifecycle.read(this.#named, this.#id, this.#state, this.#inputs);
    expect(read?.state, "refresh").toEqual(this.#state);
    expect(open(read?.inputs).value, "inputs after refresh").toEqual(open(this.#inputs).value);
  }
}
