// tidings mcp: serves the archive to assistants on this machine over standard input and output.
import { once } from 'node:events';
import { openContext, version } from '../../context.js';
import { createMcpServer } from '../../web/mcp/server.js';
import { type Command, untilTerminated, withExitDeadline } from '../shared/command.js';

export const command: Command = {
  usage: '',
  summary:
    'Lets an assistant on this machine search and read the archive (Model Context Protocol over stdio).',
  options: {},
  async run(input) {
    const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
    return withExitDeadline(input, async () => {
      const context = await openContext(input.dir);
      try {
        const { db, config } = context;
        const root = (config.env.PUBLIC_URL ?? '').replace(/\/+$/, '');
        const archive = { db, publication: config.publication, root };
        const server = serveStdio(() => createMcpServer(archive, version));
        await Promise.race([
          once(process.stdin, 'close'),
          once(process.stdin, 'end'),
          untilTerminated(input.signal),
        ]);
        await server.close();
        // Standard output carries the protocol.
        return { json: null, text: '' };
      } finally {
        await context.close();
      }
    });
  },
};
