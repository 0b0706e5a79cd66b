import type { Choices } from "./choices.ts";
import type { ExistingFolder } from "./existing.ts";
import { withCommandsOf } from "./package-manager.ts";
import { LOCAL } from "./stacks.ts";

export interface NextStepsInput extends Choices {
  readonly existing: ExistingFolder;
  /** Relative to where the command ran; empty for the same folder. */
  readonly folder: string;
  /** False when the packages were not to be installed. */
  readonly installed: boolean;
}

/** The next steps, one line each. */
export function nextSteps({ existing, folder, installed, manager, template }: NextStepsInput): string[] {
  const enter = folder === "" ? [] : [`cd ${folder.includes(" ") ? `"${folder}"` : folder}`];
  const install = installed ? [] : [`${manager.name} install`];
  const deploy = existing.program === undefined ? [`npx polyfn up -s ${LOCAL}`] : additions(existing.program);
  const test = template === undefined ? "npx polyfn check" : "npm test";
  return [...enter, ...install, test, ...deploy].map((line) => withCommandsOf(manager, line));
}

/** The additions to a Pulumi program with which it deploys the spec too. */
const additions = (program: string): string[] => [
  `Your Pulumi program (${program}) is kept. To deploy the spec with it, add:`,
  '  import deploySpec from "polyfn/program";',
  "  export const app = deploySpec();",
  "and the target to a stack:",
  "  pulumi config set polyfn:target NAME",
];
