import { imageId, thumbnailKey } from "../../../functions/lib/images.ts";
import { pngSize } from "../../../functions/lib/png.ts";
import { type Demo, expectThat, until } from "../demo.ts";
import { makePng } from "../samples.ts";

/** A picture is uploaded; its thumbnail appears under another prefix. */
const onUpload: Demo = {
  trigger: "onUpload",
  function: "thumbnail",
  async fire({ cloud, app, run }) {
    const { uploads } = app.resources;
    const key = `in/bucket-${run}/beach.png`;
    const picture = makePng(640, 480);
    await cloud.putObject(uploads, key, picture, "image/png");
    const name = thumbnailKey(imageId(key));
    const thumbnail = await until(name, () => cloud.getObject(uploads, name));
    const { width, height } = pngSize(thumbnail);
    expectThat(width === 320 && height === 240, `the thumbnail is ${width} x ${height}, not 320 x 240`);
    return {
      sent: `PUT ${key}, PNG of 640 x 480, ${picture.length} bytes`,
      received: `${name}, PNG of ${width} x ${height}, ${thumbnail.length} bytes`,
    };
  },
};

export const bucket: readonly Demo[] = [onUpload];
