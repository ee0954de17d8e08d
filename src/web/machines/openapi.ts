// The description of the API, OpenAPI 3.1, generated from its schemas.
import { z } from 'zod';
import { SEARCH_SORTS } from '../../store/search/search.js';
import { apiSchemas, cadence, day, instant, issueList, platform, searchAnswer } from './api-schemas.js';

const schemaUri = (name: string) => `#/components/schemas/${name}`;

/** The schemas that have a name in the description. */
const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(apiSchemas)) registry.add(schema, { id });
/** Responses without a name of their own. */
const UNNAMED_RESPONSES = { issueList, searchAnswer };
for (const [id, schema] of Object.entries(UNNAMED_RESPONSES)) registry.add(schema, { id });

/** The JSON Schema of everything registered; `input`, so that objects may have additional fields. */
const { schemas: registered } = z.toJSONSchema(registry, { io: 'input', uri: schemaUri });

function jsonSchemaOf(name: string): object {
  const { $schema: _, $id: __, ...schema } = registered[name] ?? {};
  return schema;
}

function describeType(type: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input' });
  return schema;
}

const answer = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
const refused = (...codes: ('400' | '404' | '429')[]) =>
  Object.fromEntries(
    codes.map((code) => [code, answer('Refused, with the reason', { $ref: schemaUri('Problem') })]),
  );
const parameter = (name: string, description: string, type: z.ZodType = z.string()) => ({
  name,
  in: 'query',
  description,
  schema: describeType(type),
  required: false,
});
const pageSize = z.number().int().min(1).max(500);

const paths = {
  '/api/issues': {
    get: {
      summary: 'Issues, newest first',
      parameters: [
        parameter('limit', 'Issues per page, 50 by default', pageSize),
        parameter('before', 'Only issues whose period ends before it', instant),
        parameter('cadence', 'Only issues of this cadence', cadence),
      ],
      responses: { '200': answer('Issues', jsonSchemaOf('issueList')), ...refused('400', '429') },
    },
  },
  '/api/issues/{slug}': {
    get: {
      summary: 'One complete issue',
      parameters: [{ name: 'slug', in: 'path', required: true, schema: describeType(z.string()) }],
      responses: { '200': answer('The issue', { $ref: schemaUri('Issue') }), ...refused('404', '429') },
    },
  },
  '/api/search': {
    get: {
      summary: 'Bullets that contain all the words, best first',
      parameters: [
        parameter('q', 'Words, "phrases", prefix*, -excluded'),
        parameter('platform', 'Only of this platform', platform),
        parameter('recap', 'Only of the recap with this title'),
        parameter('source', "Only bullets that cite this source: its id or name, or an author's @handle"),
        parameter('author', 'Only bullets that cite this author'),
        parameter(
          'tag',
          'Only bullets with this tag, such as company/openai; repeat it to require several',
          z.array(z.string()),
        ),
        parameter('since', 'From this day on', day),
        parameter('until', 'Up to this day', day),
        parameter('doubts', 'Only statements with a word of doubt or criticism (English)', z.enum(['1'])),
        parameter('sort', 'Order; relevance by default', z.enum(SEARCH_SORTS)),
        parameter('page', 'Pages of 20 results', pageSize),
      ],
      responses: {
        '200': answer('Results; if `more` is true, more than `total` match', jsonSchemaOf('searchAnswer')),
        ...refused('400', '429'),
      },
    },
  },
};

/** Returns the description of the API at `server`, an absolute address. */
export function describeApi(title: string, server: string) {
  return {
    openapi: '3.1.0',
    info: { title: `${title}: the archive`, version: '1' },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.keys(apiSchemas).map((name) => [name, jsonSchemaOf(name)])),
    },
  };
}
