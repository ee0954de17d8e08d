// Serialises the requests of one connection: otherwise pipelined requests would all be rendered at once.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Wraps a listener so that a request starts only after the socket's previous response was sent or aborted, and after
 * other sockets had a turn. Otherwise cached responses would follow each other without returning to the event loop.
 */
export function oneAtATime(listener: Listener): Listener {
  const last = new WeakMap<Socket, Promise<void>>();
  return (request, response) => {
    const { socket } = request;
    const before = last.get(socket);
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    last.set(socket, before ? before.then(() => closed) : closed);
    if (!before) return listener(request, response);
    return before
      .then(() => new Promise(setImmediate))
      .then(() => (socket.destroyed ? undefined : listener(request, response)));
  };
}
