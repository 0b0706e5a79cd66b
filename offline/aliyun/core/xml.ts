import { XMLParser, XMLValidator } from "fast-xml-parser";

/** One element of a parsed document; names are without their namespace prefix. */
export interface XmlElement {
  readonly name: string;
  /** Text directly inside, untrimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Name under which the parser gives text that has no references. */
const CDATA = "#cdata";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  // The library leaves out references to control characters, which keys of objects can hold: they are read here.
  processEntities: false,
  cdataPropName: CDATA,
});

/** The document's root element; undefined for what is not XML. */
export function parseXml(text: string): XmlElement | undefined {
  if (XMLValidator.validate(text) !== true) return undefined;
  const [root] = elements(parser.parse(text) as RawNode[]);
  return root;
}

/** As the parser gives them: `{ name: children }` or `{ "#text": text }`. */
type RawNode = Readonly<Record<string, readonly RawNode[] | string>>;

function elements(nodes: readonly RawNode[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const [name, content] = Object.entries(node)[0] ?? [];
    if (name === undefined || /^[?#]/.test(name) || !Array.isArray(content)) return [];
    const raw = content as readonly RawNode[];
    return [{ name, text: raw.map(textIn).join(""), children: elements(raw) }];
  });
}

/** Text of a node, without that of the elements in it. */
function textIn(node: RawNode): string {
  const literal = node[CDATA];
  if (Array.isArray(literal))
    return (literal as readonly RawNode[]).map((part) => String(part["#text"] ?? "")).join("");
  return typeof node["#text"] === "string" ? readReferences(node["#text"]) : "";
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** References of XML, by name, or by number as `&#10;` or `&#xA;`; others stay as they are. */
const readReferences = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (reference, decimal, hexadecimal, name) => {
    if (name !== undefined) return NAMED[name as string] ?? reference;
    const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  childrenOf(element, name)[0];

/** Text of a child, undefined when there is none. */
export const textOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text;

/** Input of `toXml`: a list repeats its element, undefined omits it. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

export interface XmlOptions {
  readonly namespace?: string;
  /** Write control characters as they are, as OSS does, although XML 1.0 has no form for them. Default: U+FFFD. */
  readonly controls?: boolean;
}

/** A document with this root element. */
export function toXml(root: string, value: XmlValue, { namespace, controls = false }: XmlOptions = {}): string {
  const escaped = controls ? escapeMarkup : escapeXml;
  const attributes = namespace ? ` xmlns="${namespace}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, value, escaped, attributes)}`;
}

function write(name: string, value: XmlValue, escaped: (text: string) => string, attributes = ""): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item: XmlValue) => write(name, item, escaped, attributes)).join("");
  const inside =
    typeof value === "object"
      ? Object.entries(value)
          .map(([child, content]) => write(child, content, escaped))
          .join("")
      : escaped(String(value));
  return `<${name}${attributes}>${inside}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter).replace(/\r/g, "&#13;");

/** Text as it stands in a document; characters that XML has no form for become U+FFFD. */
export const escapeXml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones XML forbids
  escapeMarkup(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
