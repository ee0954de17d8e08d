// The servers that the benches of delivery send to, in a process of their own: they take everything and keep nothing.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { SMTPServer } from 'smtp-server';

const counted = { smtp: 0, resend: 0 };
const known = new Map();
/** Set by the bench to try what a slow network does to it. */
let latencyMs = 0;

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, { envelope }, callback) {
    stream.resume();
    stream.on('end', () => {
      counted.smtp++;
      process.send?.({ to: envelope.rcptTo[0]?.address });
      if (latencyMs > 0) setTimeout(callback, latencyMs);
      else callback();
    });
  },
});
smtp.on('error', () => {});

const resend = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const key = request.headers['idempotency-key'];
    let answer = known.get(key);
    if (!answer) {
      const mails = JSON.parse(Buffer.concat(chunks));
      counted.resend += mails.length;
      for (const { to } of mails) process.send?.({ to });
      answer = JSON.stringify({ data: mails.map(() => ({ id: randomUUID() })) });
      if (key) known.set(key, answer);
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    setTimeout(() => response.end(answer), latencyMs);
  });
});

smtp.listen(0, '127.0.0.1', () =>
  resend.listen(0, '127.0.0.1', () =>
    process.send?.({
      smtp: `smtp://127.0.0.1:${smtp.server.address().port}`,
      resend: `http://127.0.0.1:${resend.address().port}`,
    }),
  ),
);
process.on('message', (message) => {
  if (message.latencyMs !== undefined) latencyMs = message.latencyMs;
});
process.on('disconnect', () => process.exit());
