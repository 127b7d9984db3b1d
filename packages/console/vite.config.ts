import { defineConfig } from 'vite';

/** The page: files without inline script or style, and without an address outside. */
export default defineConfig({
  root: 'src/page',
  base: '/',
  logLevel: 'warn',
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
