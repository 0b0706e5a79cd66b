import type { Adapter } from "./contract.ts";

/** THE list of targets. Each is loaded when it is asked for, so that no command pays for a cloud it doesn't use. */
export const adapters = {
  aws: async () => (await import("./aws/adapter.ts")).aws,
  aliyun: async () => (await import("./aliyun/adapter.ts")).aliyun,
  localstack: async () => (await import("./localstack/adapter.ts")).localstack,
} as const satisfies Readonly<Record<string, () => Promise<Adapter>>>;

/** Name of a target, as in `--target` and `polyfn:target`. */
export type Target = keyof typeof adapters;

export const isTarget = (name: string): name is Target => Object.hasOwn(adapters, name);
