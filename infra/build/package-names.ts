/** The package of an import: `@scope/name` of `@scope/name/part`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** True if an import names a package: neither a path, nor a mapping of a package.json, nor a module of Node.js. */
export const namesPackage = (specifier: string): boolean => /^(?!node:)[\w@~-][^:\\]*$/.test(specifier);

/** An `external` pattern as a regular expression: `*` stands for any characters, and parts of a package belong to it. */
export const externalPattern = (pattern: string): string =>
  `${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}(?:/.*)?`;

/** True if an import is meant by one of the `external` patterns. */
export const isExternal = (specifier: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => new RegExp(`^${externalPattern(pattern)}$`).test(specifier));
