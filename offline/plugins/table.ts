/**
 * What a real provider demands of a resource type's inputs, as data. The offline plugins check inputs with these
 * tables, and the plan tests hold every planned resource to them, so that a program that passes offline passes the
 * real provider's own checks.
 */
export interface TypeTable {
  /** Pulumi type token, for example `aws:lambda/function:Function`. */
  readonly token: string;
  /** Public page or source file the table was read from. */
  readonly source: string;
  readonly properties: Readonly<Record<string, Property>>;
  /** Rules across properties (a provider's custom diff). Each returned text is a complete sentence. */
  readonly rules?: readonly ((inputs: Readonly<Record<string, unknown>>) => string | undefined)[];
}

export interface Property {
  readonly type: "string" | "integer" | "number" | "boolean" | "list" | "map" | "object" | "archive" | "asset";
  /** Of a list's or a map's values. */
  readonly items?: Property;
  /** Of an object. */
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: true;
  /** Changing it replaces the resource. */
  readonly forceNew?: true;
  /** The cloud fills it in when it is not given. */
  readonly computed?: true;
  /** Never an input. */
  readonly output?: true;
  readonly secret?: true;
  /** An older name or form of another property: what is imported is said in the newer one. */
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
  /** The text must be a JSON document; compared by meaning, not by letters. */
  readonly json?: true;
  /** Whether two different texts mean the same, such as a name and an ARN (a provider's diff suppression). */
  readonly equivalent?: (old: string, wanted: string) => boolean;
  /** Whether a change of it makes no difference, judged by the inputs around it (a provider's diff suppression). */
  readonly ignored?: (siblings: Readonly<Record<string, unknown>>) => boolean;
  /** Order has no meaning (a Terraform set). */
  readonly unordered?: true;
  /** Names of sibling properties. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
}
