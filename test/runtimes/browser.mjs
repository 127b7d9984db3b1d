// The same checks in a page: the test calls `runInPage` with where the servers are.
import { createTopcalls } from '@leadwire/topcalls';
import ky from 'ky';
import { runChecks } from './checks.mjs';

const FETCHES = { global: undefined, ky };

globalThis.runInPage = async ({ fetches, ...servers }) => {
  const found = {};
  for (const name of fetches)
    found[name] = await runChecks({ ...servers, run: `${servers.run}-${name}`, fetch: FETCHES[name], isTold: false });
  return found;
};

/** What a page is told that makes a client with a key. */
globalThis.refusalOf = (options) => {
  try {
    createTopcalls({ apiKey: 'key', ...options });
    return 'allowed';
  } catch (error) {
    return `${error.kind}: ${error.message} ${error.hint}`;
  }
};
