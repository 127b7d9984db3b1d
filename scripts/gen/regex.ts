/**
 * A pattern of JSON Schema as the source of a regular expression, undefined when it is none. It reads whole characters,
 * as JSON Schema asks; a pattern that is only valid without is taken as the browsers of old would.
 */
export function regexOf(pattern: string): string | undefined {
  try {
    return String(new RegExp(pattern, 'u'));
  } catch {
    try {
      new RegExp(pattern);
      // The compiler looks into a literal and refuses what browsers put up with.
      return `new RegExp(${JSON.stringify(pattern)})`;
    } catch {
      return undefined;
    }
  }
}
