/** The tags to set and the keys to remove, to change one map to the other. */
export function tagChanges(from: Readonly<Record<string, string>> = {}, to: Readonly<Record<string, string>> = {}) {
  return {
    set: Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value)),
    remove: Object.keys(from).filter((key) => !(key in to)),
  };
}
