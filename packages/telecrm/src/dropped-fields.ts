import type { FieldNote } from '@leadwire/core';

/** Fields that telecrm left out of an update without an error, told by those that come back. Of phones it counts that they are there. */
export function droppedFields(
  sent: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  phoneFields: readonly string[],
): FieldNote[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    if (!(field in now)) return [{ field, reason: 'not there after the update' }];
    if (phoneFields.includes(field) || plain(now[field]) === plain(value)) return [];
    return [{ field, reason: 'not as it was sent after the update' }];
  });
}

function plain(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value)) return JSON.stringify(value.map(plain).sort());
  return String(value).trim().toLowerCase();
}
