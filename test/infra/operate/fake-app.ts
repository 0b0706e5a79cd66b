import type { DeployedPart, Operator } from "../../../adapters/operate.ts";
import type { AppInput } from "../../../model/app.ts";
import { type DeployedApp, deployedApps } from "../../../infra/operate/deployed-app.ts";
import { checkSpec } from "../../../model/checked-spec.ts";
import { resolve } from "../../../model/resolve.ts";

/** A call of an operator: the method, the names of parts, and the other arguments. */
export type OperatorCall = readonly [method: string, ...args: unknown[]];

const SECRET = "deployed secret";

/** An operator that keeps what it is asked to do and answers as given. */
export function fakeOperator(answers: Partial<Operator> = {}): { operator: Operator; calls: OperatorCall[] } {
  const calls: OperatorCall[] = [];
  const known: Partial<Operator> = {
    request: async () => ({ status: 200, headers: {}, body: Buffer.from("ok") }),
    readSecret: async () => SECRET,
    fireSchedule: async (fn, trigger) => ({ rule: `${fn.name}-${trigger}`, input: "{}" }),
    writeLog: async () => undefined,
    ...answers,
  };
  const operator = new Proxy({} as Operator, {
    get(_, name: string) {
      // A promise asks for it.
      if (name === "then") return undefined;
      if (name in answers && answers[name as keyof Operator] === undefined) return undefined;
      return async (...args: unknown[]) => {
        calls.push([name, ...args.map(shown)]);
        return (known[name as keyof Operator] as ((...given: unknown[]) => unknown) | undefined)?.(...args);
      };
    },
  });
  return { operator, calls };
}

/** A part is shown as its name, bytes as text. */
function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "object" && value !== null && "id" in value && "name" in value ? value.name : value;
}

const part = (kind: string, name: string): [string, DeployedPart] => [
  name,
  { name: `shop-dev-${name}`, id: `arn:${kind}:${name}`, url: `https://${name}.example/` },
];

/** An app as if it were deployed; its cloud is the operator. */
export async function fakeApp(
  spec: Omit<AppInput, "name">,
  operator: Operator,
  place: { readonly target: string; readonly region?: string } = { target: "aws" },
): Promise<DeployedApp> {
  const { app, problems } = checkSpec({ name: "shop", ...spec }).deployed;
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const outputs = {
    functions: Object.fromEntries(Object.keys(spec.functions ?? {}).map((name) => part("function", name))),
    resources: Object.fromEntries(Object.keys(spec.resources ?? {}).map((name) => part("resource", name))),
  };
  const [deployed] = await deployedApps({
    stack: "dev",
    app: resolve(app),
    places: [{ ...place, settings: {} }],
    outputs,
  });
  if (deployed === undefined) throw new Error("no app");
  return { ...deployed, operator: async () => operator };
}
