import { testHandler } from "polyfn/testing";
import { expect, test } from "vitest";
import type { Note } from "../functions/api.ts";
import spec from "../polyfn.config.ts";

const api = testHandler<typeof import("../polyfn.config.ts").default, "api", { notes: Note }>(spec, "api");
const post = (body: string) => api.http(new Request("https://site/lists/shopping/notes", { method: "POST", body }));

test("adds a note and lists it", async () => {
  const added = await post('{"text":"milk"}');
  expect(added.status).toBe(201);
  const note = await added.json();
  expect(note).toMatchObject({ list: "shopping", text: "milk" });
  expect(await (await api.http("/lists/shopping/notes")).json()).toEqual({ notes: [note], next: null });
});

test("removes a note", async () => {
  await api.resources.notes.put({ list: "work", id: "1", text: "call back" });
  const answer = await api.http(new Request("https://site/lists/work/notes/1", { method: "DELETE" }));
  expect(answer.status).toBe(204);
  expect(await api.resources.notes.get({ list: "work", id: "1" })).toBeUndefined();
});

test.each(["not JSON", '{"text":""}', '{"text":1}', "null"])("refuses the body %s", async (body) => {
  expect((await post(body)).status).toBe(400);
});
