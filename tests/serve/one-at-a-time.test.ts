// Pipelined requests of one connection are answered one after another.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { oneAtATime } from '../../src/serve/one-at-a-time.js';

test('oneAtATime never handles two requests of a connection at once', async () => {
  let running = 0;
  let most = 0;
  const server = createServer(
    oneAtATime(async (_, response) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      response.end('ok');
    }),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50));
  let received = '';
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      received += data;
      if (received.split('HTTP/1.1 200').length > 50) resolve();
    });
  });
  socket.destroy();
  server.close();
  expect(most).toBe(1);
});

test('pipelined requests do not keep other connections waiting', async () => {
  const order: string[] = [];
  const server = createServer(
    oneAtATime((request, response) => {
      order.push(request.url ?? '');
      response.end('ok');
    }),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const [many, other] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all([many, other].map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  many.write('GET /many HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(500));
  await new Promise<void>((resolve) => {
    many.once('data', () => other.write('GET /other HTTP/1.1\r\nHost: a\r\n\r\n'));
    other.once('data', () => resolve());
  });
  expect(order.indexOf('/other')).toBeLessThan(400);
  many.destroy();
  other.destroy();
  server.close();
});
