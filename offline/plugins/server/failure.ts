/** Something the real provider would refuse about one property. */
export interface Failure {
  /** Where, as the engine writes it: `environment.variables.MODE`, `layers[0]`; empty for the whole resource. */
  readonly property: string;
  /** One sentence. Values that are secret are not shown in it. */
  readonly reason: string;
}
