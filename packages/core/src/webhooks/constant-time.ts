/**
 * Whether two byte strings are the same, in a time that depends on the length of the given one alone: neither the place
 * of a difference nor the length of the expected one shows.
 * @param given - what came from outside
 * @param expected - the secret
 * @example equalInConstantTime(new TextEncoder().encode(given), new TextEncoder().encode(secret))
 */
export function equalInConstantTime(given: Uint8Array, expected: Uint8Array): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < given.length; at++) {
    difference |= (given[at] ?? 0) ^ (expected[at % expected.length] ?? 0);
  }
  return difference === 0;
}
