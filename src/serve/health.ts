// Health checks of a process that serves no site.
import { createServer } from 'node:http';
import { messageOf, UserError } from '../base/errors.js';

/**
 * Answers `/healthz` (the process responds) and `/readyz` (503 with one problem per line). Throws a UserError if
 * the port cannot be used.
 */
export async function listenForHealth(
  ready: () => Promise<string[]>,
  host: string,
  port: number,
): Promise<{ close(): Promise<void> }> {
  const server = createServer(async ({ url }, response) => {
    const troubles = url === '/readyz' ? await ready() : [];
    const status = url !== '/readyz' && url !== '/healthz' ? 404 : troubles.length > 0 ? 503 : 200;
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(status === 404 ? 'not found\n' : `${troubles.join('\n') || 'ok'}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  }).catch((error: unknown) => {
    throw new UserError(`Cannot listen on ${host}:${port}: ${messageOf(error)}`, 'Choose another --port.');
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
