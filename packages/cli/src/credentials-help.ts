import type { CredentialSet } from '@leadwire/core/provider';

/** Part of the help of a command that reaches a provider. */
export function credentialsHelp(
  destinations: Readonly<Record<string, { readonly credentials: CredentialSet }>>,
): string {
  const width = Math.max(...Object.keys(destinations).map((name) => name.length));
  const lines = Object.entries(destinations).map(([name, { credentials }]) => {
    const ids = credentials.ids.map(({ variable }) => variable);
    const alternatives = credentials.secrets.map((set) => set.map(({ variable }) => variable).join(' with '));
    return `  ${name.padEnd(width)}  ${[...ids, alternatives.join(', or ')].join(', ')}`;
  });
  return `\nCredentials, read from the environment:\n${lines.join('\n')}`;
}
