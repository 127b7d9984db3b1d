/**
 * What tells one delivery from another, as one text: the same parts always give the same key, and different parts never do.
 * @returns undefined when a part is absent: then nothing can be told apart, and nothing may be folded
 * @example deliveryKeyOf('autocalls', 'call.completed', 123, 'completed') // 'autocalls:call.completed:123:completed'
 */
export function deliveryKeyOf(...parts: readonly (string | number | undefined | null)[]): string | undefined {
  if (parts.some((part) => part === undefined || part === null || part === '')) return undefined;
  // A half character, which JSON can hold, would make encodeURIComponent throw.
  return parts.map((part) => encodeURIComponent(String(part).toWellFormed())).join(':');
}
