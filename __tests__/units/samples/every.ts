/** A section in which every directive has a value. */
export type Every<S> = { readonly [K in keyof S]-?: NonNullable<S[K]> };
