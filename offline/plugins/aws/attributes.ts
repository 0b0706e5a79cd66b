import type { Fields } from "../server/resource-type.ts";
import { sameScalar } from "../server/same.ts";
import type { TypeTable } from "../table.ts";

/**
 * Queues, topics and subscriptions are described by attributes: strings by name. This class converts a resource's
 * properties to attributes and back, by the types in its table.
 */
export class AttributeMap {
  constructor(
    private readonly table: TypeTable,
    /** Property name -> attribute name. */
    private readonly names: Readonly<Record<string, string>>,
    /** Properties that the cloud leaves out when they have no value. The absence of other properties means nothing. */
    private readonly omitted: readonly string[],
  ) {}

  /**
   * Attributes for creating the resource. False flags are left out: they are the default, and some are refused when
   * false.
   */
  ofNew(inputs: Fields): Record<string, string> {
    return Object.fromEntries(
      this.#settable().flatMap(([property, attribute]) => {
        const value = inputs[property];
        return value === undefined || value === null || value === false ? [] : [[attribute, String(value)]];
      }),
    );
  }

  /** Attributes for changing the resource: changed values, and an empty string for removed ones. */
  ofChange(inputs: Fields, old: Fields): Record<string, string> {
    return Object.fromEntries(
      this.#settable().flatMap(([property, attribute]) => {
        const rule = this.table.properties[property] ?? { type: "string" };
        const value = inputs[property] ?? rule.default;
        const before = old[property] ?? rule.default;
        if (value !== undefined) return sameScalar(rule, before, value) ? [] : [[attribute, String(value)]];
        return rule.computed || before === undefined || before === "" ? [] : [[attribute, ""]];
      }),
    );
  }

  /** Properties from the cloud's attributes. */
  toState(attributes: Readonly<Record<string, string | undefined>>): Fields {
    return Object.fromEntries(
      Object.entries(this.names).flatMap(([property, attribute]) => {
        const rule = this.table.properties[property];
        const text = attributes[attribute];
        if (text === undefined && !this.omitted.includes(property)) return [];
        if (text === undefined || text === "") return [[property, rule?.default ?? null]];
        if (rule?.type === "boolean") return [[property, text === "true"]];
        return [[property, rule?.type === "integer" ? Number(text) : text]];
      }),
    );
  }

  #settable(): [string, string][] {
    return Object.entries(this.names).filter(([property]) => !this.table.properties[property]?.output);
  }
}
