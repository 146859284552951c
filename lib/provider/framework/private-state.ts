/**
 * What a resource keeps for itself between calls: in the state file, but shown to nobody. No place for secrets.
 *
 * What `create` and `update` set is kept; so is what `read` sets. What `plan` sets is there when the plan is applied.
 */
export interface PrivateState {
  get(key: string): string | undefined;
  /** @param value null removes it */
  set(key: string, value: string | null): void;
}
