import { describe, expectTypeOf, it } from "vitest";
import type {
  BucketCreatedEvent,
  BucketEvent,
  BucketReader,
  BucketWriter,
  FunctionClient,
  Handler,
  QueueSender,
  TableWriter,
} from "../../runtime/index.ts";
import { defineHandler } from "../../runtime/index.ts";

interface Job {
  key: string;
}
interface Photo {
  id: string;
  taken: number;
  title: string;
}

/** The literal type of a spec, as `defineApp` infers it. */
interface Spec {
  readonly name: "media";
  readonly resources: {
    readonly uploads: { readonly kind: "bucket" };
    readonly jobs: { readonly kind: "queue" };
    readonly photos: {
      readonly kind: "table";
      readonly key: {
        readonly partition: { readonly name: "id" };
        readonly sort: { readonly name: "taken"; readonly type: "number" };
      };
      readonly indexes: { readonly byTitle: { readonly partition: { readonly name: "title" } } };
    };
    readonly token: { readonly kind: "secret" };
  };
  readonly functions: {
    readonly thumbnail: {
      readonly handler: "functions/thumbnail.ts";
      readonly triggers: {
        readonly onUpload: { readonly kind: "bucket"; readonly bucket: "uploads" };
        readonly onJob: { readonly kind: "queue"; readonly queue: "jobs" };
      };
      readonly permissions: {
        readonly uploads: readonly ["read", "write"];
        readonly jobs: readonly ["send"];
        readonly photos: readonly ["read", "write"];
        readonly report: readonly ["invoke"];
      };
    };
    readonly cleanup: {
      readonly triggers: {
        readonly gone: {
          readonly kind: "bucket";
          readonly bucket: "uploads";
          readonly events: readonly ["created", "removed"];
        };
      };
      readonly permissions: { readonly uploads: readonly ["read"] };
    };
    readonly front: {
      readonly triggers: {
        readonly api: { readonly kind: "http"; readonly routes: readonly ["GET /photos/{id}", "GET /files/{path+}"] };
        readonly web: { readonly kind: "http" };
        readonly daily: { readonly kind: "schedule"; readonly cron: "0 4 * * *"; readonly input: { readonly days: 7 } };
        readonly push: { readonly kind: "webhook"; readonly sender: "github"; readonly secret: "token" };
      };
    };
    readonly report: { readonly handler: "functions/report.ts" };
  };
}

