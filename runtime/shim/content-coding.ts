/**
 * Content codings of responses (https://www.rfc-editor.org/rfc/rfc9110#section-8.4). A handler that copies the headers of
 * a response whose body `fetch` decoded sends a header that no longer holds.
 */

/** The extent of a body, and the source of its headers. */
interface Known {
  /** These are all bytes of the body. */
  readonly isWhole?: boolean;
  /** The headers are those of a response that `fetch` had decoded. */
  readonly isCopied?: boolean;
}

const outermostOf = (coding: string): string | undefined => coding.split(",").at(-1)?.trim().toLowerCase();

/**
 * The number of bytes that decide if the beginning of a body is encoded. Brotli and raw deflate have no mark at their
 * beginning, and a few of their bytes may be text by chance.
 */
export const bytesToTell = (coding: string): number => (/^(br|deflate)$/.test(outermostOf(coding) ?? "") ? 64 : 4);

/**
 * True if a body is encoded as its header says, as far as its bytes tell. Codings that cannot be recognised are taken on
 * trust.
 */
export async function isEncoded(
  bytes: Uint8Array,
  coding: string | undefined,
  { isWhole = true, isCopied = false }: Known = {},
): Promise<boolean> {
  const [first = 0, second = 0] = bytes;
  const outermost = coding && outermostOf(coding);
  if (outermost === "gzip" || outermost === "x-gzip") return first === 0x1f && second === 0x8b;
  if (outermost === "zstd") return first === 0x28 && second === 0xb5;
  if (outermost !== "deflate" && outermost !== "br") return true;
  // Nothing at all, as Brotli says it: a single semicolon.
  if (outermost === "br" && bytes.length === 1 && first === 0x3b) return true;
  // Text may begin like deflate: "x^", "HK".
  if (isText(bytes, isWhole)) return false;
  if (outermost === "deflate" && (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0) return true;
  // Brotli, and deflate as some senders make it, without its header, have no beginning of their own.
  return (isWhole || !isCopied) && isDecodable(bytes, outermost, isWhole);
}

/** True if bytes, or the beginning of more, are UTF-8 without control characters, as encoded ones are not. */
function isText(bytes: Uint8Array, isWhole: boolean): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    return !/[^\P{Cc}\t\n\r]/u.test(text);
  } catch {
    return false;
  }
}

async function isDecodable(bytes: Uint8Array, coding: "br" | "deflate", isWhole: boolean): Promise<boolean> {
  const { brotliDecompressSync, inflateRawSync, constants } = await import("node:zlib");
  const [decode, flush] =
    coding === "br"
      ? [brotliDecompressSync, constants.BROTLI_OPERATION_FLUSH]
      : [inflateRawSync, constants.Z_SYNC_FLUSH];
  try {
    decode(bytes, isWhole ? { maxOutputLength: 1 << 20 } : { finishFlush: flush });
    return true;
  } catch (error) {
    // The beginning of a large body suffices.
    return (error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE";
  }
}
