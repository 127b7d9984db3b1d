import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderShape } from './shape.ts';

/** The package whose manifest, settings and simplest sources a new one gets. */
const MODEL = 'hubspot';

/** A file of the model as the new package has it, with its own names and credential. */
export function fromModel({ credential, key, Name, name, title }: ProviderShape, root: string, file: string): string {
  return readFileSync(join(root, 'packages', MODEL, file), 'utf8')
    .replaceAll('HUBSPOT_ACCESS_TOKEN', credential.variable)
    .replaceAll(/HubSpot shows [^.']+/g, `Made in the settings of ${title} (assumption)`)
    .replaceAll(/HubSpot( contacts)?/g, title)
    .replaceAll('accessToken', credential.option)
    .replaceAll(/\bhubspot: /g, `${key}: `)
    .replaceAll('Hubspot', Name)
    .replaceAll('hubspot', name);
}

/** What a provider package has beside its sources, by path from the root. */
export function packageFiles(shape: ProviderShape, root: string): [path: string, text: string][] {
  const { name, title } = shape;
  const manifest = JSON.parse(fromModel(shape, root, 'package.json')) as Record<string, unknown>;
  manifest.description = `Typed, safe TypeScript client of ${title} (experimental).`;
  return [
    [`packages/${name}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`],
    [`packages/${name}/tsconfig.json`, fromModel(shape, root, 'tsconfig.json')],
    [`packages/${name}/README.md`, readme(shape)],
  ];
}

function readme({ constant, create, credential, Name, name, search, title }: ProviderShape): string {
  const lookUp =
    search?.created === undefined
      ? 'is not sent again: `parked`, for a person to look it up'
      : `is looked up by phone with \`${search.id}\`; found and new: \`probable\`; otherwise \`parked\`. It is never sent again by itself`;
  return `# @leadwire/${name}

A typed client of ${title}, and a target for neutral leads.
**Experimental**: it was run against its simulator alone, never a real account.

## A first call

\`\`\`sh
npm install @leadwire/${name}
export ${credential.variable}=…
\`\`\`

In PowerShell: \`$env:${credential.variable} = '…'\`.

\`\`\`ts
import { create${Name} } from '@leadwire/${name}';

const ${constant} = create${Name}({ account: 'main', defaultCountry: 'US' });
const sent = await ${constant}.target().send({ phone: '(415) 555-2671', name: 'Jane Doe', email: 'jane.doe@example.com' });
console.log(sent.ok ? sent.value.outcome : sent.error.message);
\`\`\`

## What the client does

| situation | what happens |
| --- | --- |
| the same lead twice | \`${create.id}\` folds nothing: a second send makes a second lead |
| a create whose response was lost | ${lookUp} |

## Options

| option | environment variable | default |
| --- | --- | --- |
| \`${credential.option}\` | \`${credential.variable}\` | required |
| \`account\` | | required by \`target()\`: a name that outlives the credential |
| \`limits\` | | 2 requests a second (assumption) |

All other options are those of every leadwire client: \`baseUrl\`, \`fetch\`, \`defaultCountry\`, \`digitsAlone\`, \`timeoutMs\`, \`deadlineMs\`, \`retry\`, \`onEvent\`, \`clock\`,
\`phoneMetadata\`, \`allowInsecureHttp\`, \`dangerouslyAllowBrowser\`, \`ledger\`. For one call: \`signal\`, \`timeoutMs\`, \`deadlineMs\`, \`retry\`, \`idempotencyKey\`, \`strict\`, \`beforeSend\`,
\`extra\` (body fields, query parameters and headers that the spec does not know), \`confirmedElsewhere\` (ids that are not this call's own).
`;
}