describe("defineHandler", () => {
  it("types events and clients by the spec", () => {
    defineHandler<Spec, "thumbnail", { jobs: Job; photos: Photo }>({
      async bucket(event, ctx) {
        expectTypeOf(event).toEqualTypeOf<BucketCreatedEvent>();
        expectTypeOf(ctx.resources.uploads).toEqualTypeOf<BucketReader & BucketWriter>();
        expectTypeOf(ctx.resources.jobs).toEqualTypeOf<QueueSender<Job>>();
        expectTypeOf(ctx.resources.report).toEqualTypeOf<FunctionClient>();
        const photo = await ctx.resources.photos.get({ id: "a", taken: 1 });
        expectTypeOf(photo).toEqualTypeOf<Photo | undefined>();
        // @ts-expect-error the sort key is missing
        await ctx.resources.photos.get({ id: "a" });
        // @ts-expect-error there is no such index
        await ctx.resources.photos.query({ index: "byTilte", partition: "x" });
        // @ts-expect-error only "send" is permitted
        await ctx.resources.jobs.receive();
        // @ts-expect-error no permission names it
        void ctx.resources.token;
      },
      queue(batch) {
        for (const message of batch.messages) expectTypeOf(message.data).toEqualTypeOf<Job>();
      },
    });
  });

  it("types the trigger's name by the names of the function's triggers of the kind", () => {
    defineHandler<Spec, "front">({
      http(_request, { trigger }) {
        expectTypeOf(trigger.name).toEqualTypeOf<"api" | "web" | undefined>();
        // @ts-expect-error no http trigger has this name
        return new Response(trigger.name === "daily" ? "daily" : trigger.name);
      },
      schedule: (_event, { trigger }) => expectTypeOf(trigger.name).toEqualTypeOf<"daily" | undefined>(),
      webhook: (_event, { trigger }) => expectTypeOf(trigger.name).toEqualTypeOf<"push" | undefined>(),
      raw: (_event, { trigger }) => expectTypeOf(trigger.name).toEqualTypeOf<string | undefined>(),
    });
  });

  it("types route parameters, schedule inputs and bodies", () => {
    defineHandler<Spec, "front", { push: { ref: string } }>({
      http(_request, ctx) {
        expectTypeOf(ctx.params).toEqualTypeOf<Readonly<Record<"id" | "path", string>>>();
        return new Response();
      },
      schedule(event) {
        expectTypeOf(event.data.input).toEqualTypeOf<{ readonly days: 7 }>();
      },
      webhook(event) {
        expectTypeOf(event.data.body).toEqualTypeOf<{ ref: string }>();
      },
    });
    defineHandler<Spec, "cleanup">({
      bucket(event) {
        expectTypeOf(event).toEqualTypeOf<BucketEvent>();
      },
    });
  });

  it("requires exactly the methods of the function's triggers", () => {
    // @ts-expect-error queue is missing
    defineHandler<Spec, "thumbnail">({ bucket() {} });
    // @ts-expect-error there is no topic trigger
    defineHandler<Spec, "cleanup">({ bucket() {}, topic() {} });
    // @ts-expect-error a function without triggers has nothing but raw
    defineHandler<Spec, "report">({});
    // @ts-expect-error no such function
    defineHandler<Spec, "nope">({});
    expectTypeOf<Handler<Spec, "report">["queue"]>().toEqualTypeOf<undefined>();
  });

  it("accepts as rows what every cloud can store", () => {
    interface Good {
      readonly id: string;
      readonly tags: ReadonlySet<string>;
      readonly parts: readonly { readonly bytes: Uint8Array; readonly note?: string }[];
      readonly big: bigint | null;
    }
    const rows = {} as TableWriter<Good>;
    const row: Good = { id: "a", tags: new Set(["x"]), parts: [], big: null };
    expectTypeOf(rows.put).toBeCallableWith(row);
    expectTypeOf(rows.putBatch).toBeCallableWith([row]);
    class Money {
      constructor(readonly amount: number) {}
      add() {}
    }
    const dates = {} as TableWriter<{ readonly id: string; readonly at: Date }>;
    const maps = {} as TableWriter<{ readonly id: string; readonly at: { readonly m: Map<string, string> } }>;
    const classes = {} as TableWriter<{ readonly id: string; readonly price: Money }>;
    const flags = {} as TableWriter<{ readonly id: string; readonly flags: Set<boolean> }>;
    const untyped = {} as TableWriter;
    // Compiled, never run.
    void (async () => {
      // @ts-expect-error rows hold no Date
      await dates.put({ id: "a", at: new Date() });
      // @ts-expect-error rows hold no Map
      await maps.put({ id: "a", at: { m: new Map() } });
      // @ts-expect-error rows hold no objects with methods
      await classes.put({ id: "a", price: new Money(1) });
      // @ts-expect-error sets hold strings, numbers or bytes
      await flags.put({ id: "a", flags: new Set([true]) });
      // @ts-expect-error neither do rows without a type
      await untyped.put({ id: "a", at: new Date() });
      // @ts-expect-error nor changes
      await dates.update({ id: "a" }, { set: { at: new Date() } });
      await untyped.put({ id: "a", note: undefined, list: [1, { a: [null] }], tags: new Set([1, 2n]) });
    });
  });

  it("allows everything without a spec", () => {
    defineHandler({
      queue(batch, ctx) {
        expectTypeOf(batch.messages[0]?.data).toEqualTypeOf<unknown>();
        expectTypeOf(ctx.resources).toEqualTypeOf<Readonly<Record<string, unknown>>>();
      },
    });
  });
});
