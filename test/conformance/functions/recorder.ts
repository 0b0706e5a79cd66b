import process from "node:process";
import { type Context, defineHandler } from "polyfn/runtime";

/** Commands that a test puts into what it sends. */
interface Command {
  /** `fail`: always; `failOnce`: the first time this id is seen; `sleep`: wait `ms` first; `wait`: until the test says so. */
  readonly do?: "fail" | "failOnce" | "sleep" | "wait";
  readonly id?: string;
  readonly ms?: number;
}

interface Recording {
  readonly records: { send(data: unknown): Promise<unknown> };
  readonly marks: {
    head(key: string): Promise<unknown>;
    put(key: string, body: string): Promise<unknown>;
  };
}

type Ctx = Context<Recording>;

/** Every function of the suite may use these two, whatever else it may. */
const withClients = (ctx: Context): Ctx => ctx as Context<unknown> as Ctx;

/** Records every item, then does as the item says. */
async function record(context: Context, data: unknown, more: object, together: number): Promise<void> {
  const ctx = withClients(context);
  const command = (typeof data === "object" && data !== null ? data : {}) as Command;
  const did = await decide(ctx, command);
  await ctx.resources.records.send({
    by: process.env.RECORD_AS,
    kind: ctx.trigger.kind,
    trigger: ctx.trigger.name,
    data,
    more,
    requestId: ctx.requestId,
    together,
    did,
  });
  ctx.log.info("recorded", { word: (data as { word?: unknown } | null)?.word });
  if (did !== "done") throw new RangeError(`told to ${did}`);
}

async function decide(ctx: Ctx, { do: what, id, ms }: Command): Promise<string> {
  if (what === "sleep") await new Promise((resolve) => setTimeout(resolve, ms));
  if (what === "fail") return "fail";
  if (what === "wait" && id !== undefined) await released(ctx, id);
  if (what !== "failOnce" || id === undefined) return "done";
  const mark = `${process.env.RECORD_AS}/${id}`;
  if ((await ctx.resources.marks.head(mark)) !== undefined) return "done";
  await ctx.resources.marks.put(mark, "seen");
  return "failOnce";
}

/** Says that the call has begun, and waits until the test lets it go on. */
async function released(ctx: Ctx, id: string): Promise<void> {
  await ctx.resources.marks.put(`started/${id}`, "yes");
  while ((await ctx.resources.marks.head(`released/${id}`)) === undefined)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

export default defineHandler({
  async http(request, ctx) {
    const body = Buffer.from(await request.arrayBuffer());
    const url = new URL(request.url);
    return Response.json(
      {
        by: process.env.RECORD_AS,
        trigger: ctx.trigger.name,
        method: request.method,
        path: url.pathname,
        query: [...url.searchParams],
        headers: Object.fromEntries(request.headers),
        body: body.toString("base64"),
        params: ctx.params,
        auth: ctx.http.auth,
      },
      {
        headers: [
          ["x-echo", "yes"],
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      },
    );
  },
  webhook: (event, ctx) => record(ctx, event.data.body, { id: event.id }, 1),
  schedule: (event, ctx) => record(ctx, event.data.input, { scheduledTime: event.data.scheduledTime }, 1),
  async queue(batch, ctx) {
    const together = batch.messages.length;
    await batch.each(({ data, group, attributes, receives }) =>
      record(ctx, data, { group, attributes, receives }, together),
    );
  },
  topic: ({ data, attributes }, ctx) => record(ctx, data, { attributes }, 1),
  bucket: ({ type, data }, ctx) => record(ctx, data, { type }, 1),
  async stream(batch, ctx) {
    const together = batch.records.length;
    await batch.each(({ data, key, sequence }) => record(ctx, data, { key, sequence }, together));
  },
  async table(batch, ctx) {
    const together = batch.records.length;
    await batch.each(({ type, data }) => record(ctx, data.after ?? data.key, { type, ...data }, together));
  },
  bus: ({ source, type, data }, ctx) => record(ctx, data, { source, type }, 1),
  async log(batch, ctx) {
    for (const { data } of batch.lines) await record(ctx, data.fields ?? data.message, {}, batch.lines.length);
  },
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event ?? null);
    const data: unknown = text === "" ? null : JSON.parse(text);
    await record(ctx, data, {}, 1);
    return { answered: data };
  },
});
