// The same checks in workerd: the request's body says where the servers are.
import ky from 'ky';
import { runChecks } from './checks.mjs';

const FETCHES = { global: undefined, ky };

export default {
  async fetch(request) {
    const { fetches, ...servers } = await request.json();
    const found = {};
    for (const name of fetches)
      found[name] = await runChecks({ ...servers, run: `${servers.run}-${name}`, fetch: FETCHES[name], isTold: false });
    return Response.json(found);
  },
};
