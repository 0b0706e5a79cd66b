import { ApiError } from "../../core/error.ts";
import type { World } from "../../core/world.ts";
import { oosState, type Parameter, type ParameterKind } from "./model.ts";

/** Parameters of every region, secret ones among them. */
export class ParameterStore {
  #regions = new Map<string, Map<string, Parameter>>();

  constructor(readonly world: Pick<World, "account" | "clock">) {}

  now(): number {
    return this.world.clock.now();
  }

  in(region: string): Map<string, Parameter> {
    const parameters = this.#regions.get(region) ?? new Map<string, Parameter>();
    this.#regions.set(region, parameters);
    return parameters;
  }

  /** @throws ApiError when there is none of this name and kind. */
  find(kind: ParameterKind, region: string, name: string): Parameter {
    const parameter = this.in(region).get(name);
    if (parameter?.kind === kind) return parameter;
    throw new ApiError(404, "EntityNotExists.Parameter", `The parameter ${name} does not exist.`);
  }

  snapshot(): object {
    const regions = [...this.#regions].map(([region, parameters]) => [region, Object.fromEntries(parameters)]);
    return { regions: Object.fromEntries(regions) };
  }

  restore(state: object): void {
    const { regions } = oosState.parse(state);
    this.#regions = new Map(Object.entries(regions).map(([region, held]) => [region, new Map(Object.entries(held))]));
  }

  reset(): void {
    this.#regions.clear();
  }
}
