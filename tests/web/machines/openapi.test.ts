// The description of the API against the API: the same routes, and answers that hold what it says and nothing else.
import { expect, test } from 'vitest';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const imported = makeEarlier(1, { body: '<p id="b1">Words.</p>', recaps: [], posts: {}, lead: [] });

interface Schema {
  $ref?: string;
  type?: string;
  allOf?: Schema[];
  items?: Schema;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
}

/** Where the value is not as described: a place each. */
function differences(value: unknown, schema: Schema, all: Record<string, Schema>, at = '$'): string[] {
  const whole = (one: Schema): Schema => {
    const named = one.$ref ? (all[one.$ref.split('/').at(-1) ?? ''] ?? {}) : one;
    const parts = (named.allOf ?? []).map(whole);
    return {
      ...named,
      properties: Object.assign({}, ...parts.map(({ properties }) => properties), named.properties),
      required: [...parts.flatMap(({ required }) => required ?? []), ...(named.required ?? [])],
    };
  };
  // An empty schema allows anything.
  if (Object.keys(schema).length === 0) return [];
  const { type = 'object', items, enum: values, properties = {}, required = [], ...rest } = whole(schema);
  if (values && !values.includes(value)) return [`${at}: ${value}`];
  const is = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  if (is !== type && !(is === 'integer' && type === 'number')) return [`${at}: ${is}, not ${type}`];
  if (Array.isArray(value))
    return value.flatMap((one, n) => differences(one, items ?? {}, all, `${at}[${n}]`));
  if (typeof value !== 'object' || value === null) return [];
  const held = Object.entries(value);
  return [
    ...required
      .filter((name) => !held.some(([own]) => own === name))
      .map((name) => `${at}.${name} is missing`),
    ...held.flatMap(([name, one]) => {
      const described = properties[name] ?? rest.additionalProperties;
      if (type === 'object' && !described) return [`${at}.${name} is not described`];
      return differences(one, described ?? {}, all, `${at}.${name}`);
    }),
  ];
}

async function describe() {
  const site = await openSite([issue, imported]);
  const json = async (path: string) => JSON.parse((await site.get(path)).text);
  return { ...site, json, document: await json('/api/openapi.json') };
}

test('the OpenAPI document describes exactly the API’s routes', async () => {
  const { app, document } = await describe();
  const routes = app.routes
    .filter(({ path, method }) => method === 'GET' && path.startsWith('/api/') && !path.endsWith('*'))
    .map(({ path }) => path.replace(/:(\w+)/g, '{$1}'))
    .filter((path) => path !== '/api/openapi.json');
  expect([...new Set(routes)].sort()).toEqual(Object.keys(document.paths).sort());
});

test.each([
  ['/api/issues', '/api/issues?limit=1'],
  ['/api/issues', '/api/issues?cadence=weekly'],
  ['/api/issues/{slug}', `/api/issues/${issue.slug}`],
  ['/api/issues/{slug}', `/api/issues/${imported.slug}`],
  ['/api/search', '/api/search?q=spreadsheets&platform=reddit'],
  ['/api/search', '/api/search?q=spredsheets'],
])('%s answers %s as described', async (path, asked) => {
  const { json, document } = await describe();
  const { schema } = document.paths[path].get.responses['200'].content['application/json'];
  expect(differences(await json(asked), schema, document.components.schemas)).toEqual([]);
});

test('every parameter of the search is described', async () => {
  const { document } = await describe();
  const described = document.paths['/api/search'].get.parameters.map(({ name }: { name: string }) => name);
  expect(described).toEqual([
    ...['q', 'platform', 'recap', 'source', 'author', 'tag', 'since', 'until', 'doubts', 'sort', 'page'],
  ]);
});
