import { inEnvelope, type OperationMeta } from '@leadwire/core/provider';

const LAST_PAGE = { current_page: 1, last_page: 1 };

/** Maps of free names: what stands in them is the caller's own. PHP writes an empty one as `[]`. */
const MAPS = new Set(['variables', 'input_variables', 'extracted_variables', 'metadata', 'arguments']);
/** Values that your server or a tool gave back, and settings of free shape: kept as they come. */
const KEPT = new Set(['result', 'webhook_response', 'evaluation', 'widget_settings', 'filler_config']);
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

/** A response in its present shape, whichever version of the API sent it: lists in their envelope, ids as numbers, an empty map as a map. */
export function decode(value: unknown, { id, pagination }: Pick<OperationMeta, 'id' | 'pagination'>): unknown {
  // The one place where `variables` is a list of names.
  if (id === 'whatsapp.listTemplates') return value;
  if (pagination !== undefined) return renew(inEnvelope(value, pagination, LAST_PAGE));
  return renew(id === 'leads.create' && Array.isArray(value) && value.length === 1 ? value[0] : value);
}

function renew(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renew);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renewField(key, inner)]));
}

function renewField(key: string, value: unknown): unknown {
  if (KEPT.has(key)) return value;
  if (MAPS.has(key)) return Array.isArray(value) && value.length === 0 ? {} : value;
  if ((key === 'id' || key.endsWith('_id')) && typeof value === 'string') return wholeNumber(value) ?? value;
  if (NUMBERS.has(key) && typeof value === 'string') return numberIn(value);
  if (FLAGS.has(key) && (value === 0 || value === 1)) return value === 1;
  return renew(value);
}

/** A cost or a setting; what is not a number stays text. */
function numberIn(text: string): number | string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : text;
}

/** An id that a number holds exactly; longer ones stay text. */
function wholeNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : undefined;
}
