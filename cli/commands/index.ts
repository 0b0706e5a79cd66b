import type { CommandDeclaration } from "../command.ts";

/** All commands, in the order of the help. */
export const commands = {
  init: async () => (await import("./init.ts")).init,
  check: async () => (await import("./check.ts")).check,
  plan: async () => (await import("./plan.ts")).plan,
  build: async () => (await import("./build.ts")).build,
  up: async () => (await import("./up.ts")).up,
  preview: async () => (await import("./preview.ts")).preview,
  refresh: async () => (await import("./refresh.ts")).refresh,
  destroy: async () => (await import("./destroy.ts")).destroy,
  outputs: async () => (await import("./outputs.ts")).outputs,
  dev: async () => (await import("./dev.ts")).dev,
  pulumi: async () => (await import("./pulumi.ts")).pulumi,
  list: async () => (await import("./list.ts")).list,
  invoke: async () => (await import("./invoke.ts")).invoke,
  trigger: async () => (await import("./trigger.ts")).trigger,
  logs: async () => (await import("./logs.ts")).logs,
  events: async () => (await import("./events.ts")).events,
  offline: async () => (await import("./offline.ts")).offline,
  completion: async () => (await import("./completion.ts")).completion,
} as const satisfies Readonly<Record<string, () => Promise<CommandDeclaration>>>;

export type CommandName = keyof typeof commands;
