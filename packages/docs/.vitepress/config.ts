import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import llmsPlugin from 'vitepress-plugin-llms';

const packages = (folder: string) =>
  readdirSync(new URL(`../reference/packages/${folder}`, import.meta.url))
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => ({
      text: `${folder}${file.slice(0, -3)}`,
      link: `/reference/packages/${folder}${file.slice(0, -3)}`,
    }));

const PROVIDERS = {
  topcalls: 'TopCalls',
  autocalls: 'Autocalls',
  telecrm: 'telecrm',
  pulsecrm: 'Pulse CRM',
  hubspot: 'HubSpot',
};

export default defineConfig({
  title: 'leadwire',
  description:
    'Typed, safe TypeScript clients for TopCalls, Autocalls, telecrm and Pulse CRM, and an importer that sends each lead once.',
  lang: 'en',
  cleanUrls: false,
  srcExclude: ['README.md', 'examples/**'],
  // Written into CI logs and commits, a date would differ on each build.
  lastUpdated: false,
  // As GitHub names them, which is also how TypeDoc links to them.
  markdown: {
    anchor: {
      slugify: (text) =>
        text
          .trim()
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
          .replaceAll(' ', '-'),
    },
  },
  vite: { plugins: [llmsPlugin({ ignoreFiles: ['reference/**', 'decisions/**'] })] },
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/leadwire/leadwire' }],
    nav: [
      { text: 'Guide', link: '/guide/first-lead' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Benchmarks', link: '/guide/benchmarks' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'First lead in five minutes', link: '/guide/first-lead' },
          { text: 'Importing a spreadsheet', link: '/guide/spreadsheet' },
          { text: 'The page in the browser', link: '/guide/browser-page' },
          { text: 'Examples', link: '/guide/examples' },
        ],
      },
      {
        text: 'Know',
        items: [
          { text: 'What "exactly once" means', link: '/guide/exactly-once' },
          { text: 'Errors by kind', link: '/guide/errors' },
          { text: 'Testing with simulators', link: '/guide/testing' },
          { text: 'Webhooks', link: '/guide/webhooks' },
          { text: 'Benchmarks', link: '/guide/benchmarks' },
        ],
      },
      {
        text: 'Operate',
        items: [
          { text: 'Several machines', link: '/several-machines/' },
          { text: 'Figures of the queue', link: '/several-machines/figures' },
          { text: 'Back-up', link: '/guide/backup' },
          { text: 'From 0.1 to 0.2', link: '/guide/migration' },
          { text: 'Adding a provider', link: '/guide/new-provider' },
        ],
      },
      {
        text: 'Reference: providers',
        items: Object.entries(PROVIDERS).map(([name, text]) => ({ text, link: `/reference/${name}` })),
      },
      { text: 'Reference: packages', collapsed: true, items: [...packages(''), ...packages('@leadwire/')] },
      {
        text: 'Decisions',
        collapsed: true,
        items: readdirSync(new URL('../decisions', import.meta.url)).map((file) => ({
          text: file.slice(0, -3).replaceAll('-', ' '),
          link: `/decisions/${file.slice(0, -3)}`,
        })),
      },
    ],
  },
});
