import { UserError } from "../../model/errors.ts";
import type { Operator } from "../operate.ts";

/** Why a cloud refused a request. */
export interface Refusal {
  readonly kind: "no-credentials" | "unreached" | "bad-credentials" | "denied" | "missing" | "invalid";
  /** The cloud's own message and code. */
  readonly said: string;
}

/** Actions of the cloud's policies that the methods of an operator need. */
export type Actions = Readonly<Record<Exclude<keyof Operator, "request">, readonly string[]>>;

export interface RefusingCloud {
  /** As users know it. */
  readonly name: string;
  /** A server on this machine that stands for it. */
  readonly endpoint: string | undefined;
  /** The ways to get credentials, in whole sentences. */
  readonly login: string;
  /** The cloud's own names of what each method does there. */
  readonly actions: Actions;
  /** Reads an error of the vendor's clients; undefined for one that is no refusal. */
  read(error: Error): Refusal | undefined;
}

/** The same operator, whose methods throw refusals of the cloud as errors of the user. */
export function refusalsAsUserErrors(operator: Operator, cloud: RefusingCloud): Operator {
  return new Proxy(operator, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...args: readonly unknown[]) => {
        try {
          return await method.apply(target, args);
        } catch (error) {
          const actions = cloud.actions[name as keyof Actions] ?? [];
          throw explained(error as Error, cloud, { ...partIn(args), actions });
        }
      };
    },
  });
}

/** What was asked for when the cloud refused. */
interface Asked {
  readonly part: string;
  /** The cloud's full identifier of the part. */
  readonly id?: string;
  readonly actions: readonly string[];
}

function partIn([part]: readonly unknown[]): Pick<Asked, "part" | "id"> {
  if (typeof part !== "object" || part === null || !("name" in part)) return { part: "the deployment" };
  return { part: String(part.name), ...("id" in part && { id: String(part.id) }) };
}

/** A refusal as an error of the user; anything else as it is. */
function explained(error: Error, cloud: RefusingCloud, asked: Asked): Error {
  const refusal = error instanceof UserError ? undefined : cloud.read(error);
  if (refusal === undefined) return error;
  const [message, remedy] = explanationOf(refusal, cloud, asked);
  return new UserError(message, remedy, { cause: error });
}

function explanationOf({ kind, said }: Refusal, cloud: RefusingCloud, { part, id = part, actions }: Asked) {
  const { name, endpoint, login } = cloud;
  const who = endpoint === undefined ? name : `The server at ${endpoint}`;
  const explanations: { readonly [K in Refusal["kind"]]: readonly [message: string, remedy: string] } = {
    "no-credentials": [`There are no credentials for ${name}: ${said}.`, login],
    unreached: [`${who} does not answer: ${said}.`, "Check that it runs and can be reached."],
    "bad-credentials": [`${who} does not accept the credentials: ${said}.`, "Log in anew, or correct the access key."],
    denied: [
      `${who} denies access to ${part}: ${said}.`,
      `Use credentials whose policies allow ${actions.join(", ")} for ${id}.`,
    ],
    missing: [
      `${who} does not know ${part}: ${said}.`,
      "Deploy the stack again, and check that region and account are those of the deployment.",
    ],
    invalid: [`${who} refused the request for ${part}: ${said}.`, "Correct it."],
  };
  return explanations[kind];
}
