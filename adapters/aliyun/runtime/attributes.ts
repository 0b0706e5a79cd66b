/**
 * Attributes of a topic's messages. MNS puts them beside its own fields, so a name that is one of those travels with a
 * prefix, and so does the subject, which MNS doesn't have.
 */
const OWN = new Set([
  "TopicOwner",
  "Message",
  "Subscriber",
  "PublishTime",
  "SubscriptionName",
  "MessageMD5",
  "MessageTag",
  "TopicName",
  "MessageId",
]);
const PREFIX = "polyfn:";
const SUBJECT = `${PREFIX}subject`;

export function packAttributes(
  attributes: Readonly<Record<string, string>> = {},
  subject?: string,
): Record<string, string> | undefined {
  const packed = Object.entries(attributes).map(([name, value]) => [OWN.has(name) ? PREFIX + name : name, value]);
  if (subject !== undefined) packed.push([SUBJECT, subject]);
  return packed.length === 0 ? undefined : Object.fromEntries(packed);
}

export function unpackAttributes(notification: object): {
  readonly attributes: Record<string, string>;
  readonly subject?: string;
} {
  const attributes: [string, string][] = [];
  let subject: string | undefined;
  for (const [name, value] of Object.entries(notification)) {
    if (name === SUBJECT) subject = String(value);
    else if (!OWN.has(name))
      attributes.push([name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, String(value)]);
  }
  return { attributes: Object.fromEntries(attributes), ...(subject !== undefined && { subject }) };
}
