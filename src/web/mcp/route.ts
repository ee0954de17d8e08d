// /mcp: the archive for assistants over streamable HTTP. Stateless, without an account, and read only.
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { isForeign } from '../http/forms.js';
import { limitClients } from '../http/limits.js';
import type { Site } from '../site/site.js';

const MCP_LIMIT = { burst: 60, everyMs: 500, keys: 10_000 };

export function mcpRoutes(site: Site): Hono {
  const app = new Hono();
  if (site.staticSite) return app;
  let handler: Promise<McpHttpHandler> | undefined;
  const limit = limitClients(site, MCP_LIMIT, (c) =>
    c.json(problem('Too many requests: wait a few seconds.'), 429),
  );
  app.all('/mcp', limit, async (c) => {
    c.header('Cache-Control', 'no-store');
    // A page of another site must not use a reader's browser to reach a server on the reader's own network.
    if (isForeign(c, site)) return c.json(problem('Requests from pages of other sites are refused.'), 403);
    // A batch could hold a hundred searches but count as one request. The protocol dropped batches in 2025.
    if (c.req.method === 'POST' && /^\s*\[/.test(await c.req.raw.clone().text()))
      return c.json(problem('Batches are not supported: send one message per request.'), 400);
    handler ??= createHandler(site);
    const answer = await (await handler).fetch(c.req.raw);
    return c.newResponse(answer.body, answer);
  });
  return app;
}

const problem = (message: string) => ({ jsonrpc: '2.0', id: null, error: { code: -32000, message } });

async function createHandler(site: Site): Promise<McpHttpHandler> {
  const [{ createMcpHandler }, { createMcpServer }] = await Promise.all([
    import('@modelcontextprotocol/server'),
    import('./server.js'),
  ]);
  const { db, publication, publicUrl } = site;
  const serve = ({ requestInfo }: { requestInfo?: Request }) => {
    const root = publicUrl ?? (requestInfo ? new URL(requestInfo.url).origin : '');
    return createMcpServer({ db, publication, root: root.replace(/\/+$/, '') }, '1');
  };
  return createMcpHandler(serve, {
    // Keep no stream open: the tools do not change.
    maxSubscriptions: 0,
    onerror: (error) => site.log?.warn({ err: error }, 'a request to /mcp failed'),
  });
}
