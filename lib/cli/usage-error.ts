/** A command that was called wrongly: its message is shown without a stack, and the exit status is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
