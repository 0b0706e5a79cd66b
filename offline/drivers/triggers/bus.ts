import { type Demo, until } from "../demo.ts";
import { sampleImage } from "../samples.ts";

/** An event is put on the bus; the feed grows by a row. An event that the pattern doesn't match leaves none. */
const onImage: Demo = {
  trigger: "onImage",
  function: "feed",
  async fire({ cloud, app, run }) {
    const { id, album, name } = sampleImage(`bus-${run}`);
    const { events, activity } = app.resources;
    const at = new Date().toISOString();
    await cloud.putEvent(events, { source: "media", type: "image.renamed", data: { id, album, name, at } });
    await cloud.putEvent(events, { source: "media", type: "image.added", data: { id, album, name, at } });
    const row = await until(`feed of ${id}`, async () =>
      (await cloud.queryRows(activity, "kind", "image")).find((candidate) => candidate.image === id),
    );
    return { sent: `event image.added of ${id} to bus events`, received: `feed row "${row.id}"` };
  },
};

export const bus: readonly Demo[] = [onImage];
