/** How many cases a property test tries: 500, or what `SLIPWAY_FUZZ` says. */
export function fuzzCases(usual = 500): number {
  const given = Number(process.env["SLIPWAY_FUZZ"] ?? "");
  return Number.isInteger(given) && given > 0 ? given : usual;
}
