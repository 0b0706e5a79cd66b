import { describe, expect, test } from "vitest";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

/** A project with a function that runs longer than an HTTP API of AWS waits. */
function project(silence: object = {}, more: object = {}): string {
  const directory = temporaryDirectory();
  const report = {
    handler: "report.ts",
    timeout: "1m",
    triggers: { api: { kind: "http", api: "site" } },
    ...silence,
  };
  const spec = { name: "shop", resources: { site: { kind: "api" } }, functions: { report }, ...more };
  write(directory, {
    "polyfn.json": JSON.stringify(spec),
    "report.ts": "export default { http: () => new Response() };",
  });
  return directory;
}

const SILENCE = { silence: { "timeout-beyond-api": "Answers early." } };

test("check reports a remark and succeeds", async () => {
  const { code, out } = await polyfn(project(), "check", "--target", "aws");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "polyfn.json is fine for AWS Lambda.

    1 remark in polyfn.json

      functions.report.triggers.api
        The function may run for 1m, but the api "site" answers 503 after 30s. [timeout-beyond-api]
        -> Set the function's timeout to "30s" or less, or remove api to give the function its own URL.

    Nothing was bundled. plan and build also check imports, native addons, package sizes and files.
    "
  `);
});

test.each(["check", "plan", "build"])("%s --strict treats a remark as a problem", async (command) => {
  const directory = project();
  const more = command === "build" ? ["--out", "dist"] : [];
  const { code, out, err } = await polyfn(directory, command, "--target", "aws", "--strict", ...more);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("1 problem in polyfn.json");
  expect(err).toContain("[timeout-beyond-api]");
});

test("check --strict succeeds when a silence covers the remark, and on targets without remarks", async () => {
  const directory = project(SILENCE);
  for (const target of ["aws", "localstack", "aliyun"]) {
    const { code, out, err } = await polyfn(directory, "check", "--target", target, "--strict");
    expect(err, target).toBe("");
    expect(code, target).toBe(0);
    expect(out, target).not.toContain("remark");
  }
});

test("a silence in the app covers remarks in its functions", async () => {
  expect((await polyfn(project({}, SILENCE), "check", "--target", "aws", "--strict")).code).toBe(0);
});

test("a silence that only one environment needs is in use", async () => {
  const environments = { prod: { functions: { report: { timeout: "2m" } } } };
  const directory = project({ ...SILENCE, timeout: "10s" }, { environments });
  expect((await polyfn(directory, "check", "--target", "aws", "--strict")).code).toBe(0);
});

test("an unused silence causes a remark", async () => {
  const directory = project({ ...SILENCE, timeout: "10s" });
  const { out } = await polyfn(directory, "check");
  expect(out).toContain(
    'functions.report.silence["timeout-beyond-api"]\n    There is no remark "timeout-beyond-api" to silence here. [unused-silence]\n    -> Remove it.',
  );
  expect((await polyfn(directory, "check", "--strict")).code).toBe(2);
});

test("check without a target prints the remarks of targets, and only counts the common ones", async () => {
  const { code, out } = await polyfn(project(), "check", "--strict");
  expect(code).toBe(0);
  expect(out.replace(/\s+/g, " ")).toContain("[timeout-beyond-api]");
});

test("remarks are reported together with problems", async () => {
  const { code, err } = await polyfn(project({ memory: 999_999 }), "check", "--target", "aws");
  expect(code).toBe(2);
  expect(err).toContain("1 problem in polyfn.json");
  expect(err).toContain("1 remark in polyfn.json");
});

test("plan --json and build report remarks", async () => {
  const directory = project();
  const { out } = await polyfn(directory, "plan", "--target", "aws", "--json");
  expect(JSON.parse(out).remarks).toMatchObject([
    { code: "timeout-beyond-api", path: ["functions", "report", "triggers", "api"] },
  ]);
  expect((await polyfn(directory, "build", "--target", "aws", "--out", "dist")).out).toContain("[timeout-beyond-api]");
});

describe("check --json", () => {
  const json = async (directory: string, ...options: string[]) => {
    const { code, out, err } = await polyfn(directory, "check", "--json", ...options);
    return {
      code,
      err,
      ...(JSON.parse(out) as Record<"problems" | "remarks" | "targets", { code: string; path: string[] }[]>),
    };
  };

  test("has the same remarks for a target as `plan --json`", async () => {
    const directory = project();
    const { code, problems, remarks, targets } = await json(directory, "--target", "aws");
    expect({ code, problems }).toEqual({ code: 0, problems: [] });
    const planned = await polyfn(directory, "plan", "--target", "aws", "--json");
    expect(remarks).toEqual(JSON.parse(planned.out).remarks);
    expect(targets).toMatchObject([{ target: "aws", problems: [], remarks }]);
  });

  test("has the remarks of each target when none is given", async () => {
    const { code, remarks, targets } = await json(project({ memory: 20_480 }));
    expect({ code, remarks }).toEqual({ code: 0, remarks: [] });
    expect(targets).toMatchObject([
      { target: "aws", problems: [{ code: "out-of-range" }], remarks: [{ code: "timeout-beyond-api" }] },
      { target: "aliyun", problems: [], remarks: [] },
      { target: "localstack", problems: [{ code: "out-of-range" }] },
    ]);
  });

  test.each(["check", "plan"])("%s --json has problems and remarks in its output and exits with 2", async (command) => {
    const { code, out, err } = await polyfn(project({ memory: 20_480 }), command, "--target", "aws", "--json");
    expect({ code, err }).toEqual({ code: 2, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ code: "out-of-range", path: ["functions", "report", "memory"] }],
      remarks: [{ code: "timeout-beyond-api" }],
    });
  });

  test("--strict turns remarks into problems", async () => {
    const { code, problems, remarks } = await json(project(), "--target", "aws", "--strict");
    expect({ code, remarks }).toEqual({ code: 2, remarks: [] });
    expect(problems).toMatchObject([{ code: "timeout-beyond-api" }]);
  });
});
