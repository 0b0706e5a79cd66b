import { addressOf } from "../app.ts";
import { type Demo, expectThat, until } from "../demo.ts";
import { githubDelivery, githubPushes } from "../github.ts";

/** A push that GitHub once sent is sent again, signed with the deployed secret: recorded. With another secret: refused. */
const github: Demo = {
  trigger: "github",
  function: "pushes",
  async fire({ cloud, app, run }) {
    const sample = githubPushes().find((push) => push.commits.length > 0);
    expectThat(sample !== undefined, "no sample of a push with commits");
    const push = { ...sample, ref: `refs/heads/${run}` };
    const url = addressOf(app.functions.pushes);
    const forged = await cloud.request(url, githubDelivery("push", push, "guessed"));
    expectThat(forged.status === 401, `a forged signature was answered ${forged.status}, not 401`);
    const secret = await cloud.readSecret(app.resources.githubSecret);
    const answer = await cloud.request(url, githubDelivery("push", push, secret));
    expectThat(answer.status < 300, `the push was answered ${answer.status}: ${answer.body.toString("utf8")}`);
    const row = await until(`row of ${push.ref}`, async () =>
      (await cloud.queryRows(app.resources.activity, "kind", "push")).find((candidate) => candidate.ref === push.ref),
    );
    return {
      sent: `GitHub push of ${push.commits.length} commit to ${row.repository}, signed; another, forged`,
      received: `${answer.status} and a row by ${row.by}; ${forged.status} to the forged one`,
    };
  },
};

export const webhook: readonly Demo[] = [github];
