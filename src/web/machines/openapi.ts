// The description of the API, in OpenAPI 3.1.

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const moment = { type: 'string', format: 'date-time' } as const;
const address = { type: 'string', format: 'uri' } as const;
const listOf = (items: object) => ({ type: 'array', items });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shape = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const answer = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
const parameter = (name: string, description: string, schema: object = text, required = false) => ({
  name,
  in: 'query',
  description,
  schema,
  required,
});
const spent = {
  ...{ calls: count, cached: count, tokensIn: count, tokensInCached: count, tokensOut: count },
  costUsd: { type: 'number' },
};
const cadence = { type: 'string', enum: ['daily', 'weekly'] };
const platform = { type: 'string', enum: ['x', 'reddit', 'web'] };
const errors = { '400': ref('Problem'), '404': ref('Problem'), '429': ref('Problem') };
const refused = (...codes: (keyof typeof errors)[]) =>
  Object.fromEntries(codes.map((code) => [code, answer('Refused, and why', errors[code])]));

const schemas = {
  Problem: shape({ error: text }),
  Period: shape({ from: moment, to: moment }),
  Summary: shape({
    ...{ url: address, id: text, slug: text, cadence, period: ref('Period') },
    ...{ headline: text, subtitle: text, createdAt: moment },
  }),
  Span: shape({ text, cite: text, strong: { type: 'boolean' } }, ['text']),
  Bullet: shape(
    {
      id: { ...text, description: 'The anchor on the page of the issue' },
      claim: listOf(ref('Span')),
      text: listOf(ref('Span')),
      citations: { ...listOf(text), description: 'Ids of posts' },
      points: listOf(ref('Bullet')),
      origin: { type: 'string', enum: ['extract', 'model', 'rewritten', 'replaced'] },
      reasons: { ...listOf(text), description: 'What the check found' },
      updates: { ...text, description: 'Slug of the issue that told the story before' },
    },
    ['id', 'claim', 'text', 'citations', 'points', 'origin'],
  ),
  Section: shape({
    ...{ id: text, title: text, weight: { type: 'number' }, bullets: listOf(ref('Bullet')) },
    postIds: { ...listOf(text), description: 'Every post of its stories, cited or not' },
  }),
  Recap: shape({
    ...{ id: text, title: text, platform, sections: listOf(ref('Section')) },
    topPosts: listOf(shape({ postId: text, line: text })),
  }),
  Tag: shape({
    kind: { type: 'string', enum: ['company', 'model', 'person', 'topic'] },
    slug: text,
    name: text,
  }),
  Post: shape({
    ...{ id: text, url: address, platform, sourceId: text, sourceName: text, author: text, title: text },
    ...{ createdAt: moment, metrics: { type: 'object', additionalProperties: { type: 'number' } } },
  }),
  Checked: shape(
    {
      ...{ subreddits: count, accounts: count, lists: count, feeds: count, note: text },
      others: { type: 'object', additionalProperties: count },
      failed: listOf(shape({ source: text, error: text })),
      skipped: listOf(shape({ source: text, why: text })),
    },
    ['subreddits', 'accounts', 'lists', 'feeds', 'failed', 'skipped'],
  ),
  Audit: shape(
    {
      ...{ bullets: count, rewritten: count, replaced: count, citations: count },
      reasons: listOf(shape({ bullet: text, reason: text })),
      proposedTags: listOf(text),
    },
    ['bullets', 'rewritten', 'replaced', 'citations', 'reasons'],
  ),
  Usage: shape(
    {
      ...{ name: text, ...spent, stages: listOf(shape({ stage: text, ...spent })) },
      priceKnown: { type: 'boolean', description: 'When false, costUsd means nothing' },
      degraded: { ...text, description: 'Why the model did not do all of the work' },
      parts: shape({ asked: count, offline: count }),
    },
    ['name', ...Object.keys(spent), 'stages'],
  ),
  Issue: {
    allOf: [
      ref('Summary'),
      shape(
        {
          ...{ timeZone: text, language: text, publication: text, quiet: { type: 'boolean' } },
          ...{ lead: listOf(ref('Bullet')), recaps: listOf(ref('Recap')), tags: listOf(ref('Tag')) },
          summary: { ...listOf(text), description: 'The three heaviest stories, a line each' },
          intro: { ...text, description: 'Markdown of the editor' },
          body: { ...text, description: 'HTML of an issue that was imported' },
          edited: { type: 'boolean', description: 'A person changed it' },
          editedAt: { ...moment, description: 'When, if that was after it was published' },
          ...{ checked: ref('Checked'), audit: ref('Audit'), model: ref('Usage') },
          posts: { type: 'object', additionalProperties: ref('Post') },
        },
        [
          ...['timeZone', 'language', 'publication', 'quiet', 'lead', 'recaps', 'tags', 'posts'],
          ...['checked', 'audit', 'model'],
        ],
      ),
    ],
  },
  Hit: shape({
    ...{ url: address, headline: text, cadence, period: ref('Period'), recap: text, section: text },
    ...{ text, found: listOf(text) },
  }),
};

/** The whole document. */
export function describeApi(title: string, server: string) {
  const day = { type: 'string', format: 'date' };
  return {
    openapi: '3.1.0',
    info: { title: `${title}: the archive`, version: '1' },
    servers: [{ url: server }],
    paths: {
      '/api/issues': {
        get: {
          summary: 'Issues, newest first',
          parameters: [
            parameter('limit', '50 unless told', { type: 'integer', minimum: 1, maximum: 500 }),
            parameter('before', 'Only issues whose period ends before it', moment),
            parameter('cadence', 'Only these', cadence),
          ],
          responses: {
            '200': answer('Issues', shape({ issues: listOf(ref('Summary')), next: address }, ['issues'])),
            ...refused('400', '429'),
          },
        },
      },
      '/api/issues/{slug}': {
        get: {
          summary: 'One issue, whole',
          parameters: [{ name: 'slug', in: 'path', required: true, schema: text }],
          responses: { '200': answer('The issue', ref('Issue')), ...refused('404', '429') },
        },
      },
      '/api/search': {
        get: {
          summary: 'Statements that have all the words, best first',
          parameters: [
            parameter('q', 'Words, "phrases", prefix*, -excluded'),
            parameter('platform', 'Only of this platform', platform),
            parameter('recap', 'Only of the recap of this title'),
            parameter('source', "Only those that cite this source: its id or name, or an author's @handle"),
            parameter('author', 'Only those that cite this author'),
            parameter('tag', 'Only those that name it: company/openai; of several, all', listOf(text)),
            parameter('since', 'From this day on', day),
            parameter('until', 'Up to this day', day),
            parameter('sort', 'relevance unless told', { type: 'string', enum: ['relevance', 'date'] }),
            parameter('page', 'Twenty results each', { type: 'integer', minimum: 1, maximum: 500 }),
          ],
          responses: {
            '200': answer(
              'What was found; with `more`, there are more than `total`',
              shape(
                {
                  query: { type: 'object' },
                  total: count,
                  more: { type: 'boolean' },
                  results: listOf(ref('Hit')),
                },
                ['query', 'total', 'results'],
              ),
            ),
            ...refused('400', '429'),
          },
        },
      },
    },
    components: { schemas },
  };
}
