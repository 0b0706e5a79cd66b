import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import type { AnyResourceType } from "../../server/resource-type.ts";
import type { TypeTable } from "../../table.ts";
import type { AwsContext } from "../clients.ts";

/**
 * A resource that is a single attribute of a queue and has the queue's URL as its ID. It does not exist when the
 * attribute is empty.
 */
export function attributeResource(
  table: TypeTable,
  property: string,
  attribute: QueueAttributeName,
): AnyResourceType<AwsContext> {
  const set = async (aws: AwsContext, QueueUrl: string, value: string) => {
    await (await aws.client("sqs")).setQueueAttributes({ QueueUrl, Attributes: { [attribute]: value } });
  };
  return {
    table,
    async create(aws, inputs) {
      const queueUrl = String(inputs.queueUrl);
      await set(aws, queueUrl, String(inputs[property]));
      return queueUrl;
    },
    async read(aws, id) {
      const request = { QueueUrl: id, AttributeNames: [attribute] };
      const value = (await (await aws.client("sqs")).getQueueAttributes(request)).Attributes?.[attribute];
      return value ? { queueUrl: id, [property]: value } : undefined;
    },
    update: (aws, id, inputs) => set(aws, id, String(inputs[property])),
    delete: (aws, id) => set(aws, id, ""),
  };
}
