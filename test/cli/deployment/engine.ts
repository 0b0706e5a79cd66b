import type { EngineStack } from "../../../cli/engine-stack.ts";
import { OutcomeReader } from "../../../offline/engine/events.ts";
import type { CommandOptions } from "../../../offline/engine/stack.ts";

/** An event of the engine, as it writes it. */
type Event = Readonly<Record<string, unknown>>;

const APP = "urn:pulumi:dev::shop::polyfn:index:App::shop-aws-us-east-1";

/** URN of a resource of a part: `function` is that of the function's component. */
export const urnOf = (type: string, name: string): string =>
  `urn:pulumi:dev::shop::polyfn:index:App$polyfn:aws:Function$${type}::${name}`;

interface StepEvent {
  readonly op: string;
  readonly type: string;
  /** Logical name without that of the deployment. */
  readonly name: string;
  /** The component above it; the app itself when absent. */
  readonly of?: string;
  readonly diffs?: readonly string[];
  readonly keys?: readonly string[];
  readonly before?: object;
  readonly after?: object;
}

/** The two events of a step. */
export function step({ op, type, name, of, diffs, keys, before = {}, after = {} }: StepEvent): Event[] {
  const parent =
    of === undefined ? APP : `urn:pulumi:dev::shop::polyfn:index:App$polyfn:aws:Function::shop-aws-us-east-1-${of}`;
  const urn = urnOf(type, `shop-aws-us-east-1-${name}`);
  const old = op === "create" ? undefined : { parent, inputs: before };
  const now = op === "delete" ? undefined : { parent, inputs: after };
  const metadata = { op, urn, type, diffs, keys, old, new: now };
  return [{ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata } }];
}

export const diagnostic = (severity: string, message: string, urn?: string): Event => ({
  diagnosticEvent: { severity, message, ...(urn !== undefined && { urn }) },
});

/** A stack whose engine writes these events. */
export function fakeStack(events: readonly Event[], { exitCode = 0, stderr = "", outputs = {} } = {}): EngineStack {
  const command = async (options: CommandOptions = {}) => {
    const reader = new OutcomeReader(options);
    for (const event of events) reader.read(JSON.stringify(event));
    return reader.outcome(exitCode, stderr);
  };
  return {
    file: { project: "/project", places: [], others: [], origin: "Pulumi.dev.yaml" },
    addresses: {},
    started: [],
    exists: async () => true,
    createIfMissing: async () => undefined,
    requireDeployed: async () => undefined,
    outputs: async () => outputs,
    run: async () => 0,
    up: command,
    preview: command,
    refresh: command,
    destroy: command,
  };
}
