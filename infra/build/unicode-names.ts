/** The Unicode normalization form of accented letters in a name. */
function formOf(name: string): string {
  if (name === name.normalize("NFC")) return "composed characters (NFC)";
  return name === name.normalize("NFD") ? "combining characters (NFD)" : "composed and combining characters";
}

/** True if two names look alike and differ only in how their characters are composed. */
export const differsInForm = (one: string, other: string): boolean =>
  one !== other && one.normalize("NFC") === other.normalize("NFC");

/** The remedy for a spec or a source that names a file in another Unicode form than the file system. */
export const formRemedy = (written: string, found: string): string =>
  `The file "${found}" looks the same, but its name has ${formOf(found)} and this one ${formOf(written)}. Rename the file, or copy its name.`;
