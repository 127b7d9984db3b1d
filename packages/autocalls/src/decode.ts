const MAPS = new Set(['variables', 'input_variables', 'extracted_variables', 'metadata']);
const NUMBERS = new Set([
  'llm_temperature',
  'voice_stability',
  'voice_similarity',
  'speech_speed',
  'ambient_sound_volume',
  'carrier_cost',
  'total_cost',
]);
const FLAGS = new Set(['fillers', 'end_call_on_voicemail']);

/**
 * An answer in its present shape, whatever vintage it came in: the array around a created lead is taken off, ids that are
 * text become numbers where they fit, an empty map that PHP wrote as `[]` is a map, 0 and 1 are flags.
 */
export function decode(value: unknown, operationId: string): unknown {
  const plain = operationId === 'leads.create' && Array.isArray(value) && value.length === 1 ? value[0] : value;
  return renew(plain);
}

function renew(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renew);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renewField(key, inner)]));
}

function renewField(key: string, value: unknown): unknown {
  if (MAPS.has(key)) return Array.isArray(value) && value.length === 0 ? {} : value;
  if ((key === 'id' || key.endsWith('_id')) && typeof value === 'string') return wholeNumber(value) ?? value;
  if (NUMBERS.has(key) && typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isFinite(number) ? number : value;
  }
  if (FLAGS.has(key) && (value === 0 || value === 1)) return value === 1;
  return renew(value);
}

/** An id that a number holds exactly; longer ones stay text. */
function wholeNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : undefined;
}
