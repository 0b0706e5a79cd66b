import { type Demo, until } from "../demo.ts";

/** A file that is no picture is uploaded; the error that the thumbnail function logs becomes an alert. */
const onError: Demo = {
  trigger: "onError",
  function: "watch",
  async fire({ cloud, app, run }) {
    const key = `in/log-${run}/notes.png`;
    const { uploads, activity } = app.resources;
    await cloud.putObject(uploads, key, Buffer.from("not a picture"), "image/png");
    const row = await until(`alert about ${key}`, async () =>
      (await cloud.queryRows(activity, "kind", "alert")).find((candidate) => JSON.stringify(candidate).includes(key)),
    );
    return { sent: `PUT ${key}, which is no PNG`, received: `error in the log, then alert row "${row.id}"` };
  },
};

export const log: readonly Demo[] = [onError];
