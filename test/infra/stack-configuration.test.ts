import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { aws } from "../../adapters/aws/adapter.ts";
import { deployStack } from "../../infra/program.ts";
import { ProgramError } from "../../infra/program-errors.ts";
import { formatPath, SpecError } from "../../model/errors.ts";
import { polyfn } from "../cli/polyfn.ts";
import { temporaryDirectory, write } from "./project.ts";
import { record } from "./recording.ts";

type Config = Readonly<Record<string, unknown>>;

const SPEC = `
name: shop
functions: { page: { handler: page.ts, environment: { LEVEL: { config: logLevel } }, triggers: { web: { kind: http } } } }
environments: { staging: { functions: { page: { memory: 512 } } } }
`;
const SOUND: Config = { "polyfn:target": "aws", "polyfn:logLevel": "info" };

function projectWith(config: Config): string {
  const directory = temporaryDirectory();
  write(directory, {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.prod.yaml": stringify({ config }),
    "polyfn.yaml": SPEC,
    "page.ts": "export default { http: () => new Response() };",
  });
  return directory;
}

/** "<path>: <message> <remedy>" of each problem. */
const listed = (problems: SpecError["problems"]): string[] =>
  problems.map(({ path, message, remedy }) => `${formatPath(path)}: ${message} ${remedy}`);

async function foundByCheck(directory: string): Promise<string[]> {
  const { out } = await polyfn(directory, "check", "--stack", "prod", "--json");
  return listed((JSON.parse(out) as SpecError).problems);
}

/** The same by the Pulumi program, which gets the configuration from the engine: strings, and JSON for lists and objects. */
async function foundByProgram(directory: string, config: Config): Promise<string[]> {
  const values = Object.entries({ ...config, "polyfn:spec": join(directory, "polyfn.yaml") });
  const texts = values.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  const run = async (): Promise<void> => {
    runtime.setAllConfig(Object.fromEntries(texts));
    await deployStack();
  };
  const place = { name: "shop", target: "aws", region: "us-east-1", prefix: "shop-prod", settings: {} };
  const options = { values: aws.lowering.planValues(place), packages: new Map(), project: "shop", stack: "prod" };
  const error = await record(run, options).then(
    () => undefined,
    (reason: unknown) => (reason instanceof ProgramError ? reason.cause : reason),
  );
  if (error !== undefined && !(error instanceof SpecError)) throw error;
  return listed(error?.problems ?? []);
}

const TWICE = [{ target: "aws" }, { target: "aws", region: "us-east-1" }];

describe("polyfn check and pulumi up", () => {
  test.each<readonly [string, Config, readonly RegExp[]]>([
    ["of a sound configuration", SOUND, []],
    ["of a misspelt key", { ...SOUND, "polyfn:regoin": "eu-west-1" }, [/^config\["polyfn:regoin"\].*"polyfn:region"/]],
    ["of an unknown environment", { ...SOUND, "polyfn:environment": "stagign" }, [/"stagign" .*They are staging/]],
    [
      "of both at once",
      { ...SOUND, "polyfn:enviroment": "prod", "polyfn:environment": "prod" },
      [/^config\["polyfn:enviroment"\]/, /^config\["polyfn:environment"\]/],
    ],
    [
      "of a misspelt field of a target",
      { "polyfn:targets": [{ target: "aws", setings: {} }], "polyfn:logLevel": "info" },
      [/^config\["polyfn:targets"\]\[0\]\.setings: .*"settings"/],
    ],
    ["of a setting that is no object", { ...SOUND, "polyfn:settings": "none" }, [/^config\["polyfn:settings"\]/]],
    ["of a list in the place of a string", { ...SOUND, "polyfn:region": ["eu-west-1"] }, [/"polyfn:region".*string/]],
    ["of no target in the list", { "polyfn:targets": [] }, [/^config\["polyfn:targets"\]/]],
    ["of a target and targets", { ...SOUND, "polyfn:targets": TWICE.slice(1) }, [/^config\["polyfn:target"\]/]],
    [
      "of one place twice",
      { "polyfn:targets": TWICE, "polyfn:logLevel": "info" },
      [/\[1\]: .*\["polyfn:targets"\]\[0\]/],
    ],
    [
      "of overrides that are no object",
      { ...SOUND, "polyfn:overrides": "none" },
      [/^config\["polyfn:overrides"\].* an object/],
    ],
  ])("report the same problems %s", async (_, config, expected) => {
    const directory = projectWith(config);
    const found = await foundByCheck(directory);
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    expect(await foundByProgram(directory, config)).toEqual(found);
  });
});
