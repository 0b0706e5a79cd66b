import { deploy, type TestApp } from "polyfn/testing";
import { beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target] });
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
