import { randomUUID } from "node:crypto";
import { defineHandler } from "polyfn/runtime";

export interface Note {
  readonly list: string;
  readonly id: string;
  readonly text: string;
}

/** Longest text of a note, characters. */
const LONGEST = 1000;

/** The text of a note from a request's body; undefined for anything else. */
function textOf(body: unknown): string | undefined {
  const { text }: { text?: unknown } = typeof body === "object" && body !== null ? body : {};
  return typeof text === "string" && text !== "" && text.length <= LONGEST ? text : undefined;
}

export default defineHandler<typeof import("../polyfn.config.ts").default, "api", { notes: Note }>({
  async http(request, ctx) {
    const { notes } = ctx.resources;
    const { list, id } = ctx.params;
    if (request.method === "DELETE") {
      await notes.delete({ list, id });
      return new Response(null, { status: 204 });
    }
    if (request.method === "GET") {
      const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
      const page = await notes.query({ partition: list, limit: 50, cursor });
      return Response.json({ notes: page.rows, next: page.cursor ?? null });
    }
    const text = textOf(await request.json().catch(() => undefined));
    if (text === undefined) {
      return Response.json({ error: `"text" must be a string of 1 to ${LONGEST} characters` }, { status: 400 });
    }
    const note = { list, id: randomUUID(), text };
    await notes.put(note);
    ctx.log.info("note added", { list, id: note.id });
    return Response.json(note, { status: 201 });
  },
});
