/** Fields of JSON lines, columns, or a regular expression: CloudWatch's own language beyond words. */
const isStructured = (pattern: string): boolean => /^\s*[{[]/.test(pattern) || /(^|\s)[-?]?%/.test(pattern);

/**
 * A log trigger's pattern as CloudWatch Logs takes it: words with other characters than letters, digits and underscores
 * stand in double quotes. Whatever is more than words is left as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): string {
  if (isStructured(pattern)) return pattern;
  return pattern.replace(
    /(^|\s)([-?]?)("(?:[^"\\]|\\.)*"|[^\s"]+)(?=\s|$)/g,
    (_, space: string, sign: string, term: string) =>
      term.startsWith('"') || /^\w+$/.test(term)
        ? `${space}${sign}${term}`
        : `${space}${sign}"${term.replaceAll("\\", "\\\\")}"`,
  );
}

/**
 * True if a pattern has words of which one must occur (`?word`) beside others. CloudWatch Logs ignores the former then.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function mixesAlternatives(pattern: string): boolean {
  if (isStructured(pattern)) return false;
  const words = [...pattern.matchAll(/[-?]?(?:"(?:[^"\\]|\\.)*"|[^\s"]+)/g)].map(([word]) => word.startsWith("?"));
  return words.includes(true) && words.includes(false);
}
