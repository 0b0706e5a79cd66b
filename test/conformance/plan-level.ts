import { expect, it } from "vitest";
import type { Adapter, Deployment } from "../../adapters/contract.ts";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import { isSymbolic } from "../../adapters/graph/expression.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { plannedResources, withoutPackages } from "../../infra/graph/planned.ts";
import { type Plan, plan } from "../../infra/plan.ts";
import { SpecError } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { assemble, isSupported } from "./app.ts";
import type { ConformanceCase } from "./case.ts";
import { cases } from "./cases/index.ts";
import type { Given } from "./given.ts";

/** A public key of nobody. */
const PUBLIC_KEY = { kty: "OKP", crv: "Ed25519", kid: "1", alg: "EdDSA", use: "sig", x: "A".repeat(43) };

/** The surroundings of the app where nothing is deployed. */
export const given: Given = {
  cloud: "aliyun",
  account: "1234567890123456",
  issuer: { address: "https://localhost:1", authority: "", jwks: { keys: [PUBLIC_KEY] }, token: async () => "" },
  layer: "layer",
  key: "12345678-1234-1234-1234-123456789012",
  image: "image",
  network: { id: "vpc", subnets: ["subnet"], securityGroups: ["group"] },
  fileSystem: "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data",
  certificate: "certificate",
};

/** The place for which an adapter's cases are planned. */
export interface Around {
  /** The surroundings of the app, in the notation of this cloud. */
  readonly outside?: Given;
  readonly settings?: Deployment["settings"];
}

/** The cases that are about no other target than this one. */
const casesOf = ({ name }: Adapter): ConformanceCase[] =>
  cases.filter(({ only }) => only === undefined || only.some((target) => target === name));

/**
 * Plans the app of every case of the conformance suite by an adapter, and holds what a plan can show: what the adapter
 * says it can do becomes a graph that can be created, with something for every function, trigger and resource; what it
 * says it can't do is refused with its remedy.
 */
export function planLevel(adapter: Adapter, around: Around = {}): void {
  const all = casesOf(adapter);
  const supported = all.filter(({ proves }) => proves.every((feature) => isSupported(adapter.support, feature)));

  it.each(supported.map((one) => [one.title, one] as const))("%s: is planned", (_, one) => {
    expectPlanned(adapter, one, around);
  });

  it.each(all.filter((one) => !supported.includes(one)).map((one) => [one.title, one] as const))(
    "%s: is refused",
    (_, one) => {
      for (const feature of one.proves) {
        const verdict = adapter.support[feature];
        if (verdict.support !== "unsupported") continue;
        const problem = expect.objectContaining({ code: "unsupported", remedy: verdict.remedy });
        expect(
          refusalOf(() => planned(adapter, one, around)),
          feature,
        ).toContainEqual(problem);
      }
    },
  );
}

/** @throws When the case's app does not become what the adapter says it can do. */
export const expectPlanned = (adapter: Adapter, one: ConformanceCase, around: Around = {}): void =>
  expectComplete(planned(adapter, one, around), adapter);

const planned = (adapter: Adapter, one: ConformanceCase, { outside = given, settings = {} }: Around): Plan =>
  plan({
    checked: checkApp(assemble("proof", [one], outside, true)),
    adapter,
    deployment: (app) => ({ ...deploymentOf({ app, stack: "dev", adapter }), settings }),
  });

function refusalOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  return [];
}

function expectComplete({ app, graph, deployment }: Plan, { lowering, rules, package: packaging }: Adapter): void {
  expect(creationOrder(graph).order).toHaveLength(graph.nodes.size);
  const resources = plannedResources(graph, {
    values: lowering.planValues(deployment),
    provider: lowering.provider(deployment),
    packages: withoutPackages,
  });
  expect(resources.filter(({ inputs }) => isSymbolic(inputs))).toEqual([]);
  expect([...graph.handles.keys()].sort()).toEqual([...app.functions.keys(), ...app.resources.keys()].sort());
  for (const fn of app.functions.values()) {
    expect(Object.keys(graph.handles.get(fn.name)?.nodes ?? {}), fn.name).not.toEqual([]);
    const files = packaging(fn, app);
    const inPackage = files.kind === "image" ? [] : Object.values(files.files ?? {});
    const physical = rules.names.function(deployment, fn.name);
    const inResources = resources.filter(
      ({ name, inputs }) => !name.includes(fn.name) && JSON.stringify(inputs).includes(physical),
    );
    // On some clouds what is switched off is not made.
    for (const { name } of fn.triggers.filter(({ spec }) => !("enabled" in spec) || spec.enabled)) {
      const { nodes = {}, functionInputs = {} } = graph.triggers.get(fn.name)?.get(name) ?? {};
      const traces = [...Object.keys(nodes), ...Object.keys(functionInputs), ...inPackage, ...inResources];
      expect(traces, `${fn.name}.${name}`).not.toEqual([]);
    }
  }
}
