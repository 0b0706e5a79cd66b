import { ApiError } from "../../core/error.ts";
import type { RetryStrategy } from "../../core/push-retry.ts";
import type { TargetParameter } from "./transform.ts";

export interface Target {
  readonly Id: string;
  readonly Type: string;
  readonly Endpoint: string;
  readonly PushRetryStrategy: RetryStrategy;
  readonly ErrorsTolerance?: "ALL" | "NONE";
  readonly DeadLetterQueue?: { readonly Arn: string };
  readonly ParamList: readonly TargetParameter[];
}

export interface Rule {
  readonly name: string;
  readonly created: number;
  modified: number;
  description: string;
  status: "ENABLE" | "DISABLE";
  filterPattern: string;
  targets: Target[];
  /** Set for what FC made for a trigger: it is told again of its triggers after a restart. */
  readonly trigger?: string;
}

export interface Bus {
  readonly region: string;
  readonly name: string;
  readonly created: number;
  description: string;
  readonly rules: Map<string, Rule>;
}

export interface Source {
  readonly region: string;
  readonly name: string;
  readonly bus: string;
  readonly created: number;
  description: string;
  linked: boolean;
  type?: string;
  config?: unknown;
  /** `SourceMNSParameters` and its like, by name. */
  parameters: Record<string, unknown>;
}

export const DEFAULT_BUS = "default";

/** Everything EventBridge holds. */
export class EventBridgeState {
  readonly #buses = new Map<string, Bus>();
  readonly sources = new Map<string, Source>();

  /** A bus; the default one is in every region. */
  bus(region: string, name: string): Bus {
    const id = `${region}/${name}`;
    if (name === DEFAULT_BUS && !this.#buses.has(id)) {
      this.#buses.set(id, { region, name, created: 0, description: "", rules: new Map() });
    }
    const bus = this.#buses.get(id);
    if (!bus) throw new ApiError(404, "EventBusNotExist", `The event bus ${name} does not exist.`);
    return bus;
  }

  has(region: string, name: string): boolean {
    return name === DEFAULT_BUS || this.#buses.has(`${region}/${name}`);
  }

  buses(region: string): Bus[] {
    this.bus(region, DEFAULT_BUS);
    return this.all().filter((bus) => bus.region === region);
  }

  /** Those of every region. */
  all(): Bus[] {
    return [...this.#buses.values()];
  }

  add(bus: Bus): void {
    this.#buses.set(`${bus.region}/${bus.name}`, bus);
  }

  remove({ region, name }: Bus): void {
    this.#buses.delete(`${region}/${name}`);
  }

  rule(region: string, bus: string, name: string): Rule {
    const rule = this.bus(region, bus).rules.get(name);
    if (!rule) throw new ApiError(404, "EventRuleNotExisted", `The event rule ${name} does not exist.`);
    return rule;
  }

  snapshot(): object {
    return {
      buses: [...this.#buses.values()].map((bus) => ({
        ...bus,
        rules: [...bus.rules.values()].filter(({ trigger }) => trigger === undefined),
      })),
      sources: [...this.sources.values()],
    };
  }

  restore(state: object): void {
    const saved = state as { buses: (Omit<Bus, "rules"> & { rules: Rule[] })[]; sources: Source[] };
    this.clear();
    for (const bus of saved.buses) this.add({ ...bus, rules: new Map(bus.rules.map((rule) => [rule.name, rule])) });
    for (const source of saved.sources) this.sources.set(`${source.region}/${source.name}`, source);
  }

  clear(): void {
    this.#buses.clear();
    this.sources.clear();
  }
}
