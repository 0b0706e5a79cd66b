/** Ways in which an event tells its trigger. */
import { bindingOf } from "../core/clients.ts";
import type { NamedTrigger } from "./codec.ts";

/**
 * By the source that the event names. A function's only trigger of a kind gets all events of the kind.
 * @throws SetupError when the deployment did not write the physical names of the triggers' sources.
 */
export const bySource =
  <Raw>(source: (event: Raw) => string | undefined) =>
  <Trigger extends NamedTrigger>(event: Raw, triggers: readonly Trigger[]): Trigger | undefined =>
    triggers.length < 2 ? triggers[0] : triggers.find(({ name }) => bindingOf(`trigger:${name}`) === source(event));

/** By the name that the deployment made part of the event. */
export const byName =
  <Raw>(nameIn: (event: Raw) => string | undefined) =>
  <Trigger extends NamedTrigger>(event: Raw, triggers: readonly Trigger[]): Trigger | undefined =>
    triggers.find(({ name }) => name === nameIn(event));

/**
 * The triggers on a source, of which there can be several.
 * @param nameOf The source's name in the spec: where all have the same, nothing tells them apart.
 * @throws SetupError when the deployment did not write the physical names of the triggers' sources.
 */
export const onSource = <Trigger extends NamedTrigger>(
  source: string | undefined,
  triggers: readonly Trigger[],
  nameOf: (trigger: Trigger) => string | undefined,
): readonly Trigger[] =>
  triggers.length < 2 || new Set(triggers.map(nameOf)).size < 2
    ? triggers
    : triggers.filter(({ name }) => bindingOf(`trigger:${name}`) === source);
