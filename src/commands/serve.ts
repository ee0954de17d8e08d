// tidings serve: the web site.
import { serve } from '@hono/node-server';
import { openContext } from '../context.js';
import { messageOf, UserError } from '../errors.js';
import { createApp } from '../web/app.js';
import { type Command, optionOf } from './command.js';

export const command: Command = {
  usage: '[--port N]',
  summary: 'Serves the archive: issues, search, feeds.',
  options: { port: { type: 'string' } },
  async run(input) {
    const context = await openContext(input.dir);
    const { env, publication } = context.config;
    const port = Number(optionOf(input, 'port') ?? env.PORT);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new UserError('--port is a number from 0 to 65535');
    const app = createApp({
      db: context.db,
      publication,
      templates: context.templates,
      clock: context.clock,
      log: context.log,
      ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL }),
    });
    const server = serve({ fetch: app.fetch, port, hostname: env.HOST });
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('listening', resolve);
        server.once('error', reject);
      });
    } catch (error) {
      await context.close();
      throw new UserError(
        `Cannot listen on ${env.HOST}:${port}: ${messageOf(error)}`,
        'Choose another port with --port.',
      );
    }
    const address = server.address();
    const url = `http://${env.HOST}:${typeof address === 'object' && address ? address.port : port}/`;
    input.say(`${publication.name} on ${url}  (Ctrl-C ends it)`);
    await new Promise<void>((resolve) => {
      if (input.signal.aborted) resolve();
      input.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await context.close();
    return { json: { url, ended: true }, text: '' };
  },
};
