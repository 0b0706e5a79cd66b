import pc from "picocolors";
import { addressOf, type Deployed } from "./app.ts";

const DEFAULT_ENDPOINT = "http://127.0.0.1:4566";

/** What to try while the offline cloud runs: commands that work as they are printed. */
export function invitation(endpoint: string, app: Deployed): string {
  const curl = (address: string): string => {
    const { origin, host, pathname, search } = new URL(address);
    const header = origin === endpoint ? "" : `-H 'Host: ${host}' `;
    return `curl ${header}'${endpoint}${pathname}${search}'`;
  };
  const aws = `AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 aws --endpoint-url ${endpoint}`;
  return [
    `The offline cloud runs at ${pc.cyan(endpoint)} until Ctrl-C. Public addresses are reached there, by their Host header:`,
    "",
    `  ${curl(`${addressOf(app.resources.site)}/images?album=summer`)}`,
    `  ${curl(addressOf(app.functions.upload))} -d '{"album":"summer","name":"beach.png"}'`,
    `  ${aws} s3 cp beach.png s3://${app.resources.uploads.name}/in/summer/beach.png`,
    "",
    "Change a handler in functions/, then deploy it in another terminal:",
    "",
    `  ${endpoint === DEFAULT_ENDPOINT ? "" : `AWS_ENDPOINT_URL=${endpoint} `}npx polyfn pulumi -s local -- up --yes`,
    "",
  ].join("\n");
}
