import type { TriggerKind } from "../../model/triggers/index.ts";

/** A function with two triggers of a kind, the physical names of their sources, and an event for each. */
export interface Two {
  readonly kind: TriggerKind;
  readonly triggers: { readonly one: object; readonly two: object };
  /** As the deployment writes them. */
  readonly sources?: { readonly one: string; readonly two: string };
  readonly bindings?: object;
  readonly events: { readonly one: unknown; readonly two: unknown };
}

export const NONE = { one: {}, two: {} };
