import type { BucketEvent } from "../../../runtime/events.ts";
import { deployedResource } from "../deployed-app.ts";
import { type Firing, fresh, type FireInput, sizeOf, unmatched } from "./firing.ts";

/** Puts an object, or deletes one; of a trigger on removed objects only, an object is put first. */
export const bucket: Firing<"bucket"> = {
  takes: ["key", "body", "contentType", "remove"],
  async fire({ app, operator, trigger }, { key: given, body, contentType, remove }) {
    const { bucket: name, events, prefix, suffix } = trigger.spec;
    const place = deployedResource(app, name);
    const key = given ?? `${prefix}polyfn-${fresh()}${suffix}`;
    if (!key.startsWith(prefix) || !key.endsWith(suffix)) {
      throw unmatched(
        `The key "${key}" does not match the trigger's prefix "${prefix}" and suffix "${suffix}"`,
        "Give a --key that matches, or leave it out.",
      );
    }
    const removes = remove ?? !events.includes("created");
    if (!events.includes(removes ? "removed" : "created")) {
      const rule = `The trigger receives ${events.join(" and ")} objects only`;
      throw unmatched(rule, removes ? "Leave out --remove." : "Give --remove.");
    }
    // Deleting what is not there is no change.
    if (!removes || given === undefined || body !== undefined)
      await operator.putObject(place, key, bytesOf(body), contentType);
    if (!removes) return { sent: `object ${key} of ${sizeOf(body ?? "")} to bucket ${name}` };
    await operator.deleteObject(place, key);
    return { sent: `deletion of object ${key} in bucket ${name}` };
  },
  inputsOf: (event: BucketEvent): FireInput[] => [
    { key: event.data.key, ...(event.type === "polyfn.bucket.removed" && { remove: true }) },
  ],
};

const bytesOf = (body: string | Uint8Array = ""): Uint8Array => Buffer.from(body);
