// A real nginx in front of sites, on free ports of this machine. Where there is none, the tests say so and are skipped.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

const PATH = process.env.NGINX ?? '/usr/sbin/nginx';
export const hasNginx = existsSync(PATH) && existsSync('/usr/bin/openssl');
if (!hasNginx)
  console.warn(
    `Tests behind a proxy are skipped: ${PATH} or openssl is missing. Install nginx-light and openssl, or set NGINX.`,
  );

export interface ProxiedSite {
  port: number;
  /** The site's own address. */
  upstream: string;
  https?: boolean;
  /** The path below which the proxy serves it, such as `/news`. */
  path?: string;
  /** Whether the proxy removes the path before it asks the site. */
  isPathRemoved?: boolean;
}

/** A port that is free now. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Starts nginx as its documentation proposes for an application; returns the function that stops it. */
export async function startNginx(sites: ProxiedSite[]): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-nginx-'));
  const [certificate, key] = [join(folder, 'own.crt'), join(folder, 'own.key')];
  execFileSync(
    'openssl',
    `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -keyout ${key} -out ${certificate}`.split(
      ' ',
    ),
    { stdio: 'ignore' },
  );
  const servers = sites.map(
    ({ port, upstream, https, path = '', isPathRemoved }) => `
  server {
    listen 127.0.0.1:${port}${https ? ' ssl' : ''};
    ${https ? `ssl_certificate ${certificate}; ssl_certificate_key ${key};` : ''}
    location ${path}/ {
      proxy_pass ${upstream}${isPathRemoved ? '/' : ''};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }`,
  );
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http {
  access_log off; ${temporary.join(' ')}
${servers.join('\n')}
}\n`,
  );
  const nginx = spawn(PATH, ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => nginx.once('exit', () => resolve()));
  await vi.waitFor(() => Promise.all(sites.map(({ port }) => reach(port))), { timeout: 10_000 });
  return async () => {
    nginx.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(void socket.destroy()));
    socket.once('error', reject);
  });
}
