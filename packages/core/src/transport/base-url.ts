import { type LeadwireError, refusal } from '../errors.ts';

/** https, unless the host is loopback or plain http was asked for by name. */
export function checkBaseUrl(address: string, provider: string, allowInsecureHttp: boolean): string {
  const refuse = (message: string, hint: string): LeadwireError =>
    refusal('misconfigured', provider, [{ path: 'baseUrl', message }], { provider, hint });
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw refuse('is not a URL', 'Give the whole URL, such as https://api.example.com.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse('is neither https nor http', 'Give an https address.');
  if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw refuse(
      'is plain http: credentials and leads would travel unencrypted',
      'Use https, or set allowInsecureHttp if you know that the network is safe.',
    );
  }
  if (url.username !== '' || url.password !== '')
    throw refuse('holds a user name or password', 'Give credentials as options.');
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(address))
    throw refuse('has a query or a fragment', 'Give the address alone: paths are added to its end.');
  return address.replace(/\/+$/, '');
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host) || host.endsWith('.localhost');
