// Run beside the files of one generator: judges each example by ajv and by the generated zod schema of the same name.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [module, exported, documentFile, examplesFile] = process.argv.slice(2);
const plain = (name) => name.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
const schemas = new Map();
for (const [name, schema] of Object.entries(await import(pathToFileURL(module).href))) {
  const [, own] = new RegExp(exported).exec(name) ?? [];
  if (own !== undefined && typeof schema?.safeParse === 'function') schemas.set(plain(own), schema);
}
const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
(addFormats.default ?? addFormats)(ajv);
ajv.addSchema(JSON.parse(readFileSync(documentFile, 'utf8')), 'document');

const count = { judged: 0, agreed: 0, wronglyAccepted: 0 };
const differing = [];
for (const { names, pointer, value } of JSON.parse(readFileSync(examplesFile, 'utf8'))) {
  const schema = names.map((name) => schemas.get(plain(name))).find((found) => found !== undefined);
  const byAjv = schema && verdict(() => ajv.compile({ $ref: `document${pointer}` })(value));
  if (byAjv === undefined) continue;
  const byZod = verdict(() => schema.safeParse(value).success);
  count.judged++;
  if (byZod === byAjv) count.agreed++;
  else differing.push(`${pointer} ajv ${byAjv}, zod ${byZod}`);
  if (byZod === true && byAjv === false) count.wronglyAccepted++;
}
console.log(JSON.stringify({ ...count, differing }));

function verdict(judge) {
  try {
    return judge();
  } catch {
    return undefined;
  }
}
