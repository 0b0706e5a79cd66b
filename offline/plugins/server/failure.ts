/** A problem with one property that the real provider would report. */
export interface Failure {
  /** Path in the engine's format: `environment.variables.MODE`, `layers[0]`; empty for the whole resource. */
  readonly property: string;
  /** One sentence, without secret values. */
  readonly reason: string;
}
