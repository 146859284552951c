/** Whether all of `tag:x` are set and all of `tag:!x` are not. */
export function tagsMatch(conditions: readonly string[], tags: ReadonlySet<string>): boolean {
  return conditions.every((condition) => {
    const tag = condition.replace(/^tag:/, "");
    return tag.startsWith("!") ? !tags.has(tag.slice(1)) : tags.has(tag);
  });
}
