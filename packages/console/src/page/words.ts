/** Parts of a lead, as the page names them. */
const FIELDS: Readonly<Record<string, string>> = {
  phone: 'Phone',
  name: 'Full name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  company: 'Company',
  jobTitle: 'Job title',
  notes: 'Notes',
  tags: 'Tags',
  source: 'Source',
  ref: 'Your reference',
  country: 'Country of the phone',
  key: 'Key that identifies the row',
  'area-code': 'Area code of the phone',
  'do-not-call': 'Do not call (such rows are left out)',
  '': 'Not sent',
};

export const fieldName = (use: string): string =>
  FIELDS[use] ?? (use.startsWith('fields.') ? `Field "${use.slice(7)}"` : use);

const OUTCOMES: Readonly<Record<string, string>> = {
  created: 'created',
  existed: 'there already',
  updated: 'updated',
  partial: 'there, not all of it',
  accepted: 'accepted',
  duplicate: 'repeats another row',
  rejected: 'rejected',
  parked: 'needs a look-up',
  skipped: 'left out',
  open: 'not sent yet',
};

export const outcomeName = (outcome: string): string => OUTCOMES[outcome] ?? outcome;

/** In the order in which they are shown. */
export const OUTCOME_ORDER: readonly string[] = Object.keys(OUTCOMES);

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export const regionName = (region: string): string => (region === '' ? '' : (regions.of(region) ?? region));

/** A code of the past has the name of today's country: FX that of FR. */
const isOfToday = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;

/** Every region that has a name, by that name. */
export const REGIONS: readonly { readonly code: string; readonly name: string }[] = LETTERS()
  .flatMap((code) => {
    const name = regions.of(code);
    return name === undefined || !isOfToday(code) || /^(ZZ|EU|EZ|UN|XA|XB|QO)$/.test(code) ? [] : [{ code, name }];
  })
  .sort((one, other) => one.name.localeCompare(other.name));

function LETTERS(): string[] {
  const all = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return all.flatMap((first) => all.map((second) => first + second));
}

/** The flag of a region; empty where the fonts of this machine have none. */
export const flag = (region: string): string =>
  !hasFlags ? '' : region.replace(/[A-Z]/g, (letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65));

const hasFlags = ((): boolean => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) return false;
  context.font = '16px system-ui, sans-serif';
  context.fillText('\u{1f1ee}\u{1f1f3}', 0, 16);
  const { data } = context.getImageData(0, 0, 24, 24);
  // A flag has colours; two letters, or two boxes, are black.
  return data.some((value, index) => index % 4 < 3 && value > 60 && (data[index - (index % 4) + 3] ?? 0) > 200);
})();

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.ceil((seconds % 3600) / 60)} min`;
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
