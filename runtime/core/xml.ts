const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** Text as it may stand in XML. */
export const escapeXml = (text: string): string => text.replace(/[<>&"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);

function unescapeXml(text: string): string {
  const plain = text.replace(/^<!\[CDATA\[([\s\S]*)\]\]>$/, "$1");
  if (plain !== text) return plain;
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/**
 * The insides of all elements of a name, as they stand. Enough for the flat answers of the services spoken to here, in
 * which no element is inside another of its name.
 */
export const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(([, inside = ""]) => inside);

/** The text of the first element of a name, if there is one. */
export function textOf(xml: string, name: string): string | undefined {
  const [inside] = elements(xml, name);
  return inside === undefined ? undefined : unescapeXml(inside);
}
