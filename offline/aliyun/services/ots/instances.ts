import type { World } from "../../core/world.ts";

/** An instance: what holds tables. Made by the control plane, asked for by the data plane. */
export interface Instance {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** "SSD" or "HYBRID". */
  readonly clusterType: string;
  resourceGroupId: string;
  network: string;
  networkTypes: readonly string[];
  networkSources: readonly string[];
  policy: string;
  policyVersion: number;
  tags: Record<string, string>;
  /** Milliseconds. */
  readonly created: number;
}

/** Two services with a host name each, and one state behind them. */
export class Instances {
  all: Instance[] = [];
  /** True if the instance has no tables; the data plane, which has them, says so. */
  isEmpty: (instance: Instance) => boolean = () => true;

  find(region: string, name: string): Instance | undefined {
    return this.all.find((one) => one.region === region && one.name === name);
  }

  remove(instance: Instance): void {
    this.all = this.all.filter((one) => one !== instance);
  }
}

const instances = new WeakMap<World, Instances>();

/** The instances of an emulator. */
export function instancesOf(world: World): Instances {
  const known = instances.get(world);
  if (known) return known;
  const made = new Instances();
  instances.set(world, made);
  return made;
}
