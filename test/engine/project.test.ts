/** A user's own project: made by init from the packed packages, tested, deployed to both offline clouds, removed. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { templates } from "../../cli/init/templates.ts";
import { type PackedProject, PackedProjects } from "./support/packed-project.ts";

/**
 * With POLYFN_ALL_TEMPLATES=1 every template in both languages, beside Getting started: about three minutes each. Their
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

/** The command lines of a page until a heading, without their comments. */
function commandLines(page: string, end: string): string[] {
  const [text = ""] = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8").split(`\n## ${end}`);
  return [...text.matchAll(/^\$ (.+?)(?: +#.*)?$/gm)].map(([, line = ""]) => line);
}

describe("Getting started", () => {
  const [init = "", enter = "", ...lines] = commandLines("getting-started.md", "See everything at once");
  let project: PackedProject;

  it("makes a project with init", async () => {
    const [, , , name = "", ...options] = init.split(" ");
    expect([init.startsWith("npx polyfn init "), enter]).toEqual([true, `cd ${name}`]);
    project = await projects.init(name, ...options);
    expect(project.printed).toContain("npx polyfn up -s local");
  });

  it("has a project that deploys, says so again and is removed", () => {
    expect(lines.filter((line) => / (up|destroy) -s local /.test(line))).toHaveLength(3);
  });

  it.each(lines)("runs %s", async (line) => {
    const { exitCode, stdout, stderr } = await project.run(line);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
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
