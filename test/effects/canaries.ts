/** Words that stand nowhere but in what is personal or secret: found anywhere in print, they prove a leak. */
export const CANARY = {
  token: 'tkn0canary0topsecret0A7',
  phone: '+919812345678',
  email: 'canary.person@secretmail.example',
  firstName: 'Zephyrine',
  lastName: 'Quackenbush',
  note: 'whisperword under the oak',
} as const;

const NAMES = /^(name|first_?name|last_?name|customer_name|requesterName|carrier_name|label|nickname)$/i;
const NOTES =
  /^(notes?|notes_append|message|description|body|task|instructions|system_prompt|initial_message|reason|question\w*|company|jobTitle)$/i;
const EMAILS = /email/i;
const SECRETS = /token|secret|password|api_?key/i;
const PHONE = /^\+?\d{8,15}$/;

/** A body of a spec's example with a canary in every field that is personal, free text or secret. */
export function withCanaries(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withCanaries(item, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withCanaries(inner, name)]));
  }
  if (typeof value !== 'string') return value;
  if (PHONE.test(value)) return CANARY.phone;
  if (EMAILS.test(key) && value.includes('@')) return CANARY.email;
  if (SECRETS.test(key)) return CANARY.token;
  if (NAMES.test(key)) return `${CANARY.firstName} ${CANARY.lastName}`;
  return NOTES.test(key) ? CANARY.note : value;
}

/** Everything a hostile answer may quote: people, what was sent, in several spellings, and the credential it came with. */
export const quote = (sent: string, credential = ''): string =>
  [
    `Lead ${CANARY.firstName} ${CANARY.lastName} (${CANARY.lastName.toUpperCase()}, ${CANARY.firstName.toLowerCase()})`,
    `phone ${CANARY.phone}, 98123 45678, 919812345678, mail ${CANARY.email} with ${credential}`,
    `said "${CANARY.note}": ${sent}`,
  ].join(' ');

const LEAKS: readonly (readonly [string, RegExp])[] = [
  ['a token', new RegExp(CANARY.token, 'i')],
  ['a phone', /98123[\s\-%.()]*45678/],
  ['an e-mail', /canary\.person|secretmail/i],
  ['a name', /zephyrine|quackenbush/i],
  ['a note', /whisperword/i],
];

/** What leaks in a printed text: nothing, where all is well. */
export const leaksIn = (text: string): string[] =>
  LEAKS.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
