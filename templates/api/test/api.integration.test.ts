import { deploy, type TestApp } from "polyfn/testing";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target] });
  });
  // Says why a test fails: an error of the handler, a missing permission, or no call at all.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const lines = await app.logs("api");
    console.error(lines.length === 0 ? "api logged nothing: no trigger called it" : lines);
  });

  test("the API adds, lists and removes notes", async () => {
    const { site } = app.resources;
    const added = await site.request("/lists/shopping/notes", { method: "POST", body: '{"text":"milk"}' });
    expect(added.status, added.text).toBe(201);
    const note = added.json() as { id: string };
    const listed = await site.request("/lists/shopping/notes");
    expect(listed.json()).toEqual({ notes: [note], next: null });
    expect((await site.request(`/lists/shopping/notes/${note.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await site.request("/lists/shopping/notes")).json()).toEqual({ notes: [], next: null });
  });
});
