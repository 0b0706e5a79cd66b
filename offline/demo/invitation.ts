import pc from "picocolors";
import { addressOf, type Deployed } from "./app.ts";

/** What to try while the offline cloud runs: commands that work as they are printed. */
export function invitation(endpoint: string, app: Deployed): string {
  const host = (url: string) => new URL(url).host;
  const site = new URL(addressOf(app.resources.site));
  const upload = addressOf(app.functions.upload);
  const aws = `AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 aws --endpoint-url ${endpoint}`;
  return [
    `The offline cloud runs at ${pc.cyan(endpoint)} until Ctrl-C. Public addresses are reached there, by their Host header:`,
    "",
    `  curl -H 'Host: ${site.host}' '${endpoint}${site.pathname.replace(/\/$/, "")}/images?album=summer'`,
    `  curl -H 'Host: ${host(upload)}' -H 'content-type: application/json' \\`,
    `       -d '{"album":"summer","name":"beach.png"}' ${endpoint}/`,
    `  ${aws} s3 cp beach.png s3://${app.resources.uploads.name}/in/summer/beach.png`,
    "",
    "Change a handler in functions/, then deploy it in another terminal:",
    "",
    "  npx polyfn pulumi -s local -- up --yes",
    "",
  ].join("\n");
}
