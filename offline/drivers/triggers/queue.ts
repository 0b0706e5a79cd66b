import { type Demo, expectThat, until } from "../demo.ts";
import { sampleImage } from "../samples.ts";

/** A job is sent to the queue; its row appears in the table. */
const onJob: Demo = {
  trigger: "onJob",
  function: "catalogue",
  async fire({ cloud, app, run }) {
    const image = sampleImage(`queue-${run}`);
    const { jobs, images } = app.resources;
    await cloud.sendMessage(jobs, JSON.stringify(image));
    const row = await until(`row ${image.id}`, () => cloud.getRow(images, { id: image.id }));
    expectThat(row.album === image.album && row.width === image.width, "the row is not what was sent");
    return {
      sent: `message for image ${image.id} to queue jobs`,
      received: `row ${image.id} in table images, album ${row.album}`,
    };
  },
};

export const queue: readonly Demo[] = [onJob];
