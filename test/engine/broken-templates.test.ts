/** Templates with a broken part: their integration tests must fail on every cloud, and say which part it is. */
import { describe, expect, it } from "vitest";
import { templates } from "../../cli/init/templates.ts";
import { type Part, testBroken } from "./support/broken-template.ts";

/** Every template with POLYFN_ALL_TEMPLATES=1: some tests then wait for minutes for a call that never comes. */
const all = (await templates()).map(({ name }) => name);
const chosen = process.env.POLYFN_ALL_TEMPLATES === "1" ? all : ["webhook"];
const targets = ["localstack", "aliyun"];

/** The words by which a failure names each part. */
const NAMED: Readonly<Record<Part, RegExp>> = {
  handler: /broken on purpose/,
  permission: /functions\.\w+\.permissions has no "\w+"/,
  trigger: /logged nothing: no trigger called it|has no triggers?\b|No http trigger/,
};

describe.each(chosen)("the integration test of the template %s", (template) => {
  it.concurrent.each(Object.keys(NAMED) as Part[])("fails without a working %s, and names it", async (part) => {
    const { exitCode, printed } = await testBroken(template, part, targets);
    expect(exitCode, printed).toBe(1);
    for (const target of targets) expect(printed).toMatch(new RegExp(`FAIL .* > on ${target}\\b`));
    expect(printed).toMatch(NAMED[part]);
  });
});
