import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['core', 'topcalls', 'leadwire', 'queue', 'files', 'simulators'];
const folder = mkdtempSync(join(tmpdir(), 'leadwire-packed-'));
const BUILD_MS = 300_000;

beforeAll(() => {
  const turbo = join(WORKSPACE, 'node_modules', '.bin', 'turbo');
  execFileSync(turbo, ['run', 'build', '--output-logs=errors-only'], {
    cwd: WORKSPACE,
    env: { ...process.env, PATH: [dirname(turbo), process.env.PATH].join(delimiter), TURBO_TELEMETRY_DISABLED: '1' },
  });
}, BUILD_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in the folder of a package that may see leadwire and its providers; returns what it printed. */
function run(source: string): string {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, `process.chdir(${JSON.stringify(join(WORKSPACE, 'packages', 'cli'))});\n${source}`);
  return execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim();
}

const LOAD = `
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(process.cwd() + '/');
const packages = ${JSON.stringify(join(WORKSPACE, 'packages'))};
const imported = (name, entry = 'index') => import(pathToFileURL(packages + '/' + name + '/dist/' + entry + '.js').href);
const required = (name, entry = 'index') => require(packages + '/' + name + '/dist/' + entry + '.cjs');
`;

test.each(PACKAGES)('%s gives the same names to import and to require', (name) => {
  const script = `${LOAD}
    console.log(JSON.stringify([Object.keys(await imported('${name}')).sort(), Object.keys(required('${name}')).sort()]));`;
  const [byImport, byRequire] = JSON.parse(run(script)) as [string[], string[]];
  expect(byImport.length).toBeGreaterThan(0);
  expect(byRequire).toEqual(byImport);
});

test.each(PACKAGES)('what is required of %s holds no import(), which Jest refuses', (name) => {
  const dist = join(WORKSPACE, 'packages', name, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.cjs'));
  const code = (file: string): string =>
    readFileSync(join(dist, file), 'utf8').replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => /\bimport\(/.test(code(file)))).toEqual([]);
});

test('an error of the required copy is an instance of the imported LeadwireError', () => {
  const script = `${LOAD}
    const { LeadwireError } = await imported('core');
    console.log(new (required('core').LeadwireError)('network', 'lost') instanceof LeadwireError);`;
  expect(run(script)).toBe('true');
});

test('two clients of one account share their rate limit, one imported and one required', () => {
  const script = `${LOAD}
    let sent = 0;
    const fetch = async () => { sent += 1; return Response.json({ items: [] }); };
    const options = { apiKey: 'test-key', fetch, limits: [{ limit: 1, perMs: 3_600_000 }], retry: false };
    await (await imported('topcalls')).createTopcalls(options).leads.list().safe();
    await required('topcalls').createTopcalls({ ...options, deadlineMs: 300 }).leads.list().safe();
    console.log(sent);`;
  expect(run(script)).toBe('1');
});

test('a required client sends a lead to a required simulator', () => {
  const script = `${LOAD}
    const simulators = required('simulators').createSimulators({ seed: 1 });
    const topcalls = required('topcalls').createTopcalls({ apiKey: 'test-key', fetch: simulators.fetch });
    const list_id = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
    await topcalls.leads.create({ name: 'Jane Doe', phone_number: '+14155552671', list_id });
    console.log(simulators.topcalls.leads.length);
    await simulators.close();`;
  expect(run(script)).toBe('1');
});
