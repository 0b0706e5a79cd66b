import { z } from "zod";
import { ApiError } from "./error.ts";
import { json, type ServiceRequest, type ServiceResponse } from "./http.ts";
import { admitRemoval, isRemoval, namesOf } from "./removals.ts";
import type { Call, HostFacts, Operation, Service, ServiceDescription } from "./service.ts";

/**
 * The common protocol of the vendor's RPC services: parameters in query or form, `Action`, `{Code, Message,
 * RequestId}`.
 */

type Fields = Readonly<Record<string, z.ZodType>>;
type Values<F extends Fields> = { readonly [K in keyof F]: z.infer<F[K]> };

export interface RpcOperation<F extends Fields> {
  readonly name: string;
  readonly permission?: Operation["permission"];
  /** Parameters by name. Others are ignored, as the vendor does; a removal refuses them. */
  readonly input: F;
  /** Further parameters, which `run` reads itself: lists such as "TagKey" of `TagKey.1`. */
  readonly lists?: readonly string[];
  /** The answer, without its RequestId. */
  run(input: Values<F>, call: Call): object | Promise<object>;
}

/** Declares an operation; its parameters are checked before it runs. */
export function rpc<F extends Fields>({ name, permission, input, lists = [], run }: RpcOperation<F>): Operation {
  const known = [...Object.keys(input), ...lists];
  return {
    name,
    route: { action: name },
    ...(permission && { permission }),
    ...(isRemoval(name) && { admit: (request) => admitRemoval(name, known, namesOf(request)) }),
    run: async (call) => json({ RequestId: call.request.id, ...(await run(check(input, call.params), call)) }),
  };
}

function check<F extends Fields>(fields: F, params: Readonly<Record<string, string>>): Values<F> {
  const values = Object.entries(fields).map(([name, schema]) => {
    // An empty parameter is as good as none, for the vendor's gateway.
    const given = params[name] === "" ? undefined : params[name];
    const parsed = schema.safeParse(given);
    if (parsed.success) return [name, parsed.data];
    if (given === undefined) throw new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);
    const [issue] = parsed.error.issues;
    const code = (issue?.code === "custom" && (issue.params?.code as string | undefined)) || `InvalidParameter.${name}`;
    throw new ApiError(400, code, `The parameter ${name} is wrong: ${issue?.message}.`);
  });
  return Object.fromEntries(values) as Values<F>;
}

/** Schemas of parameters, which all come as text. */
export const param = {
  text: (most = 65_536) => z.string().max(most, { error: `at most ${most} characters` }),
  /** A name of these characters; the code says which rule it breaks. */
  name: (code: string, characters: RegExp, most: number) =>
    z.string().superRefine((value, context) => {
      const refuse = (rule: string, message: string) =>
        context.addIssue({ code: "custom", params: { code: `InvalidParameter.${code}.${rule}` }, message });
      if (value.length > most) refuse("Length", `at most ${most} characters`);
      else if (!characters.test(value))
        refuse("InvalidChars", `${JSON.stringify(value)} has other characters than ${characters.source}`);
    }),
  integer: (least: number, most: number) =>
    z
      .string()
      .regex(/^-?\d+$/, { error: "a whole number is needed" })
      .transform(Number)
      .pipe(
        z
          .number()
          .min(least, { error: `at least ${least}` })
          .max(most, { error: `at most ${most}` }),
      ),
  flag: () =>
    z
      .string()
      .regex(/^(true|false)$/i, { error: "true or false" })
      .transform((value) => /^true$/i.test(value)),
  choice: <T extends string>(...options: readonly T[]) =>
    z.enum(options as readonly [T, ...T[]], { error: `one of ${options.join(", ")}` }),
  /** JSON text of this form. */
  json: <T>(schema: z.ZodType<T>) =>
    z.string().transform((text, context): T => {
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: "custom", message: "not JSON of the form that is needed" });
      return z.NEVER;
    }),
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tag = z.object({ Key: z.string(), Value: z.string().optional() });

/** Tags, as `Tag.1.Key=...` or as JSON in one parameter. */
export function tagsOf(params: Readonly<Record<string, string>>, name = "Tag"): Record<string, string> {
  const whole = params[name];
  if (whole) {
    const parsed = z.array(tag).safeParse(parseJson(whole));
    if (!parsed.success) throw new ApiError(400, `InvalidParameter.${name}`, `${name} is a JSON list of {Key, Value}.`);
    return Object.fromEntries(parsed.data.map(({ Key, Value = "" }) => [Key, Value]));
  }
  return Object.fromEntries(
    listOf(params, name, "Key").map((key, at) => [key, params[`${name}.${at + 1}.Value`] ?? ""]),
  );
}

/** `Name.1=a&Name.2=b`, `Name.1.Key=a`, or a JSON list in `Name` itself. */
export function listOf(params: Readonly<Record<string, string>>, name: string, field?: string): string[] {
  const whole = params[name];
  if (whole) {
    const parsed = z.array(z.string()).safeParse(parseJson(whole));
    if (!parsed.success) throw new ApiError(400, `InvalidParameter.${name}`, `${name} is a JSON list of text.`);
    return parsed.data;
  }
  const values: string[] = [];
  for (let at = 1; ; at += 1) {
    const value = params[field === undefined ? `${name}.${at}` : `${name}.${at}.${field}`];
    if (value === undefined) return values;
    values.push(value);
  }
}

/** One page of a list: `Marker` is where it goes on. */
export function page<T>(all: readonly T[], marker: string | undefined, size: number): { items: T[]; rest: object } {
  const start = Number(marker ?? 0) || 0;
  const end = start + size;
  const truncated = end < all.length;
  return { items: all.slice(start, end), rest: { IsTruncated: truncated, ...(truncated && { Marker: String(end) }) } };
}

export interface RpcService {
  readonly description: Omit<ServiceDescription, "signatures">;
  /** Real host names; the group `region` says the region. */
  readonly hosts: readonly RegExp[];
  readonly operations: readonly Operation[];
  snapshot(): object;
  restore(state: object): void | Promise<void>;
  reset(): void | Promise<void>;
}

/** A service of the vendor's RPC gateway. */
export function rpcService({ description, hosts, ...rest }: RpcService): Service {
  return {
    ...rest,
    description: { ...description, signatures: ["acs3", "rpc"] },
    matches: (host) => hostFacts(hosts, host),
    recognises: (request) => {
      const params = new URLSearchParams(request.rawQuery);
      for (const [name, value] of formOf(request)) params.set(name, value);
      const version = request.headers["x-acs-version"] ?? params.get("Version");
      const action = request.headers["x-acs-action"] ?? params.get("Action");
      return version === description.version && action !== null ? {} : undefined;
    },
    refuse,
  };
}

/** The facts that a hostname carries; undefined if it matches none of the patterns. */
export function hostFacts(hosts: readonly RegExp[], host: string): HostFacts | undefined {
  for (const pattern of hosts) {
    const found = pattern.exec(host);
    if (found) return found.groups?.region === undefined ? {} : { region: found.groups.region };
  }
  return undefined;
}

const formOf = ({ headers, body }: ServiceRequest): URLSearchParams | [] =>
  headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ? new URLSearchParams(body.toString()) : [];

const refuse = ({ status, code, message, details }: ApiError, { id, host }: ServiceRequest): ServiceResponse =>
  json({ RequestId: id, HostId: host, Code: code, Message: message, ...details }, status, { "x-acs-request-id": id });
