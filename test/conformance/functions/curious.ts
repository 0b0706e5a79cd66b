import process from "node:process";
import type { BucketReader, BucketWriter } from "polyfn/runtime";
import { defineHandler } from "polyfn/runtime";

/** Writes where it may, then asks the same client for a bucket that it may not touch. */
export default defineHandler({
  async raw(_event, ctx) {
    const { ownBucket } = ctx.resources as { ownBucket: BucketReader & BucketWriter };
    await ownBucket.put("mine.txt", "x");
    const own = (await ownBucket.head("mine.txt")) ? "written" : "missing";
    const address = new URL(await ownBucket.signedUrl("theirs.txt", { method: "get" }));
    const foreign = new URL(address.href.replaceAll(ownBucket.name, process.env.OTHER ?? ""));
    const direct = await fetch(foreign);
    return { own, other: direct.ok ? "read" : "refused" };
  },
});
