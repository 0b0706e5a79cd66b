import { type ProviderResource, runtime } from "@pulumi/pulumi";
import { Expression, isSymbolic, type Source } from "../../adapters/graph/expression.ts";
import type { Graph } from "../../adapters/graph/node.ts";

export type Lookup = Extract<Source, { kind: "lookup" }>;
export type Answer = Readonly<Record<string, unknown>>;
/** Results of functions of the provider, by `lookupKey`. */
export type Answers = ReadonlyMap<string, Answer>;

export const lookupKey = ({ token, inputs }: Pick<Lookup, "token" | "inputs">): string =>
  `${token} ${JSON.stringify(inputs)}`;

/**
 * Asks the provider everything that no resource of the graph decides, such as the account, each once. What is made of the
 * answers is then text that is known before anything is registered, instead of an Output. Answers that are secret or, in a
 * preview, not known yet are left out.
 */
export async function answersFor(graph: Graph, provider: ProviderResource): Promise<Answers> {
  const lookups = new Map<string, Lookup>();
  for (const lookup of lookupsIn(graph)) lookups.set(lookupKey(lookup), lookup);
  const answers = await Promise.all(
    [...lookups].map(async ([key, { token, inputs }]) => {
      const asked = runtime.invokeOutput(token, { ...inputs }, { provider }) as unknown as Asked;
      const [isKnown, isSecret, answer] = await Promise.all([asked.isKnown, asked.isSecret, asked.promise(true)]);
      return isKnown && !isSecret ? ([[key, answer]] as const) : [];
    }),
  );
  return new Map(answers.flat());
}

/** Members of an Output that the SDK's declarations hide. */
interface Asked {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<Answer>;
}

/** The lookups whose inputs are known. */
function lookupsIn({ nodes }: Graph): Lookup[] {
  const found: Lookup[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value) || "__pulumiOutput" in value) return;
    seen.add(value);
    if (value instanceof Expression && value.source.kind === "lookup" && !isSymbolic(value.source.inputs)) {
      found.push(value.source);
      return;
    }
    for (const part of Object.values(value instanceof Expression ? value.source : value)) visit(part);
  };
  for (const { inputs } of nodes.values()) visit(inputs);
  return found;
}
