/** Text that may stand in a Markdown table. */
export const markdownCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
