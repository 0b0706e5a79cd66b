import type { ServiceRequest } from "./http.ts";

/** One field of a `multipart/form-data` body. */
export interface FormField {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly body: Buffer;
}

const known = new WeakMap<ServiceRequest, readonly FormField[]>();

/** Fields of a form, in order; undefined for a request that is none. */
export function readForm(request: ServiceRequest): readonly FormField[] | undefined {
  const type = request.headers["content-type"] ?? "";
  const boundary = /^multipart\/form-data\b.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return undefined;
  const fields = known.get(request) ?? split(request.body, mark).flatMap(readField);
  known.set(request, fields);
  return fields;
}

/** The parts between the boundaries. */
function split(body: Buffer, mark: string): Buffer[] {
  const boundary = Buffer.from(`--${mark}`);
  const parts: Buffer[] = [];
  let start = body.indexOf(boundary);
  while (start >= 0) {
    const from = start + boundary.length;
    const next = body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), from);
    if (next < 0) break;
    parts.push(body.subarray(from + 2, next));
    start = next + 2;
  }
  return parts;
}

function readField(part: Buffer): FormField[] {
  const end = part.indexOf("\r\n\r\n");
  if (end < 0) return [];
  const head = part.subarray(0, end).toString();
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
  const name = /\bname="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) return [];
  const fileName = /\bfilename="([^"]*)"/i.exec(disposition)?.[1];
  const contentType = /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim();
  return [
    {
      name,
      ...(fileName !== undefined && { fileName }),
      ...(contentType !== undefined && { contentType }),
      body: part.subarray(end + 4),
    },
  ];
}
