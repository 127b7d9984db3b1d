import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

// Every entry point that the manifests of the published packages name becomes a page of reference/packages.

const packages = join(import.meta.dirname, '..');
/** Entry points for those who build leadwire itself or a provider. */
const LEFT_OUT = /^(@leadwire\/cli\/main|@leadwire\/[a-z]+\/destinations)$/;

const entryPoints = new Map(
  readdirSync(packages).flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'));
    return Object.entries(manifest.private ? {} : manifest.exports)
      .filter(([, entry]) => typeof entry === 'object' && entry['leadwire-source'] !== undefined)
      .map(([path, entry]) => [posix.join(folder, entry['leadwire-source']), posix.join(manifest.name, path)])
      .filter(([, name]) => !LEFT_OUT.test(name));
  }),
);

const names = new Map([...entryPoints].map(([file, name]) => [file.replace(/(\/index)?\.ts$/, ''), name]));

/** A module is named as it is imported, not by its path. */
const nameModules = (app) =>
  app.converter.on('resolveBegin', ({ project }) => {
    for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name;
  });

const out = join(import.meta.dirname, 'reference/packages');

/** TypeDoc numbers a type that several packages export, and the page shows it once. */
const mendAnchors = (app) => {
  app.renderer.postRenderAsyncJobs.push(async () => {
    for (const file of globSync('**/*.md', { cwd: out }).map((path) => join(out, path))) {
      const text = readFileSync(file, 'utf8').replaceAll(/\]\(([^()#\s]*)#(\w+)-\d\)/g, (link, path, slug) => {
        const target = path === '' ? file : join(dirname(file), path);
        const count = readFileSync(target, 'utf8').match(new RegExp(`^#+ ${slug}(\\(\\))?$`, 'gim'))?.length;
        return count === 1 ? `](${path}#${slug})` : link;
      });
      writeFileSync(file, text);
    }
  });
};

export default {
  entryPoints: [...entryPoints.keys()].map((file) => join(packages, file)),
  tsconfig: 'tsconfig.json',
  plugin: ['typedoc-plugin-markdown', nameModules, mendAnchors],
  outputs: [{ name: 'markdown', path: 'reference/packages' }],
  readme: 'none',
  router: 'module',
  skipErrorChecking: true,
  // What comes from generated packages is on the page of the provider's operations.
  externalPattern: ['**/node_modules/**', '**/generated/**'],
  excludeExternals: true,
  excludePrivate: true,
  disableSources: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  entryFileName: 'index',
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  sanitizeComments: true,
  validation: false,
  logLevel: 'Error',
};
