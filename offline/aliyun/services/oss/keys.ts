import { ApiError } from "../../core/error.ts";

/** Bytes of a key in UTF-8. */
const LONGEST = 1023;

/**
 * Refuses a key that OSS refuses: it is 1 to 1,023 bytes of UTF-8 and does not begin with a slash or a backslash. Every
 * other character may stand anywhere, control characters and dot segments too.
 * @param rawPath The path that the key was read from, where it was: a key that is not UTF-8 stands there.
 * @see https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions
 * @throws ApiError 400 InvalidObjectName
 */
export function checkKey(key: string, rawPath = ""): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > 0 && bytes <= LONGEST && !/^[/\\]/.test(key) && isUtf8(rawPath)) return;
  throw new ApiError(400, "InvalidObjectName", `The specified object is not valid: ${key}`, { ObjectName: key });
}

function isUtf8(rawPath: string): boolean {
  try {
    decodeURIComponent(rawPath);
    return true;
  } catch {
    return false;
  }
}
