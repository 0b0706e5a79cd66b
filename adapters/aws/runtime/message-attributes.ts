/** An attribute of a message of SQS or SNS. */
export interface MessageAttribute {
  readonly DataType: "String";
  readonly StringValue: string;
}

export const toMessageAttributes = (
  attributes: Readonly<Record<string, string>> | undefined,
): Record<string, MessageAttribute> | undefined =>
  attributes &&
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
  );

/** Bytes that attributes add to a message: names, types and values. */
export const attributeBytes = (attributes: Readonly<Record<string, MessageAttribute>> = {}): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );
