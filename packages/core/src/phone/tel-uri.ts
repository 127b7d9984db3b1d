const CONTEXT = ';phone-context=';

/**
 * The number of a `tel:` URI whose context says its calling code, `tel:863-1234;phone-context=+1-914-555`; undefined for text without a context.
 * @see https://www.rfc-editor.org/rfc/rfc3966#section-5.1.5
 */
export function localNumber(text: string): string | undefined {
  const at = text.indexOf(CONTEXT);
  if (at < 0) return undefined;
  const [context = ''] = text.slice(at + CONTEXT.length).split(';');
  const isNumber = /^\+[-.()\d]*\d[-.()\d]*$/.test(context);
  if (!isNumber && !DOMAIN.test(context)) return '';
  const scheme = text.indexOf('tel:');
  return (isNumber ? context : '') + text.slice(scheme < 0 ? 0 : scheme + 'tel:'.length, at);
}

const DOMAIN = /^(?:\d+(?:-*\d)*\.)*[a-z]+(?:-*\d)*\.?$/i;
