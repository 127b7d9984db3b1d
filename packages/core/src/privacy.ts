/** `+919999999999` as `+91******99`: enough to recognise a row, too little to call a person. */
export function maskPhone(phone: string): string {
  const text = phone.trim();
  if (text.length <= 4) return '*'.repeat(text.length);
  const shown = text.startsWith('+') ? 3 : 2;
  return `${text.slice(0, shown)}******${text.slice(-2)}`;
}

/** `anna@example.com` as `a***@e…`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  return `${email[0]}***@${email[at + 1] ?? ''}…`;
}

/** What a value is, without saying what it holds. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'string') return `string of ${value.length}`;
  return typeof value;
}

/** A text that may be a phone, an e-mail address or a name, masked as what it is. */
export function maskText(text: string): string {
  if (text.includes('@')) return maskEmail(text);
  return text.replace(/\D/g, '').length >= 7 ? maskPhone(text) : '***';
}
