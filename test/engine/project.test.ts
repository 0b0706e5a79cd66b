/** A user's own project: made by init from the packed packages, tested, deployed to both offline clouds, removed. */
import { beforeAll, describe, expect, it } from "vitest";
import { templates } from "../../cli/init/templates.ts";
import { commandLines, NOT_RUN } from "../docs/command-lines.ts";
import { type PackedProject, PackedProjects } from "./support/packed-project.ts";

/**
 * With POLYFN_ALL_TEMPLATES=1 every template in both languages, beside the one of the docs: about three minutes each. Their
 * specs and handlers are tested without an installation in test/cli/init.test.ts and templates.
 */
const all = (await templates()).flatMap(({ name }) => [[name, "typescript"] as const, [name, "yaml"] as const]);
const chosen = process.env.POLYFN_ALL_TEMPLATES === "1" ? all : [];

const BOTH = ["localstack", "aliyun"];

let projects: PackedProjects;
beforeAll(async () => {
  projects = await PackedProjects.create();
  return () => projects[Symbol.asyncDispose]();
});

/** Each line once, in the order of the pages. */
const shown = [...new Set(commandLines.map(({ text }) => text))].filter((line) => !Object.hasOwn(NOT_RUN, line));
const started = commandLines.filter(({ page }) => page === "docs/getting-started.md").map(({ text }) => text);

/** Commands that go on until they are interrupted, and what they print before. */
const GOING_ON: readonly (readonly [command: RegExp, printed: RegExp])[] = [
  [/ polyfn dev\b/, /deployed;/],
  [/ polyfn logs .*--follow/, /order added up/],
  [/ polyfn offline /, /http:\/\/127\.0\.0\.1:\d+/],
];

describe("a project that init makes as README and docs say", () => {
  const isInit = (line: string): boolean => line.startsWith("npx polyfn init ");
  const [init = "", enter = "", ...others] = started.filter((line) => !Object.hasOwn(NOT_RUN, line));
  const destroy = others.pop() ?? "";
  const rest = shown.filter((line) => !started.includes(line) && !isInit(line));
  let project: PackedProject;

  it("is made by init", async () => {
    const [, , , name = "", ...options] = init.split(" ");
    expect([isInit(init), enter]).toEqual([true, `cd ${name}`]);
    project = await projects.init(name, ...options);
    expect(project.printed).toContain("npx polyfn up -s local");
  });

  it("is deployed twice and removed by Getting started", () => {
    expect(others.filter((line) => / up -s local /.test(line))).toHaveLength(2);
    expect(destroy).toBe("npx polyfn destroy -s local --yes");
  });

  it.each([...others, ...rest])("runs %s", async (line) => {
    const printed = GOING_ON.find(([command]) => command.test(line))?.[1];
    // The page's port belongs to whoever reads the page.
    const run = / offline /.test(line) ? `${line.replace(/ --port \d+/, "")} --port 0` : line;
    const { exitCode, stdout, stderr } = await (printed ? project.runUntil(run, printed) : project.run(run));
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  });

  it("is removed", async () => {
    for (const line of [destroy, destroy.replace("local", "local-aliyun")]) {
      const { exitCode, stdout, stderr } = await project.run(line);
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    }
  });

  it.each(shown.filter((line) => isInit(line) && line !== init))("is made by %s", async (line) => {
    const [, , , , ...options] = line.split(" ");
    const { printed } = await projects.init("another", ...options);
    expect(printed).toContain("npx polyfn up -s local");
  });
});

describe.skipIf(chosen.length === 0).each(chosen)("the template %s in %s", (template, language) => {
  let project: PackedProject;
  const succeeds = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await project.run(line);
    expect(exitCode, `${line}\n${stdout}\n${stderr}`).toBe(0);
    return stdout;
  };

  it("is made by init, which installs what it needs", async () => {
    project = await projects.init(`${template}-${language}`, "--template", template, "--language", language);
    expect(project.printed).toContain("npx polyfn up -s local");
  });

  it("passes the compiler and its own tests", async () => {
    await succeeds("npm run types");
    await succeeds("npm test");
  });

  it("is checked and planned for every stack", async () => {
    for (const stack of ["local", "local-localstack", "local-aliyun", "aws-prod", "aliyun-prod"]) {
      await succeeds(`npx polyfn check --strict --stack ${stack}`);
    }
    await succeeds("npx polyfn plan --stack local-aliyun");
  });

  it("is deployed to both offline clouds", async () => {
    const report = JSON.parse(await succeeds("npx polyfn up -s local --yes --json"));
    expect(report.result).toBe("succeeded");
    expect(Object.keys(report.servers).sort()).toEqual([...BOTH].sort());
  });

  it("changes nothing at a second up, and leaves nothing after destroy", async () => {
    const again = JSON.parse(await succeeds("npx polyfn up -s local --yes --json"));
    expect(again.changes).toEqual([]);
    const removed = JSON.parse(await succeeds("npx polyfn destroy -s local --yes --json"));
    expect(removed.result).toBe("succeeded");
  });

  it("leaves its stack files as they are", async () => {
    const { stdout } = await project.run("npx polyfn init --no-install --yes --json");
    const { files } = JSON.parse(stdout) as { files: { path: string; status: string }[] };
    const changed = files.filter(({ status }) => status !== "unchanged").map(({ path }) => path);
    // The test directed them to other ports.
    expect(changed).toEqual(["stacks/Pulumi.local-aliyun.yaml", "stacks/Pulumi.local.yaml"]);
  });
});
