import { type AnyResourceType, erase, type ResourceType } from "../../server/resource-type.ts";
import type { TypeTable } from "../../table.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, toApi, without } from "../mapping.ts";
import { FC, fc } from "./fc.ts";

interface Settings {
  readonly functionName: string;
  readonly qualifier?: string;
}

/** Settings of a function with their own path below the function. */
interface Kind {
  readonly table: TypeTable;
  /** The last part of the path. */
  readonly path: string;
  /** Name of the vendor's operations without their verb. */
  readonly noun: string;
}

/**
 * Async, concurrency and provision settings. They are written as a whole and read WITHOUT the qualifier, like the real
 * provider, whose ID is the function's name alone. So two of them on one function share an ID, and with a qualifier
 * other than LATEST the state is that of LATEST. Use LATEST only.
 */
export function settingsOfFunction({ table, path, noun }: Kind): AnyResourceType<AlicloudContext> {
  const readable = without(table, "functionName", "qualifier");
  const settings = without(table, "qualifier");
  const pathOf = (id: string) => ["functions", id, path];
  const put = (cloud: AlicloudContext, inputs: Settings) =>
    fc(cloud, {
      action: `Put${noun}`,
      method: "PUT",
      path: pathOf(inputs.functionName),
      query: { qualifier: inputs.qualifier },
      body: toApi(settings, { ...inputs }, FC),
    });
  const type: ResourceType<AlicloudContext, Settings, Settings> = {
    table,

    async create(cloud, inputs) {
      await put(cloud, inputs);
      return inputs.functionName;
    },

    async read(cloud, id) {
      const found = await fc(cloud, { action: `Get${noun}`, method: "GET", path: pathOf(id) });
      return { ...fromApi<Settings>(readable, found, FC), functionName: id };
    },

    async update(cloud, _id, inputs) {
      await put(cloud, inputs);
    },

    async delete(cloud, id, { qualifier }) {
      await fc(cloud, { action: `Delete${noun}`, method: "DELETE", path: pathOf(id), query: { qualifier } });
    },

    async find(_cloud, { functionName }) {
      return functionName;
    },
  };
  return erase(type);
}
