import { LeadwireError } from '../errors.ts';
import type { PhoneMetadata, PhoneMetadataChoice } from './metadata.ts';
import type * as Parsing from './parse-phone.ts';
import type { PhoneParser } from './parse-phone.ts';

let parsing: typeof Parsing | undefined;
const loaded = new Map<PhoneMetadataChoice, Promise<PhoneMetadata> | PhoneMetadata>();

/** The parser with its metadata; a client loads both with its first phone, so that a page without phones does not carry them. */
export async function loadPhoneParser(choice: PhoneMetadataChoice): Promise<PhoneParser> {
  const metadata = await loadPhoneMetadata(choice);
  parsing ??= await import('./parse-phone.ts');
  return parsing.createPhoneParser(metadata);
}

/**
 * Loads metadata and the parser, once. Ahead of the first phone it is for tests with fake timers, which do not move an import on.
 * @throws LeadwireError of kind `misconfigured` for `min` and `mobile` by name in a bundle: pass the metadata itself there
 * @example
 * await loadPhoneMetadata()
 * vi.useFakeTimers()
 */
export function loadPhoneMetadata(choice: PhoneMetadataChoice = 'max'): Promise<PhoneMetadata> | PhoneMetadata {
  if (typeof choice !== 'string') return choice;
  const known = loaded.get(choice);
  if (known !== undefined) return known;
  const loading = importBoth(choice).then(
    (metadata) => {
      loaded.set(choice, metadata);
      return metadata;
    },
    (error: unknown) => {
      loaded.delete(choice);
      throw error;
    },
  );
  loaded.set(choice, loading);
  return loading;
}

async function importBoth(choice: 'min' | 'max' | 'mobile'): Promise<PhoneMetadata> {
  parsing ??= await import('./parse-phone.ts');
  return choice === 'max' ? (await import('libphonenumber-js/max/metadata')).default : importSmaller(choice);
}

/** By a name that no bundler reads: a bundle would hold all three sets, whichever it asks for. */
async function importSmaller(choice: 'min' | 'mobile'): Promise<PhoneMetadata> {
  const name = `libphonenumber-js/${choice}/metadata`;
  try {
    return ((await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as { default: PhoneMetadata }).default;
  } catch (cause) {
    throw new LeadwireError('misconfigured', `phoneMetadata ${choice} cannot be loaded by its name here`, {
      issues: [{ path: 'phoneMetadata', message: 'must be the metadata itself in a bundle' }],
      hint: `Pass the metadata: import metadata from '${name}', then phoneMetadata: metadata.`,
      cause,
    });
  }
}
