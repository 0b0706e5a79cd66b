import { textOf, type XmlElement, type XmlValue } from "../../core/xml.ts";

/** Elements as they are written again, without white space between them. */
export function writable(element: XmlElement): XmlValue & object {
  const value: Record<string, XmlValue[]> = {};
  for (const child of element.children) {
    value[child.name] = [...(value[child.name] ?? []), child.children.length > 0 ? writable(child) : textIn(child)];
  }
  return value;
}

/** Elements that are true or false, which clients for Python write with a capital. */
const FLAGS =
  /QueryString|^(Mirror(FollowRedirect|CheckMd5|SNI)|PassAll|ExpiredObjectDeleteMarker|IsAccessTime|ReturnToStdWhenVisit|AllowSmallFile|BlockPublicAccess)$/;

const textIn = ({ name, text }: XmlElement): string =>
  FLAGS.test(name) && /^(true|false)$/i.test(text.trim()) ? text.trim().toLowerCase() : text;

/** The elements, and one that OSS adds where a client leaves it out. */
export const withDefault = (document: XmlElement, name: string, value: string): XmlValue & object => ({
  ...writable(document),
  ...(textOf(document, name) === undefined && { [name]: value }),
});
