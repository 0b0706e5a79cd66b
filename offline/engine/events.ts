/** One resource that the engine has processed. */
export interface Step {
  /** "create", "update", "replace", "delete", "same", "read", "refresh", ... */
  readonly op: string;
  readonly type: string;
  readonly urn: string;
  /** Logical name: the last part of the URN. */
  readonly name: string;
  /** Properties that caused the change. */
  readonly properties: readonly string[];
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

/** The parts of the engine's events that polyfn reads. Each event has one of them. */
interface EngineEvent {
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
}

/** Collects the outcome from the lines of `pulumi ... --json`, one event each. */
export class OutcomeReader {
  private readonly steps: Step[] = [];
  private readonly problems: string[] = [];
  private readonly strays: string[] = [];
  private changes: Readonly<Record<string, number>> = {};

  constructor(private readonly onStep?: (step: Step) => void) {}

  read(line: string): void {
    const event = parse(line);
    if (event === undefined) {
      this.strays.push(line);
      return;
    }
    if (event.resOutputsEvent) this.step(event.resOutputsEvent.metadata);
    if (event.summaryEvent) this.changes = event.summaryEvent.resourceChanges ?? {};
    const said = event.diagnosticEvent;
    if (said && ["warning", "error"].includes(said.severity)) this.problems.push(described(said));
  }

  outcome(exitCode: number, stderr: string): Outcome {
    const ok = exitCode === 0;
    const unstructured = ok ? [] : [...this.strays, stderr].map((text) => text.trim()).filter(Boolean);
    return { ok, changes: this.changes, steps: this.steps, problems: [...this.problems, ...unstructured] };
  }

  private step(metadata: StepMetadata): void {
    const step = {
      op: metadata.op,
      type: metadata.type,
      urn: metadata.urn,
      name: nameOf(metadata.urn),
      properties: metadata.diffs ?? [],
    };
    this.steps.push(step);
    this.onStep?.(step);
  }
}

function parse(line: string): EngineEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as EngineEvent) : undefined;
  } catch {
    return undefined;
  }
}

function described(said: { readonly message: string; readonly urn?: string }): string {
  const message = withoutColors(said.message).trim();
  return said.urn ? `${nameOf(said.urn)}: ${message}` : message;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The engine writes colors as `<{%...%}>`. */
function withoutColors(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}
