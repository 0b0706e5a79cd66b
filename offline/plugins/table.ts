/**
 * The real provider's requirements on a resource type's inputs, as data. The offline plugins check inputs with these
 * tables, and the plan tests check every planned resource with them, so that a program that passes offline passes the
 * real provider's own checks.
 */
export interface TypeTable {
  /** Pulumi type token, for example `aws:lambda/function:Function`. */
  readonly token: string;
  /** Public page or source file of these requirements. */
  readonly source: string;
  readonly properties: Readonly<Record<string, Property>>;
  /** Rules across properties (a provider's custom diff). Each returned string is a complete sentence. */
  readonly rules?: readonly ((inputs: Readonly<Record<string, unknown>>) => string | undefined)[];
}

export interface Property {
  readonly type: "string" | "integer" | "number" | "boolean" | "list" | "map" | "object" | "archive" | "asset";
  /** Values of a list or a map. */
  readonly items?: Property;
  /** Properties of an object. */
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: true;
  /** A change replaces the resource. */
  readonly forceNew?: true;
  /** The cloud fills it in when it is absent. */
  readonly computed?: true;
  /** Never an input. */
  readonly output?: true;
  readonly secret?: true;
  /** An older name or format of another property. An import sets the newer one. */
  readonly superseded?: true;
  readonly default?: string | number | boolean;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** The string must be a JSON document. Compared by meaning, not by characters. */
  readonly json?: true;
  /** True when two different strings are equivalent, such as a name and an ARN (a provider's diff suppression). */
  readonly equivalent?: (old: string, wanted: string) => boolean;
  /** True when a change has no effect, given the inputs around it (a provider's diff suppression). */
  readonly ignored?: (siblings: Readonly<Record<string, unknown>>) => boolean;
  /** Order has no meaning (a Terraform set). */
  readonly unordered?: true;
  /** Names of sibling properties. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
}
