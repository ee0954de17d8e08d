// Ports on the command line.
import { UserError } from '../../base/errors.js';

/** Parses a port; 0 means any free port. Throws a UserError for an invalid one. */
export function parsePort(value: string | number): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UserError('--port is a number from 0 to 65535');
}
