/** One resource that the engine has processed. */
export interface Step {
  /** "create", "update", "replace", "delete", "same", "read", "refresh", ... */
  readonly op: string;
  readonly type: string;
  readonly urn: string;
  /** Logical name: the last part of the URN. */
  readonly name: string;
  /** URN of the resource above it; absent for the stack itself. */
  readonly parent?: string | undefined;
  /** Properties that caused the change. */
  readonly properties: readonly string[];
  /** Those of them that need another resource in place of this one. */
  readonly replacing: readonly string[];
  /** The resource's inputs until now; empty for a new one. */
  readonly before: Readonly<Record<string, unknown>>;
  /** The resource's inputs from now on; empty for one that is deleted. */
  readonly after: Readonly<Record<string, unknown>>;
}

/** The result of one engine command. */
export interface Outcome {
  readonly ok: boolean;
  /** Number of resources for each operation, from the engine's summary. */
  readonly changes: Readonly<Record<string, number>>;
  /** Every step in order, also those that changed nothing. */
  readonly steps: readonly Step[];
  /** Warnings and errors of the engine, the program and the providers. */
  readonly problems: readonly string[];
}

/** Steps that changed something. */
export function changed(outcome: Outcome): Step[] {
  return outcome.steps.filter((step) => !["same", "read", "refresh"].includes(step.op));
}

/** Hears what an engine command does while it runs. */
export interface EngineListener {
  /** Called when the engine begins to work on a resource. A preview works on nothing. */
  readonly onStart?: (step: Step) => void;
  /** Called with each finished step. */
  readonly onStep?: (step: Step) => void;
  /** Called when a step has failed. */
  readonly onFailure?: (step: Step) => void;
  /** Called with each message of the engine, the program or a provider that matters. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** A message of the engine, the program or a provider. */
export interface Diagnostic {
  readonly severity: "warning" | "error" | "info#err";
  /** Without colours. It may have several lines. */
  readonly message: string;
  /** The resource that it is about, if any. */
  readonly urn?: string | undefined;
}

/** The parts of the engine's events that polyfn reads. Each event has one of them. */
interface EngineEvent {
  readonly preludeEvent?: unknown;
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
  readonly keys?: readonly string[] | null;
  readonly old?: StepState | null;
  readonly new?: StepState | null;
}

interface StepState {
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const SEVERITIES: readonly string[] = ["warning", "error", "info#err"] satisfies Diagnostic["severity"][];

/** Collects the outcome from the lines of `pulumi ... --json`, one event each. */
export class OutcomeReader {
  /** True once the engine has begun, and so holds the stack's lock. */
  began = false;
  private readonly steps: Step[] = [];
  private readonly problems: string[] = [];
  private readonly strays: string[] = [];
  private changes: Readonly<Record<string, number>> = {};

  constructor(private readonly listener: EngineListener = {}) {}

  read(line: string): void {
    const event = parse(line);
    if (event === undefined) {
      this.strays.push(line);
      return;
    }
    this.began = true;
    if (event.resourcePreEvent) this.listener.onStart?.(stepOf(event.resourcePreEvent.metadata));
    if (event.resOutputsEvent) this.step(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent) this.listener.onFailure?.(stepOf(event.resOpFailedEvent.metadata));
    if (event.summaryEvent) this.changes = event.summaryEvent.resourceChanges ?? {};
    if (event.diagnosticEvent) this.diagnostic(event.diagnosticEvent);
  }

  outcome(exitCode: number, stderr: string): Outcome {
    const ok = exitCode === 0;
    const unstructured = ok ? [] : [...this.strays, stderr].map((text) => text.trim()).filter(Boolean);
    return { ok, changes: this.changes, steps: this.steps, problems: [...this.problems, ...unstructured] };
  }

  private step(metadata: StepMetadata): void {
    const step = stepOf(metadata);
    this.steps.push(step);
    this.listener.onStep?.(step);
  }

  private diagnostic({ severity, message: coloured, urn }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
    const message = withoutColours(coloured).trim();
    if (message === "" || !SEVERITIES.includes(severity)) return;
    this.listener.onDiagnostic?.({ severity: severity as Diagnostic["severity"], message, urn: urn || undefined });
    if (severity !== "info#err") this.problems.push(urn ? `${nameOf(urn)}: ${message}` : message);
  }
}

const stepOf = ({ op, type, urn, diffs, keys, old, new: now }: StepMetadata): Step => ({
  op,
  type,
  urn,
  name: nameOf(urn),
  parent: (now ?? old)?.parent || undefined,
  properties: diffs ?? [],
  replacing: keys ?? [],
  before: old?.inputs ?? {},
  after: now?.inputs ?? {},
});

function parse(line: string): EngineEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as EngineEvent) : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The engine writes colours as `<{%...%}>`. */
export function withoutColours(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}
