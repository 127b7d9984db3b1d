import { bareFlag, DESTINATION_FLAGS, type DestinationOptions } from '../destinations.ts';

const FLAGS = new Map<string, string>([
  ['allowInsecureHttp', '--allow-insecure-http'],
  ['baseUrl', '--base-url'],
  ['defaultCountry', '--country'],
  ...(Object.keys(DESTINATION_FLAGS) as (keyof DestinationOptions)[]).flatMap((name) =>
    DESTINATION_FLAGS[name].programNames.map((word): [string, string] => [word, bareFlag(name)]),
  ),
]);

/** Replaces the names that options have in a program, as the packages below use them, by the flags of the command. */
export function asFlags(text: string): string {
  return text.replace(/\b[a-z]+(?:[A-Z][a-z]+|_id)+\b/g, (name) => FLAGS.get(name) ?? name);
}
