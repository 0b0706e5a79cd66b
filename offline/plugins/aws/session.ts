import type { ProviderArgs } from "@pulumi/aws";
import { isLoopback } from "../../../adapters/shared/loopback.ts";
import { UserError } from "../../../model/errors.ts";
import type { Session } from "../server/plugin.ts";
import type { Fields, Plain } from "../server/resource-type.ts";
import { type AwsContext, ClientCache, type ClientOptions, SERVICES, type Service } from "./clients.ts";
import { functions } from "./functions.ts";
import { partitionOf } from "./partitions.ts";

type Args = Plain<ProviderArgs>;

/** Further names of services in the provider's `endpoints`. */
const ALIASES: Partial<Record<Service, readonly string[]>> = {
  events: ["eventbridge", "cloudwatchevents"],
  logs: ["cloudwatchlogs", "cloudwatchlog"],
  lambda: ["awslambda"],
  s3: ["s3api"],
};

/** Makes a session from the arguments of `aws.Provider` that reaches this machine only. */
export function configure(fields: Fields, signal: AbortSignal): Session<AwsContext> {
  const args = fields as Args;
  const endpoints = loopbackEndpoints(args);
  const region = args.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1";
  const clients = new ClientCache((service, where) => clientOptions(args, endpoints(service), where));
  const account = memo(async () => {
    const sts = await clients.get("sts", region);
    return (await sts.getCallerIdentity({})).Account ?? "";
  });
  const context = (wanted: unknown): AwsContext => {
    const where = typeof wanted === "string" && wanted !== "" ? wanted : region;
    return {
      region: where,
      partition: partitionOf(where),
      client: (service) => clients.get(service, where),
      accountId: account,
      signal,
      ...tagging(args.defaultTags?.tags ?? {}),
    };
  };
  return {
    context: (properties) => context(properties.region),
    functions: functions(context),
    identity: JSON.stringify([args.endpoints, process.env.AWS_ENDPOINT_URL, args.accessKey ?? "test", region]),
  };
}

/** Address of each service. Throws when none is given or one is not on this machine. */
function loopbackEndpoints(args: Args): (service: Service) => string {
  const given = Object.assign({}, ...(args.endpoints ?? [])) as Record<string, string>;
  const common = process.env.AWS_ENDPOINT_URL;
  const refused = [...Object.entries(given), ...(common ? [["AWS_ENDPOINT_URL", common] as const] : [])].find(
    ([, url]) => !isLoopback(url),
  );
  if (refused) {
    throw new UserError(
      `The offline aws plugin only connects to this machine, but ${refused[0]} is ${refused[1]}.`,
      "Use http://127.0.0.1:4566 or another loopback address, or deploy with the real aws plugin.",
    );
  }
  if (Object.keys(given).length === 0 && !common) {
    throw new UserError(
      "The aws provider has no endpoints. The offline aws plugin never connects to a real account.",
      "Give the provider `endpoints` on this machine, or deploy with the real aws plugin.",
    );
  }
  return (service) => {
    const url = [service, ...(ALIASES[service] ?? [])].map((name) => given[name]).find(Boolean) ?? common;
    if (url) return url;
    throw new UserError(
      `The aws provider has no endpoint for ${service}.`,
      `Add ${service} to its \`endpoints\`; the offline aws plugin knows ${SERVICES.join(", ")}.`,
    );
  };
}

function clientOptions(args: Args, endpoint: string, region: string): ClientOptions {
  return {
    region,
    endpoint,
    // Profiles and environment are never read: they may have credentials of a real account.
    credentials: {
      accessKeyId: args.accessKey ?? "test",
      secretAccessKey: args.secretKey ?? "test",
      ...(args.token && { sessionToken: args.token }),
    },
    forcePathStyle: args.s3UsePathStyle ?? true,
    maxAttempts: (args.maxRetries ?? 4) + 1,
  };
}

function tagging(defaults: Readonly<Record<string, string>>): Pick<AwsContext, "tags" | "tagState"> {
  return {
    tags: (inputs) => ({ ...defaults, ...(inputs.tags as Record<string, string> | undefined) }),
    tagState(tagsAll) {
      const own = Object.fromEntries(Object.entries(tagsAll).filter(([key, value]) => defaults[key] !== value));
      return { tags: Object.keys(own).length > 0 ? own : null, tagsAll: { ...tagsAll } };
    },
  };
}

function memo<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
