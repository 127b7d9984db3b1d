import { readFileSync } from 'node:fs';
import type { ExampleAnswer } from './example-answers.ts';

// Loaded before a block of a README: the vendors answer with the examples of their specs, and no other server is there.

const answers = JSON.parse(readFileSync(process.env.README_ANSWERS ?? '', 'utf8')) as ExampleAnswer[];

const routes = answers.map((answer) => ({
  ...answer,
  address: new RegExp(
    `^${answer.address
      .split(/\{[^}]*\}/)
      .map(literally)
      .join('[^/]+')}$`,
  ),
  holes: answer.address.split('{').length,
}));

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

globalThis.fetch = async (input, init) => {
  const { method, url } = new Request(input, init);
  const { origin, pathname, searchParams } = new URL(url);
  const route = routes
    .filter((each) => each.method === method && each.address.test(origin + pathname))
    .sort((a, b) => a.holes - b.holes)[0];
  if (route === undefined) throw new Error(`no example answers ${method} ${origin}${pathname}`);
  const isLater =
    searchParams.has('cursor') || Number(searchParams.get('page')) > 1 || Number(searchParams.get('skip')) > 0;
  const body = isLater ? route.bodies.at(-1) : route.bodies[0];
  return body === null ? new Response(null, { status: 204 }) : Response.json(body, { status: route.status });
};
