/**
 * The entry for adapters in packages of their own: the contract, the graph, and what polyfn's own adapters share. See
 * docs/publish-an-adapter.md.
 */
import type { Adapter } from "./adapters/contract.ts";
import type { Lowering } from "./adapters/graph/lowering.ts";

export type * from "./adapters/contract.ts";
export * from "./adapters/graph/declared-inputs.ts";
export * from "./adapters/graph/evaluation.ts";
export * from "./adapters/graph/expression.ts";
export * from "./adapters/graph/group.ts";
export type * from "./adapters/graph/lowering.ts";
export * from "./adapters/graph/node.ts";
export type * from "./adapters/graph/override-types.ts";
export * from "./adapters/graph/package.ts";
export * from "./adapters/graph/planned-graph.ts";
export type * from "./adapters/graph/provider-types.ts";
export type * from "./adapters/rules.ts";
export * from "./adapters/shared/hashed-names.ts";
export * from "./adapters/shared/loopback.ts";
export * from "./adapters/shared/node-entry.ts";
export * from "./adapters/shared/refused.ts";
export * from "./adapters/shared/verdicts.ts";
export type * from "./model/errors.ts";
export type { Feature, SupportTable, Verdict } from "./model/features.ts";
export type * from "./model/remarks.ts";
export type * from "./model/resolve.ts";
export type { ResourceKind } from "./model/resources/index.ts";
export type { TriggerKind } from "./model/triggers/index.ts";

/** An adapter whose lowering has a context of its own type. */
export interface AdapterDefinition<Context> extends Omit<Adapter, "lowering"> {
  readonly lowering: Lowering<Context>;
}

/** Checks an adapter against the contract; make it the default export of a package. */
export const defineAdapter = <Context>(adapter: AdapterDefinition<Context>): Adapter => adapter as Adapter;
