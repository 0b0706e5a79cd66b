import type { AwsContext } from "../plugins/aws/clients.ts";
import type { Activity, CloudPart, Deployed } from "./cloud.ts";

const contextOf = ({ session }: Deployed): AwsContext => session.context({}) as AwsContext;
const named = ({ parts }: Deployed, kind: string): readonly CloudPart[] => parts.filter((part) => part.kind === kind);

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Messages that triggers are to get, calls that began and did not end, and how much was logged. */
export async function activity(app: Deployed): Promise<Activity> {
  const aws = contextOf(app);
  const waiting = await Promise.all(
    named(app, "queue")
      .filter(({ isSource }) => isSource)
      .map(async ({ name, url = "" }) => [name, await messagesIn(aws, url)] as const),
  );
  const calls = await Promise.all(named(app, "function").map(async ({ name }) => callsOf(aws, name)));
  const queued = waiting.reduce((sum, [, count]) => sum + count, 0);
  const running = calls.reduce((sum, { began, ended }) => sum + Math.max(0, began - ended), 0);
  const busy = [...waiting.filter(([, count]) => count > 0), ...calls.filter(({ began, ended }) => began > ended)];
  return { pending: queued + running, detail: JSON.stringify(busy), trace: JSON.stringify(calls) };
}

async function messagesIn(aws: AwsContext, QueueUrl: string): Promise<number> {
  const sqs = await aws.client("sqs");
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: [...COUNTS] });
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Calls of a function, by the lines that Lambda itself logs. */
async function callsOf(aws: AwsContext, name: string): Promise<{ name: string; began: number; ended: number }> {
  const logs = await aws.client("logs");
  let [began, ended] = [0, 0];
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({ logGroupName: `/aws/lambda/${name}`, nextToken }).catch(() => undefined);
    for (const { message = "" } of page?.events ?? []) {
      if (message.startsWith("START ")) began += 1;
      else if (message.startsWith("REPORT ")) ended += 1;
    }
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return { name, began, ended };
}

/** Removes contents. Rows that are deleted are changes, which table triggers get. */
export async function empty(app: Deployed): Promise<boolean> {
  const aws = contextOf(app);
  await Promise.all(named(app, "bucket").map(({ name }) => emptyBucket(aws, name)));
  const sqs = await aws.client("sqs");
  await Promise.all(named(app, "queue").map(({ url }) => sqs.purgeQueue({ QueueUrl: url })));
  const changed = await Promise.all(
    named(app, "table").map(async ({ name, isSource }) => (await emptyTable(aws, name)) > 0 && isSource === true),
  );
  return changed.includes(true);
}

async function emptyBucket(aws: AwsContext, Bucket: string): Promise<void> {
  const s3 = await aws.client("s3");
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
  }
}

async function emptyTable(aws: AwsContext, TableName: string): Promise<number> {
  const dynamo = await aws.client("dynamodb");
  const { Table } = await dynamo.describeTable({ TableName });
  const columns = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
  const { Items = [] } = await dynamo.scan({ TableName });
  await Promise.all(
    Items.map((item) =>
      dynamo.deleteItem({
        TableName,
        Key: Object.fromEntries(columns.map((column) => [column, item[column] ?? { NULL: true }])),
      }),
    ),
  );
  return Items.length;
}
