import { expect, it } from "vitest";
import { parseApp } from "../../model/parse.ts";
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";
import { deploymentOf, one, plannedBy } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";
import { ownProblems } from "./target-problems.ts";

it("creates every function, trigger and resource of a large spec", async () => {
  const planned = await plannedBy(tinyCloud, richSpec);
  const app = parseApp(richSpec);
  const triggers = [...app.functions.values()].flatMap((fn) => fn.triggers);
  const native = planned.filter(({ type }) => type.startsWith("tiny:"));
  expect(native).toHaveLength(app.functions.size + app.resources.size + triggers.length);
  expect(one(planned, "tiny:index:Function", "shop-worker")).toMatchObject({ name: "shop-dev-worker", memory: 2048 });
});

it("enforces its own limits", () => {
  const problems = ownProblems(tinyCloud, parseApp(richSpec), deploymentOf(tinyCloud));
  expect(problems.map(({ path }) => path.join("."))).toEqual(["functions.worker.memory"]);
});
