import { childOf, childrenOf, textOf, type XmlElement, type XmlValue } from "../../core/xml.ts";
import { invalidArgument } from "./errors.ts";

/** A property that a sender adds to a message. Values are text; binary ones are Base64. */
export interface Property {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

interface Kind {
  /** Element around them, and of each. */
  readonly list: string;
  readonly item: string;
  readonly names: RegExp;
  readonly types: readonly string[];
}

/** https://help.aliyun.com/zh/mns/developer-reference/message-properties */
const MOST = 50;
const LONGEST_NAME = 256;
const LONGEST_VALUE = 4096;

const USER: Kind = {
  list: "UserProperties",
  item: "PropertyValue",
  names: /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/,
  types: ["STRING", "NUMBER", "BOOLEAN", "BINARY"],
};
/** System properties, which tracing sets. */
const SYSTEM: Kind = {
  list: "SystemProperties",
  item: "SystemPropertyValue",
  names: /^(traceparent|tracestate|baggage)$/,
  types: ["STRING"],
};

export interface Properties {
  readonly userProperties?: readonly Property[];
  readonly systemProperties?: readonly Property[];
}

/** The properties of a message that is sent; nothing where it has none. */
export function readProperties(message: XmlElement): Properties {
  const [userProperties, systemProperties] = [readList(message, USER), readList(message, SYSTEM)];
  return {
    ...(userProperties.length > 0 && { userProperties }),
    ...(systemProperties.length > 0 && { systemProperties }),
  };
}

function readList(message: XmlElement, kind: Kind): Property[] {
  const found = childrenOf(childOf(message, kind.list), kind.item).map((element) => readProperty(element, kind));
  if (found.length > MOST) throw invalidArgument(`A message has at most ${MOST} ${kind.list}.`);
  if (new Set(found.map(({ name }) => name)).size < found.length) {
    throw invalidArgument(`The names of ${kind.list} must be unique.`);
  }
  return found;
}

function readProperty(element: XmlElement, { list, names, types }: Kind): Property {
  const [name = "", value = "", type = ""] = ["Name", "Value", "Type"].map((part) => textOf(element, part));
  if (name.length > LONGEST_NAME || !names.test(name)) throw invalidArgument(`"${name}" is no name for ${list}.`);
  if (!types.includes(type)) throw invalidArgument(`The type of ${name} must be ${types.join(", ")}: "${type}".`);
  if (value.length > LONGEST_VALUE) throw invalidArgument(`The value of ${name} has at most ${LONGEST_VALUE} letters.`);
  if (type === "BOOLEAN" && !/^(true|false)$/.test(value)) throw invalidArgument(`${name} must be true or false.`);
  return { name, type, value };
}

/** The bytes that they add to a message's size. */
export const sizeOf = ({ userProperties = [], systemProperties = [] }: Properties): number =>
  [...userProperties, ...systemProperties].reduce(
    (sum, { name, type, value }) => sum + Buffer.byteLength(name + type + value),
    0,
  );

/** As a receiver gets them. */
export const propertyDocuments = ({ userProperties, systemProperties }: Properties): Record<string, XmlValue> => ({
  UserProperties: userProperties && { [USER.item]: userProperties.map(document) },
  SystemProperties: systemProperties && { [SYSTEM.item]: systemProperties.map(document) },
});

const document = ({ name, value, type }: Property): XmlValue => ({ Name: name, Value: value, Type: type });
