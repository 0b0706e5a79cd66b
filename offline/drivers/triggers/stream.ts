import { imageId } from "../../../functions/lib/images.ts";
import { type Demo, until } from "../demo.ts";

const CLICKS = 5;

/** Clicks are put on the stream; the table has their number. */
const onClick: Demo = {
  trigger: "onClick",
  function: "counter",
  async fire({ cloud, app, run }) {
    const image = imageId(`stream-${run}`);
    const { clicks, activity } = app.resources;
    for (let click = 1; click <= CLICKS; click++) {
      await cloud.putRecord(clicks, image, JSON.stringify({ image, click }));
    }
    await until(`${CLICKS} clicks on ${image}`, async () => {
      const row = await cloud.getRow(activity, { kind: "clicks", id: image });
      return row?.count === CLICKS ? row : undefined;
    });
    return { sent: `${CLICKS} clicks on ${image} to stream clicks`, received: `row clicks/${image}: count ${CLICKS}` };
  },
};

export const stream: readonly Demo[] = [onClick];
